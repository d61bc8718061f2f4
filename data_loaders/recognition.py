"""What a file is: each sheet is held against every kind of data, and the most like one wins."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.danish import listed
from core.errors import FileRefusedError
from data_loaders.context import Context
from data_loaders.files.grid import Sheet
from data_loaders.kinds import EXTRACTS, LABELS, LISTINGS
from data_loaders.likeness import Likeness
from data_loaders.listings import headers
from data_loaders.listings.reading import Candidate, candidate
from data_loaders.mapping import same_sheet
from data_loaders.proposal import Choice, Question, QuestionError
from data_loaders.tables import header, regions
from data_loaders.tables.layout import Layout

_NEAR_TIE = 0.05
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
        same = EXTRACTS if self.kind in EXTRACTS else (self.kind,)
        nothing = Likeness(self.kind, "", 0.0, (), complete=False)
        return next((one for one in self.likenesses if one.kind in same), nothing)


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
    if not likenesses:
        return _EXTRACT
    best, *others = likenesses
    beside = (other for other in others if other.sheet == best.sheet)
    rivals = [o for o in beside if o.kind != best.kind and o.complete == best.complete]
    tied = [o for o in rivals if best.confidence - o.confidence < _NEAR_TIE]
    if not best.complete:
        return _EXTRACT if tied else best.kind
    if tied:
        raise _ambiguous(best, tied)
    return best.kind


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
    heads = tuple(headers.candidates(sheet, context.guide))
    found = (candidate(sheet, heads, listing, context) for listing in LISTINGS.values())
    return [one for one in found if one]


def _extract(sheet: Sheet, context: Context) -> Likeness | None:
    """Judge how much a sheet is like the extract per enhed."""
    top = replace(sheet, rows=sheet.rows[:_SEARCHED])
    layouts = [one for part in regions.split(top) if (one := _layout(part.sheet, context))]
    if not layouts:
        return None
    layout = next(filter(header.is_near, layouts), layouts[0])
    missing = any(found.code == "missing_column" for found in layout.problems)
    share = 1.0 if not missing else 2 / 3 if header.is_near(layout) else 1 / 3
    named = [text for text in layout.headers if text]
    explained = (len(named) - len(layout.unused)) / max(1, len(named))
    confidence = share * (0.5 + 0.5 * explained)
    if known := context.guide.mapping_for(layout.headers).kind:
        confidence = float(known in EXTRACTS)
    pairs = [f"»{text}«" for text in layout.named.values()]
    reasons = (f"Kolonner, der passer: {listed(pairs)}.",) if pairs else ()
    return Likeness(_EXTRACT, sheet.name, confidence, reasons, complete=not missing)


def _layout(sheet: Sheet, context: Context) -> Layout | None:
    try:
        return header.find(sheet, context.guide)
    except FileRefusedError:
        return None
