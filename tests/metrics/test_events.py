"""Which events touch a node, and that its figures say so."""

from datetime import date

import pyarrow as pa

from core.event import Event, EventKind
from core.nodes import Level
from core.quarter import Quarter
from metrics import rullende
from metrics.events import Events, read_events
from metrics.rows import Row
from metrics.signal import kpi
from store import uploads
from store.database import Store
from store.kinds import WHOLE
from store.uploads import NewUpload
from tests.frames import frame_of
from tests.stored_rows import put, reading, row

YEAR = ["2024K1", "2024K2", "2024K3", "2024K4"]


def event(
    day: date,
    omfang: str = "",
    niveau: Level = Level.KOMMUNE,
    slags: EventKind = EventKind.DATABRUD,
) -> Event:
    return Event(day, None, slags, niveau, omfang, "Noget skete")


def put_events(store: Store, *found: Event) -> None:
    columns = {
        "period": [WHOLE] * len(found),
        "slags": [one.slags.value for one in found],
        "niveau": [one.niveau.value for one in found],
        "omfang": [one.omfang for one in found],
        "tekst": [one.tekst for one in found],
    }
    facts = pa.table(
        {name: pa.array(values, pa.string()) for name, values in columns.items()}
        | {"dato": pa.array([one.dato for one in found], pa.date32())}
    )
    upload = NewUpload("haendelser", "h.csv", "h", None, facts, (WHOLE,), "[]", "[]")
    with store.transaction() as cursor:
        seq = uploads.take_turn(cursor, "haendelser")
        uploads.add_upload(cursor, upload, seq=seq, at=store.clock(), by="test")


def place(key: str, parent: str = "") -> Row:
    at = Quarter(2024, 4)
    return Row(key=key, name="", quarter=at, parent=parent, masked=False, missing=False, value=None)


def test_a_node_is_touched_by_its_own_events_and_by_those_above() -> None:
    whole = event(date(2024, 1, 1))
    afdeling = event(date(2024, 2, 1), "Miljø", Level.AFDELING)
    enhed = event(date(2024, 3, 1), "0100", Level.ENHED)
    found = Events((whole, afdeling, enhed))
    node = place("enhed:100", "afdeling:Miljø")
    assert found.find_touching(node) == (whole, afdeling, enhed)
    assert found.find_touching(place("afdeling:Miljø", "omraade:By")) == (whole, afdeling)
    assert found.find_touching(place("kommune")) == (whole,)


def test_a_break_is_said_beside_figures_whose_quarters_it_lies_in(store: Store) -> None:
    put(store, [row(q) for q in ["2023K4", *YEAR]])
    put_events(
        store,
        event(date(2024, 1, 15), "Miljø & Teknik", Level.AFDELING),
        event(date(2024, 5, 1), slags=EventKind.INDSATS),
    )
    with reading(store) as reader:
        afdeling = rullende.read_rullende(reader, quarter=Quarter(2024, 4), level=Level.AFDELING)
        kommune = rullende.read_rullende(reader, quarter=Quarter(2024, 4), level=Level.KOMMUNE)
    assert frame_of(afdeling)["note"].iloc[0] == "Databrud 15. januar 2024: Noget skete."
    assert frame_of(kommune)["note"].iloc[0] == ""
    assert [one.slags for one in kommune.events.find_touching(place("kommune"))] == ["indsats"]


def test_what_begins_later_is_not_known_yet(store: Store) -> None:
    put(store, [row(q) for q in YEAR])
    put_events(store, event(date(2024, 12, 31)), event(date(2025, 1, 1)))
    with reading(store) as reader:
        assert len(read_events(reader, quarter=Quarter(2024, 4)).all) == 1


def test_the_usual_fluctuations_are_judged_anew_from_a_break(store: Store) -> None:
    quarters = [str(Quarter(2021, 1) + n) for n in range(16)]
    put(store, [row(q, days="40") for q in quarters])
    put_events(store, event(date(2024, 10, 1)))
    with reading(store) as reader:
        now = kpi.read_signal(reader, quarter=Quarter(2024, 4), level=Level.KOMMUNE).rows[0]
        before = kpi.read_signal(reader, quarter=Quarter(2024, 3), level=Level.KOMMUNE).rows[0]
    assert now.verdict
    assert now.verdict.kind == "for få"
    assert before.verdict
    assert before.verdict.kind == "ingen"


def test_a_node_with_a_hidden_quarter_is_not_judged(store: Store) -> None:
    quarters = [str(Quarter(2021, 1) + n) for n in range(16)]
    put(store, [row(q, "1", heads="4" if q == "2022K1" else "9") for q in quarters], name="a")
    put(store, [row(q, u, heads="30") for q in quarters for u in "23"], name="b")
    with reading(store) as reader:
        units = kpi.read_signal(reader, quarter=Quarter(2024, 4), level=Level.ENHED).rows
    (own,) = (unit for unit in units if unit.key == "enhed:1")
    assert own.masked
    assert (own.value, own.lower, own.upper) == (None, None, None)
