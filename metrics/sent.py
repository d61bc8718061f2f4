"""An opgørelse beside what was shown of it, and of the one before it: what has changed since."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core import danish
from core.edition import Edition
from core.opgoerelse import Act, Correction, Opgoerelse, Step, sent
from core.quarter import Quarter
from store.figures import Reader
from store.kinds import SICK_LEAVE

_FOLDER = Path(__file__).parent / "sql"
_CORRECTIONS = (_FOLDER / "corrections.sql").read_text("utf-8")
_DIFFERENCES = (_FOLDER / "differences.sql").read_text("utf-8")
_EVENTS = {"stored": "indlæst", "redone": "gendannet", "undone": "fortrudt"}


@dataclass(frozen=True)
class BesideSent:
    """How an opgørelse stands beside what was sent. Moments are in UTC.

    It `replaces` the one of the same quarter that was sent then; `corrections` are the uploads that
    since then changed the data behind it. The opgørelse of the quarter before was sent at
    `previous`, and `previous_corrections` changed the data behind that one.
    """

    quarter: Quarter
    replaces: datetime | None = None
    corrections: tuple[Correction, ...] = ()
    previous: datetime | None = None
    previous_corrections: tuple[Correction, ...] = ()

    def replaced(self, *, signed: bool = True) -> str:
        """Say which opgørelse this one replaces, and why; "" where it replaces none."""
        if self.replaces is None:
            return ""
        said = f"Denne opgørelse erstatter opgørelsen udsendt den {danish.day(self.replaces)}."
        if not self.corrections:
            return said
        return f"{said} Siden da er data bag den ændret: {told(self.corrections, signed=signed)}."

    def corrected(self, *, signed: bool = True) -> str:
        """Say what changed the data behind the opgørelse before; "" where nothing did."""
        if self.previous is None or not self.previous_corrections:
            return ""
        return (
            f"Data bag opgørelsen for {(self.quarter - 1).label} er ændret, efter at den blev "
            f"udsendt den {danish.day(self.previous)}: "
            f"{told(self.previous_corrections, signed=signed)}."
        )


def told(corrections: tuple[Correction, ...], *, signed: bool = True) -> str:
    """Name the uploads, each with what was done when, and by whom where it is `signed`."""
    return danish.listed(
        [
            f"»{one.file_name}« ({one.event} {danish.moment(one.at)}"
            f"{f' af {one.by}' if signed and one.by else ''})"
            for one in corrections
        ]
    )


def opgoerelse(reader: Reader, quarter: Quarter) -> Opgoerelse:
    """Return how far an opgørelse is, and what has changed since it was shown last."""
    found = Opgoerelse(quarter, reader.steps(quarter))
    if found.shown is None:
        return found
    changed = corrections(reader, quarter, since=found.shown.at)
    return Opgoerelse(quarter, found.steps, _differs(reader, found.shown), changed)


def beside_sent(reader: Reader, quarter: Quarter) -> BesideSent:
    """Return how an opgørelse stands beside what was sent of it, and of the quarter before."""
    replaces, before = _replaced(reader, quarter), _compared(reader, quarter - 1)
    return BesideSent(
        quarter,
        replaces,
        corrections(reader, quarter, since=replaces) if replaces else (),
        before.at if before else None,
        corrections(reader, quarter - 1, since=before.at) if before else (),
    )


def kept(reader: Reader, quarter: Quarter) -> str:
    """Return the set of figures that an opgørelse was sent with; "" where it was not sent."""
    step = _compared(reader, quarter)
    return step.figures[reader.version.edition] if step else ""


def is_corrected(reader: Reader, quarter: Quarter) -> bool:
    """Whether data behind an opgørelse that was sent have changed since."""
    step = _compared(reader, quarter)
    return step is not None and bool(corrections(reader, quarter, since=step.at))


def corrections(reader: Reader, quarter: Quarter, *, since: datetime) -> tuple[Correction, ...]:
    """Return the uploads that changed the data behind an opgørelse since a moment, oldest first.

    What came and went again since then changed nothing. The public edition names nobody.
    """
    named = reader.version.edition is Edition.INTERN
    frame = reader.query(
        _CORRECTIONS,
        {
            "since": since,
            "first": str(quarter - 3),
            "last": str(quarter),
            "kinds": list(SICK_LEAVE),
        },
    )
    return tuple(
        Correction(
            row["file_name"],
            _EVENTS[row["event"]],
            row["told_at"].to_pydatetime(),
            row["told_by"] if named else "",
        )
        for row in frame.to_dict("records")
    )


def _replaced(reader: Reader, quarter: Quarter) -> datetime | None:
    """When the opgørelse that this one replaces was sent: the last, or what that one replaced."""
    steps = reader.steps(quarter)
    sendings = [step for step in steps if step.act is Act.UDSENDT]
    if not sendings:
        return None
    if _differs(reader, sendings[-1]):
        return sendings[-1].at
    return sendings[-2].at if len(sendings) > 1 else None


def _compared(reader: Reader, quarter: Quarter) -> Step | None:
    """The last sending of an opgørelse whose figures mean the same as the reader's."""
    variant = reader.version.settings.variant
    return sent([step for step in reader.steps(quarter) if step.settings.variant == variant])


def _differs(reader: Reader, step: Step) -> bool:
    """Whether figures of a quarter are others than a step showed; what is hidden is no other."""
    frame = reader.query(
        _DIFFERENCES,
        {"quarter": str(step.quarter), "version": step.figures[reader.version.edition]},
    )
    return bool(frame["differences"].iloc[0])
