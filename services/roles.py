"""Give roles, end them and look them through; the table lies beside the store."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date

from access.grants import Grant, add_grant, end_grants, read_grants, write_grants
from access.log_lines import Action, Detail, LogEntry
from access.roles import Role
from core.danish import COPENHAGEN
from core.errors import ChefforumError, NoDataError, UsageError
from services.access_log import open_log
from services.configuration import Configuration
from services.viewers import require_place
from store.database import Store, utc_now


@dataclass(frozen=True)
class ReviewedGrant:
    """A role of the table as it stands today: `reason` says why it gives nothing, "" where it does.

    The reasons are that it has ended or not begun, or that its place is not there.
    """

    grant: Grant
    reason: str


def read_today() -> date:
    """Return the day that it is in Denmark."""
    return utc_now().replace(tzinfo=UTC).astimezone(COPENHAGEN).date()


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
    return tuple(
        ReviewedGrant(grant, _find_reason(store, configuration, grant))
        for grant in read_grants(configuration.grants_file)
    )


def _find_reason(store: Store, configuration: Configuration, grant: Grant) -> str:
    if not grant.holds_on(read_today()):
        return "gælder ikke i dag"
    try:
        require_place(store, grant, settings=configuration.settings)
    except NoDataError:
        return "ingen data endnu"
    except UsageError:
        return "stedet findes ikke i dagens organisation"
    return ""


def _store_grants(
    configuration: Configuration, grants: Sequence[Grant], *, by: str, about: Grant | str
) -> None:
    """Write the table, and in the log whose roles were changed to what, and by whom."""
    today = read_today()
    if not any(grant.role is Role.HR and grant.holds_on(today) for grant in grants):
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
    log.write(LogEntry(by, "", Action.ROLLER, {Detail.ROLLE: text}))
