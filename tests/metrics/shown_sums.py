"""All that is shown of worlds in one variant of one edition, as sums over their cells."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import pandas as pd

from core.edition import Edition
from core.nodes import Scope
from core.quarter import Quarter
from core.settings import OrganisationBasis, Settings
from metrics.computing.recipes import make_recipe
from store.database import Store
from store.figures import open_reader
from tests.metrics.attacker import Cell, Shown
from tests.metrics.organisations import number
from tests.metrics.worlds import World

BY = {"medarbejdere": "heads", "fuldtidsstillinger": "posts"}
PEOPLE = {"medarbejdere": "employees", "fuldtidsstillinger": "posts"}
ROWS = """
    SELECT 4 AS length, quarter, key, value, short, employees, denominator
    FROM rullende WHERE value IS NOT NULL
    UNION ALL
    SELECT 1, quarter, key, measures['value'], measures['short'], measures['employees'],
        words['denominator']
    FROM figures WHERE kpi = 'kvartal' AND measures['value'] IS NOT NULL
"""
# The rest of the kommune beside a group; before it began its employees are not shown, but they are
# those of the kommune less the group's.
RESTS = """
    SELECT 4 AS length, unnest([quarter, words['before_quarter']]) AS quarter, key,
        words['denominator'] AS denominator
    FROM figures WHERE kpi = 'gruppe' AND measures['value'] IS NOT NULL
"""
# What an enhed moves a node by, over four quarters and in single ones: each is a sum of its days
# and employees on both sides; and who is named among the closed and the new of a node.
MOVES = """
    WITH moved AS (
        SELECT * FROM figures WHERE kpi IN ('forklaring_enhed', 'forklaring_kvartal_enhed')
    ),
    parted AS (
        SELECT *, unnest(from_json(names, '[{"name": "VARCHAR", "hidden": "BOOLEAN"}]')) AS named
        FROM (
            SELECT *, unnest([words['closed_names'], words['new_names']]) AS names
            FROM figures
            WHERE kpi IN ('forklaring', 'forklaring_kvartal') AND measures['value'] IS NOT NULL
        )
    ),
    shown AS (
        SELECT *, key[7:] AS enhed, 'kommune' AS node
        FROM moved WHERE measures['value'] IS NOT NULL
        UNION ALL BY NAME
        SELECT *, key[7:] AS enhed, parent AS node
        FROM moved WHERE measures['afdeling'] IS NOT NULL
        UNION ALL BY NAME
        SELECT *, key[7:] AS enhed, words['above'] AS node
        FROM moved WHERE measures['omraade'] IS NOT NULL
        UNION ALL BY NAME
        SELECT * EXCLUDE (named, names), named.name[7:] AS enhed, key AS node
        FROM parted WHERE NOT named.hidden
    )
    SELECT DISTINCT if(kpi LIKE '%kvartal%', 1, 4) AS length, unnest([quarter, against]) AS quarter,
        node AS key, enhed, words['denominator'] AS denominator
    FROM shown
"""


def read_shown_rows(store: Store, settings: Settings, edition: Edition) -> list[pd.DataFrame]:
    """All rows that a variant shows."""
    with open_reader(store, Scope.everything(), recipe=make_recipe(settings, edition)) as reader:
        frames = [reader.query(sql) for sql in (ROWS, RESTS, MOVES)]
    texts = {text for frame in frames for text in frame["quarter"]}
    numbers = {text: number(Quarter.parse(text)) for text in texts}
    return [frame.assign(q=frame["quarter"].map(numbers)) for frame in frames]


@dataclass
class Sums:
    """The different sums that a world tells, whatever variant they are from."""

    made: World
    shown: dict[tuple[tuple[frozenset[Cell], ...], str], Shown] = field(default_factory=dict)
    _families: dict[tuple[str, frozenset[Cell]], frozenset[Cell]] = field(default_factory=dict)

    def read(self, frames: Iterable[pd.DataFrame], settings: Settings) -> None:
        """Take in what the rows of a variant tell."""
        first = self.made.first
        rows, rests, moves = (frame[frame["q"].between(first, first + 5)] for frame in frames)
        days, short = ("days", "short") if settings.part_days else ("whole days", "whole short")
        for row in list_records(rows):
            cells = self._cells(row, settings)
            self._add(cells, PEOPLE[row.denominator], row.employees * row.length)
            self._add(cells, days, row.value * row.employees)
            if pd.notna(row.short):
                self._add(cells, short, row.short * row.employees)
        parts = ("short", "long", *(("short_part", "long_part") if settings.part_days else ()))
        for row in chain(list_records(rests), list_records(moves)):
            cells = self._cells(row, settings)
            self._add(cells, PEOPLE[row.denominator], parts=[BY[row.denominator]])
            self._add(cells, days, parts=parts)

    def _cells(self, row: Any, settings: Settings) -> tuple[frozenset[Cell], ...]:
        cells = tuple(
            self.made.atoms(
                row.key,
                q,
                window=row.q,
                then=settings.organisation is OrganisationBasis.DENGANG,
                closed=settings.closed_units,
                by=BY[row.denominator],
            )
            for q in range(row.q - row.length + 1, row.q + 1)
        )
        enhed = getattr(row, "enhed", None)
        return cells if not isinstance(enhed, str) else tuple(self._of(enhed, at) for at in cells)

    def _of(self, enhed: str, cells: frozenset[Cell]) -> frozenset[Cell]:
        """Those of an enhed, and of who went on as it."""
        family = self.made.family
        if (enhed, cells) not in self._families:
            self._families[enhed, cells] = frozenset(
                cell for cell in cells if family(cell[0].partition("/")[0]) == family(enhed)
            )
        return self._families[enhed, cells]

    def _add(
        self,
        cells: tuple[frozenset[Cell], ...],
        measure: str,
        total: float = 0,
        *,
        parts: Iterable[str] = (),
    ) -> None:
        if (cells, measure) not in self.shown:
            every = frozenset[Cell]().union(*cells)
            total += self.made.sum(every, *parts)
            self.shown[cells, measure] = Shown(every, measure, total)


def list_records(table: pd.DataFrame) -> Iterator[Any]:
    """The rows of a table."""
    yield from table.itertuples()
