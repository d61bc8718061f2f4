"""Tables as people read them, on a page and in a bilag alike: every cell is text already."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TextColumn:
    """A column: a name for it, its head, whether it holds figures, its share of the width."""

    key: str
    head: str
    numeric: bool = True
    width: float = 1.0


@dataclass(frozen=True)
class TextRow:
    """A line of a table: `strong` for a group or a total, `indented` under the group above it."""

    cells: tuple[str, ...]
    strong: bool = False
    indented: bool = False


@dataclass(frozen=True)
class TextTable:
    """A table with a caption that says what it shows."""

    caption: str
    columns: tuple[TextColumn, ...]
    rows: tuple[TextRow, ...]
