"""Find the extract's header and say which column is what: by names and contents, never by place."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from core.quarter import Period
from data_loaders.files.grid import Sheet
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.guidance.mapping import assign_columns
from data_loaders.kinds.extract import day_columns, extract_header_problems
from data_loaders.kinds.extract.extract_header_problems import Clash
from data_loaders.table import header_rows
from data_loaders.table.column_contents import ColumnContents
from data_loaders.table.header_rows import ColumnHeading, HeaderCandidate
from data_loaders.table.header_search import find_pointed_out_row
from data_loaders.table.layout import Layout, PeriodColumns
from data_loaders.table.place_columns import PLACES, settle_places
from data_loaders.words import times
from data_loaders.words.header_names import NUMBER_FIELDS, find_rule_and_span
from data_loaders.words.stated_period import join_cells

SEARCHED_ROWS = 30
_DAYS = ("dagsvaerk", "korttid", "langtid")
_LENGTHS = (3, 1, 12)  # months that figures may be of; the first that the headers have is read
_UNIT_FIELDS = ("enhed", "enhed_navn", "enhed?")
_LEVELS = ("niveau1", "niveau2", "niveau3", "niveau4", "niveau5")
_GROUPS = ("afdeling", "omraade")
_CODE = re.compile(r"(?=\S*\d)[\w./-]+|[A-ZÆØÅ]{2,6}")
_HAS_DIGIT = re.compile(r"\d")  # a total line has its words there

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
    return bool(named & {*_UNIT_FIELDS}) and (bool(named & {*_DAYS}) or has_people)


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
    places = _place_units(contents, best)
    mapping = guidance.resolve_mapping(header.headers)
    ids = {f: c for f, c in mapping.columns.items() if f not in NUMBER_FIELDS}
    applied = replace(mapping, columns=ids) if figures.periods else mapping
    shared = assign_columns({f: p[0] for f, p in places.items() if len(p) == 1}, applied)
    if not {*PLACES} & {*mapping.columns}:
        shared = settle_places(contents, shared, guidance.aliases)
    clashes = [Clash(f, tuple(p)) for f, p in places.items() if len(p) > 1 and f not in shared]
    if "enhed_navn" in shared and not {"enhed"} & {*shared, *(clash.field for clash in clashes)}:
        shared["enhed"] = shared.pop("enhed_navn")  # a name alone stands for the number too
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
    if not any(clash.field in _DAYS for clash in clashes):
        layout = day_columns.add_parts(sheet, layout)
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
    if lengths or len({h.period for h in chosen.values() if h.period}) > 1:
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


def _place_units(contents: ColumnContents, best: Places) -> Places:
    """Return each field's columns, by place, given the columns whose headers fit it best."""
    places = _tell_numbers_from_names(contents, best) | _assign_levels(contents, best)
    for field, columns in best.items():
        if field in _GROUPS:
            places.setdefault(field, _prefer_group_names(contents, columns))
        elif field not in _UNIT_FIELDS and field not in _LEVELS:
            places.setdefault(field, columns)
    return places


def _tell_numbers_from_names(contents: ColumnContents, best: Places) -> Places:
    """Tell the column with the units' numbers from the one with their names."""
    codes, names = best.get("enhed", []), best.get("enhed_navn", [])
    undecided = best.get("enhed?", [])
    if codes:
        names = names or undecided
        return {"enhed": codes} | ({"enhed_navn": names} if names else {})
    coded = [column for column in undecided if contents.has_codes(column)]
    worded = [column for column in undecided if column not in coded]
    if names:
        # "Enhed" beside "Enhedsnavn": a number, or a second name that nothing tells apart.
        return {"enhed": coded, "enhed_navn": names} if coded else {"enhed": names + undecided}
    if len(coded) == 1 and not worded:
        worded = contents.find_text_column(coded[0])
    if not coded and len(worded) == 1:
        coded = _find_number_column(contents, worded[0])
    if len(coded) == 1 and len(worded) == 1:
        return {"enhed": coded, "enhed_navn": worded}
    return {"enhed": undecided} if undecided else {}


def _find_number_column(contents: ColumnContents, column: int) -> list[int]:
    """Return the column to the left headed only "Nr.", unless it numbers the rows."""
    left_column = column - 1
    if left_column < 0 or not contents.is_bare(left_column, also=("kode", "code")):
        return []
    numbers = [text for text in contents.read_texts(left_column) if _HAS_DIGIT.search(text)]
    is_coded = bool(numbers) and all(map(_CODE.fullmatch, numbers))
    return [left_column] if is_coded and numbers[:2] not in (["1"], ["1", "2"]) else []


def _prefer_group_names(contents: ColumnContents, columns: list[int]) -> list[int]:
    """Prefer names to numbers where both stand under the same header, or under a blank one."""
    if len(columns) == 1 and contents.has_codes(columns[0]):
        return contents.find_text_column(columns[0]) or columns
    return contents.keep_word_column(columns)


def _assign_levels(contents: ColumnContents, best: Places) -> Places:
    """Say what the columns of a hierarchy hold: the lowest the units, if nothing else does.

    A level with one and the same name in all rows is the kommune.
    """
    levels = [best[level] for level in _LEVELS if level in best]
    if len(levels) < 2:
        return {}
    fields = [field for field in _GROUPS if field not in best]
    if not {*_UNIT_FIELDS} & best.keys():
        fields.insert(0, "enhed")
    telling = levels if len(levels) == 2 else [p for p in levels if _is_different(contents, p[0])]
    return dict(zip(fields, reversed(telling), strict=False))


def _is_different(contents: ColumnContents, column: int) -> bool:
    """Whether a column's texts are not all the same."""
    return len(set(contents.read_texts(column))) > 1
