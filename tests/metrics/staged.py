"""Releases that go out in stages, and what each role at each place was shown of them, day by day.

All is read as a viewer reads it: figures as they are printed, in each opgørelse that the viewer is
let to see that day, in each choice that readers have, as it was sent, and what stood before.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pandas as pd
import pytest

from access.audiences import find_audiences
from access.roles import Role, make_scope
from access.viewer import Position, Viewer, read_local_viewer
from core.audiences import Audience
from core.edition import Edition
from core.opgoerelse import OpgoerelseStep, find_seen_step
from core.quarter import Quarter
from core.settings import Settings
from data_loaders.report import UnitQuarter
from metrics.computing import recipes
from metrics.computing.inputs import run_sql
from metrics.nodes import read_nodes
from services import opgoerelser
from services.figures import open_figures
from services.viewers import read_viewer
from services.way_out import read_life, read_today
from store.connection import Cursor
from store.database import Store
from tests.clock import Clock
from tests.metrics.organisations import Figures, Organisation, number
from tests.metrics.printed_attack import Seat
from tests.metrics.releases import USUAL, Ground, PrintedRow, Releases
from tests.metrics.worlds import quarter
from tests.stored_rows import put, row

_PLACES = 2  # of each role that has places
_BASE = 2023 * 4
_FIGURES = ("rullende", "kvartal", "forklaring_pairs", "forklaring", "forklaring_rows")
_NOW, _BEFORE = (
    f"""
    SELECT {version}kpi, quarter, against, key, parent, grandparent, coarse, measures
    FROM {source}
    WHERE kpi IN ('rullende', 'kvartal', 'forklaring', 'forklaring_kvartal')
        AND measures['value'] IS NOT NULL
    """  # noqa: S608 - our own names
    for version, source in (("", "figures"), ("version, ", "shown_figures"))
)
Place = tuple[Role, str]


@dataclass
class Staged:
    """A store, what its releases rested on, and the rows that each role at a place was shown.

    `rows` are by what they are of, so that a row that two were shown is one. `turns` has the number
    of the release that a set of figures is of. `beside` are the keys of places that are visited in
    any case.
    """

    store: Store
    clock: Clock
    releases: Releases = field(default_factory=Releases)
    rows: dict[tuple[object, ...], PrintedRow] = field(default_factory=dict)
    seen: dict[Place, dict[int, PrintedRow]] = field(default_factory=lambda: defaultdict(dict))
    beside: frozenset[str] = frozenset()
    lines: dict[Place, frozenset[str]] = field(default_factory=dict)
    turns: dict[str, int] = field(default_factory=dict)
    _read: set[tuple[object, ...]] = field(default_factory=set)
    _grounds: list[Ground] = field(default_factory=list)

    def watch(self, monkeypatch: pytest.MonkeyPatch, *, all_choices: bool) -> None:
        """Note what figures rest on when masks are decided; make no other than sick leave's.

        Without `all_choices` readers have two: the usual one, and what differs most from it.
        """

        def run(cursor: Cursor, name: str, *inputs: Any) -> None:
            run_sql(cursor, name, *inputs)
            if name == "masked":
                self._grounds.append(_read_ground(cursor))

        monkeypatch.setattr(recipes, "run_sql", run)
        monkeypatch.setattr(recipes, "_FIGURES", _FIGURES)
        if not all_choices:
            choices = USUAL.list_other_choices()[-1:]
            monkeypatch.setattr(Settings, "list_other_choices", lambda _: choices)

    def release(self, organisation: Organisation, days: Mapping[Audience, int]) -> Quarter:
        """Load an organisation and release it: audiences see it some days from today on."""
        turn = len(self.releases.grounds)
        put(self.store, _list_rows(organisation), name=f"{turn}")
        newest = quarter(_BASE + organisation.quarters[-1])
        today = read_today(self.store)
        first_days = {audience: today + timedelta(count) for audience, count in days.items()}
        released = opgoerelser.release(
            self.store, newest, settings=USUAL, by="hr", note=f"{turn}", first_days=first_days
        )
        self.releases.grounds.append(self._grounds[-1])
        step = released.steps[-1]
        for sets in (step.figures, *step.variants.values()):
            self.turns |= dict.fromkeys(sets.values(), turn)
        return newest

    def visit(self) -> None:
        """Let everybody read all that there is to read today."""
        today, lives = read_today(self.store), self._read_lives()
        for place, viewer in _list_viewers(self.store, self.beside):
            self.lines[place] = self.lines.get(place, frozenset()) | viewer.scope.within
            for of, steps in lives.items():
                step = find_seen_step(steps, find_audiences(viewer), today)
                if step and (place, viewer.scope, step.seq) not in self._read:
                    self._read.add((place, viewer.scope, step.seq))
                    self._read_all(place, viewer, of)

    def let_all_visit(self) -> None:
        """Let everybody read on each day that an audience is let in, the last ones at the end."""
        for days in (0, 3, 7):
            self.clock.wait(days)
            self.visit()

    def _read_lives(self) -> dict[Quarter, tuple[OpgoerelseStep, ...]]:
        newest = {
            quarter(_BASE + max(q for _, q in ground.figures)) for ground in self.releases.grounds
        }
        return {of: read_life(self.store, of).steps for of in sorted(newest)}

    def _read_all(self, place: Place, viewer: Viewer, of: Quarter) -> None:
        for settings in (USUAL, *USUAL.list_other_choices()):
            with opgoerelser.open_released(
                self.store, viewer, settings=settings, quarter=of
            ) as reader:
                version, line = reader.version.id, reader.line
                now = reader.query(_NOW).assign(version=version)
                before = reader.query(_BEFORE)
            for frame, choice in ((now, settings), (before, USUAL)):
                for one in _list_printed(frame, line, choice, self.turns):
                    kept = self.rows.setdefault(_name_row(one), one)
                    self.seen[place][id(kept)] = kept

    def forget(self) -> None:
        """Forget what everybody was shown, as if nobody had seen any of it."""
        self.rows.clear()
        self.seen.clear()
        self._read.clear()

    def list_seen(self) -> dict[Seat, list[PrintedRow]]:
        """List the rows that each seat was shown."""
        return {
            Seat(place[0], self.lines[place]): [*rows.values()] for place, rows in self.seen.items()
        }


def _name_row(one: PrintedRow) -> tuple[object, ...]:
    return one.edition, one.settings, one.release, one.key, one.q, one.length, one.against


def _list_viewers(store: Store, beside: Container[str]) -> Iterator[tuple[Place, Viewer]]:
    """Each role that sees figures, at some places where it has places; HR has the files.

    `beside` are the keys of further places.
    """
    for role in Role:
        if role is Role.HR or not role.rights.sees_figures:
            continue
        if role.own_level is None:
            yield (role, ""), Viewer("", (Position(role),), make_scope(role))
            continue
        with open_figures(store, read_local_viewer(), settings=USUAL) as reader:
            nodes = sorted(read_nodes(reader, role.own_level), key=lambda node: node.key)
        for node in [*nodes[:_PLACES], *(each for each in nodes[_PLACES:] if each.key in beside)]:
            text = f"{role.value}:{node.key}"
            viewer = read_viewer(store, read_local_viewer(), text, settings=USUAL)
            yield (role, node.key), viewer


def _list_rows(organisation: Organisation) -> Iterator[UnitQuarter]:
    for (enhed, q), one in sorted(organisation.figures.items()):
        afdeling, omraade = organisation.above[enhed]
        yield row(
            str(quarter(_BASE + q)), enhed, days=str(one.days),
            short=None if one.short is None else str(one.short), heads=str(one.employees),
            afdeling=afdeling, omraade=omraade or None,
        )  # fmt: skip


def _read_ground(cursor: Cursor) -> Ground:
    """Read what figures rest on, when masks are decided."""
    facts = cursor.execute(
        "SELECT enhed, q, CAST(people AS DOUBLE), CAST(dagsvaerk AS DOUBLE), "
        "CAST(korttid AS DOUBLE) FROM resting WHERE NOT rolling"
    ).fetchall()
    members: dict[tuple[str, str, int], set[str]] = defaultdict(set)
    for organisation, key, q, enhed in cursor.execute(
        "SELECT organisation, key, q, enhed FROM everywhere"
    ).fetchall():
        members[organisation, key, q - _BASE].add(enhed)
    closed = cursor.execute("SELECT enhed, min(since) FROM closed GROUP BY enhed").fetchall()
    return Ground(
        {(enhed, q - _BASE): Figures(*figures) for enhed, q, *figures in facts},
        {place: frozenset(enheder) for place, enheder in members.items()},
        {enhed: since - _BASE for enhed, since in closed},
    )


def _list_printed(
    frame: pd.DataFrame, line: Iterable[str], settings: Settings, turns: Mapping[str, int]
) -> Iterator[PrintedRow]:
    for one in frame.to_dict("records"):
        above = frozenset({one["key"], one["parent"], one["grandparent"]})
        is_own = not above.isdisjoint(line) or "kommune" in line
        yield PrintedRow(
            Edition.INTERN if is_own else Edition.OFFENTLIG,
            settings,
            turns[one["version"]],
            one["key"],
            above,
            _as_number(one["quarter"]),
            1 if "kvartal" in one["kpi"] else 4,
            1.0 if one["coarse"] else 0.1,
            {name: figure for name, figure in one["measures"].items() if figure is not None},
            _as_number(one["against"]) if one["against"] else None,
        )


def _as_number(text: str) -> int:
    return number(Quarter.parse(text)) - _BASE
