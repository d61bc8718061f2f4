"""Edit the events: each edit returns all of them after it, and itself in words."""

from core.cpr import require_no_cpr
from core.danish import format_date_short
from core.errors import UsageError, suggest_nearest
from core.event import Event
from core.nodes import Level
from services.edited_lists import Edit
from services.placement_edits import Placements

Events = tuple[Event, ...]
LONGEST_TEXT = 500


def add_event(rows: Events, *, new: Event, within: Placements) -> Edit[Event]:
    """Add an event that concerns the kommune or a part of the organisation `within`."""
    _require_valid(new, within)
    if new in rows:
        raise UsageError("Hændelsen står her allerede.")
    return Edit((*rows, new), f"{name_event(new)} tilføjet")


def change_event(rows: Events, *, old: Event, new: Event, within: Placements) -> Edit[Event]:
    """Put one event in the place of another."""
    _require_known(rows, old)
    if old == new:
        raise UsageError("Intet er ændret.")
    _require_valid(new, within)
    return Edit(tuple(new if row == old else row for row in rows), f"{name_event(old)} rettet")


def remove_event(rows: Events, *, old: Event) -> Edit[Event]:
    """Take an event out."""
    _require_known(rows, old)
    return Edit(tuple(row for row in rows if row != old), f"{name_event(old)} fjernet")


def name_event(event: Event) -> str:
    """Name an event by what it is and its day: "Databrud 01.01.2024"."""
    return f"{event.slags.value.capitalize()} {format_date_short(event.dato)}"


def list_scopes(within: Placements, niveau: Level) -> dict[str, str]:
    """List what an event of a level can concern: the name that is kept, and the one shown."""
    if niveau is Level.ENHED:
        return {row.enhed: f"{row.enhed_navn} ({row.enhed})" for row in within}
    of_level = {Level.OMRAADE: "omraade", Level.AFDELING: "afdeling"}.get(niveau)
    names = {str(getattr(row, of_level)) for row in within} if of_level else set()
    return {name: name for name in sorted(names) if name}


def _require_valid(event: Event, within: Placements) -> None:
    if not event.tekst.strip():
        raise UsageError("Skriv kort, hvad der skete.")
    require_no_cpr(event.tekst)
    if len(event.tekst) > LONGEST_TEXT:
        raise UsageError(f"Teksten er for lang; der er plads til {LONGEST_TEXT} tegn.")
    if event.til and event.til < event.dato:
        raise UsageError(
            f"Hændelsen kan ikke slutte {format_date_short(event.til)}, før den begynder "
            f"{format_date_short(event.dato)}."
        )
    valid = list_scopes(within, event.niveau)
    if event.niveau is not Level.KOMMUNE and event.omfang not in valid:
        hint = suggest_nearest(event.omfang, valid)
        raise UsageError(
            f"Organisationen har {event.niveau.label.casefold()} »{event.omfang}« ikke.{hint}"
        )


def _require_known(rows: Events, event: Event) -> None:
    if event not in rows:
        raise UsageError("Hændelsen er imens blevet rettet eller fjernet af en anden.")
