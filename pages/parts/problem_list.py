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
from pages.parts.text import plain
from services.problem_workbook import write_problem_workbook

_PLACES_SHOWN = 5
_SHOWN_AS_TABLE = "total_mismatch"  # with both numbers, by `review`
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(report: Report) -> None:
    """Show the problems, errors first; but not what is asked about, see `asked`."""
    beside = {id(one) for one in asked(report)}
    shown = (p for p in report.problems if p.code != _SHOWN_AS_TABLE and id(p) not in beside)
    ordered = sorted(shown, key=lambda one: (one.severity is Severity.WARNING, one.code))
    for code, group in groupby(ordered, key=lambda one: one.code):
        _group(code, list(group))


def asked(report: Report) -> list[Problem]:
    """The problems that an answer takes away: they are told beside the question."""
    codes = {question.code for question in report.proposal.questions}
    return [one for one in report.problems if one.code in codes]


def download(report: Report, *, key: str) -> None:
    """Offer them as a workbook with the bad cells marked, where there is more than one."""
    if len(report.problems) > 1 or any(one.cell for one in report.problems):
        st.download_button(
            "Hent alle bemærkninger (Excel)",
            lambda: write_problem_workbook(report),
            file_name=f"Bemærkninger til {PurePath(report.file_name).stem}.xlsx",
            mime=_XLSX,
            icon=":material/download:",
            on_click="ignore",
            key=f"bemaerkninger-{key}",
        )


def _group(code: str, found: Sequence[Problem]) -> None:
    meaning = CODES[code].meaning if code in CODES else "Skal efterses."
    placed = [one for one in found if one.cell]
    rest = [one for one in found if not one.cell]
    count = f" ({danish.format_number(len(placed), 0)} steder)" if len(placed) > 1 else ""
    if len(found) == 1:
        text = f"**{meaning}**  \n{plain(_one(found[0], meaning))}"
    else:
        text = "\n".join([f"**{meaning}**{count}", *_first(placed), *_first(rest)])
    if found[0].severity is Severity.ERROR:
        st.error(text, icon=":material/error:")
    else:
        st.warning(text, icon=":material/warning:")


def _first(found: Sequence[Problem]) -> list[str]:
    """The first of some problems, and how many there are beside."""
    more = len(found) - _PLACES_SHOWN
    alike = groupby(found[:_PLACES_SHOWN], key=lambda one: (one.sheet, one.message))
    shown = [f"- {plain(_placed(tuple(group)))}" for _, group in alike]
    return [*shown, f"- og {danish.format_number(more, 0)} til"] if more > 0 else shown


def _placed(alike: Sequence[Problem]) -> str:
    """Write a message once, after all the cells that it is about."""
    cells = [one.cell for one in alike if one.cell]
    first = alike[0]
    where = " ".join(
        part for part in (first.sheet, danish.join_words(cells) if cells else "") if part
    )
    return f"{where}: {first.message}" if where else first.message


def _one(problem: Problem, meaning: str) -> str:
    """Write the only problem of its code, without saying again what it means."""
    if problem.message.startswith(meaning):
        problem = replace(problem, message=problem.message.removeprefix(meaning).strip())
    return _placed([problem])
