"""The other names of units, afdelinger and områder that are remembered."""

import tomllib
from collections.abc import Sequence

import tomli_w

from core.errors import UsageError, suggest_nearest
from data_loaders.guidance.mapping import ALIAS_LEVELS
from services.retry import retried
from services.typed import require_no_cpr
from store import knowledge
from store.database import Store
from store.knowledge import Alias, Signature

Said = tuple[str, str, str]


def listed(store: Store) -> tuple[Alias, ...]:
    """Return the names that are remembered, by level and alias."""
    with store.session() as cursor:
        return knowledge.read_aliases(cursor)


def learn(store: Store, said: Said, *, by: str) -> None:
    """Remember what a name means at a level: level, alias, name. UsageError for another level."""
    _remember(store, (_checked(*said),), by=by)


def forget(store: Store, level: str, alias: str, *, by: str) -> None:
    """Forget a name; UsageError for one that is not remembered."""
    known = {one.alias for one in listed(store) if one.level == _level(level)}
    if alias not in known:
        raise UsageError(
            f"»{alias}« huskes ikke som et andet navn på en {level}.{suggest_nearest(alias, known)}"
        )

    def attempt() -> None:
        with store.transaction() as cursor:
            signed = Signature(store.clock(), by)
            knowledge.remember_alias(cursor, level, alias, name=None, signed=signed)

    retried(attempt)


def exported(store: Store) -> str:
    """Write all of them as TOML: a table a level, in which each alias has its name."""
    tables: dict[str, dict[str, str]] = {}
    for one in listed(store):
        tables.setdefault(one.level, {})[one.alias] = one.name
    return tomli_w.dumps(tables)


def imported(store: Store, text: str, *, by: str) -> int:
    """Remember what was exported; returns how many. UsageError for a text that is none."""
    try:
        tables = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"Navnene er ikke gyldig TOML: {error}") from error
    said = [
        _checked(level, alias, name)
        for level, names in tables.items()
        for alias, name in _table(level, names).items()
    ]
    _remember(store, said, by=by)
    return len(said)


def _remember(store: Store, said: Sequence[Said], *, by: str) -> None:
    def attempt() -> None:
        with store.transaction() as cursor:
            signed = Signature(store.clock(), by)
            for level, alias, name in said:
                knowledge.remember_alias(cursor, level, alias, name=name, signed=signed)

    retried(attempt)


def _table(level: str, names: object) -> dict[str, object]:
    if not isinstance(names, dict):
        raise UsageError(f"»{level}« skal være en tabel af navne, men er {names!r}.")
    return names


def _checked(level: str, alias: str, name: object) -> Said:
    if not isinstance(name, str) or not name.strip() or not alias.strip():
        raise UsageError(f"»{alias}« skal betyde et navn, men betyder {name!r}.")
    require_no_cpr(alias, name)
    return _level(level), alias.strip(), name.strip()


def _level(level: str) -> str:
    if level not in ALIAS_LEVELS:
        valid = ", ".join(ALIAS_LEVELS)
        hint = suggest_nearest(level, ALIAS_LEVELS)
        raise UsageError(f"»{level}« har ikke andre navne. Gyldige niveauer er: {valid}.{hint}")
    return level
