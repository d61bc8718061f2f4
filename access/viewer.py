"""Who is asking, and the scope that this gives."""

import getpass
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import NamedTuple

from access.roles import Rights, Role, make_scope
from core import danish
from core.edition import Edition
from core.nodes import Scope
from core.precision import Precision


class Position(NamedTuple):
    """A role that somebody has, and the name of the node that it is for, or ""."""

    role: Role
    place: str = ""

    @property
    def title(self) -> str:
        """The role and what it is for: "afdelingschef for Børn & Familie"."""
        return f"{self.role.label} for {self.place}" if self.place else self.role.label


@dataclass(frozen=True)
class Viewer:
    """A person at the program: the name that a load is signed with, the positions, and the scope.

    Several positions add up: their rights, and what their scopes let see.
    """

    name: str
    positions: tuple[Position, ...]
    scope: Scope

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles that the viewer has."""
        return tuple(position.role for position in self.positions)

    @property
    def rights(self) -> Rights:
        """What the viewer may do."""
        return Rights.add_up(self.roles)

    @property
    def is_hr(self) -> bool:
        """Whether it is HR, who has the files and sees drafts."""
        return Role.HR in self.roles

    def choose_scope(self, edition: Edition) -> Scope:
        """Return what the viewer may see in an edition; nobody has a line in the public one."""
        return self.scope.as_public() if edition is Edition.OFFENTLIG else self.scope

    def choose_edition(self, edition: Edition) -> Edition:
        """Return the edition that the viewer sees: who leads nothing has the public one alone."""
        return edition if self.scope.within else Edition.OFFENTLIG

    def as_printed(self) -> "Viewer":
        """Return the viewer with figures as they are printed, as in all that leaves the program."""
        return replace(self, scope=self.scope.as_printed())

    def as_outgoing(self) -> "Viewer":
        """Return the viewer with figures as they leave the program, in a bilag: as printed.

        Who makes the bilag of both editions makes the internal one of everything.
        """
        if not self.rights.makes_internal_bilag:
            return self.as_printed()
        return replace(self, scope=Scope.everything().as_printed())

    @property
    def title(self) -> str:
        """The roles and what they are for: "afdelingschef for Skole og enhedsleder for Solen"."""
        return danish.join_words([position.title for position in self.positions])


_SIGNER: ContextVar[str] = ContextVar("signer", default="")
_LOCAL = " (lokal)"


@contextmanager
def sign_as(name: str) -> Iterator[None]:
    """Let what this thread does be signed with a name other than the process's own user."""
    before = _SIGNER.set(name)
    try:
        yield
    finally:
        _SIGNER.reset(before)


def mark_local(name: str) -> str:
    """Return the name of an account at this machine, marked as nobody's who signed in."""
    return name if name.endswith(_LOCAL) else f"{name}{_LOCAL}"


def unmark_local(name: str) -> str:
    """Return a name as it is where nobody signs in."""
    return name.removesuffix(_LOCAL)


def read_local_viewer() -> Viewer:
    """Return the person at this machine, with the rights of HR.

    Both doors answer this machine alone, so whoever can ask them can also read the store's file.
    """
    return Viewer(read_user_name(), (Position(Role.HR),), make_scope(Role.HR))


def add_up_scopes(scopes: Sequence[Scope]) -> Scope:
    """Return what somebody sees who has several scopes; nothing without any.

    Figures are exact where one of them is: that is HR's, who sees everything.
    """
    is_exact = any(scope.precision is Precision.EXACT for scope in scopes)
    return Scope(
        frozenset().union(*(scope.levels for scope in scopes)),
        frozenset().union(*(scope.within for scope in scopes)),
        Precision.EXACT if is_exact else Precision.PRINTED,
    )


def read_user_name() -> str:
    """Return the name of the account that the program runs as; "HR" where it has none."""
    if signer := _SIGNER.get():
        return signer
    try:
        return getpass.getuser()
    except OSError:  # a machine account without a name
        return "HR"
