"""Reports of lists of people give the address of what is wrong, never the value."""

from dataclasses import replace

from data_loaders.problem import Problem
from data_loaders.report import Report

_NOT_SHOWN = "(vises ikke)"


def strip_values(report: Report) -> Report:
    """Return the report without anything that stood in the cells: values, examples, the grid."""
    columns = tuple(replace(column, examples=()) for column in report.proposal.columns)
    return replace(
        report,
        problems=tuple(map(_remove_value, report.problems)),
        proposal=replace(report.proposal, columns=columns),
        grid=None,
    )


def _remove_value(problem: Problem) -> Problem:
    if not problem.value:
        return problem
    message = problem.message.replace(f"»{problem.value}«", _NOT_SHOWN)
    return replace(problem, value="", message=message)
