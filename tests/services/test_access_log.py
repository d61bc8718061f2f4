"""What the store keeps of the access log, and what becomes of changes that cannot be logged."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from access.log import AccessLog
from access.log_check import FaultKind
from access.log_lines import Action, Detail, LogEntry
from access.sign_in_settings import SignInSettings
from core.errors import LogError
from core.settings import Settings
from services import access_log
from services.access_log import (
    Person,
    act_as,
    keep_anchor,
    keep_anchor_once_a_minute,
    log_change,
    log_settings,
    read_checked_log,
)
from services.access_log import open_log as open_log_of
from services.configuration import Configuration
from services.retention import erase_due, list_due
from store.database import Store
from store.log_anchors import read_anchors
from tests.clock import Clock

ENTRY = LogEntry("kirsten", "hr", Action.SIDE)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "s.duckdb", clock=Clock(datetime(2025, 1, 20, 9)))


def list_numbers(store: Store) -> list[int]:
    with store.session(facts=False) as cursor:
        return [anchor.number for anchor in read_anchors(cursor)]


def test_the_last_line_of_each_day_is_kept_and_finds_a_cut_end(store: Store) -> None:
    log = open_log_of(store.path)
    keep_anchor(store)
    assert list_numbers(store) == []
    for days in (0, 0, 1):
        store.clock.wait(days)  # type: ignore[attr-defined]
        log.write(ENTRY)
        keep_anchor(store)
        keep_anchor(store)
    assert list_numbers(store) == [2, 3]
    assert read_checked_log(store).faults == ()

    log.path.write_bytes(b"".join(log.path.read_bytes().splitlines(keepends=True)[:1]))

    (fault,) = read_checked_log(store).faults
    assert (fault.kind, fault.number) == (FaultKind.SLUTNING, 2)


def test_a_setting_that_was_changed_while_nothing_ran_is_told_with_what_it_was(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = "https://login.example/.well-known/openid-configuration"
    sign_in = SignInSettings(provider, "program", "https://sygefravaer.example/oauth2callback")
    for settings, signs_in in (
        (Settings(), None),
        (Settings(), None),
        (Settings(smallest_group=4, total_words=("i alt",)), None),
        (Settings(smallest_group=4, total_words=("i alt",)), sign_in),
        (Settings(smallest_group=4, total_words=("i alt",)), replace(sign_in, session_hours=4)),
    ):
        monkeypatch.setattr(access_log, "_SETTINGS_SEEN", {})  # another process
        log_settings(store, Configuration(store.path, settings, signs_in))
    lines = [line.entry.details for line in open_log_of(store.path).read() if line.entry]
    first, changed, signed_in, shorter = [
        line.get(Detail.INDSTILLINGER, "") for line in lines[::-1]
    ]
    assert first == ""
    assert changed.startswith('smallest_group: 5 → 4, total_words: ["i alt", "ialt", ')
    assert changed.endswith(' → ["i alt"]')
    assert f'sign_in.metadata_url: ingen → "{provider}"' in signed_in
    assert shorter == "sign_in.session_hours: 8 → 4"
    assert len({line[Detail.HASH] for line in lines}) == 4


def test_the_last_line_is_kept_at_most_once_a_minute(store: Store) -> None:
    log = open_log_of(store.path)
    for _ in range(2):
        log.write(ENTRY)
        keep_anchor_once_a_minute(store)
    assert list_numbers(store) == [1]


def test_lines_are_kept_as_many_years_as_the_settings_say(store: Store) -> None:
    settings = Settings(retention_years=(("adgangslog", 1),))
    log = AccessLog(open_log_of(store.path).path, clock=Clock(datetime(2023, 12, 31, 9)))
    for _ in range(3):
        log.write(ENTRY)
    AccessLog(log.path, clock=Clock(datetime(2024, 1, 20, 9))).write(ENTRY)

    (due,) = list_due(store, settings)
    assert due.text == "3 linjer i adgangsloggen fra før 20. januar 2024"
    assert list_due(store, Settings()) == ()
    assert erase_due(store, settings, by="kirsten") == (due,)

    cut, kept = log.read()
    assert (kept.number, cut.entry and cut.entry.action) == (4, Action.BEGYNDELSE_FJERNET)
    assert read_checked_log(store).faults == ()
    assert list_due(store, settings) == ()


def test_a_change_is_refused_before_it_is_made_where_it_cannot_be_logged(store: Store) -> None:
    open_log_of(store.path).path.mkdir()
    made = []
    with (
        pytest.raises(LogError, match="ingen tal"),
        log_change(store, Action.AENDRET, by="kirsten"),
    ):
        made.append(1)
    assert made == []


def test_a_change_that_fails_is_not_logged_and_one_that_is_made_says_what(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), log_change(store, Action.AENDRET, by="kirsten"):
        raise ZeroDivisionError
    with log_change(store, Action.AENDRET, by="kirsten") as details:
        details[Detail.SLAGS] = "sag"

    (line,) = open_log_of(store.path).read()
    assert line.entry == LogEntry("kirsten", "", Action.AENDRET, {Detail.SLAGS: "sag"})


def test_a_change_has_the_roles_of_who_makes_it_and_the_programs_own_has_none(
    store: Store,
) -> None:
    with act_as(Person("kirsten", "hr it")):
        for name in ("kirsten", "automatisk"):
            with log_change(store, Action.AENDRET, by=name):
                pass
    lines = [line.entry for line in open_log_of(store.path).read() if line.entry]
    assert [(entry.person, entry.role) for entry in lines] == [
        ("automatisk", ""),
        ("kirsten", "hr it"),
    ]


def test_a_change_that_was_made_is_told_where_the_log_failed_afterwards(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with (
        pytest.raises(LogError, match="Ændringen er gemt"),
        log_change(store, Action.AENDRET, by="kirsten"),
    ):
        monkeypatch.setattr("os.write", refuse)
