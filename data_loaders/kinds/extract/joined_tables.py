"""What several tables tell together: months make quarters, and sheets' names are afdelinger."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from core.quarter import Period
from data_loaders.codes import problem
from data_loaders.guidance.mapping import Mapping, strip_periods
from data_loaders.kinds.extract import period_lengths, row_periods
from data_loaders.kinds.extract.extract_table import ExtractTable
from data_loaders.kinds.extract.regions import HeadedTable
from data_loaders.kinds.extract.unit_quarters import identify_unit
from data_loaders.words import times
from data_loaders.words.days import strip_drawn_day
from data_loaders.words.stated_period import find_stated_period

_NO_NAME = re.compile(
    r"(?:ark|sheet|tabel|table|data|side|fane|blad|udtræk|fravær|sygefravær|kvartal)?[\W\d_]*",
    re.IGNORECASE,
)


def find_months(tables: Sequence[HeadedTable], file_name: str) -> list[Period | None]:
    """Return the month that each table is of by its sheet's name or its title.

    None for a table that tells of another time; for all of them where they do not name two
    different months: then it is the month that the file was made.
    """
    named = [_find_month(table) for table in tables]
    yearless = sorted({month for month in named if month and times.is_yearless(month)})
    titles = [line for table in tables for line in table.titles]
    year = times.find_year_of(yearless, [titles, [PurePath(file_name).stem]]) if yearless else 0
    placed = {month: times.place_in_year(month, year) if year else None for month in yearless}
    months = [placed.get(month, month) if month else None for month in named]
    return months if len({month for month in months if month}) > 1 else [None] * len(months)


def join_months(extracts: Sequence[ExtractTable], mapping: Mapping) -> list[ExtractTable]:
    """Make quarters of the months of several tables; what is wrong is said on the first.

    Each quarter's row goes to the table that has its first month.
    """
    settled = period_lengths.settle_lengths(
        [extract.table for extract in extracts],
        [dated_row for extract in extracts for dated_row in extract.dated],
        mapping,
    )
    owner = {(row.sheet, row.row): n for n, e in enumerate(extracts) for _, row in e.dated}
    quarter_tables = []
    for place, extract in enumerate(extracts):
        rows = tuple(row for row in settled.rows if owner[row.sheet, row.row] == place)
        problems = extract.problems if place else (*extract.problems, *settled.problems)
        questions = extract.questions if place else (*extract.questions, *settled.questions)
        quarter_tables.append(replace(extract, rows=rows, problems=problems, questions=questions))
    return quarter_tables


def has_overlap(extracts: Sequence[ExtractTable]) -> bool:
    """Whether two tables have the same enhed in the same month."""
    places = Counter(
        place for e in extracts for place in {(month, identify_unit(row)) for month, row in e.dated}
    )
    return max(places.values(), default=0) > 1


def _find_month(table: HeadedTable) -> Period | None:
    """Return the month, maybe without its year, that a table names."""
    sheet, layout = table.sheet, table.layout
    titles = table.titles
    headers = [layout.headers[column] for column in layout.number_columns.values()]
    tells = layout.periods or row_periods.find_period_columns(layout.columns)
    stated = find_stated_period(titles, headers=headers, sheet=sheet.name, file_name="")
    if tells or stated.quarters:
        return None
    name = sheet.name.replace("_", " ")
    for texts, find in (
        ([name], times.find_times),
        (titles, times.find_times),
        ([name], times.find_yearless_times),
    ):
        periods = {period for text in texts for period, _, _ in find(strip_drawn_day(text))}
        months = [period for period in periods if times.count_months(period) == 1]
        if len(months) == 1:
            return months[0]
    return None


def take_afdelinger_from_names(extracts: Sequence[ExtractTable]) -> list[ExtractTable]:
    """Take the names of several sheets for afdelinger where nothing else tells the units'.

    Every sheet must have one table and a name of its own, which is not only a time or a number.
    """
    names = [strip_periods(extract.sheet.name) for extract in extracts]
    has_afdeling = any(row.afdeling for extract in extracts for row in extract.rows)
    is_named = not any(_NO_NAME.fullmatch(name) for name in names)
    if len(extracts) < 2 or len(set(names)) < len(extracts) or has_afdeling or not is_named:
        return list(extracts)
    return [
        _place_in_afdeling(extract, name) for extract, name in zip(extracts, names, strict=True)
    ]


def _place_in_afdeling(extract: ExtractTable, afdeling: str) -> ExtractTable:
    note = problem(
        "groups_from_sheets",
        f"Enhederne på arket »{extract.sheet.name}« er læst som afdelingen »{afdeling}«, for arket "
        "har ingen kolonne med afdeling.",
        sheet=extract.sheet.name,
    )
    kept_problems = (
        row_problem for row_problem in extract.problems if row_problem.code != "no_afdeling"
    )
    rows = tuple(replace(row, afdeling=afdeling) for row in extract.rows)
    return replace(extract, rows=rows, problems=(note, *kept_problems))
