"""Find the extract's header and say which column is what: by names and contents, never by place."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from core.quarter import Period
from data_loaders.files.grid import Sheet
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.guidance.mapping import assign_columns
from data_loaders.kinds.extract import extract_header_problems, unit_fields
from data_loaders.kinds.extract.extract_header_problems import Clash
from data_loaders.table import header_rows
from data_loaders.table.column_contents import ColumnContents
from data_loaders.table.header_rows import ColumnHeading, HeaderCandidate
from data_loaders.table.header_search import find_pointed_out_row
from data_loaders.table.layout import Layout, PeriodColumns
from data_loaders.words import times
from data_loaders.words.header_names import NUMBER_FIELDS, find_rule_and_span
from data_loaders.words.stated_period import join_cells

SEARCHED_ROWS = 30
_DAYS = ("dagsvaerk", "korttid", "langtid")
_LENGTHS = (3, 1, 12)  # months that figures may be of; the first that the headers have is read

Places = dict[str, list[int]]


@dataclass(frozen=True)
class _Figures:
    """The number columns: by field where all are of one time, else by time and field."""

    single: Places
    periods: tuple[tuple[Period, Places], ...]
    rolling: bool


def find_layout(
    sheet: Sheet, guidance: Guidance | None = None, nearby_texts: Sequence[Sequence[str]] = ()
) -> Layout:
    """Find the header: the rows with the most columns that we know, or that somebody has named.

    The first 30 rows are searched; where they have none, all others. What is wrong with it (a
    needed column missing, two that fit the same) stands in `problems`. `nearby_texts` are texts
    beyond the sheet that may tell the year of headers without one, the nearest first. Raises
    QuestionError (`no_header`) where no row names a unit or a figure and one column more.
    """
    guidance = guidance or Guidance()
    best = _find_remembered(sheet, guidance) or _find_best(sheet)
    if best is None:
        raise extract_header_problems.make_no_header_error()
    header = header_rows.join_units_row(sheet, best)
    titles = [join_cells(row) for row in sheet.rows[: header.index - header.depth + 1]]
    levels = [titles, [sheet.name], *nearby_texts]
    headings = header_rows.add_years(
        header.headings, levels, answer=guidance.user_mapping.answers.get("year", "")
    )
    return _lay_out(sheet, header, headings, guidance)


def is_near(layout: Layout) -> bool:
    """Whether a header is the extract's, or nearly: it has units, and days or people or both.

    An overview per afdeling has no units, and is another table.
    """
    rules = (find_rule_and_span(header)[0] for header in layout.headers if header)
    named = {rule.field for rule in rules if rule} | set(layout.columns)
    has_people = bool(named & {"medarbejdere", "fuldtidsstillinger"})
    return bool(named & {*unit_fields.FIELDS}) and (bool(named & {*_DAYS}) or has_people)


def _find_remembered(sheet: Sheet, guidance: Guidance) -> HeaderCandidate | None:
    """Return the header that somebody pointed out, or whose layout is remembered."""
    index = find_pointed_out_row(sheet, guidance)
    if index is not None:
        return max(header_rows.list_header_candidates(sheet, index), key=_rank_header, default=None)
    if not guidance.layouts:
        return None
    header = next(
        (h for h in _list_top_candidates(sheet) if guidance.find_mapping(h.headers)), None
    )
    if (
        header is None and guidance.user_mapping.columns
    ):  # the same layout with a column more or less
        unplaced = guidance.user_mapping.find_unplaced_labels
        header = next((h for h in _list_top_candidates(sheet) if not unplaced(h.headers)), None)
    return header


def _list_top_candidates(sheet: Sheet) -> Iterator[HeaderCandidate]:
    yield from header_rows.find_top_candidates(sheet, SEARCHED_ROWS)


def _find_best(sheet: Sheet) -> HeaderCandidate | None:
    best = max(_list_top_candidates(sheet), key=_rank_header, default=None)
    if best is not None and best.recognised_fields:
        return best
    patience = header_rows.SearchPatience()
    for index in range(SEARCHED_ROWS, len(sheet.rows)):
        row = sheet.rows[index]
        if header_rows.may_be_header(row) and patience.try_row(row):
            best = max(header_rows.list_header_candidates(sheet, index), key=_rank_header)
            if best.recognised_fields:
                return best
    return None


def _rank_header(header: HeaderCandidate) -> tuple[int, int, int]:
    return len(header.recognised_fields), -header.doubles, -header.depth


def _lay_out(
    sheet: Sheet, header: HeaderCandidate, headings: Sequence[ColumnHeading], guidance: Guidance
) -> Layout:
    figures = _choose_figures(headings)
    fits = _fit_best(dict(enumerate(headings)))
    best = {f: p for f, p in fits.items() if f not in NUMBER_FIELDS} | figures.single
    contents = ColumnContents(sheet, header.index, header.headers)
    places = unit_fields.place_units(contents, best)
    mapping = guidance.resolve_mapping(header.headers)
    ids = {f: c for f, c in mapping.columns.items() if f not in NUMBER_FIELDS}
    applied = replace(mapping, columns=ids) if figures.periods else mapping
    shared = assign_columns({f: p[0] for f, p in places.items() if len(p) == 1}, applied)
    clashes = [Clash(f, tuple(p)) for f, p in places.items() if len(p) > 1 and f not in shared]
    clashes += [
        Clash(field, tuple(columns))
        for _, by_field in figures.periods
        for field, columns in by_field.items()
        if len(columns) > 1
    ]
    periods = tuple(
        PeriodColumns(period, "", {field: columns[0] for field, columns in by_field.items()})
        for period, by_field in figures.periods
    )
    layout = Layout(header, shared, periods, mapping=mapping, rolling=figures.rolling)
    return extract_header_problems.add_problems(sheet, layout, clashes)


def _choose_figures(headings: Sequence[ColumnHeading]) -> _Figures:
    """Choose the number columns: a quarter's own before rolling ones, and of one length of time.

    Where columns of several times are left, each time has its own.
    """
    numbers = {c: h for c, h in enumerate(headings) if h.rule and h.rule.field in NUMBER_FIELDS}
    single = {c: h for c, h in numbers.items() if not h.rolling}
    rolling = not _has_days(single) and _has_days(numbers)
    chosen = numbers if rolling else single
    lengths = {times.count_months(h.period) for h in chosen.values() if h.period and _is_days(h)}
    months = next((length for length in _LENGTHS if length in lengths), None)
    chosen = {
        c: h
        for c, h in chosen.items()
        if h.period is None or times.count_months(h.period) == months
    }
    periods = sorted({h.period for h in chosen.values() if h.period})
    if len(periods) < 2:
        return _Figures(_fit_best(chosen), (), rolling)
    by_period = tuple(
        (p, _fit_best({c: h for c, h in chosen.items() if h.period == p})) for p in periods
    )
    return _Figures({}, by_period, rolling)


def _fit_best(headings: Mapping[int, ColumnHeading]) -> Places:
    """Return the columns that fit each field best."""
    scores: dict[str, dict[int, int]] = defaultdict(dict)
    for column, heading in headings.items():
        if heading.rule:
            scores[heading.rule.field][column] = heading.rule.score
    return {
        field: [column for column, score in columns.items() if score == max(columns.values())]
        for field, columns in scores.items()
    }


def _has_days(headings: Mapping[int, ColumnHeading]) -> bool:
    return any(map(_is_days, headings.values()))


def _is_days(heading: ColumnHeading) -> bool:
    return heading.rule is not None and heading.rule.field in _DAYS
