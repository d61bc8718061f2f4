"""The files of a visit: those in the field now, and those chosen before the page was left."""

from collections.abc import Callable, Sequence
from secrets import token_hex

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core import danish
from data_loaders.files.limits import MAX_BYTES
from pages.parts import visit_files
from pages.parts.app import App
from pages.parts.escaping import escape_text
from services.file_rounds import FILE_ROUNDS, FileRound, HeldFile

ADDRESS = "omgang"  # what the page's address calls the token of the round
_TOKEN, _FIELD, _LOST = "omgang", "filfelt", "forsvundet"
_LIMIT = MAX_BYTES // 1_000_000
_NAMES_SHOWN = 5
_LEFT = (
    "Filerne fra besøget er ikke længere hos serveren, og intet er gemt af dem, hvis ikke I selv "
    "har gjort det: de holdes i højst to timer. Vælg dem igen."
)


def ask_files(app: App) -> FileRound | None:
    """Ask for files, and return all of the visit; None where there are none.

    The field is another one each time the page is come back to: what it does not hold then is
    not what somebody has taken out of it.
    """
    current = _find_round(app)
    _begin_field(has_round=current is not None)
    lost = st.empty()
    field = st.session_state[_FIELD]
    uploads = st.file_uploader(
        "Slip filer her, eller vælg dem: udtræk, måltal, organisation og andre nøgletal "
        f"(højst {_LIMIT} MB pr. fil)",
        accept_multiple_files=True,
        key=field,
    )
    if uploads and current is None:
        current = FILE_ROUNDS.begin(app.owner)
    if current is not None:
        current.drop_missing(field, {upload.file_id for upload in uploads})
        for upload in uploads:
            if upload.file_id not in current.files:
                held = HeldFile(upload.file_id, upload.name, upload.getvalue(), field)
                current.files[upload.file_id] = held
    if current is None or not current.files:
        end_round(current)
        with lost:
            _tell_lost_files()
        return None
    st.session_state[_LOST] = ""
    st.session_state[_TOKEN] = current.token
    if st.query_params.get(ADDRESS) != current.token:
        st.query_params[ADDRESS] = current.token
    return current


def make_remover(current: FileRound, file_id: str) -> Callable[[], None] | None:
    """Return what takes a file out of a round; None for one in the field, which does it itself."""
    if current.files[file_id].source == st.session_state[_FIELD]:
        return None
    return lambda: current.drop(file_id)


def end_round(current: FileRound | None) -> None:
    """Let go of the files and all that was said about them, and empty the field."""
    if current is not None:
        FILE_ROUNDS.end(current)
        st.session_state[_FIELD] = _name_field()
    st.session_state.pop(_TOKEN, None)
    st.query_params.pop(ADDRESS, None)
    visit_files.forget_files()


def _find_round(app: App) -> FileRound | None:
    """Return the round of this session, else of the address: a reload begins a session."""
    tokens = (st.session_state.get(_TOKEN, ""), st.query_params.get(ADDRESS, ""))
    return next((kept for token in tokens if (kept := FILE_ROUNDS.find(token, app.owner))), None)


def _begin_field(*, has_round: bool) -> None:
    """Give the page a field of its own where it has just been come to; note what was lost."""
    if _FIELD not in st.session_state:
        names = [] if has_round else _list_lost_files()
        is_gone = ADDRESS in st.query_params and not has_round
        st.session_state[_LOST] = _write_lost(names) if names else _LEFT if is_gone else ""
        st.session_state[_FIELD] = _name_field()
    if st.session_state[_FIELD] not in st.session_state:  # the page was left meanwhile
        st.session_state[_FIELD] = _name_field()


def _name_field() -> str:
    return f"filer-{token_hex(4)}"


def _list_lost_files() -> list[str]:
    """Name the files that the browser shows on a page whose session the server does not know.

    That is a session's first run where the server was started again, or has given the session up.
    """
    context = get_script_run_ctx()
    states = context.session_state.get_widget_states() if context else ()
    return [
        file.name
        for state in states
        if state.HasField("file_uploader_state_value")
        for file in state.file_uploader_state_value.uploaded_file_info
    ]


def _write_lost(names: Sequence[str]) -> str:
    listed = danish.join_words([f"»{name}«" for name in names], limit=_NAMES_SHOWN)
    return (
        f"Forbindelsen til serveren er begyndt forfra, så {listed} er ikke længere hos den, og "
        "intet er gemt af dette besøg. Vælg filerne igen."
    )


def _tell_lost_files() -> None:
    """Say which files are gone, if any."""
    if text := st.session_state[_LOST]:
        st.warning(escape_text(text), icon=":material/warning:")
