"""The quarterly extract per enhed: from a sheet and its layout to checked rows."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from core.quarter import Period
from data_loaders.codes import problem
from data_loaders.context import Context
from data_loaders.files.grid import Sheet
from data_loaders.files.values import Row
from data_loaders.guidance.proposal import Question
from data_loaders.kinds.extract import (
    extract_lines,
    extract_rows,
    hierarchy,
    number_columns,
    period_lengths,
    plausibility,
    row_checks,
    row_periods,
    sheet_checks,
    table_period,
    total_problems,
)
from data_loaders.kinds.extract import unit_quarters as unit_rows
from data_loaders.kinds.extract.extract_rows import Body
from data_loaders.kinds.extract.number_columns import Spot
from data_loaders.kinds.extract.table_period import Around
from data_loaders.kinds.extract.title_checks import of_other_figures
from data_loaders.kinds.extract.unit_quarters import Dated
from data_loaders.problem import Problem
from data_loaders.report import Total, UnitQuarter
from data_loaders.table.layout import Layout
from data_loaders.words import times
from data_loaders.words.days import find_drawn_day
from data_loaders.words.numbers import is_blank
from data_loaders.words.stated_period import StatedPeriod, join_cells

KIND = period_lengths.QUARTERS
_WHICH_QUARTER = Question("quarter", "Hvilket kvartal dækker filen?", (), "no_quarter")


@dataclass(frozen=True)
class Extract:
    """What one table of a sheet holds.

    `kind` is "kvartal", or "rullende" where each row is of the twelve months that end with its
    quarter. `table` tells it from other tables of the same sheet, "" where there are none. `dated`
    are the rows as they stand, each with its own time.
    """

    sheet: Sheet
    layout: Layout
    rows: tuple[UnitQuarter, ...]
    totals: tuple[Total, ...]
    problems: tuple[Problem, ...]
    drawn: date | None
    kind: str = KIND
    questions: tuple[Question, ...] = ()
    table: str = ""
    dated: tuple[Dated, ...] = ()


@dataclass(frozen=True)
class _Part:
    """What the number columns of one period hold, or all of them where the rows tell it."""

    dated: list[Dated]
    totals: list[Total]
    problems: list[Problem]
    questions: list[Question]


def read(sheet: Sheet, layout: Layout, context: Context, *, around: Around) -> Extract:
    """Read a table whose header has been found; all that is wrong with it is in `problems`.

    A quarter that begins after the context's day is an error. Raises FileRefusedError
    (`too_many_rows`).
    """
    if layout.problems:
        return Extract(sheet, layout, (), (), layout.problems, None, questions=layout.questions)
    spot = Spot(sheet, layout)
    lines = extract_lines.split(sheet, layout, context.settings.total_words)
    if not lines.units:
        return Extract(sheet, layout, (), (), (_no_rows(spot),), None)
    titles = [*table_period.titles(spot), *around.titles]
    parts = []
    for period, columns in _periods(layout):
        part = replace(spot, layout=columns)
        said = (
            table_period.of_columns(layout, period, titles)
            if period
            else table_period.of_table(part, around, context)
        )
        parts.append(_part(part, lines, said, context))
    dated = tuple(chain.from_iterable(part.dated for part in parts))
    settled = period_lengths.settled([spot], () if around.month else dated)
    problems = dict.fromkeys(chain.from_iterable(part.problems for part in parts))
    notes = [*titles, *(join_cells(sheet.rows[index]) for index in lines.texts)]
    return Extract(
        sheet,
        layout,
        settled.rows,
        tuple(chain.from_iterable(part.totals for part in parts)),
        (*of_other_figures(spot), *problems, *settled.problems),
        find_drawn_day(notes),
        settled.kind,
        tuple(dict.fromkeys(chain.from_iterable(part.questions for part in parts))),
        dated=dated,
    )


def _periods(layout: Layout) -> list[tuple[Period | None, Layout]]:
    """Give each period of a wide table a layout with its own number columns only."""
    if not layout.periods:
        return [(None, layout)]
    of_numbers = {field for _, columns in layout.periods for field in columns}
    shared = {f: place for f, place in layout.columns.items() if f not in of_numbers}
    return [(p, replace(layout, columns=shared | columns)) for p, columns in layout.periods]


def _part(spot: Spot, lines: extract_lines.Lines, said: StatedPeriod, context: Context) -> _Part:
    layout, settings = spot.layout, context.settings
    mapping = context.guide.mapping_for(layout.headers)
    lines = lines.only(_with_figures(layout, lines))
    placed = hierarchy.placed(spot, lines, settings)
    if not placed.lines.units:
        return _Part([], [], [], [])
    found, problems = row_periods.periods(spot, placed.lines, said)
    placed = replace(placed, lines=_timed(spot, placed.lines, found))
    everything = extract_rows.build(layout, placed, found, mapping)
    rest, suspects = extract_rows.without_sums(everything, layout, settings, mapping)
    sums = extract_rows.reconciled(rest, staffed="personalegruppe" in layout.columns)
    dated = unit_rows.of_body(spot, rest, settings)
    problems += row_periods.not_begun(spot, rest.lines, rest.periods, today=context.today)
    problems += placed.problems
    problems += sheet_checks.of_cells(spot, rest.lines, rest.groups)
    problems += number_columns.problems(spot, rest.lines, rest.columns)
    problems += _look_like_totals(spot, rest, suspects)
    problems += hierarchy.unclear(spot, placed.parents, sums)
    problems += total_problems.problems(spot, sums, rest.lines, rest.columns, settings=settings)
    for rows in _by_month(dated):
        problems += row_checks.of_rows(spot, rows, columns=rest.columns)
    problems += plausibility.of_rows(spot, [row for _, row in dated])
    totals = [total_problems.total(spot, s) for s in sums if s.line.worded or s.agrees]
    questions = number_columns.questions(spot, rest.columns)
    questions += [_WHICH_QUARTER] if any(p.code == "no_quarter" for p in problems) else []
    return _Part(dated, totals, problems, questions)


def _with_figures(layout: Layout, lines: extract_lines.Lines) -> list[int]:
    """Leave out the units that have figures in other periods' columns only: they were not there."""
    if not layout.periods:
        return lines.units
    own = set(layout.number_columns.values())
    others = {place for _, columns in layout.periods for place in columns.values()} - own
    return [
        index
        for index in lines.units
        if _has_any(lines.rows[index], own) or not _has_any(lines.rows[index], others)
    ]


def _has_any(row: Row, places: Collection[int]) -> bool:
    return any(not is_blank(row[place]) for place in places)


def _timed(
    spot: Spot, lines: extract_lines.Lines, periods: Sequence[Period | None]
) -> extract_lines.Lines:
    """Let each total line that has a time of its own be of that time only."""
    if len(set(periods)) < 2:
        return lines
    totals = []
    for line in lines.totals:
        own = row_periods.of_line(spot, lines, line.index)
        totals.append(
            replace(line, also=(extract_rows.in_period(own, line.group),)) if own else line
        )
    return replace(lines, totals=totals)


def _by_month(dated: Sequence[Dated]) -> list[list[UnitQuarter]]:
    """Keep rows of different months apart; others are told apart by their quarter and length."""
    apart: dict[Period | int, list[UnitQuarter]] = defaultdict(list)
    for period, row in dated:
        length = times.count_months(period)
        apart[period if length == 1 else length].append(row)
    return list(apart.values())


def _look_like_totals(spot: Spot, rest: Body, places: Sequence[int]) -> list[Problem]:
    column = spot.layout.columns["enhed"]
    return [
        spot.problem(
            "looks_like_total",
            f"Tallene for {rest.named[i].name} er summen af andre rækkers, men rækken er læst som "
            "en enhed. Er den en sum, tæller fraværet dobbelt: slet den, eller kald den »I alt«.",
            rest.lines.units[i],
            column=column,
        )
        for i in places
    ]


def _no_rows(spot: Spot) -> Problem:
    message = "Der er ingen rækker med enheder under kolonneoverskrifterne."
    cell = spot.sheet.address(spot.layout.index, 0)
    return problem("no_rows", message, sheet=spot.sheet.name, cell=cell)
