"""Indlæs data: drop files, see what they are and would change, save all of it or nothing, undo."""

from collections.abc import Sequence

import streamlit as st

from core import danish
from core.errors import LoadConflictError
from core.quarter import Quarter
from pages.parts import (
    before_after,
    file_review,
    file_round,
    frame,
    message,
    remembered_answers,
    states,
    template_list,
    upload_history,
    visit_files,
)
from pages.parts.app import App
from pages.parts.save_bar import SaveBar
from pages.parts.visit_files import ReadFile
from services.file_rounds import FileRound
from services.load import save
from services.way_out import read_life

_SAVED = "gemt-opgoerelse"


def render(app: App) -> None:
    """Show the page."""
    frame.write_title("Indlæs data")
    st.markdown("Intet bliver gemt, før du har set, hvad filerne ændrer, og trykker **Gem**.")
    message.show_message()
    _show_way_on(app)
    current = file_round.ask_files(app)
    if current:
        _show_files(app, current)
    else:
        states.offer_sample(app)
    template_list.show()
    remembered_answers.show(app)
    upload_history.show(app)


def _show_files(app: App, current: FileRound) -> None:
    files = visit_files.read_files(app, current)
    for file in files:
        remove = file_round.make_remover(current, file.id)
        file_review.show(file, unfolded=len(files) == 1, remove=remove)
    change = None
    if any(file.checked.status == "checked" for file in files):
        change = visit_files.compute_before_after(app, files)
        before_after.show(change)
    bar = SaveBar(files)
    if bar.empties:
        file_round.end_round(current)
        st.rerun()
    if bar.saves:
        touched = [opgoerelse.quarter for opgoerelse in change.opgoerelser] if change else []
        _save_files(app, current, files, touched)


def _save_files(
    app: App, current: FileRound, files: Sequence[ReadFile], touched: Sequence[Quarter]
) -> None:
    """Save the files; `touched` are the opgørelser that they touch, the newest first."""
    try:
        outcomes = save(app.store, [file.checked for file in files], by=app.viewer.name)
    except LoadConflictError as error:
        visit_files.read_again()
        states.show_refusal(error)
        st.button("Kontrollér igen")
        return
    stored = [outcome for outcome in outcomes if outcome.status == "stored"]
    answers = any(outcome.checked.file_mapping.holds_lasting_answers for outcome in stored)
    text = f"{danish.format_count(len(stored), 'fil', 'filer')} er gemt."
    message.leave_message(f"{text} Svarene er husket til næste gang." if answers else text)
    st.session_state[_SAVED] = touched[:1]
    file_round.end_round(current)
    st.rerun()


def _show_way_on(app: App) -> None:
    """Lead on to the opgørelse that was just saved, once."""
    for quarter in st.session_state.pop(_SAVED, ()):
        noun = "opgørelsen" if read_life(app.store, quarter).visible_step else "kladden"
        st.page_link(
            app.pages["overblik"],
            label=f"Se {noun} for {quarter.label}",
            icon=":material/arrow_forward:",
            query_params={"kvartal": str(quarter)},
        )


if __name__ == "__main__":
    import dashboard

    dashboard.main()
