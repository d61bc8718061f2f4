"""The roles that people have at the program, and what each of them may see and do."""

from dataclasses import dataclass, fields
from enum import StrEnum
from functools import reduce

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
    DATABESKYTTELSESRAADGIVER = "databeskyttelsesraadgiver"
    IT = "it"

    @property
    def label(self) -> str:
        """The role as users read it, with a small first letter where it is a word."""
        if self in {Role.HR, Role.IT}:
            return self.value.upper()
        return self.value.replace("oe", "ø").replace("raad", "råd")

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

    @property
    def rights(self) -> "Rights":
        """What the role may do."""
        return _RIGHTS[self]


@dataclass(frozen=True)
class Rights:
    """What somebody may do, each a field; several roles add up.

    `sees_figures`: in the pages, by the role's scope. `loads_data`: files, answers, organisation
    and events. `releases`: drafts, their release, and other figures than the released ones.
    `keeps_case`: the sag's fields, paragraphs and follow-up. `makes_internal_bilag`: also of what
    lies beyond the own line. `marks_sent`: that an opgørelse has gone out. `reads_log`: who looked
    at what. `erases`: uploads and units, for good. `sees_operation`: versions, sizes and health of
    the server. `grants_roles`: who has which role.
    """

    sees_figures: bool = False
    loads_data: bool = False
    releases: bool = False
    keeps_case: bool = False
    makes_internal_bilag: bool = False
    marks_sent: bool = False
    reads_log: bool = False
    erases: bool = False
    sees_operation: bool = False
    grants_roles: bool = False

    def __or__(self, other: "Rights") -> "Rights":
        """Return what may be done by either."""
        names = [field.name for field in fields(self)]
        return Rights(**{name: getattr(self, name) or getattr(other, name) for name in names})

    @classmethod
    def everything(cls) -> "Rights":
        """Return the rights of HR."""
        return cls(**{field.name: True for field in fields(cls)})

    @classmethod
    def add_up(cls, roles: "tuple[Role, ...]") -> "Rights":
        """Return what somebody with some roles may do; nothing without any."""
        return reduce(Rights.__or__, (role.rights for role in roles), cls())


_READER = Rights(sees_figures=True)
_RIGHTS = {
    Role.HR: Rights.everything(),
    Role.KOMMUNALDIREKTOER: _READER,
    Role.DIREKTOER: _READER,
    Role.AFDELINGSCHEF: _READER,
    Role.ENHEDSLEDER: _READER,
    Role.SEKRETARIAT: Rights(
        sees_figures=True, keeps_case=True, makes_internal_bilag=True, marks_sent=True
    ),
    Role.DATABESKYTTELSESRAADGIVER: Rights(reads_log=True, erases=True),
    Role.IT: Rights(sees_operation=True),
}


def make_scope(role: Role, line: frozenset[str] = frozenset()) -> Scope:
    """Return what a role may see: all levels, and the nodes of its own `line` as a leader does.

    All beyond the line is seen in the public edition. A role without figures sees none.
    """
    within = frozenset({Level.KOMMUNE.value}) if role.sees_everything else line
    levels = frozenset(Level) if role.rights.sees_figures else frozenset()
    return Scope(levels, within, role.precision)
