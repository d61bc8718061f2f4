"""The case of an opgørelse: all its files, its draft in Word, and each field to copy."""

from collections.abc import Callable, Mapping
from functools import partial
from html import escape
from pathlib import PurePath
from typing import Protocol, TypeVar

import streamlit as st

from bilag.case import Case
from core.danish import format_file_size
from core.edition import Edition
from pages.parts.file_button import offer_address, offer_file
from services.bilag import SHEETS
from services.case import CaseOrder, Readers, make_draft, make_sheets_zip, make_zip

Made = TypeVar("Made")
_HEADS = ("Fil", "Slags", "Udgave", "Størrelse")
_KINDS = {".docx": "Udkast til sagen, Word", ".pdf": "Bilag, PDF", ".xlsx": "Bilag, Excel"}


class MakeOfCase(Protocol):
    """Opens the figures of the case, and gives what is made of them."""

    def __call__(self, make: Callable[[Readers, CaseOrder], Made]) -> Made:
        """Return what `make` makes."""


def offer_case(case: Case, make_of_case: MakeOfCase) -> None:
    """Offer all files of the case in one, its draft, and the sheets, made when asked for."""
    with st.container(horizontal=True):
        offer_file(
            "Hent hele sagen (zip)",
            lambda: make_of_case(make_zip),
            file_name=f"{case.archive_stem}.zip",
            icon=":material/folder_zip:",
            is_first=True,
        )
        offer_file(
            "Hent udkast til sagen (Word)",
            lambda: make_of_case(make_draft),
            file_name=f"{case.file_stem}.docx",
            icon=":material/description:",
        )
        for name, level in SHEETS.items():
            offer_file(
                f"Hent {name} (zip)",
                partial(make_of_case, partial(make_sheets_zip, level=level)),
                file_name=f"{case.archive_stem} - {name}.zip",
                icon=":material/groups:",
            )
    st.caption(
        "Udkastet har en kommentar, hvor du selv skal skrive. Afdelingsark er to sider til hver "
        "afdelings eget AfdelingsMED, enhedsark én side om året til en arbejdsplads' eget MED."
    )


def show_files(make_all: Callable[[], Mapping[str, bytes]]) -> None:
    """List the files of the case with kind, edition, size and a link; made when it is opened.

    `make_all` gives them by their names, with the folder of their edition.
    """
    files = st.expander(
        "Filerne i sagen", icon=":material/folder_open:", key="filerne", on_change="rerun"
    )
    if files.open:
        with files, st.spinner("Laver filerne"):
            st.html(_write_files(make_all))


def _write_files(make_all: Callable[[], Mapping[str, bytes]]) -> str:
    def make_file(name: str) -> bytes:
        return make_all()[name]

    lines = []
    for name, content in make_all().items():
        path = PurePath(name)
        folder = path.parent.name
        edition = (folder or Edition.OFFENTLIG.value).capitalize()
        address = offer_address(partial(make_file, name), file_name=path.name, key=f"sag/{name}")
        cells = (_KINDS[path.suffix], edition, format_file_size(len(content)))
        lines.append(
            f'<tr><th scope="row"><a href="{address}" download>{escape(path.name)}</a></th>'
            + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
            + "</tr>"
        )
    heads = "".join(f'<th scope="col">{head}</th>' for head in _HEADS)
    return (
        '<table class="filer"><caption>Filerne i sagen</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    )


def show_fields(case: Case) -> None:
    """Show each field of the draft, to be copied into the agenda's own."""
    with st.expander("Felterne til dagsordenen", icon=":material/content_copy:"):
        for field in case.fields:
            if field.text and not field.needs_author:
                st.markdown(f"**{field.heading}**")
                st.code(field.text, language=None, wrap_lines=True)
