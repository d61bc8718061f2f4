"""One awkward case through every format: each file is read back, and holds what it was made of."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook
from openpyxl.cell import Cell

from bilag import pdf
from bilag.excel import ABOUT
from bilag.excel_cells import read_printed
from bilag.model import Bilag, ChartSection, TextSection
from core import danish
from core.edition import Edition
from core.nodes import Level
from core.quarter import Quarter
from metrics import rullende
from phrases.text_tables import TextTable
from services import case
from store.database import Store
from tests.bilag.test_pdf import list_elements, root, tags
from tests.clock import Clock, move_clock
from tests.services.awkward_case import (
    AT,
    CLOSED,
    EVERYWHERE,
    FOLLOW_UP,
    ORDER,
    QUARTERS,
    SETTINGS,
    Made,
    find_numbers,
    make_awkward_case,
    open_readers,
    read_pdf,
    squeeze,
)
from tests.stored_rows import put, row

LATER = timedelta(days=400)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make_awkward_case(tmp_path_factory.mktemp("sag") / "s.duckdb")


def list_tables(annex: Bilag) -> Iterator[TextTable]:
    return (section for section in annex.sections if isinstance(section, TextTable))


def find_names(made: Made, text: str) -> set[str]:
    return {name for name in made.numbers[Edition.INTERN] if name in text}


def print_cell(cell: Cell) -> str:
    """Write a cell as Excel shows it."""
    if not isinstance(cell.value, int | float):
        return str(cell.value or "")
    plus = "+" if cell.number_format.startswith("+") and cell.value > 0 else ""
    decimals = 1 if ".0" in cell.number_format else 0
    if "%" in cell.number_format:
        return plus + danish.format_percent(cell.value, decimals)
    return plus + danish.format_number(Decimal(str(cell.value)), decimals)


def test_each_number_of_a_line_is_a_number_of_its_node_in_a_result(made: Made) -> None:
    checked = 0
    for edition, annex, _, _ in made.list_annexes():
        for line in (line for table in list_tables(annex) for line in table.rows):
            name = line.cells[0].removesuffix(" i alt")
            numbers = made.numbers[edition].get(name)
            if numbers is None or annex.file_stem.startswith("Øvrige"):
                continue
            figures = find_numbers("  ".join(line.cells[1:-1]))
            assert figures <= numbers, (annex.name, name)
            checked += len(figures)
    assert checked > 400


@pytest.mark.parametrize(
    ("later", "earlier", "between"),
    [("value", "target", "distance"), ("value", "previous", "change")],
)
def test_a_difference_is_that_of_the_figures_beside_it(
    made: Made, later: str, earlier: str, between: str
) -> None:
    checked = 0
    for _, annex, _, _ in made.list_annexes():
        for table in list_tables(annex):
            places = {column.key: place for place, column in enumerate(table.columns)}
            for line in table.rows if {later, earlier, between} <= set(places) else ():
                printed = [
                    read_printed(line.cells[places[key]], signed=False)
                    for key in (later, earlier, between)
                ]
                figures = [number.value for number in printed if number]
                if len(figures) == len(printed):
                    assert figures[0] - figures[1] == figures[2], line
                    checked += 1
    assert checked > 20


def test_a_workbook_shows_each_line_as_it_is_printed(made: Made) -> None:
    for _, annex, _, content in made.list_annexes():
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            book = load_workbook(io.BytesIO(content))
        shown = {
            tuple(squeeze(print_cell(cell)) for cell in line)
            for sheet in book.worksheets
            for line in sheet.iter_rows()
        }
        for table in list_tables(annex):
            for line in table.rows:
                cells = tuple(map(squeeze, line.cells))
                assert any(line[: len(cells)] == cells for line in shown), (annex.name, cells)


def test_a_pdf_shows_each_line_as_it_is_printed(made: Made) -> None:
    for _, annex, content, _ in made.list_annexes():
        text = squeeze("".join(page.extract_text() for page in read_pdf(content).pages))
        for line in (line for table in list_tables(annex) for line in table.rows):
            cells = [
                cell
                for at, cell in enumerate(line.cells)
                if cell != danish.HIDDEN or line.cells[at - 1] != cell
            ]
            assert squeeze("".join(cells)) in text, (annex.name, cells)


@pytest.fixture(scope="module")
def hidden_numbers(made: Made) -> set[str]:
    """What the internal edition shows and the public one does not, in Danish and in XML."""
    numbers = made.numbers
    shown = set().union(*numbers[Edition.OFFENTLIG].values())
    hidden = {
        number
        for name, internal in numbers[Edition.INTERN].items()
        for number in internal - numbers[Edition.OFFENTLIG].get(name, set())
        if re.fullmatch(r"\d\d+,\d", number) and number not in shown
    }
    assert len(hidden) > 5
    return hidden | {number.replace(",", ".") for number in hidden}


def test_nothing_hidden_stands_anywhere_in_a_public_file(
    made: Made, hidden_numbers: set[str]
) -> None:
    internal, public = "", ""
    for name, content in made.files.items():
        if name.startswith("intern/"):
            internal += "".join(read_texts(content))
        else:
            public += "".join(read_texts(content))
    tokens = set(re.findall(r"\d+[.,]\d+", public))
    assert not tokens & hidden_numbers
    assert set(re.findall(r"\d+[.,]\d+", internal)) & hidden_numbers


def read_texts(content: bytes) -> Iterator[str]:
    """All that can be read in a file: texts, alt texts, properties, attachments, parts of a zip."""
    if not content.startswith(b"%PDF"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                if name.endswith((".xml", ".rels")):
                    yield archive.read(name).decode()
        return
    reader, catalogue = read_pdf(content), root(content)
    yield from (page.extract_text() for page in reader.pages)
    yield from (alt for _, alt in tags(catalogue["/StructTreeRoot"]))
    yield catalogue["/Metadata"].get_data().decode()
    yield str(reader.metadata)
    for attached in reader.attachments.values():
        yield from (part.decode("utf-8-sig") for part in attached)


def list_texts(made: Made) -> Iterator[tuple[Edition, str]]:
    """Each paragraph of the draft, and each text of a workbook that is no line of figures."""
    document = docx.Document(io.BytesIO(made.draft))
    for paragraph in document.paragraphs:
        yield Edition.OFFENTLIG, paragraph.text
    for edition, _, _, content in made.list_annexes():
        book = load_workbook(io.BytesIO(content))
        heads = [cell.value for sheet in book.worksheets for cell in sheet["A"][:4]]
        about = [cell.value for line in book[ABOUT].iter_rows(min_row=6) for cell in line]
        for text in filter(None, (*heads, *about)):
            yield edition, text


def test_each_number_of_a_text_is_of_the_kommune_or_of_a_node_that_it_names(made: Made) -> None:
    """A note is of the nodes beside whose figures it has its number."""
    checked = 0
    for edition, text in list_texts(made):
        numbers = made.numbers[edition]
        named, rest = cut_names(made, text)
        note = re.fullmatch(r"\d+\. (.*)", rest, re.DOTALL)
        nodes = numbers if note else (*named, *EVERYWHERE)
        figures = find_numbers(note[1] if note else rest)
        assert figures <= set().union(*(numbers.get(name, set()) for name in nodes)), text
        checked += len(figures)
    assert checked > 200


def cut_names(made: Made, text: str) -> tuple[list[str], str]:
    """The nodes that a text names, and what else it says; files are no figures."""
    known = sorted(made.numbers[Edition.INTERN], key=len, reverse=True)
    named = [name for name in known if name in text]
    for name in named:
        text = text.replace(name, " ")
    return named, re.sub(r"[^\s»]+\.xlsx", " ", text)


def test_a_pdf_has_each_text_of_its_bilag_and_no_other_number(made: Made) -> None:
    for _, annex, content, _ in made.list_annexes():
        pages = [page.extract_text() for page in read_pdf(content).pages]
        whole = squeeze("".join(pages))
        texts = [*annex.head, annex.title, annex.news, annex.period, annex.measure, annex.drawn]
        for section in (*annex.sections, *annex.method):
            if isinstance(section, TextSection):
                texts += [section.heading, *section.paragraphs]
            elif isinstance(section, TextTable):
                texts += [section.caption, *list_cells(section)]
            else:
                texts += [section.chart.title, section.measure]
        for text in texts:
            assert squeeze(text) in whole
        charts = [section for section in annex.sections if isinstance(section, ChartSection)]
        behind = [cell for chart in charts if chart.table for cell in list_cells(chart.table)]
        axes = [str(section.chart.figure["layout"]) for section in charts]
        expected = set(re.findall(r"\d+", " ".join((*texts, *behind, *axes))))
        counts = {str(number) for number in range(1, len(pages) + 1)}
        assert set(re.findall(r"\d+", " ".join(pages))) <= expected | counts, annex.name


def list_cells(table: TextTable) -> Iterator[str]:
    yield from (column.head for column in table.columns)
    yield from (cell for line in table.rows for cell in line.cells)


def test_a_pdf_keeps_what_its_standards_ask_of_its_structure(made: Made) -> None:
    sheets = [(sheet, pdf.to_pdf(sheet)) for sheet in made.sheets[3:7]]
    for annex, content in (*((a, content) for _, a, content, _ in made.list_annexes()), *sheets):
        catalogue = root(content)
        xmp = catalogue["/Metadata"].get_data().decode()
        assert catalogue["/MarkInfo"]["/Marked"]
        assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
        assert catalogue["/Lang"] == "da-DK"
        assert catalogue["/OutputIntents"]
        for claim in ("pdfuaid:part>1<", "pdfaid:part>3<", "pdfaid:conformance>A<", "<dc:title>"):
            assert claim in xmp
        assert ("/AF" in catalogue) == (annex.edition == Edition.INTERN.label)
        named = [name for name, _ in tags(catalogue["/StructTreeRoot"])]
        assert_in_order([int(name[2:]) for name in named if name.startswith("/H")])
        for name, attributes in list_elements(catalogue["/StructTreeRoot"]):
            assert name != "/Figure" or attributes.get("/Alt"), annex.name
            assert name != "/TH" or "/Scope" in str(attributes["/A"]), annex.name
        for section in (*annex.sections, *annex.method):
            if isinstance(section, TextTable):
                assert all(column.head for column in section.columns), section.caption


def test_the_sheet_of_a_closed_enhed_is_one_page_as_that_of_others(made: Made) -> None:
    of_enheder = [sheet for sheet in made.sheets if "enhedsark" in sheet.file_stem]
    for sheet in of_enheder[CLOSED : CLOSED + 3]:
        assert len(read_pdf(pdf.to_pdf(sheet)).pages) == 1, sheet.title
    assert of_enheder[CLOSED].news.endswith("kan ikke opgøres rullende for 4. kvartal 2024.")


def assert_in_order(levels: list[int]) -> None:
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_the_draft_is_danish_and_accessible_and_tells_of_nobody(made: Made) -> None:
    document = docx.Document(io.BytesIO(made.draft))
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    headings = [int(name.removeprefix("Heading ")) for name in styles if name and "Heading" in name]
    assert styles[0] == "Title"
    assert_in_order([1, *(level + 1 for level in headings)])
    (table,) = document.tables
    assert [cell.text for cell in table.rows[1].cells][:2] == [FOLLOW_UP.tekst, "Lovet 30.10.2024"]
    with zipfile.ZipFile(io.BytesIO(made.draft)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    xml = "".join(content.decode() for name, content in parts.items() if name.endswith(".xml"))
    assert set(re.findall(r'<w:(?:lang|themeFontLang) w:val="([^"]*)"', xml)) == {"da-DK"}
    assert xml.count("<w:tblHeader/>") == xml.count("<w:tblCaption ") == len(document.tables)
    assert re.findall(r"<w:(?:ins|del|moveFrom|moveTo) ", xml) == []
    assert all(described for described in re.findall(r'<wp:docPr [^>]*descr="([^"]*)"', xml))
    assert xml.count("<wp:docPr ") == xml.count("descr=") == 1
    assert not [name for name in parts if "thumbnail" in name]
    people_told = re.findall(r"<(?:dc:creator|cp:lastModifiedBy)>([^<]*)<", xml)
    assert set(people_told) == {SETTINGS.municipality}
    (name,) = [name for name in made.files if name.endswith(".docx")]
    assert name.startswith("UDKAST")
    assert len(list(document.comments)) > 3


def test_a_workbook_is_accessible_and_has_nothing_that_runs(made: Made) -> None:
    for _, annex, _, content in made.list_annexes():
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name).decode() for name in archive.namelist()}
        charts = [name for name in parts if re.match(r"xl/charts/chart\d", name)]
        drawings = "".join(xml for name, xml in parts.items() if "drawings/drawing" in name)
        drawn = [part for part in annex.sections if isinstance(part, ChartSection) and part.bars]
        assert len(charts) == len(re.findall(r' descr="[^"]+"', drawings)) == len(drawn)
        assert not [name for name in parts if "externalLink" in name or "vba" in name.lower()]
        assert "<f>" not in "".join(xml for name, xml in parts.items() if "worksheets" in name)
        for sheet in load_workbook(io.BytesIO(content)).worksheets:
            assert sheet.page_setup.paperSize == int(sheet.PAPERSIZE_A4)
            assert sheet.title == ABOUT or (sheet.freeze_panes, sheet.print_title_rows)[0]
            assert all(
                cell.quotePrefix == (str(cell.value)[0] in "=+-@")
                for line in sheet.iter_rows()
                for cell in line
                if isinstance(cell.value, str)
            )


def test_a_file_has_a_name_that_every_machine_takes(made: Made) -> None:
    stems = [sheet.name for sheet in made.sheets]
    for name in (*made.files, *stems):
        base = name.removeprefix("intern/").removeprefix("offentlig/")
        assert not set(base) & set('<>:"/\\|?*')
        assert len(f"{base}.xlsx".encode()) <= 255
    assert len(set(stems)) == len(stems)


def test_another_day_and_a_store_that_was_closed_give_the_same_bytes(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    move_clock(monkeypatch, LATER)
    store = Store(made.store, clock=Clock(datetime(2026, 3, 1, 8)))
    with ExitStack() as opened:
        again = case.make_files(open_readers(store, opened), ORDER)
    store.close()
    assert [name for name, content in again.items() if made.files[name] != content] == []
    assert list(again) == list(made.files)


@pytest.mark.parametrize(("quarters", "heads"), [(QUARTERS[-1:], "30"), (QUARTERS, "3")])
def test_one_quarter_and_a_kommune_that_is_hidden_are_made_in_every_format(
    store: Store, quarters: list[Quarter], heads: str
) -> None:
    put(store, [row(str(at), enhed, days="40", heads=heads) for at in quarters for enhed in "12"])
    with ExitStack() as opened:
        readers = open_readers(store, opened)
        files = case.make_files(readers, ORDER)
        reader = readers[Edition.OFFENTLIG]
        (line,) = rullende.read_rullende(reader, quarter=AT, level=Level.KOMMUNE).rows
    assert line.value is None
    assert {Path(name).suffix for name in files} == {".docx", ".pdf", ".xlsx"}
    for name, content in files.items():
        if name.endswith(".pdf"):
            shown = " ".join(page.extract_text() for page in read_pdf(content).pages)
            assert not re.search(r"\d,\d dagsværk", shown), name
