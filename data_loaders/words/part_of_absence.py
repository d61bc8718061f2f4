"""Words that say of figures that they are not all sick leave, but other absence or a part of it."""

import re
from collections.abc import Iterable

_LONGEST_TEXT = 120  # beyond that it is a remark
_OTHERS = r"(?:barn\w*|børn\w*|ferie\w*|barsel\w*|orlov\w*|omsorg\w*|andet fravær)"
_LEFT_OUT = re.compile(  # what is left out says that the rest is sick leave
    rf"\b(?:ekskl\w*|excl\w*|uden|ikke|fraregnet)\b\.?\s*{_OTHERS}"
    rf"(?:[\s,.\d]*(?:og|samt|eller|{_OTHERS}|første|syg\w*|dage?)\b)*",
    re.IGNORECASE,
)
_NOT_ALL_SICK_LEAVE = re.compile(
    r"\bbarn\w*[\s.\d]*(?:første\s+)?syg|\bbarns\s+\d|\bferie(?:dage|fravær)?\b|\bbarsel|\bomsorgsdag|"
    r"\borlov|\bandet fravær|\balle\s+fravær\w*|\balt\s+fravær\b|\bsamtlige\s+fravær|"
    r"\b(?:ekskl\w*|excl\w*|uden)\b\.?\s*(?:kort|lang|delvis)|"
    r"\bkun\s+(?:kort|lang|delvis|time|måneds|fuldtid|deltid)|\btimeløn|\btop[\s-]?\d+\b",
    re.IGNORECASE,
)


def find_other_absence(texts: Iterable[str]) -> str:
    """Return the first text that says that figures are not all sick leave; "" for none."""
    return next(filter(_says_other_absence, texts), "")


def _says_other_absence(text: str) -> bool:
    return len(text) <= _LONGEST_TEXT and bool(_NOT_ALL_SICK_LEAVE.search(_LEFT_OUT.sub(" ", text)))
