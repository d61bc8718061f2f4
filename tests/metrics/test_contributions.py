"""What each afdeling moved the kommune and its område by: by hand, in words, and hidden."""

import pytest

from core.nodes import Level
from core.quarter import Quarter
from metrics import forklaring
from metrics.forklaring import ROLLING
from metrics.forklaring.contributions import Contribution, Contributions
from phrases import bidrag
from store.database import Store
from tests.metrics.test_forklaring_words import node, result
from tests.stored_rows import put, reading, row

FIRST = Quarter(2023, 1)
NEXT = FIRST + 4


def read(store: Store, level: Level = Level.KOMMUNE) -> dict[str, Contribution]:
    with reading(store) as reader:
        changes = forklaring.read_node_changes(
            reader, ROLLING, quarter=NEXT, level=level, against=NEXT - 1
        )
        contributions = forklaring.read_contributions(reader, ROLLING, changes, changes.rows[0])
    return {contribution.name: contribution for contribution in contributions.rows}


def put_afdeling(
    store: Store, name: str, days: tuple[str, str], short: tuple[str, str], heads: tuple[str, str]
) -> None:
    """Put an enhed of an afdeling: four equal quarters, and then one more."""
    put(
        store,
        [
            row(
                str(FIRST + n), name, days=days[n == 4], short=short[n == 4], heads=heads[n == 4],
                afdeling=name, omraade="By" if name != "C" else "Land",
            )
            for n in range(5)
        ],
        name=name,
    )  # fmt: skip


def test_what_afdelinger_moved_by_hand(store: Store) -> None:
    """A has 20 people and 40 days a quarter, then 20; B 20 and 40, then 60 days of 60 people.

    Before: 4·320/160 = 8. After: 4·(140 + 180)/(80 + 120) = 6.4, so −1.6, and 7.2 between. A's
    share goes from .5 to .4: 4·(140/200 − 160/160) − (.4 − .5)·7.2 = −.48. B's from .5 to .6:
    4·(180/200 − 160/160) − .1·7.2 = −1.12. Short of A, 10 days, then 5, beside 20 and 20 of B:
    before 4·120/160 = 3, after 4·(35 + 80)/200 = 2.3, so 2.65 between;
    A: 4·(35/200 − 40/160) + .1·2.65 = −.035.
    """
    put_afdeling(store, "A", ("40", "20"), ("10", "5"), ("20", "20"))
    put_afdeling(store, "B", ("40", "60"), ("20", "20"), ("20", "60"))
    moved = read(store)
    assert moved["A"].effect == pytest.approx(-0.48)
    assert moved["B"].effect == pytest.approx(-1.12)
    assert moved["A"].short == pytest.approx(-0.035)
    assert moved["A"].long == pytest.approx(-0.48 + 0.035)
    assert read(store, Level.OMRAADE)["A"] == moved["A"]  # the område is all there is


def test_an_omraade_has_its_own_afdelinger_alone(store: Store) -> None:
    put_afdeling(store, "A", ("40", "20"), ("10", "5"), ("20", "20"))
    put_afdeling(store, "B", ("40", "60"), ("20", "20"), ("20", "60"))
    put_afdeling(store, "C", ("40", "90"), ("20", "20"), ("20", "60"))
    assert set(read(store)) == {"A", "B", "C"}
    of_omraade = read(store, Level.OMRAADE)
    assert [of_omraade[name].effect for name in "AB"] == pytest.approx([-0.48, -1.12])
    assert set(of_omraade) == {"A", "B"}


def test_an_afdeling_that_is_not_shown_has_no_figure(store: Store) -> None:
    put_afdeling(store, "A", ("8", "4"), ("2", "1"), ("3", "3"))
    put_afdeling(store, "B", ("40", "60"), ("20", "20"), ("20", "60"))
    put_afdeling(store, "C", ("40", "60"), ("20", "20"), ("20", "60"))
    moved = read(store)
    assert moved["A"] == Contribution("A", None, key="afdeling:A")
    assert sum(contribution.effect is None for contribution in moved.values()) >= 2


def test_who_has_no_split_has_no_parts(store: Store) -> None:
    put(store, [row(str(FIRST + n), "1", heads="20", afdeling="A") for n in range(5)])
    put(store, [row(str(FIRST + n), "2", heads="20", afdeling="B") for n in range(5)], name="b")
    moved = read(store)["A"]
    assert (moved.short, moved.long) == (None, None)
    assert moved.effect == pytest.approx(0)


@pytest.mark.parametrize(
    ("effects", "change", "headline"),
    [
        ((-0.4, -0.1), -0.5, "A bidrager mest til faldet (−0,4), derefter B (−0,1)"),
        ((0.4, 0.1), 0.5, "A bidrager mest til stigningen (+0,4), derefter B (+0,1)"),
        ((-0.2, -0.2, -0.1), -0.5, "A og B bidrager mest til faldet (−0,2 hver)"),
        (
            (-0.2, -0.1, -0.1, -0.1, -0.1),
            -0.6,
            "A bidrager mest til faldet (−0,2), derefter 4 afdelinger (−0,1 hver)",
        ),
        ((-0.6, 0.1), -0.5, "A bidrager mest til faldet (−0,6)"),
        ((-0.04, -0.04), -0.1, "Faldet er spredt: ingen afdeling bidrager med 0,1 eller mere"),
        (
            (-0.3, -0.1, None),
            -0.5,
            "Af de afdelinger, der vises, bidrager A mest til faldet (−0,3), derefter B (−0,1)",
        ),
        ((0.0, 0.0), 0, "Sygefraværet er uændret siden 3. kvartal 2024"),
        ((-0.5,), -0.5, "Faldet på 0,5 ligger mest i udviklingen i enhederne"),
        ((), -0.5, "Faldet på 0,5 ligger mest i udviklingen i enhederne"),
    ],
)
def test_the_headline_names_who_moved_most(
    effects: tuple[float | None, ...], change: float, headline: str
) -> None:
    row = node(14.5, change, 0, 0, 0)
    nodes = tuple(
        Contribution(name, effect) for name, effect in zip("ABCDE", effects, strict=False)
    )
    contributions = Contributions(Level.AFDELING, nodes)
    assert bidrag.write_headline(result(row), row, contributions) == headline


@pytest.mark.parametrize(
    ("effects", "is_explained"),
    [
        ((-0.2, -0.3), False),
        ((-0.24, -0.26), False),
        ((-0.24, -0.24), True),
        ((-0.24, None), False),
    ],
)
def test_a_sum_that_rounding_breaks_is_explained(
    effects: tuple[float | None, ...], *, is_explained: bool
) -> None:
    row = node(14.5, -0.5, 0, 0, 0)
    nodes = tuple(Contribution("A", effect) for effect in effects)
    sentence = bidrag.explain_rounding(result(row), row, Contributions(Level.AFDELING, nodes))
    assert ("afrundet" in sentence) == is_explained
