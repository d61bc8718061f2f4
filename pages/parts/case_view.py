"""The case of an opgørelse: its draft in Word, all its files, and each field to copy."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from bilag.case import Case
from pages.parts.file_button import offer_file
from services.bilag import SHEETS
from services.case import CaseOrder, Readers, make_draft, make_sheets_zip, make_zip

Make = Callable[[Readers, CaseOrder], bytes]


def offer_case(case: Case, make_from_figures: Callable[[Make], bytes]) -> None:
    """Offer the draft and all files of the case, which are made when they are asked for.

    `make_from_figures` opens the figures and calls what makes a file of them.
    """
    with st.expander("Hele sagen", icon=":material/folder_zip:"):
        with st.container(horizontal=True):
            offer_file(
                "Hent udkast til sagen (Word)",
                lambda: make_from_figures(make_draft),
                file_name=f"{case.file_stem}.docx",
                icon=":material/description:",
            )
            offer_file(
                "Hent hele sagen (zip)",
                lambda: make_from_figures(make_zip),
                file_name=f"{case.archive_stem}.zip",
                icon=":material/folder_zip:",
            )
            for name, level in SHEETS.items():
                offer_file(
                    f"Hent {name} (zip)",
                    partial(make_from_figures, partial(make_sheets_zip, level=level)),
                    file_name=f"{case.archive_stem} - {name}.zip",
                    icon=":material/groups:",
                )
        st.caption(
            "Udkastet i Word har en kommentar, hvor du selv skal skrive. I zip-filen er det og "
            "sagens bilag som PDF og Excel; den interne udgave har en mappe for sig, når den er "
            "valgt herover, og indstillingerne siger, hvem der har besluttet den. Afdelingsark er "
            "to sider til hver afdelings eget AfdelingsMED, enhedsark én side om året til en "
            "arbejdsplads' eget MED. Herunder kan hvert felt kopieres for sig."
        )
        for field in case.fields:
            if field.text and not field.needs_author:
                st.markdown(f"**{field.heading}**")
                st.code(field.text, language=None, wrap_lines=True)
