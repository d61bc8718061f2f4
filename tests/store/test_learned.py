"""What was learned: the newest word counts, a deletion is one, and nothing is overwritten."""

from datetime import datetime

from store import knowledge
from store.database import Store
from store.knowledge import Signature
from tests.stored_rows import put, row

SIGNED = Signature(datetime(2025, 1, 1), "mig")


def remember_mapping(store: Store, name: str, content: str | None) -> None:
    with store.transaction() as cursor:
        knowledge.remember_mapping(cursor, name, content, SIGNED)


def remember_alias(store: Store, level: str, alias: str, name: str | None) -> None:
    with store.transaction() as cursor:
        knowledge.remember_alias(cursor, level, alias, name=name, signed=SIGNED)


def read_mappings(store: Store) -> list[tuple[str, str]]:
    with store.session() as cursor:
        return [(mapping.name, mapping.content) for mapping in knowledge.read_mappings(cursor)]


def test_the_newest_mapping_of_a_name_counts_and_the_newest_stands_first(store: Store) -> None:
    for name, content in (("a", "1"), ("b", "2"), ("a", "3")):
        remember_mapping(store, name, content)
    assert read_mappings(store) == [("a", "3"), ("b", "2")]


def test_a_mapping_that_was_forgotten_can_be_learned_again(store: Store) -> None:
    remember_mapping(store, "a", "1")
    remember_mapping(store, "a", None)
    assert read_mappings(store) == []
    remember_mapping(store, "a", "2")
    assert read_mappings(store) == [("a", "2")]
    with store.session() as cursor:
        assert cursor.execute("SELECT count(*) FROM mappings").fetchone() == (3,)


def test_an_alias_is_of_a_level(store: Store) -> None:
    remember_alias(store, "afdeling", "Skole", "Dagtilbud & Skole")
    remember_alias(store, "omraade", "Skole", "Børn")
    remember_alias(store, "omraade", "Skole", None)
    with store.session() as cursor:
        (mapping,) = knowledge.read_aliases(cursor)
    assert mapping == ("afdeling", "Skole", "Dagtilbud & Skole", SIGNED)


def test_known_names_are_those_that_count_newest_last(store: Store) -> None:
    put(store, [row("2024K2", "1", afdeling="Ny"), row("2024K2", "2", afdeling=None)], name="b")
    put(store, [row("2024K1", "1", afdeling="Gammel", omraade=None)], name="a")
    with store.session() as cursor:
        names = knowledge.read_names(cursor)
    assert [name for level, name in names if level == "afdeling"] == ["Gammel", "Ny"]
    assert [name for level, name in names if level == "omraade"] == ["By"]
    assert {name for level, name in names if level == "enhed"} == {"Enhed 1", "Enhed 2"}
