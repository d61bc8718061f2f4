import io
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from bilag import afdelinger, enheder, pdf
from bilag.model import Bilag, ChartSection
from bilag.sag import Sag
from charts.images import Size
from core.nodes import Level
from tests import examples
from tests.frames import frame_of

SAG = Sag("81.28.00-A00-1-25", "Orientering", "Chefforum", moededato=date(2025, 1, 29))
RESULTS = {
    Level.KOMMUNE: examples.kommune(),
    Level.OMRAADE: examples.omraader(),
    Level.AFDELING: examples.afdelinger(),
    Level.ENHED: examples.enheder(),
}
FOOT = (
    "Periode: 1. januar 2024 – 31. december 2024 (rullende fire kvartaler) · "
    "Fraværsdagsværk pr. medarbejder · Intern udgave"
)
HOSTILE = '#panic("x") *a* $x$ @ref <b> \\ // `raw` 日本 😀 \x07 \ue000 = + -'


def of_afdelinger() -> Bilag:
    return afdelinger.make_bilag(RESULTS, examples.kommunens_udvikling(), SAG)


def root(content: bytes) -> Any:
    return reader(content).root_object


def reader(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in reader(content).pages)


@pytest.fixture(scope="module")
def with_chart() -> bytes:
    return pdf.to_pdf(of_afdelinger())


@pytest.fixture(scope="module")
def of_enheder() -> bytes:
    return pdf.to_pdf(enheder.make_bilag(RESULTS, SAG))


def list_elements(node: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every structure element below a node: its tag, and all that is said of it."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for below in node:
            yield from list_elements(below)
    elif isinstance(node, dict):
        if "/S" in node:
            yield str(node["/S"]), {name: str(value) for name, value in node.items()}
        yield from list_elements(node.get("/K"))


def tags(node: Any) -> Iterator[tuple[str, str]]:
    """Every structure element below a node: its tag and its alt text."""
    return ((tag, properties.get("/Alt", "")) for tag, properties in list_elements(node))


def test_it_is_tagged_danish_and_says_which_standards_it_keeps(with_chart: bytes) -> None:
    catalogue = root(with_chart)
    assert catalogue["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF object
    assert catalogue["/Lang"] == "da-DK"
    xmp = catalogue["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:part>3</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
    assert "<dc:title>" in xmp
    assert "Sygefravær pr. 4. kvartal 2024 – afdelinger" in xmp


def test_the_structure_has_headings_header_cells_and_alt_texts(with_chart: bytes) -> None:
    tags_found = list(tags(root(with_chart)["/StructTreeRoot"]))
    names = [name for name, _ in tags_found]
    assert names.count("/H1") == 1
    assert names.count("/TH") >= 11
    alts = [alt for name, alt in tags_found if name == "/Figure"]
    assert alts
    assert all("Senest er det 14,0 dagsværk pr. medarbejder" in alt for alt in alts)


def test_no_chart_is_cut_off_by_the_edge_of_a_page() -> None:
    bilag = of_afdelinger()
    high = [
        replace(part, size=Size(620, 3000)) if isinstance(part, ChartSection) else part
        for part in bilag.sections
    ]
    content = pdf.to_pdf(replace(bilag, landscape=False, sections=tuple(high)))
    (drawn,) = [said["/A"] for tag, said in list_elements(root(content)["/StructTreeRoot"])
                if tag == "/Figure"]  # fmt: skip
    _, bottom, _, top = (float(n) for n in drawn.partition("/BBox': [")[2].split("]")[0].split(","))
    assert 17 / 25.4 * 72 < bottom < top < 841 - 13 / 25.4 * 72, "inside the margins"


def test_the_figures_are_attached_as_data(with_chart: bytes) -> None:
    made = of_afdelinger()
    attached = reader(with_chart).attachments
    assert attached[f"{made.file_stem}.csv"] == [made.attachments[0].content]
    files = root(with_chart)["/AF"]
    assert [file.get_object()["/AFRelationship"] for file in files] == ["/Data"]


def test_the_first_page_says_period_measure_case_and_figures(with_chart: bytes) -> None:
    first = reader(with_chart).pages[0].extract_text()
    for expected in (
        "Albertslund Kommune", "Sagsnummer 81.28.00-A00-1-25 · Chefforum · 29. januar 2025",
        "1. januar 2024 – 31. december 2024 (rullende fire kvartaler)",
        "Fraværsdagsværk pr. medarbejder", "14,0", "14,5", "−0,5", "43 %",
        "Senest udtrukket fra KMD OPUS den 14. januar 2025",
    ):  # fmt: skip
        assert expected in first


def test_every_page_has_the_period_and_its_number(of_enheder: bytes) -> None:
    pages = reader(of_enheder).pages
    assert len(pages) >= 4
    for number, page in enumerate(pages, start=1):
        printed = page.extract_text()
        assert FOOT in printed
        assert f"Side {number} af {len(pages)}" in printed


def test_every_enhed_is_in_it_and_heads_are_repeated(of_enheder: bytes) -> None:
    printed = text(of_enheder)
    frame = frame_of(RESULTS[Level.ENHED])
    assert all(name in printed for name in frame["name"])
    hidden_rows = int(frame["masked"].sum())
    assert hidden_rows <= printed.count("vises ikke") < 4 * hidden_rows  # once a row of figures
    for page in reader(of_enheder).pages[1:-2]:
        assert "Enhed i " in "".join(page.extract_text().splitlines()[:2])


def test_the_last_page_is_the_method(of_enheder: bytes) -> None:
    last = reader(of_enheder).pages[-1].extract_text()
    assert last.startswith("Metode og datagrundlag")
    assert "Sygefravær_2024K4.xlsx" in last
    assert "opdeling fra OPUS; grænse ikke oplyst" in last


def test_the_same_bilag_gives_the_same_bytes_in_another_process(with_chart: bytes) -> None:
    source = (
        "import sys\n"
        "from bilag import pdf\n"
        "from tests.bilag.test_pdf import of_afdelinger\n"
        "sys.stdout.buffer.write(pdf.to_pdf(of_afdelinger()))\n"
    )
    ran = subprocess.run([sys.executable, "-c", source], capture_output=True, check=True)
    assert ran.stdout == with_chart


def test_the_bytes_follow_the_datas_date(of_enheder: bytes) -> None:
    later = replace(enheder.make_bilag(RESULTS, SAG), dated=date(2025, 2, 1))
    assert "20250201" in str(reader(pdf.to_pdf(later)).metadata)
    assert "20250114" in str(reader(of_enheder).metadata)


def test_texts_from_outside_are_never_markup() -> None:
    line = examples.row("enhed:1", HOSTILE, "afdeling:A", (10.0, 4.0), note=HOSTILE)
    above = examples.row("afdeling:A", HOSTILE, "", (10.0, 4.0))
    levels = {
        Level.KOMMUNE: RESULTS[Level.KOMMUNE],
        Level.AFDELING: examples.result(Level.AFDELING, [above]),
        Level.ENHED: examples.result(Level.ENHED, [line]),
    }
    printed = text(pdf.to_pdf(enheder.make_bilag(levels, replace(SAG, titel=HOSTILE))))
    flat = " ".join(printed.split())
    assert '#panic("x") *a* $x$ @ref <b> \\ // `raw`' in flat


@pytest.mark.parametrize("name", ["\u200b", "\u2028", "\u0483a", "a\u0488", "\u202eabc"])
def test_a_name_that_cannot_be_shown_hinders_no_bilag(name: str) -> None:
    line = examples.row("enhed:1", name, "afdeling:A", (10.0, 4.0))
    above = examples.row("afdeling:A", name, "", (10.0, 4.0))
    levels = {
        Level.KOMMUNE: RESULTS[Level.KOMMUNE],
        Level.AFDELING: examples.result(Level.AFDELING, [above]),
        Level.ENHED: examples.result(Level.ENHED, [line]),
    }
    assert pdf.to_pdf(enheder.make_bilag(levels, SAG)).startswith(b"%PDF")


def test_every_letter_that_is_let_through_can_be_printed() -> None:
    letters = "".join(chr(code) for code in (*range(0x530), *range(0x2000, 0x2300), 0xFFFD))
    words = " ".join(letters[at : at + 40] for at in range(0, len(letters), 40))
    made = replace(enheder.make_bilag(RESULTS, SAG), head=(words,), sections=())
    printed = text(pdf.to_pdf(made))
    assert all(letter in printed for letter in "æøåÆØÅßЖΩ€−—•")
