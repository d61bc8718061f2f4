"""Corrections of figures that were sent, in sentences."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from core import danish
from core.nodes import Level
from core.opgoerelse import Correction
from core.quarter import Quarter
from metrics.figure_correction import CorrectedMeasure, FigureCorrection, NodeCorrection
from metrics.sendings import ChangesSinceSent, SentOpgoerelse
from phrases.periods import write_period

_MOST_NODES = 3
_MOST_FIGURES = 2
_BESIDE = ("target", "value")  # named beside the main figure: the others follow from them
_USED = {True: "her vises", False: "her sammenlignes med"}
_WHY = {
    True: "ved efterregistrering",
    False: "efter ændringer i organisationen eller opgørelsesmåden",
}


def write_corrections(corrections: Iterable[FigureCorrection]) -> str:
    """Write a sentence for each correction; "" where there are none."""
    return " ".join(_write_correction(correction) for correction in corrections)


def describe_sent_correction(changes: Sequence[ChangesSinceSent], *, signed: bool = True) -> str:
    """Say how an opgørelse prints otherwise than it was sent, and why; "" where it does not.

    "Udsendt 29. januar 2025: 14,0. Med de data, der er nu: 14,2 (+0,2). Årsag: …". `changes` are
    those of one opgørelse in several nøgletal and levels: the kommune stands for all, or else the
    first nodes for the rest. Uploads are `signed` with who made them.
    """
    alike: dict[tuple[datetime | None, datetime | None], list[ChangesSinceSent]] = {}
    for change in changes:
        if change.nodes and not change.is_deferred:
            alike.setdefault((change.sent_at, change.corrected_at), []).append(change)
    return " ".join(_describe_sending(group, signed=signed) for group in alike.values())


def merge_nodes(changes: Iterable[ChangesSinceSent]) -> tuple[NodeCorrection, ...]:
    """Put the nodes of some changes together, the kommune first: each with all its figures."""
    merged: dict[str, NodeCorrection] = {}
    for node in (node for change in changes for node in change.nodes):
        before = merged.get(node.key, replace(node, measures=()))
        labels = {corrected.measure.label for corrected in before.measures}
        further = [c for c in node.measures if c.measure.label not in labels]
        merged[node.key] = replace(before, measures=(*before.measures, *further))
    return tuple(sorted(merged.values(), key=lambda node: node.level != Level.KOMMUNE))


def _describe_sending(changes: Sequence[ChangesSinceSent], *, signed: bool) -> str:
    """Write the correction of what was sent at one moment."""
    nodes = merge_nodes(changes)
    listed_nodes = nodes[:1] if nodes[0].level == Level.KOMMUNE else nodes[:_MOST_NODES]
    sent, now = (
        danish.join_words([_write_node(node, now=is_now) for node in listed_nodes])
        for is_now in (False, True)
    )
    beyond = len(nodes) - len(listed_nodes) if nodes[0].level != Level.KOMMUNE else 0
    further = f", og andre tal i {danish.format_number(beyond, 0)} til" if beyond else ""
    change = changes[0]
    when = "Med de data, der er nu"
    if change.corrected_at:
        when = f"Rettet {danish.format_moment_date(change.corrected_at)}"
    day = danish.format_moment_date(change.sent_at) if change.sent_at else ""
    return f"Udsendt {day}: {sent}. {when}: {now}{further}. {_write_cause(changes, signed=signed)}"


def _write_node(node: NodeCorrection, *, now: bool) -> str:
    """Write a node's main figure and what stands beside it, or its others where it is the same."""
    first = node.measures[0]
    if _is_sick_leave(first):
        beside = [c for c in node.measures[1:] if c.measure.name in _BESIDE]
        texts = [_write_figure(first, now=now), *(_name_figure(c, now=now) for c in beside)]
    else:
        texts = [_name_figure(c, now=now) for c in node.measures[:_MOST_FIGURES]]
    text = danish.join_words(texts)
    return text if node.level == Level.KOMMUNE else f"{node.name} {text}"


def describe_continued_spells(changes: Iterable[ChangesSinceSent]) -> str:
    """Say where days went from short to long because spells went on; "" where none did.

    The kommune stands for all, or else the first nodes for the rest.
    """
    continued = [change for change in changes if change.continued]
    if not continued:
        return ""
    nodes = [node for change in continued for node in change.continued]
    is_whole = nodes[0].level == Level.KOMMUNE
    moves = "; ".join(_write_node_moves(node) for node in nodes[: 1 if is_whole else _MOST_NODES])
    since = continued[0].continued_since
    day = f" {danish.format_moment_date(since)}" if since else ""
    return (
        f"Forløb, der fortsatte, siden opgørelsen blev udsendt{day}: {moves}. Sygefraværet i alt "
        "er det samme, så det er ingen rettelse; den udsendte opdeling gælder."
    )


def _write_node_moves(node: NodeCorrection) -> str:
    moves = danish.join_words([_write_move(corrected) for corrected in node.measures])
    return moves if node.level == Level.KOMMUNE else f"{node.name} {moves}"


def _is_sick_leave(corrected: CorrectedMeasure) -> bool:
    return corrected.measure.name == "value" and corrected.measure.unit == "dagsværk"


def _name_figure(corrected: CorrectedMeasure, *, now: bool) -> str:
    return f"{corrected.measure.label.lower()} {_write_figure(corrected, now=now)}"


def _write_figure(corrected: CorrectedMeasure, *, now: bool) -> str:
    sent_text, now_text = corrected.texts
    change = f" ({corrected.change_text})" if corrected.change_text else ""
    return f"{now_text}{change}" if now else sent_text


def _write_cause(changes: Sequence[ChangesSinceSent], *, signed: bool) -> str:
    corrections = dict.fromkeys(c for change in changes for c in change.corrections)
    if not corrections:
        return "Årsag: ændringer i organisationen eller opgørelsesmåden."
    return f"Årsag: {list_uploads(tuple(corrections), signed=signed)}."


def describe_changed_data(
    sent: ChangesSinceSent, *, signed: bool = True, of: Collection[Quarter] | None = None
) -> str:
    """Say what changed the data behind the opgørelser before; "" where nothing did.

    It is told of those whose figures print otherwise, or with `of` of those of some quarters.
    """
    alike: dict[tuple[Correction, ...], list[SentOpgoerelse]] = {}
    for earlier in sent.earlier:
        is_told = earlier.is_corrected if of is None else earlier.quarter in of
        if earlier.corrections and is_told:
            alike.setdefault(earlier.corrections, []).append(earlier)
    return " ".join(_describe_uploads_behind(group, signed=signed) for group in alike.values())


def _describe_uploads_behind(earlier: Sequence[SentOpgoerelse], *, signed: bool) -> str:
    """Say what changed the data behind some opgørelser: the same uploads behind all of them."""
    uploads = list_uploads(earlier[0].corrections, signed=signed)
    names = danish.join_words([opgoerelse.quarter.label for opgoerelse in earlier])
    if len(earlier) > 1:
        return f"Data bag opgørelserne for {names} er ændret, efter at de blev udsendt: {uploads}."
    day = f"udsendt den {danish.format_moment_date(earlier[0].at)}"
    return f"Data bag opgørelsen for {names} er ændret, efter at den blev {day}: {uploads}."


def list_uploads(corrections: Sequence[Correction], *, signed: bool = True) -> str:
    """Name the uploads, each with what was done when, and by whom where it is `signed`."""
    return danish.join_words(
        [
            f"»{upload.file_name}« ({upload.event} {danish.format_moment(upload.at)}"
            f"{f' af {upload.by}' if signed and upload.by else ''})"
            for upload in corrections
        ]
    )


def _write_correction(correction: FigureCorrection) -> str:
    if correction.is_continuation:
        moved = danish.join_words([_write_move(measure) for measure in correction.measures])
        return (
            f"Sygeforløb fortsatte, efter at opgørelsen for {_write_period(correction.of)} blev "
            f"udsendt: {moved}; {_USED[correction.is_shown]} det udsendte."
        )
    named = "Opgørelsen" if correction.is_rolling else "Tallet"
    moves = [_write_move(measure) for measure in correction.measures]
    within = (
        "" if any(corrected.measure.name == "value" for corrected in correction.measures) else "i "
    )
    sent = "det udsendte tal" if len(moves) == 1 else "de udsendte tal"
    return (
        f"{named} for {_write_period(correction.of)} er {_WHY[correction.by_late_data]} ændret "
        f"{within}{danish.join_words(moves)}; {_USED[correction.is_shown]} {sent}."
    )


def _write_period(of: Quarter | str) -> str:
    return of.label if isinstance(of, Quarter) else write_period(of)


def _write_move(corrected: CorrectedMeasure) -> str:
    """What differs as it is shown: "langtidsandel fra 42 % til 43 %"."""
    then, now = corrected.texts
    named = "" if corrected.measure.name == "value" else f"{corrected.measure.label.lower()} "
    return f"{named}fra {then} til {now}"
