"""The history of what was loaded or changed, with undo and redo."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from core import danish
from data_loaders.kinds.registry import LABELS
from pages.parts import changes, erase_form, visit_files
from pages.parts.app import App
from pages.parts.escaping import escape_text
from phrases.periods import list_periods
from phrases.uploads import describe_effect
from services.load import list_unfinished_quarters, read_history, redo, undo, undo_uploads
from services.sample import find_sample_uploads
from services.stores import describe_store
from store.uploads import UploadRecord

_SHOWN = 8
_HEADS = ("Fil", "Status", "Data", "Rækker", "Gemt", "Virkning")
_LONGEST_PERIODS = 60  # characters
_TURNS = {
    "Fortryd": (
        undo,
        "tæller ikke længere med. Det, som blev erstattet, gælder igen. Det bliver stående i "
        "historikken og kan gendannes.",
        ("Behold", "er fortrudt"),
    ),
    "Gendan": (
        redo,
        "kommer til at tælle med igen og erstatter det, der gælder nu.",
        ("Lad være", "er gendannet"),
    ),
}


def show(app: App, *, heading: str = "Det er indlæst", kinds: frozenset[str] = frozenset()) -> None:
    """Show the loads of some kinds (all, where none are named), newest first; undo what counts."""
    loads = [past for past in read_history(app.store) if not kinds or past.kind in kinds]
    with st.container(key="historik"):
        st.header(heading, anchor=False)
    if not loads:
        st.caption(
            "Der er ikke rettet noget endnu." if kinds else "Der er ikke indlæst noget endnu."
        )
    for unfinished in list_unfinished_quarters(app.store) if not kinds else ():
        st.info(escape_text(unfinished), icon=":material/hourglass_top:")
    for note in describe_store(app.store) if not kinds else ():
        st.info(escape_text(note), icon=":material/database:")
    if loads and not kinds:
        _offer_sample_undo(app, loads)
    if loads:
        st.html(_write_heads())
    for past in loads[:_SHOWN]:
        _show_upload(app, past)
    if len(loads) > _SHOWN:
        with st.expander(f"Ældre ({len(loads) - _SHOWN})"):
            for past in loads[_SHOWN:]:
                _show_upload(app, past)


def _show_upload(app: App, past: UploadRecord) -> None:
    with st.container(horizontal=True, vertical_alignment="top", key=f"last-{past.upload_id}"):
        st.html(_write_row(past))
        with st.container(gap=None, key=f"handling-{past.upload_id}"):
            if past.counts:
                _offer_turn(app, past, "Fortryd", icon="undo")
            if past.can_redo:
                _offer_turn(app, past, "Gendan", icon="redo")
            erase_form.offer(app, past)


def _offer_turn(app: App, past: UploadRecord, label: str, *, icon: str) -> None:
    """Offer to undo or redo an upload, and ask first."""
    key = f"{label.casefold()}-{past.upload_id}"
    turn, effect, (no, done) = _TURNS[label]

    def change() -> str:
        turn(app.store, past.upload_id, by=app.viewer.name)
        visit_files.read_again()
        return f"{past.file_name} {done}."

    if st.button(label, key=key, icon=f":material/{icon}:", type="tertiary"):
        text = f"**{escape_text(past.file_name)}** {effect}"
        yes = f"Ja, {label.lower()}"
        changes.ask_confirmation(app, f"{label}?", text, yes=yes, no=no, change=change)


def _offer_sample_undo(app: App, loads: Sequence[UploadRecord]) -> None:
    """Offer to undo all of the sample data that counts, and ask first."""
    counting = find_sample_uploads(app.store, loads)
    if not counting:
        return

    def change() -> str:
        undo_uploads(app.store, [past.upload_id for past in counting], by=app.viewer.name)
        visit_files.read_again()
        return "Eksempeldata er fortrudt."

    count = danish.format_count(len(counting), "fil", "filer")
    if st.button("Fortryd alle eksempeldata", icon=":material/undo:", type="tertiary"):
        text = (
            f"De {count} med opdigtede data tæller ikke længere med. De bliver stående i "
            "historikken og kan gendannes enkeltvis."
        )
        changes.ask_confirmation(
            app,
            "Fortryd alle eksempeldata?",
            text,
            yes="Ja, fortryd alle",
            no="Behold",
            change=change,
        )


def _write_heads() -> str:
    """Write the heads of the columns; each row says them itself to who hears the page."""
    heads = "".join(f"<div>{head}</div>" for head in _HEADS)
    return f'<div class="indlaest hoveder" aria-hidden="true">{heads}</div>'


def _write_row(past: UploadRecord) -> str:
    """Write what a load is, as a line of a table; on a narrow screen as lines with labels."""
    drawn = danish.format_date_short(past.extract_date) if past.extract_date else ""
    kind, periods = LABELS.get(past.kind, past.kind), list_periods(past.periods)
    if len(periods) > _LONGEST_PERIODS:
        periods = danish.format_count(len(past.periods), "periode", "perioder")
    texts = (
        past.file_name,
        past.status,
        f"{kind}, {periods}" if periods else kind,
        danish.format_number(past.row_count, 0),
        f"{danish.format_moment(past.loaded_at)} af {past.loaded_by}"
        + (f" (udtrukket {drawn})" if drawn else ""),
        describe_effect(past.changes),
    )
    cells = (
        f"<div><dt>{head}</dt><dd>{escape(text)}</dd></div>"
        for head, text in zip(_HEADS, texts, strict=True)
    )
    counts = " gaelder" if past.counts else ""
    return f'<dl class="indlaest{counts}">{"".join(cells)}</dl>'
