"""The top of a page: the finding as its title, one line under it, and one line of filters."""

from collections.abc import Sequence

import streamlit as st

from core.opgoerelse import OpgoerelseStep
from metrics.result import AnyResult
from pages.parts import frame, sent_choice
from pages.parts.app import App
from pages.parts.escaping import escape_text
from pages.parts.filters import FilterLine
from phrases.basis import describe_basis, describe_period, name_unit


class PageHead:
    """The top of a page, made before anything is asked or read, so that the title stands first.

    `line` are the filters; title and basis are written when the figures are known.
    """

    def __init__(self) -> None:
        self._top = st.container(gap=None, key="hoved")
        self.line = FilterLine()

    def write(
        self, app: App, title: str, result: AnyResult, *, sending: OpgoerelseStep | None = None
    ) -> None:
        """Write the title and the line under it: the period, and what the figures are divided by.

        The rest of what they rest on opens from there. Before it stands when the figures were sent,
        where they are those of a `sending`.
        """
        parts = [
            f"**{sent_choice.describe_sending(sending)}**" if sending else "",
            f"**{result.period}**",
            escape_text(name_unit(result)),
        ]
        line = " · ".join(part for part in parts if part)
        self.write_plain(app, title, line, describe_basis(result))
        frame.write_foot(
            f"{result.settings.municipality} · {describe_period(result)} · {name_unit(result)}"
        )

    def write_plain(self, app: App, title: str, line: str = "", basis: Sequence[str] = ()) -> None:
        """Write a title, a line of Markdown under it, and what opens from there, a line each."""
        with self._top:
            frame.write_title(title)
            if not line:
                return
            with st.container(horizontal=True, gap=None, key="grundlag"):
                st.markdown(line)
                with st.popover("Om tallene", type="tertiary"):
                    st.markdown("  \n".join(escape_text(text) for text in basis))
                    app.link("om_tallene", "Sådan er tallene opgjort")
