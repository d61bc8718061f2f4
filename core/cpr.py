"""CPR numbers, which nobody asked for and no one may see.

One is known by its shape and a possible date of birth. Modulus 11 tells nothing: since 2007 numbers
are given out that do not pass it. Its digits, dashes and spaces may be those of any script, and
marks that nobody can see may stand among them.
"""

import re
import unicodedata
from collections.abc import Container, Iterator, Sequence
from datetime import date
from functools import lru_cache

REMOVED = "(cpr fjernet)"

_DASH = r" ?(?:--?|[/_:|]) ?"
_SHAPE = re.compile(
    rf"(?<!\d)(?:\d{{6}}(?:{_DASH}| | ?(?P<point>[.,]) ?)?|\d\d([-. /])\d\d\2\d\d{_DASH}"
    r"|\d\d([. ])\d\d\3\d\d\3|\d\d([-./]?)\d\d\4(?:18|19|20)\d\d ?- ?)\d{4}(?!\d)"
)
_LEADING = re.compile(r" ?(\d{10})(?!\d)")
_TEN_DIGITS = re.compile(r"(?:\D*\d){10}")
_NO_DIGIT = re.compile(r"\D")
_DASHES = frozenset("−⁃⁻₋·‧∙•")  # beside those that Unicode calls so
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Mn", "Me"})
_REPLACEMENT_DAYS = 60  # added to the day in the number of somebody who has none yet
# The seventh digit and the two of the year tell the century: (digits, last year of it, century).
_CENTURIES = (
    ("0123", 99, 1900),
    ("49", 36, 2000),
    ("49", 99, 1900),
    ("5678", 57, 2000),
    ("5678", 99, 1800),
)


def is_possible(digits: str) -> bool:
    """Whether ten digits begin with a date that somebody may have been born on."""
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    century = next(c for seventh, last, c in _CENTURIES if digits[6] in seventh and year <= last)
    try:
        date(century + year, month, day - _REPLACEMENT_DAYS if day > _REPLACEMENT_DAYS else day)
    except ValueError:
        return False
    return True


def number(text: str) -> str:
    """Return the ten digits of a text that is a CPR number and nothing else; "" for any other."""
    whole = _SHAPE.fullmatch(plain(text)) if _TEN_DIGITS.match(text) else None
    return _digits(whole[0]) if whole and _is_number(whole) else ""


def leading(text: str) -> str:
    """Return the ten digits that a text begins with, whatever they are; "" where it does not."""
    found = _LEADING.match(plain(text)) if _TEN_DIGITS.match(text) else None
    return found[1] if found else ""


def plain(text: str) -> str:
    """Write a text on one line, its digits and dashes in ASCII, without what nobody can see."""
    return _read(text)[0].strip()


def scrubbed(text: str, *, spared: Container[str] = ()) -> str:
    """Take the CPR numbers out of a text.

    Ten digits that it begins with may be a unit's number as well: they stay where the first two of
    them are `spared`.
    """
    if not _TEN_DIGITS.match(text):
        return text
    line, places = _read(text)
    own = _LEADING.match(line)
    begin = own.end() if own and own[1][:2] in spared else 0
    kept, done = [], 0
    for first, end in _found(line, begin):
        kept += [text[done : places[first]], REMOVED]
        done = places[end - 1] + 1
    return "".join((*kept, text[done:]))


def _found(line: str, begin: int) -> Iterator[tuple[int, int]]:
    """Yield where each CPR number begins and ends."""
    while hit := _SHAPE.search(line, begin):
        is_number = _is_number(hit)
        begin = hit.end() if is_number else hit.start() + 1
        if is_number:
            yield hit.span()


def _is_number(hit: re.Match[str]) -> bool:
    """Whether a shape has a possible date, and is no decimal number alone in its cell."""
    is_decimal = hit["point"] and hit[0][0] != "0" and not any(map(str.isalpha, hit.string))
    return not is_decimal and is_possible(_digits(hit[0]))


def _digits(shape: str) -> str:
    """Return the ten digits of a shape; its year may have four of them."""
    digits = _NO_DIGIT.sub("", shape)
    return digits[:4] + digits[-6:]


def _read(text: str) -> tuple[str, Sequence[int]]:
    """Return a text made plain, and the place in it of each mark that is left."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text, range(len(text))
    marks = [(_ascii(mark), place) for place, mark in enumerate(text)]
    seen = [(mark, place) for mark, place in marks if mark]
    once = [
        one
        for one, after in zip(seen, [*seen[1:], ("", 0)], strict=True)
        if (one[0], after[0]) != (" ", " ")
    ]
    return "".join(mark for mark, _ in once), [place for _, place in once]


@lru_cache(maxsize=4096)
def _ascii(mark: str) -> str:
    """Return the digit, dash or space that a mark is, "" for one that is not seen, else itself."""
    if mark.isspace():
        return " "
    if mark.isdecimal():
        return str(unicodedata.decimal(mark))
    category = unicodedata.category(mark)
    if category == "Pd" or mark in _DASHES:
        return "-"
    return "" if category in _UNSEEN else mark
