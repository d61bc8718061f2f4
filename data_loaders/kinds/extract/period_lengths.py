"""Rows of months, of quarters, of rolling twelve months: what a sheet's rows together are."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from core import danish
from core.danish import format_count, join_words
from core.quarter import MONTHS_IN_QUARTER, Period, Quarter
from data_loaders.codes import problem
from data_loaders.kinds.extract.regions import HeadedTable
from data_loaders.kinds.extract.unit_quarters import DatedRow, UnitIdentity, identify_unit
from data_loaders.problem import Problem
from data_loaders.report import UnitQuarter
from data_loaders.words import times
from data_loaders.words.header_names import NUMBER_FIELDS

QUARTERS = "kvartal"
ROLLING = "rullende"
_PEOPLE = ("medarbejdere", "fuldtidsstillinger")
_PLACES = Decimal(1).scaleb(-12)  # as the store keeps figures
_NAMES = {1: "måneder", 3: "kvartaler", 12: "tolv måneder"}


@dataclass(frozen=True)
class SettledRows:
    """Rows of one kind: of quarters, or of the twelve months that end with their quarter."""

    kind: str
    rows: tuple[UnitQuarter, ...]
    problems: tuple[Problem, ...]


def settle_lengths(tables: Sequence[HeadedTable], dated: Sequence[DatedRow]) -> SettledRows:
    """Say what the rows of one table or several are of, and make quarters of months.

    Days are summed over a quarter's three months and people averaged. Rows of several lengths of
    time are refused (`mixed_periods`), and so is a quarter of which some month is in no row
    (`too_few_months`). Where one enhed lacks a month, its figures are missing.
    """
    lengths: dict[int, int] = defaultdict(int)
    for period, _ in dated:
        lengths[times.count_months(period)] += 1
    rows = tuple(row for _, row in dated)
    if len(lengths) > 1:
        return SettledRows(QUARTERS, rows, (_make_mixed(tables[0], lengths),))
    if 12 in lengths:
        return SettledRows(ROLLING, rows, ())
    return _combine_months(tables, dated) if 1 in lengths else SettledRows(QUARTERS, rows, ())


def _make_mixed(table: HeadedTable, lengths: dict[int, int]) -> Problem:
    counts = [
        f"{format_count(n, 'række', 'rækker')} med {_NAMES[length]}"
        for length, n in sorted(lengths.items())
    ]
    message = (
        f"Filen har {join_words(counts)}. De kan ikke indlæses under ét: del dem i hver sin fil, "
        "eller slet de rækker, der ikke skal bruges."
    )
    cell = table.sheet.address(table.layout.index, 0)
    return problem("mixed_periods", message, sheet=table.sheet.name, cell=cell)


def _combine_months(tables: Sequence[HeadedTable], dated: Sequence[DatedRow]) -> SettledRows:
    covered: dict[Quarter, set[Period]] = defaultdict(set)
    units: dict[tuple[Quarter, UnitIdentity], list[UnitQuarter]] = defaultdict(list)
    for month, row in sorted(dated, key=lambda dated_row: dated_row[0].first):
        covered[row.quarter].add(month)
        units[row.quarter, identify_unit(row)].append(row)
    incomplete = [quarter for quarter, months in covered.items() if len(months) < 3]
    problems = [
        _make_incomplete(tables[0], quarter, covered[quarter]) for quarter in sorted(incomplete)
    ]
    rows = []
    for (quarter, _), months in units.items():
        if quarter not in incomplete:
            rows.append(_make_quarter(months))
            problems += [_warn_of_missing_month(tables, months)] if len(months) < 3 else []
    return SettledRows(QUARTERS, tuple(rows), tuple(problems))


def _make_quarter(months: Sequence[UnitQuarter]) -> UnitQuarter:
    first, newest = months[0], months[-1]
    figures: dict[str, Any] = {
        name: _combine_amounts([getattr(row, name) for row in months], name)
        for name in NUMBER_FIELDS
    }
    return replace(newest, sheet=first.sheet, row=first.row, **figures)


def _combine_amounts(amounts: Sequence[Decimal | None], field: str) -> Decimal | None:
    filled = [amount for amount in amounts if amount is not None]
    if len(filled) != 3:
        return None
    total = sum(filled, Decimal(0))
    return (total / 3).quantize(_PLACES) if field in _PEOPLE else total


def _make_incomplete(table: HeadedTable, quarter: Quarter, months: set[Period]) -> Problem:
    first = quarter.period.first
    starts = {first.replace(month=first.month + number) for number in range(MONTHS_IN_QUARTER)}
    missing = map(danish.format_month, sorted(starts - {month.first for month in months}))
    message = (
        f"Filen har måneder, men kun {len(months)} af de tre i {quarter.label}. Et kvartal kan "
        f"først regnes ud, når alle tre måneder er der: {join_words(list(missing))} mangler."
    )
    cell = table.sheet.address(table.layout.index, 0)
    return problem("too_few_months", message, sheet=table.sheet.name, cell=cell)


def _warn_of_missing_month(tables: Sequence[HeadedTable], months: Sequence[UnitQuarter]) -> Problem:
    first = months[0]
    table = next(table for table in tables if _has_row(table, first))
    message = (
        f"Enheden {first.enhed_navn} har kun {len(months)} af de tre måneder i "
        f"{first.quarter.label}. Kvartalets tal regnes som manglende."
    )
    index, column = first.row - table.sheet.top - 1, table.layout.columns["enhed"]
    return table.make_problem("missing_month", message, index, column=column)


def _has_row(table: HeadedTable, row: UnitQuarter) -> bool:
    top = table.sheet.top
    return table.sheet.name == row.sheet and top < row.row <= top + len(table.sheet.rows)
