"""Who is asking, and the scope that this gives."""

import getpass
from dataclasses import dataclass

from core.nodes import Scope


@dataclass(frozen=True)
class Viewer:
    """A person at the program: the name that a load is signed with, the role, and the scope."""

    name: str
    role: str
    scope: Scope


def read_local_viewer() -> Viewer:
    """Return the person at this machine, with the rights of HR.

    Both doors answer this machine alone, so whoever can ask them can also read the store's file.
    """
    return Viewer(name=_read_user_name(), role="HR", scope=Scope.everything())


def _read_user_name() -> str:
    try:
        return getpass.getuser()
    except OSError:  # a machine account without a name
        return "HR"
