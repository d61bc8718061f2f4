"""What is wrong with a file: grouped, counted, the first cells of each, and all as a workbook."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import PurePath

import streamlit as st

from core import danish
from data_loaders.codes import CODES
from data_loaders.problem import Problem, Severity
from data_loaders.report import Report
from pages.parts.escaping import escape_text
from pages.parts.file_button import offer_file
from services.problem_workbook import write_problem_workbook

_PLACES_SHOWN = 5
_SHOWN_AS_TABLE = "total_mismatch"  # with both numbers, by `review`


def show(report: Report) -> None:
    """Show the problems, errors first, but for those that an answer takes away."""
    answerable = {id(problem) for problem in select_answerable(report)}
    problems_shown = (
        problem
        for problem in report.problems
        if problem.code != _SHOWN_AS_TABLE and id(problem) not in answerable
    )
    ordered = sorted(
        problems_shown, key=lambda problem: (problem.severity is Severity.WARNING, problem.code)
    )
    for code, group in groupby(ordered, key=lambda problem: problem.code):
        _show_group(code, list(group))


def select_answerable(report: Report) -> list[Problem]:
    """Return the problems that a question's answer takes away; they are shown at the question."""
    codes = {question.code for question in report.proposal.questions}
    return [problem for problem in report.problems if problem.code in codes]


def offer_workbook(report: Report, *, key: str) -> None:
    """Offer the problems as a workbook with the bad cells marked, where there is more than one."""
    if len(report.problems) > 1 or any(problem.cell for problem in report.problems):
        offer_file(
            "Hent alle bemærkninger (Excel)",
            lambda: write_problem_workbook(report),
            file_name=f"Bemærkninger til {PurePath(report.file_name).stem}.xlsx",
            key=f"bemaerkninger-{key}",
        )


def _show_group(code: str, problems: Sequence[Problem]) -> None:
    meaning = CODES[code].meaning if code in CODES else "Skal efterses."
    with_cell = [problem for problem in problems if problem.cell]
    without_cell = [problem for problem in problems if not problem.cell]
    count = f" ({danish.format_number(len(with_cell), 0)} steder)" if len(with_cell) > 1 else ""
    if len(problems) == 1:
        text = f"**{meaning}**  \n{escape_text(_format_without_meaning(problems[0], meaning))}"
    else:
        text = "\n".join(
            [f"**{meaning}**{count}", *_list_first(with_cell), *_list_first(without_cell)]
        )
    if problems[0].severity is Severity.ERROR:
        st.error(text, icon=":material/error:")
    else:
        st.warning(text, icon=":material/warning:")


def _list_first(problems: Sequence[Problem]) -> list[str]:
    """Return a line for each of the first problems, and one that counts the rest."""
    hidden_count = len(problems) - _PLACES_SHOWN
    groups = groupby(problems[:_PLACES_SHOWN], key=lambda problem: (problem.sheet, problem.message))
    lines = [f"- {escape_text(_format_with_cells(tuple(group)))}" for _, group in groups]
    return (
        [*lines, f"- og {danish.format_number(hidden_count, 0)} til"] if hidden_count > 0 else lines
    )


def _format_with_cells(problems: Sequence[Problem]) -> str:
    """Write a message once, after all the cells that it is about."""
    cells = [problem.cell for problem in problems if problem.cell]
    first = problems[0]
    where = " ".join(
        part for part in (first.sheet, danish.join_words(cells) if cells else "") if part
    )
    return f"{where}: {first.message}" if where else first.message


def _format_without_meaning(problem: Problem, meaning: str) -> str:
    """Write the only problem of its code, without saying again what it means."""
    if problem.message.startswith(meaning):
        problem = replace(problem, message=problem.message.removeprefix(meaning).strip())
    return _format_with_cells([problem])
