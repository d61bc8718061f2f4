"""The frame of a page: its style, its title and what its figures rest on."""

from pathlib import Path

import streamlit as st

from charts.event_marks import letter_events
from charts.palette import choose_palette
from core import danish
from core.event import EventKind
from core.opgoerelse import OpgoerelseStep
from core.quarter import Quarter
from metrics.result import AnyResult, Source
from metrics.rows import Row
from metrics.sendings import ChangesSinceSent
from pages.parts import sent_choice
from pages.parts.app import App
from pages.parts.escaping import escape_text
from phrases.basis import describe_choices, describe_extract, describe_threshold
from phrases.corrections import describe_changed_data
from phrases.notes import write_note

_FOLDER = Path(__file__).parent
_STYLE = (_FOLDER / "style.css").read_text("utf-8")
_DANISH = (_FOLDER / "danish.js").read_text("utf-8")


def is_dark() -> bool:
    """Whether this visit sees a dark ground."""
    return st.context.theme.type == "dark"


def write_style() -> None:
    """Give the page its style, and Streamlit's own few words their Danish."""
    inks = choose_palette(dark=is_dark())
    colours = "".join(f"--{name.replace('_', '-')}:{value};" for name, value in vars(inks).items())
    st.html(f"<style>:root{{{colours}}}{_STYLE}</style>")
    st.html(f"<script>{_DANISH}</script>", unsafe_allow_javascript=True)


def write_title(text: str) -> None:
    """Write the page's title."""
    st.title(escape_text(text), anchor=False)


def write_basis(app: App, result: AnyResult, *, sending: OpgoerelseStep | None = None) -> None:
    """Write the line under the title: period, denominator, threshold and data.

    Before it stands when the figures were sent, where they are those of a `sending`.
    """
    parts = [
        f"**{sent_choice.describe_sending(sending)}**" if sending else "",
        f"Periode **{result.period}** ({result.noegletal.covers})",
        _name_denominator(result),
        describe_threshold(result),
        escape_text(describe_choices(result.sources)),
        describe_sources(result.sources),
    ]
    with st.container(gap=None, key="grundlag"):
        st.markdown(" · ".join(part for part in parts if part))
        app.link("om_tallene", "Om tallene")


def _name_denominator(result: AnyResult) -> str:
    """Say what the figures are divided by."""
    if result.noegletal.measures[0].unit == "andel":
        return f"andel af {result.denominator.value}"
    return result.denominator.per


def describe_sources(sources: tuple[Source, ...]) -> str:
    """Say when the newest data were drawn from OPUS and loaded."""
    if not sources:
        return ""
    newest = max(sources, key=lambda source: source.loaded_at)
    loaded = f"data indlæst {danish.format_moment(newest.loaded_at)}"
    return " · ".join(text for text in (describe_extract(sources), loaded) if text)


def show_notes(result: AnyResult) -> None:
    """Say what a reader must know of the figures, where there is anything."""
    texts = [write_note(result, row) for row in result.rows]
    if changes := result.changes_since_sent:
        texts.append(describe_changed_data(changes))
    for text in dict.fromkeys(text for text in texts if text):
        st.info(escape_text(text), icon=":material/info:")


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
