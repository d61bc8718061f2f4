"""The checklist of docs/drift.md from local use to sign-in and back, from an earlier store.

What it says to write is written, and its commands are typed.
"""

import re
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit import config

import server
from access import sign_in
from access.claims import NotAdmittedError, SignInError
from access.viewer import read_user_name
from core.errors import ChefforumError
from services.access_log import open_log
from services.configuration import (
    CLIENT_SECRET_VARIABLE,
    KEY_VARIABLE,
    LOGIN_KEY,
    Configuration,
    open_person_key,
)
from services.load import read_history
from services.visitors import Visitor, identify_visitor
from store import opgoerelser
from store.database import Store
from tests.command import run
from tests.earlier_stores.test_earlier_stores import VERSIONS, unpack_store
from tests.house.sources import ROOT

TEXT = (ROOT / "docs" / "drift.md").read_text("utf-8")
CHECKLIST = TEXT.partition("### Fra lokal brug til login")[2].partition("\n### ")[0]
TABLE, HOSTS = re.findall(r"```toml\n(.+?)```", CHECKLIST, re.DOTALL)
FIRST_HR, CHEF = re.findall(r"cli\.py (roles add .+)", CHECKLIST)
ANNA, BO = "anna@kommune.dk", "bo@kommune.dk"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return unpack_store(VERSIONS[-1], tmp_path)


@pytest.fixture
def options(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The options in force on a server: Streamlit's own with those of .streamlit/config.toml."""
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    written = {
        f"{s}.{name}": value for s, named in settings.items() for name, value in named.items()
    }
    in_force = {name: option.value for name, option in config.get_config_options().items()}
    in_force |= written
    monkeypatch.setattr("streamlit.get_option", in_force.__getitem__)
    served = threading.Event()
    served.set()
    monkeypatch.setattr(sign_in, "_SERVED", served)
    return in_force


def write_settings(path: Path, text: str) -> Configuration:
    """Add the checklist's table to the file of settings, or with "" take it out again."""
    file = path.parent / "indstillinger.toml"
    file.write_text(file.read_text("utf-8").partition(TABLE)[0] + text, "utf-8")
    return Configuration.read(path)


def type_words(path: Path, command: str, **others: str) -> None:
    """Type a command of the checklist, with other words for some of its own."""
    words = re.findall(r'"([^"]+)"|(\S+)', command)
    run(path, *(others.get(quoted or bare, quoted or bare) for quoted, bare in words))


def make_claims(person: str, *, begun: timedelta = timedelta(minutes=5)) -> dict[str, Any]:
    at = int((datetime.now(UTC) - begun).timestamp())
    return {
        "sub": person, "iat": at, "exp": at + 3600, "preferred_username": person,
        "roles": ["adgang"],
    }  # fmt: skip


@contextmanager
def open_store(path: Path) -> Iterator[Store]:
    store = Store(path)
    try:
        yield store
    finally:
        store.close()


def visit(path: Path, configuration: Configuration, claims: dict[str, Any]) -> Visitor:
    with open_store(path) as store:
        return identify_visitor(store, configuration, claims)


def test_the_checklist_leads_to_sign_in_and_back(
    path: Path, options: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    local = Configuration.read(path)
    assert visit(path, local, {}).viewer.is_hr
    assert server.find_open_settings(local) == ""
    with open_store(path) as store, store.session() as cursor:
        steps = opgoerelser.read_all_steps(cursor)

    # 4, 6, 7: the secret, the settings and the name; without any of them the server does not start
    configuration = write_settings(path, TABLE)
    assert "server.allowedHosts" in server.find_open_settings(configuration)
    options |= {f"server.{name}": value for name, value in tomllib.loads(HOSTS).items()}
    assert server.find_open_settings(configuration) == ""
    assert "Uden login" in server.find_open_settings(local)
    monkeypatch.delenv(CLIENT_SECRET_VARIABLE, raising=False)
    with pytest.raises(ChefforumError, match=CLIENT_SECRET_VARIABLE):
        server.make_secrets(configuration)
    monkeypatch.setenv(CLIENT_SECRET_VARIABLE, "hemmelig")
    assert server.make_secrets(configuration)

    # 8: the first HR
    with pytest.raises(SignInError):
        visit(path, configuration, {})
    with pytest.raises(NotAdmittedError, match=r"cli\.py roles add NAVN hr"):
        visit(path, configuration, make_claims(ANNA))
    type_words(path, FIRST_HR)

    # 10: HR sees what HR saw, others nothing, and nothing was released
    assert visit(path, configuration, make_claims(ANNA)).viewer.is_hr
    with pytest.raises(NotAdmittedError, match="Spørg HR, sygefravaer@"):
        visit(path, configuration, make_claims(BO))
    with pytest.raises(NotAdmittedError, match="ikke i en gruppe"):
        visit(path, configuration, make_claims(ANNA) | {"roles": ["andet"]})
    with pytest.raises(SignInError, match="udløbet"):
        visit(path, configuration, make_claims(ANNA, begun=timedelta(hours=2)))
    with open_store(path) as store:
        assert {load.loaded_by[-8:] for load in read_history(store)} == {" (lokal)"}
        with store.session() as cursor:
            assert opgoerelser.read_all_steps(cursor) == steps

    # 11: the others
    type_words(path, CHEF)
    assert visit(path, configuration, make_claims(BO)).viewer.scope.within == {
        "afdeling:Børn & Familie"
    }

    # back to local use: the one at the machine is not HR before the same command
    local = write_settings(path, "")
    with pytest.raises(NotAdmittedError, match=f"roles add {read_user_name()} hr"):
        visit(path, local, {})
    type_words(path, FIRST_HR, **{ANNA: read_user_name()})
    assert visit(path, local, {}).viewer.is_hr


def test_an_account_at_the_machine_is_never_taken_for_one_who_signs_in(path: Path) -> None:
    write_settings(path, TABLE)
    type_words(path, FIRST_HR)
    newest = next(line.entry for line in open_log(path).read() if line.entry)
    assert (newest.person, newest.role) == (f"{read_user_name()} (lokal)", "hr")


def test_without_its_login_key_a_server_makes_another_and_people_keep_their_marks(
    path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("noegler")
    monkeypatch.setenv(KEY_VARIABLE, str(folder / "personnoegle"))
    monkeypatch.setenv(CLIENT_SECRET_VARIABLE, "hemmelig")
    configuration = write_settings(path, TABLE)

    def read_secret() -> str:
        secrets = server.make_secrets(configuration)
        assert secrets
        return str(secrets["auth"]["cookie_secret"])

    mark, secret = open_person_key(path).mark("12345"), read_secret()
    assert read_secret() == secret
    assert (folder / LOGIN_KEY).stat().st_mode & 0o777 == 0o600
    (folder / LOGIN_KEY).unlink()
    assert read_secret() != secret
    assert open_person_key(path).mark("12345") == mark


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("client.showErrorDetails", "full"),
        ("server.enableXsrfProtection", False),
        ("server.allowedHosts", []),
        ("server.baseUrlPath", "fravaer"),
    ],
)
def test_a_setting_that_protects_is_in_force_or_nothing_starts(
    option: str, value: object, path: Path, options: dict[str, Any]
) -> None:
    configuration = write_settings(path, TABLE)
    options |= {f"server.{name}": hosts for name, hosts in tomllib.loads(HOSTS).items()}
    assert server.find_open_settings(configuration) == ""
    options[option] = value
    assert option in server.find_open_settings(configuration)
