"""What is remembered of layouts and names: listed, handed on, taken in, forgotten."""

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core import danish
from core.errors import ChefforumError, UsageError
from data_loaders.guidance.mapping import EMPLOYMENT_LEVEL
from data_loaders.kinds.registry import LABELS
from pages.parts import message, states, visit_files
from pages.parts.app import App
from pages.parts.escaping import escape_text
from pages.parts.file_button import offer_file
from services import aliases, mappings
from services.mappings import RememberedMapping
from store.knowledge import Alias, Signature

_IMPORTS = "taget-ind"  # how many files were: the field is emptied after each
_LEVELS = {
    "omraade": "Område",
    "afdeling": "Afdeling",
    "enhed": "Enhed",
    EMPLOYMENT_LEVEL: "Ansættelsesform",
}


def show(app: App) -> None:
    """Show what is remembered, folded."""
    layouts, names = mappings.read_mappings(app.store), aliases.read_aliases(app.store)
    count = " og ".join(
        (
            danish.format_count(len(layouts), "opsætning", "opsætninger"),
            danish.format_count(len(names), "navn", "navne"),
        )
    )
    if not layouts and not names:
        count = "intet endnu"
    with st.expander(f"Husket: {count}", icon=":material/bookmark:"):
        st.caption(
            "Det, der er svaret om en fil, huskes med dens kolonner: den næste fil med de samme "
            "kolonner læses uden spørgsmål. Det samme gælder navne, der staves på flere måder."
        )
        for number, layout in enumerate(layouts):
            _show_layout(app, number, layout)
        for number, alias in enumerate(names):
            _show_alias(app, number, alias)
        _exchange_toml(app, names)


def _show_layout(app: App, number: int, layout: RememberedMapping) -> None:
    mapping = layout.mapping
    with st.container(horizontal=True, vertical_alignment="center", key=f"last-layout-{number}"):
        with st.container(gap=None):
            st.markdown(f"**{escape_text(mapping.name)}**")
            columns = danish.format_count(len(mapping.headers), "kolonne", "kolonner")
            kind = LABELS.get(mapping.kind, mapping.kind)
            st.caption(escape_text(f"{kind} · {columns} · {_format_signature(layout.signed)}"))
        with st.container(horizontal=True, width="content"):
            offer_file(
                "Hent",
                lambda: mappings.export_mapping(app.store, mapping.name).encode(),
                file_name=f"{mapping.name}.toml",
                key=f"hent-layout-{number}",
            )
            if _show_forget_button(f"layout-{number}"):
                mappings.forget_mapping(app.store, mapping.name, by=app.viewer.name)
                _finish(f"Opsætningen {mapping.name} er glemt.")


def _show_alias(app: App, number: int, alias: Alias) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"last-navn-{number}"):
        with st.container(gap=None):
            verb = "" if alias.level == EMPLOYMENT_LEVEL else "er "
            st.markdown(f"»{escape_text(alias.alias)}« {verb}**{escape_text(alias.name)}**")
            st.caption(escape_text(f"{_LEVELS[alias.level]} · {_format_signature(alias.signed)}"))
        if _show_forget_button(f"navn-{number}"):
            aliases.forget_alias(app.store, alias.level, alias.alias, by=app.viewer.name)
            _finish(f"»{alias.alias}« er glemt.")


def _exchange_toml(app: App, names: tuple[Alias, ...]) -> None:
    """Offer the names as a file, and ask for such a file of names or of a layout."""
    if names:
        offer_file(
            "Hent navnene",
            lambda: aliases.export_aliases(app.store).encode(),
            file_name="Navne.toml",
        )
    uploaded = st.file_uploader(
        "Tag en opsætning eller navne ind, som er hentet her (.toml)",
        key=f"toml-{st.session_state.get(_IMPORTS, 0)}",
    )
    if uploaded and st.button("Tag ind"):
        _import_toml(app, uploaded)


def _import_toml(app: App, uploaded: UploadedFile) -> None:
    """Import a file of names or of a layout, or show what is wrong with it."""
    try:
        text = _read_text(uploaded)
        import_text = _import_aliases if _holds_names(text) else _import_layout
        result = import_text(app, text)
    except ChefforumError as error:
        states.show_error(error)
        return
    st.session_state[_IMPORTS] = st.session_state.get(_IMPORTS, 0) + 1
    _finish(result)


def _read_text(uploaded: UploadedFile) -> str:
    try:
        return uploaded.getvalue().decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{uploaded.name} er ikke en tekst, der er hentet her.") from error


def _holds_names(text: str) -> bool:
    return any(line.strip() in {f"[{level}]" for level in _LEVELS} for line in text.splitlines())


def _import_aliases(app: App, text: str) -> str:
    count = aliases.import_aliases(app.store, text, by=app.viewer.name)
    return f"{danish.format_count(count, 'navn', 'navne')} huskes nu."


def _import_layout(app: App, text: str) -> str:
    mapping = mappings.import_mapping(app.store, text, by=app.viewer.name)
    return f"Opsætningen {mapping.name} huskes nu."


def _show_forget_button(key: str) -> bool:
    return st.button("Glem", key=f"glem-{key}", type="tertiary", icon=":material/delete:")


def _finish(text: str) -> None:
    visit_files.read_again()
    message.leave_message(text)
    st.rerun()


def _format_signature(signed: Signature) -> str:
    return f"{danish.format_moment(signed.at)} af {signed.by}"
