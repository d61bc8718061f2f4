"""The bilag in its two editions: who gets what, and how exactly."""

from pathlib import Path

import pytest
from pypdf import PdfReader

from bilag.sag import Sag
from core.edition import Edition
from core.errors import ChefforumError
from core.nodes import Scope
from core.quarter import Quarter
from core.settings import Settings
from metrics.computing.recipes import make_recipe
from phrases.text_tables import TextTable
from services import bilag as bilag_service
from store.database import Store
from store.figures import open_reader
from tests.command import run
from tests.printed_numbers import find_finer_texts
from tests.stored_rows import put, row

AT = Quarter(2024, 4)
UNITS = {"1": ("A", "52"), "2": ("A", "61"), "3": ("A", "47")}


@pytest.fixture
def filled(store: Store) -> Store:
    put(
        store,
        [
            row(f"2024K{number}", enhed, afdeling=afdeling, heads=heads,
                days=f"{float(heads) * 3.37:.3f}", short=f"{float(heads) * 1.21:.3f}")
            for number in range(1, 5)
            for enhed, (afdeling, heads) in UNITS.items()
        ],
    )  # fmt: skip
    return store


def make_tables(store: Store, edition: Edition) -> tuple[set[str], int]:
    """The columns of the tables of figures of enheder in an edition, and how many attachments."""
    scope = Scope.everything().as_printed()
    with open_reader(store, scope, recipe=make_recipe(Settings(), edition)) as reader:
        made = bilag_service.make(reader, kind="enheder", quarter=AT, sag=Sag(), decided_by="HR")
    tables = [section for section in made.sections if isinstance(section, TextTable)]
    assert made.edition == edition.label
    return {column.key for table in tables for column in table.columns}, len(made.attachments)


def test_the_public_edition_has_no_split_of_enheder_and_no_attachment(filled: Store) -> None:
    public, none = make_tables(filled, Edition.OFFENTLIG)
    internal, attached = make_tables(filled, Edition.INTERN)
    assert internal - public == {"short", "long"}
    assert (none, attached) == (0, 1)


@pytest.mark.parametrize("kind", ["enheder", "forklaring"])
def test_the_internal_edition_of_all_enheder_needs_a_decision(kind: str, filled: Store) -> None:
    scope = Scope.everything().as_printed()
    with (
        open_reader(filled, scope, recipe=make_recipe(Settings())) as reader,
        pytest.raises(ChefforumError, match="internal_enheder_decided_by"),
    ):
        bilag_service.make(reader, kind=kind, quarter=AT, sag=Sag())


@pytest.mark.parametrize("kind", bilag_service.KINDS)
def test_no_bilag_is_made_of_anything_finer_than_it_is_printed(filled: Store, kind: str) -> None:
    with (
        open_reader(filled, Scope.everything(), recipe=make_recipe(Settings())) as exact,
        pytest.raises(ValueError, match="printed figures"),
    ):
        bilag_service.make(exact, kind=kind, quarter=AT, sag=Sag(), decided_by="HR")


def test_the_door_makes_the_public_edition_unless_it_is_told_and_prints_both(
    filled: Store, tmp_path: Path
) -> None:
    filled.close()
    ask = ("bilag", "afdelinger", "--quarter", "2024K4", "--out", str(tmp_path))
    public = PdfReader(run(filled.path, *ask).strip())
    assert "Offentlig udgave" in public.pages[0].extract_text()
    assert public.attachments == {}
    internal = PdfReader(run(filled.path, *ask, "--edition", "intern").strip())
    assert "Intern udgave" in internal.pages[0].extract_text()
    for (content,) in internal.attachments.values():
        assert find_finer_texts(content.decode("utf-8-sig"), mark=",") == []
