"""The fields of a case, as the secretariat knows it. Dates are typed: calendars are English."""

import streamlit as st

from bilag.sag import Sag, Sagstype
from core.day import parse_day
from core.errors import UsageError

_FORUMS = ("", "Chefforum", "Direktørforum", "KommuneMED", "Økonomiudvalget")
_NOT_CHOSEN = "Ikke angivet"


def ask_sag() -> Sag:
    """Let the fields be filled in; raises UsageError for one that is not valid."""
    first_column, second_column = st.columns(2)
    with first_column:
        number = st.text_input("Sagsnummer", placeholder="81.28.00-A00-1-25", key="sagsnummer")
        title = st.text_input("Sagens titel", key="sagstitel")
        point = st.text_input("Punkt på dagsordenen", placeholder="3", key="punkt")
    with second_column:
        forum = st.selectbox(
            "Forum", _FORUMS, format_func=lambda name: name or _NOT_CHOSEN, key="forum"
        )
        kind = st.selectbox(
            "Sagstype",
            ["", *Sagstype],
            format_func=lambda kind: str(kind).capitalize() or _NOT_CHOSEN,
            key="sagstype",
        )
        meeting = st.text_input("Mødedato", placeholder="29.01.2025", key="moededato")
    closed = st.checkbox("Lukket punkt", key="lukket")
    values: dict[str, object] = {
        "sagsnummer": number.strip(),
        "titel": title.strip(),
        "forum": forum,
        "type": str(kind),
        "punkt": _parse_item_number(point.strip()),
        "lukket": closed,
        "moededato": parse_day(meeting, what="Mødedatoen") if meeting.strip() else None,
    }
    return Sag.from_values({name: value for name, value in values.items() if value})


def _parse_item_number(text: str) -> int:
    if text and not text.isdecimal():
        raise UsageError(f"Punktet er »{text}«; det skal være et helt tal, f.eks. 3.")
    return int(text or 0)
