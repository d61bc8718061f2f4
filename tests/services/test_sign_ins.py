"""Sign-ins that ended, who may come in by the table of roles, and what was signed locally."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from access.claims import NotAdmittedError, SignIn, SignInError
from access.grants import make_grant, write_grants
from access.roles import Role
from access.viewer import read_user_name
from core.errors import ChefforumError, UsageError
from core.settings import Settings
from services import roles, visitors
from services.access_log import open_log
from services.configuration import Configuration
from services.figures import open_figures
from services.load import read_history
from services.sign_ins import is_signed_out, record_mode, sign_out
from services.visitors import identify_visitor
from store.database import Store
from tests.access.test_claims import SETTINGS
from tests.clock import Clock
from tests.stored_rows import put, row

NOW = datetime(2026, 12, 1, 9)
ANNA, BO = "anna@kommune.dk", "bo@kommune.dk"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "s.duckdb", clock=Clock(NOW))


def configure(store: Store, *, signs_in: bool = True) -> Configuration:
    return Configuration(store.path, Settings(), SETTINGS if signs_in else None)


def make_claims(person: str = ANNA, **more: Any) -> dict[str, Any]:
    begun = int((NOW - timedelta(minutes=5)).replace(tzinfo=UTC).timestamp())
    return {"sub": person, "iat": begun, "exp": begun + 3600, "preferred_username": person} | more


def grant(store: Store, *grants: tuple[str, str, str]) -> None:
    table = [make_grant(*line, first=None, last=None) for line in grants]
    write_grants(store.path.parent / "roller.toml", table)


def test_a_sign_in_that_was_ended_is_over_and_no_other(store: Store) -> None:
    grant(store, (ANNA, "hr", ""))
    visitor = identify_visitor(store, configure(store), make_claims(nonce="a"))
    sign_out(store, SignIn(ANNA, visitor.session, NOW.replace(tzinfo=UTC) + timedelta(hours=1)))
    assert is_signed_out(store, visitor.session)
    with pytest.raises(SignInError, match="Du er logget ud"):
        identify_visitor(store, configure(store), make_claims(nonce="a"))
    assert identify_visitor(store, configure(store), make_claims(nonce="b")).viewer.is_hr


def test_a_clock_that_is_set_back_reopens_no_sign_in(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    grant(store, (ANNA, "hr", ""))
    ended = identify_visitor(store, configure(store), make_claims(nonce="a"))
    sign_out(store, SignIn(ANNA, ended.session, NOW.replace(tzinfo=UTC) + timedelta(hours=1)))
    identify_visitor(store, configure(store), make_claims(nonce="b"))
    passed = monotonic()
    store.clock = Clock(NOW + timedelta(hours=9))
    sign_out(store, SignIn(ANNA, "c", NOW.replace(tzinfo=UTC) + timedelta(hours=10)))
    store.clock = Clock(NOW)
    with pytest.raises(SignInError, match="Du er logget ud"):
        identify_visitor(store, configure(store), make_claims(nonce="a"))
    assert identify_visitor(store, configure(store), make_claims(nonce="b")).viewer.is_hr
    monkeypatch.setattr(visitors, "monotonic", lambda: passed + 3600)
    with pytest.raises(SignInError, match="udløbet"):
        identify_visitor(store, configure(store), make_claims(nonce="b"))


def test_a_fault_in_the_table_is_told_to_nobody_who_has_not_signed_in(store: Store) -> None:
    (store.path.parent / "roller.toml").write_text('[[rolle]]\nperson = ["Anna"]', "utf-8")
    with pytest.raises(SignInError, match="Log ind"):
        identify_visitor(store, configure(store), {})
    with pytest.raises(UsageError, match="Anna"):
        identify_visitor(store, configure(store), make_claims())


def test_several_roles_add_up(store: Store) -> None:
    put(store, [row(f"2024K{n}", "1", afdeling="A") for n in range(1, 5)])
    grant(store, (ANNA, "hr", ""), (BO, "afdelingschef", "A"), (BO, "it", ""))
    viewer = identify_visitor(store, configure(store), make_claims(BO)).viewer
    assert viewer.roles == (Role.IT, Role.AFDELINGSCHEF)
    assert viewer.scope.within == {"afdeling:A"}
    assert (viewer.rights.sees_operation, viewer.rights.loads_data) == (True, False)
    assert viewer.title == "IT og afdelingschef for A"


def test_a_place_is_looked_up_once_and_anew_when_data_change(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    openings = []

    def count_opening(*args: Any, **more: Any) -> Any:
        openings.append(args)
        return open_figures(*args, **more)

    monkeypatch.setattr("services.viewers.open_figures", count_opening)
    put(store, [row(f"2024K{n}", "1", afdeling="A") for n in range(1, 5)])
    grant(store, (ANNA, "hr", ""), (BO, "afdelingschef", "B"))
    for _ in range(2):
        with pytest.raises(NotAdmittedError):
            identify_visitor(store, configure(store), make_claims(BO))
    assert len(openings) == 1
    put(store, [row(f"2024K{n}", "1", afdeling="B") for n in range(1, 5)], name="b")
    for _ in range(2):
        visitor = identify_visitor(store, configure(store), make_claims(BO))
        assert visitor.viewer.scope.within == {"afdeling:B"}
    assert len(openings) == 2


@pytest.mark.parametrize(
    ("person", "reason"), [(BO, "har ingen rolle her"), ("carl@kommune.dk", "har ingen rolle her")]
)
def test_who_has_no_role_or_one_of_no_place_is_refused(
    person: str, reason: str, store: Store
) -> None:
    put(store, [row(f"2024K{n}", "1", afdeling="A") for n in range(1, 5)])
    grant(store, (ANNA, "hr", ""), (BO, "afdelingschef", "Nedlagt"))
    with pytest.raises(NotAdmittedError, match=reason):
        identify_visitor(store, configure(store), make_claims(person))


def test_without_hr_the_way_to_the_first_is_told(store: Store) -> None:
    grant(store, (BO, "it", ""))
    with pytest.raises(NotAdmittedError, match=r"cli\.py roles add NAVN hr"):
        identify_visitor(store, configure(store), make_claims(BO))


def test_going_back_to_local_use_asks_for_the_same_command(store: Store) -> None:
    local = configure(store, signs_in=False)
    assert identify_visitor(store, local, {}).viewer.is_hr
    grant(store, (ANNA, "hr", ""))
    with pytest.raises(NotAdmittedError, match=f"roles add {read_user_name()} hr"):
        identify_visitor(store, local, {})
    grant(store, (ANNA, "hr", ""), (read_user_name(), "hr", ""))
    assert identify_visitor(store, local, {}).viewer.is_hr


def test_a_file_is_of_the_sign_in_and_of_the_rights_it_was_offered_in(store: Store) -> None:
    grant(store, (ANNA, "hr", ""), (BO, "sekretariat", ""))
    before = identify_visitor(store, configure(store), make_claims(BO)).owner
    assert identify_visitor(store, configure(store), make_claims(BO)).owner == before
    other = identify_visitor(store, configure(store), make_claims(BO, nonce="x")).owner
    grant(store, (ANNA, "hr", ""), (BO, "it", ""))
    changed = identify_visitor(store, configure(store), make_claims(BO)).owner
    assert len({before, other, changed}) == 3


def test_what_was_signed_before_sign_in_is_marked_as_local(tmp_path: Path) -> None:
    clock = Clock(NOW)
    store = Store(tmp_path / "s.duckdb", clock=clock)
    put(store, [row("2024K1")], name="a")
    signature = read_history(store)[0].loaded_by
    clock.now += timedelta(days=1)
    record_mode(store, is_sign_in=False)  # it always was: there is nothing to tell apart
    assert read_history(store)[0].loaded_by == signature
    record_mode(store, is_sign_in=True)
    put(store, [row("2024K2")], name="b")
    assert [upload.loaded_by for upload in read_history(store)] == [
        signature,
        f"{signature} (lokal)",
    ]


def test_a_role_is_given_signed_and_logged_and_the_last_hr_stays(store: Store) -> None:
    configuration = configure(store)
    first = make_grant(ANNA, "hr", "", first=None, last=None)
    roles.give_role(configuration, first, by="kim", store=None)
    with pytest.raises(ChefforumError, match="ingen have rollen HR"):
        roles.end_roles(configuration, ANNA, None, by="kim")
    put(store, [row(f"2024K{n}", "1", afdeling="A") for n in range(1, 5)])
    chef = make_grant(BO, "afdelingschef", "B", first=None, last=date(2030, 1, 1))
    with pytest.raises(UsageError, match="»B« er ikke en afdeling i data"):
        roles.give_role(configuration, chef, by="kim", store=store)
    right = make_grant(BO, "afdelingschef", "A", first=None, last=None)
    roles.give_role(configuration, right, by="kim", store=store)
    reviewed = roles.review_roles(store, configuration)
    assert [(line.grant.person, line.grant.granted_by, line.reason) for line in reviewed] == [
        (ANNA, "kim", ""),
        (BO, "kim", ""),
    ]
    newest = next(open_log(store.path).read())
    assert newest.entry is not None
    assert newest.entry.action == "roller"
