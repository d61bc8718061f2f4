"""Afdelinger that only the sheets' names tell: a workbook with a sheet for each."""

import re
from collections.abc import Sequence
from dataclasses import replace

from data_loaders.codes import problem
from data_loaders.guidance.mapping import period_less
from data_loaders.kinds.extract.extract_table import Extract

_NO_NAME = re.compile(
    r"(?:ark|sheet|tabel|table|data|side|fane|blad|udtræk|fravær|sygefravær|kvartal)?[\W\d_]*",
    re.IGNORECASE,
)


def with_afdelinger(found: Sequence[Extract]) -> list[Extract]:
    """Take the names of several sheets for afdelinger where nothing else tells the units'.

    Every sheet must have one table and a name of its own, which is not only a time or a number.
    """
    names = [period_less(extract.sheet.name) for extract in found]
    has_afdeling = any(row.afdeling for extract in found for row in extract.rows)
    is_named = not any(_NO_NAME.fullmatch(name) for name in names)
    if len(found) < 2 or len(set(names)) < len(found) or has_afdeling or not is_named:
        return list(found)
    return [_placed(extract, name) for extract, name in zip(found, names, strict=True)]


def _placed(extract: Extract, afdeling: str) -> Extract:
    told = problem(
        "groups_from_sheets",
        f"Enhederne på arket »{extract.sheet.name}« er læst som afdelingen »{afdeling}«, for arket "
        "har ingen kolonne med afdeling.",
        sheet=extract.sheet.name,
    )
    others = (one for one in extract.problems if one.code != "no_afdeling")
    rows = tuple(replace(row, afdeling=afdeling) for row in extract.rows)
    return replace(extract, rows=rows, problems=(told, *others))
