"""Titles that say the figures are something else than a quarter's days and people."""

import re

from data_loaders.codes import problem
from data_loaders.kinds.extract.regions import HeadedTable
from data_loaders.problem import Problem
from data_loaders.words.stated_period import join_cells

# What stands in a column that says "dagsværk" itself is that, whatever else the report has.
_OTHER_UNIT = re.compile(r"\b(?:timer|procent|pct|promille|kalenderdage)\b|%", re.IGNORECASE)
_OTHER_SIZE = re.compile(
    r"\b(?:pr|per)\b\.?\s*(?:medarbejder|ansat|fuldtid|årsværk|stilling)|\b(?:akkumuler|kumuler)|"
    r"\bår til dato|\båtd\b|\bi (?:tusind|1\.?000)",
    re.IGNORECASE,
)
_DAYS = re.compile(r"dagsv", re.IGNORECASE)
_FIELDS = ("dagsvaerk", "korttid", "langtid")
_LONGEST = 120  # beyond that it is a remark, which may well be of other figures
_SHOWN = 60


def find_other_figures(table: HeadedTable) -> list[Problem]:
    """Find the first title that speaks of hours, per cent, ratios, thousands or running sums."""
    headers = [table.layout.headers[c] for f, c in table.layout.columns.items() if f in _FIELDS]
    says_days = any(map(_DAYS.search, headers))
    for index, row in enumerate(table.sheet.rows[: table.layout.top]):
        text = join_cells(row)
        telling = _OTHER_SIZE.search(text)
        if not says_days and not _DAYS.search(text):
            telling = telling or _OTHER_UNIT.search(text)
        if telling and len(text) <= _LONGEST:
            return [_make_problem(table, index, text, telling[0])]
    return []


def _make_problem(table: HeadedTable, index: int, text: str, word: str) -> Problem:
    row = table.sheet.rows[index]
    column = next(place for place, value in enumerate(row) if value not in (None, ""))
    return problem(
        "title_of_other_figures",
        f"Titlen »{text[:_SHOWN]}« siger »{word}«, men fraværet er læst som kvartalets antal "
        "dagsværk. Kontrollér det, og træk ellers filen med antal fraværsdagsværk for hvert "
        "kvartal.",
        sheet=table.sheet.name,
        cell=table.sheet.address(index, column),
    )
