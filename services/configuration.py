"""Where the store is and what the municipality has chosen: from the environment and one file."""

import os
import runpy
import sys
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_config_path

from core.errors import ChefforumError
from core.person_key import PersonKey
from core.settings import Settings

ROOT = Path(__file__).parent.parent
STORE_VARIABLE = "CHEFFORUM_STORE"
KEY_VARIABLE = "CHEFFORUM_KEY"


@dataclass(frozen=True)
class Configuration:
    """The store's file and the settings that lie beside it in `indstillinger.toml`."""

    store: Path
    settings: Settings

    @classmethod
    def read(cls, store: Path | None = None) -> "Configuration":
        """Take the store that is named, else CHEFFORUM_STORE's, else `data/chefforum.duckdb`.

        Raises UsageError for settings that are unknown or of the wrong kind.
        """
        chosen = store or Path(os.environ.get(STORE_VARIABLE) or ROOT / "data" / "chefforum.duckdb")
        return cls(chosen, Settings.read(chosen.parent / "indstillinger.toml"))

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


def open_person_key(store: Path) -> PersonKey:
    """Return the key of people's marks for a store: CHEFFORUM_KEY's file, else the user's own."""
    default_file = user_config_path("chefforum", appauthor=False) / "personnoegle"
    return PersonKey.from_file(
        Path(os.environ.get(KEY_VARIABLE) or default_file), apart_from=store.parent
    )
