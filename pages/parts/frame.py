"""The frame of a page: its style, its title, and what is said below its figures."""

import re
from pathlib import Path

import streamlit as st

from charts.event_marks import letter_events
from charts.palette import choose_palette
from core import danish
from core.event import EventKind
from core.quarter import Quarter
from metrics.result import AnyResult
from metrics.rows import Row
from metrics.sendings import ChangesSinceSent
from pages.parts.escaping import escape_text
from phrases.corrections import describe_changed_data

_FOLDER = Path(__file__).parent
_STYLE = (_FOLDER / "style.css").read_text("utf-8")
_SCRIPTS = [(_FOLDER / name).read_text("utf-8") for name in ("danish.js", "browser.js")]


def is_dark() -> bool:
    """Whether this visit sees a dark ground."""
    return st.context.theme.type == "dark"


def write_style() -> None:
    """Give the page its style, Streamlit's own few words their Danish, and its scripts."""
    inks = choose_palette(dark=is_dark())
    colours = "".join(f"--{name.replace('_', '-')}:{value};" for name, value in vars(inks).items())
    st.html(f"<style>:root{{{colours}}}{_STYLE}</style>")
    st.html(f"<script>{''.join(_SCRIPTS)}</script>", unsafe_allow_javascript=True)


def write_title(text: str) -> None:
    """Write the page's title."""
    st.title(escape_text(text), anchor=False)


def write_foot(text: str) -> None:
    """Write what stands at the foot of each sheet when the page is printed, before its number."""
    quoted = re.sub(r"[^\w .,:;()–·-]", lambda sign: f"\\{ord(sign.group()):x} ", text)
    boxes = f'@bottom-left{{content:"{quoted}"}}@bottom-right{{content:counter(page) " af " '
    st.html(f"<style>@media print{{@page{{{boxes}counter(pages)}}}}}}</style>")


def show_corrections(*results: AnyResult, except_for: AnyResult | None = None) -> None:
    """Say which earlier figures, that these are compared with, have been corrected since sent.

    What another result has said already, `except_for`, is left out.
    """
    changes_told = except_for.changes_since_sent if except_for else None
    quarters_told = [step.quarter for step in changes_told.earlier] if changes_told else []
    earlier = {
        step.quarter: step
        for result in results
        if (changes := result.changes_since_sent)
        for step in changes.earlier
        if step.is_corrected
    }
    corrections = tuple(earlier[of] for of in sorted(earlier) if of not in quarters_told)
    if text := describe_changed_data(ChangesSinceSent(results[0].quarter, earlier=corrections)):
        st.info(escape_text(text), icon=":material/info:")


def show_events(result: AnyResult, *, first: Quarter, row: Row | None = None) -> None:
    """Say what happened since the beginning of a quarter, under the chart that marks it."""
    find_touching = result.events.find_touching(row or result.rows[-1])
    letters = letter_events(find_touching, first=first)
    if letters:
        lines = [f"**{letter}** {escape_text(event.sentence)}" for letter, event in letters.items()]
        st.caption("  \n".join(lines))


def show_breaks(result: AnyResult) -> None:
    """Say which breaks in the data the charts of some nodes mark, and which nodes they concern."""
    touched: dict[str, list[str]] = {}
    rows = result.rows
    for row in rows:
        for event in result.events.find_touching(row):
            if event.slags is EventKind.DATABRUD:
                touched.setdefault(event.sentence, []).append(row.name)
    for text, names in touched.items():
        everywhere = len(names) == len(rows)
        of_some = f"{danish.join_words(names)}: {text[0].lower()}{text[1:]}"
        st.caption(escape_text(text if everywhere else of_some))
