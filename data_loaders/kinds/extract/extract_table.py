"""The quarterly extract per enhed: from a sheet and its layout to checked rows."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import chain

from core.quarter import Period
from data_loaders.context import Context
from data_loaders.files.grid import Sheet
from data_loaders.files.values import Row
from data_loaders.guidance.mapping import Mapping
from data_loaders.guidance.proposal import Question
from data_loaders.kinds.extract import (
    extract_header_problems,
    extract_lines,
    extract_rows,
    extract_totals,
    hierarchy,
    number_columns,
    period_lengths,
    plausibility,
    row_checks,
    row_periods,
    table_period,
)
from data_loaders.kinds.extract import unit_quarters as unit_rows
from data_loaders.kinds.extract.regions import HeadedTable
from data_loaders.kinds.extract.table_period import TableSurroundings
from data_loaders.kinds.extract.unit_quarters import DatedRow
from data_loaders.privacy.person_headers import tells_of_one_person
from data_loaders.problem import Problem
from data_loaders.report import Total, UnitQuarter
from data_loaders.table import sheet_problems
from data_loaders.table.layout import Layout
from data_loaders.words import numbers, times
from data_loaders.words.amount_words import PEOPLE_FIELDS
from data_loaders.words.days import find_drawn_day
from data_loaders.words.header_names import is_bare_word, normalize
from data_loaders.words.numbers import NumberStyle, is_blank
from data_loaders.words.stated_period import StatedPeriod, find_filter_lines, join_cells

_LABEL = "Sygefravær pr. enhed og kvartal"
_FEWEST_PEOPLE = 5  # rows that are not all of one person by chance
_FEWEST_BARE = 2  # where only "Navn" stands over them
_WHICH_QUARTER = Question("quarter", "Hvilket kvartal dækker filen?", (), "no_quarter")


@dataclass(frozen=True)
class ExtractTable:
    """What one table of a sheet holds.

    `kind` is "kvartal", or "rullende" where each row is of the twelve months that end with its
    quarter. `drawn` is the day of the extract. `dated` are the rows as they stand, each with its
    own time.
    """

    table: HeadedTable
    rows: tuple[UnitQuarter, ...] = ()
    totals: tuple[Total, ...] = ()
    problems: tuple[Problem, ...] = ()
    drawn: date | None = None
    kind: str = period_lengths.QUARTERS
    questions: tuple[Question, ...] = ()
    dated: tuple[DatedRow, ...] = ()

    @property
    def sheet(self) -> Sheet:
        """The table as a sheet of its own."""
        return self.table.sheet

    @property
    def layout(self) -> Layout:
        """Where its header stands, and which column is which."""
        return self.table.layout


@dataclass(frozen=True)
class _Part:
    """What the number columns of one period hold, or all of them where the rows tell it."""

    dated: list[DatedRow]
    totals: list[Total]
    problems: list[Problem]
    questions: list[Question]


def _make_unread_table(table: HeadedTable) -> ExtractTable:
    """Return a table without rows: what is wrong with its header, and what would settle it."""
    lacking = extract_header_problems.ask_for_lacking(table.sheet, table.layout)
    questions = (*table.layout.questions, *lacking)
    return ExtractTable(table, problems=table.layout.problems, questions=questions)


def read_table(
    table: HeadedTable, context: Context, *, surroundings: TableSurroundings
) -> ExtractTable:
    """Read a table whose header has been found; all that is wrong with it is in `problems`.

    A quarter that begins after the context's day is an error. Raises FileRefusedError
    (`too_many_rows`).
    """
    sheet, layout = table.sheet, table.layout
    if layout.problems:
        return _make_unread_table(table)
    settings = context.settings
    lines = extract_lines.sort_lines(
        sheet, layout, settings.total_words, municipality=settings.municipality
    )
    if not lines.units:
        return ExtractTable(table, problems=(sheet_problems.make_no_rows(sheet, layout.index),))
    people = sheet_problems.find_people(
        sheet,
        layout,
        label=_LABEL,
        aliases=context.guidance.aliases,
        sign=_find_sign_of_people(layout, lines),
    )
    if findings := tuple(people):
        return ExtractTable(table, problems=findings)
    texts = [join_cells(sheet.rows[index]) for index in lines.texts]
    surroundings = replace(surroundings, filters=tuple(find_filter_lines(texts)))
    titles = [*table.titles, *surroundings.titles]
    parts = _read_parts(table, lines, surroundings, context)
    dated = tuple(chain.from_iterable(part.dated for part in parts))
    periods = (period for period, _ in dated)
    other_time, whole = table_period.find_other_time(table, surroundings, periods, context)
    mapping = context.guidance.resolve_mapping(layout.headers)
    around = table_period.list_texts_above(table, surroundings)
    others = plausibility.find_other_absence(table, lines, around, mapping)
    settled = period_lengths.settle_lengths([table], () if surroundings.month else dated, mapping)
    problems = dict.fromkeys(chain.from_iterable(part.problems for part in parts))
    problems |= dict.fromkeys(_find_strange_units(table, settled, problems, mapping))
    asked = [*chain.from_iterable(part.questions for part in parts), *whole, *settled.questions]
    questions = {question.id: question for question in reversed([*asked, *(q for _, q in others)])}
    return ExtractTable(
        table,
        settled.rows,
        totals=tuple(chain.from_iterable(part.totals for part in parts)),
        problems=(
            *layout.notes,
            *plausibility.find_other_figures(table),
            *table_period.add_seen_times(table, problems),
            *settled.problems,
            *other_time,
            *(finding for finding, _ in others),
        ),
        drawn=find_drawn_day([*titles, *texts]) or table_period.find_drawn_column(table),
        kind=settled.kind,
        questions=(*layout.questions, *reversed(questions.values())),
        dated=dated,
    )


def _find_strange_units(
    table: HeadedTable,
    settled: period_lengths.SettledRows,
    problems: Iterable[Problem],
    mapping: Mapping,
) -> list[Problem]:
    """Find large enheder that no other is like, unless the whole file is strange as well."""
    is_strange = any(p.code in ("impossible_rate", "unusual_rate") for p in problems)
    if is_strange or settled.kind != period_lengths.QUARTERS:
        return []
    return plausibility.find_strange_units(table, settled.rows, mapping)


def _read_parts(
    table: HeadedTable,
    lines: extract_lines.Lines,
    surroundings: TableSurroundings,
    context: Context,
) -> list[_Part]:
    """Read the number columns of each period; all at once where the rows tell their time."""
    titles = [*table.titles, *surroundings.titles]
    parts = []
    for period, columns in _list_periods(table.layout):
        part = replace(table, layout=columns)
        stated = (
            table_period.state_column_period(table.layout, period, titles)
            if period
            else table_period.state_table_period(part, surroundings, context)
        )
        parts.append(_read_part(part, lines, stated, context))
    return parts


def _find_sign_of_people(layout: Layout, lines: extract_lines.Lines) -> str:
    """Say, in Danish, why rows are like people's: by a header, or as none counts more than one."""
    places = [layout.columns[field] for field in PEOPLE_FIELDS if field in layout.columns]
    cells = [cell for place in places for cell in numbers.strip_units(lines.list_cells(place))]
    amounts = numbers.read_numbers(cells, NumberStyle.DANISH)
    heads = [amount for amount in amounts if isinstance(amount, Decimal)]
    if heads and max(heads) > 1:
        return ""  # a column of CPR numbers may stand beside enheder, though nobody asked for it
    for header in layout.unused:
        if tells_of_one_person(normalize(header)):
            return f"der er en kolonne »{header}«"
    is_bare = is_bare_word(layout.headers[layout.columns["enhed"]])
    is_single = len(lines.units) >= (_FEWEST_BARE if is_bare else _FEWEST_PEOPLE) and bool(heads)
    return "hver række har højst én medarbejder" if is_single else ""


def _list_periods(layout: Layout) -> list[tuple[Period | None, Layout]]:
    """Give each period of a wide table a layout with its own number columns only."""
    places = range(len(layout.periods))
    return [(layout.periods[i].period, replace(layout, period_index=i)) for i in places] or [
        (None, layout)
    ]


def _read_part(
    table: HeadedTable, lines: extract_lines.Lines, stated: StatedPeriod, context: Context
) -> _Part:
    layout, settings = table.layout, context.settings
    mapping = context.guidance.resolve_mapping(layout.headers)
    lines = lines.keep_units(_keep_lines_with_figures(layout, lines))
    placed = hierarchy.place_lines(table, lines, settings)
    if not placed.lines.units:
        return _Part([], [], [], [])
    line_periods, problems = row_periods.read_periods(table, placed.lines, stated)
    placed = replace(placed, lines=_date_total_lines(table, placed.lines, line_periods))
    everything = extract_rows.build_rows(layout, placed, line_periods, mapping)
    apart = extract_rows.set_sums_apart(everything, layout, settings, mapping)
    body = apart.body
    sums = extract_rows.reconcile_rows(body, staffed="personalegruppe" in layout.columns)
    dated = unit_rows.make_unit_quarters(table, body, settings)
    problems += row_periods.find_not_begun(table, body.lines, body.periods, today=context.today)
    problems += placed.problems
    problems += row_checks.check_cells(table, body.lines, body.groups)
    months = {
        index
        for index, period in zip(body.lines.units, body.periods, strict=True)
        if period and times.count_months(period) == 1
    }
    problems += number_columns.find_problems(table, body.lines, body.columns, months=months)
    blanks = number_columns.find_unclear_blanks(body.columns, mapping)
    asked_blanks, blank_questions = number_columns.ask_for_blanks(table, body.lines, blanks)
    problems += asked_blanks
    problems += extract_totals.find_nameless(table, apart)
    problems += hierarchy.find_unclear_parents(table, placed.parents, sums)
    problems += extract_totals.find_total_problems(
        table, sums, body.lines, body.columns, settings=settings
    )
    for rows in _split_by_month(dated):
        problems += row_checks.check_rows(table, rows, columns=body.columns)
    problems += plausibility.check_plausibility(table, [row for _, row in dated])
    strange, rate_questions = plausibility.check_rate(table, dated, mapping)
    problems += strange
    totals = [extract_totals.make_total(table, s) for s in sums if s.line.worded or s.agrees]
    questions = number_columns.ask_for_styles(table, body.columns)
    questions += extract_totals.ask_for_sums(apart) + rate_questions + blank_questions
    questions += [_WHICH_QUARTER] if any(p.code == "no_quarter" for p in problems) else []
    return _Part(row_checks.drop_wrong_splits(dated, body.columns), totals, problems, questions)


def _keep_lines_with_figures(layout: Layout, lines: extract_lines.Lines) -> list[int]:
    """Leave out the units that have figures in other periods' columns only: they were not there."""
    if not layout.periods:
        return lines.units
    places = set(layout.number_columns.values())
    other_places = {
        place for period in layout.periods for place in period.columns.values()
    } - places
    return [
        index
        for index in lines.units
        if _has_any(lines.rows[index], places) or not _has_any(lines.rows[index], other_places)
    ]


def _has_any(row: Row, places: Collection[int]) -> bool:
    return any(not is_blank(row[place]) for place in places)


def _date_total_lines(
    table: HeadedTable, lines: extract_lines.Lines, periods: Sequence[Period | None]
) -> extract_lines.Lines:
    """Let each total line that has a time of its own be of that time only."""
    if len(set(periods)) < 2:
        return lines
    totals = []
    for line in lines.totals:
        period = row_periods.read_line_period(table, lines, line.index)
        totals.append(
            replace(line, also=(extract_rows.name_in_period(period, line.group),))
            if period
            else line
        )
    return replace(lines, totals=totals)


def _split_by_month(dated: Sequence[DatedRow]) -> list[list[UnitQuarter]]:
    """Keep rows of different months apart; others are told apart by their quarter and length."""
    apart: dict[Period | int, list[UnitQuarter]] = defaultdict(list)
    for period, row in dated:
        length = times.count_months(period)
        apart[period if length == 1 else length].append(row)
    return list(apart.values())
