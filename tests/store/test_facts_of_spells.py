"""Facts of a quarter without an extract: spells and people, put together by enhed."""

from dataclasses import replace
from decimal import Decimal

import pyarrow as pa
import pytest

from core.nodes import Level
from core.quarter import Quarter
from core.settings import Settings
from metrics.rullende import read_rullende
from phrases.basis import describe_threshold
from store.database import Store
from tests.store.employments import put_upload
from tests.store.spells import make_heads, make_spells, make_upload
from tests.stored_rows import figures, put, reading, row


def read_facts(store: Store) -> list[tuple[object, ...]]:
    with store.session() as cursor:
        rows = cursor.execute(
            "SELECT quarter, enhed, dagsvaerk, korttid, langtid, medarbejdere FROM facts "
            "ORDER BY quarter, enhed"
        ).fetchall()
    return [tuple(float(c) if isinstance(c, Decimal) else c for c in fact) for fact in rows]


def test_spells_and_people_meet_by_enhed(store: Store) -> None:
    put_upload(store, make_spells(("2024K4", "0310", "3/30/1/2"), ("2024K4", "4102", "1/0/0/0")))
    put_upload(store, make_heads(("2024K4", "310", "22"), ("2024K4", "4103", "9")))
    assert read_facts(store) == [
        ("2024K4", "0310", 36.0, 4.0, 32.0, 22.0),
        ("2024K4", "4102", 1.0, 1.0, 0.0, None),  # nothing to divide by
        ("2024K4", "4103", 0.0, 0.0, 0.0, 9.0),  # nobody was absent
    ]


def test_an_enhed_without_a_number_is_known_by_its_name(store: Store) -> None:
    put_upload(store, make_spells(("2024K4", "0310", "3/0/0/0")))
    put_upload(
        store, make_upload("bemanding", [("2024K4", "Enhed 0310", "Enhed 0310", ("8", None))])
    )
    assert read_facts(store) == [("2024K4", "0310", 3.0, 3.0, 0.0, 8.0)]


def test_people_alone_are_no_facts(store: Store) -> None:
    put_upload(store, make_heads(("2024K4", "310", "22")))
    assert read_facts(store) == []


def test_an_extract_counts_before_spells_in_its_quarter_only(store: Store) -> None:
    put_upload(store, make_spells(("2024K3", "1001", "3/0/0/0"), ("2024K4", "1001", "4/0/0/0")))
    put(store, [row("2024K4", days="40", heads="10")])
    assert read_facts(store) == [
        ("2024K3", "1001", 3.0, 3.0, 0.0, None),
        ("2024K4", "1001", 40.0, None, None, 10.0),
    ]


def test_part_days_can_be_left_out(store: Store) -> None:
    quarters = ["2024K1", "2024K2", "2024K3", "2024K4"]
    put_upload(store, make_spells(*((quarter, "0310", "3/30/1/2") for quarter in quarters)))
    put_upload(store, make_heads(*((quarter, "0310", "12") for quarter in quarters)))
    with_part_days = figures(store, "2024K4").loc["kommune"]
    without = figures(store, "2024K4", settings=Settings(part_days=False)).loc["kommune"]
    assert (
        with_part_days["value"],
        with_part_days["short"],
        with_part_days["long"],
    ) == pytest.approx((12, 4 / 3, 32 / 3))
    assert (without["value"], without["short"], without["long"]) == pytest.approx((11, 1, 10))


def test_a_later_list_of_the_same_enhed_replaces_the_quarter(store: Store) -> None:
    put_upload(store, make_spells(("2024K4", "0310", "3/0/0/0"), ("2024K4", "0311", "3/0/0/0")))
    put_upload(store, make_upload("fravaer", [("2024K4", "310", "E", ("5", "0", "0", "0"))], "ny"))
    assert read_facts(store) == [("2024K4", "310", 5.0, 5.0, 0.0, None)]
    put_upload(
        store, make_upload("fravaer", [("2024K4", "999", "F", ("1", "0", "0", "0"))], "mere")
    )
    assert [(fact[1], fact[2]) for fact in read_facts(store)] == [("310", 5.0), ("999", 1.0)]


def test_an_enhed_without_people_does_not_spoil_the_others(store: Store) -> None:
    quarters = ["2024K1", "2024K2", "2024K3", "2024K4"]
    lines = [(quarter, enhed, "10/0/0/0") for quarter in quarters for enhed in ("1", "2")]
    put_upload(store, make_spells(*lines))
    put_upload(
        store,
        make_upload("bemanding", [(quarter, "1", "Enhed 1", (None, "8")) for quarter in quarters]),
    )
    kommune = figures(store, "2024K4").loc["kommune"]
    assert kommune["value"] == pytest.approx(40 / 8)


def test_where_long_begins_is_told_by_the_spells(store: Store) -> None:
    quarters = ["2024K1", "2024K2", "2024K3", "2024K4"]
    put_upload(store, make_spells(*((quarter, "0310", "3/30/1/2") for quarter in quarters)))
    put_upload(store, make_heads(*((quarter, "0310", "12") for quarter in quarters)))
    assert describe_split(store) == "langtid er over 30 kalenderdage"
    put(store, [row("2024K4", "0310", days="40", short="1", heads="10")])
    assert describe_split(store) == (
        "opdeling fra OPUS; grænse ikke oplyst; i fraværsforløb: langtid er over 30 kalenderdage"
    )


def test_the_limit_that_the_headers_of_extracts_say_is_printed_and_where_they_differ(
    store: Store,
) -> None:
    limits = {"2024K1": 14, "2024K2": 14, "2024K3": 14, "2024K4": 14}
    put(store, [replace(row(q, short="9"), graense=days) for q, days in limits.items()])
    assert describe_split(store) == "opdeling fra OPUS: langtid er over 14 dage"
    put(store, [replace(row("2024K3", short="9"), graense=30)], name="ny")
    put(store, [row("2024K4", short="9")], name="nyere")
    assert describe_split(store) == (
        "kvartalerne har ikke samme grænse: "
        "langtid er over 14 dage (1. kvartal 2024 – 2. kvartal 2024); "
        "langtid er over 30 dage (3. kvartal 2024); "
        "opdeling fra OPUS; grænse ikke oplyst (4. kvartal 2024)"
    )


def test_where_dates_were_cut_long_is_said_to_be_at_least_so_much(store: Store) -> None:
    quarters = ["2024K1", "2024K2", "2024K3", "2024K4"]
    cut = make_spells(*((quarter, "0310", "3/30/1/2") for quarter in quarters))
    is_cut = pa.array([quarter == "2024K1" for quarter in quarters])
    put_upload(store, replace(cut, facts=cut.facts.append_column("klippet", is_cut)))
    put_upload(store, make_heads(*((quarter, "0310", "12") for quarter in quarters)))
    assert describe_split(store) == (
        "langtid er over 30 kalenderdage og et mindstetal, for forløbenes datoer er klippet til "
        "filens periode"
    )


def describe_split(store: Store) -> str:
    with reading(store) as reader:
        result = read_rullende(reader, quarter=Quarter(2024, 4), level=Level.KOMMUNE)
    return describe_threshold(result)
