"""What must be said beside a figure of sick leave over four quarters."""

from core import danish
from core.nodes import Level
from core.settings import Denominator
from metrics.result import AnyResult
from metrics.rows import KvartalRow, RullendeRow, WindowRow
from phrases.corrections import write_corrections

_WAITS = "En rettelse indgår ikke i de kvartaler, der er vist."  # nor in any later opgørelse


def write_window_note(result: AnyResult, row: WindowRow) -> str:
    """Say what a reader must know of one row; "" where there is nothing to say."""
    parts = [
        _explain_missing(row),
        _describe_holes(row),
        _explain_split(row),
        _describe_vanished(row),
        *_explain_comparison(row, result.denominator),
        write_corrections(row.corrections),
        _WAITS if row.waits and row.value is not None else "",
        *(event.sentence for event in result.events.find_breaks_within(row)),
    ]
    return " ".join(part for part in parts if part)


def write_kvartal_note(row: KvartalRow) -> str:
    """Say what a reader must know of a figure of one quarter; "" where there is nothing to say."""
    lacks = ""
    if row.holes and row.node.level is Level.ENHED:
        lacks = "Enheden mangler fravær eller medarbejdere i kvartalet."
    elif row.holes:
        units = danish.format_count(row.holes, "enhed", "enheder")
        lacks = (
            f"{units} mangler fravær eller medarbejdere i kvartalet og er holdt ude af både "
            "fravær og nævner."
        )
    return " ".join(part for part in (lacks, write_corrections(row.corrections)) if part)


def _explain_missing(row: WindowRow) -> str:
    if not row.missing:
        return ""
    if row.quarters >= 4:
        return "Der er ingen medarbejdere at dele fraværet med."
    return f"Der er kun data for {row.quarters} af de fire kvartaler."


def _describe_holes(row: WindowRow) -> str:
    if not row.holes:
        return ""
    if row.node.level is Level.ENHED:
        return f"Enheden mangler data i {danish.format_count(row.holes, 'kvartal', 'kvartaler')}."
    holes = danish.format_count(row.holes, "enhed-kvartal", "enhed-kvartaler")
    return f"{holes} mangler i data og er holdt ude af både fravær og nævner."


def _explain_split(row: WindowRow) -> str:
    if not row.unsplit or row.missing:
        return ""
    where = danish.format_count(row.unsplit, "enhed-kvartal", "enhed-kvartaler")
    return f"Kort- og langtid vises ikke: {where} er uden opdeling i data."


def _describe_vanished(row: WindowRow) -> str:
    now = row.quarter
    if not row.vanished:
        return ""
    if row.node.level is Level.ENHED:
        return f"Enheden er ikke med i {now.label}; den tæller 0 derfra."
    units = danish.format_count(row.vanished, "enhed", "enheder")
    return f"{units} fra {(now - 1).label} er ikke med i {now.label} og tæller 0 der."


def _explain_comparison(row: WindowRow, denominator: Denominator) -> list[str]:
    """Say why a row is not shown with the others, or not compared with the opgørelse before."""
    compared = row if isinstance(row, RullendeRow) else None
    sentences = []
    if compared and compared.previous_masked and not row.masked:
        before = (row.quarter - 1).label
        sentences.append(f"Ændringen vises ikke, fordi tallet for {before} ikke vises.")
    if compared and compared.previous is None and compared.previous_preliminary:
        before = (row.quarter - 1).label
        sentences.append(f"Ikke sammenlignet med opgørelsen for {before}, som er foreløbig.")
    denominator_here = Denominator(row.denominator)
    if denominator_here != denominator:
        return [
            *sentences,
            f"Opgjort {denominator_here.per} og derfor ikke vist sammen med de øvrige.",
        ]
    previous = compared.previous_denominator if compared else ""
    if not previous or previous == denominator_here.value:
        return sentences
    previous_per = Denominator(previous).per
    return [*sentences, f"Ikke sammenlignet med forrige opgørelse, som er {previous_per}."]
