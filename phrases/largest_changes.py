"""The nodes whose figures have risen and fallen most, as small tables."""

from collections.abc import Sequence

from core import danish
from metrics.result import RullendeResult
from metrics.rows import RullendeRow
from phrases.cell_text import find_shown_change, write_cell
from phrases.text_tables import TextColumn, TextRow, TextTable

_MOST = 3
_COLUMNS = ("previous", "value", "change")
_HEADS = ("Forrige", "Denne opgørelse", "Ændring")


def make_largest_tables(result: RullendeResult) -> list[TextTable]:
    """Make a table of the three nodes that rose most, and one of the three that fell most.

    Changes are as they are shown; of those that are alike the first in the organisation's order
    stands first. There is no table where no node moved that way.
    """
    decimals = result.noegletal.measure("value").decimals
    changes = [
        (row, danish.round_half_up(change, decimals))
        for row in result.rows
        if (change := find_shown_change(result, row)) is not None
    ]
    moved = sorted(changes, key=lambda pair: -abs(pair[1]))
    rises, falls = (
        [row for row, change in moved if change * direction > 0][:_MOST] for direction in (1, -1)
    )
    groups = (("Steget mest", rises), ("Faldet mest", falls))
    return [_make_table(result, rows, caption) for caption, rows in groups if rows]


def _make_table(result: RullendeResult, rows: Sequence[RullendeRow], caption: str) -> TextTable:
    heads = (
        TextColumn("name", result.level.label, numeric=False, width=2.0),
        *(TextColumn(name, head) for name, head in zip(_COLUMNS, _HEADS, strict=True)),
    )
    lines = (
        TextRow((row.name, *(write_cell(result, row, name) for name in _COLUMNS))) for row in rows
    )
    return TextTable(caption, heads, tuple(lines))
