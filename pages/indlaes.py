"""Indlæs data: drop files, see what they are and would change, save all of it or nothing, undo."""

from collections import Counter
from collections.abc import Sequence
from secrets import token_hex

import streamlit as st

from core import danish
from core.errors import LoadConflictError
from data_loaders.files.limits import MAX_BYTES
from pages.parts import (
    before_after,
    file_review,
    frame,
    message,
    remembered_answers,
    states,
    template_list,
    upload_history,
    visit_files,
)
from pages.parts.app import App
from pages.parts.escaping import escape_text
from pages.parts.visit_files import ReadFile
from services.load import save

_LIMIT = MAX_BYTES // 1_000_000
_ROUND, _LOST = "omgang", "forsvundet"
_NAMES_SHOWN = 5
_OTHERS = {"asked": "mangler et svar", "rejected": "afvist", "unchanged": "uændret"}


def render(app: App) -> None:
    """Show the page."""
    frame.write_title("Indlæs data")
    st.markdown("Intet bliver gemt, før du har set, hvad filerne ændrer, og trykker **Gem**.")
    message.show_message()
    if _ROUND not in st.session_state:
        _begin_round()
        st.session_state[_LOST] = visit_files.list_lost_files()
    lost = st.empty()
    uploaded = st.file_uploader(
        "Slip filer her, eller vælg dem: udtræk, måltal, organisation og andre nøgletal "
        f"(højst {_LIMIT} MB pr. fil)",
        accept_multiple_files=True,
        key=f"filer-{st.session_state[_ROUND]}",
    )
    if uploaded:
        st.session_state[_LOST] = []
        _show_files(app, visit_files.read_files(app, uploaded))
    else:
        visit_files.forget_files()
        with lost:
            _tell_lost_files(st.session_state[_LOST])
        states.offer_sample(app)
    template_list.show()
    remembered_answers.show(app)
    upload_history.show(app)


def _show_files(app: App, files: Sequence[ReadFile]) -> None:
    if len(files) > 1:
        st.markdown(_count_files(files))
    for file in files:
        file_review.show(file, unfolded=len(files) == 1)
    ready = [file for file in files if file.checked.status == "checked"]
    if not ready:
        st.info(_explain_nothing_to_save(files), icon=":material/info:")
        return
    before_after.show(visit_files.compute_before_after(app, files))
    warnings_seen = _ask_warnings_seen(ready)
    label = f"Gem {danish.format_count(len(ready), 'fil', 'filer')}"
    if st.button(label, type="primary", icon=":material/save:", disabled=not warnings_seen):
        _save_files(app, files)


def _count_files(files: Sequence[ReadFile]) -> str:
    """Say how many files can be saved and how many cannot."""
    became = Counter(file.checked.status for file in files)
    ready = danish.format_count(became["checked"], "fil kan gemmes", "filer kan gemmes")
    other_counts = [f"{became[name]} {label}" for name, label in _OTHERS.items() if became[name]]
    return " · ".join((f"**{ready}**", *other_counts))


def _explain_nothing_to_save(files: Sequence[ReadFile]) -> str:
    """Say why there is nothing to save, and what can be done."""
    if any(file.checked.status == "asked" for file in files):
        return "Svar på det, som mangler ovenfor: så kan filen gemmes."
    if any(file.checked.status == "rejected" for file in files):
        return "Der er ikke noget at gemme. Ret filen, og slip den her igen."
    return "Der er ikke noget nyt at gemme."


def _ask_warnings_seen(ready: Sequence[ReadFile]) -> bool:
    """Ask whether the warnings were seen; True where there are none."""
    count = sum(file.warnings for file in ready)
    if not count:
        return True
    warnings = danish.format_count(count, "advarsel", "advarsler")
    key = (
        f"set-{count}-{'-'.join(file.id for file in ready)}"  # other warnings are asked about anew
    )
    return st.checkbox(f"Jeg har set {warnings} og vil gemme alligevel", key=key)


def _save_files(app: App, files: Sequence[ReadFile]) -> None:
    try:
        outcomes = save(app.store, [file.checked for file in files], by=app.viewer.name)
    except LoadConflictError as error:
        visit_files.read_again()
        states.show_refusal(error)
        st.button("Kontrollér igen")
        return
    visit_files.forget_files()
    stored = [outcome for outcome in outcomes if outcome.status == "stored"]
    answers = any(outcome.checked.file_mapping.holds_lasting_answers for outcome in stored)
    text = f"{danish.format_count(len(stored), 'fil', 'filer')} er gemt."
    message.leave_message(f"{text} Svarene er husket til næste gang." if answers else text)
    _begin_round()
    st.rerun()


def _begin_round() -> None:
    """Let the page take files anew, as one that no earlier session of the browser has shown."""
    st.session_state[_ROUND] = token_hex(4)


def _tell_lost_files(names: Sequence[str]) -> None:
    """Say which files the browser showed when the server was started again, if any."""
    if names:
        listed = danish.join_words([f"»{name}«" for name in names], limit=_NAMES_SHOWN)
        st.warning(
            escape_text(
                f"Forbindelsen til serveren er begyndt forfra, så {listed} er ikke længere hos "
                "den, og intet er gemt af dette besøg. Vælg filerne igen."
            ),
            icon=":material/warning:",
        )


if __name__ == "__main__":
    import dashboard

    dashboard.main()
