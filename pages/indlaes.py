"""Indlæs data: drop files, see what they are and would change, save all of it or nothing, undo."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core import danish
from core.errors import LoadConflictError
from data_loaders.files.isolation import MAX_BYTES
from pages.parts import frame, past, review, states
from pages.parts.app import App
from pages.parts.text import plain
from services.load import BeforeAfter, Checked, before_after, check, save

_LIMIT = MAX_BYTES // 1_000_000
_REVIEW, _ROUND, _MESSAGE = "kontrol", "omgang", "besked"


@dataclass(frozen=True)
class Review:
    """The files of this visit as checked. `ids` are the uploads that it rests on."""

    ids: tuple[str, ...]
    files: tuple[Checked, ...]
    change: BeforeAfter

    @property
    def ready(self) -> int:
        """How many files would be stored."""
        return sum(one.status == "checked" for one in self.files)


def render(app: App) -> None:
    """Show the page."""
    frame.title("Indlæs data")
    st.markdown("Intet bliver gemt, før du har set, hvad filerne ændrer, og trykker **Gem**.")
    if _MESSAGE in st.session_state:
        st.success(plain(st.session_state.pop(_MESSAGE)), icon=":material/check:")
    files = st.file_uploader(
        f"Kvartalsudtræk fra KMD OPUS: slip dem her, eller vælg dem (højst {_LIMIT} MB pr. fil)",
        accept_multiple_files=True,
        key=f"filer-{st.session_state.get(_ROUND, 0)}",
    )
    if files:
        _show(app, _reviewed(app, files))
    past.show(app)


def _reviewed(app: App, files: Sequence[UploadedFile]) -> Review:
    """Check the files, once for as long as they are the same."""
    ids = tuple(file.file_id for file in files)
    kept: Review | None = st.session_state.get(_REVIEW)
    if kept and kept.ids == ids:
        return kept
    bar = st.progress(0.0, "Læser")
    checked = []
    for number, file in enumerate(files):
        bar.progress(number / len(files), f"Læser og kontrollerer {plain(file.name)}")
        checked.append(
            check(app.store, file.getvalue(), file_name=file.name, settings=app.settings)
        )
    bar.progress(1.0, "Beregner hovedtallene før og efter")
    change = before_after(app.store, checked, settings=app.settings)
    bar.empty()
    st.session_state[_REVIEW] = Review(ids, tuple(checked), change)
    return Review(ids, tuple(checked), change)


def _show(app: App, found: Review) -> None:
    for checked in found.files:
        review.show(checked, unfolded=len(found.files) == 1)
    if not found.ready:
        st.info("Der er ikke noget nyt at gemme.", icon=":material/info:")
        return
    review.headlines(found.change)
    label = f"Gem {danish.counted(found.ready, 'fil', 'filer')}"
    if st.button(label, type="primary", icon=":material/save:"):
        _save(app, found)


def _save(app: App, found: Review) -> None:
    del st.session_state[_REVIEW]
    try:
        outcomes = save(app.store, found.files, by=app.viewer.name)
    except LoadConflictError as error:
        states.refused(error)
        st.button("Kontrollér igen")
        return
    stored = sum(outcome.status == "stored" for outcome in outcomes)
    st.session_state[_MESSAGE] = f"{danish.counted(stored, 'fil', 'filer')} er gemt."
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.rerun()


if __name__ == "__main__":
    import dashboard

    dashboard.main()
