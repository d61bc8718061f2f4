"""What a leader is to do before the meeting: targets that lack, and when the case is on."""

from collections.abc import Sequence
from datetime import date

from core import danish
from metrics.maaltal import NotHandedIn

_MOST_NAMED = 6


def describe_lacking(lacking: Sequence[NotHandedIn], *, today: date) -> str:
    """Say which enheder have not handed in a target, and the deadline; "" where all have."""
    if not lacking:
        return ""
    count = danish.format_count(len(lacking), "enhed", "enheder")
    names = [unit.enhed for unit in lacking[:_MOST_NAMED]]
    if more := len(lacking) - len(names):
        names.append(f"{danish.format_number(more, 0)} til")
    sentence = f"{count} mangler måltal for {lacking[0].year}: {danish.join_words(names)}."
    deadlines = sorted({unit.deadline for unit in lacking if unit.deadline})
    if not deadlines:
        return sentence
    verb = "er" if deadlines[0] >= today else "var"
    days = danish.join_words([danish.format_date_long(day) for day in deadlines])
    return f"{sentence} Fristen {verb} {days}."


def describe_meeting(forum: str, day: date | None, item_number: int, *, today: date) -> str:
    """Say when the case is on, and as which item; "" before that is known and after the meeting.

    "Sagen er på Chefforum den 29. januar 2025 som punkt 3."
    """
    if day is None or day < today:
        return ""
    item = f" som punkt {item_number}" if item_number else ""
    return f"Sagen er på {forum or 'mødet'} den {danish.format_date_long(day)}{item}."
