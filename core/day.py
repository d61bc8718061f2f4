"""Days as people type them."""

from datetime import date, datetime

from core.errors import UsageError

_FORMS = ("%d.%m.%Y", "%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d")


def parse_day(text: str, *, what: str = "Datoen") -> date:
    """Read a day such as "31.12.2024"; UsageError, which calls the text `what`, if it is none."""
    typed = text.strip()
    for form in _FORMS:
        try:
            return datetime.strptime(typed, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise UsageError(f"{what} er »{typed}«; skriv den som f.eks. 29.01.2025.")
