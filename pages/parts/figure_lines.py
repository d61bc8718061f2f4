"""Figures beside a chart: each with a link to the page that tells more, and its change."""

from collections.abc import Iterable
from html import escape

import streamlit as st

from pages.parts.app import App
from pages.parts.escaping import escape_label
from pages.parts.table_view import QUIET
from phrases.key_figures import KeyFigure

_MOODS = {True: "godt", False: "skidt", None: "neutralt"}


def show(app: App, figures: Iterable[KeyFigure], *, since: str) -> None:
    """Show the figures; their changes are `since` an opgørelse, which is named below them."""
    with st.container(gap=None, key="ved-figuren"):
        for place, figure in enumerate(figures):
            with st.container(gap=None, key=f"noegletal-{place}"):
                app.link(figure.page, escape_label(figure.label))
                st.html(_write_html(figure))
        st.caption(f"Ændring siden {since}.")


def show_beside(figures: Iterable[KeyFigure]) -> None:
    """Show figures beside each other, at the top of the page that they are of."""
    blocks = "".join(
        f"<div><dt>{escape(figure.label)}</dt><dd>{_write_html(figure)}</dd></div>"
        for figure in figures
    )
    st.html(f'<dl class="noegletal-ved-siden">{blocks}</dl>')


def _write_html(figure: KeyFigure) -> str:
    quiet = ' class="stille"' if figure.figure in QUIET else ""
    move = f'<b class="{_MOODS[figure.is_good]}">{escape(figure.move)}</b>' if figure.move else ""
    return (
        f'<p class="noegletal"><strong{quiet}>{escape(figure.figure)}</strong>{move}'
        f"<span>{escape(figure.basis)}</span></p>"
    )
