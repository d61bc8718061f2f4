"""Find the header and say which column is what: by names and contents, never by place."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from core.quarter import Period
from data_loaders.files.grid import Sheet
from data_loaders.guidance.guide import Guide
from data_loaders.guidance.mapping import assigned
from data_loaders.kinds.extract import extract_header_problems
from data_loaders.kinds.extract.extract_header_problems import Clash
from data_loaders.table import header_rows
from data_loaders.table.column_contents import Contents
from data_loaders.table.header_rows import Candidate, Heading
from data_loaders.table.layout import Layout
from data_loaders.words import times
from data_loaders.words.header_names import NUMBER_FIELDS, find_rule_and_span
from data_loaders.words.stated_period import join_cells

__all__ = ["Layout", "find", "is_near"]

SEARCHED_ROWS = 30
_UNIT_FIELDS = ("enhed", "enhed_navn", "enhed?")
_DAYS = ("dagsvaerk", "korttid", "langtid")
_LENGTHS = (3, 1, 12)  # months that figures may be of; the first that the headers have is read

Places = dict[str, list[int]]


@dataclass(frozen=True)
class _Figures:
    """The number columns: by field where all are of one time, else by time and field."""

    single: Places
    periods: tuple[tuple[Period, Places], ...]
    rolling: bool


def find(sheet: Sheet, guide: Guide | None = None, around: Sequence[Sequence[str]] = ()) -> Layout:
    """Find the header: the rows with the most columns that we know, or that somebody has named.

    The first 30 rows are searched; where they have none, all others. What is wrong with it (a
    needed column missing, two that fit the same) stands in `problems`. `around` are texts beyond
    the sheet that may tell the year of headers without one, the nearest first. Raises QuestionError
    (`no_header`) where no row names at least a unit or a figure and one column more.
    """
    known = guide or Guide()
    best = _remembered(sheet, known) or _best(sheet)
    if best is None:
        raise extract_header_problems.no_header()
    found = header_rows.with_units(sheet, best)
    titles = [join_cells(row) for row in sheet.rows[: found.index - found.depth + 1]]
    levels = [titles, [sheet.name], *around]
    headings = header_rows.add_years(
        found.headings, levels, answer=known.said.answers.get("year", "")
    )
    return _layout(sheet, found, headings, known)


def is_near(layout: Layout) -> bool:
    """Whether a header is the extract's, or nearly: it has units, and days or people or both.

    An overview per afdeling has no units, and is another table.
    """
    rules = (find_rule_and_span(header)[0] for header in layout.headers if header)
    named = {rule.field for rule in rules if rule} | set(layout.columns)
    has_units = bool(named & {*_UNIT_FIELDS})
    has_people = bool(named & {"medarbejdere", "fuldtidsstillinger"})
    return has_units and (bool(named & {*_DAYS}) or has_people)


def _remembered(sheet: Sheet, guide: Guide) -> Candidate | None:
    """The header that somebody pointed out, or whose layout is remembered."""
    said = guide.said.answers.get("header_row", "")
    if said.isdecimal() and 0 <= (index := int(said) - 1 - sheet.top) < len(sheet.rows):
        return max(header_rows.candidates(sheet, index), key=_likeness, default=None)
    if not guide.layouts:
        return None
    found = next((c for c in _near_top(sheet) if guide.remembers(c.headers)), None)
    if found is None and guide.said.columns:  # the same layout with a column more or less
        found = next((c for c in _near_top(sheet) if not guide.said.unplaced(c.headers)), None)
    return found


def _near_top(sheet: Sheet) -> Iterator[Candidate]:
    yield from header_rows.first_candidates(sheet, SEARCHED_ROWS)


def _best(sheet: Sheet) -> Candidate | None:
    found = max(_near_top(sheet), key=_likeness, default=None)
    if found is not None and found.known:
        return found
    patience = header_rows.Patience()
    for index in range(SEARCHED_ROWS, len(sheet.rows)):
        row = sheet.rows[index]
        if header_rows.may_be_header(row) and patience.lasts(row):
            found = max(header_rows.candidates(sheet, index), key=_likeness)
            if found.known:
                return found
    return None


def _likeness(candidate: Candidate) -> tuple[int, int, int]:
    return len(candidate.known), -candidate.doubles, -candidate.depth


def _layout(sheet: Sheet, found: Candidate, headings: Sequence[Heading], guide: Guide) -> Layout:
    headers = found.headers
    figures = _figures(headings)
    fitting = _fitting(dict(enumerate(headings)))
    best = {f: p for f, p in fitting.items() if f not in NUMBER_FIELDS} | figures.single
    contents = Contents(sheet, found.index, headers)
    places = contents.units(best) | contents.of_levels(best)
    for field, columns in best.items():
        if field not in _UNIT_FIELDS and not field.startswith("niveau"):
            places.setdefault(field, contents.worded(field, columns))
    if "niveau" in best:
        places["niveau"] = best["niveau"]
    said = guide.mapping_for(headers)
    if figures.periods:
        ids = {f: c for f, c in said.columns.items() if f not in NUMBER_FIELDS}
        said = replace(said, columns=ids)
    settled = assigned({f: p[0] for f, p in places.items() if len(p) == 1}, said)
    clashes = [Clash(f, tuple(p)) for f, p in places.items() if len(p) > 1 and f not in settled]
    periods = tuple((period, _first(columns)) for period, columns in figures.periods)
    clashes += [
        Clash(field, tuple(columns))
        for _, by_field in figures.periods
        for field, columns in by_field.items()
        if len(columns) > 1
    ]
    settled |= periods[0][1] if periods else {}
    layout = Layout(found.index, headers, settled, (), found.depth, periods, figures.rolling)
    return extract_header_problems.with_problems(sheet, layout, clashes)


def _first(places: Mapping[str, Sequence[int]]) -> dict[str, int]:
    return {field: columns[0] for field, columns in places.items()}


def _highest(scores: Mapping[int, int]) -> list[int]:
    return [column for column, score in scores.items() if score == max(scores.values())]


def _figures(headings: Sequence[Heading]) -> _Figures:
    """Choose the number columns: a quarter's own before rolling ones, and of one length of time.

    Where columns of several times are left, each time has its own.
    """
    numbers = {c: h for c, h in enumerate(headings) if h.rule and h.rule.field in NUMBER_FIELDS}
    own = {c: h for c, h in numbers.items() if not h.rolling}
    rolling = not _has_days(own) and _has_days(numbers)
    chosen = numbers if rolling else own
    lengths = {times.count_months(h.period) for h in chosen.values() if h.period and _is_days(h)}
    wanted = next((length for length in _LENGTHS if length in lengths), None)
    chosen = {
        c: h
        for c, h in chosen.items()
        if h.period is None or times.count_months(h.period) == wanted
    }
    periods = sorted({h.period for h in chosen.values() if h.period})
    if len(periods) < 2:
        return _Figures(_fitting(chosen), (), rolling)
    by_period = tuple(
        (p, _fitting({c: h for c, h in chosen.items() if h.period == p})) for p in periods
    )
    return _Figures({}, by_period, rolling)


def _fitting(headings: Mapping[int, Heading]) -> Places:
    """The columns that fit each field best."""
    scores: dict[str, dict[int, int]] = defaultdict(dict)
    for column, one in headings.items():
        if one.rule:
            scores[one.rule.field][column] = one.rule.score
    return {field: _highest(columns) for field, columns in scores.items()}


def _has_days(headings: Mapping[int, Heading]) -> bool:
    return any(map(_is_days, headings.values()))


def _is_days(one: Heading) -> bool:
    return one.rule is not None and one.rule.field in _DAYS
