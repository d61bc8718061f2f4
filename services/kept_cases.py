"""The case of an opgørelse as it is kept: proposed from the one before, saved by its author."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bilag.case import AuthorText
from bilag.forums import CHEFFORUM
from bilag.sag import Sag, Sagstype
from core.cpr import require_no_cpr
from core.errors import UsageError
from core.quarter import Quarter
from services.retry import retry_on_collision
from store.cases import Content, StoredCase, add_case, read_cases
from store.database import Store

LONGEST_TEXT = 10_000
USUAL_ANNEXES = ("afdelinger", "enheder", "noegletal")


@dataclass(frozen=True)
class KeptCase:
    """The fields of an opgørelse's case, its author's texts by heading, and the bilag with it.

    `saved_at` and `saved_by` are of the last time that it was saved; None and "" where it is only
    proposed.
    """

    quarter: Quarter
    sag: Sag = field(default_factory=Sag)
    texts: Mapping[str, AuthorText] = field(default_factory=dict)
    annexes: tuple[str, ...] = USUAL_ANNEXES
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
    }
    with store.transaction(facts=False) as cursor:
        add_case(cursor, case.quarter, content, at=store.clock(), by=by)


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
    return KeptCase(quarter, sag, last.texts, last.annexes)


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
    return KeptCase(stored.quarter, Sag.from_values(values), texts, annexes, stored.at, stored.by)
