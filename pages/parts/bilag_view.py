"""A bilag on the screen: its pages as they are printed, and all that stands on them as text."""

from base64 import b64encode
from collections.abc import Sequence
from html import escape

import streamlit as st

from bilag.model import Bilag, ChartSection, Section, TextSection
from bilag.pdf import draw_pages
from pages.parts import chart_view, table_view
from phrases.text_tables import TextTable


def show(bilag: Bilag) -> None:
    """Show pictures of a bilag's pages, and as text what they say when it is asked for."""
    text = st.expander(
        "Læs bilaget som tekst", icon=":material/article:", key="som-tekst", on_change="rerun"
    )
    if text.open:
        with text, st.container(key="papir"):
            _show_text(bilag)
    pages = draw_pages(bilag)
    st.html("".join(_write_page(bilag, pages, number) for number in range(1, len(pages) + 1)))


def _write_page(bilag: Bilag, pages: Sequence[bytes], number: int) -> str:
    """Write a picture of a page; it is part of the page around it and has no address of its own."""
    of = f"Side {number} af {len(pages)}"
    told = f"{of}: {bilag.title}. {bilag.news}" if number == 1 else of
    picture = b64encode(pages[number - 1]).decode()
    return (
        f'<figure class="ark"><img src="data:image/png;base64,{picture}" alt="{escape(told)}">'
        f"<figcaption>{of}</figcaption></figure>"
    )


def _show_text(bilag: Bilag) -> None:
    """Show a bilag's head, news, sections and method."""
    st.html(_write_head(bilag))
    figures = [section for section in bilag.sections if isinstance(section, ChartSection)]
    for section in bilag.sections:
        _show_section(section, figures)
    st.html("<h2>Metode og datagrundlag</h2>")
    for section in bilag.method:
        _show_section(section, figures)


def _write_head(bilag: Bilag) -> str:
    lines = "".join(f"<p>{escape(line)}</p>" for line in bilag.head)
    basis = " · ".join(escape(text) for text in (bilag.measure, bilag.drawn, bilag.edition_text))
    return (
        f"<header><p>{escape(bilag.municipality)}</p><h2>{escape(bilag.title)}</h2>{lines}"
        f"<p><strong>{escape(bilag.news)}</strong></p>"
        f"<p>{escape(bilag.period)}</p><p>{basis}</p></header>"
    )


def _show_section(section: Section, figures: Sequence[ChartSection]) -> None:
    if isinstance(section, TextTable):
        table_view.show(section)
    elif isinstance(section, TextSection):
        paragraphs = "".join(f"<p>{escape(text)}</p>" for text in section.paragraphs)
        heading = f"<h3>{escape(section.heading)}</h3>" if section.heading else ""
        st.html(f"{heading}{paragraphs}")
    else:
        number = figures.index(section) + 1
        measure = f"<span>{escape(section.measure)}</span>"
        st.html(f"<h3>Figur {number}. {escape(section.chart.title)} {measure}</h3>")
        chart_view.draw_chart(section.chart)
