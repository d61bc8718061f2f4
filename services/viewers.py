"""Who a figure is read for: a role, and the part of the organisation that it is for."""

from collections.abc import Sequence
from dataclasses import replace

from access.roles import Role, make_scope
from access.viewer import Viewer
from core.errors import UsageError, suggest_nearest
from core.nodes import Level, unit_identity
from core.settings import Settings
from metrics.nodes import Node, read_nodes
from services.figures import open_figures
from store.database import Store
from store.figures import Reader

_EXAMPLES = {
    Level.OMRAADE: "direktoer:NAVN PÅ OMRÅDET",
    Level.AFDELING: "afdelingschef:NAVN PÅ AFDELINGEN",
    Level.ENHED: "enhedsleder:ENHEDENS NUMMER ELLER NAVN",
}


def read_viewer(store: Store, viewer: Viewer, text: str, *, settings: Settings) -> Viewer:
    """Return the viewer that "ROLE" or "ROLE:NODE" means; `viewer` asks for it.

    Raises UsageError for a role that is none, and for a node that is missing or not there.
    """
    role_text, _, place = text.partition(":")
    role = _read_role(role_text)
    if role.own_level is None:
        if place:
            raise UsageError(
                f"Rollen {role.value} gælder hele kommunen. Skriv den uden »:{place}«."
            )
        return replace(viewer, role=role, scope=make_scope(role))
    if not place:
        raise UsageError(
            f"Rollen {role.value} gælder {role.own_level.singular}. Skriv hvilken: "
            f'--viewer "{_EXAMPLES[role.own_level]}".'
        )
    with open_figures(store, viewer, settings=settings) as reader:
        return become_role(reader, viewer, role, _find_node(reader, role.own_level, place))


def become_role(reader: Reader, viewer: Viewer, role: Role, node: Node) -> Viewer:
    """Return a viewer as one with a role for a node, who sees the node's line as a leader does."""
    line = {node.key}
    if role.own_level is Level.OMRAADE:
        line |= {
            below.key for below in read_nodes(reader, Level.AFDELING) if below.parent == node.key
        }
    return replace(viewer, role=role, scope=make_scope(role, frozenset(line)), place=node.name)


def _read_role(text: str) -> Role:
    valid = [role.value for role in Role]
    if text not in valid:
        raise UsageError(
            f"»{text}« er ikke en rolle. Gyldige er: {', '.join(valid)}."
            f"{suggest_nearest(text, valid)}"
        )
    return Role(text)


def _find_node(reader: Reader, level: Level, text: str) -> Node:
    """Find a node by its name, its number or its key; UsageError names the nearest one."""
    nodes = read_nodes(reader, level)
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
