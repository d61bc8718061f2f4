"""The langtidsfriske as plain Python counts them, person by person and day by day."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.settings import Settings
from metrics.computing.friske_counts import (
    count_langtidsfriske,
    find_countable_years,
    place_facts,
)
from store.database import Store
from tests.draws import draws
from tests.store.employments import Employment, people, put_upload
from tests.stored_rows import fresh, put, row

Counts = tuple[int, int, int]
REASONS = ["joined", "departed", "neither", "elsewhere"]


def computed(store: Store, *, limit: float = 5.0) -> pd.DataFrame:
    settings = Settings(langtidsfrisk_limit=limit)
    with store.session() as cursor:
        place_facts(cursor, settings)
        return count_langtidsfriske(cursor, year=2024, settings=settings).set_index("key")


def counts(frame: pd.DataFrame) -> dict[str, Counts]:
    wanted = frame[["counted", "friske", "left_out"]].itertuples()
    return {key: (counted, friske, left_out) for key, counted, friske, left_out in wanted}


def whole(rows: Sequence[Employment], year: int) -> bool:
    """Whether some employments leave no day of a year out."""
    day, end = date(year, 1, 1), date(year, 12, 31)
    employed = [(one.fra or date.min, one.til or date.max) for one in rows if one.year == year]
    while day <= end:
        if not any(fra <= day <= til for fra, til in employed):
            return False
        day += timedelta(1)
    return True


def oracle(rows: Sequence[Employment], limit: Decimal) -> dict[str, Counts]:
    of_person: dict[str, list[Employment]] = defaultdict(list)
    for one in rows:
        of_person[one.person].append(one)
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for employments in of_person.values():
        counts_at_all = whole(employments, 2023) and whole(employments, 2024)
        frisk = all(
            sum(Decimal(one.lost) for one in employments if one.year == year) < limit
            for year in (2023, 2024)
        )
        nodes = {node for one in employments for node in nodes_of(one)}
        stays = {
            node
            for one in employments
            if one.year == 2024
            and (one.til or date.max) >= date(2024, 12, 31)
            and (one.fra or date.min) <= date(2024, 12, 31)
            for node in nodes_of(one)
        }
        for node in nodes:
            is_counted = counts_at_all and node in stays
            found[node][0] += is_counted
            found[node][1] += is_counted and frisk
            found[node][2] += not is_counted
    return {node: (three[0], three[1], three[2]) for node, three in found.items()}


def nodes_of(one: Employment) -> list[str]:
    names = [f"enhed:{one.enhed}", f"afdeling:{one.afdeling}", f"omraade:{one.omraade}", "kommune"]
    return [name for name in names if not name.endswith(":None")]


DAYS = st.none() | st.sampled_from(
    [date(2022, 6, 1), date(2023, 1, 1), date(2023, 7, 1), date(2023, 7, 2), date(2023, 12, 31),
     date(2024, 1, 1), date(2024, 6, 30), date(2024, 7, 1), date(2024, 12, 30), date(2024, 12, 31),
     date(2025, 3, 1)]
)  # fmt: skip


@st.composite
def employment(draw: st.DrawFn) -> Employment:
    enhed = draw(st.sampled_from(["4101", "4102", "4103"]))
    return Employment(
        person=draw(st.sampled_from("abcdef")),
        year=draw(st.sampled_from([2023, 2024])),
        lost=draw(st.sampled_from(["0", "0", "2.4", "2.5", "2.6", "4.999", "5", "30"])),
        enhed=enhed,
        fra=draw(DAYS),
        til=draw(DAYS),
        afdeling={"4101": "Miljø", "4102": "Miljø", "4103": None}[enhed],
    )


def both_years(rows: list[Employment]) -> bool:
    return {one.year for one in rows} == {2023, 2024}


@draws(40)
@given(st.lists(employment(), min_size=2, max_size=14).filter(both_years))
def test_they_are_counted_as_by_hand(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Employment]
) -> None:
    store = fresh(Path(tmp_path_factory.mktemp("store")))
    put_upload(store, people(rows))
    frame = computed(store)
    assert counts(frame) == oracle(rows, Decimal(5))
    assert (frame[REASONS].sum(axis=1) == frame["left_out"]).all()
    store.close()


def test_below_the_limit_in_both_years_and_there_in_both(store: Store) -> None:
    lost = {"a": ("0", "4.9"), "b": ("4.9", "5"), "c": ("0", None), "d": (None, "0")}
    rows = [
        Employment(person, year, days)
        for person, both in lost.items()
        for year, days in zip((2023, 2024), both, strict=True)
        if days is not None
    ]
    put_upload(store, people(rows))
    result = computed(store)
    assert counts(result)["kommune"] == (2, 1, 2)
    assert set(result["by_dates"]) == {False}
    assert [*result.loc["kommune", REASONS]] == [1, 1, 0, 0]
    assert counts(computed(store, limit=5.1))["kommune"] == (2, 2, 2)


def test_employments_of_one_person_are_summed(store: Store) -> None:
    rows = [Employment("a", year, "3", enhed) for year in (2023, 2024) for enhed in ("1", "2")]
    put_upload(store, people(rows))
    assert counts(computed(store)) == {
        "kommune": (1, 0, 0), "omraade:By": (1, 0, 0), "afdeling:Miljø": (1, 0, 0),
        "enhed:1": (1, 0, 0), "enhed:2": (1, 0, 0),
    }  # fmt: skip


def test_one_employment_may_follow_another(store: Store) -> None:
    rows = [
        Employment("a", 2023, fra=date(2020, 1, 1)),
        Employment("a", 2024, "0", "4101", date(2020, 1, 1), date(2024, 5, 31)),
        Employment("a", 2024, "0", "4102", date(2024, 6, 1)),
    ]
    put_upload(store, people(rows))
    result = computed(store)
    assert set(result["by_dates"]) == {True}
    assert [*result.loc["enhed:4101", REASONS]] == [0, 0, 0, 1]
    assert counts(result)["kommune"] == (1, 1, 0)
    assert counts(result)["enhed:4101"] == (0, 0, 1)
    assert counts(result)["enhed:4102"] == (1, 1, 0)


def test_a_replaced_list_does_not_count(store: Store) -> None:
    put_upload(store, people([Employment("a", 2023), Employment("a", 2024)], "gammel"))
    put_upload(store, people([Employment("a", 2024, "9")], "ny"))
    assert counts(computed(store))["kommune"] == (1, 0, 0)


def test_two_years_are_needed(store: Store) -> None:
    put_upload(store, people([Employment("a", 2024)]))
    with store.session() as cursor:
        assert find_countable_years(cursor) == ()


def test_people_who_are_forgotten_cannot_be_compared(store: Store) -> None:
    for year in (2023, 2024, 2025, 2026):
        put_upload(store, people([Employment("a", year)], str(year)))
    with store.session() as cursor:
        assert find_countable_years(cursor) == (2026, 2025)


def test_a_list_without_anybody_who_was_never_ill_is_not_complete(store: Store) -> None:
    put_upload(store, people([Employment("a", 2023), Employment("a", 2024, "1")]))
    assert set(computed(store)["complete"]) == {False}


def test_an_enhed_stands_where_it_stands_today(store: Store) -> None:
    put(store, [row("2025K1", "4101", afdeling="Teknik", omraade="Land")])
    rows = [Employment(who, year, enhed="04101") for who in "ab" for year in (2023, 2024)]
    put_upload(store, people(rows))
    frame = computed(store)
    assert set(frame.index) == {"kommune", "omraade:Land", "afdeling:Teknik", "enhed:4101"}
    assert [*frame.loc["enhed:4101", ["parent", "grandparent"]]] == [
        "afdeling:Teknik", "omraade:Land",
    ]  # fmt: skip
