"""Find the header of a kind of list in a sheet, and say which column is which."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from data_loaders.files.grid import Sheet
from data_loaders.guidance.guide import Guide
from data_loaders.guidance.mapping import Mapping, assigned
from data_loaders.table import field_columns, header_rows
from data_loaders.table.declaration import Listing
from data_loaders.table.field_columns import Spread
from data_loaders.table.header_rows import Candidate

SEARCHED_ROWS = 60


@dataclass(frozen=True)
class Found:
    """A kind of list's header in a sheet.

    `columns` are the places of its fields. `spread` are, for each period that some fields have
    columns of their own for, the header that names it and their places. `clashes` are columns that
    fit a field equally well. `share` is how many of the needed groups are there, from 0 to 1.
    `mapping` is what was said of the layout, or learned.
    """

    heading: Candidate
    columns: dict[str, int]
    spread: Spread
    clashes: dict[str, tuple[int, ...]]
    share: float
    mapping: Mapping = field(default_factory=Mapping)

    @property
    def places(self) -> dict[str, int]:
        """The place of each field, the first one where it is spread."""
        first = self.spread[0][1] if self.spread else {}
        return self.columns | first

    @property
    def used(self) -> set[int]:
        """All columns that are read."""
        return {*self.columns.values(), *(c for _, places in self.spread for c in places.values())}

    @property
    def named(self) -> dict[str, str]:
        """The header that each field is read from."""
        return {name: self.heading.headers[place] for name, place in self.places.items()}

    @property
    def unused(self) -> tuple[str, ...]:
        """The headers that are not needed."""
        return tuple(self.heading.headers[place] for place in self.free)

    @property
    def free(self) -> tuple[int, ...]:
        """The columns with a header that are not read."""
        return tuple(i for i, h in enumerate(self.heading.headers) if h and i not in self.used)


def find(sheet: Sheet, heads: Sequence[Candidate], listing: Listing, guide: Guide) -> Found | None:
    """Find the heading that fits a kind best; None where none names two of its columns."""
    found = (_found(sheet, head, listing, guide) for head in heads)
    named = (one for one in found if len(one.used) + len(one.clashes) > 1)
    return max(named, key=_rank, default=None)


def candidates(sheet: Sheet, guide: Guide) -> Iterator[Candidate]:
    """The rows that may be a header: the one that somebody has pointed out, else the first ones."""
    said = guide.said.answers.get("header_row", "")
    if said.isdecimal() and 0 <= (index := int(said) - 1 - sheet.top) < len(sheet.rows):
        yield from header_rows.candidates(sheet, index)
        return
    yield from header_rows.first_candidates(sheet, SEARCHED_ROWS)


def _rank(found: Found) -> tuple[bool, float, int, int, int]:
    size = len(found.places) + len(found.clashes)
    return (
        bool(found.mapping.columns),
        found.share,
        size,
        -found.heading.depth,
        -found.heading.index,
    )


def _found(sheet: Sheet, head: Candidate, listing: Listing, guide: Guide) -> Found:
    fits = field_columns.columns(sheet, head, listing)
    spread = field_columns.spread(head, listing, fits)
    apart = {name for _, places in spread for name in places}
    clashes = {n: tuple(p) for n, p in fits.items() if len(p) > 1 and n not in apart}
    columns = {n: p[0] for n, p in fits.items() if n not in clashes and n not in apart}
    mapping = _mapping(head, guide)
    if mapping.columns or mapping.ignored:
        known = {one.name for one in listing.fields}
        columns = {n: c for n, c in assigned(columns, mapping).items() if n in known}
        clashes = {n: p for n, p in clashes.items() if n not in columns}
    has = {*columns, *apart, *clashes}
    share = sum(bool(has & set(group)) for group in listing.needs) / len(listing.needs)
    return Found(head, columns, spread, clashes, share, mapping)


def _mapping(head: Candidate, guide: Guide) -> Mapping:
    """What is known of a layout; mostly nothing, and there are many candidates."""
    if guide.learned or not guide.said.is_empty:
        return guide.mapping_for(head.headers)
    return Mapping(headers=head.headers)
