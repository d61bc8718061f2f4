"""What a sheet's total lines turn out to be when they are held against its rows."""

from collections.abc import Sequence

from core import danish
from core.settings import Settings
from data_loaders.kinds.extract import unnamed_sums
from data_loaders.kinds.extract.extract_lines import Lines
from data_loaders.kinds.extract.number_columns import Column, Spot
from data_loaders.problem import Problem
from data_loaders.report import Total
from data_loaders.table.totals import Sum, folded

_SHOWN_DECIMALS = 6
_KEYS = ("enhed", "enhed_navn", "afdeling", "omraade")


def problems(
    spot: Spot,
    sums: Sequence[Sum],
    lines: Lines,
    columns: dict[str, Column],
    *,
    settings: Settings,
) -> list[Problem]:
    """Find totals that do not agree, and lines that are no totals although they look like one."""
    unclear = _unclear(spot, sums, lines, settings)
    found = _unit_less(spot, sums, lines) + list(unclear.values())
    wrong = (s for s in sums if s.line.index not in unclear and _disagrees(s, columns))
    return found + [_mismatch(spot, columns, s) for s in wrong]


def _unclear(
    spot: Spot, sums: Sequence[Sum], lines: Lines, settings: Settings
) -> dict[int, Problem]:
    """Lines like "I alt Service" that sum nothing, where the unit's name is all there is to tell.

    Beside a number or an afdeling a unit with such a name is known for one.
    """
    if len([key for key in _KEYS if key in spot.layout.columns]) > 1:
        return {}
    agreeing = {s.line.index for s in sums if s.agrees}
    whole = unnamed_sums.names(settings.municipality, ())
    message = (
        "»{}« har et ord for sum, men tallene er ikke summen af andre rækker. Er rækken en enhed, "
        "så giv filen en kolonne med enhedens nummer eller afdeling; er den en sum, så ret den."
    )
    column = spot.layout.columns["enhed"]
    return {
        line.index: spot.problem(
            "unclear_total", message.format(line.label), line.index, column=column
        )
        for line in lines.totals
        if line.worded and line.group and not line.stars
        if folded(line.group) not in whole and line.index not in agreeing
    }


def _unit_less(spot: Spot, sums: Sequence[Sum], lines: Lines) -> list[Problem]:
    """Rows with figures but no unit: totals that lack their word, or else rows gone wrong."""
    agreeing = {s.line.index for s in sums} - {s.line.index for s in sums if not s.agrees}
    message = (
        "Rækken har tal, men ingen enhed, og tallene er ikke summen af andre rækker. Skriv "
        "enhedens nummer eller navn, eller slet rækken."
    )
    column = spot.layout.columns["enhed"]
    return [
        spot.problem("missing_unit", message, line.index, column=column)
        for line in lines.totals
        if not line.worded and line.index not in agreeing
    ]


def _disagrees(found: Sum, columns: dict[str, Column]) -> bool:
    """Whether a total is wrong on its own: not just because a row above it could not be read."""
    return found.line.worded and not found.agrees and not columns[found.column].has_faults


def total(spot: Spot, found: Sum) -> Total:
    """Write a reconciled figure of a total line for the report."""
    column = spot.layout.columns[found.column]
    return Total(
        label=found.line.label or "(uden navn)",
        column=spot.layout.headers[column],
        cell=spot.sheet.address(found.line.index, column),
        file=found.file,
        computed=found.computed,
        agrees=found.agrees,
    )


def _mismatch(spot: Spot, columns: dict[str, Column], found: Sum) -> Problem:
    column = spot.layout.columns[found.column]
    places = min(max(columns[found.column].decimals, 1), _SHOWN_DECIMALS)
    message = (
        f"»{found.line.label}« er {danish.format_number(found.file, places)} i filen, men rækkerne "
        f"giver tilsammen {danish.format_number(found.computed, places)} (forskel "
        f"{danish.format_signed(found.file - found.computed, places)}). Kontrollér, om der mangler "
        "rækker."
    )
    return spot.problem("total_mismatch", message, found.line.index, column=column)
