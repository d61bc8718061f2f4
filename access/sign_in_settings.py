"""How people sign in: what the table `[sign_in]` of the settings says, checked."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

from core.errors import UsageError, suggest_nearest

TABLE = "sign_in"
CALLBACK = "/oauth2callback"
_LOOPBACK = {"localhost", "127.0.0.1"}
_LONGEST_SESSION = 24  # hours
_ENTRA_ID = "login.microsoftonline."
_OF_ANY_TENANT = {"common", "organizations", "consumers"}


@dataclass(frozen=True)
class SignInSettings:
    """An OIDC provider and what is asked of those who come from it.

    `metadata_url` is the provider's description of itself, `redirect_uri` the public address of
    the program with `CALLBACK`. Somebody may come in who has one of the `groups`, as the token's
    claims `groups` or `roles` name them; with none of them set, whoever the provider lets in.
    `person_claim` is the claim that the table of roles names people by. A session ends with its
    token, and after `session_hours`. `contact` is whom people without a role are told to ask.
    """

    metadata_url: str
    client_id: str
    redirect_uri: str
    groups: tuple[str, ...] = ()
    person_claim: str = "preferred_username"
    session_hours: int = 8
    contact: str = "HR"

    @classmethod
    def read(cls, path: Path) -> "SignInSettings | None":
        """Read the table of a settings file; None where it has none: the mode is local then.

        The file itself is known to be TOML: `Settings.read` says what is wrong with it. Raises
        UsageError for a name, a kind or an address that is not valid.
        """
        try:
            content = tomllib.loads(path.read_text("utf-8-sig"))
        except FileNotFoundError:
            return None
        table = content.get(TABLE)
        if table is None:
            return None
        if not isinstance(table, dict):
            raise UsageError(f"{TABLE} skal være et afsnit: [{TABLE}].")
        return cls.from_values(table)

    @classmethod
    def from_values(cls, values: dict[str, object]) -> "SignInSettings":
        """Make settings of named values. Raises UsageError as `read` does."""
        names = [field.name for field in fields(cls)]
        for name in values:
            if name not in names:
                raise UsageError(
                    f"[{TABLE}] {name} er ikke en indstilling. Gyldige er: {', '.join(names)}."
                    f"{suggest_nearest(name, names)}"
                )
        for name in ("metadata_url", "client_id", "redirect_uri"):
            if not values.get(name):
                raise UsageError(f"[{TABLE}] {name} mangler.")
        settings = cls(**{name: _check_value(name, value) for name, value in values.items()})  # type: ignore[arg-type]
        _check_addresses(settings)
        return settings

    @property
    def origin(self) -> str:
        """The program's public website: "https://sygefravaer.kommune.dk"."""
        parts = urlsplit(self.redirect_uri)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def host(self) -> str:
        """The public name of the server."""
        return urlsplit(self.redirect_uri).hostname or ""

    @property
    def is_encrypted(self) -> bool:
        """Whether people reach the program by TLS."""
        return self.origin.startswith("https:")


def _check_value(name: str, value: object) -> object:
    if name == "groups":
        if not isinstance(value, list) or not all(isinstance(group, str) for group in value):
            raise UsageError(f'[{TABLE}] groups er {value!r}, men skal være en liste: ["a", "b"].')
        return tuple(value)
    if name == "session_hours":
        if type(value) is not int or not 1 <= value <= _LONGEST_SESSION:
            raise UsageError(
                f"[{TABLE}] session_hours er {value!r}, men skal være et helt tal fra 1 til "
                f"{_LONGEST_SESSION}."
            )
        return value
    if not isinstance(value, str) or not value.strip():
        raise UsageError(f"[{TABLE}] {name} er {value!r}, men skal være en tekst.")
    return value.strip()


def _check_addresses(settings: SignInSettings) -> None:
    for name in ("metadata_url", "redirect_uri"):
        address = urlsplit(getattr(settings, name))
        is_safe = address.scheme == "https" or (
            address.scheme == "http" and address.hostname in _LOOPBACK
        )
        if not is_safe or not address.hostname:
            raise UsageError(
                f"[{TABLE}] {name} er »{getattr(settings, name)}«, men skal være en adresse, der "
                "begynder med https:// (http:// kun til denne maskine selv)."
            )
    provider = urlsplit(settings.metadata_url)
    is_entra_id = (provider.hostname or "").startswith(_ENTRA_ID)
    if is_entra_id and _OF_ANY_TENANT & set(provider.path.split("/")):
        raise UsageError(
            f"[{TABLE}] metadata_url lader brugere fra andre end kommunen logge ind. Skriv "
            "kommunens tenant ID i stedet for common, organizations eller consumers."
        )
    if urlsplit(settings.redirect_uri).path != CALLBACK:
        raise UsageError(f"[{TABLE}] redirect_uri skal ende med {CALLBACK}.")
