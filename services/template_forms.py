"""What a template of each kind shows: columns with what belongs in them, and rows as examples."""

from collections.abc import Sequence
from dataclasses import dataclass

from data_loaders.files.values import Value
from data_loaders.kinds.registry import KINDS
from data_loaders.table.declaration import CellType, Declaration, Field

_TYPES = {
    CellType.TEXT: "Tekst",
    CellType.KEY: "Nummer",
    CellType.NAME: "Tekst",
    CellType.NUMBER: "Tal",
    CellType.DATE: "Dato (31.12.2024)",
    CellType.YEAR: "År (2024)",
    CellType.QUARTER: "Kvartal (2024K4)",
    CellType.PERIOD: "Periode (2024, 2024K4, 2024-10)",
}


@dataclass(frozen=True)
class TemplateColumn:
    """A column of a template: its header, what its cells are, and what it means.

    `needed` says whether a file must have the column: ja, nej, or "ja, eller …" another one.
    """

    header: str
    holds: str
    about: str
    needed: str


@dataclass(frozen=True)
class TemplateForm:
    """A template before it is written: `title` is a line above the header, "" where none is."""

    kind: str
    label: str
    about: str
    columns: tuple[TemplateColumn, ...]
    rows: tuple[Sequence[Value], ...]
    title: str = ""


def make_form(kind: str) -> TemplateForm:
    """Return the form of a kind; KeyError for one that does not exist."""
    declaration = KINDS[kind].declaration
    places = [place for place, field in enumerate(declaration.fields) if field.in_template]
    columns = tuple(_describe_column(declaration, declaration.fields[place]) for place in places)
    rows = tuple([row[place] for place in places] for row in declaration.examples)
    return TemplateForm(
        kind, declaration.label, declaration.about, columns, rows, declaration.title
    )


def _describe_column(declaration: Declaration, field: Field) -> TemplateColumn:
    return TemplateColumn(
        field.label, _describe_content(field), field.about, _describe_need(declaration, field)
    )


def _describe_content(field: Field) -> str:
    words = list(map(field.get_choice_word, field.choices))
    if field.type is CellType.CHOICE:
        return f"Én af: {', '.join(words)}"
    return " eller ".join([_TYPES[field.type], *words])


def _describe_need(declaration: Declaration, field: Field) -> str:
    group = next((group for group in declaration.needs if field.name in group), ())
    alternatives = [
        declaration[n].label for n in group if n != field.name and declaration[n].in_template
    ]
    if not group:
        return field.needed or "nej"
    return (
        f"ja, eller {' eller '.join(f'»{label}«' for label in alternatives)}"
        if alternatives
        else "ja"
    )
