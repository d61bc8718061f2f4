"""Warnings of columns that a user chose for a figure although the header names another one."""

import re
from collections.abc import Iterator

from data_loaders.codes import problem
from data_loaders.files.grid import Sheet
from data_loaders.problem import Problem
from data_loaders.words.header_names import is_other_measure, normalize

_WHAT = (
    (re.compile(r"timer|hours"), "timer"),
    (re.compile(r"kalenderdag"), "kalenderdage"),
    (re.compile(r"pct|procent|percent|andel|rate"), "procent eller en andel"),
    (re.compile(r"(?:pr|per)(?:gns|antal)?(?:medarb|ansat|fuldtid|hoved|person)"), "et forhold"),
    (re.compile(r"akkum|kumul|aatd|aartildato|ytd"), "tal for mere end perioden"),
    (re.compile(r"forrige|sidste|seneste|last|prev|prior"), "tal for en anden periode"),
)


def find_overruled_header(
    sheet: Sheet, index: int, header: tuple[int, str], *, chosen_as: str
) -> Iterator[Problem]:
    """Yield a warning where a chosen column's header names another measure.

    `header` is the column's place and its words, in the sheet's row `index`; `chosen_as` is the
    name of what it was chosen as.
    """
    column_index, words = header
    if not is_other_measure(words):
        return
    other_measure = next(
        (name for form, name in _WHAT if form.search(normalize(words))), "noget andet"
    )
    message = (
        f"Kolonnen »{words}« er valgt som »{chosen_as}«, men overskriften siger {other_measure}. "
        "Tallene er læst, som om de var det, kolonnen er valgt som. Vælg en anden kolonne, hvis "
        "de ikke er."
    )
    cell = sheet.address(index, column_index)
    yield problem("overruled_header", message, sheet=sheet.name, cell=cell, column=words)
