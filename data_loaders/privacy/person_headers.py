"""Headers of columns that tell of people: their names, their numbers, how to reach them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import zip_longest

from data_loaders.files.grid import Sheet, text_of
from data_loaders.words.header_names import find_rule, normalize

SEARCHED_ROWS = 30
_LONGEST_HEADER = 120
_FEWEST_KNOWN = 2

_PERSON = (
    r"(?:medarbejder(?:en)?s?|medarb|ansat(?:te)?s?|person(?:en)?s?|loenmodtagers?|employees?)"
)
_LEADER = r"(?:naermeste)?(?:leder|chef)(?:en)?s?"
_NUMBER = r"(?:nr|nummer|id|no|number)"
_BY = r"(?:oprettet|registreret|aendret|godkendt|udskrevet|indberettet|indtastet)af"
CPR_NUMBER = r"^cpr(?!fjernet)|cpr(?:nr|nummer)?$|^person(?:nummer|nr)$"
NUMBER_OF_PERSON = (
    rf"^(?:{_PERSON}|loen|ansaettelses?|tjeneste){_NUMBER}$|^(?:pers?nr|persno|personale{_NUMBER}|"
    rf"ansaettelses?forhold{_NUMBER}?|maskeret{_PERSON}?{_NUMBER}?)$"
)


class Holds(Enum):
    """What a column holds by its header."""

    OTHER = auto()
    CPR = auto()
    NAME = auto()  # of the people that the rows are about, or where they live
    CONTACT = auto()  # of somebody beside the rows, or how to reach them
    EITHER = auto()  # people's numbers or names: the cells tell
    PERSON = auto()  # people's numbers
    WORKPLACE = auto()  # numbers of workplaces, which look like CPR numbers
    UNIT = auto()


@dataclass(frozen=True)
class Header:
    """What a column holds, and the row of the sheet that says so."""

    holds: Holds = Holds.OTHER
    row: int = 0


_RULES = tuple(
    (holds, re.compile(pattern))
    for holds, pattern in (
        (Holds.CPR, CPR_NUMBER),
        (Holds.WORKPLACE, r"^(?:p|prod|produktionsenhed(?:s|ens)?)(?:nr|nummer)$"),
        (Holds.PERSON, NUMBER_OF_PERSON),
        (Holds.EITHER, r"^(?:medarbejder|ansat|person|employee)$"),
        (
            Holds.CONTACT,
            rf"^{_LEADER}(?:s?navn)?$|^(?:e?mail|epost)|^(?:telefon|tlf|mobil)|^{_BY}$",
        ),
        (Holds.CONTACT, r"^(?:kontaktperson|sagsbehandler|ansvarlig|tillidsrepraesentant|bruger)"),
        (Holds.NAME, rf"^(?:{_PERSON}|for|forogefter)?na(?:vne?|me)$|^navne?(?:paa)?{_PERSON}$"),
        (
            Holds.NAME,
            r"(?:^for|efter|mellem|kalde|fulde|fuldt|bruger)navn|(?:first|last|sur|full)name",
        ),
        (Holds.NAME, r"^(?:loenmodtager|vikar|paaroerende|stillingsindehaver)(?:for|navn)?$"),
        (Holds.CONTACT, r"adresse|^(?:postnr|postnummer|postnrogby|bynavn|vejnavn)$"),
        (Holds.NAME, r"^initialer$|foedselsda(?:to|g)|bopael"),
        (Holds.UNIT, r"enh(?:ed)?|arbejdsplads|institution|afdeling|omraade|tjenestested"),
    )
)
_BARE = frozenset({"navn", "navne", "name", "nr", "nummer", "id"})
_PEOPLE = (Holds.CPR, Holds.PERSON, Holds.EITHER)


def headers(sheet: Sheet) -> dict[int, Header]:
    """Say of each column under the likeliest header row, of one or two lines, what it holds.

    A column headed only "Navn" is of people's names where another one has their numbers.
    """
    rows = [[_text(value) for value in row] for row in sheet.rows[:SEARCHED_ROWS]]
    named = [_named(row, above) for row, above in zip(rows, [[], *rows], strict=False)]
    known = [sum(_is_known(texts) for texts in row) for row in named]
    best = max(range(len(rows)), key=known.__getitem__, default=0)
    if not rows or known[best] < _FEWEST_KNOWN:
        return {}
    found = {place: _holds(texts) for place, texts in enumerate(named[best])}
    of_people = set(_PEOPLE) & set(found.values())
    for place, text in enumerate(rows[best]):
        if text in _BARE and found[place] is Holds.NAME and not of_people:
            found[place] = Holds.OTHER
    return {place: Header(holds, best) for place, holds in found.items()}


def is_of_people(sheet: Sheet) -> bool:
    """Whether a row of the sheet may be about one person, by its headers."""
    return any(header.holds in (*_PEOPLE, Holds.NAME) for header in headers(sheet).values())


def _text(value: object) -> str:
    is_header = isinstance(value, str) and len(value) <= _LONGEST_HEADER
    return normalize(text_of(value)) if is_header else ""  # type: ignore[arg-type]


def _is_known(texts: Sequence[str]) -> bool:
    return _holds(texts) is not Holds.OTHER or any(text and find_rule(text) for text in texts)


def _named(row: Sequence[str], above: Sequence[str]) -> list[list[str]]:
    """For each column its header; one that says little has the line above, which covers blanks."""
    named, group = [], ""
    for low, high in zip_longest(row, above, fillvalue=""):
        group = high or group
        named.append([group + low, low] if low in _BARE else [low or high])
    return named


def _holds(texts: Sequence[str]) -> Holds:
    """Say what a header means, by the first of its readings that means anything."""
    readings = (_rule(text) for text in texts if text)
    return next((holds for holds in readings if holds is not Holds.OTHER), Holds.OTHER)


def _rule(text: str) -> Holds:
    return next((holds for holds, pattern in _RULES if pattern.search(text)), Holds.OTHER)
