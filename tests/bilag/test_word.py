"""A case as a Word document: real headings, Danish, its figure described, its remarks comments."""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import docx
from docx.document import Document

from bilag import afdelinger
from bilag.case import AuthorsPart, Case, CaseFigures, CaseParagraph, write_case
from bilag.sag import Sag
from bilag.word import to_docx
from core.follow_up import FollowUp, FollowUpKind
from tests import examples

SAG = Sag(sagsnummer="81.28.00-P05-1-25", minutter=10)


def make_case(sag: Sag = SAG, follow_ups: Sequence[FollowUp] = ()) -> Case:
    figures = CaseFigures(examples.kommune(), [examples.omraader()], None, None, None)
    figur_1 = afdelinger.draw_figur_1(examples.kommunens_udvikling())
    return write_case(
        figures,
        sag,
        figur_1=figur_1,
        marks=["Mærket på Figur 1: a: Kursus."],
        annexes=["Sygefravær - afdelinger"],
        authors=AuthorsPart(follow_ups=follow_ups),
    )


def read_document(content: bytes) -> Document:
    return docx.Document(io.BytesIO(content))


def list_lines(content: bytes) -> list[tuple[str, str]]:
    """Each paragraph of a document with the name of its style."""
    paragraphs = read_document(content).paragraphs
    return [(p.text, p.style.name or "" if p.style else "") for p in paragraphs]


def read_part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def without_remarks(case: Case) -> Case:
    fields = (
        replace(field, content=tuple(p for p in field.content if not isinstance(p, CaseParagraph)))
        if field.needs_author
        else field
        for field in case.fields
    )
    return replace(case, fields=tuple(fields))


def test_every_field_stands_under_a_real_heading() -> None:
    case = make_case()
    lines = list_lines(to_docx(case))
    assert lines[:2] == [(case.title, "Title"), ("81.28.00-P05-1-25", "Normal")]
    headings = [line for line in lines if line[1].startswith("Heading")]
    assert headings == [(field.heading, f"Heading {field.level}") for field in case.fields]
    texts = {text for text, _ in lines}
    for field in case.fields:
        assert {p.text for p in field.content if isinstance(p, CaseParagraph)} <= texts


def test_figur_1_has_an_alt_text_and_a_caption() -> None:
    content = to_docx(make_case())
    xml = read_part(content, "word/document.xml")
    assert re.search(r'<wp:docPr [^>]*descr="Søjlediagram over sygefraværet', xml)
    captions = [text for text, style in list_lines(content) if style == "Caption"]
    assert captions == [
        "Figur 1 – Fraværsdagsværk pr. medarbejder, seneste fire kvartaler ved hver opgørelse"
    ]
    lines = list_lines(content)
    below = lines[[style for _, style in lines].index("Caption") + 1]
    assert below == ("Mærket på Figur 1: a: Kursus.", "Normal")


def test_remarks_are_comments_and_mark_the_draft() -> None:
    case = make_case()
    document = read_document(to_docx(case))
    assert [comment.text for comment in document.comments] == list(case.remarks)
    assert document.sections[0].header.paragraphs[0].text == "UDKAST"
    final = read_document(to_docx(without_remarks(case)))
    assert list(final.comments) == []
    assert final.sections[0].header.paragraphs[0].text == case.municipality


def test_it_is_danish_and_names_no_person() -> None:
    content = to_docx(make_case())
    styles = read_part(content, "word/styles.xml")
    languages = set(re.findall(r'<w:lang [^>]*w:val="([^"]+)"', styles))
    assert languages == {"da-DK"}
    core = read_part(content, "docProps/core.xml")
    assert "Albertslund Kommune" in core
    assert "python-docx" not in core
    assert "2025-01-14" in core


def test_the_same_case_gives_the_same_bytes() -> None:
    assert to_docx(make_case()) == to_docx(make_case())


def test_what_word_cannot_hold_is_left_out() -> None:
    case = make_case(replace(SAG, titel="Sag\x07 \ufffe<b>"))
    assert read_document(to_docx(case)).paragraphs[0].text == "Sag <b>"


def test_a_table_has_a_header_row_that_is_repeated_and_rows_that_are_not_split() -> None:
    follow_up = FollowUp(
        tekst="Perioden skal fremgå",
        slags=FollowUpKind.LOEFTE,
        forum="",
        moede=date(2024, 10, 30),
        punkt=None,
        ansvarlig="HR",
        frist=None,
        besvaret=None,
        svar="",
    )
    content = to_docx(make_case(follow_ups=[follow_up]))
    (table,) = read_document(content).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Hvad", "Besluttet eller lovet", "Ansvarlig", "Frist", "Status"],
        ["Perioden skal fremgå", "Lovet 30.10.2024", "HR", "", "Åben"],
    ]
    xml = read_part(content, "word/document.xml")
    assert (xml.count("<w:tblHeader/>"), xml.count("<w:cantSplit/>")) == (1, 2)
