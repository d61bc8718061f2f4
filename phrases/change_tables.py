"""The tables of what drove a change: its parts, and the enheder that moved most."""

from metrics.forklaring import LargestMovers, name_parts
from metrics.result import NodeChangeResult
from metrics.rows import NodeChangeRow
from phrases import forklaring
from phrases.text_tables import TextColumn, TextRow, TextTable


def make_part_table(result: NodeChangeResult, node: NodeChangeRow) -> TextTable:
    """Make the table of a change: the figure before, each part of the change, the figure now."""
    measure = forklaring.choose_measure(result, node)
    before, after = (measure.text(figure) for figure in (node.before, node.after))
    lines = [
        TextRow((node.against.label, before, "")),
        *(
            TextRow(
                (
                    label,
                    forklaring.write_effect(result, node, part),
                    forklaring.write_part_note(node, part),
                )
            )
            for part, label in name_parts(node).items()
        ),
        TextRow(
            (
                "Ændring i alt",
                measure.change_text(forklaring.find_change(result, node)),
                forklaring.write_node_note(node),
            ),
            strong=True,
        ),
        TextRow((result.quarter.label, after, "")),
    ]
    columns = (
        TextColumn("name", "Del", numeric=False),
        TextColumn("value", "Dagsværk"),
        TextColumn("note", "Note", numeric=False),
    )
    return TextTable(f"{node.name}, dagsværk {result.denominator.per}", columns, tuple(lines))


def make_mover_table(result: NodeChangeResult, movers: LargestMovers) -> TextTable:
    """Make the table of the enheder that moved a node most, and of all others together."""
    measure = result.noegletal.measure("value")
    lines = [TextRow((name, measure.effect_text(effect))) for name, effect in movers.largest]
    others_row = TextRow(("Øvrige", measure.effect_text(movers.remainder)))
    columns = TextColumn("name", "Enhed", numeric=False), TextColumn("value", "Bidrag")
    caption = f"Bidrag til ændringen, dagsværk {result.denominator.per}"
    return TextTable(caption, columns, (*lines, others_row))
