"""The levels of the organisation, and which of them somebody may see."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """A level of the organisation; the value is the word of the command line."""

    KOMMUNE = "kommune"
    OMRAADE = "omraade"
    AFDELING = "afdeling"
    ENHED = "enhed"
    PERSONALEGRUPPE = "personalegruppe"
    GRUPPE = "gruppe"

    @property
    def label(self) -> str:
        """The word that a user reads."""
        return {"omraade": "Område"}.get(self.value, self.value.capitalize())


# The levels that make a whole of their parts; personalegrupper and grupper go across them.
TREE = (Level.KOMMUNE, Level.OMRAADE, Level.AFDELING, Level.ENHED)


def unit_identity(enhed: str) -> str:
    """Return what two spellings of one enhed have in common: "0100" and "100", "Ski" and "SKI"."""
    is_number = enhed.isascii() and enhed.isdigit()
    return enhed.lstrip("0") if is_number else enhed.casefold()


@dataclass(frozen=True)
class Scope:
    """What a viewer may see: every node of `levels`, and all that lies under the keys `within`."""

    levels: frozenset[Level]
    within: frozenset[str] = frozenset()

    @classmethod
    def everything(cls) -> "Scope":
        """The scope of HR: all levels."""
        return cls(frozenset(Level))
