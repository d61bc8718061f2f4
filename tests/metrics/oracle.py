"""The rolling figures worked out a second way: plain Python and exact fractions, no SQL."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from core.nodes import Level
from core.quarter import Quarter
from data_loaders.report import UnitQuarter


@dataclass(frozen=True)
class Expected:
    """What one node must show at one quarter; None where there is no figure."""

    value: Fraction | None
    short: Fraction | None
    long_share: Fraction | None
    masked: bool
    missing: bool


def expected(
    rows: Sequence[UnitQuarter], quarter: Quarter, level: Level, *, smallest_group: int = 5
) -> dict[str, Expected]:
    """Every node of a level that lived in the four quarters, by its name."""
    units: dict[str, dict[Quarter, UnitQuarter]] = defaultdict(dict)
    for row in rows:
        units[row.enhed][row.quarter] = row
    nodes: dict[str, list[dict[Quarter, UnitQuarter]]] = defaultdict(list)
    for history in units.values():
        nodes[_node(history, level)].append(history)
    window = [quarter - 3, quarter - 2, quarter - 1, quarter]
    answers = {}
    for name, members in nodes.items():
        if any(min(m) <= q <= max(m) for m in members for q in window):
            answers[name] = _figure(members, window, level, smallest_group)
    return answers


def _node(history: dict[Quarter, UnitQuarter], level: Level) -> str:
    newest = history[max(history)]
    return {
        Level.KOMMUNE: "kommune",
        Level.OMRAADE: str(newest.omraade),
        Level.AFDELING: str(newest.afdeling),
        Level.ENHED: newest.enhed,
    }[level]


def _figure(
    members: list[dict[Quarter, UnitQuarter]],
    window: list[Quarter],
    level: Level,
    smallest_group: int,
) -> Expected:
    counted: list[UnitQuarter] = []
    holes = 0
    masked = False
    for q in window:
        heads, days = Fraction(0), Fraction(0)
        for history in members:
            if not min(history) <= q <= max(history):
                continue
            row = history.get(q)
            if row is None or row.dagsvaerk is None or row.medarbejdere is None:
                holes += 1
            else:
                counted.append(row)
                heads += Fraction(row.medarbejdere)
                days += Fraction(row.dagsvaerk)
        masked = masked or (heads < smallest_group and (heads > 0 or days != 0))
    total = sum((Fraction(row.medarbejdere or 0) for row in counted), Fraction(0))
    missing = (
        {row.quarter for row in counted} != set(window)
        or total == 0
        or (level is Level.ENHED and holes > 0)
    )
    if missing or masked:
        return Expected(None, None, None, masked and not missing, missing)
    days = sum((Fraction(row.dagsvaerk or 0) for row in counted), Fraction(0))
    split = all(row.korttid is not None for row in counted)
    short = sum((Fraction(row.korttid or 0) for row in counted), Fraction(0))
    return Expected(
        value=4 * days / total,
        short=4 * short / total if split else None,
        long_share=(days - short) / days if split and days else None,
        masked=False,
        missing=False,
    )
