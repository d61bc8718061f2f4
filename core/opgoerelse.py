"""An opgørelse's life: kladde, frigivet, udsendt, rettet."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from core.audiences import Audience, Opening
from core.edition import Edition
from core.quarter import Quarter
from core.settings import Settings


class Act(StrEnum):
    """What somebody did with an opgørelse."""

    FRIGIVET = "frigivet"
    TRUKKET = "trukket tilbage"
    UDSENDT = "udsendt"
    UDSKUDT = "udskudt"  # a correction of what was sent waits for the next opgørelse
    UDLEVERET = "udleveret"  # the public edition was given to somebody who asked for it


class Status(StrEnum):
    """How far an opgørelse is; `rettet` is one whose figures were corrected after it was sent."""

    KLADDE = "kladde"
    FRIGIVET = "frigivet"
    UDSENDT = "udsendt"
    RETTET = "rettet"


@dataclass(frozen=True)
class OpgoerelseStep:
    """One step of an opgørelse's life, taken at a moment (UTC) by somebody.

    `note` is what is behind the figures, in that person's words; `figures` the sets of figures that
    were shown, and `settings` those that they were made with. `variants` are the sets of the other
    choices that readers have, by `Settings.variant`. `openings` say which audiences see a release,
    oldest first; a sending has those of the release that was sent.
    """

    quarter: Quarter
    act: Act
    at: datetime
    by: str
    note: str
    figures: Mapping[Edition, str]
    settings: Settings
    seq: int = 0
    variants: Mapping[str, Mapping[Edition, str]] = field(default_factory=dict)
    openings: tuple[Opening, ...] = ()

    @property
    def first_days(self) -> dict[Audience, date]:
        """The day from which each audience sees it, as it was said last."""
        return {opening.audience: opening.first_day for opening in self.openings}

    @property
    def is_draft(self) -> bool:
        """Whether it has gone no further than to the secretariat."""
        return self.first_days.keys() <= {Audience.SEKRETARIAT}

    def is_seen_by(self, audiences: AbstractSet[Audience], day: date) -> bool:
        """Whether somebody in some audiences sees it on a day."""
        return any(
            audience in audiences and first <= day for audience, first in self.first_days.items()
        )

    def find_figures(self, settings: Settings) -> Mapping[Edition, str] | None:
        """Return the sets that were kept of a choice; None where it was not kept."""
        if settings.variant == self.settings.variant:
            return self.figures
        return self.variants.get(settings.variant)


@dataclass(frozen=True)
class Correction:
    """An upload that changed data: »indlæst«, »gendannet« or »fortrudt« at a moment (UTC)."""

    file_name: str
    event: str
    at: datetime
    by: str


@dataclass(frozen=True)
class Opgoerelse:
    """An opgørelse: the steps of its life, oldest first.

    `differs` says whether the data now give figures that print otherwise than those shown last, and
    `corrections` are the uploads that since then changed the data behind it. A correction that
    `is_deferred` waits for the next opgørelse. One that `is_preliminary` rests on a quarter that
    was not over when its data were drawn. `exposed` counts what an earlier version of the program
    showed too much of to protect it now; only the first release by another plan of masks tells it.
    """

    quarter: Quarter
    steps: tuple[OpgoerelseStep, ...] = ()
    differs: bool = False
    corrections: tuple[Correction, ...] = ()
    is_deferred: bool = False
    is_preliminary: bool = False
    exposed: int = 0

    @property
    def visible_step(self) -> OpgoerelseStep | None:
        """The newest release or sending that holds; None where nobody beside HR sees any."""
        return find_visible_step(self.steps)

    @property
    def last_sending(self) -> OpgoerelseStep | None:
        """The step in which it was last sent; None where it never was."""
        return find_last_sending(self.steps)

    @property
    def status(self) -> Status:
        """How far the opgørelse is: kladde, frigivet, udsendt or rettet."""
        last = self.visible_step
        if last is None:
            return Status.KLADDE
        if last.act is Act.FRIGIVET:
            return Status.FRIGIVET
        return Status.RETTET if self.differs and self.corrections else Status.UDSENDT


def find_last_sending(steps: Sequence[OpgoerelseStep]) -> OpgoerelseStep | None:
    """Return the last sending among some steps."""
    return next((step for step in reversed(steps) if step.act is Act.UDSENDT), None)


def list_standing_steps(steps: Sequence[OpgoerelseStep]) -> list[OpgoerelseStep]:
    """Return the releases and sendings that hold, oldest first.

    A release that was taken back is none, nor is one before it that was not sent.
    """
    standing: list[OpgoerelseStep] = []
    for step in steps:
        if step.act in {Act.FRIGIVET, Act.UDSENDT}:
            standing.append(step)
        while step.act is Act.TRUKKET and standing and standing[-1].act is Act.FRIGIVET:
            standing.pop()
    return standing


def find_visible_step(steps: Sequence[OpgoerelseStep]) -> OpgoerelseStep | None:
    """Return the newest step that somebody beside HR sees, or will see from a day on."""
    return next(reversed(list_standing_steps(steps)), None)


def find_seen_step(
    steps: Sequence[OpgoerelseStep], audiences: AbstractSet[Audience], day: date
) -> OpgoerelseStep | None:
    """Return the newest step that somebody in some audiences sees on a day."""
    standing = reversed(list_standing_steps(steps))
    return next((step for step in standing if step.is_seen_by(audiences, day)), None)
