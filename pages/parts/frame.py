"""The frame of a page: its style, its title and what its figures rest on."""

from pathlib import Path

import streamlit as st

from charts.palette import palette
from core import danish
from metrics.result import KpiResult, Source
from pages.parts.app import App
from pages.parts.text import plain

_FOLDER = Path(__file__).parent
_STYLE = (_FOLDER / "style.css").read_text("utf-8")
_DANISH = (_FOLDER / "danish.js").read_text("utf-8")


def is_dark() -> bool:
    """Whether this visit sees a dark ground."""
    return st.context.theme.type == "dark"


def dress() -> None:
    """Give the page its style, and Streamlit's own few words their Danish."""
    inks = palette(dark=is_dark())
    colours = "".join(f"--{name.replace('_', '-')}:{value};" for name, value in vars(inks).items())
    st.html(f"<style>:root{{{colours}}}{_STYLE}</style>")
    st.html(f"<script>{_DANISH}</script>", unsafe_allow_javascript=True)


def title(text: str) -> None:
    """Write the page's title."""
    st.title(plain(text), anchor=False)


def rests_on(app: App, result: KpiResult) -> None:
    """Write the line under the title: period, denominator, threshold and data."""
    parts = [
        f"Periode **{result.period}** (rullende fire kvartaler)",
        result.denominator.per,
        result.split_text,
        data(result.sources),
    ]
    with st.container(gap=None, key="grundlag"):
        st.markdown(" · ".join(part for part in parts if part))
        app.link("om_tallene", "Om tallene")


def data(sources: tuple[Source, ...]) -> str:
    """Say when the newest data were drawn from OPUS and loaded."""
    if not sources:
        return ""
    newest = max(sources, key=lambda source: source.loaded_at)
    loaded = f"data indlæst {danish.moment(newest.loaded_at)}"
    drawn = [source.extract_date for source in sources if source.extract_date]
    return f"udtrukket {danish.date_long(max(drawn))} · {loaded}" if drawn else loaded


def notes(result: KpiResult) -> None:
    """Say what a reader must know of the figures, where there is anything."""
    for text in dict.fromkeys(note for note in result.frame["note"] if note):
        st.info(plain(text), icon=":material/info:")
