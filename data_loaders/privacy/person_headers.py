"""Headers of columns that tell of people: their names, their numbers, how to reach them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from data_loaders.files.grid import Sheet
from data_loaders.files.values import format_cell
from data_loaders.words.header_names import (
    PersonalContent,
    find_personal_content,
    find_rule,
    normalize,
)

SEARCHED_ROWS = 30
_LONGEST_HEADER = 120
_FEWEST_HEADERS = 2
_OF_ONE = re.compile(r"^(?:alder|age)(?:iaar)?$|^foedt$|^(?:koen|gender|sex)$|^cprnr|anciennitet$")
_BARE = frozenset({"navn", "navne", "name", "nr", "nummer", "id"})
_NUMBERS_OF_PEOPLE = (PersonalContent.CPR, PersonalContent.NUMBER, PersonalContent.NUMBER_OR_NAME)


@dataclass(frozen=True)
class PersonHeader:
    """What personal data a column holds, and the row of the sheet that says so."""

    content: PersonalContent = PersonalContent.NONE
    row_index: int = 0


def tells_of_one_person(plain_header: str) -> bool:
    """Whether a header, made plain, is of one person: a number, a name, an age."""
    is_of_one = find_personal_content(plain_header) in (*_NUMBERS_OF_PEOPLE, PersonalContent.NAME)
    return bool(_OF_ONE.search(plain_header)) or (is_of_one and plain_header not in _BARE)


def find_person_headers(sheet: Sheet) -> dict[int, PersonHeader]:
    """Say of each column, by its index, what personal data its header announces.

    The header is the likeliest row, with the line above it where it says little; no columns where
    no row looks like a header. A column headed only "Navn" is of people's names where another one
    has their numbers.
    """
    rows = [[_normalize_cell(value) for value in row] for row in sheet.rows[:SEARCHED_ROWS]]
    headers = [_pair_with_above(row, above) for row, above in zip(rows, [[], *rows], strict=False)]
    counts = [sum(_is_header(readings) for readings in row) for row in headers]
    best = max(range(len(rows)), key=counts.__getitem__, default=0)
    if not rows or counts[best] < _FEWEST_HEADERS:
        return {}
    contents = {column: _classify(readings) for column, readings in enumerate(headers[best])}
    has_numbers = set(_NUMBERS_OF_PEOPLE) & set(contents.values())
    for column, text in enumerate(rows[best]):
        if text in _BARE and contents[column] is PersonalContent.NAME and not has_numbers:
            contents[column] = PersonalContent.NONE
    return {column: PersonHeader(content, best) for column, content in contents.items()}


def is_of_people(sheet: Sheet) -> bool:
    """Whether a row of the sheet may be about one person, by its headers."""
    contents = (header.content for header in find_person_headers(sheet).values())
    return any(content in (*_NUMBERS_OF_PEOPLE, PersonalContent.NAME) for content in contents)


def _normalize_cell(value: object) -> str:
    is_header = isinstance(value, str) and len(value) <= _LONGEST_HEADER
    return normalize(format_cell(value)) if is_header else ""  # type: ignore[arg-type]


def _is_header(readings: Sequence[str]) -> bool:
    is_personal = _classify(readings) is not PersonalContent.NONE
    return is_personal or any(text and find_rule(text) for text in readings)


def _pair_with_above(row: Sequence[str], above: Sequence[str]) -> list[list[str]]:
    """Give each column the readings of its header, the likeliest first.

    One that says little is read with the line above, whose groups cover the blanks to their right.
    """
    headers, group = [], ""
    for low, high in zip_longest(row, above, fillvalue=""):
        group = high or group
        headers.append([group + low, low] if low in _BARE else [low or high])
    return headers


def _classify(readings: Sequence[str]) -> PersonalContent:
    """Say what a header means, by the first of its readings that means anything."""
    contents = (find_personal_content(text) for text in readings if text)
    return next((c for c in contents if c is not PersonalContent.NONE), PersonalContent.NONE)
