"""A template for each kind of data, filled in with an example, to download."""

from functools import partial

import streamlit as st

from data_loaders.kinds.registry import LABELS
from pages.parts.file_button import offer_file
from services.templates import make_template, name_template


def show() -> None:
    """Offer the templates, folded."""
    with st.expander("Skabeloner", icon=":material/draft:"):
        st.caption(
            "En skabelon har de kolonner, som programmet bruger, nogle opdigtede rækker og en "
            "vejledning. Andre kolonnenavne og en anden rækkefølge går også an."
        )
        with st.container(horizontal=True):
            for kind, label in LABELS.items():
                offer_file(
                    label,
                    partial(make_template, kind),
                    file_name=name_template(kind),
                    key=f"skabelon-{kind}",
                )
