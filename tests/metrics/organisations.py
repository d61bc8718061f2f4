"""Organisations drawn at random, their cells, and what is shown of them, in plain Python."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pandas as pd
from openpyxl import load_workbook

from core.quarter import Quarter
from sample_data.rows import make_rows
from tests.metrics.attacker import Cell, Shown

LEVELS = ("enhed", "afdeling", "omraade", "kommune")


@dataclass(frozen=True)
class Figures:
    """Of one enhed in one quarter; `short` is None where the days are not split."""

    employees: float
    days: float
    short: float | None = None


@dataclass
class Organisation:
    """`above` has the afdeling and the område of each enhed ("" where there is none)."""

    above: dict[str, tuple[str, str]]
    figures: dict[Cell, Figures] = field(default_factory=dict)

    def path(self, enhed: str) -> list[tuple[str, str]]:
        """Level and key of each node that an enhed is in, itself first."""
        afdeling, omraade = self.above[enhed]
        named = {"enhed": enhed, "afdeling": afdeling, "omraade": omraade}
        return [
            *((level, f"{level}:{name}") for level, name in named.items() if name),
            ("kommune", "kommune"),
        ]

    def nodes(self) -> dict[str, list[str]]:
        """The enheder of each node."""
        found: dict[str, list[str]] = defaultdict(list)
        for enhed in self.above:
            for _, key in self.path(enhed):
                found[key].append(enhed)
        return dict(found)

    @property
    def quarters(self) -> list[int]:
        return sorted({q for _, q in self.figures})

    def ends(self) -> dict[str, int]:
        """The last quarter of each enhed; it is closed if that is not the newest."""
        last: dict[str, int] = {}
        for enhed, q in sorted(self.figures, key=lambda cell: cell[1]):
            last[enhed] = q
        return last

    def cells(self) -> pd.DataFrame:
        """What `masks.plan_masks` is given."""
        sums: dict[tuple[str, ...], list[float]] = defaultdict(lambda: [0.0] * 4)
        at: dict[tuple[str, int], tuple[str, ...]] = {}
        for (enhed, q), one in self.figures.items():
            keys = ["", *(key for _, key in self.path(enhed))]
            omraade = next((key for key in keys if key.startswith("omraade:")), "")
            for level, key in self.path(enhed):
                over = (*keys, "")[keys.index(key) + 1]
                place = at.setdefault(
                    (key, q), (level, key, over, omraade if level == "enhed" else "", str(q))
                )
                sums[place][0] += one.employees
                sums[place][1] += one.days
                sums[place][2] += one.short or 0
                sums[place][3] += 0 if one.short is None else one.days - one.short
        rows = [(*place[:4], int(place[4]), *four) for place, four in sums.items()]
        columns = ["level", "key", "parent", "grandparent", "q", "employees", "dagsvaerk"]
        return pd.DataFrame(rows, columns=[*columns, "korttid", "langtid"])

    def shown(
        self,
        masked: set[tuple[str, int]],
        *,
        newest: int,
        opgoerelser: int = 3,
        splits: set[tuple[str, int]] | None = None,
    ) -> Iterator[Shown]:
        """Every figure of some opgørelser in a row: four quarters, and the newest one alone.

        `splits` are the cells whose split is hidden; without them none is shown.
        """
        for key, enheder in self.nodes().items():
            for until in range(newest - opgoerelser + 1, newest + 1):
                for window in (range(until - 3, until + 1), range(until, until + 1)):
                    if window[0] >= self.quarters[0] and not any(
                        (key, q) in masked for q in window
                    ):
                        split = splits is not None and not any((key, q) in splits for q in window)
                        yield from self._sums(enheder, window, split=split)

    def _sums(self, enheder: list[str], window: range, *, split: bool) -> Iterator[Shown]:
        cells = [(enhed, q) for enhed in enheder for q in window if (enhed, q) in self.figures]
        found = [self.figures[cell] for cell in cells]
        yield Shown.of(cells, "employees", sum(one.employees for one in found))
        yield Shown.of(cells, "days", sum(one.days for one in found))
        short = [one.short for one in found if one.short is not None]
        if split and len(short) == len(found):
            yield Shown.of(cells, "short", sum(short))


def drawn(seed: int, *, quarters: int = 6) -> Organisation:
    """An organisation with what makes masks hard: tiny, new, closed, lone and homeless enheder."""
    random = Random(seed)
    afdelinger = {f"A{n}": random.choice(["", "O1", "O1", "O2", "O3"]) for n in range(2, 8)}
    afdelinger["A1"] = "O4"  # an område of its own
    above = {}
    for number in range(random.randint(15, 40)):
        afdeling = random.choice([*afdelinger, *("A2", "A3") * 3])
        above[f"E{number:02}"] = (afdeling, afdelinger[afdeling])
        if random.random() < 0.05:
            above[f"E{number:02}"] = ("Ikke tilknyttet", random.choice(["", "O1", "O2"]))
    organisation = Organisation(above)
    for enhed in above:
        organisation.figures |= _life(enhed, random, quarters)
    return organisation


def _life(enhed: str, random: Random, quarters: int) -> dict[Cell, Figures]:
    opens = random.randrange(quarters) if random.random() < 0.1 else 0
    closes = random.randrange(opens, quarters) if random.random() < 0.1 else quarters - 1
    size = random.choice([random.randint(0, 4), random.randint(5, 40), random.randint(20, 120)])
    split = random.random() < 0.95
    found = {}
    for q in range(opens, closes + 1):
        employees = max(0, size + random.randint(-1, 1)) + random.choice([0, 0, 0.5])
        days = 0.0 if random.random() < 0.1 else round(employees * random.uniform(0.5, 7), 2)
        if random.random() < 0.03:
            employees, days = 0.0, random.choice([0.0, 4.5])  # all have left; some were away before
        short = round(days * random.random(), 2) if split else None
        found[enhed, q] = Figures(employees, days, short)
    return found


def number(quarter: Quarter) -> int:
    """A quarter as the number that cells have."""
    return quarter.year * 4 + quarter.number - 1


def sample() -> Organisation:
    """The organisation of the sample data."""
    organisation = Organisation({row.enhed: (row.afdeling, row.omraade) for row in make_rows()})
    for row in make_rows():
        organisation.figures[row.enhed, number(row.quarter)] = Figures(
            float(row.medarbejdere), float(row.dagsvaerk), float(row.korttid)
        )
    return organisation


def workbooks(folder: Path, *, share: float = 1) -> Organisation:
    """The organisation of the real workbooks, or one with a share of its people and days."""
    organisation = Organisation({})
    for path in sorted(folder.glob("sygefravaer_*.xlsx")):
        q = number(Quarter.parse(path.stem[-6:]))
        page = load_workbook(path, read_only=True).worksheets[0]
        for omraade, afdeling, enhed, _, days, posts in page.iter_rows(min_row=5, values_only=True):
            if enhed:
                organisation.above[str(enhed)] = (str(afdeling), str(omraade))
                organisation.figures[str(enhed), q] = Figures(
                    float(posts) * share, float(days) * share
                )
    return organisation
