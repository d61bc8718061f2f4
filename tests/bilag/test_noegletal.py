"""The bilag of the agenda's other nøgletal: its lines, its charts, and what it explains."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from bilag import pdf
from bilag.model import Bilag, ChartSection, TextSection
from bilag.sag import Sag
from core.nodes import Scope
from core.quarter import Quarter
from phrases.text_tables import TextTable
from services import bilag as bilag_service
from tests.metrics.agenda import Line, put_lines
from tests.stored_rows import fresh, put, reading, row

AT = Quarter(2024, 4)
DUE = date(2025, 6, 1)


@pytest.fixture(scope="module")
def bilag(tmp_path_factory: pytest.TempPathFactory) -> Bilag:
    store = fresh(tmp_path_factory.mktemp("store"))
    put(store, [row("2024K4", f"{n}001", afdeling=f"A{n}", omraade="By") for n in range(4)])
    put_lines(
        store,
        *(
            Line(year, value, noegletal="Samtaler", target="90-", retning="op", kilde="Punkt 10")
            for year, value in (("2023", "60"), ("2024", "70.5"))
        ),
        Line(
            "2024",
            part="93/95",
            maaleenhed="%",
            target="1-",
            retning="op",
            kilde="Punkt 2",
            frist=DUE,
        ),
        *(
            Line("2024K4", value, sted=f"afdeling:A{n}", noegletal="Bud", target="1-3", frist=DUE)
            for n, value in enumerate(["0", "2", "3", None])
        ),
    )
    with reading(store, scope=Scope.everything().as_printed()) as reader:
        made = bilag_service.make(reader, kind="noegletal", quarter=AT, sag=Sag(titel="Sag"))
    store.close()
    return made


def table(bilag: Bilag) -> TextTable:
    (first_table,) = [section for section in bilag.sections if isinstance(section, TextTable)]
    return first_table


def line(bilag: Bilag, name: str) -> dict[str, str]:
    (match,) = [row for row in table(bilag).rows if row.cells[0] == name]
    pairs = zip(table(bilag).columns, match.cells, strict=True)
    return {column.key: cell.replace("\xa0", " ") for column, cell in pairs}


def text(bilag: Bilag, heading: str) -> str:
    sections = (*bilag.sections, *bilag.method)
    (match,) = [
        section
        for section in sections
        if isinstance(section, TextSection) and section.heading == heading
    ]
    return "\n".join(match.paragraphs)


def test_each_item_of_the_agenda_stands_over_its_noegletal_in_their_order(bilag: Bilag) -> None:
    rows = [(row.cells[0], row.strong, row.indented) for row in table(bilag).rows]
    assert rows == [
        ("Punkt 1", True, False),
        ("Bud", False, True),
        ("Punkt 2", True, False),
        ("Klimamål", False, True),
        ("Punkt 10", True, False),
        ("Samtaler", False, True),
    ]


def test_a_line_has_value_target_status_direction_trend_deadline_and_who_is_missing(
    bilag: Bilag,
) -> None:
    klima = line(bilag, "Klimamål")
    assert {key: klima[key] for key in ("value", "fraction", "outstanding", "target")} == {
        "value": "98 %", "fraction": "93 af 95", "outstanding": "2", "target": "mindst 100 %",
    }  # fmt: skip
    assert (klima["status"], klima["deadline"]) == ("i gang", "01.06.2025")
    samtaler = line(bilag, "Samtaler")
    assert (samtaler["trend"], samtaler["change"]) == ("60 → 70,5", "+10,5")
    assert (samtaler["direction"], samtaler["period"]) == ("op", "2024")
    assert line(bilag, "Bud")["value"] == "4 afdelinger"
    assert line(bilag, "Bud")["status"] == "2 af 3 afdelinger når målet"


def test_it_names_who_is_missing_and_explains_its_words(bilag: Bilag) -> None:
    assert text(bilag, "Hvem der mangler") == "Bud – Mangler: A3. Fristen er 1. juni 2025."
    notes = text(bilag, "Noter")
    assert "Retning op: et højere tal er bedre" in notes
    assert "Retning ned" not in notes
    assert "»i gang«" in notes
    assert "»vises ikke«" not in notes


def test_charts_of_places_come_before_those_of_periods_with_their_own_unit(bilag: Bilag) -> None:
    figures = [section for section in bilag.sections if isinstance(section, ChartSection)]
    assert [section.chart.title for section in figures] == [
        "Bud: 2 af 3 afdelinger når målet",
        "Samtaler er steget til 70,5",
    ]
    assert [section.measure for section in figures] == [
        "antal, 4. kvartal 2024",
        "antal, 2023 – 2024",
    ]


def test_head_names_and_attachment(bilag: Bilag) -> None:
    assert bilag.title == "Øvrige nøgletal pr. 4. kvartal 2024"
    assert bilag.file_stem == "Øvrige nøgletal pr 4 kvartal 2024"
    assert bilag.period == "Seneste tal pr. 4. kvartal 2024; hvert tals egen periode står ved det"
    assert bilag.drawn.startswith("Kommunens egen liste, indlæst ")
    assert bilag.head == ("Sag",)
    (attached,) = bilag.attachments
    assert "Samtaler" in attached.content.decode("utf-8-sig")
    assert "færre end 5 medarbejdere" in text(bilag, "Afgrænsning")


def test_the_pdf_has_every_item_and_its_charts(bilag: Bilag) -> None:
    pages = PdfReader(io.BytesIO(pdf.to_pdf(bilag))).pages
    texts = " ".join("\n".join(page.extract_text() for page in pages).split())
    for expected in ("Punkt 1", "Punkt 10", "Figur 2. Samtaler er steget til 70,5"):
        assert expected in texts
    assert "Metode og datagrundlag" in pages[-1].extract_text()
