"""What counts after loads, replacements and undos, now and as it was."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ChefforumError, LoadConflictError, StoreCollisionError
from core.nodes import Level
from data_loaders.report import UnitQuarter
from store import uploads
from store.database import Store
from tests.draws import draws
from tests.stored_rows import figures, fresh, put, row, upload_of

QUARTERS = ["2024K1", "2024K2", "2024K3", "2024K4"]
START = datetime(2025, 1, 1, 12)


def undo(store: Store, upload_id: str, at: datetime | None = None) -> None:
    with store.transaction() as cursor:
        seq = uploads.take_turn(cursor, "kvartal")
        uploads.undo(cursor, upload_id, seq=seq, at=at or store.clock(), by="test")


def redo(store: Store, upload_id: str, at: datetime | None = None) -> None:
    with store.transaction() as cursor:
        seq = uploads.take_turn(cursor, "kvartal")
        uploads.redo(cursor, upload_id, seq=seq, at=at or store.clock(), by="test")


def read_counting_facts(store: Store, as_of: datetime | None = None) -> set[tuple[str, str, str]]:
    with store.session(as_of=as_of) as cursor:
        rows = cursor.execute("SELECT quarter, enhed, dagsvaerk::VARCHAR FROM facts").fetchall()
    assert len(set(rows)) == len(rows)
    return {(str(q), str(unit), str(days).rstrip("0").rstrip(".")) for q, unit, days in rows}


def test_units_that_nobody_has_add_up(store: Store) -> None:
    put(store, [row("2024K1", "1")], name="a")
    put(store, [row("2024K1", "2")], name="b")
    assert read_counting_facts(store) == {("2024K1", "1", "40"), ("2024K1", "2", "40")}


def test_any_overlap_replaces_the_quarter_and_no_other(store: Store) -> None:
    put(store, [row(q, u) for q in QUARTERS for u in "12"], name="a")
    put(store, [row("2024K2", "1", days="7")], name="b")
    facts_kept = {(q, u, "40") for q in QUARTERS if q != "2024K2" for u in "12"}
    assert read_counting_facts(store) == facts_kept | {("2024K2", "1", "7")}


def test_undo_brings_back_exactly_what_was_replaced(store: Store) -> None:
    put(store, [row(q, "1", days="10") for q in QUARTERS], name="a")
    before, facts = figures(store, "2024K4"), read_counting_facts(store)
    second = put(store, [row(q, "1", days="99") for q in QUARTERS], name="b")
    assert not figures(store, "2024K4").equals(before)
    undo(store, second)
    assert read_counting_facts(store) == facts
    assert figures(store, "2024K4").equals(before)


def test_undo_of_the_only_upload_leaves_nothing(store: Store) -> None:
    undo(store, put(store, [row("2024K1")]))
    assert read_counting_facts(store) == set()


def test_redo_lets_an_undone_upload_replace_again_what_it_replaced(store: Store) -> None:
    put(store, [row(q, "1", days="10") for q in QUARTERS], name="a")
    second = put(store, [row(q, "1", days="99") for q in QUARTERS[:2]], name="b")
    with_it = read_counting_facts(store)
    undo(store, second)
    without = read_counting_facts(store)
    redo(store, second)
    assert read_counting_facts(store) == with_it
    undo(store, second)
    assert read_counting_facts(store) == without


def test_redo_replaces_what_was_loaded_since_and_undo_brings_that_back(store: Store) -> None:
    first = put(store, [row("2024K1", days="10")], name="a")
    undo(store, first)
    put(store, [row("2024K1", days="20")], name="b")
    redo(store, first)
    assert read_counting_facts(store) == {("2024K1", "1001", "10")}
    undo(store, first)
    assert read_counting_facts(store) == {("2024K1", "1001", "20")}


def test_only_what_was_undone_can_be_redone(store: Store) -> None:
    first = put(store, [row("2024K1")], name="a")
    with pytest.raises(ChefforumError, match="er ikke fortrudt"):
        redo(store, first)
    put(store, [row("2024K1", days="1")], name="b")
    with pytest.raises(ChefforumError, match="er ikke fortrudt"):
        redo(store, first)


def test_history_tells_what_can_be_redone(store: Store) -> None:
    first = put(store, [row("2024K1")])
    undo(store, first)

    def history() -> tuple[str, bool]:
        with store.session() as cursor:
            (past,) = uploads.read_history(cursor)
        return past.status, past.can_redo

    assert history() == ("fortrudt", True)
    redo(store, first)
    assert history() == ("gældende", False)


def test_what_is_replaced_cannot_be_undone_before_what_replaced_it(store: Store) -> None:
    first = put(store, [row("2024K1")], name="a")
    put(store, [row("2024K1", days="1")], name="b")
    with pytest.raises(ChefforumError, match="gælder ikke længere"):
        undo(store, first)


def test_an_undo_that_would_count_an_enhed_twice_is_refused_whole(store: Store) -> None:
    put(store, [row("2024K1", "1"), row("2024K1", "2")], name="a")
    second = put(store, [row("2024K1", "1", days="5")], name="b")
    put(store, [row("2024K1", "2", days="6")], name="c")
    facts = read_counting_facts(store)
    with pytest.raises(ChefforumError, match="Fortryd den nyeste indlæsning først"):
        undo(store, second)
    assert read_counting_facts(store) == facts


def test_as_of_a_moment_gives_the_data_as_they_were(store: Store) -> None:
    put(store, [row(q, days="10") for q in QUARTERS], name="a", at=START)
    second = put(
        store, [row(q, days="20") for q in QUARTERS], name="b", at=START + timedelta(days=2)
    )
    undo(store, second, START + timedelta(days=4))
    values = [
        figures(store, "2024K4", as_of=START + timedelta(days=days)).loc["kommune", "value"]
        for days in (1, 3, 5)
    ]
    assert values == [4, 8, 4]
    assert read_counting_facts(store, START - timedelta(seconds=1)) == set()


def test_the_same_bytes_are_known_only_while_all_of_them_count(store: Store) -> None:
    first = put(store, [row(q) for q in QUARTERS], name="a")

    def known() -> str | None:
        with store.session() as cursor:
            return uploads.find_current_copy(cursor, upload_of([row(q) for q in QUARTERS], "a"))

    assert known() == first
    second = put(store, [row("2024K1", days="1")], name="b")
    assert known() is None
    undo(store, second)
    assert known() == first


def test_history_tells_what_became_of_each_upload(store: Store) -> None:
    put(store, [row("2024K1"), row("2024K2")], name="a")
    put(store, [row("2024K1", days="1")], name="b")
    undo(store, put(store, [row("2024K3")], name="c"))
    with store.session() as cursor:
        history = [(past.file_name, past.status) for past in uploads.read_history(cursor)]
    assert history == [("c", "fortrudt"), ("b", "gældende"), ("a", "delvist gældende")]


def test_of_two_transactions_at_once_one_is_told(store: Store) -> None:
    with pytest.raises(StoreCollisionError), store.transaction() as loser:
        loser.execute("SELECT * FROM head").fetchall()
        put(store, [row("2024K1")], name="winner")
        uploads.take_turn(loser, "kvartal")
        uploads.add_upload(loser, upload_of([row("2024K1")], "loser"), seq=1, at=START, by="x")
    with store.session() as cursor:
        assert [past.file_name for past in uploads.read_history(cursor)] == ["winner"]


def test_a_check_that_another_load_overtook_is_refused(store: Store) -> None:
    with store.session() as cursor:
        checked = uploads.read_last_changes(cursor, "kvartal")
    put(store, [row("2024K1")], name="other")
    with store.session() as cursor:
        uploads.require_unchanged(cursor, upload_of([row("2024K2")]), checked)
        with pytest.raises(LoadConflictError, match="2024K1 blev ændret af en anden"):
            uploads.require_unchanged(cursor, upload_of([row("2024K1")]), checked)


def test_an_upload_is_found_by_the_beginning_of_its_id(store: Store) -> None:
    first = put(store, [row("2024K1")])
    with store.session() as cursor:
        assert uploads.find_upload(cursor, first[:8]) == first
        with pytest.raises(ChefforumError, match="ingen indlæsning"):
            uploads.find_upload(cursor, "x")
        with pytest.raises(ChefforumError):
            uploads.find_upload(cursor, "")


Batch = dict[tuple[str, str], int]
batches = st.dictionaries(
    st.tuples(st.sampled_from(QUARTERS[:2]), st.sampled_from("1234")),
    st.integers(0, 99),
    min_size=1,
    max_size=5,
)
steps = st.lists(
    st.tuples(
        st.one_of(batches, st.tuples(st.sampled_from(["undo", "redo"]), st.integers(0, 6))),
        st.integers(-48, 48),  # hours that the clock jumps before the step
    ),
    min_size=1,
    max_size=9,
)


class PlainSets:
    """Uploads, undo and redo as plain sets say: which uploads count in which quarter."""

    def __init__(self) -> None:
        self.batches: list[Batch] = []
        self.counts: set[tuple[int, str]] = set()
        self.undone: set[tuple[int, str]] = set()
        self.replaced: dict[tuple[int, str], set[int]] = {}

    def find_units(self, number: int, quarter: str) -> set[str]:
        return {unit for q, unit in self.batches[number] if q == quarter}

    def count_upload(self, number: int, quarters: set[str]) -> None:
        for quarter in quarters:
            units = self.find_units(number, quarter)
            rivals = {rival for rival, q in self.counts if q == quarter}
            overlaps = any(units & self.find_units(rival, quarter) for rival in rivals)
            gone = rivals if overlaps else set()
            self.counts -= {(rival, quarter) for rival in gone}
            self.counts.add((number, quarter))
            self.undone.discard((number, quarter))
            self.replaced[number, quarter] = gone

    def load(self, batch: Batch) -> None:
        self.batches.append(batch)
        self.count_upload(len(self.batches) - 1, {quarter for quarter, _ in batch})

    def undo(self, number: int) -> bool:
        counted_places = {key for key in self.counts if key[0] == number}
        back = {(rival, q) for _, q in counted_places for rival in self.replaced[number, q]}
        after = (self.counts - counted_places) | back
        units = [(q, unit) for rival, q in after for unit in self.find_units(rival, q)]
        if not counted_places or len(units) != len(set(units)):
            return False
        self.counts = after
        self.undone |= counted_places
        return True

    def redo(self, number: int) -> bool:
        quarters = {q for rival, q in self.undone if rival == number}
        self.count_upload(number, quarters)
        return bool(quarters)

    def find_facts(self) -> set[tuple[str, str, str]]:
        return {
            (q, unit, str(days))
            for number, quarter in self.counts
            for (q, unit), days in self.batches[number].items()
            if q == quarter
        }


@given(steps)
@draws(25)
def test_any_row_of_loads_undos_and_redos_counts_as_plain_sets_say_under_any_clock(
    drawn: Sequence[tuple[Batch | tuple[str, int], int]],
) -> None:
    plain, ids, states, at = PlainSets(), [], [], START
    with tempfile.TemporaryDirectory() as folder:
        store = fresh(Path(folder))
        for number, (step, jump) in enumerate(drawn):
            at += timedelta(hours=jump)
            if isinstance(step, dict):
                plain.load(step)
                rows = [row(q, u, days=str(d)) for (q, u), d in step.items()]
                ids.append(put(store, rows, name=str(number), at=at))
            elif step[1] < len(ids):
                what, is_allowed = _take_step(plain, *step)
                if is_allowed:
                    what(store, ids[step[1]], at)
                else:
                    with pytest.raises(ChefforumError):
                        what(store, ids[step[1]], at)
            assert read_counting_facts(store) == plain.find_facts()
            states.append((_find_newest_moment(store), plain.find_facts()))
        assert [moment for moment, _ in states] == sorted(moment for moment, _ in states)
        for moment, facts in dict(states).items():
            assert read_counting_facts(store, moment) == facts
        store.close()


def _find_newest_moment(store: Store) -> datetime:
    with store.session() as cursor:
        rows = cursor.execute(
            "SELECT coalesce(max(happened_at), TIMESTAMP '1970-01-01') FROM upload_events"
        ).fetchall()
    moment: datetime = rows[0][0]
    return moment


def _take_step(plain: PlainSets, action: str, number: int) -> tuple[Callable[..., None], bool]:
    return (undo, plain.undo(number)) if action == "undo" else (redo, plain.redo(number))


@given(st.lists(batches, min_size=1, max_size=5))
@draws(12)  # any order of steps is above; here it is the way there and back
def test_undo_step_by_step_and_redo_in_return_pass_through_the_same_states(
    drawn: Sequence[Batch],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = fresh(Path(folder))
        states, ids = [read_counting_facts(store)], []
        for number, batch in enumerate(drawn):
            rows = [row(q, u, days=str(d)) for (q, u), d in batch.items()]
            ids.append(put(store, rows, name=str(number)))
            states.append(read_counting_facts(store))
        for upload_id, before in zip(reversed(ids), reversed(states[:-1]), strict=True):
            undo(store, upload_id)
            assert read_counting_facts(store) == before
        for upload_id, after in zip(ids, states[1:], strict=True):
            redo(store, upload_id)
            assert read_counting_facts(store) == after
        store.close()


def make_row_spelt(quarter: str, enhed: str, name: str, *, days: str = "40") -> UnitQuarter:
    """A row whose enhed is spelt in a way of its own."""
    return replace(row(quarter, days=days), enhed=enhed, enhed_navn=name)


@pytest.mark.parametrize(
    "correction",
    [("100", "Skolen"), ("00100", "SKOLEN"), ("Skolen", "Skolen"), ("skolen", "skolen")],
)
def test_a_correction_replaces_however_the_enhed_is_spelt(
    store: Store, correction: tuple[str, str]
) -> None:
    put(store, [make_row_spelt(q, "0100", "Skolen", days="10") for q in QUARTERS], name="a")
    put(store, [make_row_spelt("2024K2", *correction, days="20")], name="b")
    assert {(q, days) for q, _, days in read_counting_facts(store)} == {
        (q, "20" if q == "2024K2" else "10") for q in QUARTERS
    }
    assert len({unit for _, unit, _ in read_counting_facts(store)}) == 1
    assert figures(store, "2024K4", Level.ENHED)["value"].tolist() == [5.0]


def test_a_name_that_two_numbers_share_is_neither_of_them(store: Store) -> None:
    put(
        store,
        [make_row_spelt("2024K1", number, "Kontoret") for number in ("0100", "0200")],
        name="a",
    )
    put(store, [make_row_spelt("2024K1", "Kontoret", "Kontoret")], name="b")
    assert {unit for _, unit, _ in read_counting_facts(store)} == {"0100", "0200", "Kontoret"}


def test_names_that_came_before_their_numbers_are_the_same_enhed(store: Store) -> None:
    put(store, [make_row_spelt(q, "Skolen", "Skolen", days="10") for q in QUARTERS[:3]], name="a")
    put(store, [make_row_spelt("2024K4", "0100", "Skolen", days="10")], name="b")
    assert figures(store, "2024K4", Level.ENHED)["value"].to_dict() == {"enhed:0100": 4.0}
