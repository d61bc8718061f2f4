"""Erase an upload for good, from the history: with a reason, and asked about what was sent."""

import streamlit as st

from pages.parts import changes, visit_files
from pages.parts.admission import dialog
from pages.parts.app import App
from pages.parts.escaping import escape_text
from services.erasing import LONGEST_REASON, ErasureOrder, erase_upload
from store.uploads import UploadRecord

_ERASED = "slettet"


def offer(app: App, past: UploadRecord) -> None:
    """Offer to erase an upload to those who may."""
    if not app.viewer.rights.erases or past.status == _ERASED:
        return
    key = f"slet-{past.upload_id}"
    if st.button("Slet for altid", key=key, icon=":material/delete_forever:", type="tertiary"):
        _ask(app, past)


@dialog("Slet for altid?")
def _ask(app: App, past: UploadRecord) -> None:
    st.markdown(
        f"**{escape_text(past.file_name)}**: rækkerne, filens navn og problemerne bliver væk og "
        "kan ikke hentes igen. Gælder den nu, kommer det, den erstattede, til at gælde igen."
    )
    reason = st.text_input("Hvorfor slettes den?", max_chars=LONGEST_REASON)
    journalised = st.checkbox("Det, der er udsendt med den i, ligger i sagen i SBSYS")

    def change() -> str:
        order = ErasureOrder(app.viewer.name, reason, journalised)
        erased = erase_upload(app.store, past.upload_id, order, settings=app.settings)
        visit_files.read_again()
        return f"Indlæsningen er slettet. I historikken hedder den {erased.erasure.token}."

    if changes.show_confirmation_buttons("Ja, slet for altid", "Behold"):
        changes.apply_change(change)
