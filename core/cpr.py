"""Find CPR numbers, which nobody asked for and no one may see, and take them out of texts.

A number is known by its shape and a possible date of birth. Modulus 11 tells nothing: since 2007
numbers are given out that do not pass it. Its digits, dashes and spaces may be those of any script,
and marks that nobody can see may stand among them.
"""

import re
import unicodedata
from collections.abc import Container, Iterator, Sequence
from datetime import date
from functools import lru_cache

from core.errors import UsageError

REMOVED = "(cpr fjernet)"
WORKPLACES = ("10",)  # P-numre begin so, and some of them look like a CPR number

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


def parse_number(text: str) -> str:
    """Return the ten digits of a text that is a CPR number and nothing else; "" for any other."""
    shape = _SHAPE.fullmatch(normalise_text(text)) if _TEN_DIGITS.match(text) else None
    return _extract_digits(shape[0]) if shape and _is_number(shape) else ""


def read_leading_digits(text: str) -> str:
    """Return the ten digits that a text begins with, whatever they are; "" where it does not."""
    digits = _LEADING.match(normalise_text(text)) if _TEN_DIGITS.match(text) else None
    return digits[1] if digits else ""


def normalise_text(text: str) -> str:
    """Write a text on one line, its digits and dashes in ASCII, without what nobody can see."""
    return _normalise_marks(text)[0].strip()


def scrub_text(text: str, *, spared: Container[str] = ()) -> str:
    """Take the CPR numbers out of a text.

    Ten digits that it begins with may be a unit's number as well: they stay where the first two of
    them are `spared`.
    """
    if not _TEN_DIGITS.match(text):
        return text
    line, places = _normalise_marks(text)
    leading_digits = _LEADING.match(line)
    begin = leading_digits.end() if leading_digits and leading_digits[1][:2] in spared else 0
    pieces, done = [], 0
    for first, end in _find_numbers(line, begin):
        pieces += [text[done : places[first]], REMOVED]
        done = places[end - 1] + 1
    return "".join((*pieces, text[done:]))


def require_no_cpr(*texts: str) -> None:
    """Raise UsageError, which does not repeat it, where a text that is to be kept has a number."""
    if any(scrub_text(text, spared=WORKPLACES) != text for text in texts):
        raise UsageError("Teksten ser ud til at have et CPR-nummer i sig. Det må ikke stå her.")


def _find_numbers(line: str, begin: int) -> Iterator[tuple[int, int]]:
    """Yield the place where each CPR number of a plain line begins, and where it ends."""
    while hit := _SHAPE.search(line, begin):
        is_number = _is_number(hit)
        begin = hit.end() if is_number else hit.start() + 1
        if is_number:
            yield hit.span()


def _is_number(hit: re.Match[str]) -> bool:
    """Whether digits in the shape of a CPR number may be one: they begin with a possible date.

    A decimal number alone in its cell is none.
    """
    is_decimal = hit["point"] and hit[0][0] != "0" and not any(map(str.isalpha, hit.string))
    return not is_decimal and is_possible(_extract_digits(hit[0]))


def _extract_digits(shape: str) -> str:
    """Return the ten digits of a shape; its year may have four of them."""
    digits = _NO_DIGIT.sub("", shape)
    return digits[:4] + digits[-6:]


def _normalise_marks(text: str) -> tuple[str, Sequence[int]]:
    """Return a text as `normalise_text` writes it, and where in the text each mark of it stood."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text, range(len(text))
    marks = [(_convert_to_ascii(mark), place) for place, mark in enumerate(text)]
    visible_marks = [(mark, place) for mark, place in marks if mark]
    single_spaced = [
        pair
        for pair, after in zip(visible_marks, [*visible_marks[1:], ("", 0)], strict=True)
        if (pair[0], after[0]) != (" ", " ")
    ]
    return "".join(mark for mark, _ in single_spaced), [place for _, place in single_spaced]


@lru_cache(maxsize=4096)
def _convert_to_ascii(mark: str) -> str:
    """Return the ASCII digit, dash or space for a mark, "" for an invisible one, else the mark."""
    if mark.isspace():
        return " "
    if mark.isdecimal():
        return str(unicodedata.decimal(mark))
    category = unicodedata.category(mark)
    if category == "Pd" or mark in _DASHES:
        return "-"
    return "" if category in _UNSEEN else mark
