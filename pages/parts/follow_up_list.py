"""What was decided and promised: the list, and the forms that add, change and remove a row."""

from collections.abc import Callable, Sequence

import streamlit as st

from bilag.follow_up_table import describe_origin
from core.danish import format_count, format_date_short
from core.day import parse_day
from core.errors import UsageError
from core.follow_up import FollowUp, FollowUpKind
from core.quarter import Quarter
from pages.parts import changes
from pages.parts.admission import dialog
from pages.parts.app import App
from pages.parts.escaping import escape_text
from services import follow_ups
from services.edited_lists import Edit
from services.follow_ups import LONGEST_TEXT, FollowUps

_UNANSWERED = "Ikke besvaret"


def show(app: App, quarter: Quarter) -> None:
    """Show what is to be followed up, and what can be done with it.

    A row can be answered by the case of the opgørelse, or of one near it.
    """
    rows = follow_ups.read_all(app.store)
    unanswered = sum(row.besvaret is None for row in rows)
    label = f"Opfølgning: {format_count(unanswered, 'åben', 'åbne')}"
    with st.expander(label, icon=":material/checklist:"):
        st.caption(
            "Det, et forum har besluttet, og det, en sag har lovet. Det står i hver næste sag, til "
            "det er besvaret. Listen kan også indlæses som fil."
        )
        if st.button("Tilføj opfølgning", icon=":material/add:"):
            _ask_new(app, quarter)
        for place, row in enumerate(rows):
            _show_row(app, quarter, row, place)


def _show_row(app: App, quarter: Quarter, row: FollowUp, place: int) -> None:
    with st.container(
        horizontal=True, vertical_alignment="center", key=f"last-opfoelgning-{place}"
    ):
        with st.container(gap=None):
            badge = ":blue-badge[Åben]" if row.besvaret is None else ":gray-badge[Besvaret]"
            st.markdown(f"{badge} {escape_text(row.tekst)}")
            deadline = f" · frist {format_date_short(row.frist)}" if row.frist else ""
            answer = f" · {row.besvaret.label}: {row.svar}" if row.besvaret else ""
            st.caption(escape_text(f"{describe_origin(row)} · {row.ansvarlig}{deadline}{answer}"))
        with st.container(horizontal=True, width="content"):
            if st.button("Ret", key=f"ret-{place}", icon=":material/edit:", type="tertiary"):
                _ask_changed(app, quarter, row)
            if st.button("Fjern", key=f"fjern-{place}", icon=":material/delete:", type="tertiary"):
                _ask_removal(app, row)


@dialog("Tilføj opfølgning")
def _ask_new(app: App, quarter: Quarter) -> None:
    read = _ask_fields(quarter, None)
    if st.button("Tilføj", type="primary"):
        _apply(app, lambda rows: follow_ups.add(rows, new=read()))


@dialog("Ret opfølgningen")
def _ask_changed(app: App, quarter: Quarter, old: FollowUp) -> None:
    read = _ask_fields(quarter, old)
    if st.button("Gem", type="primary"):
        _apply(app, lambda rows: follow_ups.change(rows, old=old, new=read()))


def _ask_removal(app: App, old: FollowUp) -> None:
    changes.ask_confirmation(
        app,
        "Fjern opfølgningen?",
        f"**{follow_ups.name_follow_up(old)}** fjernes: {escape_text(old.tekst)}",
        yes="Ja, fjern",
        no="Behold",
        change=lambda: _store(app, lambda rows: follow_ups.remove(rows, old=old)),
    )


def _ask_fields(quarter: Quarter, old: FollowUp | None) -> Callable[[], FollowUp]:
    """Show the fields; the function returned reads a row from them, or raises UsageError."""
    kinds = list(FollowUpKind)
    text = st.text_area(
        "Hvad skal der følges op på?", old.tekst if old else "", max_chars=LONGEST_TEXT
    )
    left, right = st.columns(2)
    kind = left.selectbox(
        "Slags",
        kinds,
        index=kinds.index(old.slags) if old else 0,
        format_func=lambda choice: choice.value.capitalize(),
    )
    forum = right.text_input("Forum", old.forum if old else "Chefforum")
    meeting = left.text_input(
        "Møde", format_date_short(old.moede) if old else "", placeholder="29.01.2025"
    )
    item = right.text_input("Punkt", str(old.punkt or "") if old else "", placeholder="3")
    responsible = left.text_input(
        "Ansvarlig funktion", old.ansvarlig if old else "", placeholder="Økonomi & Stab"
    )
    deadline = right.text_input(
        "Frist",
        format_date_short(old.frist) if old and old.frist else "",
        placeholder="Kan udelades",
    )
    answered = left.selectbox(
        "Besvaret i sagen om",
        [None, *_list_answering(quarter, old)],
        index=1 + _list_answering(quarter, old).index(old.besvaret) if old and old.besvaret else 0,
        format_func=lambda choice: choice.label if choice else _UNANSWERED,
    )
    answer = right.text_input("Svar", old.svar if old else "", placeholder="Kort")

    def read() -> FollowUp:
        if item.strip() and not item.strip().isdecimal():
            raise UsageError(f"Punktet er »{item}«; det skal være et helt tal, f.eks. 3.")
        return FollowUp(
            tekst=text.strip(),
            slags=kind,
            forum=forum.strip(),
            moede=parse_day(meeting, what="Mødedatoen"),
            punkt=int(item) if item.strip() else None,
            ansvarlig=responsible.strip(),
            frist=parse_day(deadline, what="Fristen") if deadline.strip() else None,
            besvaret=answered,
            svar=answer.strip(),
        )

    return read


def _list_answering(quarter: Quarter, old: FollowUp | None) -> Sequence[Quarter]:
    """List the opgørelser whose case may answer: those near it, and the one that does."""
    near = {quarter + step for step in (-1, 0, 1, 2)}
    return sorted(near | ({old.besvaret} if old and old.besvaret else set()))


def _apply(app: App, edit: Callable[[FollowUps], Edit[FollowUp]]) -> None:
    changes.apply_change(lambda: _store(app, edit))


def _store(app: App, edit: Callable[[FollowUps], Edit[FollowUp]]) -> str:
    return f"{follow_ups.store_change(app.store, edit, by=app.viewer.name)}."
