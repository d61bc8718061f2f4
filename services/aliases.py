"""The other names of units, afdelinger and områder that are remembered."""

import tomllib
from collections.abc import Sequence

import tomli_w

from access.log_lines import Action, Detail
from core.cpr import require_no_cpr
from core.errors import UsageError, suggest_nearest
from data_loaders.guidance.mapping import ALIAS_LEVELS, EMPLOYMENT_LEVEL
from data_loaders.kinds.persons.employment_kinds import COUNTED, LEFT_OUT
from services.access_log import log_change
from services.retry import retry_on_collision
from store import knowledge
from store.database import Store
from store.knowledge import Alias, Signature

AliasWords = tuple[str, str, str | None]  # level, alias, name: None forgets it


def read_aliases(store: Store) -> tuple[Alias, ...]:
    """Return the names that are remembered, by level and alias."""
    with store.session() as cursor:
        return knowledge.read_aliases(cursor)


def learn_alias(store: Store, alias: tuple[str, str, str], *, by: str) -> None:
    """Remember what a name means at a level: level, alias, name. UsageError for another level."""
    _remember(store, (_check_alias(*alias),), by=by)


def forget_alias(store: Store, level: str, alias: str, *, by: str) -> None:
    """Forget a name; UsageError for one that is not remembered."""
    level = _check_level(level)
    aliases = [entry.alias for entry in read_aliases(store) if entry.level == level]
    if alias not in aliases:
        raise UsageError(
            f"»{alias}« huskes ikke som et andet navn på en {level}."
            f"{suggest_nearest(alias, aliases)}"
        )
    _remember(store, ((level, alias, None),), by=by)


def export_aliases(store: Store) -> str:
    """Write all aliases as TOML: a table for each level, in which each alias has its name."""
    tables: dict[str, dict[str, str]] = {}
    for entry in read_aliases(store):
        tables.setdefault(entry.level, {})[entry.alias] = entry.name
    return tomli_w.dumps(tables)


def import_aliases(store: Store, text: str, *, by: str) -> int:
    """Remember the aliases of a text such as `export_aliases` writes; returns how many.

    Raises UsageError for any other text.
    """
    try:
        tables = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"Navnene er ikke gyldig TOML: {error}") from error
    aliases = [
        _check_alias(level, alias, name)
        for level, names in tables.items()
        for alias, name in _require_table(level, names).items()
    ]
    _remember(store, aliases, by=by)
    return len(aliases)


@retry_on_collision
def _remember(store: Store, aliases: Sequence[AliasWords], *, by: str) -> None:
    details = {Detail.SLAGS: "aliases"}
    with (
        log_change(store, Action.AENDRET, details, by=by),
        store.transaction(facts=False) as cursor,
    ):
        signed = Signature(store.clock(), by)
        for level, alias, name in aliases:
            knowledge.remember_alias(cursor, level, alias, name=name, signed=signed)


def _require_table(level: str, names: object) -> dict[str, object]:
    if not isinstance(names, dict):
        raise UsageError(f"»{level}« skal være en tabel af navne, men er {names!r}.")
    return names


def _check_alias(level: str, alias: str, name: object) -> AliasWords:
    if not isinstance(name, str) or not name.strip() or not alias.strip():
        raise UsageError(f"»{alias}« skal betyde et navn, men betyder {name!r}.")
    require_no_cpr(alias, name)
    if level == EMPLOYMENT_LEVEL and name.strip() not in {COUNTED, LEFT_OUT}:
        raise UsageError(
            f"Ansættelsesformen »{alias}« er {name!r}; gyldige er »{COUNTED}« og »{LEFT_OUT}«."
        )
    return _check_level(level), alias.strip(), name.strip()


def _check_level(level: str) -> str:
    if level not in ALIAS_LEVELS:
        valid = ", ".join(ALIAS_LEVELS)
        hint = suggest_nearest(level, ALIAS_LEVELS)
        raise UsageError(f"»{level}« har ikke andre navne. Gyldige niveauer er: {valid}.{hint}")
    return level
