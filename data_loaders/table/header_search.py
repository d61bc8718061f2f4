"""Find the header of a kind in a sheet, and say which column is which."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from data_loaders.files.grid import Sheet
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.guidance.mapping import Mapping, assign_columns
from data_loaders.table import header_rows
from data_loaders.table.cell_values import is_blank
from data_loaders.table.column_contents import ColumnContents
from data_loaders.table.declaration import CellType, Declaration
from data_loaders.table.header_rows import HeaderCandidate
from data_loaders.table.layout import Layout, PeriodColumns
from data_loaders.table.place_columns import PLACES, settle_places
from data_loaders.words import times
from data_loaders.words.header_names import BARE_WORD, UNIT, normalize
from data_loaders.words.times import find_periods, strip_times

_SEARCHED_ROWS = 60
_ROWS_BELOW = 20
_TITLE_SHARE = 2  # rows below a title have more than so many cells for each of its own


def find_layout(
    sheet: Sheet,
    candidates: Sequence[HeaderCandidate],
    declaration: Declaration,
    guidance: Guidance,
) -> Layout | None:
    """Find the header that fits a kind best; None where none names two of its columns."""
    layouts = (_fit_header(sheet, header, declaration, guidance) for header in candidates)
    named = (
        layout
        for layout in layouts
        if layout and len(layout.used) + len(layout.clashes) > 1
        if layout.share == 1 or not _is_title(sheet, layout)
    )
    return max(named, key=_rank_layout, default=None)


def _is_title(sheet: Sheet, layout: Layout) -> bool:
    """Whether a header is much narrower than the rows below it, as a title of two cells is."""
    below = sheet.rows[layout.index + 1 : layout.index + 1 + _ROWS_BELOW]
    widths = sorted(sum(not is_blank(value) for value in row) for row in below)
    width = sum(header != "" for header in layout.headers)
    return bool(widths) and width * _TITLE_SHARE < widths[len(widths) // 2]


def find_candidates(sheet: Sheet, guidance: Guidance) -> Iterator[HeaderCandidate]:
    """Return the rows that may be a header: those pointed out, else the first of the sheet."""
    index = find_pointed_out_row(sheet, guidance)
    if index is None:
        yield from header_rows.find_top_candidates(sheet, _SEARCHED_ROWS)
    else:
        yield from header_rows.list_header_candidates(sheet, index)


def find_pointed_out_row(sheet: Sheet, guidance: Guidance) -> int | None:
    """Return the index of the row that somebody has said is the header's last; None if nobody."""
    answer = guidance.user_mapping.answers.get("header_row", "")
    index = int(answer) - 1 - sheet.top if answer.isdecimal() else -1
    return index if 0 <= index < len(sheet.rows) else None


def _rank_layout(layout: Layout) -> tuple[bool, float, int, int, int]:
    size = len(layout.columns) + len(layout.clashes)
    return bool(layout.mapping.columns), layout.share, size, -layout.depth, -layout.index


def _fit_header(
    sheet: Sheet, header: HeaderCandidate, declaration: Declaration, guidance: Guidance
) -> Layout | None:
    """Fit a header to a kind; None where it names fewer than two columns, as most rows do."""
    contents = ColumnContents(sheet, header.index, header.headers)
    fits = fit_columns(contents, header, declaration)
    mapping = _recall_mapping(header, guidance)
    if sum(map(len, fits.values())) < 2 and not mapping.columns:
        return None
    periods = group_by_period(header, declaration, fits)
    apart = {name for period in periods for name in period.columns}
    clashes = {n: tuple(p) for n, p in fits.items() if len(p) > 1 and n not in apart}
    shared = {n: p[0] for n, p in fits.items() if n not in clashes and n not in apart}
    names = {field.name for field in declaration.fields}
    if mapping.columns or mapping.ignored:
        shared = {n: place for n, place in assign_columns(shared, mapping).items() if n in names}
        clashes = {n: places for n, places in clashes.items() if n not in shared}
    if not (declaration.names_units or {*PLACES} & {*mapping.columns}):
        settled = settle_places(contents, shared, guidance.aliases)
        shared = settled if settled.keys() <= names else shared
    has = {*shared, *apart, *clashes}
    share = sum(bool(has & set(group)) for group in declaration.needs) / len(declaration.needs)
    return Layout(header, shared, periods, clashes, share, mapping)


def _recall_mapping(header: HeaderCandidate, guidance: Guidance) -> Mapping:
    """Return what is known of a layout; mostly nothing, and there are many candidates."""
    if guidance.remembered_mappings or not guidance.user_mapping.is_empty:
        return guidance.resolve_mapping(header.headers)
    return Mapping(headers=header.headers)


Places = dict[str, list[int]]

_NUMBER_OR_NAME = "enhed?"
_WORD = re.compile(r"[^\W\d]")
_BARE = re.compile(BARE_WORD)


def fit_columns(
    contents: ColumnContents, header: HeaderCandidate, declaration: Declaration
) -> Places:
    """Give each header to the first field that it fits: each field's columns, by place.

    Whether a column headed only "Enhed" holds numbers or names is told by its cells.
    """
    fits: Places = {}
    for place, text in enumerate(header.headers):
        name = declaration.find_field_name(text) or (_NUMBER_OR_NAME if _is_unit(text) else "")
        is_bare = not name and is_period(text) and _is_bare_length(text, declaration)
        if name := declaration.bare if is_bare else name:
            fits.setdefault(name, []).append(place)
    if not fits:
        return {}
    for field in declaration.fields:
        if field.type is CellType.TEXT and not field.spread and field.name in fits:
            fits[field.name] = contents.keep_word_column(fits[field.name])
        if field.ranked and field.name in fits:
            places = fits[field.name]
            fits[field.name] = _keep_best_ranked(header, places, field.ranked)
            spare_places = [place for place in places if place not in fits[field.name]]
            if field.spare and spare_places:
                fits[field.spare] = [*fits.get(field.spare, []), *spare_places]
    return _settle_units(contents, header, fits, {field.name for field in declaration.fields})


def _settle_units(
    contents: ColumnContents, header: HeaderCandidate, fits: Places, names: set[str]
) -> Places:
    """Tell the columns with the enheder's numbers from those with their names."""
    numbered = [p for p in fits.get("enhed", []) if not _is_row_number(contents, p)]
    undecided = fits.pop(_NUMBER_OR_NAME, [])
    coded = [place for place in undecided if contents.has_codes(place)]
    worded = [place for place in undecided if place not in coded]
    fits["enhed"] = _drop_bare_words(header, numbered, needs_other=not coded)
    fits["enhed_navn"] = _drop_bare_words(header, fits.get("enhed_navn", []), needs_other=True)
    fits = {name: places for name, places in fits.items() if places}
    if not undecided or "enhed" not in names:
        return fits
    if "enhed_navn" not in names:
        return fits | {"enhed": undecided}
    if "enhed" in fits:
        coded, worded = [], undecided
    elif not coded and (len(undecided) > 1 or "enhed_navn" in fits):
        coded, worded = undecided[:1], undecided[1:]
    elif len(coded) == 1 and not worded:
        worded = contents.find_text_column(coded[0])
    elif not coded:
        coded, worded = worded, []
    settled = {"enhed": coded, "enhed_navn": worded}
    return fits | {name: places for name, places in settled.items() if places and name not in fits}


def _keep_best_ranked(
    header: HeaderCandidate, places: list[int], ranked: Sequence[str]
) -> list[int]:
    """Keep the columns that fit the first pattern which any of them fits."""
    headers = {place: normalize(header.headers[place]) for place in places}
    of_patterns = ([p for p in places if re.search(form, headers[p])] for form in ranked)
    return next(filter(None, of_patterns), places)


def _drop_bare_words(header: HeaderCandidate, places: list[int], *, needs_other: bool) -> list[int]:
    """Leave out "Kode" and "Navn", which may be of anything, where another header says it."""
    exact = [place for place in places if not _BARE.search(normalize(header.headers[place]))]
    return exact if exact or not needs_other else places


def _is_row_number(contents: ColumnContents, place: int) -> bool:
    """Whether a column headed only "Nr." numbers the rows, and not the enheder."""
    if not contents.is_bare(place):
        return False
    texts = contents.read_texts(place)
    return len(texts) > 1 and texts == [str(number) for number in range(1, len(texts) + 1)]


def group_by_period(
    header: HeaderCandidate, declaration: Declaration, fits: Places
) -> tuple[PeriodColumns, ...]:
    """Group the columns that stand once for each period, by period."""
    spreading = {field.name for field in declaration.fields if field.spread}
    named = sorted(
        (periods[0], name, place)
        for name, places in fits.items()
        if name in spreading
        for place in places
        if len(periods := find_periods(header.headers[place])) == 1
    )
    by_period = []
    for period, group in groupby(named, key=lambda column: column[0]):
        of_period = list(group)
        places = {name: place for _, name, place in of_period}
        if len(places) < len(of_period):
            return ()  # two columns of one field for the same time: a clash
        by_period.append(PeriodColumns(period, header.headers[of_period[0][2]], places))
    return tuple(by_period)


def _is_bare_length(header: str, declaration: Declaration) -> bool:
    return times.count_months(find_periods(header)[0]) in (*declaration.bare_months, 0)


@lru_cache(maxsize=50_000)
def is_period(header: str) -> bool:
    """Whether a header only names a time, as "2024" and "oktober 2024" do."""
    return bool(header) and len(find_periods(header)) == 1 and not _WORD.search(strip_times(header))


@lru_cache(maxsize=50_000)
def _is_unit(header: str) -> bool:
    return bool(re.search(UNIT, normalize(header)))
