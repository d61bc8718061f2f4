"""The files of this visit: what is said about each, and what it was read as."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.errors import ChefforumError
from data_loaders.guidance.mapping import Mapping
from data_loaders.problem import Severity
from pages.parts.app import App
from pages.parts.text import plain
from services.headlines import BeforeAfter
from services.load import CheckedFile, check, compare_before_after

_SAID, _READ, _ASKED, _CHANGE = "sagt", "laest", "aendringer", "foer-efter"
Change = Callable[[Mapping], Mapping]


@dataclass(frozen=True)
class File:
    """One file as it was read. `refusal` says why what was said last could not be used."""

    id: str
    checked: CheckedFile
    refusal: str = ""

    @property
    def asks(self) -> bool:
        """Whether answers are all that the file lacks: each of its errors has a question."""
        report = self.checked.report
        codes = {question.code for question in report.proposal.questions}
        return report.refused and all(
            one.code in codes for one in report.problems if one.severity is Severity.ERROR
        )

    @property
    def warnings(self) -> int:
        """How many warnings there are to see."""
        return sum(one.severity is Severity.WARNING for one in self.checked.report.problems)


def say(file: str, change: Change) -> None:
    """Say something about a file; it is read again when the page is."""
    st.session_state.setdefault(_ASKED, {}).setdefault(file, []).append(change)


def read_again() -> None:
    """Read all files again when the page is: what they are checked against has changed."""
    st.session_state.pop(_READ, None)


def forget() -> None:
    """Forget the files and all that was said about them."""
    for name in (_SAID, _READ, _ASKED, _CHANGE):
        st.session_state.pop(name, None)


def files(app: App, given: Sequence[UploadedFile]) -> tuple[File, ...]:
    """Read the files that are new or that something was said about; the others are kept."""
    bar = st.empty()
    found = []
    for number, one in enumerate(given):
        if one.file_id not in _kept(_READ) or one.file_id in _kept(_ASKED):
            text = f"Læser og kontrollerer {plain(one.name)}"
            bar.progress(number / len(given), text)
        found.append(_file(app, one))
    bar.empty()
    return tuple(found)


def change(app: App, read: Sequence[File]) -> BeforeAfter:
    """Compute the headline figures before and after, once for as long as the files are the same."""
    batch = [one.checked for one in read]
    kept: tuple[list[CheckedFile], BeforeAfter] | None = st.session_state.get(_CHANGE)
    if kept and len(kept[0]) == len(batch) and all(map(_is_same, kept[0], batch)):
        return kept[1]
    with st.spinner("Beregner hovedtallene før og efter"):
        found = compare_before_after(app.store, batch, settings=app.settings)
    st.session_state[_CHANGE] = (batch, found)
    return found


def _is_same(one: CheckedFile, other: CheckedFile) -> bool:
    return one is other


def _file(app: App, given: UploadedFile) -> File:
    said, read = _kept(_SAID), _kept(_READ)
    known: Mapping = said.get(given.file_id, Mapping())
    wanted = known
    for changed in _kept(_ASKED).pop(given.file_id, []):
        wanted = changed(wanted)
    refusal = ""
    if given.file_id not in read or wanted != read[given.file_id].file_mapping:
        try:
            read[given.file_id] = _checked(app, given, wanted)
            said[given.file_id] = wanted
            if wanted != known:
                _spread(given.file_id, read[given.file_id])
        except ChefforumError as error:
            refusal = str(error)
            read.setdefault(given.file_id, _checked(app, given, known))
    return File(given.file_id, read[given.file_id], refusal)


def _checked(app: App, given: UploadedFile, said: Mapping) -> CheckedFile:
    return check(
        app.store, given.getvalue(), file_name=given.name, settings=app.settings, file_mapping=said
    )


def _spread(file: str, checked: CheckedFile) -> None:
    """Let what was said about one file count for the others of the same layout."""
    layout = checked.report.proposal.mapping.fingerprint
    said, lasting = _kept(_SAID), checked.file_mapping.remembered()
    for other, read in _kept(_READ).items():
        if layout and other != file and read.report.proposal.mapping.fingerprint == layout:
            said[other] = lasting.over(said.get(other, Mapping()))


def _kept(name: str) -> dict[str, Any]:
    kept: dict[str, Any] = st.session_state.setdefault(name, {})
    return kept
