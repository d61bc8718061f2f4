"""Which time each row is about: its own cells' words, else what the sheet states."""

from collections.abc import Iterable, Sequence
from datetime import date

from core.danish import join_words
from core.quarter import MONTHS_IN_QUARTER, Period, Quarter
from data_loaders.codes import problem
from data_loaders.files.values import Value, format_cell
from data_loaders.kinds.extract.extract_lines import Lines
from data_loaders.kinds.extract.regions import HeadedTable
from data_loaders.kinds.extract.unit_names import means_as_above
from data_loaders.problem import Problem
from data_loaders.words import times
from data_loaders.words.header_names import MIN_SCORE, find_rule_and_span
from data_loaders.words.stated_period import (
    PeriodError,
    StatedPeriod,
    read_row_period,
    widen_quarter,
)

_EXACT_SCORE = 3
_COLUMNS = ("kvartal", "maaned", "aar", "fra", "til")


def read_periods(
    table: HeadedTable, lines: Lines, stated: StatedPeriod
) -> tuple[list[Period | None], list[Problem]]:
    """Decide each row's time: its own cells', else the one that the sheet states.

    None, with a problem, where a row says something that is no time that a row can be about.
    """
    places = find_period_columns(table.layout.columns)
    empty = all(not format_cell(lines.rows[i][c]) for c in places.values() for i in lines.units)
    years = {"aar": table.layout.columns["aar"]} if "aar" in table.layout.columns else {}
    if (not places or empty) and (stated.period or not years):
        other_years = _find_other_years(table, lines, stated.period)
        return [stated.period] * len(lines.units), [*stated.problems, *other_years]
    reader = _RowPeriodReader(table, lines, years if not places or empty else places)
    row_periods = [
        widen_quarter(p) if p and stated.is_rolling else p for p in reader.read_periods()
    ]
    if years and stated.yearless and (not places or empty):
        placed = [p and times.place_in_year(stated.yearless, p.first.year) for p in row_periods]
        return placed, reader.problems
    is_month = any(period and times.count_months(period) == 1 for period in row_periods)
    if (reader.problems or is_month) and stated.period and _is_as_of(table, places):
        return [stated.period] * len(lines.units), list(stated.problems)
    notes = reader.problems + _make_whole_years_note(table, years if not places or empty else {})
    return row_periods, notes + _find_other_quarters(table, row_periods, stated)


def read_line_period(table: HeadedTable, lines: Lines, index: int) -> Period | None:
    """Return the time that a total line's own cells say; None where they say nothing readable."""
    places = find_period_columns(table.layout.columns)
    cells = {field: lines.rows[index][place] for field, place in places.items()}
    if not any(map(format_cell, cells.values())):
        return None
    try:
        return read_row_period(cells)
    except PeriodError:
        return None


class _RowPeriodReader:
    """Reads the times of a sheet's rows from their cells; `problems` are of those that have none.

    Where a column of quarters has a month for each of several, its first or its last, it is the
    quarter that is meant; elsewhere a month is a month.
    """

    def __init__(self, table: HeadedTable, lines: Lines, places: dict[str, int]) -> None:
        self._spot, self._lines, self._places = table, lines, places
        first = next(iter(places.values()))
        self._months = "maaned" in places or times.are_month_numbers(lines.list_cells(first))
        self.problems: list[Problem] = []

    def read_periods(self) -> list[Period | None]:
        """Return the time of each unit's row."""
        by_key: dict[str, Period | PeriodError] = {}
        row_periods: list[Period | None] = []
        column = next(iter(self._places.values()))
        for index, source in zip(self._lines.units, self._find_source_rows(), strict=True):
            cells = {field: self._lines.rows[source][c] for field, c in self._places.items()}
            key = _join_texts(cells.values())
            if key not in by_key:
                by_key[key] = self._read_period(cells)
            period = by_key[key]
            if isinstance(period, PeriodError):
                self.problems.append(
                    self._spot.make_problem(period.code, str(period), index, column=column)
                )
            row_periods.append(None if isinstance(period, PeriodError) else period)
        return self._take_for_quarters(row_periods, column)

    def _take_for_quarters(
        self, row_periods: list[Period | None], column: int
    ) -> list[Period | None]:
        months = {period for period in row_periods if period and times.count_months(period) == 1}
        places = {(month.first.month - 1) % MONTHS_IN_QUARTER for month in months}
        quarters = {Quarter.from_day(month.first) for month in months}
        is_one_a_quarter = len(quarters) == len(months) and places in ({0}, {2})
        is_several = len(months) > 1 and _is_of_quarters(self._spot, column)
        if not is_one_a_quarter or not (is_several or _is_as_of(self._spot, self._places)):
            return row_periods
        return [
            Quarter.from_day(period.first).period if period and period in months else period
            for period in row_periods
        ]

    def _read_period(self, cells: dict[str, Value]) -> Period | PeriodError:
        try:
            return read_row_period(cells, months=self._months)
        except PeriodError as error:
            return error

    def _find_source_rows(self) -> list[int]:
        """Find the row that tells each unit row's time: an earlier one where blanks mean so."""
        rows, units = self._lines.rows, self._lines.units
        keys = [
            _join_texts(rows[index][c] for c in self._places.values()) or None for index in units
        ]
        if not means_as_above(keys):
            return list(units)
        sources: list[int] = []
        for index, key in zip(units, keys, strict=True):
            sources.append(index if key else sources[-1])
        return sources


def find_not_begun(
    table: HeadedTable, lines: Lines, row_periods: Sequence[Period | None], *, today: date
) -> list[Problem]:
    """Find each quarter that has not begun, by its first row."""
    problems: dict[Quarter, Problem] = {}
    column = next(
        iter(find_period_columns(table.layout.columns).values()), table.layout.columns["enhed"]
    )
    for index, period in zip(lines.units, row_periods, strict=True):
        quarter = Quarter.from_day(period.last) if period else None
        if quarter and quarter.period.first > today and quarter not in problems:
            message = (
                f"Rækken er læst som {quarter.label}, der ikke er begyndt endnu. Kontrollér "
                "kvartalet i filens kolonne eller titel, i arkets navn og i filens navn."
            )
            problems[quarter] = table.make_problem("future_quarter", message, index, column=column)
    return list(problems.values())


def find_period_columns(columns: dict[str, int]) -> dict[str, int]:
    """Return the columns that tell a row's time; none of them when they do not suffice.

    A month beside its quarter is the row's time, and the quarter tells its year.
    """
    if "kvartal" in columns and "maaned" in columns:
        year = columns.get("aar", columns["kvartal"])
        return {"maaned": columns["maaned"], "aar": year}
    for first, second in (("kvartal", "aar"), ("maaned", "aar"), ("fra", "til")):
        places = {field: columns[field] for field in (first, second) if field in columns}
        if first in places and (len(places) > 1 or first != "fra"):
            return places
    return {}


def _is_as_of(table: HeadedTable, places: dict[str, int]) -> bool:
    """Whether a column is headed as a day that figures were drawn may be: "Opgjort pr."."""
    rules = (find_rule_and_span(table.layout.headers[place])[0] for place in places.values())
    return any(rule is not None and rule.score == MIN_SCORE for rule in rules)


def _is_of_quarters(table: HeadedTable, column: int) -> bool:
    """Whether a column is headed as one of quarters."""
    rule = find_rule_and_span(table.layout.headers[column])[0]
    return rule is not None and rule.field == "kvartal" and rule.score == _EXACT_SCORE


def _make_whole_years_note(table: HeadedTable, years: dict[str, int]) -> list[Problem]:
    if not years:
        return []
    message = (
        "Filen siger kun år og intet kvartal. Rækkerne er læst som hele kalenderår: de tolv "
        "måneder, der slutter med 4. kvartal."
    )
    return [table.make_problem("read_as_years", message, table.layout.index, column=years["aar"])]


def _find_other_years(table: HeadedTable, lines: Lines, period: Period | None) -> list[Problem]:
    """Warn of a column of years, without quarters, that contradicts the file's quarter."""
    column = table.layout.columns.get("aar")
    if column is None or period is None:
        return []
    for index, value in zip(lines.units, lines.list_cells(column), strict=True):
        year = format_cell(value)
        if year not in ("", str(period.last.year)):
            label = Quarter.from_day(period.last).label
            message = f"Rækken siger {year}, men filen er læst som {label}."
            return [table.make_problem("quarter_conflict", message, index, column=column)]
    return []


def _find_other_quarters(
    table: HeadedTable, rows: Iterable[Period | None], stated: StatedPeriod
) -> list[Problem]:
    """Warn where the title, the sheet's name or the file's name says what no row says."""
    covered = {Quarter.from_day(period.last) for period in rows if period}
    strange = [quarter for quarter in stated.quarters if quarter not in covered]
    if not strange or not covered:
        return []
    named = join_words([quarter.label for quarter in strange])
    first, last = min(covered).label, max(covered).label
    span = first if first == last else f"{first} til {last}"
    message = (
        f"Titlen, arkets navn eller filens navn siger {named}, men rækkerne er efter deres egen "
        f"kolonne læst som {span}."
    )
    return [problem("quarter_conflict", message, sheet=table.sheet.name)]


def _join_texts(cells: Iterable[Value]) -> str:
    return " ".join(map(format_cell, cells)).strip()
