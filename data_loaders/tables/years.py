"""The year of columns whose headers only name a month or a quarter: "Jan", "1. kvt."."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from core.quarter import Period, find_periods
from data_loaders.table.header_rows import Heading
from data_loaders.tables.period import without_drawn
from data_loaders.words import times
from data_loaders.words.header_names import NUMBER_FIELDS

Levels = Sequence[Sequence[str]]


def dated(headings: Sequence[Heading], levels: Levels, *, said: str = "") -> list[Heading]:
    """Give each month and quarter without a year its own.

    It is the year that was `said`, or the one that fits what is written nearest: `levels` are texts
    around the table, the nearest first. Where nothing tells, they stay without. One column alone
    that names a month ("Ansatte pr. 1. marts") is of no other time than its neighbours.
    """
    parts = {h.period for h in headings if h.period and times.is_yearless(h.period)}
    of_figures = {h.period for h in headings if h.rule and h.rule.field in NUMBER_FIELDS}
    if len(parts & of_figures) < 2:
        return [replace(h, period=None) if h.period in parts else h for h in headings]
    found = _told(sorted(filter(None, parts)), levels, said)
    return [replace(h, period=found.get(h.period, h.period)) if h.period else h for h in headings]


def year_of(parts: Sequence[Period], levels: Levels) -> int:
    """Return the one year that fits months and quarters which lack it; 0 where none is told."""
    found = _told(parts, levels, "")
    return found[parts[-1]].first.year if found else 0


def _told(parts: Sequence[Period], levels: Levels, said: str) -> dict[Period, Period]:
    if times.read_only_year(said):
        return {part: times.place_in_year(part, times.read_only_year(said)) for part in parts}
    for level in levels:
        texts = list(map(without_drawn, level))
        years = set[int]().union(*map(times.find_years, texts))
        if years:
            return _fitting(parts, years, texts)
    return {}


def _fitting(
    parts: Sequence[Period], years: set[int], texts: Sequence[str]
) -> dict[Period, Period]:
    """Place each part in the one year in which it is within what the texts speak of.

    A text that speaks of less than the parts does not tell: it is of when the file was made.
    """
    spans = list(chain.from_iterable(map(find_periods, texts)))
    spans += [period for text in texts for period, _, _ in times.find_times(text)]
    last = max((span.last for span in spans), default=None)
    found = {}
    for part in parts:
        options = [times.place_in_year(part, year) for year in sorted(years)]
        if len(years) > 1:
            options = [
                o for o in options if any(s.first <= o.first <= o.last <= s.last for s in spans)
            ]
        if len(options) != 1 or (last and options[0].last > last):
            return {}
        found[part] = options[0]
    return found
