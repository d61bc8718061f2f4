"""A sheet a month: which month each is of, and the quarters that they make together."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from core.nodes import unit_identity
from core.quarter import Period
from data_loaders.kinds.extract import period_lengths, row_periods
from data_loaders.kinds.extract.extract_table import Extract
from data_loaders.kinds.extract.number_columns import Spot
from data_loaders.kinds.extract.regions import Region
from data_loaders.report import UnitQuarter
from data_loaders.table.layout import Layout
from data_loaders.words import times
from data_loaders.words.days import strip_drawn_day
from data_loaders.words.stated_period import find_stated_period, join_cells

Tables = Sequence[tuple[Region, Layout]]


def named(tables: Tables, file_name: str) -> dict[int, Period]:
    """Return the month that each table is of by its sheet's name or its title, by its sheet's id.

    A table that tells of another time is not among them. There are none at all where the tables do
    not name two different months: then it is the month that the file was made.
    """
    told = [(region, _month(region, layout)) for region, layout in tables]
    parts = sorted({month for _, month in told if month and times.is_yearless(month)})
    titles = [line for region, layout in tables for line in _titles(region, layout)]
    year = times.find_year_of(parts, [titles, [PurePath(file_name).stem]]) if parts else 0
    found = {
        id(region.sheet): times.place_in_year(month, year) if times.is_yearless(month) else month
        for region, month in told
        if month and (year or not times.is_yearless(month))
    }
    return found if len(set(found.values())) > 1 else {}


def together(found: Sequence[Extract]) -> list[Extract]:
    """Make quarters of the months of several tables; what is wrong is said on the first.

    Each quarter's row goes to the table that has its first month.
    """
    spots = [Spot(extract.sheet, extract.layout) for extract in found]
    settled = period_lengths.settled(spots, [one for extract in found for one in extract.dated])
    owner = {(row.sheet, row.row): n for n, e in enumerate(found) for _, row in e.dated}
    made = []
    for place, extract in enumerate(found):
        rows = tuple(row for row in settled.rows if owner[row.sheet, row.row] == place)
        problems = extract.problems if place else (*extract.problems, *settled.problems)
        made.append(replace(extract, rows=rows, problems=problems))
    return made


def overlap(found: Sequence[Extract]) -> bool:
    """Whether two tables have the same enhed in the same month."""
    places = Counter(place for e in found for place in {_place(*one) for one in e.dated})
    return max(places.values(), default=0) > 1


def _place(month: Period, row: UnitQuarter) -> tuple[Period, str, str | None]:
    return month, unit_identity(row.enhed), row.personalegruppe


def _month(region: Region, layout: Layout) -> Period | None:
    """Return the month, maybe without its year, that a table names."""
    sheet = region.sheet
    titles = _titles(region, layout)
    headers = [layout.headers[column] for column in layout.number_columns.values()]
    tells = layout.periods or row_periods.period_columns(layout.columns)
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


def _titles(region: Region, layout: Layout) -> list[str]:
    return [join_cells(row) for row in region.sheet.rows[: layout.top]]
