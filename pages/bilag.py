"""Bilag: choose one, say which case it belongs to, see it, take it away as PDF."""

from contextlib import AbstractContextManager, nullcontext

import streamlit as st

from bilag import pdf
from bilag.model import Bilag
from charts import images
from core import danish
from core.errors import UsageError
from core.opgoerelse import find_last_sending
from core.quarter import Quarter
from pages.parts import bilag_view, filters, frame, sag_form, states
from pages.parts.app import App
from services import bilag as bilag_service
from services import opgoerelser
from store.figures import Reader

_KINDS = {
    "afdelinger": "Områder og afdelinger",
    "enheder": "Enheder, afdeling for afdeling",
    "noegletal": "Øvrige nøgletal",
}


def render(app: App) -> None:
    """Show the page."""
    with app.figures() as reader:
        with st.container(horizontal=True, key="filtre"):
            quarter = filters.choose_quarter(reader)
            kind = filters.choose(
                "Bilag", bilag_service.KINDS, name="bilag", format_option=_KINDS.__getitem__
            )
        frame.write_title(f"Bilag til opgørelsen for {quarter.label}")
        with st.expander("Sagens oplysninger", icon=":material/folder_open:"):
            try:
                sag = sag_form.ask_sag()
            except UsageError as error:
                states.show_refusal(error)
                return
        with _choose_figures(app, reader, quarter) as chosen_reader:
            bilag = bilag_service.make(chosen_reader, kind=kind, quarter=quarter, sag=sag)
    _offer_pdf(bilag)
    bilag_view.show(bilag)


def _choose_figures(app: App, reader: Reader, quarter: Quarter) -> AbstractContextManager[Reader]:
    """The figures as the data are now or, where the opgørelse was sent, as it was."""
    step = find_last_sending(reader.find_steps(quarter))
    if step is None:
        return nullcontext(reader)
    labels = {
        "nu": "Som data er nu",
        "udsendt": f"Som udsendt den {danish.format_moment_date(step.at)}",
    }
    chosen = filters.choose("Tal", list(labels), name="tal", format_option=labels.__getitem__)
    if chosen == "nu":
        return nullcontext(reader)
    return opgoerelser.open_sent(app.store, app.viewer, quarter)


def _offer_pdf(bilag: Bilag) -> None:
    st.download_button(
        "Hent PDF",
        lambda: pdf.to_pdf(bilag),
        file_name=f"{bilag.file_stem}.pdf",
        mime="application/pdf",
        icon=":material/picture_as_pdf:",
        type="primary",
        on_click="ignore",
    )
    st.caption(f"{bilag.file_stem}.pdf · {bilag.edition} · det tager et øjeblik at tegne figurerne")
    try:
        images.find_browser()
    except images.NoBrowserError as error:
        st.warning(f"PDF-filen bliver uden figurer: {error}", icon=":material/warning:")


if __name__ == "__main__":
    import dashboard

    dashboard.main()
