"""What is kept of each opgørelse's life, and the sets of figures that may not be forgotten."""

from datetime import datetime

import pytest

from core.edition import Edition
from core.errors import StoreCollisionError
from core.opgoerelse import Act, OpgoerelseStep
from core.quarter import Quarter
from core.settings import OrganisationBasis, Settings
from metrics import masks
from store import figures as sets
from store import opgoerelser
from store.database import Store
from tests.stored_rows import figures, put, reading, row

QUARTER = Quarter(2024, 4)
FOUR = ["2024K1", "2024K2", "2024K3", "2024K4"]
SETTINGS = Settings(
    municipality="Bykøbing",
    organisation=OrganisationBasis.DENGANG,
    personalegrupper=(("Overenskomst for pædagoger", "Pædagoger"),),
)


def add_step(store: Store, act: Act, version: str, *, at: datetime | None = None) -> OpgoerelseStep:
    with store.transaction() as cursor:
        step = OpgoerelseStep(
            QUARTER, act, at or store.clock(), "hr", "Influenza", {Edition.INTERN: version},
            SETTINGS, opgoerelser.take_turn(cursor),
        )  # fmt: skip
        opgoerelser.add_step(cursor, step)
    return step


def test_a_step_is_read_as_it_was_told(store: Store) -> None:
    step = add_step(store, Act.FRIGIVET, "a")
    with store.session() as cursor:
        assert opgoerelser.read_steps(cursor, QUARTER) == (step,)
        assert opgoerelser.read_steps(cursor, QUARTER - 1) == ()


def test_earlier_moments_do_not_know_of_later_steps(store: Store) -> None:
    first = add_step(store, Act.FRIGIVET, "a", at=datetime(2025, 1, 14, 8))
    add_step(store, Act.UDSENDT, "b", at=datetime(2025, 1, 20, 8))
    with store.session(as_of=datetime(2025, 1, 15)) as cursor:
        assert opgoerelser.read_steps(cursor, QUARTER) == (first,)


def test_of_two_steps_at_once_or_a_step_and_a_load_one_is_told(store: Store) -> None:
    with pytest.raises(StoreCollisionError), store.transaction() as cursor:
        opgoerelser.take_turn(cursor)
        add_step(store, Act.FRIGIVET, "a")
    with pytest.raises(StoreCollisionError), store.transaction() as cursor:
        opgoerelser.take_turn(cursor)
        put(store, [row("2024K4")])
        opgoerelser.add_step(
            cursor, OpgoerelseStep(QUARTER, Act.UDSENDT, store.clock(), "hr", "", {}, SETTINGS, 9)
        )


def test_what_was_shown_is_never_forgotten(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sets, "_SETS_KEPT", 1)
    monkeypatch.setattr(sets, "_EARLIER_SETS_KEPT", 0)
    put(store, [row(quarter) for quarter in FOUR])
    with reading(store) as reader:
        released = reader.version.id
    add_step(store, Act.FRIGIVET, released)
    for days in ("50", "60"):
        put(store, [row("2024K4", days=days)], name=days)
        figures(store, "2024K4")
    with store.session() as cursor:
        versions = cursor.execute("SELECT DISTINCT version FROM figures_kpi").df()["version"]
    assert released in set(versions)
    assert len(versions) == 2


@pytest.mark.parametrize("act", [Act.FRIGIVET, Act.UDSENDT, Act.UDLEVERET])
def test_the_cells_that_were_shown_are_those_up_to_its_quarter(store: Store, act: Act) -> None:
    rows = [
        row(quarter, enhed, heads=heads)
        for quarter in [*FOUR, "2025K1"]
        for enhed, heads in (("1", "4"), ("2", "20"), ("3", "30"))
    ]
    put(store, rows)
    with reading(store) as reader:
        version = reader.version.id
    with store.session() as cursor:
        assert opgoerelser.read_shown_cells(cursor, Edition.INTERN, plan=0).empty
    add_step(store, act, version)
    with store.session() as cursor:
        shown = opgoerelser.read_shown_cells(cursor, Edition.INTERN, plan=0)
    assert set(shown["q"]) == {QUARTER.year * 4 + number for number in range(4)}
    assert set(shown["version"]) == {version}
    assert shown["older"].all()  # made by another plan of masks than 0
    with store.session() as cursor:
        shown = opgoerelser.read_shown_cells(cursor, Edition.INTERN, plan=masks.PLAN)
    assert not shown["older"].any()
    hidden = shown.groupby("key")["hidden"].all()
    assert hidden["enhed:1"]
    assert not hidden["kommune"]
    assert set(shown.loc[shown["key"] == "enhed:1", "parent"]) == {"afdeling:Miljø & Teknik"}


def test_a_quarter_that_versions_show_alike_has_the_cells_of_the_first(store: Store) -> None:
    versions = []
    for name, enheder in (("first", ["1001"]), ("second", ["1001", "1002"])):
        quarters = FOUR if name == "first" else FOUR[-1:]
        put(
            store,
            [row(quarter, enhed, heads="30") for quarter in quarters for enhed in enheder],
            name=name,
        )
        with reading(store) as reader:
            versions.append(reader.version.id)
        add_step(store, Act.FRIGIVET, versions[-1])
    with store.session() as cursor:
        shown = opgoerelser.read_shown_cells(cursor, Edition.INTERN, plan=masks.PLAN)
    kommune = shown[shown["key"] == "kommune"].groupby("q")["version"].agg(set)
    *alike, newest = list(kommune)
    assert alike == [{min(versions)}] * 3
    assert newest == set(versions)  # of the second file's quarter both tell something else


def test_a_split_is_hidden_where_others_show_theirs(store: Store) -> None:
    rows = [
        row(quarter, enhed, heads=heads, short="10")
        for quarter in FOUR
        for enhed, heads in (("1", "7"), ("2", "20"), ("3", "30"), ("4", "40"))
    ]
    put(store, rows)
    with reading(store) as reader:
        add_step(store, Act.FRIGIVET, reader.version.id)
    with store.session() as cursor:
        shown = opgoerelser.read_shown_cells(cursor, Edition.INTERN, plan=masks.PLAN)
    assert shown["split"].all()
    hidden = shown.groupby("key")[["hidden", "split_hidden"]].all()
    flags = dict(zip(hidden.index, hidden.to_numpy().tolist(), strict=True))
    assert flags["enhed:1"] == [False, True]  # 7 show their days, not the split
    assert flags["kommune"] == [False, False]


def test_a_file_of_twelve_months_in_a_row_is_a_cell_of_the_quarter_it_ends_with(
    store: Store,
) -> None:
    put(store, [row("2024K4", heads="30")], kind="rullende")
    with reading(store) as reader:
        version = reader.version.id
    add_step(store, Act.UDSENDT, version)
    with store.session() as cursor:
        shown = opgoerelser.read_shown_cells(cursor, Edition.INTERN, plan=0)
    assert set(shown["q"]) == {2024 * 4 + 3}


def test_what_was_pooled_of_an_erased_enheds_figure_is_hidden(store: Store) -> None:
    """But not what the list has itself, nor the kommune."""
    rows = [
        ("enhed:slettet-1", "afdeling:A", "Samtaler", 0, True),
        ("enhed:2", "afdeling:A", "Samtaler", 0, False),
        ("afdeling:A", "omraade:O", "Samtaler", 2, False),
        ("afdeling:B", "omraade:O", "Samtaler", 2, False),
        ("omraade:O", "kommune", "Samtaler", 2, False),
        ("kommune", "", "Samtaler", 1, False),
        ("enhed:slettet-1", "afdeling:A", "Klager", 0, True),
        ("afdeling:A", "omraade:O", "Klager", 0, False),
    ]
    add_step(store, Act.UDSENDT, "vist")
    with store.transaction() as cursor:
        for node, above, noegletal, parts, masked in rows:
            cursor.execute(
                "INSERT INTO figures_kpi BY NAME SELECT 'vist' AS version, 'noegletal' AS kpi, "
                "'2024K4' AS quarter, '' AS against, $1 AS parent, $2 AS grandparent, "
                "false AS missing, $3 AS masked, MAP {'parts': CAST($4 AS DOUBLE)} AS measures, "
                "MAP {'noegletal': $5, 'period': '2024K4'} AS words",
                [node, above, masked, parts, noegletal],
            )
        shown = opgoerelser.read_shown_agenda(cursor, Edition.INTERN)
    hidden = shown[shown["hidden"]]
    assert sorted(zip(hidden["noegletal"], hidden["node"], strict=True)) == [
        ("Klager", "enhed:slettet-1"),
        ("Samtaler", "afdeling:A"),
        ("Samtaler", "enhed:slettet-1"),
        ("Samtaler", "omraade:O"),
    ]
