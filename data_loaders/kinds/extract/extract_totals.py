"""What lines turn out to be when they are held against the rows around them: sums, or units."""

from collections.abc import Sequence

from core.settings import Settings
from data_loaders.guidance.proposal import Question
from data_loaders.kinds.extract import extract_rows
from data_loaders.kinds.extract.extract_lines import Lines
from data_loaders.kinds.extract.extract_rows import SumsApart
from data_loaders.kinds.extract.number_columns import FigureColumn
from data_loaders.kinds.extract.regions import HeadedTable
from data_loaders.problem import Problem
from data_loaders.report import Total
from data_loaders.table import sheet_problems
from data_loaders.table.totals import (
    CheckedTotal,
    describe_mismatch,
    fold_name,
)

_KEYS = ("enhed", "enhed_navn", "afdeling", "omraade")


def find_total_problems(
    table: HeadedTable,
    sums: Sequence[CheckedTotal],
    lines: Lines,
    columns: dict[str, FigureColumn],
    *,
    settings: Settings,
) -> list[Problem]:
    """Find totals that do not agree, and lines that are no totals although they look like one."""
    unclear = _find_unclear(table, sums, lines, settings)
    line_problems = _find_without_unit(table, sums, lines) + list(unclear.values())
    wrong = (s for s in sums if s.line.index not in unclear and _is_wrong(s, columns))
    return line_problems + [_make_mismatch(table, s) for s in wrong]


def _find_unclear(
    table: HeadedTable, sums: Sequence[CheckedTotal], lines: Lines, settings: Settings
) -> dict[int, Problem]:
    """Find lines such as "I alt Service" that sum nothing, and may be units with such a name.

    Beside a number or an afdeling a unit with such a name is known for one.
    """
    if len([key for key in _KEYS if key in table.layout.columns]) > 1:
        return {}
    agreeing = {s.line.index for s in sums if s.agrees}
    kommune_names = extract_rows.list_sum_names(settings.municipality, ())
    message = (
        "»{}« har et ord for sum, men tallene er ikke summen af andre rækker. Er rækken en enhed, "
        "så giv filen en kolonne med enhedens nummer eller afdeling; er den en sum, så ret den."
    )
    column = table.layout.columns["enhed"]
    return {
        line.index: table.make_problem(
            "unclear_total", message.format(line.label), line.index, column=column
        )
        for line in lines.totals
        if line.worded and line.group and not line.stars
        if fold_name(line.group) not in kommune_names and line.index not in agreeing
    }


def _find_without_unit(
    table: HeadedTable, sums: Sequence[CheckedTotal], lines: Lines
) -> list[Problem]:
    """Find rows with figures but no unit: totals that lack their word, or rows gone wrong."""
    agreeing = {s.line.index for s in sums} - {s.line.index for s in sums if not s.agrees}
    message = (
        "Rækken har tal, men ingen enhed, og tallene er ikke summen af andre rækker. Skriv "
        "enhedens nummer eller navn, eller slet rækken."
    )
    column = table.layout.columns["enhed"]
    return [
        table.make_problem("missing_unit", message, line.index, column=column)
        for line in lines.totals
        if not line.worded and line.index not in agreeing
    ]


def _is_wrong(checked: CheckedTotal, columns: dict[str, FigureColumn]) -> bool:
    """Whether a total is wrong on its own: not just because a row above it could not be read."""
    return checked.line.worded and not checked.agrees and not columns[checked.column].has_faults


def make_total(table: HeadedTable, checked: CheckedTotal) -> Total:
    """Write a reconciled figure of a total line for the report."""
    column = table.layout.columns[checked.column]
    return Total(
        label=checked.line.label or "(uden navn)",
        column=table.layout.headers[column],
        cell=table.sheet.address(checked.line.index, column),
        file=checked.file,
        computed=checked.computed,
        agrees=checked.agrees,
    )


def _make_mismatch(table: HeadedTable, checked: CheckedTotal) -> Problem:
    column = table.layout.columns[checked.column]
    message = describe_mismatch(make_total(table, checked))
    return table.make_problem("total_mismatch", message, checked.line.index, column=column)


def find_nameless(table: HeadedTable, apart: SumsApart) -> list[Problem]:
    """Say which rows sum others although their names are no sum's, or may do so."""
    column = table.layout.columns["enhed"]
    return [
        make(table.sheet, min(rows), column, list(rows.values()))
        for rows, make in (
            (apart.name_units(apart.doubtful), sheet_problems.make_unclear_sum),
            (apart.unnamed, sheet_problems.make_nameless_sum),
        )
        if rows
    ]


def ask_for_sums(apart: SumsApart) -> list[Question]:
    """Ask whether rows are sums, where their figures do not tell for sure."""
    names = list(apart.name_units(apart.doubtful).values())
    return [sheet_problems.ask_for_sums(names)] if names else []
