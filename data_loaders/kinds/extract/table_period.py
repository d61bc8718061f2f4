"""Which time a table as a whole is of: by its own words, and by what stands around it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath

from core.danish import join_words
from core.quarter import Period, Quarter
from data_loaders.codes import problem
from data_loaders.context import Context
from data_loaders.guidance.proposal import Question
from data_loaders.kinds.extract.regions import HeadedTable
from data_loaders.problem import Problem
from data_loaders.table.column_contents import ColumnContents
from data_loaders.table.layout import Layout
from data_loaders.words import other_times, times
from data_loaders.words.amount_words import PEOPLE_FIELDS
from data_loaders.words.days import names_drawn_day, read_day_in_text
from data_loaders.words.stated_period import (
    StatedPeriod,
    find_stated_period,
    widen_quarter,
)

_MONTH = re.compile(r"(?:19|20)\d\d-\d\d|\d\d\.(?:19|20)\d\d")


@dataclass(frozen=True)
class TableSurroundings:
    """What is known of a table beyond its own cells.

    `titles` stand above another table of its sheet. The file's name tells its quarter where it is
    `alone`, and its year in any case. `month` is the one that it is of where others are of others,
    `filters` what an export notes of its filters.
    """

    file_name: str
    titles: tuple[str, ...] = ()
    alone: bool = True
    month: Period | None = None
    filters: tuple[str, ...] = ()

    @property
    def levels(self) -> Sequence[Sequence[str]]:
        """The texts that may tell a year, the nearest first."""
        return (self.titles, (PurePath(self.file_name).stem,))


def state_column_period(layout: Layout, period: Period, lines: Sequence[str]) -> StatedPeriod:
    """Say what the columns of one period are about."""
    rolling = layout.rolling or any(map(times.mentions_rolling_year, lines))
    return StatedPeriod(widen_quarter(period) if rolling else period, rolling)


def state_table_period(
    table: HeadedTable, surroundings: TableSurroundings, context: Context
) -> StatedPeriod:
    """Say what a table is about where its columns do not; the words around it come last."""
    if surroundings.month:
        return StatedPeriod(surroundings.month)
    stated = _add_year(_find_stated(table, surroundings), table, surroundings)
    if table.layout.rolling:
        stated = replace(
            stated, period=stated.period and widen_quarter(stated.period), is_rolling=True
        )
    return _take_answer(stated, context)


def add_seen_times(table: HeadedTable, problems: Iterable[Problem]) -> list[Problem]:
    """Say beside a missing quarter which columns of days and which years a table has."""
    return [
        replace(finding, message=f"{finding.message}{_describe_seen_times(table)}")
        if finding.code == "no_quarter"
        else finding
        for finding in problems
    ]


def find_other_time(
    table: HeadedTable, surroundings: TableSurroundings, periods: Iterable[Period], context: Context
) -> tuple[list[Problem], list[Question]]:
    """Ask whether figures are of all their time, where words over or around them say otherwise.

    Words around months are of the other months too, and say nothing.
    """
    layout, sheet = table.layout, table.sheet
    spans = sorted(set(periods))
    mapping = context.guidance.resolve_mapping(layout.headers)
    if not spans or mapping.answers.get(other_times.WHOLE) == other_times.YES:
        return [], []
    names_end = layout.rolling or any(map(times.mentions_rolling_year, table.titles))
    text = _find_other_header(layout, spans, names_end=names_end)
    if not text and all(times.count_months(period) > 1 for period in spans):
        texts = [*list_texts_above(table, surroundings), *_list_single_values(table)]
        text = other_times.find_other_time(texts, spans, names_end=names_end)
    if not text:
        return [], []
    whole = Period(spans[0].first, max(period.last for period in spans))
    name = whole.quarters[0].label if len(whole.quarters) == 1 else str(whole)
    finding, question = other_times.make_other_time(text, name, sheet=sheet.name)
    return [finding], [question]


def _find_other_header(layout: Layout, spans: Sequence[Period], *, names_end: bool) -> str:
    """Return the first header of figures that says another time than theirs; "" for none.

    People may be counted on one day or in one month, if only it touches the time.
    """
    if layout.periods:
        return ""  # each column is read as of what its header says
    for field, place in layout.number_columns.items():
        header = layout.headers[place]
        is_other = (
            other_times.is_apart(header, spans)
            if field in PEOPLE_FIELDS
            else other_times.is_of_other_time(header, spans, names_end=names_end)
        )
        if is_other:
            return header
    return ""


def list_texts_above(table: HeadedTable, surroundings: TableSurroundings) -> list[str]:
    """List the texts around a table that are of all of it: titles, filters, the sheet's name."""
    return [*table.titles, *surroundings.titles, *surroundings.filters, table.sheet.name]


def _list_single_values(table: HeadedTable) -> list[str]:
    """Write each column that is not read and has one value in all rows: its header and value."""
    layout = table.layout
    contents = ColumnContents(table.sheet, layout.index, layout.headers)
    columns = ((layout.headers[place], set(contents.read_texts(place))) for place in layout.free)
    return [f"{header} {values.pop()}" for header, values in columns if len(values) == 1]


def _describe_seen_times(table: HeadedTable) -> str:
    layout = table.layout
    contents = ColumnContents(table.sheet, layout.index, layout.headers)
    dated = [f"»{layout.headers[p]}«" for p in layout.free if _has_days(contents.read_texts(p))]
    years = sorted({year for line in table.titles for year in times.find_years(line)})
    sentences = [
        f" Kolonnen {name} har datoer; er den rækkens periode, så vælg den." for name in dated
    ]
    if years:
        sentences.append(f" Titlen nævner kun {join_words([str(year) for year in years])}.")
    return "".join(sentences)


def find_drawn_column(table: HeadedTable) -> date | None:
    """Return the one day in a column that is headed as the day of the extract; None for none."""
    layout = table.layout
    contents = ColumnContents(table.sheet, layout.index, layout.headers)
    for place in layout.free:
        if names_drawn_day(layout.headers[place]):
            days = {read_day_in_text(text) for text in contents.read_texts(place)}
            if len(days) == 1:
                return days.pop()
    return None


def _has_days(texts: Sequence[str]) -> bool:
    return bool(texts) and all(read_day_in_text(text) or _MONTH.fullmatch(text) for text in texts)


def _list_headers(layout: Layout) -> list[str]:
    return [layout.headers[column] for column in layout.number_columns.values()]


def _find_stated(table: HeadedTable, surroundings: TableSurroundings) -> StatedPeriod:
    title_lines, headers = [*table.titles, *surroundings.filters], _list_headers(table.layout)
    sheet = table.sheet.name
    file_name = surroundings.file_name if surroundings.alone else ""
    stated = find_stated_period(title_lines, headers=headers, sheet=sheet, file_name=file_name)
    own_only = find_stated_period(title_lines, headers=headers, sheet=sheet, file_name="")
    if surroundings.titles and not own_only.quarters:
        lines = [*title_lines, *surroundings.titles]
        stated = find_stated_period(lines, headers=headers, sheet=sheet, file_name=file_name)
    return stated


def _add_year(
    stated: StatedPeriod, table: HeadedTable, surroundings: TableSurroundings
) -> StatedPeriod:
    """Take a quarter without a year, "K1", with the year that stands elsewhere.

    Where a quarter is said in full, another one in the sheet's name is told.
    """
    title_lines, sheet = [*table.titles, *surroundings.filters], table.sheet.name
    of_sheet = [sheet.replace("_", " ")]
    if stated.period is None and not stated.quarters:
        stems = [surroundings.levels[-1][0].replace("_", " ")] if surroundings.alone else []
        for texts in (_list_headers(table.layout), title_lines, of_sheet, stems):
            yearless = _find_yearless_quarters(texts)
            levels = [title_lines, [sheet], *surroundings.levels]
            if len(yearless) == 1 and (year := times.find_year_of(yearless, levels)):
                return stated.replace_period(times.place_in_year(yearless[0], year))
            if len(yearless) == 1:
                return replace(stated, yearless=yearless[0])
    if stated.period is not None and not stated.problems:
        quarter = Quarter.from_day(stated.period.last)
        numbers = {Quarter.from_day(p.first).number for p in _find_yearless_quarters(of_sheet)}
        if numbers and quarter.number not in numbers:
            return replace(stated, problems=(_make_other_quarter(table, quarter, max(numbers)),))
    return stated


def _find_yearless_quarters(texts: Sequence[str]) -> list[Period]:
    """Return the quarters without a year in some texts."""
    periods = (period for text in texts for period, _, _ in times.find_yearless_times(text))
    return sorted({period for period in periods if times.count_months(period) == 3})


def _make_other_quarter(table: HeadedTable, read: Quarter, number: int) -> Problem:
    message = f"Arkets navn siger {number}. kvartal, men filen er læst som {read.label}."
    return problem("quarter_conflict", message, sheet=table.sheet.name)


def _take_answer(stated: StatedPeriod, context: Context) -> StatedPeriod:
    """Take the quarter that somebody has answered, where the file says none."""
    answer = context.guidance.user_mapping.answers.get("quarter", "")
    if stated.period is not None or not answer:
        return stated
    period = times.read_period(answer) or Quarter.parse(answer).period
    return stated.replace_period(period)
