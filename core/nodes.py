"""The levels of the organisation, and which of them somebody may see."""

from dataclasses import dataclass, replace
from enum import StrEnum

from core.precision import Precision


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

    @property
    def singular(self) -> str:
        """The word for one of them: "et område", "en afdeling"."""
        article = "et" if self is Level.OMRAADE else "en"
        return f"{article} {self.label.lower()}"

    @property
    def plural(self) -> str:
        """The word for several of them: "områder", "afdelinger", "enheder"."""
        word = self.label.lower()
        return f"{word}{'r' if word.endswith('e') else 'er'}"


ERASED_UNIT = "slettet-"  # what the name of an erased enhed's node begins with

# The levels that make a whole of their parts; personalegrupper and grupper go across them.
TREE = (Level.KOMMUNE, Level.OMRAADE, Level.AFDELING, Level.ENHED)


@dataclass(frozen=True)
class NodeKey:
    """A node of the organisation: its level, and its number or name there ("" for the kommune).

    Written "enhed:3100", "afdeling:Miljø & Teknik", "kommune": so it stands in the figures, in
    JSON and in the addresses of pages.
    """

    level: Level
    name: str = ""

    @classmethod
    def parse(cls, text: str) -> "NodeKey":
        """Read a key as it is written; ValueError where it begins with no level."""
        level, _, name = text.partition(":")
        return cls(Level(level), name)

    def __str__(self) -> str:
        if self.level is Level.KOMMUNE:
            return self.level.value
        return f"{self.level.value}:{self.name}"

    @property
    def identity(self) -> "NodeKey":
        """The same key for every spelling of an enhed's number: "0100" and "100"."""
        return NodeKey(self.level, unit_identity(self.name)) if self.level is Level.ENHED else self


def is_erased_unit(key: str) -> bool:
    """Whether a key stands for an enhed that was erased: "enhed:slettet-17"."""
    return key.startswith(f"{Level.ENHED.value}:{ERASED_UNIT}")


def unit_identity(enhed: str) -> str:
    """Return what two spellings of one enhed have in common: "0100" and "100", "Ski" and "SKI"."""
    is_number = enhed.isascii() and enhed.isdigit()
    return enhed.lstrip("0") if is_number else enhed.casefold()


@dataclass(frozen=True)
class Scope:
    """What a viewer may see: the nodes of `levels`, and the own line, all that lies under `within`.

    `within` are keys of nodes; under that of the kommune lies everything. All is seen with one
    `precision`.
    """

    levels: frozenset[Level]
    within: frozenset[str] = frozenset()
    precision: Precision = Precision.EXACT

    @classmethod
    def everything(cls) -> "Scope":
        """The scope of HR: all levels, the kommune as the own line, exact figures."""
        return cls(frozenset(Level), frozenset({Level.KOMMUNE.value}))

    @property
    def is_of_everything(self) -> bool:
        """Whether the whole kommune is the own line."""
        return Level.KOMMUNE.value in self.within

    def as_printed(self) -> "Scope":
        """Return the scope with figures as they are printed."""
        return replace(self, precision=Precision.PRINTED)

    def as_public(self) -> "Scope":
        """Return the scope of one who sees the same levels, but has no line of his own."""
        return replace(self, within=frozenset(), precision=Precision.PRINTED)
