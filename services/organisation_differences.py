"""Enheder that are in the file and not in the organisation, and the other way round."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core import danish
from core.nodes import unit_identity
from core.quarter import Period, Quarter
from data_loaders.codes import problem
from data_loaders.problem import Problem
from data_loaders.report import UnitQuarter

_NAMES_SHOWN = 5


@dataclass(frozen=True)
class UnitLife:
    """An enhed's time in the organisation, both days included; None is without beginning or end."""

    enhed: str
    navn: str
    fra: date | None
    til: date | None


def find_differences(rows: Sequence[UnitQuarter], lives: Sequence[UnitLife]) -> list[Problem]:
    """Compare a file's enheder with the organisation's, quarter by quarter.

    An enhed is the same by its number or by its name. One that exists on any day of a quarter may
    be in that quarter's file, and one that exists on all its days is expected there. Without an
    organisation there is nothing to say.
    """
    if not lives:
        return []
    by_quarter: dict[Quarter, list[UnitQuarter]] = defaultdict(list)
    for row in rows:
        by_quarter[row.quarter].append(row)
    problems = []
    for quarter, quarter_rows in sorted(by_quarter.items()):
        problems += _find_unknown_units(quarter, quarter_rows, lives)
        problems += _find_missing_units(quarter, quarter_rows, lives)
    return problems


def find_closed_units(lives: Sequence[UnitLife], quarter: Quarter) -> set[str]:
    """Return the numbers and names, as identities, of enheder that the organisation has closed.

    That is before a quarter is over: none of them is expected in all of it, or in one after it.
    """
    open_still = [life for life in lives if life.til is None or life.til >= quarter.period.last]
    ended = {key for life in lives for key in _list_identities(life)}
    return ended - {key for life in open_still for key in _list_identities(life)}


def _find_unknown_units(
    quarter: Quarter, rows: Sequence[UnitQuarter], lives: Sequence[UnitLife]
) -> list[Problem]:
    identities = {
        key for life in lives if _overlaps(life, quarter.period) for key in _list_identities(life)
    }
    strange = (row.enhed_navn for row in rows if not identities & _list_row_identities(row))
    names = list(dict.fromkeys(strange))
    if not names:
        return []
    units = danish.format_count(len(names), "enhed", "enheder")
    message = (
        f"{units} i filen er ikke i organisationen i {quarter.label}: {list_names(names)}. Tilføj "
        "dem under Organisation og hændelser, eller kontrollér deres numre."
    )
    return [problem("not_in_organisation", message, sheet=rows[0].sheet)]


def _find_missing_units(
    quarter: Quarter, rows: Sequence[UnitQuarter], lives: Sequence[UnitLife]
) -> list[Problem]:
    identities = {key for row in rows for key in _list_row_identities(row)}
    gone = [
        life
        for life in lives
        if _covers(life, quarter.period) and not identities & _list_identities(life)
    ]
    if not gone:
        return []
    names = list(dict.fromkeys(life.navn or life.enhed for life in gone))
    units = danish.format_count(len(names), "enhed", "enheder")
    message = (
        f"{units} i organisationen er ikke i filen for {quarter.label}: {list_names(names)}. Er "
        "de lukket, så skriv hvornår under Organisation og hændelser; ellers mangler de i "
        "udtrækket."
    )
    return [problem("not_in_file", message, sheet=rows[0].sheet)]


def _list_identities(life: UnitLife) -> set[str]:
    return {unit_identity(text) for text in (life.enhed, life.navn) if text}


def _list_row_identities(row: UnitQuarter) -> set[str]:
    return {unit_identity(row.enhed), unit_identity(row.enhed_navn)}


def _overlaps(life: UnitLife, period: Period) -> bool:
    has_begun = life.fra is None or life.fra <= period.last
    return has_begun and (life.til is None or life.til >= period.first)


def _covers(life: UnitLife, period: Period) -> bool:
    has_begun = life.fra is None or life.fra <= period.first
    return has_begun and (life.til is None or life.til >= period.last)


def list_names(names: Sequence[str]) -> str:
    """Write the first names of a list in Danish, and how many more there are."""
    count_beyond = len(names) - _NAMES_SHOWN
    if count_beyond <= 0:
        return danish.join_words(list(names))
    return f"{', '.join(names[:_NAMES_SHOWN])} og {count_beyond} mere"
