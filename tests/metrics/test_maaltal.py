"""Targets worked out by hand and by plain Python, and what of them is hidden."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilag.csv_file import to_csv
from commands.answer_json import list_rows, write_csv
from core.errors import NoDataError
from core.nodes import Level
from core.quarter import Quarter
from data_loaders.report import UnitQuarter
from metrics.maaltal import NotHandedIn, find_not_handed_in, read_ended_maaltal, read_maaltal
from store.database import Store
from tests.draws import draws
from tests.frames import frame_of, with_frame
from tests.metrics.targets import Target, targets
from tests.store.employments import put_upload
from tests.store.placement_lists import place, put_list
from tests.stored_rows import fresh, put, reading, row

FIGURES = ("rullende", "maaltal")
QUARTERS = [f"{year}K{number}" for year in (2023, 2024) for number in (1, 2, 3, 4)]


def at(store: Store, quarter: str, level: Level = Level.KOMMUNE) -> pd.DataFrame:
    with reading(store) as reader:
        return frame_of(
            read_maaltal(reader, quarter=Quarter.parse(quarter), level=level)
        ).set_index("key")


def ended(store: Store, quarter: str, level: Level = Level.KOMMUNE) -> pd.DataFrame:
    with reading(store) as reader:
        return frame_of(
            read_ended_maaltal(reader, quarter=Quarter.parse(quarter), level=level)
        ).set_index("key")


def steady(enhed: str, days: str, heads: str, afdeling: str = "Miljø") -> list[UnitQuarter]:
    return [row(q, enhed, days=days, heads=heads, afdeling=afdeling) for q in QUARTERS]


def two_enheder(store: Store) -> None:
    """One at 16 days with a target of 14, ten people; one at 12 days with none, twenty people."""
    put(store, [*steady("1001", "40", "10"), *steady("1002", "60", "20")])
    put_upload(store, targets([Target(2024, "1001", "14"), Target(2024, "1002", None)], "2024"))


def test_expected_and_distance_by_hand(store: Store) -> None:
    two_enheder(store)
    row_ = at(store, "2024K2").loc["kommune"]
    assert row_["value"] == pytest.approx(400 / 30)
    assert (row_["target"], row_["expected_reported"]) == (14, 14)
    assert row_["expected_all"] == pytest.approx((14 * 10 + 240) / 30)
    assert row_["distance"] == pytest.approx(400 / 30 - 14)
    assert row_["distance_total"] == pytest.approx(400 - 14 * 30)
    assert (row_["reported"], row_["units"]) == (1, 2)
    assert (row_["target_year"], row_["quarters_in_year"]) == (2024, 2)
    assert row_["change"] == 0
    assert row_["note"] == "To af de fire kvartaler ligger i 2024. Måltal fra 1 af 2 enheder."
    enheder = at(store, "2024K2", Level.ENHED)
    assert enheder.loc["enhed:1001", "distance"] == 2
    assert enheder["target"].isna().tolist() == [False, True]
    assert enheder.loc["enhed:1002", "expected_all"] == 12
    assert str(enheder.loc["enhed:1002", "note"]).endswith("Måltal er ikke indmeldt.")


def test_scripts_get_a_target_without_what_binary_arithmetic_adds(store: Store) -> None:
    put(store, steady("1001", "40", "10"))
    put_upload(store, targets([Target(2024, "1001", "13.25")], "2024"))
    with reading(store) as reader:
        result = read_maaltal(reader, quarter=Quarter(2024, 2), level=Level.ENHED)
    noisy = with_frame(result, frame_of(result).assign(target=13.249999999999998))
    assert [row["target"] for row in list_rows(noisy)] == [13.25]
    assert ",13.25," in write_csv(noisy)


def test_a_distance_that_rounding_sets_apart_is_said(store: Store) -> None:
    """15,73 less 14,15 is 1,58: shown 15,7 and 14,2, and 1,6 between them."""
    put(store, steady("1001", "393.25", "100"))
    put_upload(store, targets([Target(2024, "1001", "14.15")], "2024"))
    told = str(at(store, "2024K2", Level.ENHED).loc["enhed:1001", "note"])
    assert told.endswith("Afrunding: afstanden er af de uafrundede tal.")
    put_upload(store, targets([Target(2024, "1001", "14.1")], "2024"))
    assert "Afrunding" not in str(at(store, "2024K2", Level.ENHED).loc["enhed:1001", "note"])


def test_what_there_is_room_for_and_what_comes_by_hand(store: Store) -> None:
    rows = steady("1001", "40", "10")
    rows[3] = row("2023K4", days="80", heads="10", afdeling="Miljø")
    rows[6] = row("2024K3", days="30", heads="12", afdeling="Miljø")
    put(store, rows[:7])
    put_upload(store, targets([Target(2024, "1001", "14")]))
    row_ = at(
        store, "2024K3", Level.ENHED
    ).loc["enhed:1001"]  # fmt: skip
    # People: 10, 10, 12 and 12 held. Away so far: 40 + 40 + 30.
    assert row_["pace"] == pytest.approx((14 * 44 / 4 - 110) / 12)
    # The next quarter repeats 8 days a person, of 12 people.
    assert row_["forecast"] == pytest.approx((40 + 40 + 30 + 96) / 11)


def test_in_the_4th_quarter_both_years_are_shown(store: Store) -> None:
    two_enheder(store)
    both = [Target(2025, "1001", "13"), Target(2025, "1002", "12")]
    put_upload(store, targets(both, "2025"))
    row_ = at(store, "2024K4").loc["kommune"]
    assert (row_["target_year"], row_["quarters_in_year"], row_["reported"]) == (2025, 0, 2)
    assert row_["target"] == pytest.approx((13 * 10 + 12 * 20) / 30)
    assert pd.isna(row_["pace"])
    assert row_["note"] == (
        "Måltallet gælder 2025; opgørelsen er for 2024. Måltallet for 2024 på 14,0 "
        "(indmeldt af 1 af 2 enheder) blev nået."
    )
    assert (row_["ended_year"], row_["ended_target"], row_["ended_met"]) == (2024, 14, True)
    last = ended(store, "2024K4").loc["kommune"]
    assert (last["target_year"], last["target"], last["quarters_in_year"]) == (2024, 14, 4)
    assert at(store, "2024K4", Level.ENHED).loc["enhed:1001", "ended_met"] is False
    assert at(store, "2024K4", Level.ENHED).loc["enhed:1002", "ended_met"] is None


def test_without_targets_for_the_next_year_that_which_ends_stands_alone(store: Store) -> None:
    two_enheder(store)
    row_ = at(store, "2024K4").loc["kommune"]
    assert (row_["target_year"], row_["target"], row_["ended_met"]) == (2024, 14, True)
    assert ended(store, "2024K4").loc["kommune", "target"] == 14
    before = at(store, "2023K4").loc["kommune"]
    assert before["target_year"] == 2024
    assert pd.isna(before["ended_target"])
    with pytest.raises(NoDataError, match="ingen måltal for et år, der slutter"):
        ended(store, "2023K4")
    with pytest.raises(NoDataError, match="ingen måltal for et år, der slutter"):
        ended(store, "2024K2")


def test_where_there_are_none_it_is_said(store: Store) -> None:
    put(store, steady("1001", "40", "10"))
    with pytest.raises(NoDataError, match="ingen måltal endnu"):
        at(store, "2024K4")
    put_upload(store, targets([Target(2024, "1001", "14")]))
    with pytest.raises(NoDataError, match="kvartal 2023 til"):
        at(store, "2023K3")


def test_a_newer_list_takes_the_place_of_the_years_older_one(store: Store) -> None:
    two_enheder(store)
    put_upload(store, targets([Target(2024, "01001", "12")], "nyere"))
    row_ = at(store, "2024K1").loc["kommune"]
    assert (row_["target"], row_["reported"]) == (12, 1)


def test_an_enhed_that_has_closed_is_asked_for_nothing(store: Store) -> None:
    two_enheder(store)
    put(store, [row(q, "1003", afdeling="Miljø") for q in QUARTERS[:6]], name="lukket")
    put_upload(store, targets([Target(2024, "1003", "9")], "mere"))
    assert (at(store, "2024K2").loc["kommune", "units"]) == 3
    row_ = at(store, "2024K3").loc["kommune"]
    assert (row_["reported"], row_["units"], row_["target"]) == (1, 2, 14)
    assert "enhed:1003" not in at(store, "2024K3", Level.ENHED).index


def hidden_among(store: Store, handed_in: Sequence[str]) -> None:
    """An afdeling with an enhed of three people, whose partners are the next two; and another."""
    rows = [
        *steady("1", "30", "3", "Lille"), *steady("2", "30", "12", "Lille"),
        *steady("3", "90", "30", "Lille"), *steady("4", "90", "30", "Stor"),
        *steady("5", "120", "36", "Lille"),
    ]  # fmt: skip
    put(store, rows)
    values = {"1": "11", "2": "9", "3": "10", "4": "12", "5": "8"}
    asked = [Target(2024, each, values[each] if each in handed_in else None) for each in values]
    put_upload(store, targets(asked))


def test_a_hidden_enheds_target_is_hidden_and_counts(store: Store) -> None:
    hidden_among(store, "12345")
    enheder = at(store, "2024K2", Level.ENHED)
    assert set(enheder.index[enheder["masked"]]) == {"enhed:1", "enhed:2", "enhed:3"}
    assert enheder.loc["enhed:1", ["value", "target", "distance", "expected_all"]].isna().all()
    assert enheder.loc["enhed:1", "reported"] == 1
    afdeling = at(store, "2024K2", Level.AFDELING).loc["afdeling:Lille"]
    assert afdeling["target"] == pytest.approx((11 * 3 + 9 * 12 + 10 * 30 + 8 * 36) / 81)
    assert at(store, "2024K2").loc["kommune", "target"] == pytest.approx(
        (11 * 3 + 9 * 12 + 10 * 30 + 8 * 36 + 12 * 30) / 111
    )


@pytest.mark.parametrize("handed_in", ["1345", "2345"])
def test_what_is_expected_of_all_does_not_tell_the_days_of_the_hidden(
    store: Store, handed_in: str
) -> None:
    hidden_among(store, handed_in)
    afdelinger = at(store, "2024K2", Level.AFDELING)
    lille = afdelinger.loc["afdeling:Lille"]
    assert pd.isna(lille["expected_all"])
    assert (lille["reported"], lille["units"], lille["masked"]) == (3, 4, False)
    assert lille["value"] == pytest.approx(4 * 270 / 81)
    assert str(lille["note"]).endswith("den ville røbe enheder, der ikke vises.")
    assert (lille["target_masked"], lille["expected_masked"]) == (False, True)
    assert not afdelinger.loc["afdeling:Stor", ["target_masked", "expected_masked"]].any()
    assert at(store, "2024K2").loc["kommune", "expected_masked"]


def test_what_is_expected_of_all_is_shown_where_one_decimal_tells_no_more(store: Store) -> None:
    hidden_among(store, "1345")
    put(store, steady("6", "4000", "1000", "Stor"), name="mange")
    afdelinger = at(store, "2024K2", Level.AFDELING)
    assert afdelinger["expected_masked"].to_dict() == {
        "afdeling:Lille": True,
        "afdeling:Stor": False,
    }
    assert not at(store, "2024K2").loc["kommune", "expected_masked"]


@pytest.mark.parametrize("handed_in", ["1345", "2345", "1"])
def test_an_average_of_targets_is_shown_wherever_its_row_is(store: Store, handed_in: str) -> None:
    hidden_among(store, handed_in)
    people, values = {"1": 3, "2": 12, "3": 30, "5": 36}, {"1": 11, "2": 9, "3": 10, "5": 8}
    own = [each for each in handed_in if each in people]
    lille = at(store, "2024K2", Level.AFDELING).loc["afdeling:Lille"]
    assert lille["target"] == pytest.approx(
        sum(values[each] * people[each] for each in own) / sum(people[each] for each in own)
    )
    assert lille["distance"] == pytest.approx(4 * 270 / 81 - lille["target"])


def test_where_only_the_hidden_lack_a_target_their_days_are_known_already(store: Store) -> None:
    hidden_among(store, "45")
    lille = at(store, "2024K2", Level.AFDELING).loc["afdeling:Lille"]
    assert lille["target"] == 8
    assert lille["expected_all"] == pytest.approx((8 * 36 + 4 * 150) / 81)


def test_the_target_of_a_hidden_afdeling_is_hidden(store: Store) -> None:
    put(store, [*steady("1", "10", "3", "Ene"), *steady("2", "90", "30"), *steady("3", "9", "20")])
    put_upload(store, targets([Target(2024, "1", "11"), Target(2024, "2", "9")]))
    frame = at(store, "2024K2", Level.AFDELING)
    assert frame.loc["afdeling:Ene", "masked"]
    assert frame["target"].isna().tolist()[0]


def test_who_has_not_handed_in_and_whom_to_remind(store: Store) -> None:
    put(store, [*steady("1001", "40", "10"), *steady("1002", "60", "20", "Natur")])
    deadline = date(2023, 12, 20)
    asked = [
        Target(2024, "1001", "14", deadline), Target(2024, "1002", None, deadline, "1001"),
    ]  # fmt: skip
    put_upload(store, targets(asked))
    with reading(store) as reader:
        found = find_not_handed_in(reader, quarter=Quarter(2024, 1))
    assert found == (NotHandedIn(2024, "Enhed 1002", "Natur", deadline, "Enhed 1001"),)


def test_who_leads_the_own_enhed_is_not_led_from_elsewhere(store: Store) -> None:
    put(store, steady("1001", "40", "10"))
    put_upload(store, targets([Target(2024, "1001", None, None, "1001")]))
    with reading(store) as reader:
        found = find_not_handed_in(reader, quarter=Quarter(2024, 1))
    assert found == (NotHandedIn(2024, "Enhed 1001", "Miljø", None, ""),)


def test_the_file_of_figures_names_its_columns_by_the_declaration(store: Store) -> None:
    two_enheder(store)
    with reading(store) as reader:
        result = read_maaltal(reader, quarter=Quarter(2024, 2), level=Level.ENHED)
    head, first, *_ = to_csv([result]).decode("utf-8-sig").splitlines()
    row_ = dict(zip(head.split(";"), first.split(";"), strict=True))
    assert (row_["maaltal_vaegtet"], row_["maaltallets_aar"]) == ("14,0", "2024")
    assert (row_["enheder_med_maaltal"], row_["maaltal_vises_ikke"]) == ("1", "nej")


@st.composite
def organisation(draw: st.DrawFn) -> tuple[list[UnitQuarter], list[Target]]:
    """Some enheder that each live for a while, and targets of some of them; all large enough."""
    rows, asked = [], []
    for enhed in ("1", "2", "3", "4"):
        first = draw(st.integers(0, 5))
        last = draw(st.integers(first, 7))
        rows += [
            row(
                QUARTERS[place],
                enhed,
                days=str(draw(st.integers(20, 400))),
                heads=str(draw(st.integers(20, 60))),
                afdeling=draw(st.just("A" if enhed in "12" else "B")),
            )
            for place in range(first, last + 1)
        ]
        value = draw(st.none() | st.sampled_from(["8", "12.5", "16"]))
        asked.append(Target(2024, enhed, value))
    rows += [row(q, "5", days="100", heads="50", afdeling="B") for q in QUARTERS]
    return rows, asked


def oracle(
    rows: Sequence[UnitQuarter], asked: Sequence[Target], quarter: Quarter, afdeling: str | None
) -> dict[str, Fraction | float | None]:
    """The averages and what there is room for, in fractions."""
    window = [quarter - 3, quarter - 2, quarter - 1, quarter]
    inside = [one for one in rows if one.quarter in window and afdeling in {None, one.afdeling}]
    days = {q: sum(Fraction(o.dagsvaerk or 0) for o in inside if o.quarter == q) for q in window}
    heads = {
        q: sum(Fraction(o.medarbejdere or 0) for o in inside if o.quarter == q) for q in window
    }
    living = {one.enhed for one in inside if one.quarter == quarter}
    values = {one.enhed: Fraction(one.value) for one in asked if one.value and one.enhed in living}
    weight = {
        enhed: sum(Fraction(o.medarbejdere or 0) for o in inside if o.enhed == enhed) / 4
        for enhed in living
    }
    others = sum(
        (Fraction(o.dagsvaerk or 0) for o in inside if o.enhed in living - values.keys()),
        Fraction(0),
    )
    planned = sum((values[enhed] * weight[enhed] for enhed in values), Fraction(0))
    target = planned / sum(weight[enhed] for enhed in values) if values else None
    so_far = [q for q in window if q.year == 2024]
    left = 4 - quarter.number
    mean = (sum(heads[q] for q in so_far) + left * heads[quarter]) / 4
    room = left and target is not None and left * heads[quarter]
    return {
        "target": target,
        "expected_all": (planned + others) / sum(weight.values()),
        "reported": len(values),
        "units": len(living),
        "pace": (target * mean - sum(days[q] for q in so_far)) / room
        if room and target is not None
        else None,
        "forecast": 4
        * (sum(days[q] for q in window[1:]) + days[window[0]] / heads[window[0]] * heads[quarter])
        / (sum(heads[q] for q in window[1:]) + heads[quarter]),
    }


@draws(10)
@given(organisation(), st.sampled_from([1, 2, 3, 4]))
def test_it_is_as_by_hand(
    tmp_path_factory: pytest.TempPathFactory,
    drawn: tuple[list[UnitQuarter], list[Target]],
    number: int,
) -> None:
    rows, asked = drawn
    quarter = Quarter(2024, number)
    store = fresh(Path(tmp_path_factory.mktemp("store")))
    put(store, rows)
    put_upload(store, targets(asked))
    for level, key, afdeling in (
        (Level.KOMMUNE, "kommune", None),
        (Level.AFDELING, "afdeling:B", "B"),
    ):
        found = at(store, str(quarter), level).loc[key]
        for name, value in oracle(rows, asked, quarter, afdeling).items():
            assert (None if pd.isna(found[name]) else found[name]) == (
                None if value is None else pytest.approx(float(value))
            ), name
    store.close()


def test_an_enhed_that_is_not_in_the_list_counts_among_those_that_lack_one(store: Store) -> None:
    two_enheder(store)
    put(store, steady("1009", "40", "10"), name="ny")
    assert at(store, "2024K2").loc["kommune", "units"] == 3


def test_an_enhed_that_goes_on_in_another_one_is_not_asked(store: Store) -> None:
    quarters = ["2023K1", "2023K2", "2023K3", "2023K4"]
    put(store, [row(q, unit) for q in quarters for unit in ("1001", "1002", "1003")])
    put_upload(store, targets([Target(2023, "1001", "14"), Target(2023, "1003", "14")]))
    asked = at(store, "2023K4").loc["kommune"]
    assert (asked["reported"], asked["units"]) == (2, 3)
    merged = place("1002", til=date(2023, 12, 31), aarsag="sammenlagt", efterfoelger="1003")
    put_list(store, [place("1001"), merged, place("1003")])
    left = at(store, "2023K4").loc["kommune"]
    assert (left["reported"], left["units"]) == (2, 2)


def test_what_is_expected_of_all_does_not_tell_the_year_of_one_small_enhed(store: Store) -> None:
    """Whoever knows the targets and heads of the others has its days within 2.5 of 20."""
    put(
        store,
        [
            *steady("1", "5", "3", "Stab"), *steady("2", "30", "12", "Stab"),
            *steady("3", "40", "15", "Stab"), *steady("4", "50", "20", "Stab"),
            *steady("5", "900", "300", "Stor"), *steady("6", "930", "310", "Stor"),
        ],
    )  # fmt: skip
    reported = {"2": "10", "3": "12", "4": "11", "5": "12", "6": "12"}
    put_upload(store, targets([Target(2024, enhed, value) for enhed, value in reported.items()]))
    stab = at(store, "2024K2", Level.AFDELING).loc["afdeling:Stab"]
    assert not stab["masked"]
    assert stab["expected_masked"]
    assert pd.isna(stab["expected_all"])
