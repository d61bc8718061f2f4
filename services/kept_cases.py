"""The case of an opgørelse as it is kept: proposed from the one before, saved by its author."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from access.log_lines import Action, Detail
from bilag.case import AuthorText
from bilag.forums import CHEFFORUM
from bilag.sag import Sag, Sagstype
from core.cpr import require_no_cpr
from core.errors import UsageError
from core.quarter import Quarter
from services.access_log import log_change
from services.chosen_parts import ChosenPart
from services.retry import retry_on_collision
from store.cases import Content, StoredCase, add_case, read_cases
from store.database import Store

LONGEST_TEXT = 10_000
CHOSEN_ANNEX = "udvalgte"
USUAL_ANNEXES = ("afdelinger", "enheder", "noegletal")


@dataclass(frozen=True)
class KeptCase:
    """The fields of an opgørelse's case, its author's texts by heading, and the bilag with it.

    `chosen` are the parts of its bilag of chosen figures.

    `saved_at` and `saved_by` are of the last time that it was saved; None and "" where it is only
    proposed.
    """

    quarter: Quarter
    sag: Sag = field(default_factory=Sag)
    texts: Mapping[str, AuthorText] = field(default_factory=dict)
    annexes: tuple[str, ...] = USUAL_ANNEXES
    chosen: tuple[ChosenPart, ...] = ()
    saved_at: datetime | None = None
    saved_by: str = ""


def read_case(store: Store, quarter: Quarter) -> KeptCase:
    """Return the case of an opgørelse as it was saved last, else what the one before proposes."""
    with store.session(facts=False) as cursor:
        cases = [stored for stored in read_cases(cursor) if stored.quarter <= quarter]
    if not cases:
        proposed = Sag(forum=CHEFFORUM.name, type=Sagstype.ORIENTERING)
        return KeptCase(quarter, proposed)
    last = _restore(cases[-1])
    return last if last.quarter == quarter else _carry_over(last, quarter)


@retry_on_collision
def save_case(store: Store, case: KeptCase, *, by: str) -> None:
    """Save a case; what it was before is kept. Raises UsageError for a text that may not stand."""
    texts = [written.text for written in case.texts.values()]
    texts += [part.author_text for part in case.chosen]
    require_no_cpr(case.sag.titel, case.sag.forum, case.sag.indstiller, *texts)
    if any(len(text) > LONGEST_TEXT for text in texts):
        raise UsageError(f"En tekst er for lang; der er plads til {LONGEST_TEXT} tegn.")
    values = case.sag.values
    if case.sag.moededato:
        values["moededato"] = case.sag.moededato.isoformat()
    content: Content = {
        "sag": values,
        "texts": {
            heading: [written.text, str(written.confirmed_for or "")]
            for heading, written in case.texts.items()
            if written.text
        },
        "annexes": dict.fromkeys(case.annexes, True),
        "chosen": dict.fromkeys(map(str, case.chosen), True),
    }
    details = {Detail.SLAGS: "sag", Detail.OPGOERELSE: str(case.quarter)}
    with (
        log_change(store, Action.AENDRET, details, by=by),
        store.transaction(facts=False) as cursor,
    ):
        add_case(cursor, case.quarter, content, at=store.clock(), by=by)


def choose_parts(store: Store, quarter: Quarter, chosen: Sequence[ChosenPart], *, by: str) -> None:
    """Keep which parts an opgørelse's bilag of chosen figures has, in order, with its case.

    The case has that bilag from the first of them on, and no longer when the last one is gone.
    """
    case = read_case(store, quarter)
    others = tuple(kind for kind in case.annexes if kind != CHOSEN_ANNEX)
    was_there = CHOSEN_ANNEX in case.annexes or not case.chosen
    annexes = (*others, CHOSEN_ANNEX) if chosen and was_there else others
    save_case(store, replace(case, chosen=tuple(chosen), annexes=annexes), by=by)


def _carry_over(last: KeptCase, quarter: Quarter) -> KeptCase:
    """Propose a case from the last one: a sagsnummer is of one calendar year's meetings."""
    met_in = (last.sag.moededato or (last.quarter + 1).period.first).year
    is_same_year = met_in == (quarter + 1).period.first.year
    sag = replace(
        last.sag,
        sagsnummer=last.sag.sagsnummer if is_same_year else "",
        titel="",
        punkt=0,
        moededato=None,
    )
    return KeptCase(quarter, sag, last.texts, last.annexes, last.chosen)


def _restore(stored: StoredCase) -> KeptCase:
    content = stored.content
    values = dict(content["sag"])
    if "moededato" in values:
        values["moededato"] = date.fromisoformat(values["moededato"])
    texts = {
        heading: AuthorText(text, Quarter.parse(confirmed) if confirmed else None)
        for heading, (text, confirmed) in content["texts"].items()
    }
    annexes = tuple(content.get("annexes", USUAL_ANNEXES))
    chosen = tuple(map(ChosenPart.parse, content.get("chosen", ())))
    sag = Sag.from_values(values)
    return KeptCase(stored.quarter, sag, texts, annexes, chosen, stored.at, stored.by)
