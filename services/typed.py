"""What people type, or hand on in a file of settings, before it is kept."""

from core import cpr
from core.errors import UsageError

_WORKPLACES = ("10",)  # P-numre begin so, and some of them look like a CPR number


def require_no_cpr(*texts: str) -> None:
    """Raise UsageError, which does not repeat it, where a text has a CPR number in it."""
    if any(cpr.scrub_text(text, spared=_WORKPLACES) != text for text in texts):
        raise UsageError("Teksten ser ud til at have et CPR-nummer i sig. Det må ikke stå her.")
