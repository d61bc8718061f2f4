"""A bilag as PDF: tagged, PDF/UA-1 and PDF/A-3a, with its figures attached.

The same bilag gives the same bytes: the fonts are the project's, the dates the data's.
"""

import json
from datetime import UTC, datetime, time
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from unicodedata import category, normalize

import typst

from bilag.model import Attachment, Bilag, ChartSection, Section, TextSection
from charts.fonts import load_typst_fonts
from charts.images import draw_svg
from core.danish import HIDDEN, NO_DATA
from core.errors import ChefforumError
from phrases.maaltal import NOT_HANDED_IN
from phrases.text_tables import TextRow, TextTable

Drawings = dict[str, tuple[int, str]]  # a chart's name: its number, and its SVG

_TEMPLATE = (Path(__file__).parent / "typst" / "bilag.typ").read_bytes()
_LAST_WITH_A_GLYPH = "\u04ff"
_MORE_WITH_A_GLYPH = frozenset("‐‑‒–—―‘’‚“”„†‡•…‰‹›€™−≈≠≤≥○●→↑↓")
_PIXELS_PER_INCH = 120
_MOST_HEIGHT = 880  # of a chart on a page, in its own pixels
_COMBINING, _LAST_COMBINING = ("Mn", "Me"), "\u036f"
_SOFT_HYPHEN = "\N{SOFT HYPHEN}"
_NO_GLYPH = "\N{REPLACEMENT CHARACTER}"


def to_pdf(bilag: Bilag) -> bytes:
    """Write a bilag as PDF. Raises ChefforumError where it cannot be made accessible."""
    try:
        return typst.compile(
            _TEMPLATE,
            format="pdf",
            font_paths=load_typst_fonts(),
            sys_inputs={"bilag": json.dumps(_make_template_data(bilag))},
            pdf_standards=["ua-1", "a-3a"],
            timestamp=datetime.combine(bilag.dated, time(), UTC),
        )
    except typst.TypstError as error:
        raise ChefforumError(
            f"{bilag.file_stem} kunne ikke skrives som tilgængelig PDF."
        ) from error


def draw_pages(bilag: Bilag) -> tuple[bytes, ...]:
    """Draw the pages of a bilag's PDF as PNG, one after another, to be seen on a screen."""
    data = {**_make_printable_data(bilag), "attachments": []}
    dated = datetime.combine(bilag.dated, time(), UTC)
    return _draw_pages(json.dumps(data), dated)


@lru_cache(maxsize=12)
def _draw_pages(data: str, dated: datetime) -> tuple[bytes, ...]:
    pages = typst.compile(
        _TEMPLATE,
        format="png",
        ppi=_PIXELS_PER_INCH,
        font_paths=load_typst_fonts(),
        sys_inputs={"bilag": data},
        timestamp=dated,
    )
    return (pages,) if isinstance(pages, bytes) else tuple(pages)


def _make_template_data(bilag: Bilag) -> dict[str, object]:
    """Collect what the template needs, as JSON values: no text in them is read as markup.

    A file that is carried inside keeps the letters that no font can show.
    """
    attachments = [_make_attachment_data(attachment) for attachment in bilag.attachments]
    return {**_make_printable_data(bilag), "attachments": attachments}


def _make_printable_data(bilag: Bilag) -> dict[str, object]:
    drawings = _draw_charts(bilag)
    data = {
        "title": bilag.title,
        "municipality": bilag.municipality,
        "head": bilag.head,
        "news": bilag.news,
        "period": bilag.period,
        "measure": bilag.measure,
        "drawn": bilag.drawn,
        "edition": bilag.edition_text,
        "dated": [bilag.dated.year, bilag.dated.month, bilag.dated.day],
        "landscape": bilag.landscape,
        "sections": [_make_section_data(section, drawings) for section in bilag.sections],
        "method": [_make_section_data(section, drawings) for section in bilag.method],
        "quiet": [HIDDEN, NO_DATA, NOT_HANDED_IN],
    }
    return {name: _make_printable(value) for name, value in data.items()}


def _draw_charts(bilag: Bilag) -> Drawings:
    """Draw and number every chart."""
    figures = [
        section for section in (*bilag.sections, *bilag.method) if isinstance(section, ChartSection)
    ]
    return {
        section.chart.name: (number, draw_svg(section.chart.figure, section.size))
        for number, section in enumerate(figures, start=1)
    }


def _make_section_data(section: Section, drawings: Drawings) -> dict[str, object]:
    if isinstance(section, TextTable):
        return _make_table_data(section)
    if isinstance(section, TextSection):
        return {"kind": "text", "heading": section.heading, "paragraphs": section.paragraphs}
    chart = section.chart
    number, svg = drawings[chart.name]
    return {
        "kind": "chart",
        "caption": f"Figur {number}. {chart.title}",
        "measure": section.measure,
        "alt": chart.alt,
        "svg": svg,
        "share": _find_share(section),
    }


def _find_share(section: ChartSection) -> float:
    """Return the share of the width that a chart takes so that it is no higher than a page."""
    height = section.size.height or section.chart.figure["layout"]["height"]
    return min(1.0, _MOST_HEIGHT / height)


def _make_table_data(table: TextTable) -> dict[str, object]:
    return {
        "kind": "table",
        "caption": table.caption,
        "heads": [column.head for column in table.columns],
        "numeric": [column.numeric for column in table.columns],
        "widths": [column.width for column in table.columns],
        "rows": [_make_row_data(row) for row in table.rows],
    }


def _make_row_data(row: TextRow) -> dict[str, object]:
    """Say of a row whose figures are all hidden once that they are."""
    cells = [
        (text, len(list(alike)) if text == HIDDEN else 1)
        for (_, text), alike in groupby(enumerate(row.cells), key=_tell_apart)
    ]
    return {
        "cells": [text for text, _ in cells],
        "spans": [span for _, span in cells],
        "strong": row.strong,
        "indented": row.indented,
    }


def _tell_apart(cell: tuple[int, str]) -> tuple[int, str]:
    """Tell each cell from its neighbours, but not hidden ones from each other."""
    place, text = cell
    return (-1 if text == HIDDEN else place), text


def _make_attachment_data(attachment: Attachment) -> dict[str, object]:
    return {
        "name": attachment.file_name,
        "mime": attachment.mime,
        "description": attachment.description,
        "content": attachment.content.decode(),
    }


def _make_printable(value: object) -> object:
    """Make every text in some data printable: PDF/UA refuses letters that no font can show."""
    if isinstance(value, str):
        if value.isascii() and value.isprintable():
            return value if value.strip() or not value else _NO_GLYPH
        text = "".join(_replace_unprintable(letter) for letter in normalize("NFC", value))
        return text if text.strip() or not value else _NO_GLYPH  # a heading may not be empty
    if isinstance(value, dict):
        return {name: _make_printable(item) for name, item in value.items()}
    return [_make_printable(item) for item in value] if isinstance(value, list | tuple) else value


def _replace_unprintable(letter: str) -> str:
    if " " <= letter <= "~":
        return letter
    if letter in "\n\r\t":
        return " "
    if letter == _SOFT_HYPHEN:
        return letter
    kind = category(letter)
    if kind.startswith("C"):
        return ""
    if kind in _COMBINING and letter > _LAST_COMBINING:
        return _NO_GLYPH
    has_glyph = letter <= _LAST_WITH_A_GLYPH or letter in _MORE_WITH_A_GLYPH
    return letter if has_glyph else _NO_GLYPH
