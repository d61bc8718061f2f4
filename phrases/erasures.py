"""What was erased for good, in words."""

from core import danish
from phrases.periods import write_period
from store.erasure_list import Erasure


def describe_erasure(erasure: Erasure) -> str:
    """Say what was erased, when, by whom and why, and which copies have it still."""
    period = f" ({write_period(erasure.period)})" if erasure.period else ""
    parts = [
        f"{erasure.token}: {erasure.kind.value}{period}, den "
        f"{danish.format_moment_date(erasure.at)} af {erasure.by}: {erasure.reason}",
        "det udsendte er journaliseret" if erasure.journalised else "",
        f"findes stadig i {danish.join_words(erasure.backups)}" if erasure.backups else "",
        f"kan findes i sikkerhedskopier til {danish.format_date_long(erasure.held_until)}"
        if erasure.held_until
        else "",
    ]
    return f"{'; '.join(part for part in parts if part)}."
