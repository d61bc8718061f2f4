"""A button that hands out a file, which is made when it is asked for."""

from collections.abc import Callable
from pathlib import PurePath

import streamlit as st

_OFFICE = "application/vnd.openxmlformats-officedocument"
_MIME_TYPES = {
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".zip": "application/zip",
}


def offer_file(
    label: str, make: Callable[[], bytes], *, file_name: str, icon: str, is_first: bool = False
) -> None:
    """Offer a file by its name, whose ending says what it is; `is_first` is the page's main one."""
    st.download_button(
        label,
        make,
        file_name=file_name,
        mime=_MIME_TYPES[PurePath(file_name).suffix],
        icon=icon,
        type="primary" if is_first else "secondary",
        on_click="ignore",
    )
