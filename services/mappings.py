"""List, export, import and forget the mappings that are remembered, and learn new ones."""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePath

from access.log_lines import Action, Detail
from core.cpr import require_no_cpr
from core.errors import UsageError, suggest_nearest
from data_loaders.guidance.aliases import Aliases
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.guidance.mapping import ALIAS_LEVELS, Mapping, strip_periods
from data_loaders.guidance.mapping_text import parse_mapping_toml, write_mapping_toml
from data_loaders.report import Report
from services.access_log import log_change
from services.configuration import open_person_key
from services.retry import retry_on_collision
from store import knowledge
from store.connection import Cursor
from store.database import Store
from store.knowledge import Signature
from store.placements import read_placements


@dataclass(frozen=True)
class RememberedMapping:
    """A mapping that is remembered, with the moment (UTC) and the person that it is from."""

    mapping: Mapping
    signed: Signature


def make_guidance(store: Store, file_mapping: Mapping | None = None) -> Guidance:
    """Gather what guides the reading of a file: what was remembered, and its own mapping."""
    remembered_mappings, aliases = store.remember("guidance", partial(_read_guidance, store))
    return Guidance(
        user_mapping=file_mapping or Mapping(),
        remembered_mappings=remembered_mappings,
        aliases=aliases,
        key=open_person_key(store.path),
    )


def _read_guidance(store: Store) -> tuple[tuple[Mapping, ...], Aliases]:
    """Read the mappings that are remembered, and the names that are known."""
    with store.session() as cursor:
        all_names = knowledge.read_names(cursor)
        names = {level: tuple(n for at, n in all_names if at == level) for level in ALIAS_LEVELS}
        stored = knowledge.read_mappings(cursor)
        mappings = tuple(parse_mapping_toml(mapping.content) for mapping in stored)
        return mappings, Aliases(names, _read_alias_names(cursor))


def read_mappings(store: Store) -> tuple[RememberedMapping, ...]:
    """Return the mappings that are remembered, newest first."""
    with store.session() as cursor:
        stored = knowledge.read_mappings(cursor)
    return tuple(
        RememberedMapping(parse_mapping_toml(text.content), text.signed) for text in stored
    )


def find_mapping(store: Store, name: str) -> Mapping:
    """Return a remembered mapping; UsageError for an unknown name."""
    mappings = {entry.mapping.name: entry.mapping for entry in read_mappings(store)}
    if name not in mappings:
        valid = f"Der huskes: {', '.join(mappings)}." if mappings else "Der huskes ingen endnu."
        raise UsageError(
            f"Der er ingen opsætning, som hedder »{name}«. {valid}{suggest_nearest(name, mappings)}"
        )
    return mappings[name]


def remember_mapping(store: Store, mapping: Mapping, *, by: str) -> None:
    """Remember a mapping under its name, instead of what was remembered under it.

    UsageError for one without a name.
    """
    if not mapping.name.strip():
        raise UsageError('Opsætningen har ikke noget navn. Skriv det som name = "…".')
    content = write_mapping_toml(mapping.drop_one_file_answers())
    _store_mapping(store, mapping.name, content, by=by)


def forget_mapping(store: Store, name: str, *, by: str) -> None:
    """Forget a mapping; UsageError for an unknown name."""
    find_mapping(store, name)
    _store_mapping(store, name, None, by=by)


@retry_on_collision
def _store_mapping(store: Store, name: str, content: str | None, *, by: str) -> None:
    details = {Detail.SLAGS: "mappings"}
    with (
        log_change(store, Action.AENDRET, details, by=by),
        store.transaction(facts=False) as cursor,
    ):
        knowledge.remember_mapping(cursor, name, content, Signature(store.clock(), by))


def export_mapping(store: Store, name: str) -> str:
    """Write a mapping as TOML; UsageError for an unknown name."""
    return write_mapping_toml(find_mapping(store, name))


def import_mapping(store: Store, text: str, *, by: str) -> Mapping:
    """Remember a mapping that was exported; UsageError for a text that is none."""
    mapping = read_mapping(text)
    remember_mapping(store, mapping, by=by)
    return mapping


def read_mapping(text: str) -> Mapping:
    """Read a mapping that somebody wrote; UsageError for one with a CPR number in it."""
    mapping = parse_mapping_toml(text)
    require_no_cpr(*mapping.texts)
    return mapping


def learn_from_file(
    cursor: Cursor, report: Report, file_mapping: Mapping, signed: Signature
) -> None:
    """Remember what was said about a file that is stored: its layout's mapping, and aliases.

    The mapping keeps the name it had; a new one is named after the file.
    """
    mapping = file_mapping.place_in_headers(report.proposal.mapping.headers).merge_over(
        report.proposal.mapping
    )
    mapping = mapping.drop_one_file_answers()
    if mapping.fingerprint and not file_mapping.drop_one_file_answers().is_empty:
        stored = {entry.name: entry.content for entry in knowledge.read_mappings(cursor)}
        name = (
            mapping.name
            or report.proposal.remembered_mapping_name
            or _make_name(report.file_name, stored)
        )
        content = write_mapping_toml(replace(mapping, name=name))
        if stored.get(name) != content:
            knowledge.remember_mapping(cursor, name, content, signed)
    for level, alias, name in file_mapping.aliases:
        knowledge.remember_alias(cursor, level, alias, name=name, signed=signed)


def _make_name(file_name: str, stored: dict[str, str]) -> str:
    """Name a mapping after a file, without its period: "Sygefravær 2024K4.xlsx" → "Sygefravær"."""
    name = strip_periods(PurePath(file_name).stem) or "Opsætning"
    numbered = (f"{name} {number}" for number in range(2, len(stored) + 3))
    return next(free for free in (name, *numbered) if free not in stored)


def _read_alias_names(cursor: Cursor) -> dict[str, dict[str, str]]:
    """Return what names mean: as the organisation says, and over that as was answered."""
    names: dict[str, dict[str, str]] = {level: {} for level in ALIAS_LEVELS}
    for place in read_placements(cursor):
        names["enhed"] |= dict.fromkeys(place.aliasser, place.enhed_navn)
    for alias in knowledge.read_aliases(cursor):
        names[alias.level][alias.alias] = alias.name
    return names
