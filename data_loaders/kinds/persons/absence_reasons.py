"""Which reasons for absence are sick leave. A reason is read, counted and forgotten."""

import re
from enum import Enum, auto

from data_loaders.files.values import Value, format_cell
from data_loaders.words.header_names import normalize

_OTHER = re.compile(
    r"barsel|foraeldre|faedre|adoption|graviditetsorlov|ferie|feriefri|omsorg|barns?|boern|orlov|"
    r"afspads|flex|fleks|kursus|uddannelse|senior|tjenestefri|militaer|ombud|borgerligt|session|"
    r"helligdag|fridag|frihed|strejke|lockout|tillidsrep|ulovlig|udebliv|rejse|vacation|holiday|"
    r"maternity|childsick"
)
_SICK = re.compile(
    r"syg|sick|illness|arbejdsskade|ulykke|tilskadekom|nedsattjeneste|delvisrask|kroni|56"
)
_PART = re.compile(r"delvis|nedsattjeneste|deltidssyg|deltidsraskm")


class AbsenceReason(Enum):
    """What a reason says of the absence."""

    SICK = auto()
    OTHER = auto()
    UNKNOWN = auto()


def classify_reason(value: Value) -> AbsenceReason:
    """Say whether a cell's words are sick leave, something else, or words that are not known.

    A child's illness is not the employee's.
    """
    text = normalize(format_cell(value))
    if _OTHER.search(text):
        return AbsenceReason.OTHER
    return AbsenceReason.SICK if _SICK.search(text) else AbsenceReason.UNKNOWN


def is_part_day(value: Value) -> bool:
    """Whether a cell's words say that only part of each day was lost."""
    return bool(_PART.search(normalize(format_cell(value))))
