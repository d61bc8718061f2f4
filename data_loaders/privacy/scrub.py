"""Personal data are taken away at the door, before anything is understood, stored or shown.

Columns of names and addresses are emptied. A CPR number in a column of its own becomes a mark that
tells people apart, anywhere else a remark that something was there. Ten digits without a hyphen may
also be the number of a workplace: the other cells of the column tell.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from core import cpr
from core.danish import format_count
from core.person_key import PersonKey
from data_loaders.codes import problem
from data_loaders.files.columns import EncodedColumn
from data_loaders.files.grid import Grid, Sheet
from data_loaders.files.raw_sheet import Note
from data_loaders.files.values import ErrorCell, Hidden, Value, format_cell, to_column_letters
from data_loaders.privacy.person_headers import PersonHeader, find_person_headers
from data_loaders.problem import Problem
from data_loaders.words.header_names import PersonalContent
from data_loaders.words.numbers import is_scientific

_NINE = re.compile(r"\d{9}", re.ASCII)
_NINE_DIGITS = re.compile(r"(?:\D*\d){9}")
_FEWEST_NINES = 3  # fewer of nine digits, with none of ten, are no column of CPR numbers
_POSSIBLE_SHARE = 0.95
_WORKPLACES_BEGIN = "10"  # as numbers of workplaces (P-numre) do, and one birthday in thirty
_SETTLED = (PersonalContent.CPR, PersonalContent.WORKPLACE, PersonalContent.ACCOUNT)
_LENGTHS = (9, 10)  # a number that is no text has lost its leading zero
_LEAST, _MOST = 10**8, 10**10
_EMPTIED = (
    PersonalContent.NAME,
    PersonalContent.CONTACT,
    PersonalContent.NUMBER_OR_NAME,
    PersonalContent.CPR,
)


def scrub(grid: Grid, key: PersonKey) -> tuple[Grid, tuple[Problem, ...]]:
    """Take away what a file tells of people; the problems say where, never what."""
    scrubbed = [_scrub_sheet(sheet, key) for sheet in grid.sheets]
    notes = tuple(_scrub_note(note) for note in grid.notes)
    problems = tuple(chain.from_iterable(problems for _, problems in scrubbed))
    return replace(grid, sheets=tuple(sheet for sheet, _ in scrubbed), notes=notes), problems


@dataclass(frozen=True)
class _Column:
    """A column of a sheet: its place, its header, and its cells, each different one once."""

    place: int
    header: PersonHeader
    cells: EncodedColumn[Value]

    @cached_property
    def holds_cpr(self) -> bool:
        """Whether whole cells are CPR numbers, also where they are ten digits and nothing else."""
        if self.header.content in _SETTLED:
            return self.header.content is PersonalContent.CPR
        nines = [digits for digits, has_ten_digits in self._numbers if not has_ten_digits]
        numbers = self._tens + nines if self._tens or len(nines) >= _FEWEST_NINES else []
        possible = sum(map(cpr.is_possible, numbers))
        is_most = possible > 0 and possible >= len(numbers) * _POSSIBLE_SHARE
        return is_most and not self._is_keys(self._tens)

    @property
    def spared(self) -> frozenset[str]:
        """The first two digits of the ten-digit numbers of workplaces in this column.

        They are those of its numbers that cannot be CPR numbers; ten digits that begin so are kept.
        """
        if self.holds_cpr:
            return frozenset()
        is_of_others = self.header.content is PersonalContent.ACCOUNT
        of_units = {d[:2] for d in self._tens if is_of_others or not cpr.is_possible(d)}
        return frozenset({_WORKPLACES_BEGIN, *of_units})

    @cached_property
    def suspects(self) -> dict[int, Value]:
        """The different cells that may hold a CPR number, by place; mostly there are none."""
        cells = enumerate(self.cells.values)
        numbered = ((p, v) for p, v in cells if type(v) is not float or _LEAST <= v < _MOST)
        return {place: value for place, value in numbered if _may_hold(value)}

    @cached_property
    def _numbers(self) -> list[tuple[str, bool]]:
        numbers = map(_read_digits, self.suspects.values())
        return [(digits, has_ten_digits) for digits, has_ten_digits in numbers if digits]

    @property
    def _tens(self) -> list[str]:
        return [digits for digits, has_ten_digits in self._numbers if has_ten_digits]

    def _is_keys(self, numbers: Iterable[str]) -> bool:
        """Whether the numbers are like those of workplaces, under a header that may be theirs."""
        begin = {number[:2] for number in numbers}
        is_person = self.header.content is PersonalContent.NUMBER
        is_one = len(set(numbers)) == 1 and self.header.content is not PersonalContent.UNIT
        return begin == {_WORKPLACES_BEGIN} and not is_person and not is_one


def _scrub_sheet(sheet: Sheet, key: PersonKey) -> tuple[Sheet, list[Problem]]:
    headers = find_person_headers(sheet)
    name = cpr.scrub_text(sheet.name)
    problems = []
    if name != sheet.name:
        sheet = replace(sheet, name=name)
        message = "Et CPR-nummer i arkets navn er fjernet."
        problems.append(problem("personal_data_removed", message, sheet=name))
    for place in range(sheet.width):
        column = _Column(place, headers.get(place, PersonHeader()), sheet.column(place))
        sheet, column_problems = _scrub_column(sheet, column, key)
        problems += column_problems
    return sheet, problems


def _scrub_column(sheet: Sheet, column: _Column, key: PersonKey) -> tuple[Sheet, list[Problem]]:
    """Clean a column's cells, and empty what stands below a header that names people."""
    change = _make_cleaner(key, column)
    changed_places = {place for place, v in column.suspects.items() if change(v) is not v}
    problems = []
    if changed_places:
        codes = column.cells.codes.tolist()
        rows = [row for row, code in enumerate(codes) if code in changed_places]
        sheet = sheet.change_column(column.place, change)
        problems.append(_make_removal_problem(sheet, column, rows))
    if column.header.content in _EMPTIED:
        sheet, of_header = _empty_column(sheet, column, key)
        is_either = column.header.content is PersonalContent.NUMBER_OR_NAME
        problems = [*(problems if is_either else []), *of_header]
    return sheet, problems


def _empty_column(sheet: Sheet, column: _Column, key: PersonKey) -> tuple[Sheet, list[Problem]]:
    """Empty a column of names with its header, or make marks of what stands below the header."""
    top, content = column.header.row_index, column.header.content
    values = sheet.column(column.place, top + 1).values
    if content is PersonalContent.NUMBER_OR_NAME and not any(map(_has_letters, values)):
        return sheet, []  # people's numbers, which their marks are made of
    if all(value is None for value in values):
        return sheet, []
    is_name = content in (PersonalContent.NAME, PersonalContent.CONTACT)
    header = format_cell(sheet.rows[top][column.place])
    first = top if is_name else top + 1  # or the column would be read as one of other names
    sheet = sheet.change_column(column.place, _make_hider(key, marked=not is_name), first)
    message = (
        f"Kolonnen »{header}« er fjernet ved indlæsningen: den har oplysninger om personer, som "
        "tallene ikke bruger."
        if is_name
        else f"Kolonnen »{header}« er lavet om til mærker ved indlæsningen: de skelner personerne "
        "fra hinanden, men numrene gemmes ikke."
    )
    removed = problem(
        "personal_data_removed",
        message,
        sheet=sheet.name,
        cell=sheet.address(top, column.place),
        column=header,
    )
    return sheet, [removed]


def _make_cleaner(key: PersonKey, column: _Column) -> Callable[[Value], Value]:
    """Make the function that takes CPR numbers out of a cell; other cells it returns unchanged."""
    is_cpr_column, spared = column.holds_cpr, column.spared

    def clean(value: Value) -> Value:
        if isinstance(value, str):
            return _clean_text(value, key, is_cpr_column=is_cpr_column, spared=spared)
        if isinstance(value, ErrorCell):
            text = cpr.scrub_text(value.text)
            return value if text == value.text else ErrorCell(text)
        digits, has_ten_digits = _read_digits(value)
        is_number = is_cpr_column or (has_ten_digits and digits[:2] not in spared)
        is_cpr = bool(is_number and digits and cpr.is_possible(digits))
        return _make_mark(digits, key) if is_cpr else value

    return clean


def _clean_text(text: str, key: PersonKey, *, is_cpr_column: bool, spared: frozenset[str]) -> Value:
    digits = cpr.parse_number(text) or (_restore_zero(text) if is_cpr_column else "")
    if digits and is_cpr_column:
        return _make_mark(digits, key)
    clean = cpr.scrub_text(text, spared=spared)
    return text if clean == text else clean


def _may_hold(value: Value) -> bool:
    """Whether a cell may hold the digits of a CPR number, at a glance: a list has a million."""
    if isinstance(value, str):
        return len(value) >= min(_LENGTHS) and bool(_NINE_DIGITS.match(value))
    if isinstance(value, int | float):
        return _LEAST <= value < _MOST
    return isinstance(value, ErrorCell)


def _read_digits(value: Value) -> tuple[str, bool]:
    """Return the ten digits that a cell is or begins with, and whether it has all ten of them."""
    if isinstance(value, str):
        if lead := cpr.read_leading_digits(value):
            return lead, True
        stripped = value.strip()
        if _NINE.fullmatch(stripped):
            return f"0{stripped}", False
        parted = cpr.parse_number(value)
        return parted, bool(parted)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    text = format_cell(value) if is_number and _LEAST <= value < _MOST else ""  # type: ignore[operator]
    if not text.isdecimal() or len(text) not in _LENGTHS:
        return "", False
    return text.zfill(10), len(text) == max(_LENGTHS)


def _restore_zero(text: str) -> str:
    """Return the CPR number that nine digits are when their first zero is back; "" for none."""
    digits = f"0{text.strip()}" if _NINE.fullmatch(text.strip()) else ""
    return digits if digits and cpr.is_possible(digits) else ""


def _make_hider(key: PersonKey, *, marked: bool) -> Callable[[Value], Value]:
    def hide(value: Value) -> Value:
        if value is None or isinstance(value, Hidden) or is_scientific(format_cell(value)):
            return value  # a number that was cut tells nobody from others: it will be refused
        return _make_mark(format_cell(value), key) if marked else Hidden("")

    return hide


def _make_mark(person: str, key: PersonKey) -> Hidden:
    return Hidden(key.mark(person))


def _has_letters(value: Value) -> bool:
    return isinstance(value, str) and any(letter.isalpha() for letter in value)


def _make_removal_problem(sheet: Sheet, column: _Column, rows: list[int]) -> Problem:
    cells = format_count(len(rows), "celle", "celler")
    name = to_column_letters(sheet.left + column.place)
    return problem(
        "personal_data_removed",
        f"CPR-numre i {cells} i kolonne {name} er fjernet ved indlæsningen.",
        sheet=sheet.name,
        cell=sheet.address(rows[0], column.place),
    )


def _scrub_note(note: Note) -> Note:
    return replace(note, message=cpr.scrub_text(note.message), sheet=cpr.scrub_text(note.sheet))
