"""Read the organisation and its events, as the uploads that count have them."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from core.event import Event, EventKind
from core.nodes import Level
from core.placement import Placement
from core.quarter import Quarter
from store.connection import Cursor

BETWEEN_ALIASES = ";"
_COUNTS = "JOIN current_uploads USING (upload_id, period)"


class UnitPlacement(NamedTuple):
    """An enhed's afdeling and område in a quarter, by the facts; "" where these have none."""

    enhed: str
    quarter: Quarter
    enhed_navn: str
    afdeling: str
    omraade: str


def read_placements(cursor: Cursor) -> tuple[Placement, ...]:
    """Return every enhed's places in the organisation, in the order of number and time."""
    rows = cursor.execute(
        f"""
        SELECT
            enhed, coalesce(enhed_navn, enhed), coalesce(afdeling, ''), coalesce(omraade, ''),
            fra, til, coalesce(aarsag, ''), coalesce(efterfoelger, ''), coalesce(aliasser, '')
        FROM organisation {_COUNTS}
        ORDER BY same_enhed(enhed), fra NULLS FIRST, til
        """  # noqa: S608 - our own names
    ).fetchall()
    return tuple(replace(Placement(*row[:-1]), aliasser=_split_aliases(row[-1])) for row in rows)


def read_events(cursor: Cursor) -> tuple[Event, ...]:
    """Return the events, newest first."""
    rows = cursor.execute(
        f"""
        SELECT
            dato, til, slags, coalesce(niveau, ''), coalesce(omfang, ''), coalesce(tekst, '')
        FROM haendelser {_COUNTS}
        ORDER BY dato DESC, til DESC NULLS FIRST, tekst
        """  # noqa: S608 - our own names
    ).fetchall()
    return tuple(_make_event(*row) for row in rows)


def read_unit_placements(cursor: Cursor) -> tuple[UnitPlacement, ...]:
    """Return where the facts have each enhed, quarter by quarter."""
    rows = cursor.execute(
        """
        SELECT
            enhed, quarter, arg_max(enhed_navn, quarter) OVER (PARTITION BY enhed),
            coalesce(afdeling, ''), coalesce(omraade, '')
        FROM facts
        ORDER BY same_enhed(enhed), quarter
        """
    ).fetchall()
    return tuple(
        UnitPlacement(enhed, Quarter.parse(quarter), name or enhed, afdeling, omraade)
        for enhed, quarter, name, afdeling, omraade in rows
    )


def _split_aliases(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(BETWEEN_ALIASES) if name.strip())


def _make_event(dato: date, til: date | None, slags: str, *texts: str) -> Event:
    niveau, omfang, tekst = texts
    return Event(dato, til, EventKind(slags), Level(niveau or Level.KOMMUNE), omfang, tekst)
