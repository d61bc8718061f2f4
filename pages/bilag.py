"""Sagspakken: say what the case is, take away its files, and see each bilag as it is printed."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TypeVar

import streamlit as st

from access.roles import Rights
from bilag import excel, pdf
from bilag.model import Bilag
from core.edition import Edition
from core.opgoerelse import OpgoerelseStep
from core.quarter import Quarter
from pages.parts import (
    bilag_view,
    case_view,
    filters,
    follow_up_list,
    message,
    part_choice,
    sag_form,
    sent_choice,
)
from pages.parts.app import App
from pages.parts.file_button import offer_file
from pages.parts.page_head import PageHead
from services import bilag as bilag_service
from services import case as case_service
from services.case import CaseOrder, Readers, make_files, order_case
from services.kept_cases import CHOSEN_ANNEX, KeptCase, read_case
from store.figures import Reader

Made = TypeVar("Made")


def render(app: App) -> None:
    """Show the page."""
    head = PageHead()
    with app.figures() as reader:
        with head.line.ask():
            quarter = filters.choose_quarter(head.line, reader)
            kind = head.line.choose(
                "Bilag",
                _list_kinds(app.viewer.rights),
                name="bilag",
                format_option=bilag_service.KINDS.__getitem__,
            )
            edition = head.line.choose(
                "Udgave",
                (Edition.OFFENTLIG, Edition.INTERN),
                name="udgave",
                format_option=lambda choice: choice.label,
                quiet=True,
            )
            sending = sent_choice.choose_sending(head.line, reader, quarter)
        head.write_plain(app, f"Sagspakken for {quarter.label}")
        message.show_message()
        kept = _ask_case(app, reader, quarter, kind)
        if kept is None:
            return
    order = order_case(app.store, kept, decided_by=app.settings.internal_enheder_decided_by)
    with _open_outgoing(app, edition, sending) as figures:
        bilag = case_service.make_annex(figures, order, kind)
        case = case_service.make_case(figures, order)
    with_internal = edition is Edition.INTERN and order.decided_by
    editions = (Edition.OFFENTLIG, edition) if with_internal else (Edition.OFFENTLIG,)

    def make_of_case(make: Callable[[Readers, CaseOrder], Made]) -> Made:
        """Make something of the case's figures, when it is asked for."""
        with ExitStack() as opened:
            readers = {
                each: opened.enter_context(_open_outgoing(app, each, sending)) for each in editions
            }
            return make(readers, order)

    if app.viewer.rights.keeps_case:
        case_view.offer_case(case, make_of_case)
        name = ("case files", app.viewer.scope, repr(order), editions, sending and sending.seq)
        case_view.show_files(
            lambda: app.store.remember((*name, app.settings), lambda: make_of_case(make_files))
        )
        case_view.show_fields(case)
    st.header(bilag_service.KINDS[kind], anchor=False)
    _offer_files(bilag)
    bilag_view.show(bilag)


def _list_kinds(rights: Rights) -> list[str]:
    """List the kinds of bilag; what is chosen for one and written is its authors' alone."""
    return [kind for kind in bilag_service.KINDS if rights.keeps_case or kind != CHOSEN_ANNEX]


def _ask_case(app: App, reader: Reader, quarter: Quarter, kind: str) -> KeptCase | None:
    """Return an opgørelse's case, which those who keep it may fill in.

    None where a field of it is not valid.
    """
    kept = read_case(app.store, quarter)
    if not app.viewer.rights.keeps_case:
        return kept
    asked = sag_form.ask_case(app, kept, case_service.find_lacking_headings(reader, quarter))
    follow_up_list.show(app, quarter)
    if asked and kind == CHOSEN_ANNEX:
        part_choice.show_list(app, quarter, asked.chosen)
        part_choice.ask_text(app, quarter, asked.chosen)
    return asked


@contextmanager
def _open_outgoing(app: App, edition: Edition, sending: OpgoerelseStep | None) -> Iterator[Reader]:
    """Open the figures as they leave the program, in an edition: those now, or those sent."""
    outgoing = app.make_outgoing(edition)
    with (
        outgoing.figures() as usual,
        sent_choice.open_chosen(outgoing, usual, sending) as figures,
    ):
        yield figures


def _offer_files(bilag: Bilag) -> None:
    with st.container(horizontal=True):
        offer_file(
            "Hent PDF",
            lambda: pdf.to_pdf(bilag),
            file_name=f"{bilag.name}.pdf",
            icon=":material/picture_as_pdf:",
        )
        offer_file(
            "Hent Excel",
            lambda: excel.to_xlsx(bilag),
            file_name=f"{bilag.name}.xlsx",
            icon=":material/table_view:",
        )
    st.caption(f"{bilag.name} · {bilag.edition}")


if __name__ == "__main__":
    import dashboard

    dashboard.main()
