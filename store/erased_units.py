"""Find an enhed in all that the store has, and take its rows out for good."""

from collections import defaultdict
from dataclasses import dataclass

from core.errors import UsageError, suggest_nearest
from core.nodes import ERASED_UNIT, Level, NodeKey, unit_identity
from store.connection import Cursor
from store.erasure_list import make_token

# The tables with a row an enhed, and those of its columns that name a place above it.
_ROWS = (
    *("kvartal", "rullende_rows", "fravaer", "bemanding", "personer"),
    *("maaltal", "organisation", "grupper"),
)
_BY_PLACE = ("haendelser", "noegletal")  # with a place's level and its number or name
# The counts of years whose people are forgotten: with all enheder beside it the sum would tell it.
_COUNTED_BESIDE = """
    level = 'enhed' AND (kept_at, lists, year, parent) IN (
        SELECT (kept_at, lists, year, parent) FROM langtidsfriske WHERE list_contains($1, key)
    )
"""
_LEAST_DIGITS = 3  # a shorter number stands in texts for anything else


@dataclass(frozen=True)
class StoredUnit:
    """An enhed as the store has it: the numbers that it is written with, and all its names.

    `names` are those that no other enhed and no other part of the organisation has; `other_names`
    are all the others' names, which are not to be taken for it where they hold one of its own.
    """

    numbers: frozenset[str]
    names: frozenset[str]
    other_names: frozenset[str]

    @property
    def keys(self) -> frozenset[str]:
        """The keys of its node, one a spelling."""
        return frozenset(str(NodeKey(Level.ENHED, number)) for number in self.numbers)

    @property
    def words(self) -> tuple[str, ...]:
        """What it is known by in texts: its names, and its numbers where they are no years."""
        return (*sorted(self.names), *sorted(filter(_is_telling_number, self.numbers)))


def _is_telling_number(number: str) -> bool:
    if not number.isdigit():
        return True
    is_year = len(number) == len("2024") and number[:2] in {"19", "20"}
    return len(number.lstrip("0")) >= _LEAST_DIGITS and not is_year


def find_unit(cursor: Cursor, text: str) -> StoredUnit:
    """Find the enhed that a key, a number or a name means, in everything that was ever stored.

    UsageError where there is none, or where several have the name.
    """
    names = _read_names(cursor)
    wanted = text.strip().removeprefix(f"{Level.ENHED.value}:")
    matches = [unit_identity(wanted)] if unit_identity(wanted) in names else []
    if not matches:
        matches = [
            identity
            for identity, pairs in names.items()
            if wanted.casefold() in {name.casefold() for _, name in pairs}
        ]
    if len(matches) > 1:
        raise UsageError(
            f"»{wanted}« er navnet på {len(matches)} enheder. Skriv nummeret: "
            f"{', '.join(sorted(matches))}."
        )
    if not matches:
        every = [word for pairs in names.values() for pair in pairs for word in pair]
        raise UsageError(
            f"»{wanted}« er ikke en enhed i databasen.{suggest_nearest(wanted, every)}"
        )
    return _describe_unit(cursor, names, matches[0])


def _describe_unit(
    cursor: Cursor, names: dict[str, set[tuple[str, str]]], identity: str
) -> StoredUnit:
    """Put together what an enhed is written as; a row by its name alone is that of the number."""
    own_names = {name for _, name in names[identity]}
    plain = {name.casefold() for name in own_names}
    numbers = {number for number, _ in names[identity]}
    others: set[str] = set()
    for other, pairs in names.items():
        if other == identity:
            continue
        if other in plain and all(number == name for number, name in pairs):
            numbers |= {number for number, _ in pairs}
        else:
            others |= {name for _, name in pairs}
    own_names |= _read_aliases(cursor, own_names)
    others |= _read_places_above(cursor)
    taken = {name.casefold() for name in others}
    free = {name for name in own_names if name.casefold() not in taken}
    return StoredUnit(frozenset(numbers), frozenset(free), frozenset(others))


def _read_names(cursor: Cursor) -> dict[str, set[tuple[str, str]]]:
    """Return the numbers and names of all enheder that rows and figures have, by identity."""
    rows = [f"SELECT enhed, enhed_navn FROM {table}" for table in _ROWS]  # noqa: S608 - our own names
    rows.append(
        "SELECT substring(key, 7), name FROM figures_kpi "
        "WHERE level = 'enhed' AND starts_with(key, 'enhed:') AND NOT contains(key, '/')"
    )
    names: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for number, name in cursor.execute(" UNION ".join(rows)).fetchall():
        if number and not number.startswith(ERASED_UNIT):
            names[unit_identity(number)].add((number, name or number))
    return names


def _read_aliases(cursor: Cursor, names: set[str]) -> set[str]:
    """Return the other names that an enhed goes by: answered, or in the organisation's list."""
    rows = cursor.execute(
        """
        SELECT alias FROM aliases WHERE level = 'enhed' AND list_contains($1, lower(name))
        UNION
        SELECT trim(unnest(string_split(aliasser, ';'))) FROM organisation
        WHERE list_contains($1, lower(enhed_navn))
        """,
        [[name.casefold() for name in names]],
    ).fetchall()
    return {alias for (alias,) in rows if alias}


def _read_places_above(cursor: Cursor) -> set[str]:
    """Return the names of all afdelinger and områder."""
    columns = [
        (table, column)
        for table in _ROWS
        for column in ("afdeling", "omraade")
        if not (table == "grupper" or (table, column) == ("maaltal", "omraade"))
    ]
    rows = cursor.execute(
        " UNION ".join(f"SELECT {column} FROM {table}" for table, column in columns)  # noqa: S608 - our own names
    ).fetchall()
    return {name for (name,) in rows if name}


def erase_unit_rows(cursor: Cursor, unit: StoredUnit, *, number: int) -> int:
    """Erase an enhed's rows of all kinds, and return how many; a number stands for it elsewhere."""
    numbers, names = [*unit.numbers], [name.casefold() for name in unit.names]
    count = 0
    for table in _ROWS:
        count += _delete(cursor, table, "list_contains($1, enhed)", [numbers])
    for table in _BY_PLACE:
        condition = (
            "niveau = 'enhed' AND (list_contains($1, omfang) OR list_contains($2, lower(omfang)))"
        )
        count += _delete(cursor, table, condition, [numbers, names])
    _delete(
        cursor,
        "aliases",
        "level = 'enhed' AND (list_contains($1, lower(alias)) OR list_contains($1, lower(name)))",
        [names],
    )
    _delete(cursor, "langtidsfriske", _COUNTED_BESIDE, [[*unit.keys]])
    cursor.execute(
        "UPDATE organisation SET efterfoelger = NULL WHERE list_contains($1, efterfoelger)",
        [numbers],
    )
    cursor.execute(
        "UPDATE maaltal SET leders_enhed = $2 WHERE list_contains($1, leders_enhed)",
        [numbers, make_token(number)],
    )
    return count


def _delete(cursor: Cursor, table: str, condition: str, values: list[object]) -> int:
    rows = cursor.execute(f"SELECT count(*) FROM {table} WHERE {condition}", values).fetchall()  # noqa: S608 - our own names
    cursor.execute(f"DELETE FROM {table} WHERE {condition}", values)  # noqa: S608 - our own names
    return int(rows[0][0])
