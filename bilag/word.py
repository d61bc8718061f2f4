"""The draft of a case as a Word document, with remarks to its author as comments.

The same case gives the same bytes: what Word would stamp with today's date has the data's.
"""

import re
from datetime import UTC, datetime, time
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from bilag.archive import read_zip, write_zip
from bilag.case import Case, CaseParagraph
from bilag.model import ChartSection
from charts.images import convert_svg, draw_svg
from charts.palette import LIGHT
from phrases.basis import DRAFT
from phrases.text_tables import TextTable

_FONT = "Calibri"
_SIZES = {"Title": 20, "Heading 1": 15, "Heading 2": 12, "Normal": 11, "Caption": 9}
_WIDTH = Cm(16)
_AUTHOR = "Sygefraværsprogrammet"
_CAPTION = "Figur 1 – {measure}, seneste fire kvartaler ved hver opgørelse"
_LONGEST = 255  # signs that a property takes
_LEFTOVERS = ("/thumbnail", "/stylesWithEffects")
_ILLEGAL = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_docx(case: Case) -> bytes:
    """Write a case as a Word document; marked as a draft while it is one."""
    document = docx.Document()
    _drop_leftovers(document)
    dated = datetime.combine(case.dated, time(), UTC)
    _set_up(document, case, dated)
    _add_text(document, case.title, style="Title")
    if case.sag.sagsnummer:
        _add_text(document, case.sag.sagsnummer)
    for field in case.fields:
        _add_text(document, field.heading, style=f"Heading {field.level}")
        for part in field.content:
            if isinstance(part, CaseParagraph):
                _add_paragraph(document, part, dated)
            elif isinstance(part, TextTable):
                _add_table(document, part)
            else:
                _add_chart(document, part)
    out = BytesIO()
    document.save(out)
    return write_zip(read_zip(out.getvalue()))


def _drop_leftovers(document: Document) -> None:
    """Drop what the library's template brings along: a picture of it, and styles in English."""
    for relations in (document.part.package.rels, document.part.rels):
        for key in [key for key, of in relations.items() if of.reltype.endswith(_LEFTOVERS)]:
            del relations[key]


def _set_up(document: Document, case: Case, dated: datetime) -> None:
    """Set the language, the styles, the margins, what stands on each page, and the properties."""
    for style in document.styles:
        if isinstance(style, ParagraphStyle) and style.type == WD_STYLE_TYPE.PARAGRAPH:
            _set_style(style)
    for part in (document.styles.element, document.settings.element):
        for language in part.iter(qn("w:lang"), qn("w:themeFontLang")):
            language.set(qn("w:val"), "da-DK")
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.header.paragraphs[0].text = DRAFT if case.is_draft else _clean(case.municipality)
    footer = " · ".join(part for part in (case.title, case.sag.sagsnummer) if part)
    section.footer.paragraphs[0].text = _clean(footer)
    properties = document.core_properties
    properties.author = properties.last_modified_by = _clean(case.municipality)[:_LONGEST]
    properties.title, properties.language = _clean(case.title)[:_LONGEST], "da-DK"
    properties.comments = ""
    properties.created = properties.modified = dated.replace(tzinfo=None)


def _set_style(style: ParagraphStyle) -> None:
    style.font.name = _FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)  # a theme's font would go before ours
    if style.name in _SIZES:
        style.font.size = Pt(_SIZES[style.name])
        is_heading = style.name != "Normal"
        ink = LIGHT.langtid if is_heading else LIGHT.ink
        style.font.color.rgb = RGBColor.from_string(ink.removeprefix("#"))
        style.font.bold = is_heading and style.name != "Caption"
        style.font.italic = False


def _add_text(document: Document, text: str, *, style: str = "Normal") -> Paragraph:
    return document.add_paragraph(_clean(text), style=style)


def _add_paragraph(document: Document, part: CaseParagraph, dated: datetime) -> None:
    paragraph = _add_text(document, part.text)
    if part.remark:
        comment = document.add_comment(paragraph.runs, part.remark, author=_AUTHOR, initials="")
        comment._comment_elm.date = dated


def _add_table(document: Document, part: TextTable) -> None:
    """Add a table whose first row is repeated on each page, and whose rows are not split."""
    table = document.add_table(1 + len(part.rows), len(part.columns), style="Table Grid")
    table.autofit = False
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), _clean(part.caption))
    table._tblPr.append(caption)
    widths = sum(column.width for column in part.columns)
    for column, of_table in zip(part.columns, table.columns, strict=True):
        of_table.width = Length(int(_WIDTH * column.width / widths))
    lines = [[column.head for column in part.columns], *(row.cells for row in part.rows)]
    for row, texts in zip(table.rows, lines, strict=True):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text, column in zip(row.cells, texts, table.columns, strict=True):
            cell.width = column.width or _WIDTH
            cell.paragraphs[0].text = _clean(text)
            cell.paragraphs[0].style = "Caption" if row is table.rows[0] else "Normal"
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph()


def _add_chart(document: Document, section: ChartSection) -> None:
    """Add a chart as a picture with an alt text, and its caption below it."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    picture = convert_svg(draw_svg(section.chart.figure, section.size), scale=3)
    shape = paragraph.add_run().add_picture(BytesIO(picture), width=_WIDTH)
    about = shape._inline.docPr
    about.set("descr", _clean(section.chart.alt))
    about.set("title", _clean(section.chart.title))
    _add_text(document, _CAPTION.format(measure=section.measure), style="Caption")


def _clean(text: str) -> str:
    return _ILLEGAL.sub("", text)
