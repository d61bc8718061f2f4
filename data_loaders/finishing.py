"""The last step of reading: the names that count, and what was said about the file."""

from dataclasses import replace

from core import danish
from core.day import parse_day
from core.errors import suggest_nearest
from data_loaders.codes import problem
from data_loaders.guidance import renaming
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.guidance.mapping import label_columns
from data_loaders.guidance.proposal import Question
from data_loaders.kinds.registry import KINDS
from data_loaders.problem import Problem
from data_loaders.report import Report
from data_loaders.table.problem_collector import cap_problems

_EXTRACT_DATE = "extract_date"


def finish_report(report: Report, guidance: Guidance) -> Report:
    """Give the units and groups of a file the names that count, and put what was said to use.

    The problems then tell which names were changed, which are unknown but near a known one, and
    which columns of a mapping the file does not have; of each code the first thousand, and how many
    more there are. The date of the extract is what was answered, where the file has none.
    """
    misfits = _find_misfits(report, guidance)
    if not KINDS[report.kind].declaration.names_units:
        report = _rename_units(report, guidance)
    return replace(
        _add_extract_date(report, guidance), problems=cap_problems((*report.problems, *misfits))
    )


def _rename_units(report: Report, guidance: Guidance) -> Report:
    aliases = guidance.aliases.add_answers(guidance.user_mapping)
    facts, changes = renaming.rename_in_facts(report.facts, aliases)
    unknown_names = renaming.find_unknown_names(facts, aliases)
    rows = (renaming.rename_in_row(row, aliases) for row in report.rows) if changes else report.rows
    name_questions = (question for _, question in unknown_names)
    return replace(
        report,
        facts=facts,
        rows=tuple(rows),
        problems=(*report.problems, *changes, *(warning for warning, _ in unknown_names)),
        proposal=replace(report.proposal, questions=(*report.proposal.questions, *name_questions)),
    )


def _add_extract_date(report: Report, guidance: Guidance) -> Report:
    """Take the answered date of the extract, or ask for it."""
    if report.extract_date or not KINDS[report.kind].declaration.drawn_from_opus:
        return report
    if answer := guidance.user_mapping.answers.get(_EXTRACT_DATE):
        return replace(report, extract_date=parse_day(answer, what="Datoen for udtrækket"))
    question = Question(_EXTRACT_DATE, "Hvilken dag er udtrækket lavet?")
    all_questions = (*report.proposal.questions, question)
    return replace(report, proposal=replace(report.proposal, questions=all_questions))


def _find_misfits(report: Report, guidance: Guidance) -> list[Problem]:
    """Tell which columns that somebody named now cannot be told among the file's."""
    headers = report.proposal.mapping.headers
    if not headers:
        return []
    columns = danish.join_words([f"»{label}«" for label in label_columns(headers)])
    return [
        problem(
            "mapping_mismatch",
            f"Opsætningen nævner kolonnen »{label}«, som ikke er i filen. Filens kolonner er "
            f"{columns}.{suggest_nearest(label, label_columns(headers))}",
            column=label,
        )
        for label in guidance.user_mapping.find_unplaced_labels(headers)
    ]
