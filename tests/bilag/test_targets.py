"""Targets in the bilag: their columns, what is written in them, and what is said below."""

from collections.abc import Iterator

import pytest

from bilag.model import Bilag, TextSection
from bilag.sag import Sag
from core.errors import NoDataError
from core.nodes import Scope
from core.quarter import Quarter
from phrases.text_tables import TextTable
from services import bilag as bilag_service
from store.database import Store
from tests.metrics.targets import Target, targets
from tests.store.employments import put_upload
from tests.stored_rows import fresh, put, reading, row

AT = Quarter(2024, 4)


def fill(store: Store) -> None:
    """Two afdelinger with two enheder each at 16 and 12 days; targets of 2024 from three of them.

    In 2025 enhed 1001 alone has one. By hand: Miljø 2024 is (14 + 13) / 2, Skole's one is 11.
    """
    places = {"1001": "Miljø", "1002": "Miljø", "2001": "Skole", "2002": "Skole"}
    quarters = [f"{year}K{n}" for year in (2023, 2024) for n in (1, 2, 3, 4)]
    days = {"Miljø": "40", "Skole": "30"}
    put(
        store,
        [
            row(q, e, days=days[a], heads="10", afdeling=a)
            for e, a in places.items()
            for q in quarters
        ],
    )
    outcome = {"1001": "14", "1002": "13", "2001": "20", "2002": None}
    put_upload(store, targets([Target(2024, e, outcome[e]) for e in places], "2024"))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store that the tests only read."""
    store = fresh(tmp_path_factory.mktemp("store"))
    fill(store)
    yield store
    store.close()


def made(store: Store, kind: str = "afdelinger") -> Bilag:
    with reading(store, scope=Scope.everything().as_printed()) as reader:
        return bilag_service.make(reader, kind=kind, quarter=AT, sag=Sag(), decided_by="HR")


def tables(bilag: Bilag) -> list[TextTable]:
    return [section for section in bilag.sections if isinstance(section, TextTable)]


def notes(bilag: Bilag) -> str:
    (text,) = [
        part for part in bilag.sections if isinstance(part, TextSection) and part.heading == "Noter"
    ]
    return "\n".join(text.paragraphs)


def cells(table: TextTable, name: str) -> dict[str, str]:
    (line,) = [row for row in table.rows if row.cells[0] == name]
    return {column.key: cell for column, cell in zip(table.columns, line.cells, strict=True)}


def test_afdelinger_have_their_weighted_target_the_distance_and_who_handed_in(
    filled: Store,
) -> None:
    (table,) = tables(made(filled))
    heads = {column.key: column.head for column in table.columns}
    assert (heads["target"], heads["reported"]) == ("Måltal 2024 (vægtet)", "Enheder med måltal")
    miljoe, skole = cells(table, "Miljø"), cells(table, "Skole")
    assert [miljoe[key] for key in ("value", "target", "distance")] == ["16,0", "13,5", "2,5"]
    assert (miljoe["reported"], skole["reported"]) == ("2 af 2", "1 af 2")
    assert [skole[key] for key in ("value", "target", "distance")] == ["12,0", "20,0", "−8,0"]
    assert table.columns[-1].key == "note"


def test_the_notes_say_what_the_targets_are_and_where_they_were_met(filled: Store) -> None:
    notes_text = notes(made(filled))
    assert "alle fire kvartaler ligger i 2024" in notes_text
    assert "det blev kun nået i Skole" not in notes_text, "one of two is no minority"
    assert "det blev nået i Skole, men ikke i Miljø." in notes_text


def test_the_year_that_comes_stands_first_and_has_its_name(store: Store) -> None:
    fill(store)
    put_upload(store, targets([Target(2025, "1001", "15")], "2025"))
    bilag = made(store)
    (table,) = tables(bilag)
    assert "Måltal 2025 (vægtet)" in [column.head for column in table.columns]
    skole = cells(table, "Skole")
    assert (skole["target"], skole["distance"]) == ("ikke indmeldt", "")
    assert "ingen af de fire kvartaler ligger i 2025" in notes(bilag)
    assert "Måltallet for 2024 blev" in notes(bilag)


def test_an_enhed_without_a_target_has_not_handed_it_in(filled: Store) -> None:
    *_, skole, _ = tables(made(filled, "enheder"))
    assert cells(skole, "Enhed 2002")["target"] == "ikke indmeldt"
    assert cells(skole, "Enhed 2001")["target"] == "20,0"


def test_the_pdf_carries_the_targets_and_the_method_tells_of_them(filled: Store) -> None:
    bilag = made(filled)
    assert [file.file_name for file in bilag.attachments] == [
        "Sygefravær pr 4 kvartal 2024 - afdelinger.csv",
        "Sygefravær pr 4 kvartal 2024 - afdelinger - måltal.csv",
    ]
    labels = [line.cells[0] for line in bilag.method[0].rows]  # type: ignore[union-attr]
    assert {"Måltal (vægtet)", "Afstand"} <= set(labels)
    files = [line.cells[0] for line in bilag.method[-1].rows]  # type: ignore[union-attr]
    assert len(files) == len(set(files)) == 2


def test_data_without_targets_have_no_columns_of_them(store: Store) -> None:
    put(store, [row(f"2024K{n}") for n in range(1, 5)])
    bilag = made(store)
    (table,) = tables(bilag)
    assert not {"target", "distance", "reported"} & {column.key for column in table.columns}
    assert "Måltal" not in notes(bilag)
    assert len(bilag.attachments) == 1


def test_a_bilag_of_other_noegletal_asks_for_a_list(store: Store) -> None:
    put(store, [row(f"2024K{n}") for n in range(1, 5)])
    with pytest.raises(NoDataError, match="ingen øvrige nøgletal til opgørelsen for"):
        made(store, "noegletal")
