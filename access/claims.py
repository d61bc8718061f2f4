"""What the claims of a provider's token tell: who has signed in, and until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from access.grants import fold_person
from access.sign_in_settings import SignInSettings
from core.danish import format_moment
from core.errors import ChefforumError

Claims = Mapping[str, Any]
_GROUP_CLAIMS = ("groups", "roles")
_MOST_AHEAD = timedelta(minutes=5)  # that the provider's clock may be before the server's
IS_OVER = "Dit login er udløbet. Log ind igen."
_BEGINS_LATER = (
    "Dit login er fra {begun}, men serverens ur er kun {now}. Giv den, der passer serveren, "
    "besked: uret skal stilles."
)
_TOO_MANY_GROUPS = "_claim_names"  # what Entra ID sends instead of more than 200 groups


class SignInError(ChefforumError):
    """Nobody has signed in, or the sign-in is over."""

    title = "Du er ikke logget ind"


class NotAdmittedError(ChefforumError):
    """Somebody has signed in who may not come in; `person` is who."""

    title = "Du har ikke adgang"

    def __init__(self, message: str, *, person: str) -> None:
        super().__init__(message)
        self.person = person


@dataclass(frozen=True)
class SignIn:
    """A sign-in that holds: the person as the table of roles names people, and until when (UTC).

    `session` tells it from all other sign-ins, also of the same person, and says nothing of it.
    """

    person: str
    session: str
    ends_at: datetime


def read_sign_in(claims: Claims, settings: SignInSettings, *, now: datetime) -> SignIn:
    """Return the sign-in that claims tell of, at a moment (UTC with its zone).

    Raises SignInError where there is none, it is over or it begins later, NotAdmittedError where
    the person is in none of the groups that may come in.
    """
    if not claims:
        raise SignInError("Log ind for at se siden.")
    begun, ends_at = _find_span(claims, settings)
    if ends_at <= now:
        raise SignInError(IS_OVER)
    if begun > now + _MOST_AHEAD:
        moments = [format_moment(moment.replace(tzinfo=None)) for moment in (begun, now)]
        raise SignInError(_BEGINS_LATER.format(begun=moments[0], now=moments[1]))
    name = claims.get(settings.person_claim)
    person = fold_person(name) if isinstance(name, str) else ""
    if not person:
        raise NotAdmittedError(
            f"Login-tjenesten sender ikke »{settings.person_claim}«, som siger, hvem du er. Giv "
            "den ansvarlige for programmet besked.",
            person="ukendt",
        )
    _require_group(claims, settings, person)
    parts = (claims.get(name, "") for name in ("iss", "sub", "iat", "nonce"))
    session = sha256("\n".join(map(str, parts)).encode()).hexdigest()
    return SignIn(person, session, ends_at)


def _find_span(claims: Claims, settings: SignInSettings) -> tuple[datetime, datetime]:
    """Return when a sign-in begins and ends: with its token, or after the longest allowed time.

    Raises SignInError for a token that does not say it.
    """
    moments = [claims.get("iat"), claims.get("exp")]
    if not all(type(moment) in {int, float} for moment in moments):
        raise SignInError(IS_OVER)
    try:
        begun, ends = (datetime.fromtimestamp(float(str(moment)), UTC) for moment in moments)
        return begun, min(ends, begun + timedelta(hours=settings.session_hours))
    except (ValueError, OverflowError, OSError) as error:  # a moment that no calendar has
        raise SignInError(IS_OVER) from error


def _require_group(claims: Claims, settings: SignInSettings, person: str) -> None:
    if not settings.groups:
        return
    groups = {
        str(group)
        for name in _GROUP_CLAIMS
        for group in (claims[name] if isinstance(claims.get(name), list) else ())
    }
    if groups & set(settings.groups):
        return
    if _TOO_MANY_GROUPS in claims:
        raise NotAdmittedError(
            "Du er medlem af så mange grupper, at login-tjenesten ikke sender dem. Den ansvarlige "
            "for programmet kan give adgang med app-roller i stedet.",
            person=person,
        )
    raise NotAdmittedError(
        f"Du er logget ind som {person}, men er ikke i en gruppe, der har adgang. Spørg "
        f"{settings.contact}.",
        person=person,
    )
