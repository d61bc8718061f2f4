"""Months of a quarter that are loaded one by one, in any order, replaced and undone."""

from collections.abc import Iterable
from itertools import permutations

import pytest

from core.errors import ChefforumError, NoDataError
from core.month import Month
from core.nodes import Level
from core.quarter import Quarter
from metrics import kvartal, provenance, rullende
from store import uploads
from store.database import Store
from tests.store.test_uploads import redo, undo
from tests.stored_rows import put, reading, row

MONTHS = ("2024-04", "2024-05", "2024-06")
WHOLE = {("2024K2", "1001", 36.0, 20.0)}


def put_month(store: Store, month: str, *, days: str = "12", heads: str = "20") -> str:
    return put(store, [row(month, days=days, heads=heads)], name=month)


def put_months(store: Store, months: Iterable[str]) -> dict[str, str]:
    return {month: put_month(store, month) for month in months}


def read_facts(store: Store) -> set[tuple[str, str, float, float]]:
    with store.session() as cursor:
        rows = cursor.execute(
            "SELECT quarter, enhed, dagsvaerk::DOUBLE, medarbejdere::DOUBLE FROM facts"
        ).fetchall()
    assert len(set(rows)) == len(rows)
    return set(rows)


def read_unfinished(store: Store) -> dict[Quarter, tuple[Month, ...]]:
    with store.session(facts=False) as cursor:
        return uploads.read_unfinished_quarters(cursor)


def test_three_months_are_a_quarter_in_any_order_and_fewer_are_none(store: Store) -> None:
    for order in permutations(MONTHS):
        ids = []
        for month in order:
            assert read_facts(store) == set()
            ids.append(put_month(store, month))
        assert read_facts(store) == WHOLE
        assert read_unfinished(store) == {}
        for upload_id in ids:
            undo(store, upload_id)


def test_days_are_summed_and_people_averaged_exactly(store: Store) -> None:
    for month, days, heads in zip(MONTHS, ("1", "2", "4"), ("10", "10", "11"), strict=True):
        put_month(store, month, days=days, heads=heads)
    with store.session() as cursor:
        facts = cursor.execute("SELECT dagsvaerk::VARCHAR, medarbejdere::VARCHAR FROM facts")
        assert facts.fetchall() == [("7.000000000000", "10.333333333333")]


def test_an_unfinished_quarter_is_listed_with_its_months(store: Store) -> None:
    put_months(store, ("2024-06", "2024-04"))
    assert read_unfinished(store) == {Quarter(2024, 2): (Month(2024, 4), Month(2024, 6))}
    with reading(store) as reader:
        for read in (kvartal.read_kvartal, rullende.read_rullende):
            with pytest.raises(NoDataError, match=r"2\. kvartal 2024 er ikke færdigt: april 2024"):
                read(reader, quarter=Quarter(2024, 2), level=Level.KOMMUNE)


def test_a_month_replaces_only_itself(store: Store) -> None:
    put_months(store, MONTHS)
    put_month(store, "2024-05", days="15")
    assert read_facts(store) == {("2024K2", "1001", 39.0, 20.0)}


def test_undoing_a_month_makes_the_quarter_unfinished_and_redoing_it_whole(store: Store) -> None:
    ids = put_months(store, MONTHS)
    undo(store, ids["2024-05"])
    assert read_facts(store) == set()
    assert list(read_unfinished(store)) == [Quarter(2024, 2)]
    redo(store, ids["2024-05"])
    assert read_facts(store) == WHOLE


def test_a_file_of_the_quarter_replaces_its_months_and_gives_them_back(store: Store) -> None:
    put_months(store, MONTHS)
    put(store, [row("2024-07")], name="juli")
    whole = put(store, [row("2024K2", "2002", days="40", heads="10")], name="kvartal")
    assert read_facts(store) == {("2024K2", "2002", 40.0, 10.0)}
    assert list(read_unfinished(store)) == [Quarter(2024, 3)]
    undo(store, whole)
    assert read_facts(store) == WHOLE


def test_a_month_replaces_the_whole_quarter_and_gives_it_back(store: Store) -> None:
    put(store, [row("2024K2", days="40", heads="10")], name="kvartal")
    month = put_month(store, "2024-04")
    assert read_facts(store) == set()
    undo(store, month)
    assert read_facts(store) == {("2024K2", "1001", 40.0, 10.0)}


def test_a_quarter_does_not_come_back_beside_a_month_that_counts(store: Store) -> None:
    put(store, [row("2024K2")], name="kvartal")
    first = put_month(store, "2024-04")
    put_month(store, "2024-05")
    with pytest.raises(ChefforumError, match=r"i 2024K2 er der siden"):
        undo(store, first)


def test_an_enhed_that_lacks_a_month_is_missing_in_the_quarter(store: Store) -> None:
    for month in MONTHS:
        extra = [row(month, "2002")] if month != "2024-05" else []
        put(store, [row(month, days="12", heads="20"), *extra], name=month)
    assert read_facts(store) == {*WHOLE, ("2024K2", "2002", None, None)}


def test_the_figures_of_a_quarter_of_months_name_all_their_files(store: Store) -> None:
    put_months(store, MONTHS)
    with reading(store) as reader:
        sources = provenance.read_sources(reader, first=Quarter(2024, 2), last=Quarter(2024, 2))
    assert [source.file_name for source in sources] == list(MONTHS)


def test_a_month_that_was_undone_does_not_take_a_whole_quarter_away(store: Store) -> None:
    month = put_month(store, "2024-04")
    undo(store, month)
    put(store, [row("2024K2", days="36", heads="20")])
    with pytest.raises(ChefforumError, match="helt kvartal"):
        redo(store, month)
    assert read_facts(store) == WHOLE
