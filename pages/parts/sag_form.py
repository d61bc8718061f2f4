"""The case of an opgørelse: its fields, what its author writes, and saving both.

Dates are typed: calendars are English.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import streamlit as st

from bilag.case import AuthorText, list_author_headings
from bilag.forums import FORUMS, find_forum
from bilag.sag import Sag, Sagstype, parse_sagsnummer
from core.danish import format_date_short, format_moment
from core.day import parse_day
from core.errors import UsageError
from pages.parts import changes
from pages.parts.app import App
from pages.parts.escaping import escape_text
from services.bilag import KINDS
from services.kept_cases import LONGEST_TEXT, KeptCase, save_case

_HEIGHT = 120
Answer = TypeVar("Answer")


def ask_case(app: App, kept: KeptCase, lacking: Sequence[str]) -> KeptCase | None:
    """Let the case be filled in and saved; None where a field is not valid, which is said there.

    `lacking` are the headings that the data have nothing for: their author writes there instead.
    """
    with st.expander("Sagens oplysninger", icon=":material/folder_open:"):
        sag = ask_sag(kept)
        texts = _ask_texts(kept, sag or kept.sag, lacking)
        annexes = st.multiselect(
            "Bilag i sagen",
            list(KINDS),
            kept.annexes,
            format_func=KINDS.__getitem__,
            placeholder="Vælg",
            key=_name_key(kept, "bilag"),
        )
        if sag is None:
            return None
        asked = replace(kept, sag=sag, texts=texts, annexes=tuple(annexes))
        _offer_saving(app, kept, asked)
    return asked


def ask_sag(kept: KeptCase) -> Sag | None:
    """Let the fields be filled in, each with what is wrong with it under it."""
    first_column, second_column = st.columns(2)
    sag = kept.sag
    with first_column:
        number = _ask_field(
            kept, "sagsnummer", "Sagsnummer", sag.sagsnummer, "81.28.00-A00-1-25", parse_sagsnummer
        )
        title = _ask_field(
            kept, "sagstitel", "Sagens titel", sag.titel, "Foreslås af kvartalet", str
        )
        proposer = _ask_field(
            kept, "indstiller", "Indstiller", sag.indstiller, find_forum(sag.forum).proposer, str
        )
        closed = st.checkbox("Lukket punkt", value=sag.lukket, key=_name_key(kept, "lukket"))
    with second_column:
        forum = _choose(kept, "forum", "Forum", list(FORUMS), sag.forum)
        kinds = [kind.value for kind in Sagstype]
        kind = _choose(kept, "sagstype", "Sagstype", kinds, str(sag.type or kinds[0]))
        day = format_date_short(sag.moededato) if sag.moededato else ""
        meeting = _ask_field(kept, "moededato", "Mødedato", day, "29.01.2025", _parse_meeting)
        item = _ask_field(kept, "punkt", "Punkt på dagsordenen", sag.punkt, "3", _parse_number)
        minutes = _ask_field(kept, "minutter", "Minutter", sag.minutter, "10", _parse_number)
    answers = {
        "sagsnummer": number,
        "titel": title,
        "indstiller": proposer,
        "forum": forum,
        "type": kind,
        "moededato": meeting,
        "punkt": item,
        "minutter": minutes,
        "lukket": closed,
    }
    if None in (number, title, proposer, meeting, item, minutes):
        return None
    return Sag.from_values({name: answer for name, answer in answers.items() if answer})


def _ask_texts(kept: KeptCase, sag: Sag, lacking: Sequence[str]) -> Mapping[str, AuthorText]:
    """Ask for what the data do not say, and whether what is carried over still holds."""
    texts = dict(kept.texts)
    for heading, what in list_author_headings(find_forum(sag.forum), lacking).items():
        before = kept.texts.get(heading, AuthorText("", None))
        text = st.text_area(
            heading,
            before.text,
            max_chars=LONGEST_TEXT,
            height=_HEIGHT,
            placeholder=f"{what[0].upper()}{what[1:]}",
            key=_name_key(kept, f"tekst-{heading}"),
        )
        is_carried = bool(before.text) and before.confirmed_for != kept.quarter
        holds = text.strip() != before.text.strip() or not is_carried
        if is_carried and not holds:
            of = before.confirmed_for.label if before.confirmed_for else "en tidligere opgørelse"
            holds = st.checkbox(
                f"Gennemgået: teksten fra sagen om {of} gælder stadig",
                key=_name_key(kept, f"gennemgaaet-{heading}"),
            )
        texts[heading] = AuthorText(text, kept.quarter) if holds and text.strip() else before
        if not text.strip():
            texts.pop(heading)
    return texts


def _offer_saving(app: App, kept: KeptCase, asked: KeptCase) -> None:
    def save() -> str:
        save_case(app.store, asked, by=app.viewer.name)
        return f"Sagen for {kept.quarter.label} er gemt."

    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Gem sagen", icon=":material/save:", disabled=asked == kept):
            changes.apply_change(save)
        if kept.saved_at:
            saved = f"Gemt {format_moment(kept.saved_at)} af {kept.saved_by}."
            st.caption(escape_text(saved))
        else:
            st.caption("Et forslag, som endnu ikke er gemt.")


def _ask_field(
    kept: KeptCase,
    name: str,
    label: str,
    value: str | int,
    example: str,
    parse: Callable[[str], Answer],
) -> Answer | None:
    """Ask for one field; None where what stands there is not valid, which is said under it."""
    key = _name_key(kept, name)
    text = st.text_input(label, str(value or ""), placeholder=example, key=key)
    try:
        return parse(text.strip())
    except UsageError as error:
        st.caption(f":red[{escape_text(str(error))}]")
        return None


def _choose(kept: KeptCase, name: str, label: str, options: list[str], value: str) -> str:
    choices = options if value in options else [value, *options]
    return st.selectbox(
        label,
        choices,
        index=choices.index(value),
        format_func=lambda option: f"{option[:1].upper()}{option[1:]}",
        key=_name_key(kept, name),
    )


def _name_key(kept: KeptCase, field: str) -> str:
    """Name a field's place in the visit: each opgørelse's case has fields of its own."""
    return f"{field}-{kept.quarter}"


def _parse_meeting(text: str) -> object:
    return parse_day(text, what="Mødedatoen") if text else ""


def _parse_number(text: str) -> int:
    if text and not text.isdecimal():
        raise UsageError(f"Feltet er »{text}«; det skal være et helt tal, f.eks. 3.")
    return int(text or 0)
