"""The tables of figures: which columns there are, and how a result's row becomes a line."""

from collections.abc import Sequence

from bilag.notes import Numbered
from core.quarter import Quarter
from metrics.result import AnyResult
from metrics.rows import Row
from phrases.cell_text import write_cell
from phrases.notes import write_note
from phrases.text_tables import TextColumn

_NAME_WIDTH = 2.9
_WIDTHS = {"short": 1.15, "long": 1.15}  # their heads are long words
_NOTE = TextColumn("note", "Note", width=0.5)


def columns(
    result: AnyResult, first: str, names: Sequence[str], *, more: Sequence[TextColumn] = ()
) -> tuple[TextColumn, ...]:
    """Return the columns of a table: a name, the result's columns of those names, more, a note."""
    heads = _heads(result)
    figures = (TextColumn(name, heads[name], width=_WIDTHS.get(name, 1.0)) for name in names)
    return (TextColumn("name", first, numeric=False, width=_NAME_WIDTH), *figures, *more, _NOTE)


def cells(
    result: AnyResult,
    row: Row,
    names: Sequence[str],
    *,
    numbered: Numbered,
    more: Sequence[str] = (),
) -> tuple[str, ...]:
    """Write a row of a result as the texts under those columns; its note gets a number."""
    figures = (write_cell(result, row, name) for name in names)
    return (row.name, *figures, *more, numbered.number(write_note(result, row)))


def _heads(result: AnyResult) -> dict[str, str]:
    labels = {
        name: result.noegletal.measure(name).label for name in ("short", "long", "long_share")
    }
    parts = {name: _foldable(label) for name, label in labels.items()}
    return parts | {
        "employees": f"{result.denominator.value.capitalize()} (gns.)",
        "value": "Denne opgørelse",
        "previous": _when("Forrige", result.quarter - 1),
        "change": "Ændring",
        "year_ago": _when("Året før", result.quarter - 4),
        "change_year": "Ændring på\N{NO-BREAK SPACE}et\N{NO-BREAK SPACE}år",
    }


def _foldable(head: str) -> str:
    """Let a long word be broken where its parts meet: a table may have many columns."""
    return head.replace("tids", "tids\N{SOFT HYPHEN}")


def _when(text: str, quarter: Quarter) -> str:
    """Name a quarter in brackets that are not broken over lines."""
    return f"{text} ({quarter.short_label})".replace(". ", ".\N{NO-BREAK SPACE}")
