"""From a sheet with a list's header to the parts of its body, and what is wrong with its rows."""

from collections.abc import Iterator

import numpy as np

from core.danish import format_count
from data_loaders.codes import problem
from data_loaders.context import Context
from data_loaders.files.columns import EncodedColumn, Mask
from data_loaders.files.grid import Sheet
from data_loaders.files.values import Value, text_of
from data_loaders.problem import Problem
from data_loaders.table import ragged_rows, row_sorting
from data_loaders.table.body import Part
from data_loaders.table.declaration import Listing
from data_loaders.table.list_header import Found
from data_loaders.table.problem_collector import Collector
from data_loaders.table.row_sorting import Sorted, Table

_LONGEST_TEXT = 60


def of_sheet(
    sheet: Sheet, found: Found, listing: Listing, context: Context, problems: Collector
) -> list[Part]:
    """Return a sheet's rows: once, or once for each period that has columns of its own."""
    table = Table(sheet, found)
    by_kind = row_sorting.sort(table, listing, context.settings.total_words)
    ragged_rows.tell(table, by_kind, listing, problems)
    carried = dict(_carried(table, by_kind, listing, problems))
    for one in _row_problems(table, by_kind, listing, problems):
        problems.add(one)
    spread = found.spread or (("", {}),)
    return [
        Part(table, found.columns | places, by_kind.rows, by_kind.totals, said, carried)
        for said, places in spread
    ]


def _carried(
    table: Table, by_kind: Sorted, listing: Listing, problems: Collector
) -> Iterator[tuple[str, EncodedColumn[Value]]]:
    """Give the columns of names in which blanks mean "as above"."""
    known: list[Mask] = []
    for name in listing.names:
        place = table.found.columns.get(name)
        if place is None:
            continue
        has_value = table.filled(place)[by_kind.rows]
        filled = row_sorting.filled_down(table[place].take(by_kind.rows), has_value, known)
        if filled is None:
            continue
        known.append(has_value)
        header = table.found.heading.headers[place]
        blanks = np.flatnonzero(~has_value)
        message = (
            f"I kolonnen »{header}« er {format_count(len(blanks), 'tom celle', 'tomme celler')} "
            "læst som »det samme som ovenfor«."
        )
        cell = table.address(int(by_kind.rows[blanks[0]]), place)
        problems.add(
            problem("filled_down", message, sheet=table.sheet.name, cell=cell, column=header)
        )
        yield name, filled


def _row_problems(
    table: Table, by_kind: Sorted, listing: Listing, problems: Collector
) -> Iterator[Problem]:
    """Name the rows that lack what each must have, and texts before the last row."""
    for group, lacking in by_kind.lacking.items():
        place = next((p for n in group if (p := table.found.places.get(n)) is not None), 0)
        wanted = " eller ".join(listing[name].label for name in group)
        room = problems.room("empty_cell")
        for row in lacking[:room].tolist():
            yield problem(
                "empty_cell",
                f"Rækken mangler {wanted}. Udfyld cellen, eller slet rækken.",
                sheet=table.sheet.name,
                cell=table.address(row, place),
                column=table.found.heading.headers[place],
            )
        problems.count("empty_cell", max(0, len(lacking) - room))
    last = int(by_kind.rows[-1]) if len(by_kind.rows) else -1
    between = by_kind.texts[by_kind.texts < last]
    for row in between[: problems.room("text_row")].tolist():
        yield _text_row(table, row, discreet=listing.discreet)


def _text_row(table: Table, row: int, *, discreet: bool) -> Problem:
    places = sorted(table.found.used)
    texts = {place: text_of(table[place][row])[:_LONGEST_TEXT] for place in places}
    place = next(place for place in places if texts[place])
    shown = "" if discreet else f" »{texts[place]}«"
    return problem(
        "text_row",
        f"Rækken{shown} har kun tekst og er ikke læst.",
        sheet=table.sheet.name,
        cell=table.address(row, place),
        value="" if discreet else texts[place],
    )
