"""The bilag "enheder": every enhed under its afdeling, each with a subtotal."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bilag import cover, result_tables, target_cells
from bilag.model import Bilag, TextSection
from bilag.numbered_notes import NumberedNotes
from bilag.sag import Sag
from bilag.target_cells import NONE, Targets
from core.edition import Edition
from core.nodes import Level
from metrics.result import NodeChangeResult, RullendeResult
from metrics.rows import RullendeRow
from phrases import forklaring as phrases
from phrases.text_tables import TextRow, TextTable

_LEVELS = (Level.KOMMUNE, Level.AFDELING, Level.ENHED)
_COLUMNS = ("employees", "value", "previous", "change", "year_ago")
_SPLIT = ("short", "long")  # nobody's but the municipality's own


def make_bilag(
    results: Mapping[Level, RullendeResult],
    sag: Sag,
    *,
    maaltal: Targets = NONE,
    node_changes: NodeChangeResult | None = None,
    decided_by: str = "",
) -> Bilag:
    """Make the bilag from the `rullende` of kommune, afdeling and enhed, and their targets.

    `node_changes` is what drove the kommune's change since the opgørelse before, if any. In the
    internal edition it says who it was `decided_by` that all of Chefforum gets it.
    """
    kommune = results[Level.KOMMUNE]
    numbered = NumberedNotes()
    enheder = results[Level.ENHED].rows
    groups = [(row, *_select_enheder(row, enheder)) for row in results[Level.AFDELING].rows]
    tables = [
        _make_table(
            replace(kommune, rows=(*kommune.rows, *group)), group, maaltal, numbered=numbered
        )
        for group in (*groups, kommune.rows)
    ]
    made = cover.make_bilag(
        "enheder",
        sag,
        results={level: results[level] for level in _LEVELS},
        maaltal=maaltal,
        sections=(*tables, *_explain_closed(node_changes)),
        notes=(*numbered.paragraphs, *_explain_edition(kommune, decided_by)),
    )
    return replace(made, numbered_notes=numbered.texts)


def _explain_edition(kommune: RullendeResult, decided_by: str) -> tuple[str, ...]:
    """Say who decided that the internal edition goes to all of Chefforum."""
    if kommune.edition is Edition.OFFENTLIG or not decided_by:
        return ()
    return (f"Den interne udgave til hele Chefforum er besluttet af {decided_by}.",)


def _explain_closed(node_changes: NodeChangeResult | None) -> Sequence[TextSection]:
    """Say which workplaces have closed, when and why, and how they count in the figures."""
    if node_changes is None or all(row.missing for row in node_changes.rows):
        return []
    (kommune,) = node_changes.rows
    return [
        TextSection(
            "Nedlagte og overdragne i perioden",
            (phrases.explain_workplaces(node_changes, kommune),),
        )
    ]


def _select_enheder(afdeling: RullendeRow, enheder: Sequence[RullendeRow]) -> list[RullendeRow]:
    return [row for row in enheder if row.parent == afdeling.key]


def _make_table(
    result: RullendeResult,
    rows: Sequence[RullendeRow],
    maaltal: Targets,
    *,
    numbered: NumberedNotes,
) -> TextTable:
    """Make the table of the first of `rows`, an afdeling or the kommune: itself stands last."""
    total, *enheder = rows
    names = _COLUMNS if result.edition is Edition.OFFENTLIG else (*_COLUMNS, *_SPLIT)

    def cells(row: RullendeRow) -> tuple[str, ...]:
        target_texts = target_cells.format_cells(maaltal, row.key, target_cells.OF_ENHEDER)
        return result_tables.format_cells(result, row, names, numbered=numbered, extra=target_texts)

    lines = [TextRow(cells(row)) for row in enheder]
    name, *figures = cells(total)
    lines.append(TextRow((f"{name} i alt", *figures), strong=True))
    # The head says where one is on the next page, too.
    head = f"Enhed i {total.name}" if enheder else "I alt"
    of_targets = target_cells.make_columns(maaltal, target_cells.OF_ENHEDER)
    heads = result_tables.make_columns(result, head, names, extra=of_targets)
    return TextTable(total.name, heads, tuple(lines))
