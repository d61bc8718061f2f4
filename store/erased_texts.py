"""Find the words that an enhed is known by in every text of the store, and replace them."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from store.connection import Cursor
from store.erased_units import StoredUnit

# What is never a text that somebody wrote, and holds no name.
_CODES = frozenset(
    {
        *("upload_id", "sha256", "content_hash", "version", "kpi", "level", "niveau", "event"),
        *("period", "periode", "quarter", "against", "year", "mark", "identity", "figures"),
        *("variants", "settings", "variant", "known_identity", "kind", "by_whom", "lists"),
    }
)
_OF_NUMBERS = frozenset({"totals", "changes"})  # where a number is a figure, and no enhed
_MAP_OF_TEXTS = "MAP(VARCHAR, VARCHAR)"
_LABELS = {
    "case_events": "sagers tekst",
    "opfoelgning": "opfølgning",
    "opgoerelse_events": "bemærkninger ved frigivelse",
    "haendelser": "hændelser",
    "uploads": "historikkens filnavne og problemer",
    "mappings": "huskede opsætninger",
    "noegletal": "øvrige nøgletal",
    "figures_kpi": "tal i opgørelser",
    "organisation": "organisationen",
    "erasures": "listen over sletninger",
}


@dataclass(frozen=True)
class TextColumn:
    """A column of texts, or of maps from text to text."""

    table: str
    name: str
    is_map: bool


def replace_unit_words(cursor: Cursor, unit: StoredUnit, *, token: str) -> tuple[str, ...]:
    """Put a token wherever an enhed's names or numbers stand as words in a text.

    Returns where there were any, as users call the place. A name that is a part of another enhed's
    name is left in that. What differs in capital letters alone is the same.
    """
    words = unit.words
    if not words:
        return ()
    places = []
    for column in _list_columns(cursor):
        searched = sorted(unit.names) if column.name in _OF_NUMBERS else words
        texts = _read_texts(cursor, column, searched)
        replacement = _Replacement.of(searched, unit.other_names, token)
        changed = {text: new for text in texts if (new := replacement.apply(text)) != text}
        if changed:
            _write_texts(cursor, column, changed)
            places.append(_LABELS.get(column.table, column.table))
    return tuple(dict.fromkeys(places))


@dataclass(frozen=True)
class _Replacement:
    """Words and others' names that hold one, the longest first, and what the words become."""

    pattern: re.Pattern[str]
    words: frozenset[str]
    token: str

    @classmethod
    def of(cls, words: Sequence[str], other_names: Iterable[str], token: str) -> "_Replacement":
        plain = frozenset(word.casefold() for word in words)
        holding = [name for name in other_names if any(word in name.casefold() for word in plain)]
        longest_first = sorted({*words, *holding}, key=len, reverse=True)
        either = "|".join(map(re.escape, longest_first))
        return cls(re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE), plain, token)

    def apply(self, text: str) -> str:
        """Return a text with the words replaced; in JSON only in its texts, never in numbers."""
        if text[:1] in {"{", "["}:
            try:
                return json.dumps(self._apply_within(json.loads(text)), ensure_ascii=False)
            except json.JSONDecodeError:
                pass
        return self.pattern.sub(self._choose, text)

    def _apply_within(self, value: object) -> object:
        match value:
            case dict():
                return {self.apply(key): self._apply_within(each) for key, each in value.items()}
            case list():
                return [self._apply_within(each) for each in value]
            case str():
                return self.pattern.sub(self._choose, value)
        return value

    def _choose(self, match: re.Match[str]) -> str:
        return self.token if match[0].casefold() in self.words else match[0]


def _list_columns(cursor: Cursor) -> list[TextColumn]:
    rows = cursor.execute(
        "SELECT table_name, column_name, data_type FROM duckdb_columns() "
        "WHERE database_name = current_database() AND NOT internal "
        "AND table_name IN (SELECT table_name FROM duckdb_tables() WHERE NOT temporary) "
        "AND data_type IN ('VARCHAR', $1) ORDER BY ALL",
        [_MAP_OF_TEXTS],
    ).fetchall()
    return [
        TextColumn(table, name, data_type == _MAP_OF_TEXTS)
        for table, name, data_type in rows
        if name not in _CODES
    ]


def _read_texts(cursor: Cursor, column: TextColumn, words: Sequence[str]) -> list[str]:
    """Return the different texts of a column that hold any of some words."""
    if not words:
        return []
    texts = f"unnest(map_values({column.name}))" if column.is_map else column.name
    rows = cursor.execute(
        f"SELECT DISTINCT text FROM (SELECT {texts} AS text FROM {column.table}) "  # noqa: S608 - our own names
        "WHERE text IS NOT NULL "
        "AND len(list_filter($1, lambda word: contains(lower(text), word))) > 0",
        [[word.lower() for word in words]],
    ).fetchall()
    return [text for (text,) in rows]


def _write_texts(cursor: Cursor, column: TextColumn, changed: dict[str, str]) -> None:
    texts = [[*changed], [*changed.values()]]
    if not column.is_map:
        cursor.execute(
            f"UPDATE {column.table} SET {column.name} = map($1, $2)[{column.name}] "  # noqa: S608 - our own names
            f"WHERE list_contains($1, {column.name})",
            texts,
        )
        return
    cursor.execute(
        f"""
        UPDATE {column.table} SET {column.name} = map_from_entries(list_transform(
            map_entries({column.name}),
            lambda entry: {{
                'key': entry.key, 'value': coalesce(map($1, $2)[entry.value], entry.value)
            }}
        ))
        WHERE list_has_any(map_values({column.name}), $1)
        """,  # noqa: S608 - our own names
        texts,
    )
