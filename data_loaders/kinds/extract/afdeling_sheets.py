"""Afdelinger that only the sheets' names tell: a workbook with a sheet for each."""

import re
from collections.abc import Sequence
from dataclasses import replace

from data_loaders.codes import problem
from data_loaders.guidance.mapping import strip_periods
from data_loaders.kinds.extract.extract_table import ExtractTable

_NO_NAME = re.compile(
    r"(?:ark|sheet|tabel|table|data|side|fane|blad|udtræk|fravær|sygefravær|kvartal)?[\W\d_]*",
    re.IGNORECASE,
)


def take_afdelinger_from_names(extracts: Sequence[ExtractTable]) -> list[ExtractTable]:
    """Take the names of several sheets for afdelinger where nothing else tells the units'.

    Every sheet must have one table and a name of its own, which is not only a time or a number.
    """
    names = [strip_periods(extract.sheet.name) for extract in extracts]
    has_afdeling = any(row.afdeling for extract in extracts for row in extract.rows)
    is_named = not any(_NO_NAME.fullmatch(name) for name in names)
    if len(extracts) < 2 or len(set(names)) < len(extracts) or has_afdeling or not is_named:
        return list(extracts)
    return [
        _place_in_afdeling(extract, name) for extract, name in zip(extracts, names, strict=True)
    ]


def _place_in_afdeling(extract: ExtractTable, afdeling: str) -> ExtractTable:
    note = problem(
        "groups_from_sheets",
        f"Enhederne på arket »{extract.sheet.name}« er læst som afdelingen »{afdeling}«, for arket "
        "har ingen kolonne med afdeling.",
        sheet=extract.sheet.name,
    )
    kept_problems = (
        row_problem for row_problem in extract.problems if row_problem.code != "no_afdeling"
    )
    rows = tuple(replace(row, afdeling=afdeling) for row in extract.rows)
    return replace(extract, rows=rows, problems=(note, *kept_problems))
