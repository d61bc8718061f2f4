"""Indlæs data: drop files, see what they are and would change, save all of it or nothing, undo."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from core import danish
from core.errors import LoadConflictError
from data_loaders.files.limits import MAX_BYTES
from pages.parts import (
    change,
    frame,
    message,
    past,
    remembered,
    review,
    states,
    template_list,
    visit,
)
from pages.parts.app import App
from pages.parts.visit import File
from services.load import save

_LIMIT = MAX_BYTES // 1_000_000
_ROUND = "omgang"
_OTHERS = {"asks": "mangler et svar", "rejected": "afvist", "unchanged": "uændret"}


def render(app: App) -> None:
    """Show the page."""
    frame.title("Indlæs data")
    st.markdown("Intet bliver gemt, før du har set, hvad filerne ændrer, og trykker **Gem**.")
    message.show()
    given = st.file_uploader(
        "Slip filer her, eller vælg dem: udtræk, måltal, organisation og andre nøgletal "
        f"(højst {_LIMIT} MB pr. fil)",
        accept_multiple_files=True,
        key=f"filer-{st.session_state.get(_ROUND, 0)}",
    )
    if given:
        _show(app, visit.files(app, given))
    else:
        visit.forget()
        states.offer_sample(app)
    template_list.show()
    remembered.show(app)
    past.show(app)


def _show(app: App, files: Sequence[File]) -> None:
    if len(files) > 1:
        st.markdown(_counts(files))
    for file in files:
        review.show(file, unfolded=len(files) == 1)
    ready = [file for file in files if file.checked.status == "checked"]
    if not ready:
        st.info(_nothing(files), icon=":material/info:")
        return
    change.show(visit.change(app, files))
    seen = _has_seen(ready)
    label = f"Gem {danish.format_count(len(ready), 'fil', 'filer')}"
    if st.button(label, type="primary", icon=":material/save:", disabled=not seen):
        _save(app, files)


def _counts(files: Sequence[File]) -> str:
    """Say how many files can be saved and how many cannot."""
    became = Counter("asks" if file.asks else file.checked.status for file in files)
    ready = danish.format_count(became["checked"], "fil kan gemmes", "filer kan gemmes")
    others = [f"{became[name]} {said}" for name, said in _OTHERS.items() if became[name]]
    return " · ".join((f"**{ready}**", *others))


def _nothing(files: Sequence[File]) -> str:
    """Say why there is nothing to save, and what can be done."""
    if any(file.asks for file in files):
        return "Svar på det, som mangler ovenfor: så kan filen gemmes."
    if any(file.checked.status == "rejected" for file in files):
        return "Der er ikke noget at gemme. Ret filen, og slip den her igen."
    return "Der er ikke noget nyt at gemme."


def _has_seen(ready: Sequence[File]) -> bool:
    """Ask whether the warnings were seen; True where there are none."""
    count = sum(file.warnings for file in ready)
    if not count:
        return True
    warnings = danish.format_count(count, "advarsel", "advarsler")
    key = (
        f"set-{count}-{'-'.join(file.id for file in ready)}"  # other warnings are asked about anew
    )
    return st.checkbox(f"Jeg har set {warnings} og vil gemme alligevel", key=key)


def _save(app: App, files: Sequence[File]) -> None:
    try:
        outcomes = save(app.store, [file.checked for file in files], by=app.viewer.name)
    except LoadConflictError as error:
        visit.read_again()
        states.refused(error)
        st.button("Kontrollér igen")
        return
    visit.forget()
    stored = [outcome for outcome in outcomes if outcome.status == "stored"]
    answers = any(outcome.checked.file_mapping.lasts for outcome in stored)
    said = f"{danish.format_count(len(stored), 'fil', 'filer')} er gemt."
    message.leave(f"{said} Svarene er husket til næste gang." if answers else said)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.rerun()


if __name__ == "__main__":
    import dashboard

    dashboard.main()
