"""What readers may choose of a release: kept with it, and never computed for them later."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from access.roles import Role, make_scope
from access.viewer import Position, Viewer
from commands import answer_text
from commands.answer_json import describe_result
from core.edition import Edition
from core.errors import ChefforumError, NoDataError
from core.nodes import Level, Scope
from core.quarter import Quarter
from core.settings import Denominator, OrganisationBasis, Settings
from data_loaders.report import UnitQuarter
from metrics import rullende
from metrics.computing.recipes import list_usual_comparisons, make_recipe
from metrics.forklaring import read_forklaring
from services import opgoerelser
from services.figures import open_figures
from store import figures
from store import opgoerelser as store_opgoerelser
from store.connection import Cursor
from store.database import Store
from store.figures import Reader
from tests.clock import Clock
from tests.store.employments import Employment, people, put_upload
from tests.store.placement_lists import place, put_list
from tests.stored_rows import put, row

K3 = Quarter(2024, 3)
SETTINGS = Settings()
HR = Viewer("hr", (Position(Role.HR),), Scope.everything())
ROLES = [
    Viewer("direktør", (Position(Role.KOMMUNALDIREKTOER),), make_scope(Role.KOMMUNALDIREKTOER)),
    Viewer(
        "leder", (Position(Role.ENHEDSLEDER),), make_scope(Role.ENHEDSLEDER, frozenset({"enhed:1"}))
    ),
    Viewer("sekretær", (Position(Role.SEKRETARIAT),), make_scope(Role.SEKRETARIAT)),
]
CHEF = ROLES[-1]


def make_rows(quarter: str, days: str = "60") -> list[UnitQuarter]:
    return [
        row(quarter, enhed, days=days, short="20", heads="30", afdeling=afdeling)
        for enhed, afdeling in (("1", "A"), ("2", "A"), ("3", "B"), ("4", "B"))
    ]


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2024, 10, 14, 8))


@pytest.fixture
def filled(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """Data up to the 3rd quarter of 2024, loaded at once."""
    store = Store(tmp_path / "s.duckdb", clock=clock)
    for back in range(7, -1, -1):
        put(store, make_rows(str(K3 - back)), name=f"{K3 - back}.xlsx")
    yield store
    store.close()


def release(store: Store) -> None:
    opgoerelser.release(store, K3, settings=SETTINGS, by="hr")


def read_kommune(reader: Reader) -> float | None:
    (kommune,) = rullende.read_rullende(reader, quarter=K3, level=Level.KOMMUNE).rows
    return kommune.value


def list_choices() -> list[Settings]:
    return [
        replace(SETTINGS, organisation=basis, closed_units=closed)
        for basis, closed in product(OrganisationBasis, (True, False))
    ]


@pytest.mark.parametrize("is_sent", [False, True])
def test_nothing_of_a_release_is_computed_for_a_role(
    filled: Store, monkeypatch: pytest.MonkeyPatch, *, is_sent: bool
) -> None:
    """Each choice that a role has was computed and kept when the opgørelse was released."""
    release(filled)
    if is_sent:
        opgoerelser.send(filled, K3, settings=SETTINGS, by="hr")
    put(filled, make_rows("2024K3", "66"), name="ret.xlsx")
    keep, computed = figures._keep, []

    def count(cursor: Cursor, version: str, *arguments: str, **options: Any) -> None:
        computed.append(version)
        keep(cursor, version, *arguments, **options)

    monkeypatch.setattr(figures, "_keep", count)
    for role, settings, edition in product(ROLES, list_choices(), Edition):
        with opgoerelser.open_released(filled, role, settings=settings, edition=edition) as reader:
            assert read_kommune(reader) == 8.0
            assert reader.version.settings == settings
            for against in list_usual_comparisons(K3):
                read_forklaring(reader, quarter=K3, level=Level.KOMMUNE, against=against)
    assert computed == []
    with open_figures(filled, HR, settings=SETTINGS) as reader:
        read_kommune(reader)
    assert computed  # what is counted is counted


def test_what_was_not_kept_is_no_choice_of_a_role(filled: Store) -> None:
    """A release by an earlier version of the program kept the usual way of counting alone."""
    release(filled)
    with filled.transaction() as cursor:
        cursor.execute("UPDATE opgoerelse_events SET variants = NULL")
    with opgoerelser.open_released(filled, CHEF) as reader:
        assert read_kommune(reader) == 8.0
    without = replace(SETTINGS, closed_units=False)
    with pytest.raises(NoDataError, match="uden nedlagte og overdragne: det valg er ikke en del"):
        opgoerelser.open_released(filled, CHEF, settings=without)


def test_only_what_hr_asks_for_beside_a_release_is_recomputed(filled: Store) -> None:
    def read_note(settings: Settings) -> str:
        with opgoerelser.open_released(filled, HR, settings=settings) as reader:
            result = rullende.read_rullende(reader, quarter=K3, level=Level.KOMMUNE)
        return f"{describe_result(result)['rows']} {answer_text.write_result(result)}"

    release(filled)
    per_post = replace(SETTINGS, denominator=Denominator.FULDTIDSSTILLINGER)
    assert [read_note(settings).count("enberegnet") for settings in list_choices()] == [0] * 4
    assert read_note(per_post).count("enberegnet") == 2
    with opgoerelser.open_released(filled, CHEF, settings=per_post) as reader:
        assert reader.version.settings == SETTINGS


def test_nothing_is_recomputed_of_what_was_erased(filled: Store, clock: Clock) -> None:
    def put_people(year: int) -> None:
        employed = [Employment(f"p{n}", year, "0", "1") for n in range(20)]
        put_upload(filled, people(employed, f"lpt {year}.xlsx"))

    per_post = replace(SETTINGS, denominator=Denominator.FULDTIDSSTILLINGER)
    for year in (2021, 2022, 2023):
        put_people(year)
    release(filled)
    clock.wait(1)
    with opgoerelser.open_released(filled, HR, settings=per_post) as reader:
        assert read_kommune(reader) == 8.0
    put_people(2024)
    with pytest.raises(ChefforumError, match="personlisterne for 2021 er slettet"):
        opgoerelser.open_released(filled, HR, settings=per_post)
    for settings in list_choices():
        with opgoerelser.open_released(filled, HR, settings=settings) as reader:
            assert read_kommune(reader) == 8.0


def move(store: Store) -> None:
    put(store, [row(str(K3), "5", heads="30", afdeling="A")], name="5.xlsx")
    put(store, [row(str(K3 - 1), "5", heads="30", afdeling="B")], name="5b.xlsx")


def close(store: Store) -> None:
    put(store, [row(str(K3 - 1), "5", heads="30", afdeling="A")], name="5.xlsx")


def hand_over(store: Store) -> None:
    put_list(store, [place("4", afdeling="B", til=date(2024, 6, 30), aarsag="overdraget")])


def tell_groups(store: Store) -> None:
    rows = [replace(one, personalegruppe="SOSU") for one in make_rows(str(K3))]
    put(store, rows, name=f"{K3}.xlsx ret")


def keep_all(_: Store) -> None:
    """Leave all as it is."""


CHANGES = [(keep_all, 1), (move, 2), (close, 2), (hand_over, 2), (tell_groups, 2)]


@pytest.mark.parametrize(("change", "count"), CHANGES)
def test_a_choice_that_changes_nothing_is_not_computed(
    filled: Store, change: Callable[[Store], None], count: int
) -> None:
    change(filled)
    computed = {}
    for choice, edition in product(list_choices(), Edition):
        with filled.rehearsal() as cursor:
            make_recipe(choice, edition).compute(cursor, "igen")
            computed[choice, edition] = read_rows(cursor, "igen")
    release(filled)
    with filled.session() as cursor:
        (step,) = store_opgoerelser.read_steps(cursor, K3)
        for (choice, edition), rows in computed.items():
            sets = step.find_figures(choice)
            assert sets is not None
            assert rows == read_rows(cursor, sets[edition])
        kept = cursor.execute("SELECT count(*) FROM figure_sets").fetchall()
    assert kept == [(2 * count,)]


def read_rows(cursor: Cursor, version: str) -> list[tuple[object, ...]]:
    return cursor.execute(
        "SELECT * EXCLUDE (version, measures, words), measures::VARCHAR, words::VARCHAR "
        "FROM figures_kpi WHERE version = $1 ORDER BY ALL",
        [version],
    ).fetchall()


def test_a_release_tells_how_far_it_is(filled: Store) -> None:
    told: list[tuple[float, str]] = []
    opgoerelser.release(
        filled, K3, settings=SETTINGS, by="hr", progress=lambda *done: told.append(done)
    )
    assert [done for done, _ in told] == [0.25, 0.5, 0.75, 1]
    assert told[1][1] == "Har beregnet dagens organisation, uden nedlagte og overdragne"
