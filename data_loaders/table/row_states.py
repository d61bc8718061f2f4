"""Columns that may say of some rows that they do not count: cancelled, deleted, not approved."""

import re
from collections.abc import Collection

from data_loaders.codes import problem
from data_loaders.guidance.proposal import Choice, Question
from data_loaders.problem import Problem
from data_loaders.words.header_names import normalize

ALL_COUNT, YES = "all_rows_count", "ja"  # the question whether such a column changes nothing
_STATE = re.compile(r"^(?!.*(?:ansaet|medarb|person)).*(?:status|godkend|slet|annul|storno|afvist)")


def tells_states(header: str, texts: Collection[str]) -> bool:
    """Whether a column is headed as one of states, and has more than one of them."""
    return bool(_STATE.search(normalize(header))) and len(set(texts)) > 1


def make_unread_status(header: str, *, sheet: str, cell: str) -> tuple[Problem, Question]:
    """Say that a column of states is not read, and ask whether all rows count."""
    message = (
        f"Kolonnen »{header}« skelner mellem rækker, der måske ikke gælder (annulleret, slettet "
        "eller ikke godkendt), men læses ikke. Træk filen uden dem, eller svar, at alle rækker "
        "gælder."
    )
    choices = (Choice(YES, "Ja, alle rækker gælder"),)
    text = f"Gælder alle rækker, uanset hvad »{header}« siger?"
    question = Question(ALL_COUNT, text, choices, "unread_status")
    return problem("unread_status", message, sheet=sheet, cell=cell), question
