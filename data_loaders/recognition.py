"""What a file is: each sheet is held against every kind of data, and the most like one wins."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from core.danish import join_words
from core.errors import FileRefusedError
from data_loaders.context import Context
from data_loaders.files.grid import Sheet
from data_loaders.guidance.likeness import Likeness
from data_loaders.guidance.mapping import same_sheet
from data_loaders.guidance.proposal import Choice, Question, QuestionError
from data_loaders.kinds.extract import extract_header, regions
from data_loaders.kinds.registry import EXTRACTS, LABELS, LISTINGS
from data_loaders.table import list_header
from data_loaders.table.layout import Layout
from data_loaders.table.list_reading import Candidate, candidate
from data_loaders.table.person_columns import Says, says

_NEAR_TIE = 0.05
_SURE = 0.95
_SEARCHED = 5_000  # rows; a list of persons may have a million
_EXTRACT = next(iter(EXTRACTS))


@dataclass(frozen=True)
class Recognised:
    """A file's kind; `lists` are the sheets to read, none where it is an extract per enhed.

    `likenesses` are all kinds that a sheet is like, the most like first.
    """

    kind: str
    lists: tuple[Candidate, ...]
    likenesses: tuple[Likeness, ...]

    @property
    def likeness(self) -> Likeness:
        """How much the file is like its kind."""
        nothing = Likeness(self.kind, "", 0.0, (), complete=False)
        return next((one for one in self.likenesses if one.kind in self._same), nothing)

    def other(self, sheet: str) -> str:
        """Return the kind that a sheet is wholly like instead, "" where there is none."""
        found = (one for one in self.likenesses if one.sheet == sheet and one.complete)
        return next((one.kind for one in found if one.kind not in self._same), "")

    def of_other_kinds(self, chosen: str) -> dict[str, str]:
        """Return the sheets that are surely of another kind, and which that is.

        A sheet is so when all its columns are that kind's, and another sheet is wholly of the
        file's. The one that somebody has `chosen` is none of them.
        """
        best: dict[str, Likeness] = {}
        for one in self.likenesses if self.likeness.complete else ():
            best.setdefault(one.sheet, one)
        return {
            name: one.kind
            for name, one in best.items()
            if one.complete and one.confidence >= _SURE and one.kind not in self._same
            if not (chosen and same_sheet(chosen, name))
        }

    @property
    def _same(self) -> Collection[str]:
        return EXTRACTS if self.kind in EXTRACTS else (self.kind,)


def recognise(sheets: Sequence[Sheet], context: Context) -> Recognised:
    """Say what a file's sheets are, or take what somebody has said.

    Where nothing is near, it is held to be an extract per enhed, which says what is wrong with it.
    Raises QuestionError (`ambiguous_kind`) where two kinds fit equally well.
    """
    lists = [found for sheet in sheets for found in _lists(sheet, context)]
    extracts = [like for sheet in sheets if (like := _extract(sheet, context))]
    likenesses = sorted([*extracts, *(one.likeness for one in lists)], key=_rank)
    kind = context.guide.said.kind or _most_like(likenesses)
    return Recognised(kind, _chosen(kind, lists, likenesses, context), tuple(likenesses))


def _rank(one: Likeness) -> tuple[bool, float]:
    return not one.complete, -one.confidence


def _most_like(likenesses: Sequence[Likeness]) -> str:
    named = [one for one in likenesses if one.complete or not one.unsaid]
    if not named:
        return _EXTRACT
    best, *others = named
    beside = (other for other in others if other.sheet == best.sheet)
    rivals = [o for o in beside if o.kind != best.kind and o.complete == best.complete]
    tied = [o for o in rivals if best.confidence - o.confidence < _NEAR_TIE]
    if not best.complete:
        return _EXTRACT if tied else best.kind
    if tied:
        raise _ambiguous(best, tied)
    if best.unsaid:
        raise _unsaid(best)
    return best.kind


def _unsaid(best: Likeness) -> QuestionError:
    label = LABELS[best.kind]
    return QuestionError(
        f"Over tallene på arket »{best.sheet}« står kun måneder eller kvartaler, og hverken titel, "
        f"arkets navn eller filens navn siger, hvad de er. De kan være »{label}«. Er de det, så "
        "vælg det; ellers skriv over kolonnerne eller i en titel, hvad tallene er.",
        code="ambiguous_kind",
        question=Question(
            "kind", "Hvad er tallene?", (Choice(best.kind, label),), "ambiguous_kind"
        ),
    )


def _ambiguous(best: Likeness, tied: Sequence[Likeness]) -> QuestionError:
    kinds = list(dict.fromkeys(one.kind for one in (best, *tied)))
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


def _chosen(
    kind: str, lists: Sequence[Candidate], likenesses: Sequence[Likeness], context: Context
) -> tuple[Candidate, ...]:
    """The sheets of a kind: those that are wholly of it, else the one that is most like it."""
    if kind in EXTRACTS:
        return ()
    said = context.guide.said.sheet
    own = [one for one in lists if one.likeness.kind == kind]
    own = [one for one in own if not said or same_sheet(said, one.sheet.name)] or own
    if not own:
        raise QuestionError(
            f"Filen har ingen kolonneoverskrifter, der passer til »{LABELS[kind]}«. Sammenlign med "
            "skabelonen, som kan hentes under Indlæs data.",
            code="no_header",
            question=Question(
                "header_row", "I hvilken række står kolonneoverskrifterne?", code="no_header"
            ),
        )
    best_of: dict[str, str] = {}
    for one in likenesses:
        best_of.setdefault(one.sheet, one.kind)
    whole = [o for o in own if o.likeness.complete and best_of[o.sheet.name] == kind]
    return tuple(whole) or (min(own, key=lambda one: _rank(one.likeness)),)


def _lists(sheet: Sheet, context: Context) -> list[Candidate]:
    """Judge how much a sheet is like each kind of list that it is like at all."""
    heads = tuple(list_header.candidates(sheet, context.guide))
    found = (candidate(sheet, heads, listing, context) for listing in LISTINGS.values())
    return [one for one in found if one]


def _extract(sheet: Sheet, context: Context) -> Likeness | None:
    """Judge how much a sheet is like the extract per enhed."""
    top = sheet.cut(slice(_SEARCHED))
    parts = [(p.sheet, one) for p in regions.split(top) if (one := _layout(p.sheet, context))]
    if not parts:
        return None
    table, layout = next((both for both in parts if extract_header.is_near(both[1])), parts[0])
    missing = any(found.code == "missing_column" for found in layout.problems)
    known = context.guide.kind_of(layout.headers)
    missing = missing or (not known and _is_of_persons(table, layout))
    share = 1.0 if not missing else 2 / 3 if extract_header.is_near(layout) else 1 / 3
    named = [text for text in layout.headers if text]
    explained = (len(named) - len(layout.unused)) / max(1, len(named))
    confidence = share * (0.5 + 0.5 * explained)
    if known:
        confidence = float(known in EXTRACTS)
    pairs = [f"»{text}«" for text in layout.named.values()]
    reasons = (f"Kolonner, der passer: {join_words(pairs)}.",) if pairs else ()
    return Likeness(_EXTRACT, sheet.name, confidence, reasons, complete=not missing)


def _is_of_persons(table: Sheet, layout: Layout) -> bool:
    """Whether the column that should say how many medarbejdere there are says who they are."""
    place = layout.columns.get("medarbejdere")
    if place is None:
        return False
    keys = set(layout.columns.values()) - set(layout.number_columns.values())
    words = layout.headers[place]
    return says(table, layout.index, header=words, place=place, keys=keys) is Says.WHO


def _layout(sheet: Sheet, context: Context) -> Layout | None:
    try:
        return extract_header.find(sheet, context.guide)
    except FileRefusedError:
        return None
