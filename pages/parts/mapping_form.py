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
from pages.parts import problem_list, table_view, visit_files
from pages.parts.escaping import escape_label, escape_text
from pages.parts.visit_files import ReadFile
from phrases.text_tables import TextTable, drop_empty_columns, make_table

_UNUSED = "bruges ikke"
_FIELD = 320  # pixels
_MOST_QUESTIONS = 10
_MOST_COLUMNS = 40  # a select box each; a file with more has them in the table alone
_EXAMPLES = {
    "quarter": "4. kvartal 2024",
    "year": "2024",
    "period": "01.10.2024 - 31.12.2024",
    "extract_date": "15.01.2025",
    "header_row": "7",
}


def ask_questions(file: ReadFile) -> None:
    """Ask what the file itself does not settle: first what it cannot be read without."""
    report = file.checked.report
    open_questions = report.proposal.questions
    needed = [question for question in open_questions if question.code]
    if needed:
        with st.container(border=True, key=f"svar-{file.id}"):
            st.markdown("**Filen siger det ikke selv**")
            for reason in _list_reasons(problem_list.select_answerable(report)):
                st.caption(escape_text(reason))
            for question in needed[:_MOST_QUESTIONS]:
                _ask_question(file, question)
            if len(needed) > _MOST_QUESTIONS:
                further = danish.format_number(len(needed) - _MOST_QUESTIONS, 0)
                st.caption(f"Der er {further} spørgsmål mere, når disse er besvaret.")
    for question in open_questions:
        if not question.code:
            _ask_question(file, question)
    if file.refusal:
        st.error(escape_text(file.refusal), icon=":material/error:")


def _list_reasons(problems: Sequence[Problem]) -> list[str]:
    """Say why something is asked, once for each column."""
    messages = {(problem.code, problem.column): problem.message for problem in reversed(problems)}
    return list(messages.values())[::-1][:_MOST_QUESTIONS]


def ask_kind(file: ReadFile) -> None:
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
        on_change=_take_kind,
        args=(file.id, key),
    )
    if reason := _explain_kind(report):
        st.caption(escape_text(reason))


def show_columns(file: ReadFile) -> None:
    """Show how each column is read, and why; each can be read as something else."""
    file_columns = file.checked.report.proposal.columns
    if not file_columns:
        return
    words = name_fields(file.checked.report)
    can_change = len(file_columns) <= _MOST_COLUMNS
    if can_change and st.toggle("Ret kolonnerne", key=f"ret-kolonner-{file.id}"):
        for column in file_columns:
            _ask_column(file, column, words)
    else:
        table_view.show(_make_column_table(file_columns, words))
    if file.checked.file_mapping != Mapping():
        st.button("Glem svarene, og læs filen forfra", key=f"forfra-{file.id}",
                  on_click=visit_files.add_answer, args=(file.id, _forget_answers))  # fmt: skip


def name_fields(report: Report) -> Names[str, str]:
    """Return what the columns of a kind can be read as, and what a user calls it."""
    return KINDS[report.kind or next(iter(KINDS))].declaration.field_words


def _ask_question(file: ReadFile, question: Question) -> None:
    key = f"svar-{file.id}-{question.id}"
    if question.choices:
        labels = {choice.value: choice.label for choice in question.choices}
        st.selectbox(
            escape_label(question.text),
            list(labels),
            index=None,
            format_func=lambda value: labels[value],
            key=key,
            placeholder="Vælg",
            on_change=_take_answer,
            args=(file, question.id, key),
        )
    else:
        example = _EXAMPLES.get(question.id, "")
        may_wait = "" if question.code else " (kan udelades)"
        st.text_input(
            escape_label(f"{question.text}{may_wait}"),
            key=key,
            placeholder=example,
            width=_FIELD,
            on_change=_take_answer,
            args=(file, question.id, key),
        )


def _ask_column(file: ReadFile, column: proposal.ProposedColumn, words: Names[str, str]) -> None:
    key = f"kolonne-{file.id}-{column.label}"
    st.session_state[key] = column.field
    with st.container(horizontal=True, vertical_alignment="center", key=f"last-{key}"):
        with st.container(gap=None):
            st.markdown(f"**{escape_text(column.label)}**")
            st.caption(escape_text(_explain_column(column)))
        st.selectbox(
            escape_label(f"»{column.label}« læses som"),
            ["", *(words if column.field in words or not column.field else [*words, column.field])],
            format_func=lambda name: words.get(name, name) or _UNUSED,
            key=key,
            label_visibility="collapsed",
            on_change=_take_column,
            args=(file, column.label, key),
            width=260,
        )


def _explain_column(column: proposal.ProposedColumn) -> str:
    sure = f"({danish.format_percent(column.confidence)})" if column.field else ""
    examples = f"{' · '.join(column.examples)} –" if column.examples else ""
    return " ".join(part for part in (examples, column.reason, sure) if part)


def _make_column_table(
    columns: tuple[proposal.ProposedColumn, ...], words: Names[str, str]
) -> TextTable:
    heads = ("Kolonne i filen", "De første celler", "Læst som", "Hvorfor", "Sikkerhed")
    lines = [
        (
            column.label,
            " · ".join(column.examples),
            words.get(column.field, column.field) or _UNUSED,
            column.reason if column.field else "",
            danish.format_percent(column.confidence) if column.field else "",
        )
        for column in columns
    ]
    return drop_empty_columns([make_table("Kolonnerne", heads, lines, numeric=("Sikkerhed",))])[0]


def _explain_kind(report: Report) -> str:
    reading = report.proposal
    name = reading.remembered_mapping_name
    learned = f"Læst efter opsætningen »{name}«." if name else ""
    return " ".join(part for part in (learned, reading.kind_reason) if part)


def _take_kind(file: str, key: str) -> None:
    chosen = st.session_state[key]
    if chosen:
        visit_files.add_answer(file, lambda mapping: Mapping(kind=chosen, answers=mapping.answers))


def _take_answer(file: ReadFile, question: str, key: str) -> None:
    value = str(st.session_state[key] or "").strip()
    if value:
        visit_files.add_answer(
            file.id, lambda mapping: _add_headers(mapping, file).add_answer(question, value)
        )


def _take_column(file: ReadFile, column: str, key: str) -> None:
    field = st.session_state[key]
    if field:
        visit_files.add_answer(
            file.id,
            lambda mapping: _add_headers(mapping, file).add_answer(f"column:{field}", column),
        )
    else:
        visit_files.add_answer(
            file.id, lambda mapping: _add_headers(mapping, file).ignore_column(column)
        )


def _add_headers(answers: Mapping, file: ReadFile) -> Mapping:
    """Return a mapping that also holds the file's headers, which its answers are about."""
    return replace(answers, headers=answers.headers or file.checked.report.proposal.mapping.headers)


def _forget_answers(_: Mapping) -> Mapping:
    return Mapping()
