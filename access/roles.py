"""The roles that people have at the program, and what each of them may see."""

from enum import StrEnum

from core.nodes import Level, Scope
from core.precision import Precision


class Role(StrEnum):
    """A role; the value is the word of the command line and of the addresses of pages."""

    HR = "hr"
    KOMMUNALDIREKTOER = "kommunaldirektoer"
    DIREKTOER = "direktoer"
    AFDELINGSCHEF = "afdelingschef"
    ENHEDSLEDER = "enhedsleder"
    SEKRETARIAT = "sekretariat"

    @property
    def label(self) -> str:
        """The role as users read it, with a small first letter where it is a word."""
        return "HR" if self is Role.HR else self.value.replace("oe", "ø")

    @property
    def own_level(self) -> Level | None:
        """The level of the node that the role is for; None where it is for no single node."""
        return {
            Role.DIREKTOER: Level.OMRAADE,
            Role.AFDELINGSCHEF: Level.AFDELING,
            Role.ENHEDSLEDER: Level.ENHED,
        }.get(self)

    @property
    def precision(self) -> Precision:
        """How exactly the role sees figures: HR, who has the files, as they were computed."""
        return Precision.EXACT if self is Role.HR else Precision.PRINTED

    @property
    def sees_everything(self) -> bool:
        """Whether the whole kommune is the role's own line, seen in the internal edition."""
        return self in {Role.HR, Role.KOMMUNALDIREKTOER}


def make_scope(role: Role, line: frozenset[str] = frozenset()) -> Scope:
    """Return what a role may see: all levels, and the nodes of its own `line` as a leader does.

    All beyond the line is seen in the public edition.
    """
    within = frozenset({Level.KOMMUNE.value}) if role.sees_everything else line
    return Scope(frozenset(Level), within, role.precision)
