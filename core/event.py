"""Events that readers of the figures must know: a break in the data, an intervention."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.danish import format_date_long
from core.nodes import Level


class EventKind(StrEnum):
    """The kinds of events."""

    DATABRUD = "databrud"
    INDSATS = "indsats"


@dataclass(frozen=True)
class Event:
    """One event. `til` is its last day, None where it lasts or was on one day only.

    It concerns all of the kommune, where `omfang` is "", or a part of it: `omfang` is an område's
    or afdeling's name, or an enhed's number.
    """

    dato: date
    til: date | None
    slags: EventKind
    niveau: Level
    omfang: str
    tekst: str

    @property
    def label(self) -> str:
        """The kind of event and its first day: "Databrud 1. november 2024"."""
        return f"{self.slags.value.capitalize()} {format_date_long(self.dato)}"

    @property
    def sentence(self) -> str:
        """The event with its text: "Databrud 1. november 2024: …"."""
        return f"{self.label}: {self.tekst.rstrip('. ')}."
