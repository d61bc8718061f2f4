"""A button that hands out a file, which is made when it is asked for."""

from collections.abc import Callable
from pathlib import PurePath

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.parts import view_log
from services.downloads import DOWNLOADS, Download

ADDRESS = "/filer/"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_MIME_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".toml": "application/toml",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".zip": "application/zip",
}
_LOCAL_VISIT = "local"  # a page that is run without a server


def read_visit() -> str:
    """Return what tells the visit to the pages from all others."""
    context = get_script_run_ctx(suppress_warning=True)
    return context.session_id if context else _LOCAL_VISIT


def offer_file(
    label: str,
    make: Callable[[], bytes],
    *,
    file_name: str,
    icon: str = ":material/download:",
    is_first: bool = False,
    key: str | None = None,
) -> None:
    """Offer a file by its name, whose ending says what it is; `is_first` is the page's main one.

    `key` is for two files of one label.
    """
    st.link_button(
        label,
        offer_address(make, file_name=file_name, key=key or f"{label}/{file_name}"),
        icon=icon,
        type="primary" if is_first else "secondary",
        key=key,
    )


def offer_address(make: Callable[[], bytes], *, file_name: str, key: str) -> str:
    """Offer a file by its name and return its address; `key` tells it from others on the page."""
    details = view_log.describe_last_view()
    download = Download(
        file_name,
        _MIME_TYPES[PurePath(file_name).suffix],
        view_log.note_levels(make, details),
        details,
    )
    return f"{ADDRESS}{DOWNLOADS.offer(read_visit(), key, download)}"
