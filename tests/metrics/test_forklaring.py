"""What drove a change: parts worked out by hand, a second way of computing them, and their sum."""

import tempfile
from collections.abc import Hashable, Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.viewer import read_local_viewer
from core.errors import NoDataError, UsageError
from core.nodes import Level, Scope
from core.quarter import Quarter
from core.settings import Settings
from data_loaders.report import UnitQuarter
from metrics import forklaring
from metrics.forklaring import PARTS, ROLLING, SINGLE, read_node_changes
from phrases.basis import describe_period
from services.figures import open_comparison
from store.database import Store
from tests.draws import draws
from tests.frames import frame_of
from tests.metrics import kitagawa
from tests.metrics.contributions import check_contributions
from tests.metrics.lists import place, put_places
from tests.stored_rows import figures, fresh, put, reading, row

FIGURES = ("rullende", "kvartal", "forklaring_pairs", "forklaring", "forklaring_rows")
FIRST, LAST = Quarter(2022, 1), Quarter(2024, 4)


def span(first: Quarter, count: int) -> list[str]:
    return [str(first + step) for step in range(count)]


def steady(
    enhed: str, quarters: Iterable[str], days: str, heads: str = "20", afdeling: str = "A"
) -> list[UnitQuarter]:
    """An enhed with the same figures in all its quarters."""
    return [row(q, enhed, days=days, heads=heads, afdeling=afdeling) for q in quarters]


def rows(
    store: Store,
    quarter: Quarter,
    level: Level = Level.KOMMUNE,
    *,
    against: Quarter | None = None,
    chosen: Settings | None = None,
) -> pd.DataFrame:
    """The rows of a change by key, against the opgørelse before where no other is asked for."""
    since = against or quarter - 1
    with open_comparison(
        store, read_local_viewer(), settings=chosen or Settings(), compared=(since, quarter)
    ) as reader:
        result = forklaring.read_forklaring(reader, quarter=quarter, level=level, against=since)
    return frame_of(result).set_index("key")


def parts(
    store: Store, quarter: Quarter, *, against: Quarter | None = None
) -> dict[Hashable, float]:
    """The parts of the kommune's change."""
    return rows(store, quarter, against=against)["value"].to_dict()


def change(store: Store, quarter: Quarter, against: Quarter | None = None) -> float:
    """What the rolling figure of the kommune changed by."""
    quarters = (against or quarter - 1, quarter)
    before, after = (figures(store, str(q))["value"].to_dict()["kommune"] for q in quarters)
    return float(after) - float(before)


class TestByHand:
    def test_what_happens_in_an_enhed_and_what_moves_between_them(self, store: Store) -> None:
        """Two of 20, at 4 and 8 days a quarter each; then the first has 30 people and 9 days.

        Year 1: 4·(16+32)/160 = 1.2. Year 2: 4·(36+32)/200 = 1.36. Shares .5, .5 and .6, .4; rates
        .8, 1.6 and 1.2, 1.6. In the enheder: .4·.55. Mix: .1·(1 − 1.28) − .1·(1.6 − 1.28).
        """
        put(store, steady("1", span(FIRST, 4), "4") + steady("2", span(FIRST, 8), "8"))
        put(store, steady("1", span(FIRST + 4, 4), "9", "30"), name="b")
        found = parts(store, FIRST + 7, against=FIRST + 3)
        assert found["within"] == pytest.approx(0.22)
        assert found["mix"] == pytest.approx(-0.06)
        assert (found["closed"], found["new"]) == (0, 0)

    def test_a_closed_enhed_is_under_closed_in_all_five_opgoerelser(self, store: Store) -> None:
        """20 at 5 days stay; 20 at 9 days close after six quarters. The rate was 1.4 and becomes 1.

        In the tenth quarter: 1.16 before, 1 now, so 1.08 between; the closed had a fifth of all and
        1.8. It is −.2·(1.8 − 1.08), and the other one has come to weigh more: .2·(1 − 1.08).
        """
        put(store, steady("1", span(FIRST, 12), "5") + steady("2", span(FIRST, 6), "9"))
        for step in range(6, 11):
            found = parts(store, FIRST + step)
            assert found["within"] == pytest.approx(0, abs=1e-12)
            assert found["new"] == 0
            assert (found["closed"] < 0) == (step < 10)
            assert sum(found.values()) == pytest.approx(change(store, FIRST + step), abs=1e-12)
        tenth = parts(store, FIRST + 9)
        assert tenth["closed"] == pytest.approx(-0.144)
        assert tenth["mix"] == pytest.approx(-0.016)

    @pytest.mark.parametrize("listed", [True, False])
    def test_closing_within_a_quarter_counts_from_that_quarter(
        self, store: Store, *, listed: bool
    ) -> None:
        put(store, steady("1", span(FIRST, 12), "5") + steady("2", span(FIRST, 5), "9"))
        put(store, [row(str(FIRST + 5), "2", days="3", heads="8", afdeling="A")], name="b")
        if listed:
            last = date(2023, 5, 12)
            put_places(store, [place("2", date(2018, 1, 1), last, aarsag="nedlagt", afdeling="A")])
        for step in range(5, 10):
            found = parts(store, FIRST + step)
            assert sum(found.values()) == pytest.approx(change(store, FIRST + step), abs=1e-12)
            known = listed or step > 5  # without a list nobody knows before the next quarter
            assert (found["within"] == pytest.approx(0, abs=1e-12)) == known
            assert (found["closed"] != 0) == known
            assert found["new"] == 0

    def test_who_changes_beside_a_closing_is_seen_under_the_enheder(self, store: Store) -> None:
        put(store, steady("1", span(FIRST, 8), "5") + steady("2", span(FIRST, 5), "9"))
        put(
            store, steady("3", span(FIRST, 4), "6") + steady("3", span(FIRST + 4, 4), "7"), name="b"
        )
        found = parts(store, FIRST + 5, against=FIRST + 3)
        # Days of "3" in the later window: 26 over 80; its share is 1/3, and then 80/220.
        assert found["within"] == pytest.approx(4 * 2 / 80 * (1 / 3 + 80 / 220) / 2)

    def test_a_new_enhed_is_new_until_the_windows_begin_after_it(self, store: Store) -> None:
        put(store, steady("1", span(FIRST, 12), "5") + steady("2", span(FIRST + 5, 7), "9"))
        assert [parts(store, FIRST + step)["new"] != 0 for step in range(4, 12)] == [
            False, True, True, True, True, False, False, False,
        ]  # fmt: skip

    def test_an_enhed_that_opens_on_a_later_day_of_the_first_quarter_is_new(
        self, store: Store
    ) -> None:
        put(store, steady("1", span(FIRST, 12), "5") + steady("2", span(FIRST + 4, 8), "9"))
        put_places(store, [place("2", date(2023, 2, 1), afdeling="A")])
        assert rows(store, FIRST + 8).loc["new", "note"] == "Enhed 2 (åbnet 1. februar 2023)."
        assert rows(store, FIRST + 9).loc["new", "note"] == ""

    def test_an_enhed_that_opened_and_closed_is_closed(self, store: Store) -> None:
        put(store, steady("1", span(FIRST, 12), "5") + steady("2", span(FIRST + 5, 2), "9"))
        found = parts(store, FIRST + 8, against=FIRST + 4)
        assert found["new"] == 0
        assert found["closed"] > 0

    def test_one_that_is_taken_back_from_a_supplier_is_new(self, store: Store) -> None:
        quarters = [*span(FIRST, 3), *span(FIRST + 7, 5)]
        put(store, steady("1", span(FIRST, 12), "5") + steady("2", quarters, "9"))
        gone = place("2", date(2018, 1, 1), date(2022, 9, 30), aarsag="overdraget til leverandør")
        put_places(store, [gone, place("2", date(2023, 10, 1))])
        frame = rows(store, FIRST + 8, against=FIRST + 6)
        assert frame.loc["new", "note"] == "Enhed 2 (hjemtaget 1. oktober 2023)."
        assert frame.loc["closed", "note"] == ""
        assert frame["value"].sum() == pytest.approx(change(store, FIRST + 8, FIRST + 6))

    def test_a_successor_continues_who_it_follows(self, store: Store) -> None:
        put(store, steady("1", span(FIRST, 12), "5") + steady("2", span(FIRST, 6), "9"))
        put(store, steady("3", span(FIRST + 6, 6), "10"), name="b")
        merged = place(
            "2", date(2018, 1, 1), date(2023, 6, 30), aarsag="sammenlagt", efterfoelger="3"
        )
        put_places(store, [merged, place("3", date(2023, 7, 1))])
        found = parts(store, FIRST + 7)
        assert (found["closed"], found["new"]) == (0, 0)
        assert found["within"] == pytest.approx(4 / 160)  # one day of four times 40
        units = rows(store, FIRST + 7, Level.ENHED)
        assert list(units.index) == ["enhed:1", "enhed:3"]
        assert units.loc["enhed:3", "note"] == "Fortsætter Enhed 2."

    def test_leavers_with_days_and_nobody_left_do_not_break_the_sum(self, store: Store) -> None:
        put(store, steady("1", span(FIRST, 8), "5") + steady("2", span(FIRST, 4), "9"))
        put(store, steady("2", span(FIRST + 4, 4), "3", "0"), name="b")
        put(store, steady("3", span(FIRST, 8), "7") + steady("4", span(FIRST, 8), "7"), name="c")
        found = parts(store, FIRST + 7, against=FIRST + 3)
        assert sum(found.values()) == pytest.approx(88 / 60 - 1.4)
        later = parts(store, FIRST + 6, against=FIRST + 5)
        assert sum(later.values()) == pytest.approx(change(store, FIRST + 6))

    def test_a_hole_leaves_days_and_people_and_is_said(self, store: Store) -> None:
        gone = [q for q in span(FIRST, 8) if q != str(FIRST + 5)]
        put(store, steady("1", span(FIRST, 8), "5") + steady("2", gone, "9"))
        put_places(store, [place("2", date(2018, 1, 1))])
        with reading(store) as reader:
            frame = frame_of(
                forklaring.read_node_changes(
                    reader, ROLLING, quarter=FIRST + 7, level=Level.KOMMUNE, against=FIRST + 3
                )
            )
        assert frame["within"].iloc[0] == pytest.approx(0)
        assert frame["mix"].iloc[0] == pytest.approx(4 * 47 / 140 - 1.4)
        assert "mangler data i et kvartal" in frame["note"].iloc[0]

    def test_two_denominators_are_not_compared(self, store: Store) -> None:
        put(store, [row(q, heads="10", posts="8") for q in span(FIRST, 4)])
        put(store, [row(str(FIRST + 4), heads=None, posts="8")], name="b")
        frame = rows(store, FIRST + 4)
        assert frame["missing"].all()
        assert not frame["masked"].any()
        assert "samme nævner" in frame["note"].iloc[0]

    def test_a_single_quarter_is_compared_with_the_year_before(self, store: Store) -> None:
        put(store, steady("1", span(FIRST, 4), "5") + steady("1", span(FIRST + 4, 1), "8"))
        with reading(store) as reader:
            result = forklaring.read_kvartal_forklaring(
                reader, quarter=FIRST + 4, level=Level.KOMMUNE
            )
        assert frame_of(result).set_index("key")["value"]["within"] == pytest.approx(3 / 20)
        assert describe_period(result) == "1. januar 2023 – 31. marts 2023 (ét kvartal)"


class TestHidden:
    """Who is hidden is in the sums, and nobody can tell how."""

    def _store(self, store: Store, moved: int) -> Store:
        """Two tiny enheder hidden with a third, and days that one of them has from the other."""
        put(store, steady("1", span(FIRST, 8), "60", "40") + steady("2", span(FIRST, 8), "30"))
        put(store, steady("5", span(FIRST, 8), "20", "9"), name="c")
        tiny = []
        for n, q in enumerate(span(FIRST, 8)):
            tiny.append(row(q, "3", days=str(6 + n - moved), heads="4", afdeling="A"))
            tiny.append(row(q, "4", days=str(9 + moved), heads=str(4 - n % 2), afdeling="A"))
        put(store, tiny, name="b")
        return store

    def test_what_one_has_from_another_changes_nothing_that_is_shown(self, tmp_path: Path) -> None:
        shown = []
        for moved in (0, 1):
            store = self._store(fresh(tmp_path, f"{moved}.duckdb"), moved)
            for against in (FIRST + 3, FIRST + 6):
                for level in (Level.KOMMUNE, Level.AFDELING, Level.ENHED):
                    frame = rows(store, FIRST + 7, level, against=against)
                    shown.append((moved, frame[["value", "masked", "note"]]))
            store.close()
        first, second = ([frame for at, frame in shown if at == moved] for moved in (0, 1))
        for one, other in zip(first, second, strict=True):
            pd.testing.assert_frame_equal(one, other)

    def test_they_are_in_the_sum_as_one(self, store: Store) -> None:
        self._store(store, 0)
        frame = rows(store, FIRST + 7)
        assert frame["value"].sum() == pytest.approx(change(store, FIRST + 7))
        assert frame.loc["within", "note"] == "3 enheder, der ikke vises, er regnet som én."
        units = rows(store, FIRST + 7, Level.ENHED)
        assert units["masked"].to_dict() == {
            "enhed:1": False, "enhed:2": False, "enhed:3": True, "enhed:4": True, "enhed:5": True,
        }  # fmt: skip
        assert units.loc[["enhed:3", "enhed:4"], "value"].isna().all()

    def test_a_small_one_that_closes_is_masked_and_the_rest_is_the_whole_change(
        self, store: Store
    ) -> None:
        put(store, steady("1", span(FIRST, 8), "60", "40") + steady("2", span(FIRST, 8), "30"))
        put(store, steady("3", span(FIRST, 6), "9", "4"), name="b")
        put(store, steady("4", span(FIRST, 8), "7", "4"), name="c")
        frame = rows(store, FIRST + 7)
        assert frame["masked"].to_dict() == {
            "within": False, "mix": False, "closed": True, "new": False,
        }  # fmt: skip
        assert frame["value"].sum() == pytest.approx(change(store, FIRST + 7))
        assert str(frame.loc["closed", "note"]).endswith(
            "færre end 5 medarbejdere. Enhed 3 (ophørsdato ikke oplyst). Enhed 3 er regnet sammen "
            "med de andre, der ikke vises."
        )

    def test_a_hidden_node_has_no_parts(self, store: Store) -> None:
        put(store, steady("1", span(FIRST, 8), "60", "40", afdeling="B"))
        put(store, steady("3", span(FIRST, 8), "9", "4", afdeling="A"), name="b")
        frame = rows(store, FIRST + 7, Level.AFDELING)
        assert frame.loc["afdeling:A/within", "masked"]
        assert frame[frame["parent"] == "afdeling:A"]["value"].isna().all()


class TestReading:
    def test_parts_of_a_node_carry_its_key_and_name(self, store: Store) -> None:
        put(store, steady("1", span(FIRST, 8), "60") + steady("2", span(FIRST, 8), "30"))
        frame = rows(store, FIRST + 7, Level.AFDELING)
        assert list(frame.index) == [f"afdeling:A/{part}" for part in PARTS]
        assert frame["name"].iloc[0] == "A: udvikling i enhederne"
        assert set(frame["against"]) == {str(FIRST + 6)}

    def test_five_enheder_that_moved_most_and_the_rest(self, store: Store) -> None:
        put(
            store,
            [
                row(
                    q, str(unit), days=str(10 + unit * (n > 3)), heads="20", afdeling="AB"[unit % 2]
                )
                for unit in range(8)
                for n, q in enumerate(span(FIRST, 8))
            ],
        )
        with reading(store) as reader:
            result = forklaring.read_node_changes(
                reader, ROLLING, quarter=FIRST + 7, level=Level.AFDELING, against=FIRST + 3
            )
            (odd,) = (row for row in result.rows if row.name == "B")
            found = forklaring.find_largest_movers(reader, result, odd)
            q = FIRST + 7
            top = read_node_changes(reader, ROLLING, quarter=q, level=Level.KOMMUNE, against=q - 4)
            all_of_them = forklaring.find_largest_movers(reader, top, top.rows[0])
        assert {name for name, _ in found.largest} == {"Enhed 1", "Enhed 3", "Enhed 5", "Enhed 7"}
        assert found.remainder == pytest.approx(0)
        assert len(all_of_them.largest) == 5
        effects = [effect for _, effect in all_of_them.largest]
        assert all_of_them.remainder + sum(effects) == pytest.approx(top.rows[0].value)
        assert abs(effects[0]) == max(map(abs, effects))

    def test_whoever_sees_one_afdeling_is_told_of_no_other_enhed(self, store: Store) -> None:
        eight = span(FIRST, 8)
        put(store, steady("1", eight, "60") + steady("2", eight, "30", afdeling="B"))
        scope = Scope(frozenset({Level.KOMMUNE}), frozenset({"afdeling:B"}))
        with reading(store, scope=scope) as reader:
            q = FIRST + 7
            top = read_node_changes(reader, ROLLING, quarter=q, level=Level.KOMMUNE, against=q - 1)
            found = forklaring.find_largest_movers(reader, top, top.rows[0])
        assert [name for name, _ in found.largest] == ["Enhed 2"]

    def test_without_the_closed(self, store: Store) -> None:
        put(store, steady("1", span(FIRST, 8), "5") + steady("2", span(FIRST, 6), "9"))
        with reading(store) as reader:
            node = forklaring.read_node_changes(
                reader, ROLLING, quarter=FIRST + 7, level=Level.KOMMUNE, against=FIRST + 6
            ).rows[0]
        assert (node.before_without, node.after_without) == (1.0, 1.0)
        without = figures(store, str(FIRST + 7), settings=Settings(closed_units=False))
        assert without.loc["kommune", "value"] == node.after_without

    def test_any_two_opgoerelser_are_compared_when_somebody_asks(self, store: Store) -> None:
        put(store, steady("1", span(FIRST, 4), "5") + steady("1", span(FIRST + 4, 8), "8"))
        found = parts(store, FIRST + 9, against=FIRST + 3)
        assert found["within"] == pytest.approx(0.6)
        with reading(store) as reader, pytest.raises(NoDataError, match="ikke sammenlignet"):
            forklaring.read_forklaring(
                reader, quarter=FIRST + 9, level=Level.KOMMUNE, against=FIRST + 4 - 2
            )
        with pytest.raises(UsageError, match="tidligere opgørelse"):
            parts(store, FIRST + 3, against=FIRST + 5)


AMOUNT = st.integers(0, 90_000).map(lambda n: Decimal(n) / 100)
HEADS = st.integers(500, 9_000).map(lambda n: Decimal(n) / 100)
LIVES = st.lists(
    st.tuples(
        st.integers(0, 11), st.integers(1, 12), st.sampled_from("AB"),
        st.lists(st.tuples(AMOUNT, HEADS), min_size=12, max_size=12),
    ),
    min_size=1,
    max_size=4,
)  # fmt: skip


@given(LIVES, st.integers(3, 10), st.integers(1, 8), st.booleans())
@draws(10)
def test_any_enheder_give_what_the_second_way_gives(
    lives: list[tuple[int, int, str, list[tuple[Decimal, Decimal]]]],
    earlier: int,
    apart: int,
    single: bool,  # noqa: FBT001 - drawn
) -> None:
    """One enhed of each afdeling lives throughout, so that all quarters have data."""
    later = min(earlier + apart, 11)
    drawn = [(0, 12, afdeling, [(Decimal(40), Decimal(30))] * 12) for afdeling in "AB"] + lives
    made = [
        row(str(FIRST + n), f"{unit}", days=str(days), heads=str(heads), afdeling=afdeling)
        for unit, (begins, lasts, afdeling, amounts) in enumerate(drawn)
        for n, (days, heads) in enumerate(amounts)
        if begins <= n < begins + lasts
    ]
    with tempfile.TemporaryDirectory() as folder:
        store = fresh(Path(folder))
        put(store, made)
        pair = FIRST + earlier, FIRST + later
        with open_comparison(
            store, read_local_viewer(), settings=Settings(), compared=pair
        ) as reader:
            for level, name in ((Level.KOMMUNE, ""), (Level.AFDELING, "A"), (Level.AFDELING, "B")):
                frame = frame_of(forklaring.read_node_changes(
                    reader, SINGLE if single else ROLLING,
                    quarter=pair[1], level=level, against=pair[0],
                ))  # fmt: skip
                own = frame[frame["name"] == name] if name else frame
                wanted = kitagawa.parts(
                    [one for one in made if name in ("", one.afdeling)],
                    *pair,
                    quarters=1 if single else 4,
                )
                for column, value in wanted.items():
                    assert own[column].iloc[0] == pytest.approx(float(value), abs=1e-9), column
            check_contributions(reader, SINGLE if single else ROLLING, made, pair)
        store.close()
