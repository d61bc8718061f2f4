"""Charts and tables that were chosen on the pages: kept with the case, made into one bilag."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from bilag.excel import ABOUT, to_xlsx
from bilag.model import ChartSection, TextSection
from bilag.sag import Sag
from core.edition import Edition
from core.errors import ChefforumError, NoDataError, UsageError
from core.nodes import Scope
from core.quarter import Quarter
from core.settings import Settings
from metrics.computing.recipes import make_recipe
from phrases.text_tables import TextTable
from services import bilag as bilag_service
from services import case, chosen_parts
from services.chosen_parts import ChosenPart
from services.kept_cases import CHOSEN_ANNEX, choose_parts, read_case
from store.database import Store
from store.figures import Reader, open_reader
from tests.conftest import SampleStore

AT, NEXT = Quarter(2024, 4), Quarter(2025, 1)
SCHOOLS = "afdeling:Dagtilbud & Skole"
PARTS = [
    ChosenPart("figur-1"),
    ChosenPart("omraader"),
    ChosenPart("afdelinger", SCHOOLS),
    ChosenPart("enheder", SCHOOLS),
    ChosenPart("udvikling", SCHOOLS),
    ChosenPart("langtidsfriske"),
    ChosenPart("maaltal"),
    ChosenPart("forklaring", "kommune"),
    ChosenPart("noegletal", "Bud på tværkommunale samarbejder"),
]
COUNT = len(PARTS) + 1  # the schools are too many for one chart


@pytest.fixture(scope="module")
def sample(sampled: SampleStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store(sampled.copy(tmp_path_factory.mktemp("udvalgte")))
    yield store
    store.close()


@contextmanager
def open_printed(store: Store, edition: Edition = Edition.OFFENTLIG) -> Iterator[Reader]:
    recipe = make_recipe(Settings(), edition)
    with open_reader(store, Scope.everything().as_printed(), recipe=recipe) as reader:
        yield reader


def test_every_kind_is_tried_here() -> None:
    assert {part.kind for part in PARTS} == set(chosen_parts._DRAWERS)


@pytest.mark.parametrize("part", PARTS, ids=str)
def test_each_is_a_chart_with_what_it_is_called(sample: Store, part: ChosenPart) -> None:
    assert ChosenPart.parse(str(part)) == part
    with open_printed(sample) as reader:
        drawn = chosen_parts.draw_part(reader, AT, part)
    assert all(isinstance(figure.chart, ChartSection) and figure.table.rows for figure in drawn)
    assert part.label


def test_a_bilag_has_them_in_their_order_in_each_format(sample: Store) -> None:
    with open_printed(sample) as reader:
        made = bilag_service.make(
            reader, kind=CHOSEN_ANNEX, quarter=AT, sag=Sag(), chosen=[*reversed(PARTS)]
        )
    names = [part.chart.name for part in made.sections if isinstance(part, ChartSection)]
    assert (names[-1], names[-3]) == ("udvikling-kommune", "afdelinger")
    assert names[-5:-3] == [f"enheder-{SCHOOLS}", f"enheder-{SCHOOLS}-2"], "a page holds no more"
    assert made.name == "Sygefravær pr 4 kvartal 2024 - udvalgte figurer"
    assert all(bilag_service.write_formats(made, ["pdf", "xlsx"]).values())


def test_a_workbook_has_each_table_once_on_its_charts_sheet(sample: Store) -> None:
    with open_printed(sample) as reader:
        made = chosen_parts.make_bilag(reader, AT, Sag(), PARTS)
    book = load_workbook(io.BytesIO(to_xlsx(made)))
    figures = [f"Figur {number}" for number in range(1, COUNT + 1)]
    assert [name for name in book.sheetnames if "diagram" not in name] == [*figures, ABOUT]
    captions = [book[name]["A5"].value for name in figures]
    assert captions == [part.caption for part in made.sections if isinstance(part, TextTable)]
    (notes,) = [column for column in book["Figur 4"].columns if column[5].value == "Note"]
    assert all(str(cell.value or 0).isdigit() for cell in notes[6:])


def test_the_internal_edition_carries_the_figures_of_each_chart(sample: Store) -> None:
    with open_printed(sample, Edition.INTERN) as reader:
        made = bilag_service.make(
            reader, kind=CHOSEN_ANNEX, quarter=AT, sag=Sag(), decided_by="HR", chosen=PARTS
        )
    endings = [file.file_name.removeprefix(made.file_stem) for file in made.attachments]
    assert endings == [".csv", *(f" - figur {at}.csv" for at in range(1, COUNT + 1))]
    assert all(file.content.count(b"\r\n") > 1 for file in made.attachments)


def test_an_authors_text_stands_in_its_place_as_it_was_written(sample: Store) -> None:
    text = ChosenPart.of_text(" =Om  #tallene ", "*Først* <b>dette</b>\n\n=1+1 | $x$ @y [z]\n")
    assert ChosenPart.parse(str(text)) == text
    with open_printed(sample) as reader:
        made = chosen_parts.make_bilag(reader, AT, Sag(), [PARTS[5], text, PARTS[4]])
    paragraphs = ("*Først* <b>dette</b>", "=1+1 | $x$ @y [z]")
    assert made.sections[2] == TextSection("=Om #tallene", paragraphs)
    written = [*bilag_service.write_formats(made, ["pdf", "xlsx"]).values()]
    pages = "".join(page.extract_text() for page in PdfReader(io.BytesIO(written[0])).pages)
    about = load_workbook(io.BytesIO(written[1]))[ABOUT]
    cells = {cell.value: cell for line in about.iter_rows() for cell in line}
    for line in ("=Om #tallene", *paragraphs):
        assert "".join(line.split()) in "".join(pages.split())
        assert cells[line].data_type == "s"
        assert cells[line].quotePrefix == (line[0] == "=")


def test_a_text_may_have_no_heading_and_may_not_be_empty_or_tell_of_a_person(
    sample: Store, store: Store
) -> None:
    text = ChosenPart.of_text("", "Kun tekst")
    with open_printed(sample) as reader:
        made = chosen_parts.make_bilag(reader, AT, Sag(), [text])
    assert made.sections == (TextSection("", ("Kun tekst",)),)
    assert bilag_service.write_formats(made, ["pdf"])
    with pytest.raises(UsageError, match="ingen tekst"):
        ChosenPart.of_text("Overskrift", " \n")
    with pytest.raises(UsageError, match="CPR"):
        choose_parts(store, AT, [ChosenPart.of_text("", "Om 010190-1234")], by="Anna")
    assert read_case(store, AT).chosen == ()


def test_nothing_chosen_and_nothing_there_are_said(sample: Store) -> None:
    with open_printed(sample) as reader:
        with pytest.raises(NoDataError, match="Tryk »Føj til bilag«"):
            chosen_parts.make_bilag(reader, AT, Sag(), [])
        with pytest.raises(NoDataError, match="Der er ingen tal til »Enhederne: Ingen«"):
            chosen_parts.draw_part(reader, AT, ChosenPart("enheder", "afdeling:Ingen"))
    with pytest.raises(UsageError, match="»noget«"):
        ChosenPart.parse("noget")


def test_enheder_of_the_internal_edition_need_somebodys_decision(sample: Store) -> None:
    with open_printed(sample, Edition.INTERN) as reader:
        for kind, is_refused in (("enheder", True), ("forklaring", True), ("afdelinger", False)):
            chosen = [ChosenPart(kind, SCHOOLS)]
            if is_refused:
                with pytest.raises(ChefforumError, match="internal_enheder_decided_by"):
                    bilag_service.make(
                        reader, kind=CHOSEN_ANNEX, quarter=AT, sag=Sag(), chosen=chosen
                    )
            else:
                bilag_service.make(reader, kind=CHOSEN_ANNEX, quarter=AT, sag=Sag(), chosen=chosen)


def test_a_forum_that_is_shown_less_gets_less(sample: Store) -> None:
    chosen = (*PARTS[:4], *(ChosenPart("forklaring", key) for key in ("kommune", SCHOOLS)))
    order = case.CaseOrder(AT, Sag(forum="KommuneMED"), annexes=(CHOSEN_ANNEX,), chosen=chosen)
    with open_printed(sample) as reader:
        (made,) = case.make_annexes(reader, order)
    names = [part.chart.name for part in made.sections if isinstance(part, ChartSection)]
    assert names == ["udvikling-kommune", "omraader"]


def test_they_are_kept_with_the_case_and_carried_over(tmp_path: Path) -> None:
    store = Store(tmp_path / "sag.duckdb")
    parts = (PARTS[0], ChosenPart.of_text("Overskrift", "En tekst"))
    choose_parts(store, AT, parts, by="Anna")
    assert read_case(store, AT).chosen == parts
    assert read_case(store, AT).annexes[-1] == CHOSEN_ANNEX
    assert read_case(store, NEXT).chosen == parts
    choose_parts(store, AT, [], by="Anna")
    assert read_case(store, AT).chosen == ()
    assert CHOSEN_ANNEX not in read_case(store, AT).annexes
    store.close()
