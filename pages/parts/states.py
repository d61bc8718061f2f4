"""What a page says when it has no figures to show."""

import streamlit as st

from core.errors import ChefforumError, NoDataError
from pages.parts import frame
from pages.parts.app import App
from pages.parts.escaping import escape_text
from services.load import read_history
from services.sample import load_sample

_SAMPLE = "Eksempeldata er opdigtede filer af alle slags for tolv kvartaler. De kan fortrydes."


_STEPS = (
    "1. **Indlæs** udtrækkene fra KMD OPUS, eller prøv med eksempeldata.\n"
    "2. **Se kladden** på *Overblik*: tallene, ændringerne og det, der mangler.\n"
    "3. **Hent sagen** på *Bilag*: udkastet i Word og bilagene, i én zip."
)


def show_empty(app: App, reason: NoDataError, *, page_title: str) -> None:
    """Say why there is nothing to show; offer those who load data to do so, or the sample."""
    frame.write_title(page_title)
    with st.container(border=True, key="tom"):
        st.markdown(escape_text(str(reason)))
        if not app.viewer.rights.loads_data:
            return
        is_new = _may_have_sample(app)
        if is_new:
            st.markdown(_STEPS)
        with st.container(horizontal=True):
            if st.button("Indlæs et udtræk", type="primary", icon=":material/upload_file:"):
                st.switch_page(app.pages["indlaes"])
            is_clicked = is_new and _show_sample_button()
        if is_new:
            st.caption(_SAMPLE)
        if is_clicked:
            _load_sample(app)


def offer_sample(app: App) -> None:
    """Offer the sample data where nothing has been loaded yet."""
    if not _may_have_sample(app):
        return
    is_clicked = _show_sample_button()
    st.caption(_SAMPLE)
    if is_clicked:
        _load_sample(app)


def _show_sample_button() -> bool:
    return st.button("Prøv med eksempeldata", icon=":material/science:")


def _may_have_sample(app: App) -> bool:
    """Whether the viewer may load the sample: nothing counts that it would be mixed with."""
    return app.viewer.rights.loads_data and not any(past.counts for past in read_history(app.store))


def show_refusal(error: ChefforumError) -> None:
    """Say what was refused and why, in the error's own words."""
    st.error(f"**{error.title}**  \n{escape_text(str(error))}", icon=":material/error:")


def show_error(error: ChefforumError) -> None:
    """Say beside some fields why what they ask for cannot be done."""
    st.error(escape_text(str(error)), icon=":material/error:")


def show_failure() -> None:
    """Say that the program itself failed."""
    st.error(
        "**Der skete en fejl i programmet**  \nSiden kunne ikke vises. Intet er ændret i data. "
        "Prøv igen, og giv den ansvarlige for programmet besked, hvis det sker igen: fejlens sted "
        "står i serverens log.",
        icon=":material/error:",
    )


def _load_sample(app: App) -> None:
    bar = st.progress(0.0, "Laver eksempeldata")

    def show(done: float, text: str) -> None:
        bar.progress(done, text)

    load_sample(app.store, settings=app.settings, by=app.viewer.name, progress=show)
    st.rerun()
