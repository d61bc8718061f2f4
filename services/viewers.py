"""Who a figure is read for: a role, and the part of the organisation that it is for."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from access.grants import Grant, read_role
from access.roles import Role, make_scope
from access.viewer import Position, Viewer, add_up_scopes
from core.errors import NoDataError, UsageError, suggest_nearest
from core.nodes import Level, unit_identity
from core.placement import find_heirs
from core.settings import Settings
from metrics.nodes import Node, read_nodes
from services.figures import open_figures
from store.database import Store
from store.placements import read_placements

_EXAMPLES = {
    Level.OMRAADE: "direktoer:NAVN PÅ OMRÅDET",
    Level.AFDELING: "afdelingschef:NAVN PÅ AFDELINGEN",
    Level.ENHED: "enhedsleder:ENHEDENS NUMMER ELLER NAVN",
}


@dataclass(frozen=True)
class Places:
    """The nodes of each level that roles are for; `heirs` has, by identity, who goes on as whom."""

    nodes: Mapping[Level, tuple[Node, ...]]
    heirs: Mapping[str, str]

    def list_line(self, level: Level, node: Node) -> frozenset[str]:
        """Return the keys of what who leads a node leads: of an enhed those before it too."""
        line = {node.key}
        if level is Level.OMRAADE:
            line |= {below.key for below in self.nodes[Level.AFDELING] if below.parent == node.key}
        if level is Level.ENHED:
            heir = _identify(node)
            line |= {
                each.key
                for each in self.nodes[Level.ENHED]
                if self.heirs.get(_identify(each)) == heir
            }
        return frozenset(line)


def _identify(node: Node) -> str:
    return unit_identity(_cut_level(node, Level.ENHED))


# Who looks up where a role is for, on nobody's behalf.
_PROGRAM = Viewer("", (Position(Role.HR),), make_scope(Role.HR))


def read_viewer(store: Store, viewer: Viewer, text: str, *, settings: Settings) -> Viewer:
    """Return the viewer that "ROLE" or "ROLE:NODE" means; `viewer` asks for it.

    Raises UsageError for a role that is none, and for a node that is missing or not there.
    """
    role_text, _, place = text.partition(":")
    role = read_role(role_text)
    if role.own_level is None:
        if place:
            raise UsageError(
                f"Rollen {role.value} gælder hele kommunen. Skriv den uden »:{place}«."
            )
        return replace(viewer, positions=(Position(role),), scope=make_scope(role))
    if not place:
        raise UsageError(
            f"Rollen {role.value} gælder {role.own_level.singular}. Skriv hvilken: "
            f'--viewer "{_EXAMPLES[role.own_level]}".'
        )
    places = _read_places(store, settings)
    return _become_role(places, viewer, role, _find_node(places, role.own_level, place))


def _read_places(store: Store, settings: Settings) -> Places:
    """Return the nodes of today's organisation that a role may be for, kept until data change.

    Raises NoDataError where there are no data yet.
    """

    def read() -> Places:
        with store.session() as cursor:
            heirs = find_heirs(read_placements(cursor))
        with open_figures(store, _PROGRAM, settings=settings) as reader:
            return Places({level: read_nodes(reader, level) for level in _EXAMPLES}, heirs)

    return store.remember(("places", settings.fingerprint), read)


def _become_role(places: Places, viewer: Viewer, role: Role, node: Node) -> Viewer:
    """Return a viewer as one with a role for a node, who sees the node's line as a leader does."""
    line = places.list_line(role.own_level, node) if role.own_level else frozenset[str]()
    scope = make_scope(role, line)
    return replace(viewer, positions=(Position(role, node.name),), scope=scope)


def make_viewer(
    store: Store, person: str, grants: Sequence[Grant], *, settings: Settings
) -> Viewer:
    """Return a person as the viewer that some grants make, by today's organisation.

    A grant of a place that is not there gives nothing; without any that gives something the
    viewer has no position and sees nothing.
    """
    viewers = [
        replace(_PROGRAM, positions=(Position(grant.role),), scope=make_scope(grant.role))
        for grant in grants
        if not grant.role.own_level
    ]
    if placed := [grant for grant in grants if grant.role.own_level]:
        with suppress(NoDataError):
            places = _read_places(store, settings)
            viewers += [
                _become_role(places, _PROGRAM, grant.role, node)
                for grant in placed
                if (node := _find_place(places, grant))
            ]
    positions = tuple(position for viewer in viewers for position in viewer.positions)
    return Viewer(person, positions, add_up_scopes([viewer.scope for viewer in viewers]))


def require_place(store: Store, grant: Grant, *, settings: Settings) -> str:
    """Return the name of the node that a grant is for; "" where it is for none.

    Raises UsageError for a place that is not there, NoDataError where there are no data yet.
    """
    if grant.role.own_level is None:
        return ""
    return _find_node(_read_places(store, settings), grant.role.own_level, grant.place).name


def find_lost_grants(store: Store, grants: Sequence[Grant], *, settings: Settings) -> list[Grant]:
    """Return the grants whose place is not there; NoDataError where there are no data yet."""
    placed = [grant for grant in grants if grant.role.own_level]
    if not placed:
        return []
    places = _read_places(store, settings)
    return [grant for grant in placed if _find_place(places, grant) is None]


def _find_place(places: Places, grant: Grant) -> Node | None:
    """Find the node that a grant is for; None where today's organisation has none."""
    if grant.role.own_level is None:
        return None
    try:
        return _find_node(places, grant.role.own_level, grant.place)
    except UsageError:
        return None


def _find_node(places: Places, level: Level, text: str) -> Node:
    """Find a node by its name, its number or its key; UsageError names the nearest one."""
    nodes = places.nodes[level]
    wanted = text.removeprefix(f"{level.value}:")
    matches = [node for node in nodes if _is_named(node, level, wanted)]
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise UsageError(
            f"»{wanted}« er navnet på {len(matches)} {level.plural}. Skriv nummeret: "
            f"{', '.join(_cut_level(node, level) for node in matches)}."
        )
    raise UsageError(f"»{wanted}« er ikke {level.singular} i data.{_suggest(nodes, level, wanted)}")


def _suggest(nodes: Sequence[Node], level: Level, wanted: str) -> str:
    names = [*(node.name for node in nodes), *(_cut_level(node, level) for node in nodes)]
    return suggest_nearest(wanted, names)


def _is_named(node: Node, level: Level, text: str) -> bool:
    number = _cut_level(node, level)
    return text.casefold() in {node.name.casefold(), number.casefold()} or unit_identity(
        text
    ) == unit_identity(number)


def _cut_level(node: Node, level: Level) -> str:
    return node.key.removeprefix(f"{level.value}:")
