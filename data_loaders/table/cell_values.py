"""Each different cell of a column, understood as the column's type."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core.errors import suggest_nearest
from core.quarter import Period
from data_loaders.files.values import ErrorCell, Value, format_cell
from data_loaders.table.declaration import CellType, Field
from data_loaders.words import days, numbers
from data_loaders.words.days import MONTH, YEAR
from data_loaders.words.header_names import normalize
from data_loaders.words.numbers import NumberFault, NumberStyle
from data_loaders.words.times import make_calendar_year, parse_period

UNASSIGNED = "Ikke tilknyttet"
LONGEST_TEXT = 1000
DECIMALS = 12  # as in the store
_SMALLEST = Decimal(1).scaleb(-DECIMALS)
_UNASSIGNED = frozenset({"#", "ikke tilknyttet", "ikke tilordnet", "not assigned"})
_DATE = re.compile(
    rf"\d{{1,2}}[./-]\d{{1,2}}[./-]{YEAR}|{YEAR}-\d\d-\d\d(?:[T ].*)?|"
    rf"\d{{1,2}}[-. ]+(?:{MONTH})\.?(?:[-. ]+\d\d(?:\d\d)?)?|(?:{MONTH})\.?-\d\d(?:\d\d)?",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"^(\d+)[.,]0$")
_DASHES = frozenset({"-", "–", "—", "#"})
NUMBER_FAULTS = {
    "invalid_number": "{value} er ikke et tal. Skriv et tal som 1234,5, eller lad cellen være tom.",
    "implausible_number": (
        "{value} er et usandsynligt stort tal. Kontrollér skilletegnene for tusinder og decimaler."
    ),
    "overflow": (
        "Tallet var for bredt til sin kolonne, da filen blev lavet. Gør kolonnen bredere, og lav "
        "filen igen."
    ),
    "error_cell": (
        "Cellen er en fejl eller en formel uden gemt resultat ({value}). Ret den i Excel, og gem "
        "filen igen."
    ),
    "ambiguous_number": (
        "{value} kan læses både med tusinder og med decimaler, og resten af kolonnen afgør det "
        "ikke. Skriv alle kolonnens tal med decimaler (f.eks. 1.234,0) eller uden skilletegn for "
        "tusinder."
    ),
}


CUT_KEY = (
    "{value} er et nummer, som et regneark har afrundet, så de sidste cifre er væk. Gør kolonnen "
    "til tekst, før numrene sættes ind, eller indlæs udtrækket uden at gemme det i Excel."
)
_KEY_TO_DATE = (
    "{value} er en dato, hvor der skal stå et nummer: et regneark har lavet f.eks. 10-2 om til "
    "den. Gør kolonnen til tekst, før numrene sættes ind, eller indlæs udtrækket uden at gemme det "
    "i Excel."
)


@dataclass(frozen=True)
class BadCell:
    """A cell that is not what it should be.

    `message` may hold {value}, the cell as shown; `hint` tells something of what stands there.
    """

    code: str
    message: str
    hint: str = ""


def read_cells(column: Field, values: Sequence[Value], style: NumberStyle | None) -> list[Any]:
    """Read the different cells of a column; None where one is empty, Bad where one is wrong.

    `style` is that of the column's numbers; None where the file leaves two ways to read them.
    """
    if column.type is CellType.NUMBER:
        return _read_numbers(values, style)
    reader = _READERS[column.type]
    return [_read_cell(column, reader, value) for value in values]


def is_blank(value: Value) -> bool:
    """Whether a cell holds nothing."""
    if isinstance(value, str):
        return not value.isalnum() and not format_cell(value)
    return value is None


def is_unassigned(text: str) -> bool:
    """Whether a name says that its rows belong to no unit."""
    return text.casefold() in _UNASSIGNED


def drop_zero_decimal(text: str) -> str:
    """Return a number that passed through a column of decimals as it was: "3100,0" is "3100"."""
    return _WHOLE.sub(r"\1", text)


def _read_cell(column: Field, reader: Callable[[Field, Value], Any], value: Value) -> object:
    if isinstance(value, ErrorCell):
        return BadCell("error_cell", NUMBER_FAULTS["error_cell"])
    return None if is_blank(value) else reader(column, value)


def _read_numbers(values: Sequence[Value], style: NumberStyle | None) -> list[Any]:
    cells_read: list[Any] = numbers.read_numbers(values, style or NumberStyle.DANISH)
    for at, number in enumerate(cells_read):
        if style is None and numbers.has_two_readings(values[at]):
            cells_read[at] = BadCell("ambiguous_number", NUMBER_FAULTS["ambiguous_number"])
        elif isinstance(number, NumberFault):
            cells_read[at] = BadCell(number.code, NUMBER_FAULTS[number.code])
        elif isinstance(number, Decimal):
            cells_read[at] = _round_to_store(number)
    return cells_read


def _round_to_store(number: Decimal) -> Decimal:
    """Round what a division has left to what the store holds."""
    exponent = int(number.as_tuple().exponent)
    return number.quantize(_SMALLEST) if exponent < -DECIMALS else number


def _read_text(_: Field, value: Value) -> str | BadCell | None:
    text = format_cell(value)
    if len(text) > LONGEST_TEXT:
        return BadCell("text_too_long", f"Teksten har {len(text)} tegn. Gyldigt er højst 1.000.")
    return None if text in _DASHES else text


def _read_name(column: Field, value: Value) -> str | BadCell | None:
    return UNASSIGNED if is_unassigned(format_cell(value)) else _read_text(column, value)


def find_key_damage(value: Value) -> str:
    """Say how a spreadsheet has changed a number that is a key, as "10-2"; "" where it has not."""
    text = format_cell(value)
    if isinstance(value, date) or _DATE.fullmatch(text):
        return _KEY_TO_DATE
    return CUT_KEY if numbers.is_scientific(text) else ""


def _read_key(column: Field, value: Value) -> str | BadCell | None:
    if damage := find_key_damage(value):
        return BadCell("damaged_key", damage)
    text = _read_name(column, value)
    return drop_zero_decimal(text) if isinstance(text, str) else text


def _read_day(column: Field, value: Value) -> object:
    try:
        return days.read_day(value)
    except ValueError:
        if (chosen := _find_choice(column, value)) is not None:
            return chosen
        words = "".join(f" eller »{column.get_choice_word(name)}«" for name in column.choices)
        return BadCell(
            "invalid_date", f"{{value}} er ikke en dato. Skriv den som 31.12.2024{words}."
        )


def _read_year(_: Field, value: Value) -> object:
    try:
        period = parse_period(value)
    except ValueError:
        period = None
    if period is None or period != make_calendar_year(period.first.year):
        return BadCell("invalid_year", "{value} er ikke et år. Skriv det som 2024.")
    return period.first.year


def _read_period(_: Field, value: Value) -> object:
    try:
        return parse_period(value)
    except ValueError:
        return BadCell(
            "invalid_period",
            "{value} er ikke en periode. Gyldigt er et år (2024), et kvartal (2024K4), en måned "
            "(2024-10), en dato (31.12.2024) eller 01.01.2024 - 30.06.2024.",
        )


def _read_quarter(column: Field, value: Value) -> object:
    period = _read_period(column, value)
    quarters = period.quarters if isinstance(period, Period) else ()
    if len(quarters) != 1:
        return BadCell("invalid_quarter", "{value} er ikke et kvartal. Skriv det som 2024K4.")
    return quarters[0]


def _read_choice(column: Field, value: Value) -> object:
    if (chosen := _find_choice(column, value)) is not None:
        return chosen
    words = [column.get_choice_word(name) for name in column.choices]
    valid = ", ".join(f"»{word}«" for word in words)
    hint = suggest_nearest(format_cell(value), words)
    message = "{value} er ikke en af mulighederne. "
    return BadCell("invalid_choice", f"{message}Gyldige er {valid}.", hint)


def _find_choice(column: Field, value: Value) -> str | None:
    text = normalize(format_cell(value))
    fits = (
        n for n, form in column.choices.items() if text == normalize(n) or re.search(form, text)
    )
    return next(fits, None)


_READERS: dict[CellType, Callable[[Field, Value], Any]] = {
    CellType.TEXT: _read_text,
    CellType.NAME: _read_name,
    CellType.KEY: _read_key,
    CellType.DATE: _read_day,
    CellType.YEAR: _read_year,
    CellType.QUARTER: _read_quarter,
    CellType.PERIOD: _read_period,
    CellType.CHOICE: _read_choice,
}
