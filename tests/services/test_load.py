"""Loading as both doors do it: check, show before and after, store all or nothing, undo."""

import csv
import io
import json
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from core.errors import LoadConflictError
from core.nodes import TREE, Level
from core.placement import Cause
from core.quarter import Quarter
from core.settings import Settings
from data_loaders.guidance.mapping import Mapping
from data_loaders.problem import Severity
from services import opgoerelser, organisation, placement_edits
from services.load import CheckedFile, check, compare_before_after, redo, save, undo
from store import uploads
from store.database import Store
from tests.frames import frame_of
from tests.stored_rows import figures, put, row

SETTINGS = Settings()
HEADS = ("Kvartal", "Enhedsnr.", "Enhed", "Afdeling", "Fraværsdagsværk", "Medarbejdere")
FOUR = ["2024K1", "2024K2", "2024K3", "2024K4"]
YEAR, YEARS_BEFORE = " ".join(FOUR), [f"{year}K{n}" for year in (2022, 2023) for n in (1, 2, 3, 4)]


def write_extract(quarter: str, units: dict[str, int], *, heads: int = 10) -> bytes:
    """A small extract as delimited text: enhedsnr → dagsværk; `quarter` may name several."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(HEADS)
    for period in quarter.split() or [quarter]:
        for unit, days in units.items():
            writer.writerow([period, unit, f"Enhed {unit}", "Skole", days, heads])
    return text.getvalue().encode()


def check_content(store: Store, content: bytes, name: str = "udtræk.csv") -> CheckedFile:
    return check(store, content, file_name=name, settings=SETTINGS)


def load_quarter(store: Store, quarter: str, units: dict[str, int]) -> str:
    outcome = save(store, [check_content(store, write_extract(quarter, units))], by="test")[0]
    assert outcome.status == "stored", outcome.checked.report.problems
    return outcome.upload_id


def test_a_checked_file_is_not_stored_until_it_is_saved(store: Store) -> None:
    checked = check_content(store, write_extract("2024K1", {"1": 40}))
    assert checked.status == "checked"
    assert compare_before_after(store, [checked], settings=SETTINGS).after.result is None
    with store.session() as cursor:
        assert cursor.execute("SELECT count(*) FROM kvartal").fetchone() == (0,)


def test_the_same_bytes_change_nothing_while_they_count(store: Store) -> None:
    first = load_quarter(store, "2024K1", {"1": 40})
    again = save(store, [check_content(store, write_extract("2024K1", {"1": 40}))], by="test")[0]
    assert (again.status, again.upload_id) == ("unchanged", first)
    load_quarter(store, "2024K1", {"1": 41})
    assert check_content(store, write_extract("2024K1", {"1": 40})).status == "checked"


def test_the_same_file_twice_in_one_batch_counts_once(store: Store) -> None:
    checked = check_content(store, write_extract("2024K1", {"1": 40}))
    assert [outcome.status for outcome in save(store, [checked, checked], by="test")] == [
        "stored",
        "unchanged",
    ]


def test_before_and_after_show_what_a_batch_would_do_and_store_nothing(store: Store) -> None:
    load_quarter(store, YEAR, {"1": 40})
    batch = [check_content(store, write_extract(q, {"1": 60})) for q in FOUR[:2]]
    shown = compare_before_after(store, batch, settings=SETTINGS)
    assert shown.before.result is not None
    assert shown.after.result is not None
    assert frame_of(shown.before.result)["value"].iloc[0] == 16
    assert frame_of(shown.after.result)["value"].iloc[0] == 20
    assert figures(store, "2024K4").loc["kommune", "value"] == 16
    save(store, batch, by="test")
    assert figures(store, "2024K4").loc["kommune", "value"] == 20


def test_a_rejected_file_is_passed_over_and_the_rest_stored(store: Store) -> None:
    bad = check_content(store, b"ikke et udtr\xc3\xa6k", "note.txt")
    good = check_content(store, write_extract("2024K1", {"1": 40}))
    outcomes = save(store, [bad, good], by="test")
    assert [outcome.status for outcome in outcomes] == ["rejected", "stored"]
    assert bad.report.problems


def test_a_load_that_was_overtaken_stores_nothing_of_its_batch(store: Store) -> None:
    batch = [check_content(store, write_extract(q, {"1": 1})) for q in FOUR[:2]]
    load_quarter(store, "2024K2", {"1": 40})
    with pytest.raises(LoadConflictError, match="2024K2 blev ændret"):
        save(store, batch, by="test")
    with store.session() as cursor:
        assert cursor.execute("SELECT DISTINCT quarter FROM facts").fetchall() == [("2024K2",)]


def test_a_load_of_another_quarter_meanwhile_does_not_hinder(store: Store) -> None:
    checked = check_content(store, write_extract("2024K1", {"1": 1}))
    load_quarter(store, "2024K2", {"1": 40})
    assert save(store, [checked], by="test")[0].status == "stored"


def test_enheder_that_are_gone_are_a_warning_with_their_names(store: Store) -> None:
    load_quarter(store, "2024K1", {"1": 40, "2": 40, "3": 40})
    warnings = check_content(store, write_extract("2024K2", {"1": 40})).report.problems
    (absent,) = [problem for problem in warnings if problem.code == "unit_absent"]
    assert "2 enheder fra 1. kvartal 2024 er ikke med i 2. kvartal 2024" in absent.message
    assert "Enhed 2 og Enhed 3" in absent.message


def test_an_enhed_that_the_organisation_has_closed_is_expected_to_be_gone(store: Store) -> None:
    load_quarter(store, "2024K1", {"1": 40, "2": 40, "3": 40})
    organisation.confirm(store, by="hr")
    close = partial(
        placement_edits.close_unit, enhed="3", til=date(2024, 5, 31), aarsag=Cause.NEDLAGT
    )
    organisation.change(store, close, by="hr")
    warnings = check_content(store, write_extract("2024K2", {"1": 40})).report.problems
    absent = [problem for problem in warnings if "Enhed 3" in problem.message]
    assert absent == []
    assert {p.code for p in warnings if "Enhed 2" in p.message} == {"unit_absent", "not_in_file"}


def test_a_quarter_in_two_files_gives_the_same_figures(store: Store, tmp_path: Path) -> None:
    undivided = Store(tmp_path / "whole.duckdb")
    load_quarter(undivided, YEAR, {"1": 40, "2": 10, "3": 7})
    load_quarter(store, YEAR, {"3": 7, "1": 40})
    load_quarter(store, YEAR, {"2": 10})
    for level in TREE:
        if level is not Level.OMRAADE:
            assert figures(store, "2024K4", level).equals(figures(undivided, "2024K4", level))
    undivided.close()


def test_undo_takes_the_beginning_of_an_id_and_restores_the_figures(store: Store) -> None:
    load_quarter(store, YEAR, {"1": 40})
    before = figures(store, "2024K4")
    correction = load_quarter(store, "2024K4", {"1": 4})
    assert undo(store, correction[:8], by="test") == correction
    assert figures(store, "2024K4").equals(before)


def test_redo_takes_the_beginning_of_an_id_and_the_figures_are_as_before_the_undo(
    store: Store,
) -> None:
    load_quarter(store, YEAR, {"1": 40})
    correction = load_quarter(store, "2024K4", {"1": 4})
    with_it = figures(store, "2024K4")
    undo(store, correction[:8], by="test")
    assert redo(store, correction[:8], by="test") == correction
    assert figures(store, "2024K4").equals(with_it)


def test_history_keeps_what_a_batch_did_to_the_figures(store: Store) -> None:
    load_quarter(store, YEAR, {"1": 40})
    batch = [check_content(store, write_extract(q, {"1": 60})) for q in FOUR[:2]]
    save(store, batch, by="test")
    with store.session() as cursor:
        second, first, *earlier = uploads.read_history(cursor)
    changes = [json.loads(past.changes) for past in (first, second)]
    assert [(c["before"]["value"], c["after"]["value"]) for c in changes] == [(16, 20)] * 2
    assert {c["after"]["quarter"] for c in changes} == {"2024K4"}
    assert changes[0]["after"]["employees"] == 10
    assert changes[0]["after"]["short"] is None
    oldest = json.loads(earlier[-1].changes)
    assert oldest["before"] == {"quarter": None} | dict.fromkeys(
        ["value", "short", "long", "long_share", "employees"]
    )


def test_each_opgoerelse_that_a_file_touches_is_before_as_it_was_sent(store: Store) -> None:
    load_quarter(store, f"2023K4 {YEAR}", {"1": 40})
    for act in (opgoerelser.release, opgoerelser.send):
        act(store, Quarter(2024, 4), settings=SETTINGS, by="test")
    load_quarter(store, "2024K4", {"1": 50})
    batch = [check_content(store, write_extract("2024K3", {"1": 60}))]
    changes = compare_before_after(store, batch, settings=SETTINGS).opgoerelser
    assert [(str(c.quarter), c.before, c.after, c.sent_at is not None) for c in changes] == [
        ("2024K4", 16, 19, True),
        ("2024K3", 16, 18, False),
    ]


def test_before_and_after_count_the_rows_of_each_kind(store: Store) -> None:
    load_quarter(store, "2024K1", {"1": 40, "2": 40})
    batch = [
        check_content(store, write_extract("2024K1", {"1": 40})),
        check_content(store, write_extract("2024K2", {"1": 1})),
    ]
    assert compare_before_after(store, batch, settings=SETTINGS).rows == {"kvartal": (2, 2)}


def test_the_date_of_an_extract_that_has_none_can_be_told(store: Store) -> None:
    mapping = Mapping(answers={"extract_date": "12.01.2025"})
    content = write_extract("2024K1", {"1": 40})
    checked = check(store, content, file_name="a.csv", settings=SETTINGS, file_mapping=mapping)
    save(store, [checked], by="test")
    with store.session() as cursor:
        (past,) = uploads.read_history(cursor)
    assert past.extract_date == date(2025, 1, 12)


def test_the_same_bytes_under_the_name_of_another_quarter_are_other_data(store: Store) -> None:
    content = write_extract("", {"1": 40}).replace(b"Kvartal;", b"X;")
    for name in ("2024K1.csv", "2024K2.csv"):
        assert save(store, [check_content(store, content, name)], by="test")[0].status == "stored"
    with store.session() as cursor:
        assert uploads.read_enheder(cursor, ["2024K2"]) == {"2024K2": {"1": "Enhed 1"}}


def test_a_file_that_replaces_a_quarter_warns_of_the_enheder_it_leaves_out(store: Store) -> None:
    load_quarter(store, "2024K1", {"1": 40, "2": 40})
    (removed,) = check_content(store, write_extract("2024K1", {"1": 9})).report.problems
    assert (removed.code, removed.severity) == ("unit_removed", Severity.WARNING)
    assert "Filen erstatter 1. kvartal 2024, og 1 enhed derfra er ikke med i den: Enhed 2" in (
        removed.message
    )


def test_a_jump_against_the_enheds_own_history_is_a_warning(store: Store) -> None:
    put(store, [row(q, "1", days=str(40 + int(q[-1]))) for q in YEARS_BEFORE], name="1")
    put(store, [row(q, "2", days="30") for q in YEARS_BEFORE], name="2")
    jump = check_content(store, write_extract("2024K1", {"1": 400, "2": 30}))
    jumps = [problem for problem in jump.report.problems if problem.code == "improbable_jump"]
    assert [problem.severity for problem in jumps] == [Severity.WARNING]
    assert "Enhed 1" in jumps[0].message
    as_before = check_content(store, write_extract("2024K1", {"1": 42, "2": 30}))
    assert "improbable_jump" not in [problem.code for problem in as_before.report.problems]


def test_a_quarter_that_is_replaced_is_no_history_of_itself(store: Store) -> None:
    put(store, [row(q, "1", days=str(40 + int(q[-1]))) for q in YEARS_BEFORE], name="1")
    wrong = check_content(store, write_extract("2023K4", {"1": 400}))
    assert "improbable_jump" in [problem.code for problem in wrong.report.problems]


def test_enheder_that_the_organisation_does_not_have_are_a_warning_both_ways(store: Store) -> None:
    lives = "Enhedsnr.;Enhed;Afdeling;Fra;Til;Årsag\n2;Enhed 2;Skole;01.01.2020;;\n".encode()
    organisation = check_content(store, lives, "organisation.csv")
    assert save(store, [organisation], by="test")[0].status == "stored"
    codes = [
        p.code for p in check_content(store, write_extract("2024K1", {"1": 40})).report.problems
    ]
    assert {"not_in_organisation", "not_in_file"} <= set(codes)
    expected = check_content(store, write_extract("2024K1", {"2": 40}))
    assert not {"not_in_organisation", "not_in_file"} & {p.code for p in expected.report.problems}
