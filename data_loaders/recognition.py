"""What a file is: each sheet is held against every kind of data, and the most like one wins."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.danish import join_words
from data_loaders.context import Context
from data_loaders.files.grid import Sheet
from data_loaders.files.values import name_place
from data_loaders.guidance.mapping import is_same_sheet
from data_loaders.guidance.proposal import Choice, Question, QuestionError
from data_loaders.kinds.kind import DataKind
from data_loaders.kinds.registry import KINDS, LABELS
from data_loaders.table import header_search
from data_loaders.table.reading import Likeness, SheetCandidate

_NEAR_TIE = 0.05
_SURE = 0.95
_HALF = 0.5


@dataclass(frozen=True)
class RecognisedFile:
    """A file's kind, and what is known of its sheets.

    `sheets` are those to read as the kind, `candidates` what was found on them. `likenesses` are
    all kinds that a sheet is like, the most like first.
    """

    kind: DataKind
    sheets: tuple[Sheet, ...]
    candidates: tuple[SheetCandidate, ...]
    likenesses: tuple[Likeness, ...]

    @property
    def likeness(self) -> Likeness:
        """How much the file is like its kind."""
        nothing = Likeness(self.kind.name, "", 0.0, (), complete=False)
        return next(
            (of_sheet for of_sheet in self.likenesses if _is_of(of_sheet, self.kind)), nothing
        )

    def find_other_kind(self, sheet: str) -> str:
        """Return the kind that a sheet is wholly like instead, "" where there is none."""
        complete = (
            likeness
            for likeness in self.likenesses
            if likeness.sheet == sheet and likeness.complete
        )
        return next((likeness.kind for likeness in complete if not _is_of(likeness, self.kind)), "")


def recognise_kind(sheets: Sequence[Sheet], context: Context) -> RecognisedFile:
    """Decide of which kind a file's sheets are, unless the user has said.

    Where nothing is near, it is held to be an extract per enhed, which says what is wrong with it.
    Raises QuestionError: `ambiguous_kind` where two kinds fit equally well, `no_header` where no
    sheet has the header of a list that somebody has said the file is.
    """
    candidates = [candidate for sheet in sheets for candidate in _judge_sheet(sheet, context)]
    likenesses = sorted((candidate.likeness for candidate in candidates), key=_rank)
    kind = KINDS[context.guidance.user_mapping.kind or _find_most_like(likenesses)]
    of_kind = [candidate for candidate in candidates if _is_of(candidate.likeness, kind)]
    if kind.reads_any_sheet:
        to_read = _drop_other_kinds(sheets, kind, likenesses, context)
    else:
        of_kind = _choose_candidates(of_kind, kind, likenesses, context)
        to_read = [candidate.sheet for candidate in of_kind]
    return RecognisedFile(kind, tuple(to_read), tuple(of_kind), tuple(likenesses))


def _is_of(likeness: Likeness, kind: DataKind) -> bool:
    """Whether a likeness is to a kind, or to one whose files look the same."""
    return KINDS[likeness.kind].family == kind.family


def _drop_other_kinds(
    sheets: Sequence[Sheet], kind: DataKind, likenesses: Sequence[Likeness], context: Context
) -> list[Sheet]:
    """Leave out the sheets that are surely of another kind, unless that leaves none.

    A sheet is so when all its columns are that kind's, and another sheet is wholly of the file's.
    The one that somebody has chosen is none of them.
    """
    of_file = next((likeness for likeness in likenesses if _is_of(likeness, kind)), None)
    if of_file is None or not of_file.complete:
        return list(sheets)
    chosen = context.guidance.user_mapping.sheet
    best: dict[str, Likeness] = {}
    for likeness in likenesses:
        best.setdefault(likeness.sheet, likeness)
    other_sheets = {
        name
        for name, likeness in best.items()
        if likeness.complete and likeness.confidence >= _SURE and not _is_of(likeness, kind)
        if not (chosen and is_same_sheet(chosen, name))
    }
    return [sheet for sheet in sheets if sheet.name not in other_sheets] or list(sheets)


def _rank(likeness: Likeness) -> tuple[bool, float, bool]:
    is_list = not KINDS[likeness.kind].reads_any_sheet
    return not likeness.complete, -likeness.confidence, is_list


def _find_most_like(likenesses: Sequence[Likeness]) -> str:
    default = next(kind.name for kind in KINDS.values() if kind.reads_any_sheet)
    named = [likeness for likeness in likenesses if likeness.complete or not likeness.unsaid]
    if not named:
        return default
    best, *less_like = named
    of_sheet = (rival for rival in less_like if rival.sheet == best.sheet)
    rivals = [o for o in of_sheet if o.kind != best.kind and o.complete == best.complete]
    tied = [o for o in rivals if best.confidence - o.confidence < _NEAR_TIE]
    if not best.complete:
        is_of_people = KINDS[best.kind].declaration.discreet and best.confidence >= _HALF
        is_unclear = (tied and not is_of_people) or not best.confidence
        if is_unclear:
            return default
        if best.against:
            raise _make_opposed_error(best)
        return best.kind
    if tied:
        raise _make_ambiguous_error(best, tied)
    if best.unsaid:
        raise _make_unsaid_error(best)
    return best.kind


def _make_unsaid_error(best: Likeness) -> QuestionError:
    label = LABELS[best.kind]
    return QuestionError(
        f"Over tallene {name_place(best.sheet)} står kun måneder, kvartaler eller år, og "
        f"hverken titel, arkets navn eller filens navn siger, hvad de er. De kan være »{label}«. "
        "Er de det, så vælg det; ellers skriv over kolonnerne eller i en titel, hvad tallene er.",
        code="ambiguous_kind",
        question=Question(
            "kind", "Hvad er tallene?", (Choice(best.kind, label),), "ambiguous_kind"
        ),
    )


def _make_opposed_error(best: Likeness) -> QuestionError:
    label, named = LABELS[best.kind], join_words([f"»{text}«" for text in best.against], limit=5)
    return QuestionError(
        f"Filen har de kolonner, som »{label}« skal have, men også {named}, som den slags ikke "
        "har. Er det den slags, så vælg den; ellers er det en fil, som programmet ikke kender.",
        code="ambiguous_kind",
        question=Question("kind", "Hvad er filen?", (Choice(best.kind, label),), "ambiguous_kind"),
    )


def _make_ambiguous_error(best: Likeness, tied: Sequence[Likeness]) -> QuestionError:
    kinds = list(dict.fromkeys(likeness.kind for likeness in (best, *tied)))
    named = " som ".join(f"»{LABELS[kind]}«" for kind in kinds)
    return QuestionError(
        f"Filen kan lige så godt være {named}. Vælg, hvad den er.",
        code="ambiguous_kind",
        question=Question(
            "kind",
            "Hvad er filen?",
            tuple(Choice(kind, LABELS[kind]) for kind in kinds),
            code="ambiguous_kind",
        ),
    )


def _choose_candidates(
    of_kind: Sequence[SheetCandidate],
    kind: DataKind,
    likenesses: Sequence[Likeness],
    context: Context,
) -> list[SheetCandidate]:
    """Return the sheets that are wholly of a kind, else the one that is most like it."""
    chosen = context.guidance.user_mapping.sheet
    choices = [
        candidate
        for candidate in of_kind
        if not chosen or is_same_sheet(chosen, candidate.sheet.name)
    ] or of_kind
    if not choices:
        raise QuestionError(
            f"Filen har ingen kolonneoverskrifter, der passer til »{kind.label}«. Sammenlign med "
            "skabelonen, som kan hentes under Indlæs data.",
            code="no_header",
            question=Question(
                "header_row", "I hvilken række står kolonneoverskrifterne?", code="no_header"
            ),
        )
    best_of: dict[str, str] = {}
    for candidate in likenesses:
        best_of.setdefault(candidate.sheet, candidate.kind)
    wholly_alike = [
        o for o in choices if o.likeness.complete and best_of[o.sheet.name] == kind.name
    ]
    return wholly_alike or [min(choices, key=lambda candidate: _rank(candidate.likeness))]


def _judge_sheet(sheet: Sheet, context: Context) -> list[SheetCandidate]:
    """Judge how much a sheet is like each kind that it is like at all."""
    headers = tuple(header_search.find_candidates(sheet, context.guidance))
    kinds = (kind for kind in KINDS.values() if not kind.layout_of)
    judged = (kind.judge(sheet, headers, context) for kind in kinds)
    return [candidate for candidate in judged if candidate]
