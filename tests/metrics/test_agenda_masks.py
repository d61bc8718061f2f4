"""Nøgletal about few people: what is hidden, and that it cannot be had from what is shown."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from math import nan
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.edition import Edition
from core.nodes import Level
from core.quarter import Quarter
from core.settings import Settings
from metrics.computing.agenda import plan_agenda_masks
from metrics.computing.inputs import FigureInputs
from services import opgoerelser
from store.database import Store
from tests.clock import Clock
from tests.draws import draws
from tests.metrics.agenda import Line, figures, put_lines
from tests.metrics.attacker import Attacker, Shown
from tests.stored_rows import put, row

FIGURES = ("rullende",)
INTERNAL = FigureInputs("", Settings(), Edition.INTERN)
PUBLIC = FigureInputs("", Settings(), Edition.OFFENTLIG)
Sent = dict[Edition, pd.DataFrame]
NOTHING: Sent = {
    edition: pd.DataFrame(columns=["noegletal", "periode", "node", "hidden"]) for edition in Edition
}


@pytest.fixture
def four(store: Store) -> Store:
    put(
        store,
        [row("2024K4", f"100{n}", afdeling=f"A{n % 2}", omraade="By") for n in range(1, 5)],
    )
    return store


def people(store: Store, *counts: tuple[str, str]) -> None:
    put_lines(
        store,
        *(Line("2024K4", value, sted=sted, personer=True) for sted, value in counts),
    )


def statuses(store: Store, level: Level, edition: Edition = Edition.INTERN) -> dict[str, str]:
    found = figures(store, "2024K4", level, edition=edition)
    figures_ = ["value", "change", "numerator", "basis"]
    assert found.loc[found["masked"], figures_].isna().all(axis=None)
    assert not (found["masked"] & found["missing"]).any()
    return dict(zip(found["place"], found["status"], strict=True))


def test_few_people_are_masked_and_so_is_what_they_could_be_had_from(four: Store) -> None:
    people(four, ("", "43"), ("afdeling:A0", "3"), ("afdeling:A1", "40"))
    # Who leads A1 knows its number: beside two alone the kommune would tell A0's.
    assert statuses(four, Level.AFDELING) == {"A0": "vises ikke", "A1": "intet mål"}
    assert statuses(four, Level.KOMMUNE) == {"Albertslund Kommune": "vises ikke"}


def test_one_of_four_takes_the_two_smallest_others_that_suffice(four: Store) -> None:
    counts = [(1, "3"), (2, "9"), (3, "8"), (4, "48")]
    people(four, ("", "68"), *((f"enhed:100{n}", count) for n, count in counts))
    shown = statuses(four, Level.ENHED)
    assert shown["Enhed 1001"] == "vises ikke"
    assert sorted(shown.values()) == ["intet mål", "vises ikke", "vises ikke", "vises ikke"]


def test_things_that_are_not_people_are_shown_however_few(four: Store) -> None:
    put_lines(four, Line("2024K4", "1", sted="afdeling:A0", maaleenhed="audits"))
    assert statuses(four, Level.AFDELING) == {"A0": "intet mål"}


def test_what_is_not_said_to_be_about_other_things_is_about_people(four: Store) -> None:
    put_lines(four, Line("2024K4", "1", sted="afdeling:A0", maaleenhed="audits", personer=None))
    assert statuses(four, Level.AFDELING) == {"A0": "vises ikke"}


@pytest.mark.parametrize("part", ["2/4", "3/4", "2/40", "38/40", "3/40", "37/40", "0/40", "40/40"])
def test_one_or_two_of_a_number_are_not_shown_nor_all_but_one_or_two(
    four: Store, part: str
) -> None:
    is_shown = part in {"3/40", "37/40", "0/40", "40/40"}
    put_lines(four, Line("2024K4", part=part, sted="enhed:1001", maaleenhed="%", personer=True))
    found = figures(four, "2024K4", Level.ENHED).iloc[0]
    hidden = found[["value", "numerator", "basis"]].isna()
    assert hidden.all() if not is_shown else not hidden.any()


@pytest.mark.parametrize("part", ["0/6", "6/6", "30/60"])
def test_a_small_enhed_shows_nothing_about_people(store: Store, part: str) -> None:
    put(store, [row("2024K4", "1001", heads="3"), row("2024K4", "1002", heads="30")])
    put_lines(
        store,
        *(
            Line("2024K4", part=part, sted=f"enhed:{enhed}", maaleenhed="%", personer=True)
            for enhed in ("1001", "1002")
        ),
    )
    assert statuses(store, Level.ENHED)["Enhed 1001"] == "vises ikke"


def test_sygefravaerssamtaler_are_a_share_of_the_afdeling(four: Store) -> None:
    put_lines(
        four,
        *(
            Line(
                "2024K4", part="14/20", sted=f"enhed:100{n}", maaleenhed="%", personer=True,
                noegletal="Sygefraværssamtaler holdt",
            )
            for n in range(1, 5)
        ),
    )  # fmt: skip
    assert set(statuses(four, Level.ENHED).values()) == {"vises ikke"}
    afdelinger = figures(four, "2024K4", Level.AFDELING)
    assert list(afdelinger["value"]) == [0.7, 0.7]
    assert afdelinger[["numerator", "basis"]].isna().all(axis=None)


def test_a_share_alone_is_judged_by_the_enheds_own_people(store: Store) -> None:
    put(store, [row("2024K4", "1001", heads="3"), row("2024K4", "1002", heads="30")])
    put_lines(
        store,
        *(
            Line("2024K4", "0.5", sted=f"enhed:{enhed}", maaleenhed="%", personer=True)
            for enhed in ("1001", "1002", "9999")
        ),
    )
    shown = statuses(store, Level.ENHED)
    assert shown["Enhed 1001"] == "vises ikke"
    assert shown["9999"] == "vises ikke"  # nobody knows how many they are


def test_the_public_edition_has_a_higher_limit(four: Store) -> None:
    people(four, ("afdeling:A0", "7"), ("afdeling:A1", "40"))
    assert statuses(four, Level.AFDELING) == {"A0": "intet mål", "A1": "intet mål"}
    public = statuses(four, Level.AFDELING, Edition.OFFENTLIG)
    assert public["A0"] == "vises ikke"


def test_a_change_is_hidden_where_the_period_before_is(four: Store) -> None:
    put_lines(
        four,
        Line("2024K3", "3", sted="afdeling:A0", personer=True),
        Line("2024K4", "8", sted="afdeling:A0", personer=True),
    )
    found = figures(four, "2024K4", Level.AFDELING).iloc[0]
    assert (found["value"], found["previous_masked"]) == (8, True)
    assert pd.isna(found["change"])
    assert found["note"].endswith(
        "Ændringen vises ikke, fordi tallet for 3. kvartal 2024 ikke vises."
    )


PLACES = [(f"enhed:{n}", f"afdeling:{n // 3}", f"omraade:{n // 6}") for n in range(12)]


def frame(counts: Sequence[int], levels: frozenset[str]) -> pd.DataFrame:
    """A tree of counts: the enheder, and the sums on those levels that have rows."""
    rows = [
        ("enhed", enhed, [afdeling, omraade, "kommune"], count)
        for (enhed, afdeling, omraade), count in zip(PLACES, counts, strict=True)
    ]
    for level, at in (("afdeling", 1), ("omraade", 2)):
        for key in sorted({place[at] for place in PLACES}) if level in levels else []:
            inside = [place for place in PLACES if place[at] == key]
            total = sum(counts[PLACES.index(place)] for place in inside)
            above = [inside[0][2], "kommune"] if at == 1 else ["kommune"]
            rows.append((level, key, above, total))
    if "kommune" in levels:
        rows.append(("kommune", "kommune", [], sum(counts)))
    return pd.DataFrame(
        [
            {
                "noegletal": "N", "periode": "2024", "level": level, "node": key, "above": above,
                "basis": float(count), "amount": float(count), "people": nan, "remainder": nan,
                "counts": True, "leader": None,
            }
            for level, key, above, count in rows
        ]
    )  # fmt: skip


def shown(table: pd.DataFrame, unseen: set[str], then: frozenset[str]) -> list[Shown]:
    """What is seen of a tree, as sums of enheder; those of `then` have another name for then."""
    return [
        Shown.of(
            [(cell(place[0], then), 0) for place in PLACES if seen["node"] in {*place, "kommune"}],
            "employees",
            seen["amount"],
        )
        for seen in table[~table["node"].isin(unseen)].to_dict("records")
    ]


def cell(enhed: str, then: frozenset[str]) -> str:
    return f"{enhed} then" if enhed in then else enhed


def reach(known: Iterable[Shown], enhed: str) -> float:
    """How far apart the least and the most are that an enhed may have, for all that is shown."""
    least, most = span(known, enhed)
    return most - least


def span(known: Iterable[Shown], enhed: str) -> tuple[float, float]:
    """The least and the most that an enhed may have, for all that is shown."""
    told = list(known)
    existing = {(enhed, 0), *((place[0], 0) for place in PLACES)}
    attacker = Attacker(existing.union(*(each.cells for each in told)), told)
    return attacker.span([(enhed, 0)], "employees")


@given(
    st.lists(st.integers(0, 12), min_size=12, max_size=12),
    st.frozensets(st.sampled_from(["afdeling", "omraade", "kommune"])),
    st.sampled_from([INTERNAL, PUBLIC]),
)
@draws(40)
def test_nobody_can_compute_a_small_group(
    counts: list[int], levels: frozenset[str], given_: FigureInputs
) -> None:
    table = frame(counts, levels)
    unseen = set(plan_agenda_masks(table, given_, NOTHING)["node"])
    for (enhed, *_), count in zip(PLACES, counts, strict=True):
        if 0 < count < smallest(given_):
            assert enhed in unseen
            span = reach(shown(table, unseen, frozenset()), enhed)
            assert span >= min(smallest(given_), sum(counts)) - 1e-6


@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(1, 30)), min_size=12, max_size=12),
    st.frozensets(st.sampled_from(["afdeling", "omraade", "kommune"])),
    st.sampled_from([INTERNAL, PUBLIC]),
)
@draws(25)
def test_nobody_who_knows_another_enhed_can_tell_what_a_small_one_has(
    enheder: list[tuple[int, int]], levels: frozenset[str], given_: FigureInputs
) -> None:
    """A count is at most the people there; also that a small one has nothing is not told."""
    counts, people_of = (
        [min(pair) for pair in enheder],
        dict(zip((place[0] for place in PLACES), (there for _, there in enheder), strict=True)),
    )
    table = frame(counts, levels)
    own = table["node"].map(people_of)
    table["people"] = own
    table["basis"] = own.fillna(table["amount"])
    unseen = set(plan_agenda_masks(table, given_, NOTHING)["node"])
    seen = shown(table, unseen, frozenset())
    count_of = dict(zip(people_of, counts, strict=True))
    for enhed, there in people_of.items():
        if there >= smallest(given_):
            continue
        assert enhed in unseen
        count = count_of[enhed]
        least_reach = max(0.2 * count, 1)
        for member in {*people_of} - {enhed}:
            told = [*seen, Shown.of([(member, 0)], "employees", float(count_of[member]))]
            least, most = span(told, enhed)
            assert least <= max(count - least_reach, 0) + 1e-6
            assert most >= count + least_reach - 1e-6


def smallest(given_: FigureInputs) -> float:
    limit = given_.parameters["smallest_group"]
    assert isinstance(limit, int | float)
    return limit


@given(
    st.lists(st.integers(0, 12), min_size=12, max_size=12),
    st.dictionaries(st.integers(0, 11), st.integers(0, 12), min_size=1, max_size=4),
    st.frozensets(st.sampled_from(["afdeling", "omraade", "kommune"])),
    st.sampled_from([INTERNAL, PUBLIC]),
)
@draws(40)
def test_a_corrected_list_beside_what_was_sent_gives_nothing_away(
    before: list[int], corrected: dict[int, int], levels: frozenset[str], given_: FigureInputs
) -> None:
    now = [corrected.get(at, count) for at, count in enumerate(before)]
    tables = frame(before, levels), frame(now, levels)
    sent = NOTHING | {
        given_.edition: as_sent(tables[0], plan_agenda_masks(tables[0], given_, NOTHING))
    }
    unseen = [
        {*plan_agenda_masks(table, given_, of)["node"]}
        for table, of in zip(tables, (NOTHING, sent), strict=True)
    ]
    # Of what is hidden now nobody is told whether it is as it was.
    changed = frozenset(
        enhed
        for at, (enhed, *_) in enumerate(PLACES)
        if now[at] != before[at] or enhed in unseen[1]
    )
    known = [*shown(tables[0], unseen[0], changed), *shown(tables[1], unseen[1], frozenset())]
    for counts, then in ((before, changed), (now, frozenset[str]())):
        for (enhed, *_), count in zip(PLACES, counts, strict=True):
            if 0 < count < smallest(given_):
                span = reach(known, cell(enhed, then))
                assert span >= min(smallest(given_), sum(counts)) - 1e-6


def as_sent(table: pd.DataFrame, unseen: pd.DataFrame) -> pd.DataFrame:
    told = table[["noegletal", "periode", "node"]]
    return told.assign(hidden=told["node"].isin(unseen["node"]))


@pytest.mark.parametrize("is_sent", [True, False])
def test_who_was_hidden_in_what_was_shown_stays_hidden(tmp_path: Path, *, is_sent: bool) -> None:
    # After the correction another one is the smallest that suffices.
    store = Store(tmp_path / "s.duckdb", clock=Clock(datetime(2025, 1, 14, 8)))
    put(store, [row(str(Quarter(2024, 1) + step), "1001", heads="50") for step in range(4)])
    enheder = {"enhed:1": "3", "enhed:2": "6", "enhed:3": "8", "enhed:4": "9", "enhed:5": "40"}
    people(store, ("", "66"), *enheder.items())
    before = statuses(store, Level.ENHED)
    assert {key for key, one in before.items() if one == "vises ikke"} == {"1", "2", "3"}
    opgoerelser.release(store, Quarter(2024, 4), settings=Settings(), by="hr")
    if is_sent:
        opgoerelser.send(store, Quarter(2024, 4), settings=Settings(), by="hr")
    people(store, ("", "80"), *(enheder | {"enhed:2": "20"}).items())
    now = statuses(store, Level.ENHED)
    assert {key for key, one in now.items() if one == "vises ikke"} >= {"1", "2", "3"}
    store.close()


def test_a_row_below_that_is_not_listed_is_not_given_away() -> None:
    table = frame([20] * 12, frozenset({"afdeling"}))
    table.loc[table["node"] == "afdeling:0", ["basis", "amount"]] = 43.0  # 3 beyond the listed 40
    table = table[table["node"] != "enhed:0"]
    unseen = set(plan_agenda_masks(table, INTERNAL, NOTHING)["node"])
    assert unseen & {"enhed:1", "enhed:2", "afdeling:0"}


def put_areas(store: Store) -> None:
    """Two afdelinger of two områder, each with a small enhed and three larger ones."""
    put(
        store,
        [
            row("2024K4", f"{at}{n}", heads=heads, afdeling=f"A{at}", omraade=f"O{at // 2}")
            for at in range(4)
            for n, heads in enumerate(("4", "20", "25", "30"))
        ],
    )


def test_the_partners_of_a_small_place_lie_in_its_own_afdeling(store: Store) -> None:
    put_areas(store)
    put_lines(
        store,
        *(
            Line("2024K4", part=part, sted=f"enhed:{at}{n}", maaleenhed="%", personer=True)
            for at in range(4)
            for n, part in enumerate(("1/4", "7/20", "9/25", "12/30"))
        ),
    )
    assert set(statuses(store, Level.AFDELING).values()) == {"intet mål"}
    hidden = [key for key, one in statuses(store, Level.ENHED).items() if one == "vises ikke"]
    for at in range(4):  # who leads one of the others knows its number
        assert len([key for key in hidden if key.startswith(f"Enhed {at}")]) >= 3


def test_that_a_small_place_has_nothing_is_not_shown(store: Store) -> None:
    put_areas(store)
    counts = {"0": "0", "1": "9", "2": "0", "3": "11"}
    put_lines(
        store,
        *(
            Line("2024K4", counts[str(n)], sted=f"enhed:{at}{n}", personer=True)
            for at in range(4)
            for n in range(4)
        ),
    )
    shown = statuses(store, Level.ENHED)
    assert {shown[f"Enhed {at}0"] for at in range(4)} == {"vises ikke"}
    assert shown["Enhed 02"] == "intet mål"  # of 25 people nothing is nobody's secret


def test_nothing_of_nobody_is_hidden_and_not_missing(store: Store) -> None:
    put_areas(store)
    put_lines(
        store,
        *(
            Line(
                "2024K4", part=part, sted=f"enhed:0{n}", maaleenhed="%", personer=True,
                noegletal=name,
            )
            for name in ("Sygefraværssamtaler holdt", "Raskmeldinger i tide")
            for n, part in enumerate(("0/0", "7/9", "8/12", "9/30"))
        ),
    )  # fmt: skip
    small = figures(store, "2024K4", Level.ENHED).query("place == 'Enhed 00'")
    assert list(small["status"]) == ["vises ikke", "vises ikke"]
