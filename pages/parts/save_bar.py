"""What is ready and what still needs an answer, with the button that saves: always in sight."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from core import danish
from pages.parts.escaping import escape_text
from pages.parts.visit_files import ReadFile

_NAMES_SHOWN = 3
_OTHERS = {"asked": "venter på svar", "rejected": "afvist", "unchanged": "uden noget nyt"}


class SaveBar:
    """The bar, and which of its buttons was pressed."""

    def __init__(self, files: Sequence[ReadFile]) -> None:
        """Show the bar for the files of a visit."""
        ready = [file for file in files if file.checked.status == "checked"]
        self.saves = self.empties = False
        with st.container(
            horizontal=True, vertical_alignment="center", border=True, key="gem-linje"
        ):
            with st.container(gap=None):
                st.markdown(_count_files(files))
                if not ready:
                    st.caption(_explain_nothing_to_save(files))
                warnings_seen = _ask_warnings_seen(ready)
            with st.container(horizontal=True, width="content"):
                self.empties = st.button("Fjern filerne", type="tertiary")
                if ready:
                    self.saves = st.button(
                        f"Gem {danish.format_count(len(ready), 'fil', 'filer')}",
                        type="primary",
                        icon=":material/save:",
                        disabled=not warnings_seen,
                    )


def _count_files(files: Sequence[ReadFile]) -> str:
    """Say how many files can be saved and how many cannot; name those that need an answer."""
    became = Counter(file.checked.status for file in files)
    ready = danish.format_count(became["checked"], "fil kan gemmes", "filer kan gemmes")
    other_counts = [f"{became[name]} {label}" for name, label in _OTHERS.items() if became[name]]
    if became["asked"]:
        asking = [file.checked.report.file_name for file in files if file.checked.status == "asked"]
        names = danish.join_words([f"»{name}«" for name in asking], limit=_NAMES_SHOWN)
        other_counts[0] += f": {escape_text(names)}"
    return " · ".join((f"**{ready}**", *other_counts))


def _explain_nothing_to_save(files: Sequence[ReadFile]) -> str:
    """Say why there is nothing to save, and what can be done."""
    if any(file.checked.status == "asked" for file in files):
        return "Svar på det, som mangler ovenfor: så kan filen gemmes."
    if any(file.checked.status == "rejected" for file in files):
        return "Der er ikke noget at gemme. Ret filen, og slip den her igen."
    return "Der er ikke noget nyt at gemme."


def _ask_warnings_seen(ready: Sequence[ReadFile]) -> bool:
    """Ask whether the warnings were seen; True where there are none."""
    count = sum(file.warnings for file in ready)
    if not count:
        return True
    warnings = danish.format_count(count, "advarsel", "advarsler")
    key = (
        f"set-{count}-{'-'.join(file.id for file in ready)}"  # other warnings are asked about anew
    )
    return st.checkbox(f"Jeg har set {warnings} og vil gemme alligevel", key=key)
