"""Corrections of figures that were sent, in sentences."""

from collections.abc import Collection, Iterable, Sequence

from core import danish
from core.opgoerelse import Correction
from core.quarter import Quarter
from metrics.figure_correction import CorrectedMeasure, FigureCorrection
from metrics.sendings import ChangesSinceSent, SentOpgoerelse
from phrases.periods import write_period

_USED = {True: "her vises", False: "her sammenlignes med"}
_WHY = {
    True: "ved efterregistrering",
    False: "efter ændringer i organisationen eller opgørelsesmåden",
}


def write_corrections(corrections: Iterable[FigureCorrection]) -> str:
    """Write a sentence for each correction; "" where there are none."""
    return " ".join(_write_correction(correction) for correction in corrections)


def describe_replacement(sent: ChangesSinceSent, *, signed: bool = True) -> str:
    """Say which opgørelse this one replaces, and why; "" where it replaces none.

    Uploads are `signed` with who made them.
    """
    if sent.replaces is None:
        return ""
    day = danish.format_moment_date(sent.replaces)
    text = f"Denne opgørelse erstatter opgørelsen udsendt den {day}."
    if not sent.corrections:
        return text
    uploads = list_uploads(sent.corrections, signed=signed)
    return f"{text} Siden da er data bag den ændret: {uploads}."


def describe_changed_data(
    sent: ChangesSinceSent, *, signed: bool = True, of: Collection[Quarter] | None = None
) -> str:
    """Say what changed the data behind the opgørelser before; "" where nothing did.

    With `of` only what is behind those of some quarters.
    """
    alike: dict[tuple[Correction, ...], list[SentOpgoerelse]] = {}
    for earlier in sent.earlier:
        if earlier.corrections and (of is None or earlier.quarter in of):
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
    then, now = (
        corrected.measure.counted_in(corrected.unit, figure).text(figure)
        for figure in (corrected.sent, corrected.now)
    )
    named = "" if corrected.measure.name == "value" else f"{corrected.measure.label.lower()} "
    return f"{named}fra {then} til {now}"
