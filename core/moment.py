"""Moments: kept in UTC without a zone, given and shown in Danish time."""

from datetime import UTC, date, datetime, time

from core.danish import COPENHAGEN
from core.errors import UsageError

LAST_OF_DAY = time(23, 59, 59, 999999)


def parse_moment(text: str) -> datetime:
    """Read "2025-01-20" (the end of that day in Denmark) or "2025-01-20T10:15[:30][+01:00]".

    Returns UTC without a zone. Raises UsageError for anything else.
    """
    try:
        if len(text) == len("2025-01-20"):
            moment = datetime.combine(date.fromisoformat(text), LAST_OF_DAY)
        else:
            moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            f"»{text}« er ikke en dato. Skriv f.eks. 2025-01-20 eller 2025-01-20T10:15."
        ) from error
    zoned = moment if moment.tzinfo else moment.replace(tzinfo=COPENHAGEN)
    return zoned.astimezone(UTC).replace(tzinfo=None)


def find_beginning(day: date) -> datetime:
    """Return when a day begins in Denmark, in UTC without a zone."""
    return datetime.combine(day, time(), COPENHAGEN).astimezone(UTC).replace(tzinfo=None)


def find_danish_day(at: datetime) -> date:
    """Return the day in Denmark at a moment in UTC."""
    return at.replace(tzinfo=UTC).astimezone(COPENHAGEN).date()
