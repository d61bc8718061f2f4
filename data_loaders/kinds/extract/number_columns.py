"""The number columns of a sheet: styles settled, every cell a figure, nothing or a problem."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, partial

from core import danish
from data_loaders.files.values import Value, format_cell
from data_loaders.guidance.mapping import Mapping, get_number_style, label_columns
from data_loaders.guidance.proposal import Choice, Question
from data_loaders.kinds.extract.extract_lines import Lines
from data_loaders.kinds.extract.regions import HeadedTable
from data_loaders.problem import Problem
from data_loaders.table import sheet_problems
from data_loaders.table.cell_values import NUMBER_FAULTS
from data_loaders.table.layout import Layout
from data_loaders.table.totals import Groups, SummableColumn, reconcile
from data_loaders.words import numbers
from data_loaders.words.header_names import PARTS
from data_loaders.words.numbers import Number, NumberFault, NumberStyle

_MIXED = (
    "»{value}« er skrevet anderledes end resten af kolonnen, så det er uklart, hvad der er "
    "tusinder og decimaler. Skriv alle kolonnens tal på samme måde, f.eks. 1.234,5."
)
_MONTH = (
    "Måneden er negativ. Det er læst som en rettelse af en tidligere måned og regnes med i "
    "kvartalet. Er det en fejl, så ret den, og indlæs filen igen."
)
_NEGATIVE = "{value} er negativt. Gyldigt er 0 og derover."
_AMBIGUOUS = (
    "»{value}« kan læses både som {danish} og som {english}, og resten af kolonnen afgør det ikke. "
    "Træk filen med decimaler på alle tal (f.eks. 1.234,0) eller uden skilletegn for tusinder."
)
_BLANK = "Cellen er tom. Enhedens tal regnes som manglende, ikke som nul."
_BLANK_PART = (
    "Cellen er tom. Den regnes ud, hvis rækkens to andre fraværstal er der; ellers er enheden uden "
    "opdeling i korttid og langtid."
)
_DAYS = ("dagsvaerk", *PARTS)
_UNKNOWN = Choice("mangler", "Tallet er ukendt")


@dataclass(frozen=True)
class FigureColumn:
    """One number column: the figures of the units' rows and of the total lines, as they stand.

    Those `in_hours` are 7.4 to a dagsværk.
    """

    field: str
    place: int
    units: list[Number]
    totals: list[Number]
    settled: bool = True
    in_hours: bool = False

    @property
    def is_of_days(self) -> bool:
        """Whether the column is of absence, and not of people."""
        return self.field in _DAYS

    @cached_property
    def decimals(self) -> int:
        """The most decimals that the units' figures are printed with."""
        return numbers.count_decimals(self.units)

    @cached_property
    def has_faults(self) -> bool:
        """Whether some unit's cell is no number."""
        return any(isinstance(number, NumberFault) for number in self.units)


def read_columns(
    layout: Layout, lines: Lines, groups: Groups, mapping: Mapping | None = None
) -> dict[str, FigureColumn]:
    """Read every number column, by field.

    Each is read in the style that somebody has said, else the one that its own cells show, else the
    one that its total lines agree with, else the one that the other columns show. Where nothing
    tells, the column is not settled.
    """
    of_periods = {place for period in layout.periods for place in period.columns.values()}
    cells = {
        place: numbers.strip_units(_list_cells(lines, place))
        for place in (*layout.number_columns.values(), *of_periods)
    }
    figure_columns = {}
    for field, place in layout.number_columns.items():
        read = partial(_read_column, field, place, lines, cells[place])
        style = numbers.settle_style(
            cells[place],
            chosen=get_number_style(mapping, place) if mapping else "",
            others=[values for other_place, values in cells.items() if other_place != place],
            is_right=partial(_agrees_with_totals, read, lines, groups),
        )
        column = read(style or NumberStyle.DANISH)
        if mapping and mapping.answers.get(f"blank:{field}") == sheet_problems.ZERO.value:
            column = replace(column, units=[Decimal(0) if n is None else n for n in column.units])
        if field in _DAYS and sheet_problems.is_of_hours(layout.headers[place]):
            column = replace(column, in_hours=True)
        figure_columns[field] = column if style else replace(column, settled=False)
    return figure_columns


def ask_for_styles(table: HeadedTable, figure_columns: dict[str, FigureColumn]) -> list[Question]:
    """Ask for the style of the columns that nothing settles."""
    names = label_columns(table.layout.headers)
    style_questions = []
    for column in figure_columns.values():
        if not column.settled:
            cells = (row[column.place] for row in table.sheet.rows if column.place < len(row))
            value = format_cell(next(filter(numbers.has_two_readings, cells)))
            choices = [
                Choice(style.value, f"{value} er {reading}")
                for style, reading in zip(NumberStyle, _write_readings(value).values(), strict=True)
            ]
            name = names[column.place]
            text = f"Hvordan er tallene i »{name}« skrevet?"
            style_questions.append(
                Question(f"style:{name}", text, tuple(choices), "ambiguous_number")
            )
    return style_questions


def find_unclear_blanks(
    figure_columns: dict[str, FigureColumn], mapping: Mapping
) -> dict[str, list[int]]:
    """Return the places of units without a figure where others are 0, by field.

    It is not answered what they mean, and they do not follow from the other columns.
    """
    unclear = {}
    count = max((len(column.units) for column in figure_columns.values()), default=0)
    for field, column in figure_columns.items():
        has_zero = any(isinstance(number, Decimal) and not number for number in column.units)
        if not has_zero or f"blank:{field}" in mapping.answers:
            continue
        rows = ({f: c.units[place] for f, c in figure_columns.items()} for place in range(count))
        places = [place for place, row in enumerate(rows) if _is_unclear(field, row)]
        if places:
            unclear[field] = places
    return unclear


def _is_unclear(field: str, row: dict[str, Number]) -> bool:
    """Whether a figure is blank and does not follow from the row's others."""
    if row[field] is not None:
        return False
    other_parts = [row.get(part) for part in PARTS if part != field]
    if field == "dagsvaerk" or (field in PARTS and row.get("dagsvaerk") is not None):
        return None in other_parts
    return field not in PARTS or "dagsvaerk" not in row


def ask_for_blanks(
    table: HeadedTable, lines: Lines, unclear: dict[str, list[int]]
) -> tuple[list[Problem], list[Question]]:
    """Ask what blank figures mean: see `find_unclear_blanks`."""
    findings, questions = [], []
    for field, places in unclear.items():
        column = table.layout.columns[field]
        header = table.layout.headers[column]
        message = sheet_problems.describe_blanks(len(places), header)
        row = lines.units[places[0]]
        findings.append(table.make_problem("blank_or_zero", message, row, column=column))
        questions.append(sheet_problems.ask_for_blanks(field, header, otherwise=_UNKNOWN))
    return findings, questions


def find_problems(
    table: HeadedTable,
    lines: Lines,
    figure_columns: dict[str, FigureColumn],
    *,
    months: Collection[int] = (),
) -> list[Problem]:
    """Say what is wrong with the cells of the number columns.

    In `months`, the rows of a month by index, days below zero correct an earlier month.
    """
    cell_problems = []
    for column in figure_columns.values():
        for index, number in zip(lines.units, column.units, strict=True):
            if isinstance(number, Decimal) and number < 0 and index in months and column.is_of_days:
                cell_problems.append(
                    table.make_problem("negative_month", _MONTH, index, column=column.place)
                )
            elif not isinstance(number, Decimal) or number < 0 or not column.settled:
                cell_problems += _check_cell(table, column, index, number)
        for line, number in zip(lines.totals, column.totals, strict=True):
            if isinstance(number, NumberFault):
                message = _describe_fault(number, table.read_text(line.index, column.place))
                message = f"Summen kan ikke læses og er ikke kontrolleret. {message}"
                cell_problems.append(
                    table.make_problem("total_unreadable", message, line.index, column=column.place)
                )
    return cell_problems


def _check_cell(
    table: HeadedTable, column: FigureColumn, index: int, number: Number
) -> list[Problem]:
    value = table.read_text(index, column.place)
    if isinstance(number, NumberFault):
        mixed = numbers.find_proven_style([value])
        code = number.code
        message = _MIXED.format(value=value) if mixed else _describe_fault(number, value)
    elif number is None:
        code, message = "missing_value", _BLANK_PART if column.field in PARTS else _BLANK
    elif not column.settled and numbers.has_two_readings(table.sheet.rows[index][column.place]):
        code, message = "ambiguous_number", _AMBIGUOUS.format(value=value, **_write_readings(value))
    elif number < 0:
        printed_number = danish.format_number(number, numbers.count_decimals([number]))
        code, message = "negative_value", _NEGATIVE.format(value=printed_number)
    else:
        return []
    return [table.make_problem(code, message, index, column=column.place)]


def _describe_fault(fault: NumberFault, value: str) -> str:
    return NUMBER_FAULTS[fault.code].replace("{value}", f"»{value}«")


def _write_readings(value: str) -> dict[str, str]:
    danish_reading = numbers.parse_number(value, NumberStyle.DANISH)
    english_reading = numbers.parse_number(value, NumberStyle.ENGLISH)
    return {
        name: danish.format_number(number, numbers.count_decimals([number]))
        for name, number in (("danish", danish_reading), ("english", english_reading))
    }


def _list_cells(lines: Lines, place: int) -> list[Value]:
    return lines.list_cells(place) + [lines.rows[line.index][place] for line in lines.totals]


def _read_column(
    field: str, place: int, lines: Lines, cells: Sequence[Value], style: NumberStyle
) -> FigureColumn:
    values = numbers.read_numbers(cells, style)
    count = len(lines.units)
    return FigureColumn(field, place, values[:count], values[count:])


def _agrees_with_totals(
    read: Callable[[NumberStyle], FigureColumn], lines: Lines, groups: Groups, style: NumberStyle
) -> bool:
    """Whether a column, read in a style, has totals and agrees with all of them."""
    column = read(style)
    figures = {column.field: SummableColumn(column.units, column.totals, groups)}
    sums = reconcile(lines.totals, figures, groups=groups, units=len(lines.units))
    return bool(sums) and all(checked.agrees for checked in sums)
