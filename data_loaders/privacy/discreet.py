"""The report of a list of people tells where something is wrong, and never what stands there."""

from dataclasses import replace

from data_loaders.problem import Problem
from data_loaders.report import Report

_NOT_SHOWN = "(vises ikke)"


def without_values(report: Report) -> Report:
    """Take what was in the cells out of a report: values, examples, the cells themselves."""
    columns = tuple(replace(column, examples=()) for column in report.proposal.columns)
    return replace(
        report,
        problems=tuple(map(_without_value, report.problems)),
        proposal=replace(report.proposal, columns=columns),
        grid=None,
    )


def _without_value(found: Problem) -> Problem:
    if not found.value:
        return found
    message = found.message.replace(f"»{found.value}«", _NOT_SHOWN)
    return replace(found, value="", message=message)
