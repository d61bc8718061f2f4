"""What the program remembers of layouts and names: listed, handed on, taken in, forgotten."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from core.errors import UsageError, suggest_nearest
from data_loaders.guidance.aliases import Aliases
from data_loaders.guidance.guide import Guide
from data_loaders.guidance.mapping import ALIAS_LEVELS, Mapping, period_less
from data_loaders.guidance.mapping_text import from_toml, to_toml
from data_loaders.report import Report
from services.configuration import person_key
from services.retry import retried
from services.typed import require_no_cpr
from store import knowledge
from store.database import Cursor, Store
from store.knowledge import Signature
from store.placements import read_placements

_LARGEST_TEXT = 100_000  # bytes


@dataclass(frozen=True)
class Remembered:
    """A mapping that is remembered, and since when (UTC) and by whom."""

    mapping: Mapping
    signed: Signature


def guide(store: Store, said: Mapping | None = None) -> Guide:
    """Return what is known before a file is read, beside what is said about it."""
    with store.session() as cursor:
        known = knowledge.read_names(cursor)
        names = {level: tuple(n for at, n in known if at == level) for level in ALIAS_LEVELS}
        stored = knowledge.read_mappings(cursor)
        return Guide(
            said=said or Mapping(),
            learned=tuple(from_toml(one.content) for one in stored),
            aliases=Aliases(names, _learned(cursor)),
            key=person_key(store.path),
        )


def listed(store: Store) -> tuple[Remembered, ...]:
    """Return the mappings that are remembered, newest first."""
    with store.session() as cursor:
        stored = knowledge.read_mappings(cursor)
    return tuple(Remembered(from_toml(one.content), one.signed) for one in stored)


def named(store: Store, name: str) -> Mapping:
    """Return a remembered mapping; UsageError for a name that is none's."""
    known = {one.mapping.name: one.mapping for one in listed(store)}
    if name not in known:
        valid = f"Der huskes: {', '.join(known)}." if known else "Der huskes ingen endnu."
        raise UsageError(
            f"Der er ingen opsætning, som hedder »{name}«. {valid}{suggest_nearest(name, known)}"
        )
    return known[name]


def remember(store: Store, mapping: Mapping, *, by: str) -> None:
    """Remember a mapping under its name, instead of what was remembered under it.

    UsageError for one without a name.
    """
    if not mapping.name.strip():
        raise UsageError('Opsætningen har ikke noget navn. Skriv det som name = "…".')
    content = to_toml(mapping.remembered())
    _signed(
        store, by, lambda c, signed: knowledge.remember_mapping(c, mapping.name, content, signed)
    )


def forget(store: Store, name: str, *, by: str) -> None:
    """Forget a mapping; UsageError for a name that is none's."""
    named(store, name)
    _signed(store, by, lambda c, signed: knowledge.remember_mapping(c, name, None, signed))


def exported(store: Store, name: str) -> str:
    """Write a mapping as TOML; UsageError for a name that is none's."""
    return to_toml(named(store, name))


def imported(store: Store, text: str, *, by: str) -> Mapping:
    """Remember a mapping that was exported; UsageError for a text that is none."""
    mapping = _from_file(text)
    remember(store, mapping, by=by)
    return mapping


def chosen(store: Store, name_or_file: str) -> Mapping:
    """Return the mapping of a TOML file, or a remembered one by name; an empty one for "".

    UsageError where there is none.
    """
    if not name_or_file:
        return Mapping()
    file = Path(name_or_file)
    if file.suffix.casefold() == ".toml":
        return _from_file(text_of_file(file))
    return named(store, name_or_file)


def _from_file(text: str) -> Mapping:
    """Read a mapping that somebody wrote; UsageError for one with a CPR number in it."""
    mapping = from_toml(text)
    require_no_cpr(*mapping.texts)
    return mapping


def text_of_file(file: Path) -> str:
    """Read a file of text; UsageError for one that is not there, is none, or is too large."""
    try:
        if file.stat().st_size > _LARGEST_TEXT:
            raise UsageError(f"{file} fylder over 100 kB; så stor er ingen opsætning.")
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} kan ikke læses som tekst.") from error


def learn(cursor: Cursor, report: Report, said: Mapping, signed: Signature) -> None:
    """Remember what was said about a file that is stored: its layout's mapping, and aliases.

    The mapping keeps the name it had; a new one is named after the file.
    """
    mapping = said.placed(report.proposal.mapping.headers).over(report.proposal.mapping)
    mapping = mapping.remembered()
    if mapping.fingerprint and not said.remembered().is_empty:
        stored = {one.name: one.content for one in knowledge.read_mappings(cursor)}
        name = mapping.name or report.proposal.learned or _new_name(report.file_name, stored)
        content = to_toml(replace(mapping, name=name))
        if stored.get(name) != content:
            knowledge.remember_mapping(cursor, name, content, signed)
    for level, alias, name in said.aliases:
        knowledge.remember_alias(cursor, level, alias, name=name, signed=signed)


def _new_name(file_name: str, taken: dict[str, str]) -> str:
    """Name a mapping after a file, without its period: "Sygefravær 2024K4.xlsx" → "Sygefravær"."""
    name = period_less(PurePath(file_name).stem) or "Opsætning"
    numbered = (f"{name} {number}" for number in range(2, len(taken) + 3))
    return next(one for one in (name, *numbered) if one not in taken)


def _learned(cursor: Cursor) -> dict[str, dict[str, str]]:
    """Return what names mean: as the organisation says, and over that as was answered."""
    found: dict[str, dict[str, str]] = {level: {} for level in ALIAS_LEVELS}
    for place in read_placements(cursor):
        found["enhed"] |= dict.fromkeys(place.aliasser, place.enhed_navn)
    for alias in knowledge.read_aliases(cursor):
        found[alias.level][alias.alias] = alias.name
    return found


def _signed(store: Store, by: str, change: Callable[[Cursor, Signature], None]) -> None:
    """Make a change in a transaction of its own, signed by somebody now."""

    def attempt() -> None:
        with store.transaction() as cursor:
            change(cursor, Signature(store.clock(), by))

    retried(attempt)
