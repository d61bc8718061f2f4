"""The addresses of pages, with the rest of the view that is looked at now."""

from urllib.parse import urlencode

import streamlit as st

from pages.parts.filters import PLACE


def write_address(page: str, *, place: str) -> str:
    """Write the address of a page that looks at a place, by its key, and else as this page does."""
    return f"/{page}?{urlencode({**st.query_params.to_dict(), PLACE: place})}"
