"""What HR chooses for a bilag of its own: a button at each chart, the list, and own texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import streamlit as st

from core.quarter import Quarter
from pages.parts import changes, view_log
from pages.parts.admission import is_still_admitted
from pages.parts.app import App
from pages.parts.escaping import escape_text
from services.chosen_parts import ChosenPart
from services.kept_cases import LONGEST_TEXT, choose_parts, read_case

_LONGEST_HEADING = 200


@dataclass(frozen=True)
class PartChoice:
    """What a visit to a page may choose for an opgørelse's bilag of chosen figures."""

    app: App
    quarter: Quarter

    @cached_property
    def chosen(self) -> tuple[ChosenPart, ...]:
        """What is chosen already, read once for all charts of the page."""
        return read_case(self.app.store, self.quarter).chosen

    def offer(self, kind: str, of: str = "") -> None:
        """Offer those who keep the case to put the chart above into it, or to take it out."""
        if not self.app.viewer.rights.keeps_case:
            return
        part = ChosenPart(kind, of)
        is_in = part in self.chosen
        rest = [other for other in self.chosen if other != part]
        st.button(
            "Tag ud af bilag" if is_in else "Føj til bilag",
            key=f"valg-{part}",
            icon=":material/playlist_remove:" if is_in else ":material/playlist_add:",
            help=f"Bilaget »Udvalgte figurer« til opgørelsen for {self.quarter.label}",
            on_click=_keep,
            args=(self.app, self.quarter, rest if is_in else [*self.chosen, part]),
        )


def show_list(app: App, quarter: Quarter, chosen: Sequence[ChosenPart]) -> None:
    """List what was chosen, in order, each to be moved up or taken out."""
    for place, part in enumerate(chosen):
        others = [other for other in chosen if other != part]
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"{place + 1}. {escape_text(part.label)}", width="stretch")
            moved = [*others[: place - 1], part, *others[place - 1 :]]
            st.button(
                "Flyt op",
                key=f"op-{place}",
                icon=":material/arrow_upward:",
                disabled=place == 0,
                on_click=_keep,
                args=(app, quarter, moved),
            )
            st.button(
                "Tag ud",
                key=f"ud-{place}",
                icon=":material/playlist_remove:",
                on_click=_keep,
                args=(app, quarter, others),
            )


def ask_text(app: App, quarter: Quarter, chosen: Sequence[ChosenPart]) -> None:
    """Let the author add a text after what was chosen; the fields are empty when it is kept."""
    number = sum(bool(part.author_text) for part in chosen)
    with st.expander("Føj tekst til bilaget", icon=":material/notes:"):
        heading = st.text_input(
            "Overskrift (kan udelades)", max_chars=_LONGEST_HEADING, key=f"overskrift-{number}"
        )
        text = st.text_area("Tekst", max_chars=LONGEST_TEXT, key=f"fritekst-{number}")
        st.caption(
            "Teksten står også i den offentlige udgave. Den føjes til sidst og kan flyttes op."
        )

        def add() -> str:
            part = ChosenPart.of_text(heading, text)
            choose_parts(app.store, quarter, [*chosen, part], by=app.viewer.name)
            return "Teksten er føjet til bilaget."

        if st.button("Føj teksten til", key="foej-tekst", icon=":material/playlist_add:"):
            changes.apply_change(add)


def _keep(app: App, quarter: Quarter, chosen: Sequence[ChosenPart]) -> None:
    if is_still_admitted(app):
        with view_log.act_as_visitor():
            choose_parts(app.store, quarter, chosen, by=app.viewer.name)
