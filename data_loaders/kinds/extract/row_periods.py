"""Which time each row is about: its own cells' words, else what the sheet states."""

from collections.abc import Iterable, Sequence
from datetime import date

from core.danish import join_words
from core.quarter import Period, Quarter
from data_loaders.codes import problem
from data_loaders.files.values import Value, text_of
from data_loaders.kinds.extract.extract_lines import Lines
from data_loaders.kinds.extract.number_columns import Spot
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

_COLUMNS = ("kvartal", "maaned", "aar", "fra", "til")


def periods(
    spot: Spot, lines: Lines, stated: StatedPeriod
) -> tuple[list[Period | None], list[Problem]]:
    """Decide each row's time: its own cells', else the one that the sheet states.

    None, with a problem, where a row says something that is no time that a row can be about.
    """
    places = period_columns(spot.layout.columns)
    empty = all(not text_of(lines.rows[i][c]) for c in places.values() for i in lines.units)
    years = {"aar": spot.layout.columns["aar"]} if "aar" in spot.layout.columns else {}
    if (not places or empty) and (stated.period or not years):
        other_years = _other_years(spot, lines, stated.period)
        return [stated.period] * len(lines.units), [*stated.problems, *other_years]
    own = _Own(spot, lines, years if not places or empty else places)
    found = [widen_quarter(p) if p and stated.is_rolling else p for p in own.periods()]
    if own.problems and stated.period and _is_as_of(spot, places):
        return [stated.period] * len(lines.units), list(stated.problems)
    notes = own.problems + _whole_years(spot, years if not places or empty else {})
    return found, notes + _other_quarters(spot, found, stated)


def of_line(spot: Spot, lines: Lines, index: int) -> Period | None:
    """Return the time that a total line's own cells say; None where they say nothing readable."""
    places = period_columns(spot.layout.columns)
    cells = {field: lines.rows[index][place] for field, place in places.items()}
    if not any(map(text_of, cells.values())):
        return None
    try:
        return read_row_period(cells)
    except PeriodError:
        return None


class _Own:
    """Reads the times of a sheet's rows from their cells; `problems` are of those that have none.

    Where a month stands for each quarter, its first or its last, it is the quarter that is meant.
    """

    def __init__(self, spot: Spot, lines: Lines, places: dict[str, int]) -> None:
        self._spot, self._lines, self._places = spot, lines, places
        first = next(iter(places.values()))
        self._months = "maaned" in places or times.are_month_numbers(lines.column(first))
        self.problems: list[Problem] = []

    def periods(self) -> list[Period | None]:
        """Return the time of each unit's row."""
        known: dict[str, Period | PeriodError] = {}
        found: list[Period | None] = []
        column = next(iter(self._places.values()))
        for index, source in zip(self._lines.units, self._sources(), strict=True):
            cells = {field: self._lines.rows[source][c] for field, c in self._places.items()}
            key = _key(cells.values())
            if key not in known:
                known[key] = self._period(cells)
            period = known[key]
            if isinstance(period, PeriodError):
                self.problems.append(
                    self._spot.problem(period.code, str(period), index, column=column)
                )
            found.append(None if isinstance(period, PeriodError) else period)
        return self._quarters_for_months(found, column)

    def _quarters_for_months(self, found: list[Period | None], column: int) -> list[Period | None]:
        months = {period for period in found if period and times.count_months(period) == 1}
        by_quarter: dict[Quarter, set[Period]] = {}
        for month in months:
            by_quarter.setdefault(Quarter.from_day(month.first), set()).add(month)
        if any(len(some) > 1 for some in by_quarter.values()):
            return found
        meant = {month: _quarter_meant(month) for month in months}
        for index, period in zip(self._lines.units, found, strict=True):
            if period in meant and meant[period] is None:
                message = (
                    f"Måned {period.first.month} er midt i et kvartal og ikke et helt kvartal. "
                    "Gyldigt er ét kvartal, f.eks. 2024K4, eller alle kvartalets tre måneder."
                )
                self.problems.append(
                    self._spot.problem("invalid_quarter", message, index, column=column)
                )
        return [meant.get(period, period) if period else None for period in found]

    def _period(self, cells: dict[str, Value]) -> Period | PeriodError:
        try:
            return read_row_period(cells, months=self._months)
        except PeriodError as error:
            return error

    def _sources(self) -> list[int]:
        """For each unit's row, the row that tells its time: an earlier one where blanks mean so."""
        rows, units = self._lines.rows, self._lines.units
        keys = [_key(rows[index][c] for c in self._places.values()) or None for index in units]
        if not means_as_above(keys):
            return list(units)
        sources: list[int] = []
        for index, key in zip(units, keys, strict=True):
            sources.append(index if key else sources[-1])
        return sources


def not_begun(
    spot: Spot, lines: Lines, found: Sequence[Period | None], *, today: date
) -> list[Problem]:
    """Find each quarter that has not begun, by its first row."""
    problems: dict[Quarter, Problem] = {}
    column = next(iter(period_columns(spot.layout.columns).values()), spot.layout.columns["enhed"])
    for index, period in zip(lines.units, found, strict=True):
        quarter = Quarter.from_day(period.last) if period else None
        if quarter and quarter.period.first > today and quarter not in problems:
            message = (
                f"Rækken er læst som {quarter.label}, der ikke er begyndt endnu. Kontrollér "
                "kvartalet i filens kolonne eller titel, i arkets navn og i filens navn."
            )
            problems[quarter] = spot.problem("future_quarter", message, index, column=column)
    return list(problems.values())


def period_columns(columns: dict[str, int]) -> dict[str, int]:
    """The columns that tell a row's time; none of them when they do not suffice."""
    for first, second in (("kvartal", "aar"), ("maaned", "aar"), ("fra", "til")):
        found = {field: columns[field] for field in (first, second) if field in columns}
        if first in found and (len(found) > 1 or first != "fra"):
            return found
    return {}


def _is_as_of(spot: Spot, places: dict[str, int]) -> bool:
    """Whether a column is headed as a day that figures were drawn may be: "Opgjort pr."."""
    rules = (find_rule_and_span(spot.layout.headers[place])[0] for place in places.values())
    return any(rule is not None and rule.score == MIN_SCORE for rule in rules)


def _quarter_meant(month: Period) -> Period | None:
    """Take a quarter's first or last month for the quarter: some systems name it so."""
    whole = Quarter.from_day(month.first).period
    return whole if month.first == whole.first or month.last == whole.last else None


def _whole_years(spot: Spot, years: dict[str, int]) -> list[Problem]:
    if not years:
        return []
    message = (
        "Filen siger kun år og intet kvartal. Rækkerne er læst som hele kalenderår: de tolv "
        "måneder, der slutter med 4. kvartal."
    )
    return [spot.problem("read_as_years", message, spot.layout.index, column=years["aar"])]


def _other_years(spot: Spot, lines: Lines, period: Period | None) -> list[Problem]:
    """Warn of a column of years, without quarters, that contradicts the file's quarter."""
    column = spot.layout.columns.get("aar")
    if column is None or period is None:
        return []
    for index, value in zip(lines.units, lines.column(column), strict=True):
        year = text_of(value)
        if year not in ("", str(period.last.year)):
            label = Quarter.from_day(period.last).label
            message = f"Rækken siger {year}, men filen er læst som {label}."
            return [spot.problem("quarter_conflict", message, index, column=column)]
    return []


def _other_quarters(
    spot: Spot, rows: Iterable[Period | None], stated: StatedPeriod
) -> list[Problem]:
    """Warn where the title, the sheet's name or the file's name says what no row says."""
    covered = {Quarter.from_day(period.last) for period in rows if period}
    strange = [quarter for quarter in stated.quarters if quarter not in covered]
    if not strange or not covered:
        return []
    said = join_words([quarter.label for quarter in strange])
    first, last = min(covered).label, max(covered).label
    span = first if first == last else f"{first} til {last}"
    message = (
        f"Titlen, arkets navn eller filens navn siger {said}, men rækkerne er efter deres egen "
        f"kolonne læst som {span}."
    )
    return [problem("quarter_conflict", message, sheet=spot.sheet.name)]


def _key(cells: Iterable[Value]) -> str:
    return " ".join(map(text_of, cells)).strip()
