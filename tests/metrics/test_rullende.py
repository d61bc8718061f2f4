"""The rolling figures against rows worked out by hand and against a second way of computing."""

import tempfile
from decimal import Decimal
from math import isnan
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import NoDataError
from core.nodes import TREE, Level
from core.quarter import Quarter
from core.settings import Denominator, Settings
from data_loaders.report import UnitQuarter
from metrics import rullende
from phrases.basis import describe_threshold
from store.database import Store
from tests.draws import draws
from tests.frames import frame_of
from tests.metrics.oracle import Expected, expected
from tests.stored_rows import figures, fresh, put, reading, row

FOUR = ["2024K1", "2024K2", "2024K3", "2024K4"]
FIRST = Quarter(2023, 1)


def test_four_quarters_are_pooled_and_then_divided(store: Store) -> None:
    put(
        store,
        [
            row(q, unit, days=days, heads=heads)
            for q in FOUR
            for unit, days, heads in [("1", "10", "10"), ("2", "90", "30")]
        ],
    )
    kommune = figures(store, "2024K4").loc["kommune"]
    assert kommune["value"] == 4 * 400 / 160  # not the mean of 4.0 and 12.0
    assert kommune["employees"] == 40


def test_a_hole_leaves_both_days_and_heads_and_is_said(store: Store) -> None:
    put(store, [row(q, "1", days="10") for q in [*FOUR, "2025K1"]])
    put(store, [row(q, "2", days="30") for q in [*FOUR[:2], FOUR[3], "2025K1"]], name="b")
    kommune = figures(store, "2024K4").loc["kommune"]
    assert kommune["value"] == 4 * (40 + 90) / 70
    assert "1 enhed mangler data i 1 kvartal" in kommune["note"]
    units = figures(store, "2024K4", Level.ENHED)
    assert units.loc["enhed:2", "missing"]
    assert units.loc[["enhed:2"], "value"].isna().all()
    assert units.loc["enhed:1", "value"] == 4.0


def test_an_enhed_that_is_gone_counts_zero_from_then_and_is_said(store: Store) -> None:
    put(store, [row(q, "1", days="10") for q in FOUR])
    put(store, [row(q, "2", days="30") for q in FOUR[:3]], name="b")
    kommune = figures(store, "2024K4").loc["kommune"]
    assert kommune["value"] == 4 * (40 + 90) / 70
    assert "1 enhed fra 3. kvartal 2024 er ikke med i 4. kvartal 2024" in kommune["note"]


def test_fewer_than_four_quarters_give_no_figure(store: Store) -> None:
    put(store, [row(q) for q in FOUR[1:]])
    kommune = figures(store, "2024K4").loc["kommune"]
    assert kommune["missing"]
    assert not kommune["masked"]
    assert kommune["note"] == "Der er kun data for tre af de fire kvartaler."


def test_a_quarter_in_the_middle_that_was_never_loaded_gives_no_figure(store: Store) -> None:
    put(store, [row(q) for q in ("2024K1", "2024K2", "2024K4", "2025K1")])
    assert figures(store, "2024K4").loc["kommune", "missing"]


def test_the_split_is_missing_where_one_enhed_has_none_and_never_zero(store: Store) -> None:
    put(store, [row(q, "1", short="15") for q in FOUR])
    put(store, [row(q, "2") for q in FOUR], name="b")
    kommune = figures(store, "2024K4").loc["kommune"]
    assert kommune["value"] == 16
    assert pd.isna(kommune["short"])
    assert pd.isna(kommune["long_share"])
    assert figures(store, "2024K4", Level.ENHED).loc["enhed:1", "long_share"] == 25 / 40


def test_full_time_equivalents_are_used_where_a_file_has_only_these(store: Store) -> None:
    put(store, [row(q, heads=None, posts="8") for q in FOUR])
    with reading(store) as reader:
        result = rullende.read_rullende(reader, quarter=Quarter(2024, 4), level=Level.KOMMUNE)
    assert result.denominator is Denominator.FULDTIDSSTILLINGER
    assert frame_of(result)["value"].iloc[0] == 20


def test_figures_of_two_denominators_are_not_compared(store: Store) -> None:
    put(store, [row(q, heads="10", posts="8") for q in ["2023K4", *FOUR[:3]]])
    put(store, [row("2024K4", heads=None, posts="8")], name="b")
    kommune = figures(store, "2024K4").loc["kommune"]
    assert kommune["value"] == 20  # 160 days over 8 posts
    assert pd.isna(kommune["change"])
    assert kommune["note"] == "Ikke sammenlignet med forrige opgørelse, som er pr. medarbejder."


def test_the_denominator_is_a_setting(store: Store) -> None:
    put(store, [row(q, heads="10", posts="8") for q in FOUR])
    posts = Settings(denominator=Denominator.FULDTIDSSTILLINGER)
    assert figures(store, "2024K4").loc["kommune", "value"] == 16
    assert figures(store, "2024K4", settings=posts).loc["kommune", "value"] == 20


def test_changes_and_the_peak_rest_on_unrounded_figures(store: Store) -> None:
    days = ["40", "41", "42", "46", "44", "44", "40", "41", "38"]
    quarters = [str(Quarter(2022, 4) + step) for step in range(9)]
    put(store, [row(q, days=d, short="20") for q, d in zip(quarters, days, strict=True)])
    now = figures(store, "2024K4").loc["kommune"]
    assert now["value"] == pytest.approx(16.3)
    assert now["change"] == pytest.approx(16.3 - 16.9)
    assert now["change_short"] == pytest.approx(0)
    assert now["change_long"] == pytest.approx(16.3 - 16.9)
    assert (now["peak"], now["peak_quarter"]) == (pytest.approx(17.6), "2024K1")
    assert now["since_peak"] == pytest.approx(16.3 - 17.6)
    assert now["year_ago"] == pytest.approx(17.3)


def test_a_small_group_is_masked_and_its_parents_stay_true(store: Store) -> None:
    put(store, [row(q, "1", heads="4.9") for q in FOUR])
    put(store, [row(q, "2", heads="5") for q in FOUR], name="b")
    put(store, [row(q, "3", heads="8") for q in FOUR], name="c")
    put(store, [row(q, "4", heads="9") for q in FOUR], name="d")
    units = figures(store, "2024K4", Level.ENHED)
    assert units.loc["enhed:1", "masked"]
    hidden = ["value", "short", "long", "long_share", "employees", "peak"]
    assert units.loc["enhed:1", hidden].isna().all()
    # beside these the first could be had by subtraction, also by who leads one of them
    assert units.loc[["enhed:2", "enhed:3"], "masked"].all()
    assert units.loc["enhed:4", "value"] == pytest.approx(4 * 160 / 36)
    assert figures(store, "2024K4").loc["kommune", "value"] == pytest.approx(4 * 640 / 107.6)


def test_one_small_quarter_masks_the_window_and_the_change_after_it(store: Store) -> None:
    quarters = ["2023K4", *FOUR]
    put(store, [row(q, heads="4" if q == "2023K4" else "9") for q in quarters])
    put(store, [row(q, "2") for q in quarters], name="b")
    assert figures(store, "2024K3", Level.ENHED).loc["enhed:1001", "masked"]
    now = figures(store, "2024K4", Level.ENHED).loc["enhed:1001"]
    assert not now["masked"]
    assert pd.isna(now["change"])
    assert "Ændringen vises ikke" in now["note"]


def test_today_s_organisation_holds_for_all_quarters(store: Store) -> None:
    put(store, [row(q, "1", afdeling="A" if q < "2024K4" else "B") for q in FOUR])
    put(store, [row(q, "2", afdeling="A") for q in FOUR], name="b")
    afdelinger = figures(store, "2024K4", Level.AFDELING)
    assert afdelinger["employees"].to_dict() == {"afdeling:B": 10, "afdeling:A": 10}


def test_an_area_is_taken_from_the_other_rows_of_its_afdeling(store: Store) -> None:
    put(store, [row(q, "1", omraade="By") for q in FOUR])
    put(store, [row(q, "2", omraade=None) for q in FOUR], name="b")
    assert figures(store, "2024K4", Level.OMRAADE).loc["omraade:By", "employees"] == 20


def test_an_unknown_quarter_says_what_there_is(store: Store) -> None:
    put(store, [row(q) for q in FOUR])
    with pytest.raises(NoDataError, match="Der er data for 2024K1 til 2024K4"):
        figures(store, "2023K1")


def _units(enhed: str) -> st.SearchStrategy[list[UnitQuarter]]:
    number = st.integers(0, 4000).map(lambda n: str(Decimal(n) / 100))
    one = st.tuples(
        st.integers(0, 9), number, st.integers(0, 100), number, st.sampled_from("ABC"),
        st.booleans(), st.integers(0, 9),
    )  # fmt: skip

    def build(values: list[tuple[int, str, int, str, str, bool, int]]) -> list[UnitQuarter]:
        return [
            row(
                str(FIRST + step),
                enhed,
                days=None if blank == 0 else days,
                short=str(Decimal(days) * share / 100) if has_split and blank else None,
                heads=None if blank == 1 else heads,
                afdeling=afdeling,
                omraade="Vest" if afdeling == "A" else "Øst",
            )
            for step, days, share, heads, afdeling, has_split, blank in values
        ]

    return st.lists(one, min_size=1, max_size=10, unique_by=lambda v: v[0]).map(build)


tables = (
    st.integers(1, 7)
    .flatmap(lambda n: st.tuples(*[_units(f"{1000 + i}") for i in range(n)]))
    .map(lambda units: [one for unit in units for one in unit])
)


@given(tables, st.integers(0, 10), st.sampled_from([0, 5]))
@draws(20)
def test_any_table_gives_what_the_second_way_of_computing_gives(
    rows: list[UnitQuarter], step: int, limit: int
) -> None:
    quarter = FIRST + step
    with tempfile.TemporaryDirectory() as folder:
        store = fresh(Path(folder))
        put(store, rows)
        for level in TREE:
            wanted = expected(rows, quarter, level, smallest_group=limit)
            _require_equal(store, rows, wanted, at=(quarter, level, limit))
        store.close()


def _require_equal(
    store: Store,
    rows: list[UnitQuarter],
    wanted: dict[str, Expected],
    *,
    at: tuple[Quarter, Level, int],
) -> None:
    quarter, level, limit = at
    if not any(one.quarter == quarter for one in rows):
        return  # a quarter that was never loaded has no opgørelse
    found = figures(store, str(quarter), level, settings=Settings(smallest_group=limit))
    assert {key.partition(":")[2] or key for key in found.index} == set(wanted)
    for key, shown in found.iterrows():
        name = str(key).partition(":")[2] or str(key)
        _require_same(wanted[name], dict(shown), smallest_group=limit)


def _require_same(wanted: Expected, shown: dict[str, object], *, smallest_group: int) -> None:
    assert shown["missing"] == wanted.missing
    if smallest_group and shown["masked"] and not wanted.masked:
        return  # hidden to keep another one hidden: see the tests of masks
    assert shown["masked"] == wanted.masked
    for column in ("value", "short", "long_share"):
        exact = getattr(wanted, column)
        figure = shown[column]
        assert isinstance(figure, float)
        if exact is None:
            assert isnan(figure), column
        else:
            assert figure == pytest.approx(float(exact), abs=1e-9), column


def test_an_afdeling_that_moved_takes_its_closed_enheder_along(store: Store) -> None:
    put(store, [row(q, "1", afdeling="B", omraade="Vest") for q in FOUR[:2]], name="a")
    put(
        store,
        [row(q, "2", afdeling="B", omraade="Vest" if q < "2024K4" else "Øst") for q in FOUR],
        name="b",
    )
    areas = figures(store, "2024K4", Level.OMRAADE)
    assert areas["employees"].to_dict() == {"omraade:Øst": 15}
    assert figures(store, "2024K4", Level.AFDELING)["parent"].to_list() == ["omraade:Øst"]


def test_an_afdeling_in_two_omraader_or_partly_in_none_is_part_of_none(store: Store) -> None:
    places = [("Begge", "Vest"), ("Begge", "Vest"), ("Begge", "Øst"), ("Hel", "Vest")]
    rows = [
        row(q, str(enhed), afdeling=afdeling, omraade=omraade)
        for q in FOUR
        for enhed, (afdeling, omraade) in enumerate([*places, (None, "Vest"), (None, None)])
    ]
    put(store, rows)
    afdelinger = figures(store, "2024K4", Level.AFDELING)["parent"].to_dict()
    nowhere = {"afdeling:Begge": "", "afdeling:Ikke tilknyttet": ""}
    assert afdelinger == {**nowhere, "afdeling:Hel": "omraade:Vest"}


def test_a_split_that_a_few_rows_lack_is_said(store: Store) -> None:
    put(store, [row(q, "1", short="15") for q in FOUR], name="a")
    put(store, [row(q, "2", short="15" if q < "2024K4" else None) for q in FOUR], name="b")
    kommune = figures(store, "2024K4").loc["kommune"]
    assert "1 enhed har 1 kvartal uden opdeling" in kommune["note"]


def test_that_there_is_nobody_to_divide_by_is_said(store: Store) -> None:
    put(store, [row(q, heads="0", days="0") for q in FOUR])
    kommune = figures(store, "2024K4").loc["kommune"]
    assert kommune["missing"]
    assert kommune["note"] == "Der er ingen medarbejdere at dele fraværet med."


def test_absence_of_who_has_left_is_hidden_and_so_is_that_nobody_is_there(store: Store) -> None:
    put(store, [row(q, heads="0") for q in FOUR])
    kommune = figures(store, "2024K4").loc["kommune"]
    assert kommune["masked"]
    assert not kommune["missing"]
    assert str(kommune["note"]).startswith("Vises ikke: ")


def test_data_without_a_split_are_said_to_be_so(store: Store) -> None:
    put(store, [row(q) for q in FOUR])
    with reading(store) as reader:
        result = rullende.read_rullende(reader, quarter=Quarter(2024, 4), level=Level.KOMMUNE)
    assert describe_threshold(result) == "uden opdeling i korttid og langtid"


def test_a_series_holds_figures_of_one_denominator_only(store: Store) -> None:
    put(store, [row(q, heads="10", posts="8") for q in ["2023K4", *FOUR[:3]]])
    put(store, [row("2024K4", heads=None, posts="8")], name="b")
    with reading(store) as reader:
        series = rullende.read_udvikling(reader, quarter=Quarter(2024, 4), level=Level.KOMMUNE)
    earlier, newest = (
        frame_of(series).set_index("quarter").loc[["2024K3", "2024K4"]].to_dict("records")
    )
    assert newest["value"] == 20
    assert earlier["missing"]
    assert pd.isna(earlier["value"])
    assert "Opgjort pr. medarbejder" in earlier["note"]


@pytest.mark.parametrize("blank", ["days", "heads"])
def test_a_hole_does_not_hide_who_stands_alone_behind_a_figure(store: Store, blank: str) -> None:
    put(store, [row(q, "1", heads="3") for q in FOUR], name="a")
    without: dict[str, str | None] = {"days": "99", "heads": "20", blank: None}
    put(store, [row(q, "2", **without) for q in FOUR], name="b")
    for level in TREE:
        assert figures(store, "2024K4", level)["value"].isna().all()
    assert figures(store, "2024K4").loc["kommune", "masked"]
