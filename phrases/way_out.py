"""An opgørelse's way out, in words: whom it has reached, and what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core import danish
from core.audiences import CHEFER, Audience
from core.moment import find_danish_day
from core.opgoerelse import Act, Opgoerelse

_SENT = "Udsendt"


@dataclass(frozen=True)
class WayStop:
    """A stop of an opgørelse's way out: whom it reaches, and the day (None is not decided)."""

    label: str
    day: date | None
    is_reached: bool

    @property
    def day_text(self) -> str:
        """The day as it stands beside the label; "" where it is not decided."""
        return danish.format_date_brief(self.day) if self.day else ""


def list_stops(now: Opgoerelse, today: date) -> tuple[WayStop, ...]:
    """List the stops in order; direktører and afdelingschefer are one where they share the day."""
    last = now.visible_step
    stops = [
        WayStop(label.capitalize(), day, is_reached=day is not None and day <= today)
        for label, day in _list_readers(last.first_days if last else {})
    ]
    is_sent = last is not None and last.act is Act.UDSENDT
    return (*stops, WayStop(_SENT, find_danish_day(last.at) if last and is_sent else None, is_sent))


def _list_readers(first_days: Mapping[Audience, date]) -> list[tuple[str, date | None]]:
    """List who reads an opgørelse, each with the first day, in the order of its way out."""
    if len({first_days.get(audience) for audience in CHEFER}) > 1:
        return [(audience.value, first_days.get(audience)) for audience in Audience]
    return [
        (audience.value, first_days.get(audience))
        if audience not in CHEFER
        else ("chefer", first_days.get(audience))
        for audience in Audience
        if audience is not Audience.DIREKTOERER
    ]


def describe_next(now: Opgoerelse, today: date) -> str:
    """Say what comes next on the way out; "" where it is at its end."""
    last = now.visible_step
    if last is None:
        return "Næste: frigiv den til alle, eller først til sekretariatet."
    readers = _list_readers(last.first_days)
    ahead = [(day, label) for label, day in readers if day is not None and day > today]
    if ahead:
        first, _ = min(ahead)
        labels = [label for day, label in ahead if day == first]
        return f"Næste: {danish.join_words(labels)} fra den {danish.format_date_long(first)}."
    if last.is_draft:
        return "Næste: frigiv den til chefer. Filerne er mærket UDKAST, til det er gjort."
    if last.act is not Act.UDSENDT:
        return "Næste: markér den som udsendt, når sagen er sendt."
    if Audience.ENHEDSLEDERE not in last.first_days:
        return "Næste: frigiv den til enhedsledere."
    return ""


def list_first_days(now: Opgoerelse) -> tuple[str, ...]:
    """Say of each audience from which day it sees what is released."""
    last = now.visible_step
    return tuple(
        f"{label.capitalize()}: fra den {danish.format_date_long(day)}"
        if day
        else f"{label.capitalize()}: ikke frigivet"
        for label, day in _list_readers(last.first_days if last else {})
    )
