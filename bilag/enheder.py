"""The bilag "enheder": every enhed under its afdeling, each with a subtotal. Internal only."""

from collections.abc import Mapping, Sequence

from bilag import cover, tables, targets
from bilag.model import Bilag, TextSection
from bilag.notes import Numbered, explanations
from bilag.sag import Sag
from bilag.targets import NONE, Targets
from core.nodes import Level
from metrics.result import NodeChangeResult, RullendeResult
from metrics.rows import RullendeRow
from phrases import forklaring as phrases
from phrases.text_tables import TextRow, TextTable

_LEVELS = (Level.KOMMUNE, Level.AFDELING, Level.ENHED)
_COLUMNS = ("employees", "value", "previous", "change", "year_ago", "short", "long")


def bilag(
    results: Mapping[Level, RullendeResult],
    sag: Sag,
    *,
    maaltal: Targets = NONE,
    moved: NodeChangeResult | None = None,
) -> Bilag:
    """Make the bilag from the `rullende` of kommune, afdeling and enhed, and their targets.

    `moved` is what drove the kommune's change since the opgørelse before, where there is one.
    """
    kommune = results[Level.KOMMUNE]
    numbered = Numbered()
    afdelinger = results[Level.AFDELING].rows
    enheder = results[Level.ENHED].rows
    whole = kommune.rows
    sections = [
        _table(kommune, (afdeling, *_below(afdeling, enheder)), maaltal, numbered=numbered)
        for afdeling in afdelinger
    ]
    sections.append(_table(kommune, whole, maaltal, numbered=numbered))
    cells = [text for table in sections for line in table.rows for text in line.cells]
    rows = (*afdelinger, *enheder, *whole)
    of_targets = targets.explained(maaltal, Level.AFDELING)
    said = (
        *of_targets,
        *explanations(kommune, rows, cells, targets=targets.rows_of(maaltal, rows)),
    )
    return cover.bilag(
        "enheder",
        sag,
        kommune=kommune,
        sections=(*sections, *_closed(moved), TextSection("Noter", (*numbered.paragraphs, *said))),
        attached=(kommune, results[Level.AFDELING], results[Level.ENHED]),
        maaltal=tuple(maaltal[level] for level in _LEVELS if level in maaltal),
    )


def _closed(moved: NodeChangeResult | None) -> Sequence[TextSection]:
    """Who has closed, when and why, and how they count."""
    if moved is None or all(row.missing for row in moved.rows):
        return []
    (kommune,) = moved.rows
    return [TextSection("Nedlagte og overdragne i perioden", (phrases.workplaces(moved, kommune),))]


def _below(afdeling: RullendeRow, enheder: Sequence[RullendeRow]) -> list[RullendeRow]:
    return [row for row in enheder if row.parent == afdeling.key]


def _table(
    result: RullendeResult, rows: Sequence[RullendeRow], maaltal: Targets, *, numbered: Numbered
) -> TextTable:
    """One afdeling (or the kommune), which comes first in `rows`: its enheder, and itself last."""
    total, *enheder = rows

    def cells(row: RullendeRow) -> tuple[str, ...]:
        more = targets.cells(maaltal, row.key, targets.OF_ENHEDER)
        return tables.cells(result, row, _COLUMNS, numbered=numbered, more=more)

    lines = [TextRow(cells(row)) for row in enheder]
    name, *figures = cells(total)
    lines.append(TextRow((f"{name} i alt", *figures), strong=True))
    head = f"Enhed i {total.name}" if enheder else ""  # says where one is on the next page, too
    of_targets = targets.columns(maaltal, targets.OF_ENHEDER)
    heads = tables.columns(result, head, _COLUMNS, more=of_targets)
    return TextTable(total.name, heads, tuple(lines))
