"""Quarters that were not over, or hardly, when they were drawn: said, and never compared with."""

from datetime import datetime

import pytest

from core.errors import NoDataError
from core.nodes import Level
from core.quarter import Quarter
from core.settings import Settings
from metrics import kvartal, rullende
from metrics.forklaring import read_forklaring
from metrics.reservations import NOTHING_RESERVED, Reservation
from metrics.result import RullendeResult
from metrics.signal.kpi import judge_nodes
from phrases.basis import describe_period
from phrases.headlines import write_headline, write_news
from phrases.notes import write_note
from phrases.opgoerelser import describe_status
from services.opgoerelser import read_state, release
from store.database import Store
from tests.stored_rows import put, reading, row

LATER = datetime(2026, 3, 1)
YEARS = [f"{year}K{number}" for year in (2024, 2025) for number in (1, 2, 3, 4)]


def put_quarters(store: Store, drawn: dict[str, datetime]) -> None:
    """Store eight quarters, each loaded long after it was over where nothing else is given."""
    for place, quarter in enumerate(YEARS):
        rows = [row(quarter, days=str(40 + 10 * place))]
        put(store, rows, name=quarter, at=drawn.get(quarter, LATER))


def read_kommune(store: Store, quarter: str) -> RullendeResult:
    with reading(store) as reader:
        return rullende.read_rullende(reader, quarter=Quarter.parse(quarter), level=Level.KOMMUNE)


def test_a_quarter_that_was_not_over_makes_the_figures_preliminary_and_says_so(
    store: Store,
) -> None:
    put_quarters(store, {"2025K2": datetime(2025, 6, 30, 12)})
    before, at, last = (read_kommune(store, quarter) for quarter in ("2025K1", "2025K2", "2025K4"))
    assert before.reservation == NOTHING_RESERVED
    assert at.reservation == Reservation(preliminary=(Quarter(2025, 2),))
    assert last.reservation == at.reservation  # it is one of its four quarters
    assert write_headline(at).endswith("foreløbig)")
    with reading(store) as reader:
        judged = [
            judge_nodes(reader, quarter=Quarter(2025, number), level=Level.KOMMUNE)["kommune"]
            for number in (1, 2, 3)
        ]
    assert [verdict.is_preliminary for verdict in judged] == [False, True, False]
    assert "i denne foreløbige opgørelse" in write_news(at)
    assert describe_period(at).endswith("; foreløbig: data for 2. kvartal 2025 kan ændre sig")


def test_nothing_is_compared_with_what_was_not_over(store: Store) -> None:
    put_quarters(store, {"2024K4": datetime(2024, 11, 15)})
    result = read_kommune(store, "2025K1")
    (newest,) = result.rows
    assert write_note(result, newest) == (
        "Ikke sammenlignet med opgørelsen for 4. kvartal 2024, som er foreløbig."
    )
    assert "Opgørelsen for 4. kvartal 2024 er foreløbig, og der sammenlignes" in write_news(result)
    assert (newest.previous, newest.change, newest.peak) == (None, None, None)
    with reading(store) as reader:
        single = kvartal.read_kvartal(reader, quarter=Quarter(2025, 4), level=Level.KOMMUNE)
        assert single.rows[0].year_ago is None
        assert single.reservation == NOTHING_RESERVED
        with pytest.raises(NoDataError, match="må ikke være foreløbig"):
            read_forklaring(reader, quarter=Quarter(2025, 1), level=Level.KOMMUNE)


def test_data_drawn_when_it_was_over_take_the_reservation_away(store: Store) -> None:
    put_quarters(store, {"2024K4": datetime(2024, 11, 15)})
    put(store, [row("2024K4", days="70")], name="igen", at=LATER)
    result = read_kommune(store, "2025K1")
    assert result.reservation == NOTHING_RESERVED
    assert result.rows[0].change is not None


@pytest.mark.parametrize(("day", "early"), [(10, True), (11, False)])
def test_late_registrations_may_be_missing_in_the_days_after(
    store: Store, day: int, *, early: bool
) -> None:
    put_quarters(store, {"2025K4": datetime(2026, 1, day, 12)})
    result = read_kommune(store, "2025K4")
    assert result.reservation.early == ((Quarter(2025, 4),) if early else ())
    told = "efterregistreringer kan mangle i 4. kvartal 2025" in describe_period(result)
    assert told is early
    assert result.rows[0].change is not None


def test_a_preliminary_opgoerelse_is_released_as_such(store: Store) -> None:
    put_quarters(store, {"2025K4": datetime(2025, 12, 31, 12)})
    released = release(store, Quarter(2025, 4), settings=Settings(), by="hr")
    assert describe_status(released).startswith("Foreløbig. Frigivet til Chefforum den")
    final = read_state(store, Quarter(2025, 3), settings=Settings())
    assert describe_status(final) == "Kladde – kun HR ser den"
