"""Facts of a quarter without an extract: spells and people, put together by enhed."""

from collections.abc import Iterable
from decimal import Decimal

import pyarrow as pa
import pytest

from core.nodes import Level
from core.quarter import Quarter
from core.settings import Settings
from metrics.rullende import rullende
from store.database import Store
from store.uploads import NewUpload
from tests.store.people import FIGURE, put_upload
from tests.support import figures, put, reading, row

DAYS = ("korttid", "langtid", "korttid_delvis", "langtid_delvis")
COUNTS = ("medarbejdere", "fuldtidsstillinger")
Line = tuple[str, str, str, tuple[str | None, ...]]  # quarter, number, name, figures


def upload(kind: str, lines: Iterable[Line], name: str = "") -> NewUpload:
    kept = list(lines)
    columns = DAYS if kind == "fravaer" else COUNTS
    texts = {
        "quarter": [line[0] for line in kept],
        "enhed": [line[1] for line in kept],
        "enhed_navn": [line[2] for line in kept],
        "afdeling": ["Miljø"] * len(kept),
        "omraade": ["By"] * len(kept),
    }
    numbers = {
        column: [None if line[3][at] is None else Decimal(str(line[3][at])) for line in kept]
        for at, column in enumerate(columns)
    }
    limits = {"graense": pa.array([30] * len(kept), pa.int32())} if kind == "fravaer" else {}
    facts = pa.table(
        {name_: pa.array(values, pa.string()) for name_, values in texts.items()}
        | {name_: pa.array(values, FIGURE) for name_, values in numbers.items()}
        | limits
    )
    return NewUpload(
        kind=kind,
        file_name=name or kind,
        sha256=name or kind,
        extract_date=None,
        facts=facts,
        periods=tuple(sorted(set(texts["quarter"]))),
        problems="[]",
        totals="[]",
    )


def spells(*lines: tuple[str, str, str]) -> NewUpload:
    """Each line: quarter, enhed, days short/long/short of part-days/long of part-days."""
    return upload("fravaer", [(q, e, f"Enhed {e}", tuple(d.split("/"))) for q, e, d in lines])


def heads(*lines: tuple[str, str, str]) -> NewUpload:
    return upload("bemanding", [(q, e, f"Enhed {e}", (n, None)) for q, e, n in lines])


def facts(store: Store) -> list[tuple[object, ...]]:
    with store.session() as cursor:
        rows = cursor.execute(
            "SELECT quarter, enhed, dagsvaerk, korttid, langtid, medarbejdere FROM facts "
            "ORDER BY quarter, enhed"
        ).fetchall()
    return [tuple(float(c) if isinstance(c, Decimal) else c for c in one) for one in rows]


def test_spells_and_people_meet_by_enhed(store: Store) -> None:
    put_upload(store, spells(("2024K4", "0310", "3/30/1/2"), ("2024K4", "4102", "1/0/0/0")))
    put_upload(store, heads(("2024K4", "310", "22"), ("2024K4", "4103", "9")))
    assert facts(store) == [
        ("2024K4", "0310", 36.0, 4.0, 32.0, 22.0),
        ("2024K4", "4102", 1.0, 1.0, 0.0, None),  # nothing to divide by
        ("2024K4", "4103", 0.0, 0.0, 0.0, 9.0),  # nobody was absent
    ]


def test_an_enhed_without_a_number_is_known_by_its_name(store: Store) -> None:
    put_upload(store, spells(("2024K4", "0310", "3/0/0/0")))
    put_upload(store, upload("bemanding", [("2024K4", "Enhed 0310", "Enhed 0310", ("8", None))]))
    assert facts(store) == [("2024K4", "0310", 3.0, 3.0, 0.0, 8.0)]


def test_people_alone_are_no_facts(store: Store) -> None:
    put_upload(store, heads(("2024K4", "310", "22")))
    assert facts(store) == []


def test_an_extract_counts_before_spells_in_its_quarter_only(store: Store) -> None:
    put_upload(store, spells(("2024K3", "1001", "3/0/0/0"), ("2024K4", "1001", "4/0/0/0")))
    put(store, [row("2024K4", days="40", heads="10")])
    assert facts(store) == [
        ("2024K3", "1001", 3.0, 3.0, 0.0, None),
        ("2024K4", "1001", 40.0, None, None, 10.0),
    ]


def test_part_days_can_be_left_out(store: Store) -> None:
    quarters = ["2024K1", "2024K2", "2024K3", "2024K4"]
    put_upload(store, spells(*((quarter, "0310", "3/30/1/2") for quarter in quarters)))
    put_upload(store, heads(*((quarter, "0310", "12") for quarter in quarters)))
    whole = figures(store, "2024K4").loc["kommune"]
    without = figures(store, "2024K4", settings=Settings(part_days=False)).loc["kommune"]
    assert (whole["value"], whole["short"], whole["long"]) == pytest.approx((12, 4 / 3, 32 / 3))
    assert (without["value"], without["short"], without["long"]) == pytest.approx((11, 1, 10))


def test_a_later_list_of_the_same_enhed_replaces_the_quarter(store: Store) -> None:
    put_upload(store, spells(("2024K4", "0310", "3/0/0/0"), ("2024K4", "0311", "3/0/0/0")))
    put_upload(store, upload("fravaer", [("2024K4", "310", "E", ("5", "0", "0", "0"))], "ny"))
    assert facts(store) == [("2024K4", "310", 5.0, 5.0, 0.0, None)]
    put_upload(store, upload("fravaer", [("2024K4", "999", "F", ("1", "0", "0", "0"))], "mere"))
    assert [(one[1], one[2]) for one in facts(store)] == [("310", 5.0), ("999", 1.0)]


def test_an_enhed_without_people_does_not_spoil_the_others(store: Store) -> None:
    quarters = ["2024K1", "2024K2", "2024K3", "2024K4"]
    lines = [(quarter, enhed, "10/0/0/0") for quarter in quarters for enhed in ("1", "2")]
    put_upload(store, spells(*lines))
    put_upload(
        store,
        upload("bemanding", [(quarter, "1", "Enhed 1", (None, "8")) for quarter in quarters]),
    )
    found = figures(store, "2024K4").loc["kommune"]
    assert found["value"] == pytest.approx(40 / 8)


def test_where_long_begins_is_told_by_the_spells(store: Store) -> None:
    quarters = ["2024K1", "2024K2", "2024K3", "2024K4"]
    put_upload(store, spells(*((quarter, "0310", "3/30/1/2") for quarter in quarters)))
    put_upload(store, heads(*((quarter, "0310", "12") for quarter in quarters)))
    assert threshold(store) == "langtid er over 30 kalenderdage"
    put(store, [row("2024K4", "0310", days="40", short="1", heads="10")])
    assert threshold(store) == (
        "opdeling fra OPUS; grænse ikke oplyst; i fraværsforløb: langtid er over 30 kalenderdage"
    )


def threshold(store: Store) -> str:
    with reading(store) as reader:
        result = rullende(reader, quarter=Quarter(2024, 4), level=Level.KOMMUNE)
    return result.split_text
