"""What is found in a file beside the data that are stored, and what must be answered about it."""

from dataclasses import dataclass

from data_loaders.codes import problem
from data_loaders.guidance.mapping import Mapping
from data_loaders.guidance.proposal import Choice, Question
from data_loaders.problem import Problem


@dataclass(frozen=True)
class Finding:
    """A problem, and the question that it stands beside, where an answer settles it."""

    problem: Problem
    question: Question | None = None


def warn(code: str, message: str) -> Finding:
    """Make a finding that asks nothing."""
    return Finding(problem(code, message))


def ask_unless_answered(
    mapping: Mapping,
    question: tuple[str, str],
    *,
    code: str,
    message: str,
    choices: tuple[Choice, ...],
) -> tuple[Finding, ...]:
    """Make a finding that stops a file until its question (id and text) has one of the choices.

    Nothing where somebody has answered it.
    """
    id_, text = question
    if mapping.answers.get(id_) in {choice.value for choice in choices}:
        return ()
    return (Finding(problem(code, message), Question(id_, text, choices, code)),)
