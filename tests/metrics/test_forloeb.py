"""Spells over four quarters: worked by hand, compared with what was sent, and hidden."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pytest

from core.edition import Edition
from core.errors import NoDataError
from core.nodes import Level, Scope
from core.quarter import Quarter
from core.settings import Settings
from metrics import forloeb
from metrics.computing.recipes import make_recipe
from metrics.forloeb import ForloebResult, ForloebRow
from phrases.forloeb import describe_node_spells, describe_spells
from phrases.key_figures import list_key_figures
from phrases.notes import write_note
from services import opgoerelser
from store.database import Store
from store.figures import open_reader
from tests import examples
from tests.store.employments import put_upload
from tests.store.spells import count_spells, make_heads, make_spells, make_upload
from tests.stored_rows import put, row

FIGURES = ("rullende", "kvartal")
YEAR = ["2024K1", "2024K2", "2024K3", "2024K4"]


@dataclass(frozen=True)
class Unit:
    """An enhed that has the same in each quarter."""

    enhed: str
    heads: str = "20"
    days: str = "30/20/4/6"
    counts: str = "10/60/4"


PLENTY = [Unit(str(number)) for number in range(1, 6)]


def load(
    store: Store, units: Iterable[Unit], quarters: Iterable[str] = YEAR, *, name: str = ""
) -> None:
    lines = [(quarter, unit) for quarter in quarters for unit in units]
    spells = make_upload(
        "fravaer",
        [(q, u.enhed, f"Enhed {u.enhed}", tuple(u.days.split("/"))) for q, u in lines],
        name,
    )
    put_upload(store, count_spells(spells, *(unit.counts for _, unit in lines)))
    heads = make_heads(*((quarter, unit.enhed, unit.heads) for quarter, unit in lines))
    put_upload(store, replace(heads, sha256=f"{name}{heads.content}"))


def at(
    store: Store,
    quarter: str = "2024K4",
    level: Level = Level.KOMMUNE,
    *,
    edition: Edition = Edition.INTERN,
    settings: Settings | None = None,
) -> ForloebResult:
    recipe = make_recipe(settings or Settings(), edition)
    with open_reader(store, Scope.everything(), recipe=recipe) as reader:
        return forloeb.read_forloeb(reader, quarter=Quarter.parse(quarter), level=level)


def kommune(store: Store, *, settings: Settings | None = None) -> ForloebRow:
    return at(store, settings=settings).rows[0]


def by_name(result: ForloebResult) -> Mapping[str, ForloebRow]:
    return {row_.name: row_ for row_ in result.rows}


def test_spells_are_pooled_then_divided(store: Store) -> None:
    load(store, [Unit("1", "20", "30/20/4/6", "10/60/4"), Unit("2", "60", "10/0/0/0", "30/120/6")])
    total = kommune(store)
    assert (total.spells, total.employees) == (160, 80)
    assert total.value == pytest.approx(160 / 80)
    assert total.length == pytest.approx(4 * (60 + 120) / 160)
    assert total.part_share == pytest.approx(10 / 70)
    assert (total.repeated, total.repeated_share) == pytest.approx((10, 10 / 80))
    one = by_name(at(store, level=Level.ENHED))["Enhed 1"]
    assert (one.value, one.length) == pytest.approx((2, 6))
    assert (one.repeated, one.repeated_masked) == (None, False)  # of no enhed


def test_part_days_count_in_the_share_whether_or_not_they_count_as_absence(store: Store) -> None:
    load(store, PLENTY)
    without = kommune(store, settings=Settings(part_days=False))
    assert without.part_share == kommune(store).part_share == pytest.approx(1 / 6)


def test_spells_stand_beside_the_days_of_an_extract(store: Store) -> None:
    load(store, PLENTY)
    names = [unit.enhed for unit in PLENTY]
    put(store, [row(q, name, days="80", heads="40") for q in YEAR for name in [*names, "9"]])
    total = kommune(store)
    assert total.value == pytest.approx(
        4 * 50 / 200
    )  # who is not in the list of spells is left out
    assert total.holes == 4
    assert "mangler tilsammen forløb" in write_note(at(store), total)


def test_an_enhed_that_was_not_absent_had_no_spell(store: Store) -> None:
    load(store, PLENTY)
    put_upload(store, make_heads(*((q, "9", "100") for q in YEAR)))
    assert kommune(store).value == pytest.approx(4 * 50 / 200)
    assert by_name(at(store, level=Level.ENHED))["Enhed 9"].value == 0


def test_without_spells_nothing_is_computed(store: Store) -> None:
    put(store, [row(quarter) for quarter in YEAR])
    with pytest.raises(NoDataError, match="kræver filer med fraværsforløb; der er ingen endnu"):
        at(store)


def test_a_window_needs_spells_of_four_quarters(store: Store) -> None:
    load(store, PLENTY, YEAR[1:])
    with pytest.raises(NoDataError, match=r"der mangler 1\. kvartal 2024"):
        at(store)


def test_files_of_an_earlier_version_are_to_be_loaded_again(store: Store) -> None:
    put_upload(store, make_spells(*((quarter, "1", "3/0/0/0") for quarter in YEAR)))
    put_upload(store, make_heads(*((quarter, "1", "20") for quarter in YEAR)))
    with pytest.raises(NoDataError, match="indlæs filerne igen"):
        at(store)


def test_where_twelve_months_are_not_covered_nobody_is_told_to_be_ill_again(store: Store) -> None:
    load(store, [replace(unit, counts="10/60/") for unit in PLENTY])
    total = kommune(store)
    assert total.value == pytest.approx(2)
    assert (total.repeated, total.repeated_masked) == (None, False)


def test_it_is_compared_with_the_opgoerelse_before_as_it_was_sent(store: Store) -> None:
    load(store, PLENTY, ["2023K4", *YEAR[:3]])
    opgoerelser.release(store, Quarter(2024, 3), settings=Settings(), by="hr")
    opgoerelser.send(store, Quarter(2024, 3), settings=Settings(), by="hr")
    load(store, [replace(unit, counts="18/90/4") for unit in PLENTY], YEAR[3:], name="K4")
    result = at(store)
    total = result.rows[0]
    assert (total.previous, total.previous_length) == pytest.approx((2, 6))
    assert total.value == pytest.approx(2.4)
    assert total.length == pytest.approx(270 / 48)
    assert describe_spells(result, total) == (
        "Siden 3. kvartal 2024 var medarbejderne syge oftere, men kortere tid ad gangen: 2,4 "
        "forløb pr. medarbejder (+0,4) med i gennemsnit 5,6 kalenderdage (−0,4)."
    )
    load(store, [replace(unit, counts="6/60/4") for unit in PLENTY], YEAR[2:3], name="K3 igen")
    again = at(store)
    corrected = again.rows[0]
    assert (corrected.previous, corrected.previous_now) == pytest.approx((2, 1.8))
    assert "1,8" in describe_node_spells(again, "kommune").partition("kalenderdage (")[2]


def test_the_figures_beside_the_chart_tell_of_spells(store: Store) -> None:
    load(store, PLENTY)
    figures = list_key_figures(examples.kommune(), None, None, key="kommune", forloeb=at(store))
    assert [(figure.label, figure.figure, figure.basis) for figure in figures][1:] == [
        ("Forløb pr. medarbejder", "2,0", "i gennemsnit 6,0 kalenderdage"),
        ("Delvist fravær", "17 %", "af forløbenes dagsværk"),
        (
            "Gentaget korttidsfravær",
            "20",
            "medarbejdere (20 %) med tre eller flere korte forløb på tolv måneder",
        ),
    ]


def hidden(store: Store, level: Level, edition: Edition = Edition.INTERN) -> set[str]:
    return {row_.name for row_ in at(store, level=level, edition=edition).rows if row_.masked}


@pytest.mark.parametrize(
    ("spells_of_two", "pool"), [("10/60/4", {"1", "2", "3"}), ("0/0/0", {"1", "2", "3", "4", "5"})]
)
def test_few_people_are_hidden_beside_others_who_had_as_many_spells(
    store: Store, spells_of_two: str, pool: set[str]
) -> None:
    # The two that hide the days are too few where no spell began in them.
    two = [Unit(name, counts=spells_of_two) for name in ("2", "3")]
    load(store, [Unit("1", "9"), *two, *PLENTY[3:], Unit("6", "60")])
    assert hidden(store, Level.ENHED) == {f"Enhed {name}" for name in pool}
    assert len(hidden(store, Level.ENHED, Edition.OFFENTLIG)) == 6
    assert hidden(store, Level.AFDELING) == set()


def test_few_who_are_ill_again_are_not_told_of(store: Store) -> None:
    load(
        store,
        [replace(unit, counts="10/60/0") for unit in PLENTY[1:]] + [Unit("1", counts="10/60/2")],
    )
    result = at(store)
    total = result.rows[0]
    assert (total.repeated, total.repeated_masked, total.masked) == (None, True, False)
    assert "Gentaget korttidsfravær vises ikke" in write_note(result, total)


def test_part_days_of_few_alone_hide_their_share_and_not_the_spells(store: Store) -> None:
    whole = [replace(unit, days="30/20/0/0") for unit in PLENTY[1:]]
    load(store, [Unit("1", "4"), *whole])
    total = kommune(store)
    assert total.value == pytest.approx(4 * 50 / 84)
    assert (total.part_share, total.part_masked) == (None, True)


def test_what_was_hidden_in_what_was_sent_stays_hidden(store: Store) -> None:
    units = [Unit("1", "4"), Unit("2", "11"), Unit("3", "12"), Unit("4", "40"), Unit("5", "40")]
    load(store, units)
    assert hidden(store, Level.ENHED) == {"Enhed 1", "Enhed 2", "Enhed 3"}
    opgoerelser.release(store, Quarter(2024, 4), settings=Settings(), by="hr")
    opgoerelser.send(store, Quarter(2024, 4), settings=Settings(), by="hr")
    load(store, [*units[:1], replace(units[1], heads="50"), *units[2:]], name="igen")
    assert hidden(store, Level.ENHED) == {"Enhed 1", "Enhed 2", "Enhed 3"}
