"""Which audiences of a release somebody is in."""

from access.roles import Role
from access.viewer import Viewer
from core.audiences import Audience

_AUDIENCES = {
    Role.KOMMUNALDIREKTOER: Audience.DIREKTOERER,
    Role.DIREKTOER: Audience.DIREKTOERER,
    Role.AFDELINGSCHEF: Audience.AFDELINGSCHEFER,
    Role.ENHEDSLEDER: Audience.ENHEDSLEDERE,
    Role.SEKRETARIAT: Audience.SEKRETARIAT,
    Role.HR: Audience.AFDELINGSCHEFER,  # who asks for what is released sees it as Chefforum does
}


def find_audiences(viewer: Viewer) -> frozenset[Audience]:
    """Return the audiences that a viewer is in; a role without figures is in none."""
    return frozenset(_AUDIENCES[role] for role in viewer.roles if role in _AUDIENCES)
