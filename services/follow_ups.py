"""What is to be followed up: read it, and add, change and remove it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from core.cpr import require_no_cpr
from core.danish import format_date_short
from core.errors import UsageError
from core.follow_up import FollowUp
from core.quarter import Quarter
from services.edited_lists import Edit, make_upload, store_edit
from store.cases import read_follow_ups
from store.connection import Cursor
from store.database import Store
from store.kinds import WHOLE
from store.uploads import NewUpload

KIND = "opfoelgning"
LONGEST_TEXT = 500
FollowUps = tuple[FollowUp, ...]
_LIST = pa.schema(
    [
        *((name, pa.string()) for name in ("period", "tekst", "slags", "forum")),
        ("moede", pa.date32()),
        ("punkt", pa.int32()),
        ("ansvarlig", pa.string()),
        ("frist", pa.date32()),
        *((name, pa.string()) for name in ("besvaret", "svar")),
    ]
)


@dataclass(frozen=True)
class OpenCount:
    """How many are unanswered, and how many of them are after their deadline."""

    unanswered: int
    late: int


def read_all(store: Store) -> FollowUps:
    """Return all decisions and promises, oldest meeting first."""
    with store.session(facts=False) as cursor:
        return read_follow_ups(cursor)


def list_for_case(rows: FollowUps, quarter: Quarter, *, before: date | None) -> FollowUps:
    """Return those that the case of an opgørelse lists: made before its meeting, and open still.

    Without a meeting's day they are those that were made before the quarter was over.
    """
    made = (row for row in rows if row.moede < (before or (quarter + 1).period.first))
    return tuple(row for row in made if row.is_open(quarter))


def count_open(rows: FollowUps, *, day: date) -> OpenCount:
    """Count those that are unanswered on a day."""
    unanswered = [row for row in rows if row.besvaret is None]
    return OpenCount(len(unanswered), sum(row.is_late(day) for row in unanswered))


def add(rows: FollowUps, *, new: FollowUp) -> Edit[FollowUp]:
    """Add a decision or a promise."""
    _require_valid(new)
    if new in rows:
        raise UsageError("Opfølgningen står her allerede.")
    return Edit((*rows, new), f"{name_follow_up(new)} tilføjet")


def change(rows: FollowUps, *, old: FollowUp, new: FollowUp) -> Edit[FollowUp]:
    """Put one in the place of another."""
    _require_listed(rows, old)
    if old == new:
        raise UsageError("Intet er ændret.")
    _require_valid(new)
    return Edit(tuple(new if row == old else row for row in rows), f"{name_follow_up(old)} rettet")


def remove(rows: FollowUps, *, old: FollowUp) -> Edit[FollowUp]:
    """Take one out."""
    _require_listed(rows, old)
    return Edit(tuple(row for row in rows if row != old), f"{name_follow_up(old)} fjernet")


def store_change(store: Store, edit: Callable[[FollowUps], Edit[FollowUp]], *, by: str) -> str:
    """Apply an edit to the list then; returns it in words."""

    def make(cursor: Cursor) -> NewUpload:
        edited = edit(read_follow_ups(cursor))
        rows = [
            (
                *(WHOLE, row.tekst, row.slags.value, row.forum, row.moede, row.punkt),
                *(row.ansvarlig, row.frist, str(row.besvaret or ""), row.svar),
            )
            for row in edited.rows
        ]
        return make_upload(KIND, rows, _LIST, edited.description)

    return store_edit(store, make, by=by)


def name_follow_up(row: FollowUp) -> str:
    """Name it by what it is and its meeting: "Beslutning 29.01.2025"."""
    return f"{row.slags.value.capitalize()} {format_date_short(row.moede)}"


def _require_valid(row: FollowUp) -> None:
    if not row.tekst.strip():
        raise UsageError("Skriv kort, hvad der skal følges op på.")
    if not row.ansvarlig.strip():
        raise UsageError("Skriv, hvilken funktion der skal svare, f.eks. Økonomi & Stab.")
    texts = (row.tekst, row.forum, row.ansvarlig, row.svar)
    require_no_cpr(*texts)
    if max(map(len, texts)) > LONGEST_TEXT:
        raise UsageError(f"Teksten er for lang; der er plads til {LONGEST_TEXT} tegn.")
    if row.frist and row.frist < row.moede:
        raise UsageError(
            f"Fristen {format_date_short(row.frist)} ligger før mødet "
            f"{format_date_short(row.moede)}."
        )
    if row.svar and row.besvaret is None:
        raise UsageError("Vælg også, hvilken opgørelses sag der svarer.")


def _require_listed(rows: FollowUps, row: FollowUp) -> None:
    if row not in rows:
        raise UsageError("Opfølgningen er imens blevet rettet eller fjernet af en anden.")
