"""The sheet of each afdeling: itself and its own, in what everybody may see."""

import io

import pytest
from pypdf import PdfReader

from bilag import pdf
from bilag.model import Bilag, ChartSection, TextSection
from bilag.sag import Sag
from core.danish import HIDDEN
from core.edition import Edition
from core.nodes import Scope
from core.quarter import Quarter
from core.settings import Settings
from metrics.computing.recipes import make_recipe
from phrases.text_tables import TextTable
from services import bilag as bilag_service
from store.database import Store
from store.figures import open_reader
from tests.stored_rows import put, row

AT = Quarter(2024, 4)
UNITS = {
    "1": ("Skole", "50"),
    "2": ("Skole", "40"),
    "3": ("Skole", "4"),
    "4": ("Miljø/Teknik", "60"),
}


def make_sheets(store: Store) -> list[Bilag]:
    recipe = make_recipe(Settings(), Edition.OFFENTLIG)
    with open_reader(store, Scope.everything().as_printed(), recipe=recipe) as reader:
        return bilag_service.make_afdelingsark(reader, AT, Sag())


@pytest.fixture
def sheets(store: Store) -> dict[str, Bilag]:
    put(
        store,
        [
            row(f"{year}K{number}", enhed, afdeling=afdeling, heads=heads, days="150", short="90")
            for year in (2023, 2024)
            for number in range(1, 5)
            for enhed, (afdeling, heads) in UNITS.items()
        ],
    )
    return {sheet.file_stem.rpartition("afdelingsark ")[2]: sheet for sheet in make_sheets(store)}


def list_names(sheet: Bilag, caption: str) -> list[str]:
    (table,) = [s for s in sheet.sections if isinstance(s, TextTable) and s.caption == caption]
    return [row.cells[0] for row in table.rows]


def test_there_is_one_for_each_afdeling_with_its_own_enheder(sheets: dict[str, Bilag]) -> None:
    assert set(sheets) == {"Skole", "Miljø-Teknik"}
    assert list_names(sheets["Skole"], "Afdelingen og kommunen")[0] == "Skole"
    assert len(list_names(sheets["Skole"], "Afdelingens enheder")) == 3
    assert len(list_names(sheets["Miljø-Teknik"], "Afdelingens enheder")) == 1


def test_it_is_in_the_public_edition_and_hides_what_that_hides(sheets: dict[str, Bilag]) -> None:
    sheet = sheets["Skole"]
    assert (sheet.edition, sheet.attachments) == ("Offentlig udgave", ())
    (enheder,) = [
        section
        for section in sheet.sections
        if isinstance(section, TextTable) and section.caption == "Afdelingens enheder"
    ]
    hidden = [line.cells for line in enheder.rows if HIDDEN in line.cells]
    assert hidden
    assert all(set(cells[1:6]) == {HIDDEN} for cells in hidden)


def test_it_shows_the_way_there_and_what_moved_it(sheets: dict[str, Bilag]) -> None:
    sheet = sheets["Skole"]
    (chart,) = [section.chart for section in sheet.sections if isinstance(section, ChartSection)]
    assert chart.name == "udvikling-afdeling:Skole"
    headings = [s.heading for s in sheet.sections if isinstance(s, TextSection)]
    assert headings[0] == "Hvad ligger bag udviklingen"
    assert "denne opgørelse" in sheet.news


def test_it_fills_two_pages_at_most(sheets: dict[str, Bilag]) -> None:
    assert len(PdfReader(io.BytesIO(pdf.to_pdf(sheets["Skole"]))).pages) <= 2


def test_enheder_without_an_afdeling_have_one_together(store: Store) -> None:
    put(store, [row(f"2024K{number}", "1", afdeling=None, heads="50") for number in range(1, 5)])
    (sheet,) = make_sheets(store)
    assert sheet.title.endswith("afdelingsark Ikke tilknyttet")
