"""Whom an opgørelse is released to on its way out, and from which day."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Audience(StrEnum):
    """Readers who see a release from the same day on, in the order of its way out.

    Direktører read it for Direktørforum, the kommunaldirektør among them, and afdelingschefer for
    Chefforum.
    """

    SEKRETARIAT = "sekretariat"
    DIREKTOERER = "direktører"
    AFDELINGSCHEFER = "afdelingschefer"
    ENHEDSLEDERE = "enhedsledere"


CHEFER = frozenset({Audience.DIREKTOERER, Audience.AFDELINGSCHEFER})


@dataclass(frozen=True)
class Opening:
    """From its first day on an audience sees a release; somebody said so at a moment (UTC)."""

    audience: Audience
    first_day: date
    at: datetime
    by: str
