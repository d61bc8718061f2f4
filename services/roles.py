"""Give roles, end them and look them through; the table lies beside the store."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from access.grants import Grant, add_grant, end_grants, has_hr, read_grants, write_grants
from access.log_lines import Action, Detail, LogEntry
from access.roles import Role
from core.errors import ChefforumError, NoDataError
from core.moment import find_danish_day
from services.access_log import find_roles, open_log
from services.configuration import Configuration
from services.viewers import find_lost_grants, require_place
from store.database import Store, utc_now


@dataclass(frozen=True)
class ReviewedGrant:
    """A role of the table as it stands today: whether it `holds`, and why it gives nothing.

    `reason` is "" where it gives what it says; else that it does not hold or its place is gone.
    """

    grant: Grant
    holds: bool
    reason: str


def read_today() -> date:
    """Return the day that it is in Denmark."""
    return find_danish_day(utc_now())


def give_role(configuration: Configuration, grant: Grant, *, by: str, store: Store | None) -> Grant:
    """Put a role into the table, signed, from today on if no day is said; return it so.

    Without a store a role of a place is not looked up. Raises UsageError for a place that is not
    there, NoDataError without any data, ChefforumError where the table cannot be written.
    """
    if store and grant.role.own_level:
        require_place(store, grant, settings=configuration.settings)
    today = read_today()
    signed = replace(grant, first=grant.first or today, granted_by=by, granted_on=today)
    grants = add_grant(read_grants(configuration.grants_file), signed)
    _store_grants(configuration, grants, by=by, about=signed)
    return signed


def end_roles(configuration: Configuration, person: str, role: Role | None, *, by: str) -> None:
    """Let a person's roles, or one of them, end with yesterday.

    Raises UsageError where the person has none, ChefforumError where nobody would be HR any more.
    """
    grants = read_grants(configuration.grants_file)
    ended = end_grants(grants, person, role, day=read_today())
    _store_grants(configuration, ended, by=by, about=person)


def review_roles(store: Store, configuration: Configuration) -> tuple[ReviewedGrant, ...]:
    """Return all roles of the table, with why some give nothing today: for a look twice a year."""
    grants, today = read_grants(configuration.grants_file), read_today()
    held = [grant for grant in grants if grant.holds_on(today)]
    try:
        lost = find_lost_grants(store, held, settings=configuration.settings)
        place_reason = "stedet findes ikke i dagens organisation"
    except NoDataError:
        lost = [grant for grant in held if grant.role.own_level]
        place_reason = "ingen data endnu"
    return tuple(
        ReviewedGrant(grant, holds=True, reason=place_reason if grant in lost else "")
        if grant in held
        else ReviewedGrant(grant, holds=False, reason="gælder ikke i dag")
        for grant in grants
    )


def _store_grants(
    configuration: Configuration, grants: Sequence[Grant], *, by: str, about: Grant | str
) -> None:
    """Write the table, and in the log whose roles were changed to what, and by whom."""
    if not has_hr(grants, day=read_today()):
        raise ChefforumError("Så ville ingen have rollen HR. Giv den først til en anden.")
    text = (
        about
        if isinstance(about, str)
        else " ".join(filter(None, (about.person, about.role.value, about.place)))
    )
    log = open_log(configuration.store)
    log.require_writable()
    try:
        write_grants(configuration.grants_file, grants)
    except OSError as error:
        raise ChefforumError(f"{configuration.grants_file} kan ikke skrives.") from error
    log.write(LogEntry(by, find_roles(by), Action.ROLLER, {Detail.ROLLE: text}))
