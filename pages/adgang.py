"""Adgang og log: who has which role, who did what and when, and how the server is."""

from collections.abc import Sequence
from datetime import date
from functools import partial

import streamlit as st

from access.log_check import LogFault
from access.log_lines import LogLine
from core import danish
from core.day import parse_day
from core.errors import NoAccessError, UsageError
from pages.parts import (
    changes,
    filters,
    frame,
    message,
    operation_view,
    role_table,
    states,
    table_view,
)
from pages.parts.app import App
from pages.parts.escaping import escape_text
from pages.parts.file_button import offer_file
from phrases.log_lines import describe_check, describe_named_node, make_log_table, write_line_cells
from services.access_log import blank_line, read_checked_log
from services.log_csv import write_log_file
from services.log_search import LogSearch, search_log

_SHOWN = 200  # lines
_ABOUT = (
    "Spørger nogen, hvem der har set tal om en enhed, og hvornår, så søg på enhedens navn eller "
    "nummer, og vælg perioden. Formålet med opslagene er sygefraværssagen til Chefforum."
)
_LONGEST_REASON = 300


def render(app: App) -> None:
    """Show what of the page a viewer may see: roles, the log, how the server is.

    Raises NoAccessError for those who may see none of it.
    """
    rights = app.viewer.rights
    if not (rights.reads_log or rights.grants_roles or rights.sees_operation):
        raise NoAccessError(
            "Adgang og log er for HR, databeskyttelsesrådgiveren og IT. Spørg en af dem."
        )
    frame.write_title("Adgang og log")
    message.show_message()
    if rights.reads_log:
        _show_log(app)
    if rights.grants_roles:
        role_table.show(app)
    if rights.sees_operation:
        operation_view.show(app)


def _show_log(app: App) -> None:
    st.header("Log", anchor=False)
    st.caption(escape_text(_ABOUT))
    lines, faults = read_checked_log(app.store)
    _show_check(len(lines), faults)
    search = _ask_search()
    if search is None:
        return
    answer = search_log(app.store, lines, search)
    for node in answer.nodes:
        st.caption(escape_text(describe_named_node(node.key, node.name)))
    _show_lines(app, answer.lines)
    if app.viewer.rights.erases:
        _offer_blanking(app, lines)


def _show_check(count: int, faults: Sequence[LogFault]) -> None:
    """Say whether anything was done to the log, of so many lines, since it was written."""
    text = "  \n".join(escape_text(sentence) for sentence in describe_check(count, faults))
    if all(fault.is_harmless for fault in faults):
        st.success(text, icon=":material/verified:")
    else:
        st.error(text, icon=":material/error:")


def _ask_search() -> LogSearch | None:
    """Ask for a text and the days; None where a day is none."""
    with st.container(horizontal=True, key="filtre"):
        text = filters.ask_text("Søg", name="i_log", placeholder="Enhed, person, fil eller side")
        first = filters.ask_text("Fra og med", name="fra", placeholder="01.01.2025")
        last = filters.ask_text("Til og med", name="til", placeholder="31.12.2025")
    try:
        return LogSearch(text, _parse_day(first, "Fra og med"), _parse_day(last, "Til og med"))
    except UsageError as error:
        states.show_error(error)
        return None


def _parse_day(text: str, what: str) -> date | None:
    return parse_day(text, what=what) if text else None


def _show_lines(app: App, lines: Sequence[LogLine]) -> None:
    if not lines:
        st.info("Loggen har ingen linjer om det.", icon=":material/info:")
        return
    count = danish.format_count(len(lines), "linje", "linjer")
    caption = f"De nyeste {_SHOWN} af {count}" if len(lines) > _SHOWN else f"{count}, nyeste først"
    titles = {address: page.title for address, page in app.pages.items()}
    table_view.show(make_log_table(lines[:_SHOWN], caption, titles=titles))
    offer_file(
        f"Hent {count} (CSV)",
        lambda: write_log_file(lines),
        file_name="Adgangslog.csv",
        icon=":material/download:",
    )


def _offer_blanking(app: App, lines: Sequence[LogLine]) -> None:
    """Offer to take the text out of a line, with a reason."""
    with st.expander("Fjern teksten i en linje", icon=":material/ink_eraser:"):
        st.caption(
            "Nummer og tidspunkt bliver stående, så loggen stadig kan kontrolleres, og en ny linje "
            "siger, hvem der fjernede teksten og hvorfor. Det kan ikke fortrydes."
        )
        number = int(st.number_input("Linjens nr.", min_value=1, step=1, key="fjern-nr"))
        for line in (line for line in lines if line.number == number):
            st.text(" · ".join(filter(None, write_line_cells([line]))))
        why = st.text_input("Grund", max_chars=_LONGEST_REASON, key="fjern-grund").strip()
        if st.button("Fjern teksten for altid", icon=":material/ink_eraser:", disabled=not why):
            changes.apply_change(partial(_blank, app, number, why))


def _blank(app: App, number: int, why: str) -> str:
    blank_line(app.store, number, viewer=app.viewer, why=why)
    return f"Teksten i nr. {number} er fjernet."


if __name__ == "__main__":
    import dashboard

    dashboard.main()
