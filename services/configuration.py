"""Where the store is and what the municipality has chosen: from the environment and one file."""

import os
import runpy
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from platformdirs import user_config_path

from access.grants import FILE_NAME
from access.sign_in_settings import TABLE, SignInSettings
from core.errors import ChefforumError
from core.person_key import PersonKey
from core.secret_file import SecretFile
from core.settings import Settings

ROOT = Path(__file__).parent.parent
STORE_VARIABLE = "CHEFFORUM_STORE"
KEY_VARIABLE = "CHEFFORUM_KEY"
LOGIN_KEY = "loginnoegle"
CLIENT_SECRET_VARIABLE = "CHEFFORUM_CLIENT_SECRET"  # noqa: S105 - the name of a variable


@dataclass(frozen=True)
class Configuration:
    """The store's file and the settings that lie beside it in `indstillinger.toml`.

    Without `sign_in` the mode is local: one user, at the machine itself.
    """

    store: Path
    settings: Settings
    sign_in: SignInSettings | None = None

    @classmethod
    def read(cls, store: Path | None = None) -> "Configuration":
        """Take the store that is named, else CHEFFORUM_STORE's, else `data/chefforum.duckdb`.

        Raises UsageError for settings that are unknown or of the wrong kind.
        """
        chosen = choose_store(store)
        path = chosen.parent / "indstillinger.toml"
        return cls(chosen, Settings.read(path), SignInSettings.read(path))

    @property
    def values(self) -> dict[str, object]:
        """All settings by name, those of sign-in by "sign_in.NAME", as JSON holds them."""
        sign_in = asdict(self.sign_in) | {"groups": [*self.sign_in.groups]} if self.sign_in else {}
        return self.settings.values | {f"{TABLE}.{name}": of for name, of in sign_in.items()}

    @property
    def grants_file(self) -> Path:
        """The table of who has which role, beside the store; it need not be there."""
        return self.store.parent / FILE_NAME

    def serve(self) -> None:
        """Run the pages until they are stopped; ChefforumError when they could not run.

        It is done in this process: whoever ends it ends the pages.
        """
        os.environ[STORE_VARIABLE] = str(self.store.absolute())
        os.chdir(ROOT)  # where Streamlit looks for its settings
        sys.argv = [str(ROOT / "server.py")]
        try:
            runpy.run_path(sys.argv[0], run_name="__main__")
        except SystemExit as end:
            if end.code:
                raise ChefforumError(f"Siderne stoppede med fejl {end.code}.") from end


def read_client_secret() -> str:
    """Return the secret that the provider of sign-ins knows the program by.

    Raises ChefforumError where the environment has none.
    """
    secret = os.environ.get(CLIENT_SECRET_VARIABLE, "")
    if not secret:
        raise ChefforumError(
            f"Login er slået til, men {CLIENT_SECRET_VARIABLE} er ikke sat. Sæt den til den "
            "hemmelighed, som login-tjenesten gav programmet."
        )
    return secret


def choose_store(store: Path | None) -> Path:
    """Return the store that is named, else CHEFFORUM_STORE's, else `data/chefforum.duckdb`."""
    return store or Path(os.environ.get(STORE_VARIABLE) or ROOT / "data" / "chefforum.duckdb")


def find_key_file() -> Path:
    """Return where the key of people's marks is: CHEFFORUM_KEY's file, else the user's own."""
    default_file = user_config_path("chefforum", appauthor=False) / "personnoegle"
    return Path(os.environ.get(KEY_VARIABLE) or default_file)


def open_person_key(store: Path) -> PersonKey:
    """Return the key of people's marks for a store."""
    return PersonKey.from_file(find_key_file(), apart_from=store.parent)


def read_cookie_secret(store: Path) -> str:
    """Return what the cookies of sign-ins are signed with, made at the first start with sign-in.

    It lies beside the key of people's marks. Without it nothing is lost but the sign-ins. See
    `SecretFile` for what is raised.
    """
    file = find_key_file().with_name(LOGIN_KEY)
    when_damaged = "Slet den, og start serveren igen: så laves en ny, og alle logger ind igen."
    return SecretFile(file, "loginnøgle", store.parent, when_damaged).fetch().hex()
