"""What must be said beside a figure of sick leave over four quarters."""

from core import danish
from core.nodes import Level
from core.settings import Denominator
from metrics.result import AnyResult
from metrics.rows import KvartalRow, RullendeRow, WindowRow
from phrases.corrections import write_corrections
from phrases.periods import name_quarters_of_window

_WAITS = "En rettelse indgår ikke i de kvartaler, der er vist."  # nor in any later opgørelse
_INCOMPARABLE = "Tal fra før og efter kan derfor ikke uden videre sammenlignes."


def write_window_note(result: AnyResult, row: WindowRow) -> str:
    """Say what a reader must know of one row; "" where there is nothing to say."""
    parts = [
        explain_missing(row),
        _describe_holes(row),
        _explain_split(row),
        _describe_vanished(row),
        *_explain_comparison(row, result.denominator),
        *_list_changed_data(result, row),
    ]
    return " ".join(part for part in parts if part)


def describe_data(result: AnyResult, row: WindowRow) -> str:
    """Say what is particular about the data of a figure, but not why it is missing or compared."""
    breaks = result.events.find_breaks_within(row)
    parts = [
        _describe_holes(row),
        _explain_split(row),
        _describe_vanished(row),
        *_list_changed_data(result, row),
        _INCOMPARABLE if breaks else "",
    ]
    return " ".join(part for part in parts if part)


def _list_changed_data(result: AnyResult, row: WindowRow) -> list[str]:
    """Tell what was corrected, and where a new way of counting began within the four quarters."""
    waits = _WAITS if row.waits and row.value is not None else ""
    breaks = [event.sentence for event in result.events.find_breaks_within(row)]
    return [write_corrections(row.corrections), waits, *breaks]


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


def explain_missing(row: WindowRow) -> str:
    """Say why a row has no figure; "" where that is not for want of data."""
    if not row.missing:
        return ""
    if row.quarters >= 4:
        return "Der er ingen medarbejdere at dele fraværet med."
    if not row.quarters:
        return "Der er ingen data for de fire kvartaler."
    return f"Der er kun data for {name_quarters_of_window(row.quarters)}."


def _describe_holes(row: WindowRow) -> str:
    if not row.holes:
        return ""
    if row.node.level is Level.ENHED:
        return f"Enheden mangler data i {danish.format_count(row.holes, 'kvartal', 'kvartaler')}."
    if row.missing:
        return ""
    if row.holes == 1:
        return "1 enhed mangler data i 1 kvartal, som er holdt ude af både fravær og nævner."
    quarters = f"{danish.format_number(row.holes, 0)} kvartaler"
    return (
        f"Enhederne mangler tilsammen data i {quarters}, som er holdt ude af både fravær og nævner."
    )


def _explain_split(row: WindowRow) -> str:
    if not row.unsplit or row.missing:
        return ""
    quarters = danish.format_count(row.unsplit, "kvartal", "kvartaler")
    whose = "1 enhed har" if row.unsplit == 1 else "enhederne har tilsammen"
    if row.node.level is Level.ENHED:
        whose = "enheden har"
    return f"Kort- og langtidsfravær vises ikke: {whose} {quarters} uden opdeling i data."


def _describe_vanished(row: WindowRow) -> str:
    now = row.quarter
    if not row.vanished:
        return ""
    if row.node.level is Level.ENHED:
        return f"Enheden er ikke med i {now.label}; den tæller 0 derfra."
    units = danish.format_count(row.vanished, "enhed", "enheder")
    return f"{units} fra {(now - 1).label} er ikke med i {now.label}."


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
