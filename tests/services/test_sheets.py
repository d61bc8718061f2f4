"""The sheets of each afdeling and each enhed: itself and its own, in what all may see."""

import io
import re
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from bilag import pdf
from bilag.archive import read_zip
from bilag.model import Bilag, ChartSection, TextSection
from bilag.sag import Sag
from core.danish import HIDDEN
from core.edition import Edition
from core.errors import UsageError
from core.event import EventKind
from core.nodes import Level, Scope
from core.quarter import Quarter
from core.settings import Settings
from metrics.computing.recipes import make_recipe
from phrases.text_tables import TextTable
from services import bilag as bilag_service
from services.case import CaseOrder, make_sheets_zip
from store.database import Store
from store.figures import open_reader
from tests.metrics.test_events import event, put_events
from tests.stored_rows import put, row

AT = Quarter(2024, 4)
UNITS = {
    "1": ("Skole", "50"),
    "2": ("Skole", "40"),
    "3": ("Skole", "4"),
    "4": ("Miljø/Teknik", "60"),
}


def make_sheets(
    store: Store, level: Level = Level.AFDELING, edition: Edition = Edition.OFFENTLIG
) -> list[Bilag]:
    recipe = make_recipe(Settings(), edition)
    with open_reader(store, Scope.everything().as_printed(), recipe=recipe) as reader:
        return bilag_service.make_sheets(reader, level, AT, Sag())


@pytest.fixture
def filled(store: Store) -> Store:
    put(
        store,
        [
            row(f"{year}K{number}", enhed, afdeling=afdeling, heads=heads, days="150", short="90")
            for year in (2023, 2024)
            for number in range(1, 5)
            for enhed, (afdeling, heads) in UNITS.items()
        ],
    )
    return store


@pytest.fixture
def sheets(filled: Store) -> dict[str, Bilag]:
    return {sheet.file_stem.rpartition("afdelingsark ")[2]: sheet for sheet in make_sheets(filled)}


def make_sheet_of(store: Store, enhed: str, edition: Edition = Edition.OFFENTLIG) -> Bilag:
    (sheet,) = [
        sheet
        for sheet in make_sheets(store, Level.ENHED, edition)
        if f"enhedsark {enhed} " in sheet.file_stem
    ]
    return sheet


def list_names(sheet: Bilag, caption: str) -> list[str]:
    (table,) = [s for s in sheet.sections if isinstance(s, TextTable) and s.caption == caption]
    return [row.cells[0] for row in table.rows]


def test_names_that_become_one_on_disk_are_told_apart_in_each_format(store: Store) -> None:
    names = ("Miljø/Teknik", "Miljø:Teknik", "miljø-teknik", "Skole")
    put(
        store,
        [
            row(f"2024K{number}", str(at), afdeling=name, heads="60", days="150", short="90")
            for number in range(1, 5)
            for at, name in enumerate(names)
        ],
    )
    sheets = make_sheets(store)
    assert [sheet.name.rpartition("afdelingsark ")[2] for sheet in sheets] == [
        "Miljø-Teknik", "Miljø-Teknik (2)", "miljø-teknik (3)", "Skole",
    ]  # fmt: skip
    assert [sheet.title.rpartition("afdelingsark ")[2] for sheet in sheets] == [*names]
    written = [name for sheet in sheets for name in bilag_service.write_formats(sheet, ["xlsx"])]
    assert len({name.casefold() for name in written}) == len(names)
    reader = open_reader(
        store, Scope.everything().as_printed(), recipe=make_recipe(Settings(), Edition.OFFENTLIG)
    )
    with reader as public:
        content = make_sheets_zip(
            {Edition.OFFENTLIG: public}, CaseOrder(AT, Sag()), level=Level.AFDELING
        )
    assert list(read_zip(content)) == [f"{sheet.name}.pdf" for sheet in sheets]


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
    assert re.search(r" Kommunen: \d+,\d\.", chart.alt)
    headings = [s.heading for s in sheet.sections if isinstance(s, TextSection)]
    assert headings[0] == "Hvad ligger bag udviklingen"
    assert "denne opgørelse" in sheet.news


def test_what_happened_is_told_with_the_letter_that_the_chart_has_for_it(filled: Store) -> None:
    put_events(
        filled,
        event(date(2020, 5, 1), slags=EventKind.INDSATS),
        event(date(2024, 11, 1), slags=EventKind.INDSATS),
    )
    sheet = next(sheet for sheet in make_sheets(filled) if sheet.file_stem.endswith("Skole"))
    (section,) = [
        s for s in sheet.sections if isinstance(s, TextSection) and s.heading == "Hændelser"
    ]
    assert section.paragraphs == (
        "Indsats 1. maj 2020: Noget skete.",
        "a: Indsats 1. november 2024: Noget skete.",
    )


def test_it_fills_two_pages_at_most(sheets: dict[str, Bilag]) -> None:
    assert len(PdfReader(io.BytesIO(pdf.to_pdf(sheets["Skole"]))).pages) <= 2


def test_enheder_without_an_afdeling_have_one_together(store: Store) -> None:
    put(store, [row(f"2024K{number}", "1", afdeling=None, heads="50") for number in range(1, 5)])
    (sheet,) = make_sheets(store)
    assert sheet.title.endswith("afdelingsark Ikke tilknyttet")


def test_an_enhed_stands_beside_its_afdeling_and_the_kommune_on_one_page(filled: Store) -> None:
    sheet = make_sheet_of(filled, "4")
    names = list_names(sheet, "Enheden, afdelingen og kommunen")
    assert names[1:] == ["Miljø/Teknik", "Albertslund Kommune"]
    assert sheet.attachments == ()
    assert "; året før var det 10,0." in sheet.news
    assert len(PdfReader(io.BytesIO(pdf.to_pdf(sheet))).pages) == 1
    texts = [section.paragraphs for section in (*sheet.sections, *sheet.method)
             if isinstance(section, TextSection)]  # fmt: skip
    assert str(texts).count("Population: ") == 1  # what the notes say is not said again


@pytest.mark.parametrize(("edition", "splits"), [(Edition.OFFENTLIG, 0), (Edition.INTERN, 1)])
def test_its_split_is_in_the_internal_edition_only(
    filled: Store, edition: Edition, splits: int
) -> None:
    sheet = make_sheet_of(filled, "4", edition)
    captions = [section.caption for section in sheet.sections if isinstance(section, TextTable)]
    assert captions.count("Korttid og langtid") == splits


def test_a_small_enhed_talks_without_figures(filled: Store) -> None:
    sheet = make_sheet_of(filled, "3")
    assert sheet.news.endswith("drøftes uden tal.")
    assert not [section for section in sheet.sections if isinstance(section, ChartSection)]
    (table,) = [section for section in sheet.sections if isinstance(section, TextTable)]
    assert set(table.rows[0].cells[1:5]) == {HIDDEN}


def test_a_personalegruppe_is_debated_beside_the_rest_in_the_public_edition_only(
    filled: Store,
) -> None:
    heads = {("1", "Lærere"): "40", ("1", "SOSU"): "30", ("4", "Lærere"): "50"}
    groups = [
        replace(
            row(f"{year}K{number}", enhed, afdeling=UNITS[enhed][0], heads=count, days="150"),
            personalegruppe=group,
        )
        for year in (2023, 2024)
        for number in range(1, 5)
        for (enhed, group), count in heads.items()
    ]
    put(filled, groups, name="grupper.xlsx")
    sheets = make_sheets(filled, Level.PERSONALEGRUPPE)
    assert [sheet.file_stem.rpartition(" - ")[2] for sheet in sheets] == [
        "temadebat Lærere",
        "temadebat SOSU",
    ]
    assert list_names(sheets[0], "Personalegruppen og resten af kommunen") == [
        "Lærere",
        "Resten af kommunen",
        "Albertslund Kommune",
    ]
    assert "i resten af kommunen." in sheets[0].news
    with pytest.raises(UsageError, match="offentlige"):
        make_sheets(filled, Level.PERSONALEGRUPPE, Edition.INTERN)
