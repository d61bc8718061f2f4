"""What a forum decided and what a case promised, until it is answered."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.quarter import Quarter


class FollowUpKind(StrEnum):
    """Who is behind it: the forum decided it, or the case promised it."""

    BESLUTNING = "beslutning"
    LOEFTE = "løfte"


@dataclass(frozen=True)
class FollowUp:
    """A decision or a promise. A text that nobody has given is "", a day or number None.

    It was made in `forum` on the day `moede` under the item `punkt`; `ansvarlig` is the function,
    never a person, that must answer it by `frist`. `besvaret` is the opgørelse whose case answers
    it, with `svar`; None while it is open.
    """

    tekst: str
    slags: FollowUpKind
    forum: str
    moede: date
    punkt: int | None
    ansvarlig: str
    frist: date | None
    besvaret: Quarter | None
    svar: str

    def is_open(self, quarter: Quarter) -> bool:
        """Whether the case of an opgørelse must still list it: one it answers is still listed."""
        return self.besvaret is None or self.besvaret >= quarter

    def is_late(self, day: date) -> bool:
        """Whether it is unanswered on a day after its deadline."""
        return self.besvaret is None and self.frist is not None and self.frist < day
