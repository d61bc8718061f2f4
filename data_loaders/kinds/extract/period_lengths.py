"""Rows of months, of quarters, of rolling twelve months: what a sheet's rows together are."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from core import danish
from core.danish import format_count, join_words
from core.month import Month
from core.quarter import MONTHS_IN_QUARTER, Period, Quarter
from data_loaders.codes import problem
from data_loaders.guidance.mapping import Mapping
from data_loaders.guidance.proposal import Question
from data_loaders.kinds.extract.regions import HeadedTable
from data_loaders.kinds.extract.unit_quarters import DatedRow, UnitIdentity, identify_unit
from data_loaders.problem import Problem
from data_loaders.report import UnitQuarter
from data_loaders.table.sheet_problems import MONTH_GAP, NOBODY, ask_for_month_gap
from data_loaders.words import times
from data_loaders.words.header_names import NUMBER_FIELDS

QUARTERS = "kvartal"
ROLLING = "rullende"
_PEOPLE = ("medarbejdere", "fuldtidsstillinger")
_PLACES = Decimal(1).scaleb(-12)  # as the store keeps figures
_SHOWN_MONTHS = 6
_NAMES = {1: "måneder", 3: "kvartaler", 12: "tolv måneder"}


@dataclass(frozen=True)
class SettledRows:
    """Rows of one kind: of quarters, or of the twelve months that end with their quarter."""

    kind: str
    rows: tuple[UnitQuarter, ...]
    problems: tuple[Problem, ...]
    questions: tuple[Question, ...] = ()


def settle_lengths(
    tables: Sequence[HeadedTable], dated: Sequence[DatedRow], mapping: Mapping
) -> SettledRows:
    """Say what the rows of one table or several are of, and make quarters of months.

    Days are summed over a quarter's three months and people averaged. Rows of several lengths of
    time are refused (`mixed_periods`), and so are months with one between them that is in no row
    (`too_few_months`). Where a quarter is not whole, its rows stay those of a month. Where one
    enhed lacks a month of a whole one, its figures are missing, unless `mapping` has the answer
    that it had nobody then.
    """
    lengths: dict[int, int] = defaultdict(int)
    for period, _ in dated:
        lengths[times.count_months(period)] += 1
    rows = tuple(row for _, row in dated)
    if len(lengths) > 1:
        return SettledRows(QUARTERS, rows, (_make_mixed(tables[0], lengths),))
    if 12 in lengths:
        return SettledRows(ROLLING, rows, ())
    if 1 not in lengths:
        return SettledRows(QUARTERS, rows, ())
    return _combine_months(tables, dated, mapping.answers.get(MONTH_GAP, ""))


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


def _combine_months(
    tables: Sequence[HeadedTable], dated: Sequence[DatedRow], answer: str
) -> SettledRows:
    """Make quarters of the months that make them; the rows of others stay a month's.

    `answer` is what it means that an enhed lacks a month.
    """
    covered: dict[Quarter, set[Period]] = defaultdict(set)
    units: dict[tuple[Quarter, UnitIdentity], list[UnitQuarter]] = defaultdict(list)
    for period, row in sorted(dated, key=lambda dated_row: dated_row[0].first):
        covered[row.quarter].add(period)
        month = Month(period.first.year, period.first.month)
        units[row.quarter, identify_unit(row)].append(replace(row, month=month))
    problems = _find_holes(tables[0], set().union(*covered.values()))
    rows: list[UnitQuarter] = []
    gaps: list[Problem] = []
    for (quarter, _), months in units.items():
        if len(covered[quarter]) < MONTHS_IN_QUARTER:
            rows += months
        else:
            has_gap = len(months) < MONTHS_IN_QUARTER and answer != NOBODY.value
            rows.append(_make_quarter(months, has_gap=has_gap))
            gaps += [_warn_of_missing_month(tables, months)] if has_gap else []
    problems += gaps
    questions = () if answer or not gaps else (ask_for_month_gap(),)
    problems += [finding for row in rows for finding in _find_below_zero(tables, row)]
    return SettledRows(QUARTERS, tuple(rows), tuple(problems), questions)


def _find_holes(table: HeadedTable, periods: set[Period]) -> list[Problem]:
    """Find the months between the first and the last that no row is of."""
    starts = {period.first for period in periods}
    month, missing = min(starts), []
    while month < max(starts):
        month = (month + timedelta(days=31)).replace(day=1)
        if month not in starts:
            missing.append(danish.format_month(month))
    if not missing:
        return []
    message = (
        f"Filen har måneder fra {danish.format_month(min(starts))} til "
        f"{danish.format_month(max(starts))}, men {join_words(missing, limit=_SHOWN_MONTHS)} "
        "mangler. Et kvartal kan først regnes ud, når alle tre måneder er der: træk filen med alle "
        "måneder."
    )
    cell = table.sheet.address(table.layout.index, 0)
    return [problem("too_few_months", message, sheet=table.sheet.name, cell=cell)]


def _find_below_zero(tables: Sequence[HeadedTable], row: UnitQuarter) -> list[Problem]:
    """Find days below zero in what a quarter's months make, or in a month that stands alone."""
    days = {field: getattr(row, field) for field in ("dagsvaerk", "korttid", "langtid")}
    lowest = min(filter(None, days.values()), default=Decimal(0))
    if lowest >= 0:
        return []
    time = row.month.label if row.month else f"{row.quarter.label} i alt"
    message = (
        f"Enheden {row.enhed_navn} har {danish.format_number(lowest, 2)} fraværsdagsværk i {time}. "
        "Gyldigt er 0 og derover."
    )
    return [_make_row_problem(tables, row, "negative_value", message)]


def _make_quarter(months: Sequence[UnitQuarter], *, has_gap: bool) -> UnitQuarter:
    """Make an enhed's quarter; in a month that it lacks it had nobody, unless that is a gap."""
    first, newest = months[0], months[-1]
    figures: dict[str, Any] = {
        name: None if has_gap else _combine_amounts([getattr(row, name) for row in months], name)
        for name in NUMBER_FIELDS
    }
    return replace(newest, sheet=first.sheet, row=first.row, month=None, **figures)


def _combine_amounts(amounts: Sequence[Decimal | None], field: str) -> Decimal | None:
    filled = [amount for amount in amounts if amount is not None]
    if len(filled) < len(amounts):
        return None
    total = sum(filled, Decimal(0))
    return (total / 3).quantize(_PLACES) if field in _PEOPLE else total


def _warn_of_missing_month(tables: Sequence[HeadedTable], months: Sequence[UnitQuarter]) -> Problem:
    first = months[0]
    message = (
        f"Enheden {first.enhed_navn} har kun {len(months)} af de tre måneder i "
        f"{first.quarter.label}. Kvartalets tal regnes som manglende."
    )
    return _make_row_problem(tables, first, "missing_month", message)


def _make_row_problem(
    tables: Sequence[HeadedTable], row: UnitQuarter, code: str, message: str
) -> Problem:
    table = next(table for table in tables if _has_row(table, row))
    index, column = row.row - table.sheet.top - 1, table.layout.columns["enhed"]
    return table.make_problem(code, message, index, column=column)


def _has_row(table: HeadedTable, row: UnitQuarter) -> bool:
    top = table.sheet.top
    return table.sheet.name == row.sheet and top < row.row <= top + len(table.sheet.rows)
