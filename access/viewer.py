"""Who is asking, and the scope that this gives."""

import getpass
from dataclasses import dataclass, replace

from access.roles import Rights, Role, make_scope
from core.edition import Edition
from core.nodes import Scope


@dataclass(frozen=True)
class Viewer:
    """A person at the program: the name that a load is signed with, the role, and the scope.

    `place` is the name of the node that the role is for; "" where it is for none.
    """

    name: str
    role: Role
    scope: Scope
    place: str = ""

    @property
    def rights(self) -> Rights:
        """What the viewer may do."""
        return self.role.rights

    @property
    def is_hr(self) -> bool:
        """Whether it is HR, who has the files and sees drafts."""
        return self.role is Role.HR

    def choose_scope(self, edition: Edition) -> Scope:
        """Return what the viewer may see in an edition; nobody has a line in the public one."""
        return self.scope.as_public() if edition is Edition.OFFENTLIG else self.scope

    def choose_edition(self, edition: Edition) -> Edition:
        """Return the edition that the viewer sees: who leads nothing has the public one alone."""
        return edition if self.scope.within else Edition.OFFENTLIG

    def as_printed(self) -> "Viewer":
        """Return the viewer with figures as they are printed, as in all that leaves the program."""
        return replace(self, scope=self.scope.as_printed())

    @property
    def title(self) -> str:
        """The role and what it is for: "afdelingschef for Børn & Familie"."""
        return f"{self.role.label} for {self.place}" if self.place else self.role.label


def read_local_viewer() -> Viewer:
    """Return the person at this machine, with the rights of HR.

    Both doors answer this machine alone, so whoever can ask them can also read the store's file.
    """
    return Viewer(name=_read_user_name(), role=Role.HR, scope=make_scope(Role.HR))


def _read_user_name() -> str:
    try:
        return getpass.getuser()
    except OSError:  # a machine account without a name
        return "HR"
