"""Where an enhed stood in the organisation, and when."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from core.nodes import unit_identity


class Cause(StrEnum):
    """Why an enhed's time in one place of the organisation ended."""

    NEDLAGT = "nedlagt"
    OVERDRAGET = "overdraget til leverandør"
    HJEMTAGET = "hjemtaget"
    SAMMENLAGT = "sammenlagt"
    FLYTTET = "flyttet"

    @property
    def has_successor(self) -> bool:
        """Whether another enhed of the kommune goes on."""
        return self in {Cause.HJEMTAGET, Cause.SAMMENLAGT, Cause.FLYTTET}


@dataclass(frozen=True)
class Placement:
    """One enhed's time in one place.

    `fra` is its first day there, None where it was there before anything is known; `til` its last
    day, None while it lasts. `aarsag` is a Cause, or "" where nobody has said why it ended;
    `efterfoelger` is the number of the enhed that goes on, "" where there is none.
    """

    enhed: str
    enhed_navn: str
    afdeling: str
    omraade: str
    fra: date | None = None
    til: date | None = None
    aarsag: str = ""
    efterfoelger: str = ""
    aliasser: tuple[str, ...] = ()

    def covers_day(self, day: date) -> bool:
        """Whether the enhed stood here on a day."""
        return self.first_day <= day <= self.last_day

    def is_of_enhed(self, enhed: str) -> bool:
        """Whether this placement is of an enhed, however its number is spelled."""
        return unit_identity(self.enhed) == unit_identity(enhed)

    @property
    def first_day(self) -> date:
        """The first day here; the earliest of all where it is not known."""
        return self.fra or date.min

    @property
    def last_day(self) -> date:
        """The last day here; the latest of all while it lasts."""
        return self.til or date.max

    @property
    def has_successor(self) -> bool:
        """Whether another enhed of the kommune goes on, and is named."""
        return bool(self.aarsag and self.efterfoelger) and Cause(self.aarsag).has_successor

    @property
    def place(self) -> str:
        """The afdeling, or the område where there is no afdeling."""
        return self.afdeling or self.omraade


def find_heirs(placements: Iterable[Placement]) -> dict[str, str]:
    """Return by the identity of each enhed that of the one that goes on in the end.

    As in the figures (`metrics/sql/placed.sql`) the last placement that names a successor says who
    goes on. Those that nobody goes on as are left out, and those that go on as each other.
    """
    successors = {
        unit_identity(row.enhed): unit_identity(row.efterfoelger)
        for row in sorted(placements, key=lambda row: row.last_day)
        if row.has_successor and not row.is_of_enhed(row.efterfoelger)
    }
    heirs = {}
    for enhed in successors:
        path = [enhed]
        while (heir := successors.get(path[-1], "")) and heir not in path:
            path.append(heir)
        if len(path) > 1 and not heir:
            heirs[enhed] = path[-1]
    return heirs


COLUMNS = tuple(field.name for field in fields(Placement))
