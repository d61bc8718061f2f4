"""Spells in words: whether people were ill more often or for longer, and who was several times."""

from core import danish
from core.nodes import Level
from metrics.forloeb import ForloebResult, ForloebRow
from metrics.result import AnyResult
from metrics.rows import index_by_key
from phrases.cell_text import find_shown_change, write_cell
from phrases.corrections import write_corrections
from phrases.trends import describe_movement

_OFTEN = {"er steget": "oftere", "er faldet": "sjældnere", "er uændret": "lige så ofte"}
_LONG = {
    "er steget": "længere ad gangen",
    "er faldet": "kortere tid ad gangen",
    "er uændret": "lige så længe ad gangen",
}
_CUT = (
    "Forløbenes datoer er klippet til filens periode: antallet er et højestetal, og længden et "
    "mindstetal."
)
_HIDES = "vises ikke: tallet kunne pege på nogen i en lille gruppe."


def describe_spells(result: ForloebResult, row: ForloebRow) -> str:
    """Say whether a node's people were ill more often or for longer than at the opgørelse before.

    "Siden 3. kvartal 2024 …: 1,8 forløb pr. medarbejder (+0,2) med i gennemsnit 7,8 kalenderdage
    (−0,4)." It is "" where the figures are not shown.
    """
    if row.value is None or row.length is None:
        return ""
    number, length = (write_cell(result, row, name) for name in ("value", "length"))
    per = result.denominator.per
    changes = [find_shown_change(result, row, name) for name in ("change", "change_length")]
    if changes[0] is None or changes[1] is None:
        return f"Sygeforløb: {number} {per} med i gennemsnit {length} kalenderdage."
    moves = [
        describe_movement(result.noegletal.measure(name), change)
        for name, change in zip(("value", "length"), changes, strict=True)
        if change is not None
    ]
    joined = f"{_OFTEN[moves[0]]}{' og' if moves[0] == moves[1] else ', men'} {_LONG[moves[1]]}"
    shown = [write_cell(result, row, name) for name in ("change", "change_length")]
    return (
        f"Siden {(row.quarter - 1).label} var medarbejderne syge {joined}: {number} forløb {per} "
        f"({shown[0]}) med i gennemsnit {length} kalenderdage ({shown[1]})."
    )


def describe_node_spells(result: ForloebResult, key: str) -> str:
    """Say the same of a node by its key, with its note; "" where nothing of it is shown."""
    row = index_by_key(result.rows).get(key)
    text = describe_spells(result, row) if row else ""
    return f"{text} {write_forloeb_note(result, row)}".strip() if row and text else ""


def write_forloeb_note(result: AnyResult, row: ForloebRow) -> str:
    """Say what a reader must know of a node's spells; "" where there is nothing to say."""
    if row.missing:
        return "Der er ikke fraværsforløb og medarbejdere for alle fire kvartaler."
    if row.masked:
        return ""
    parts = [
        _describe_holes(row),
        _CUT if any(source.cut for source in result.sources) else "",
        f"Delvist fravær {_HIDES}" if row.part_masked else "",
        f"Gentaget korttidsfravær {_HIDES}" if row.repeated_masked else "",
        write_corrections(row.corrections),
    ]
    return " ".join(part for part in parts if part)


def _describe_holes(row: ForloebRow) -> str:
    if not row.holes or row.node.level is Level.ENHED:
        return ""
    quarters = danish.format_count(row.holes, "kvartal", "kvartaler")
    return (
        f"Enhederne mangler tilsammen forløb eller medarbejdere i {quarters}, som er holdt ude af "
        "både forløb og nævner."
    )
