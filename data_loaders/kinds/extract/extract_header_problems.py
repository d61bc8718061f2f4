"""What is wrong with a header, and what must be asked of it."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cache, partial

from core.danish import join_words
from core.quarter import Period
from data_loaders.codes import problem
from data_loaders.files.grid import Sheet
from data_loaders.guidance.mapping import label_columns
from data_loaders.guidance.proposal import Choice, Question, QuestionError
from data_loaders.problem import Problem
from data_loaders.table.figure_columns import read_figure_columns
from data_loaders.table.layout import Layout
from data_loaders.table.sheet_problems import (
    ask_for_clash,
    ask_for_missing,
    make_ambiguous_column,
    make_missing_column,
)
from data_loaders.words import times
from data_loaders.words.header_names import FIELD_LABELS, NUMBER_FIELDS
from data_loaders.words.spell_lengths import LengthClasses, find_length_classes

_UNIT_FIELDS = ("enhed", "enhed_navn")
_PERIODS_NAMED = 3
_WHICH_YEAR = Question("year", "Hvilket år er kolonnerne fra?", (), "no_year")


@dataclass(frozen=True)
class Clash:
    """Several columns that fit the same field equally well."""

    field: str
    columns: tuple[int, ...]


def make_no_header_error() -> QuestionError:
    """Say that no row is a header, and ask for its number."""
    question = Question("header_row", "Hvilken række har kolonneoverskrifterne?", (), "no_header")
    return QuestionError(
        "Ingen række ligner kolonneoverskrifterne. Der skal være én række (eller to eller tre over "
        "hinanden) med mindst enhed, fraværsdagsværk (eller korttid og langtid) og medarbejdere "
        "eller fuldtidsstillinger.",
        code="no_header",
        question=question,
    )


def add_problems(sheet: Sheet, layout: Layout, clashes: Sequence[Clash]) -> Layout:
    """Add what is wrong with a layout: fields that several columns fit, and fields that none do."""
    clashing = {clash.field for clash in clashes}
    lacking = find_lacking({*layout.columns, *clashing})
    if layout.periods:
        lacking = {field: name for field, name in lacking.items() if field == "enhed"}
    problems, questions = [], []
    for clash in clashes:
        named = FIELD_LABELS[clash.field]
        problems.append(make_ambiguous_column(sheet, layout, clash.columns, named=named))
        questions.append(ask_for_clash(layout, clash.field, clash.columns, named=named))
    if lacking:
        hint = _hint_at_classes(layout) if "dagsvaerk" in lacking else ""
        problems.append(make_missing_column(sheet, layout, list(lacking.values()), hint=hint))
    if any(times.is_yearless(period_columns.period) for period_columns in layout.periods):
        problems.append(_make_no_year(sheet, layout))
        questions.append(_WHICH_YEAR)
    elif not lacking:
        problems += _find_incomplete_periods(sheet, layout, clashing)
    questions = [*layout.questions, *questions]
    return replace(layout, problems=tuple(problems), questions=tuple(questions), lacking=lacking)


def ask_for_lacking(sheet: Sheet, layout: Layout) -> list[Question]:
    """Ask which columns the lacking fields are, where there are any that it may be."""
    read_figures = cache(partial(read_figure_columns, sheet, layout, layout.free))
    questions: list[Question] = []
    for field, name in layout.lacking.items():
        read = read_figures if field in NUMBER_FIELDS else None
        questions += _ask_for_classes(layout, field) or [
            ask_for_missing(layout, field, named=name, read_figures=read)
        ]
    return [q for q in questions if q.choices or q.code != "missing_column"]


def _make_no_year(sheet: Sheet, layout: Layout) -> Problem:
    columns = sorted(place for period in layout.periods for place in period.columns.values())
    named = join_words([f"»{layout.headers[column]}«" for column in columns], limit=_PERIODS_NAMED)
    return problem(
        "no_year",
        f"Kolonnerne {named} siger måned eller kvartal, men ikke år, og hverken en titellinje, "
        "arkets navn eller filens navn siger entydigt, hvilket år det er. Skriv året over "
        "kolonnerne eller i titlen, f.eks. »Sygefravær 2024«.",
        sheet=sheet.name,
        cell=sheet.address(layout.index, columns[0]),
        column=layout.headers[columns[0]],
    )


def find_lacking(has: AbstractSet[str]) -> dict[str, str]:
    """Name what is needed and not there, by the field that would do."""
    lacking = {}
    if not has & {*_UNIT_FIELDS}:
        lacking["enhed"] = "enhed (nummer eller navn)"
    if not (has & {"dagsvaerk"} or has >= {"korttid", "langtid"}):
        lacking["dagsvaerk"] = "fraværsdagsværk (eller både korttid og langtid)"
    if not has & {"medarbejdere", "fuldtidsstillinger"}:
        lacking["medarbejdere"] = "medarbejdere eller fuldtidsstillinger"
    return lacking


def _hint_at_classes(layout: Layout) -> str:
    if notes := [note.message for note in layout.notes if note.code == "lost_split"]:
        return f" {notes[-1]}"
    by_length = find_length_classes(layout.headers)
    return (
        f" {_describe_classes(layout, by_length)} Er de dagsværk, så vælg dem." if by_length else ""
    )


def _find_incomplete_periods(
    sheet: Sheet, layout: Layout, clashing: AbstractSet[str]
) -> list[Problem]:
    """Name the periods that lack a column which the others have."""
    by_need: dict[tuple[str, ...], list[Period]] = {}
    of_periods = {field for period_columns in layout.periods for field in period_columns.columns}
    for period_columns in layout.periods:
        has = {*layout.shared, *clashing} - of_periods | {*period_columns.columns}
        if needs := tuple(find_lacking(has).values()):
            by_need.setdefault(needs, []).append(period_columns.period)
    row = sheet.address(layout.index, 0)
    return [
        problem(
            "missing_column",
            f"Der mangler en kolonne med {join_words(list(needs))} for {_write_periods(periods)}. "
            "Hver periode skal have sine egne kolonner.",
            sheet=sheet.name,
            cell=row,
        )
        for needs, periods in by_need.items()
    ]


def _write_periods(periods: Sequence[Period]) -> str:
    names = [p.quarters[0].label if times.count_months(p) == 3 else str(p) for p in periods]
    return join_words(names, limit=_PERIODS_NAMED)


def _describe_classes(layout: Layout, by_length: LengthClasses) -> str:
    short, long = layout.headers[by_length.short], layout.headers[by_length.long]
    return (
        f"»{short}« og »{long}« ser ud til at være kort- og langtidsfravær med grænsen: korttid er "
        f"forløb på højst {by_length.limit} dage."
    )


def _ask_for_classes(layout: Layout, field: str) -> list[Question]:
    """Ask whether columns by the length of spells are short and long absence, and say why."""
    by_length = find_length_classes(layout.headers)
    if field != "dagsvaerk" or by_length is None:
        return []
    names = label_columns(layout.headers)
    reason = _describe_classes(layout, by_length)
    pairs = (
        ("korttid", by_length.short, by_length.long),
        ("langtid", by_length.long, by_length.short),
    )
    return [
        Question(
            f"column:{part}",
            f"Hvilken kolonne er {FIELD_LABELS[part]} i dagsværk? {reason}",
            (Choice(names[best], names[best]), Choice(names[second], names[second])),
            "missing_column",
        )
        for part, best, second in pairs
        if part not in layout.columns
    ]
