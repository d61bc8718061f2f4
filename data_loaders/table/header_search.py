"""Find the header of a kind in a sheet, and say which column is which."""

from collections.abc import Iterator, Sequence

from data_loaders.files.grid import Sheet
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.guidance.mapping import Mapping, assign_columns
from data_loaders.table import field_columns, header_rows
from data_loaders.table.column_contents import ColumnContents
from data_loaders.table.declaration import Declaration
from data_loaders.table.header_rows import HeaderCandidate
from data_loaders.table.layout import Layout

_SEARCHED_ROWS = 60


def find_layout(
    sheet: Sheet,
    candidates: Sequence[HeaderCandidate],
    declaration: Declaration,
    guidance: Guidance,
) -> Layout | None:
    """Find the header that fits a kind best; None where none names two of its columns."""
    layouts = (_fit_header(sheet, header, declaration, guidance) for header in candidates)
    named = (layout for layout in layouts if len(layout.used) + len(layout.clashes) > 1)
    return max(named, key=_rank_layout, default=None)


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
) -> Layout:
    contents = ColumnContents(sheet, header.index, header.headers)
    fits = field_columns.fit_columns(contents, header, declaration)
    periods = field_columns.group_by_period(header, declaration, fits)
    apart = {name for period in periods for name in period.columns}
    clashes = {n: tuple(p) for n, p in fits.items() if len(p) > 1 and n not in apart}
    shared = {n: p[0] for n, p in fits.items() if n not in clashes and n not in apart}
    mapping = _recall_mapping(header, guidance)
    if mapping.columns or mapping.ignored:
        names = {field.name for field in declaration.fields}
        shared = {n: place for n, place in assign_columns(shared, mapping).items() if n in names}
        clashes = {n: places for n, places in clashes.items() if n not in shared}
    has = {*shared, *apart, *clashes}
    share = sum(bool(has & set(group)) for group in declaration.needs) / len(declaration.needs)
    return Layout(header, shared, periods, clashes, share, mapping)


def _recall_mapping(header: HeaderCandidate, guidance: Guidance) -> Mapping:
    """Return what is known of a layout; mostly nothing, and there are many candidates."""
    if guidance.remembered_mappings or not guidance.user_mapping.is_empty:
        return guidance.resolve_mapping(header.headers)
    return Mapping(headers=header.headers)
