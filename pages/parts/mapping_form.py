"""What can be said about a file, in place: its kind, the answers that it lacks, its columns."""

from collections.abc import Mapping as Names
from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from core import danish
from data_loaders.guidance import proposal
from data_loaders.guidance.mapping import Mapping
from data_loaders.guidance.proposal import Question
from data_loaders.kinds.registry import KINDS, LABELS
from data_loaders.problem import Problem
from data_loaders.report import Report
from pages.parts import problem_list, table, visit
from pages.parts.text import label, plain
from pages.parts.visit import File
from phrases.text_tables import TextColumn, TextRow, TextTable

_UNUSED = "bruges ikke"
_FIELD = 320  # pixels
_MOST_QUESTIONS = 10
_MOST_COLUMNS = 40  # a select box each; a file with more has them in the table alone
_EXAMPLES = {
    "quarter": "4. kvartal 2024",
    "year": "2024",
    "extract_date": "15.01.2025",
    "header_row": "7",
}


def questions(file: File) -> None:
    """Ask what the file itself does not settle: first what it cannot be read without."""
    report = file.checked.report
    asked = report.proposal.questions
    needed = [question for question in asked if question.code]
    if needed:
        with st.container(border=True, key=f"svar-{file.id}"):
            st.markdown("**Filen siger det ikke selv**")
            for said in _reasons(problem_list.asked(report)):
                st.caption(plain(said))
            for question in needed[:_MOST_QUESTIONS]:
                _question(file, question)
            if len(needed) > _MOST_QUESTIONS:
                rest = danish.format_number(len(needed) - _MOST_QUESTIONS, 0)
                st.caption(f"Der er {rest} spørgsmål mere, når disse er besvaret.")
    for question in asked:
        if not question.code:
            _question(file, question)
    if file.refusal:
        st.error(plain(file.refusal), icon=":material/error:")


def _reasons(asked: Sequence[Problem]) -> list[str]:
    """Say why something is asked, once for each column."""
    first = {(one.code, one.column): one.message for one in reversed(asked)}
    return list(first.values())[::-1][:_MOST_QUESTIONS]


def kind(file: File) -> None:
    """Say what the file is taken to be and why, and let it be something else."""
    report = file.checked.report
    key = f"slags-{file.id}"
    st.session_state[key] = report.kind or None
    st.selectbox(
        "Filen er læst som",
        list(KINDS),
        index=None,
        format_func=LABELS.__getitem__,
        key=key,
        placeholder="Vælg, hvad filen er",
        on_change=_kind_chosen,
        args=(file.id, key),
    )
    if reason := _reason(report):
        st.caption(plain(reason))


def columns(file: File) -> None:
    """Show how each column is read, and why; each can be read as something else."""
    found = file.checked.report.proposal.columns
    if not found:
        return
    words = fields(file.checked.report)
    may = len(found) <= _MOST_COLUMNS
    if may and st.toggle("Ret kolonnerne", key=f"ret-kolonner-{file.id}"):
        for one in found:
            _column(file, one, words)
    else:
        table.show(_table(found, words))
    if file.checked.file_mapping != Mapping():
        st.button("Glem svarene, og læs filen forfra", key=f"forfra-{file.id}",
                  on_click=visit.say, args=(file.id, _nothing))  # fmt: skip


def fields(report: Report) -> Names[str, str]:
    """Return what the columns of a kind can be read as, and what a user calls it."""
    return KINDS[report.kind or next(iter(KINDS))].declaration.field_words


def _question(file: File, question: Question) -> None:
    key = f"svar-{file.id}-{question.id}"
    if question.choices:
        labels = {choice.value: choice.label for choice in question.choices}
        st.selectbox(
            label(question.text),
            list(labels),
            index=None,
            format_func=lambda value: labels[value],
            key=key,
            placeholder="Vælg",
            on_change=_answered,
            args=(file, question.id, key),
        )
    else:
        example = _EXAMPLES.get(question.id, "")
        may_wait = "" if question.code else " (kan udelades)"
        st.text_input(
            label(f"{question.text}{may_wait}"),
            key=key,
            placeholder=example,
            width=_FIELD,
            on_change=_answered,
            args=(file, question.id, key),
        )


def _column(file: File, one: proposal.Column, words: Names[str, str]) -> None:
    key = f"kolonne-{file.id}-{one.label}"
    st.session_state[key] = one.field
    with st.container(horizontal=True, vertical_alignment="center", key=f"last-{key}"):
        with st.container(gap=None):
            st.markdown(f"**{plain(one.label)}**")
            st.caption(plain(_why(one)))
        st.selectbox(
            label(f"»{one.label}« læses som"),
            ["", *(words if one.field in words or not one.field else [*words, one.field])],
            format_func=lambda name: words.get(name, name) or _UNUSED,
            key=key,
            label_visibility="collapsed",
            on_change=_column_chosen,
            args=(file, one.label, key),
            width=260,
        )


def _why(one: proposal.Column) -> str:
    sure = f"({danish.format_percent(one.confidence)})" if one.field else ""
    examples = f"{' · '.join(one.examples)} –" if one.examples else ""
    return " ".join(part for part in (examples, one.reason, sure) if part)


def _table(found: tuple[proposal.Column, ...], words: Names[str, str]) -> TextTable:
    heads = ("Kolonne i filen", "De første celler", "Læst som", "Hvorfor", "Sikkerhed")
    lines = [
        (
            one.label,
            " · ".join(one.examples),
            words.get(one.field, one.field) or _UNUSED,
            one.reason if one.field else "",
            danish.format_percent(one.confidence) if one.field else "",
        )
        for one in found
    ]
    used = [i for i in range(len(heads)) if any(line[i] for line in lines)]
    columns_ = tuple(TextColumn(heads[i], heads[i], numeric=heads[i] == "Sikkerhed") for i in used)
    return TextTable(
        "Kolonnerne", columns_, tuple(TextRow(tuple(line[i] for i in used)) for line in lines)
    )


def _reason(report: Report) -> str:
    known = report.proposal
    learned = f"Læst efter opsætningen »{known.learned}«." if known.learned else ""
    return " ".join(part for part in (learned, known.kind_reason) if part)


def _kind_chosen(file: str, key: str) -> None:
    chosen = st.session_state[key]
    if chosen:
        visit.say(file, lambda said: Mapping(kind=chosen, answers=said.answers))


def _answered(file: File, question: str, key: str) -> None:
    value = str(st.session_state[key] or "").strip()
    if value:
        visit.say(file.id, lambda said: _about(said, file).answer(question, value))


def _column_chosen(file: File, column: str, key: str) -> None:
    field = st.session_state[key]
    if field:
        visit.say(file.id, lambda said: _about(said, file).answer(f"column:{field}", column))
    else:
        visit.say(file.id, lambda said: _about(said, file).without(column))


def _about(said: Mapping, file: File) -> Mapping:
    """Say which headers the labels are of."""
    return replace(said, headers=said.headers or file.checked.report.proposal.mapping.headers)


def _nothing(_: Mapping) -> Mapping:
    return Mapping()
