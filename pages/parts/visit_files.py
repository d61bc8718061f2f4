"""The files of this visit: what is said about each, and what it was read as."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from core.errors import ChefforumError
from data_loaders.guidance.mapping import Mapping
from data_loaders.problem import Severity
from pages.parts.app import App
from pages.parts.escaping import escape_text
from services.file_rounds import FileRound, HeldFile
from services.headlines import BeforeAfter
from services.load import CheckedFile, ask_together, check_apart, compare_before_after

_SAID, _READ, _ASKED, _CHANGE = "sagt", "laest", "aendringer", "foer-efter"
_TOLD = "spurgt-samlet"
Change = Callable[[Mapping], Mapping]


@dataclass(frozen=True)
class ReadFile:
    """One file as it was read. `refusal` says why what was said last could not be used."""

    id: str
    checked: CheckedFile
    refusal: str = ""

    @property
    def warnings(self) -> int:
        """How many warnings there are to see."""
        return sum(problem.severity is Severity.WARNING for problem in self.checked.report.problems)


def add_answer(file: str, change: Change) -> None:
    """Keep an answer about a file, which is used when the page runs again and reads it."""
    st.session_state.setdefault(_ASKED, {}).setdefault(file, []).append(change)


def read_again() -> None:
    """Read all files again when the page is: what they are checked against has changed."""
    for name in (_READ, _TOLD):
        st.session_state.pop(name, None)


def forget_files() -> None:
    """Forget the files and all that was said about them."""
    for name in (_SAID, _READ, _ASKED, _CHANGE, _TOLD):
        st.session_state.pop(name, None)


def read_files(app: App, current: FileRound) -> tuple[ReadFile, ...]:
    """Read the files that are new or that something was said about; the others are kept."""
    bar, uploads = st.empty(), list(current.files.values())
    st.session_state[_SAID] = current.answers
    files = []
    for number, upload in enumerate(uploads):
        if upload.file_id not in _session_dict(_READ) or upload.file_id in _session_dict(_ASKED):
            text = f"Læser og kontrollerer {escape_text(upload.name)}"
            bar.progress(number / len(uploads), text)
        files.append(_read_file(app, upload))
    bar.empty()
    return _ask_together(app, files)


def _ask_together(app: App, files: Sequence[ReadFile]) -> tuple[ReadFile, ...]:
    """Ask what concerns all files together, once for as long as they are the same."""
    batch = [file.checked for file in files]
    answer: tuple[list[CheckedFile], tuple[CheckedFile, ...]] | None = st.session_state.get(_TOLD)
    if answer is None or len(answer[0]) != len(batch) or not all(map(_is_same, answer[0], batch)):
        answer = st.session_state[_TOLD] = (batch, ask_together(app.store, batch))
    return tuple(
        replace(file, checked=checked) for file, checked in zip(files, answer[1], strict=True)
    )


def compute_before_after(app: App, files: Sequence[ReadFile]) -> BeforeAfter:
    """Compute the headline figures before and after, once for as long as the files are the same."""
    batch = [file.checked for file in files]
    computed: tuple[list[CheckedFile], BeforeAfter] | None = st.session_state.get(_CHANGE)
    if computed and len(computed[0]) == len(batch) and all(map(_is_same, computed[0], batch)):
        return computed[1]
    with st.spinner("Beregner hovedtallene før og efter"):
        change = compare_before_after(app.store, batch, settings=app.settings)
    st.session_state[_CHANGE] = (batch, change)
    return change


def _is_same(before: CheckedFile, after: CheckedFile) -> bool:
    return before is after


def _read_file(app: App, upload: HeldFile) -> ReadFile:
    answers, read = _session_dict(_SAID), _session_dict(_READ)
    mapping: Mapping = answers.get(upload.file_id, Mapping())
    new_mapping = mapping
    for change in _session_dict(_ASKED).pop(upload.file_id, []):
        new_mapping = change(new_mapping)
    refusal = ""
    if upload.file_id not in read or new_mapping != read[upload.file_id].file_mapping:
        try:
            read[upload.file_id] = _check_file(app, upload, new_mapping)
            answers[upload.file_id] = new_mapping
            if new_mapping != mapping:
                _share_answers(upload.file_id, read[upload.file_id])
        except ChefforumError as error:
            refusal = str(error)
            read.setdefault(upload.file_id, _check_file(app, upload, mapping))
    return ReadFile(upload.file_id, read[upload.file_id], refusal)


def _check_file(app: App, upload: HeldFile, mapping: Mapping) -> CheckedFile:
    return check_apart(
        app.store,
        upload.content,
        file_name=upload.name,
        settings=app.settings,
        file_mapping=mapping,
    )


def _share_answers(file: str, checked: CheckedFile) -> None:
    """Use the answers about one file for the other files of the same layout, too."""
    layout = checked.report.proposal.mapping.fingerprint
    mappings, lasting = _session_dict(_SAID), checked.file_mapping.drop_one_file_answers()
    for other_id, read in _session_dict(_READ).items():
        if layout and other_id != file and read.report.proposal.mapping.fingerprint == layout:
            mappings[other_id] = lasting.merge_over(mappings.get(other_id, Mapping()))


def _session_dict(name: str) -> dict[str, Any]:
    values: dict[str, Any] = st.session_state.setdefault(name, {})
    return values
