"""Which cells are hidden, worked out by hand; and that each first one has somebody to swap with."""

from collections import defaultdict

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.edition import Edition
from core.settings import Settings
from metrics import masks
from metrics.masks import MaskLimits
from tests.draws import draws
from tests.metrics.organisations import Figures, Organisation, drawn

FIVE = MaskLimits(5)
Row = tuple[str, str, str, float, float]  # enhed, afdeling, område, employees, days


def organised(*quarters: list[Row]) -> Organisation:
    """An organisation from rows, a list a quarter."""
    above = {row[0]: (row[1], row[2]) for rows in quarters for row in rows}
    figures = {
        (enhed, q): Figures(employees, days)
        for q, rows in enumerate(quarters)
        for enhed, _, _, employees, days in rows
    }
    return Organisation(above, figures)


def hidden(cells: pd.DataFrame, limits: MaskLimits = FIVE, **known: pd.DataFrame) -> list[set[str]]:
    """The keys that are masked, a set a quarter."""
    plan = masks.plan_masks(cells, limits=limits, **known)
    return [set(plan["key"][plan["q"] == q]) for q in sorted(cells["q"].unique())]


def listed(*cells: tuple[str, int]) -> pd.DataFrame:
    return pd.DataFrame(cells, columns=["key", "q"])


TINY: Row = ("tiny", "A", "O", 3, 10)
SMALL: Row = ("small", "A", "O", 8, 20)
MIDDLE: Row = ("middle", "A", "O", 12, 40)
LARGE: Row = ("large", "A", "O", 40, 100)
A = [TINY, SMALL, MIDDLE, LARGE]
OTHERS: list[Row] = [("b1", "B", "O", 9, 30), ("b2", "B", "O", 50, 150), ("c1", "C", "P", 60, 200)]
POOL = {"enhed:tiny", "enhed:small", "enhed:middle"}


def test_nothing_small_hides_nothing() -> None:
    assert hidden(organised([SMALL, MIDDLE, LARGE, *OTHERS]).cells()) == [set()]


def test_a_partner_has_enough_days_with_part_days_and_without() -> None:
    cells = organised([*A, *OTHERS]).cells()
    small = cells["key"] == "enhed:small"
    cells["dagsvaerk_hele"] = cells["dagsvaerk"].mask(small, 0)  # all of its days are part-days
    assert hidden(cells) == [POOL | {"enhed:large"}]


def test_the_two_smallest_that_suffice_are_hidden_with_a_tiny_enhed() -> None:
    # With one alone, who leads that would know the tiny one by subtraction.
    plan = masks.plan_masks(organised([*A, *OTHERS]).cells(), limits=FIVE)
    assert set(plan["key"][plan["primary"]]) == {"enhed:tiny"}
    assert set(plan["key"]) == POOL
    assert list(plan.columns) == ["level", "key", "q", "primary", "exposed"]


def test_a_partner_needs_a_fourth_of_the_days() -> None:
    healthy: Row = ("small", "A", "O", 8, 2.4)
    assert hidden(organised([TINY, healthy, MIDDLE, LARGE]).cells()) == [
        {"enhed:tiny", "enhed:middle", "enhed:large"}
    ]


def test_three_are_hidden_where_two_do_not_suffice_without_the_larger() -> None:
    ill: Row = ("tiny", "A", "O", 3, 120)
    halves: list[Row] = [("h1", "A", "O", 9, 16), ("h2", "A", "O", 9, 16)]
    whole: Row = ("whole", "A", "O", 90, 300)
    assert hidden(organised([ill, *halves, whole]).cells()) == [
        {"enhed:tiny", "enhed:h1", "enhed:h2", "enhed:whole"}
    ]
    with_two = organised([ill, *halves, whole, ("other", "A", "O", 95, 300)]).cells()
    assert hidden(with_two) == [{"enhed:tiny", "enhed:whole", "enhed:other"}]


def test_two_tiny_that_hide_each_other_know_each_other_so_a_third_is_hidden() -> None:
    twin: Row = ("twin", "A", "O", 2, 10)
    assert hidden(organised([TINY, twin, SMALL, MIDDLE]).cells()) == [
        {"enhed:tiny", "enhed:twin", "enhed:small"}
    ]
    triplets = [TINY, twin, ("third", "A", "O", 1, 5), SMALL]
    assert hidden(organised(triplets).cells()) == [{"enhed:tiny", "enhed:twin", "enhed:third"}]


def test_two_enheder_of_one_leader_are_one_partner() -> None:
    cells = organised([*A, *OTHERS]).cells()
    boss = {"enhed:small": "boss", "enhed:middle": "boss"}
    cells["leader"] = cells["key"].map(boss)
    assert hidden(cells) == [{"enhed:tiny", "enhed:small", "enhed:large"}]
    cells["leader"] = cells["key"].map(boss | {"enhed:large": "boss"})
    assert "afdeling:A" in hidden(cells)[0]


def test_what_the_leader_of_the_tiny_enhed_leads_besides_is_no_partner() -> None:
    cells = organised([*A, *OTHERS]).cells()
    cells["leader"] = cells["key"].map({"enhed:tiny": "boss", "enhed:small": "boss"})
    assert hidden(cells) == [{"enhed:tiny", "enhed:middle", "enhed:large"}]


def test_alone_in_its_afdeling_two_cousins_and_the_afdelinger_are_hidden() -> None:
    lone: Row = ("lone", "A", "O", 7, 30)
    cells = organised([("tiny", "T", "O", 3, 10), lone, SMALL, LARGE, *OTHERS]).cells()
    assert hidden(cells) == [
        {"enhed:tiny", "afdeling:T", "enhed:lone", "afdeling:A", "enhed:small"}
    ]


def test_a_tiny_afdeling_of_an_omraade_of_its_own_is_hidden_up_to_the_kommune() -> None:
    cells = organised([("tiny", "T", "S", 3, 10), SMALL, LARGE, *OTHERS]).cells()
    assert hidden(cells) == [
        {
            *("enhed:tiny", "afdeling:T", "omraade:S"),
            *("enhed:small", "enhed:large", "afdeling:A", "omraade:O"),
        }
    ]


def test_an_afdeling_without_omraade_stands_right_under_the_kommune() -> None:
    free: list[Row] = [("f1", "F", "", 9, 40), ("f2", "F", "", 30, 90)]
    cells = organised([("tiny", "T", "", 3, 10), SMALL, LARGE, *free]).cells()
    assert hidden(cells) == [{"enhed:tiny", "afdeling:T", "enhed:f1", "enhed:f2", "afdeling:F"}]


def test_an_unknown_parent_means_the_kommune() -> None:
    cells = organised([*A, *OTHERS]).cells().drop(columns="grandparent")
    cells.loc[cells["level"] == "afdeling", "parent"] = None
    assert hidden(cells) == [POOL]


def test_enheder_of_one_afdeling_in_two_omraader_do_not_serve_each_other() -> None:
    # the område of each is shown, and tells them apart
    rows: list[Row] = [("tiny", "N", "O", 3, 10), ("far", "N", "P", 8, 20), *OTHERS, SMALL]
    found = hidden(organised(rows).cells())[0]
    assert "enhed:far" not in found
    assert {"enhed:tiny", "afdeling:N"} < found


def test_a_kommune_below_the_limit_is_hidden_altogether() -> None:
    cells = organised([("a", "A", "O", 2, 5), ("b", "B", "O", 1, 5)]).cells()
    assert hidden(cells) == [set(cells["key"])]


def test_the_kommune_is_hidden_when_nothing_else_helps() -> None:
    cells = organised([TINY, ("healthy", "A", "O", 30, 0)]).cells()
    assert "kommune" in hidden(cells)[0]


def test_where_two_lead_all_the_rest_the_kommune_is_hidden() -> None:
    limits = MaskLimits(10, smallest_within=5)
    lone: Row = ("lone", "A", "O", 8, 30)
    rest: list[Row] = [(f"{of}{n}", of, of, 50, 125) for of in "PQ" for n in range(40)]
    assert hidden(organised([lone, *rest]).cells(), limits) == [
        {"enhed:lone", "afdeling:A", "omraade:O", "kommune"}
    ]
    third: Row = ("third", "R", "R", 20, 50)
    assert "kommune" not in hidden(organised([lone, *rest, third]).cells(), limits)[0]


def test_an_enhed_without_people_and_days_tells_nothing() -> None:
    assert hidden(organised([("gone", "A", "O", 0, 0), SMALL, LARGE]).cells()) == [set()]


def test_what_is_masked_already_is_taken_first_and_stays() -> None:
    cells = organised([*A, *OTHERS]).cells()
    already = listed(("enhed:large", 0), ("enhed:unknown", 0), ("enhed:tiny", 99))
    assert hidden(cells, already=already) == [{"enhed:tiny", "enhed:large", "enhed:small"}]


def test_the_partner_of_the_quarters_before_is_kept() -> None:
    # at first only the others have days enough; then the small one would do as well
    healthy: Row = ("small", "A", "O", 8, 0)
    cells = organised([TINY, healthy, MIDDLE, LARGE], *[A] * 2).cells()
    assert hidden(cells) == [{"enhed:tiny", "enhed:middle", "enhed:large"}] * 3


def test_what_was_sent_is_no_partner_where_somebody_else_is() -> None:
    cells = organised([*A, *OTHERS]).cells()
    sent = listed(("enhed:small", 0))
    assert hidden(cells, sent=sent) == [{"enhed:tiny", "enhed:middle", "enhed:large"}]


def test_where_all_were_sent_more_are_hidden_than_would_suffice() -> None:
    rows: list[Row] = [("tiny", "A", "O", 3, 10), *((n, "A", "O", 8, 4) for n in "xyzv")]
    organisation = organised(rows)
    everything = organisation.cells()[["key", "q"]]
    assert len(hidden(organisation.cells())[0]) == 3
    assert len(hidden(organisation.cells(), sent=everything)[0]) == 4


def test_where_all_was_sent_and_nobody_can_serve_all_is_hidden_that_would_tell() -> None:
    cells = organised([TINY, ("empty", "B", "O", 0, 0)]).cells()
    (found,) = hidden(cells, sent=cells[["key", "q"]])
    assert found >= {"enhed:tiny", "afdeling:A", "omraade:O", "kommune"}


def test_what_was_sent_is_kept_by_a_node_that_is_large_enough() -> None:
    # The kommune's figure, rounded, is of any number of days: so it may be seen beside what was.
    rows: list[Row] = [TINY, ("b1", "B", "O", 4000, 12_150), ("b2", "B", "O", 3000, 9_150)]
    cells = organised(rows).cells()
    printed = MaskLimits(5, is_printed=True)
    (found,) = hidden(cells, printed, sent=cells[["key", "q"]])
    assert found == {"enhed:tiny", "afdeling:A"}


def test_a_sensitive_cell_is_hidden_whatever_its_size() -> None:
    cells = organised([SMALL, MIDDLE, LARGE]).cells()
    cells["sensitive"] = cells["key"] == "enhed:small"
    assert hidden(cells) == [{"enhed:small", "enhed:middle", "enhed:large"}]


@pytest.mark.parametrize("edition", Edition)
def test_few_days_of_a_large_enough_group_are_shown(edition: Edition) -> None:
    cells = organised([("few", "A", "O", 40, 3), ("more", "A", "O", 90, 400)]).cells()
    assert hidden(cells, MaskLimits.from_settings(Settings(), edition)) == [set()]


def test_limits_follow_the_settings() -> None:
    chosen = Settings(smallest_group=6, smallest_group_public=12)
    assert MaskLimits.from_settings(chosen, Edition.INTERN) == MaskLimits(
        6, smallest_split=12, is_printed=True
    )
    assert MaskLimits.from_settings(chosen, Edition.OFFENTLIG) == MaskLimits(
        12, smallest_split=12, is_printed=True, smallest_within=6
    )


@draws(20)
@given(seed=st.integers(0, 10_000), quarters=st.integers(2, 8))
def test_a_later_quarter_changes_nothing_earlier(seed: int, quarters: int) -> None:
    cells = drawn(seed, quarters=quarters).cells()
    earlier = cells[cells["q"] < quarters - 1]
    whole = hidden(cells)
    assert hidden(earlier) == whole[: earlier["q"].nunique()]


@draws(20)
@given(seed=st.integers(0, 10_000))
def test_the_order_of_the_cells_means_nothing(seed: int) -> None:
    cells = drawn(seed).cells()
    assert hidden(cells.sample(frac=1, random_state=seed)) == hidden(cells)


@draws(40)
@given(seed=st.integers(0, 10_000), limit=st.sampled_from([5, 10]))
def test_each_first_cell_can_swap_with_enough_whoever_knows_one_of_them(
    seed: int, limit: int
) -> None:
    organisation = drawn(seed)
    plan = masks.plan_masks(organisation.cells(), limits=MaskLimits(limit))
    masked = set(zip(plan["key"], plan["q"], strict=True))
    first = masks_of_hand(organisation.cells(), limit)
    assert set(zip(*[plan[plan["primary"]][name] for name in ("key", "q")], strict=True)) == first
    for key, q in first:
        assert_can_swap(organisation, masked, (key, q))


def masks_of_hand(cells: pd.DataFrame, limit: int) -> set[tuple[str, int]]:
    found = set()
    for row in cells.to_dict("records"):
        people, lost = row["employees"], row["dagsvaerk"]
        if (people > 0 or lost > 0) and people < limit:
            found.add((row["key"], row["q"]))
    return found


def assert_can_swap(
    organisation: Organisation, masked: set[tuple[str, int]], cell: tuple[str, int]
) -> None:
    """What can move in and out of a cell, as every seen node has both ends of a move or neither.

    It is enough also without any one enhed that is not the cell's own: who leads it knows it.
    """
    key, q = cell
    groups: dict[frozenset[str], list[str]] = defaultdict(list)
    for enhed in organisation.above:
        if (enhed, q) in organisation.figures:
            above = {node for _, node in organisation.path(enhed) if (node, q) not in masked}
            groups[frozenset(above)].append(enhed)
    inside = set(organisation.nodes()[key])
    out_of, into = 0.0, [0.0]
    for seen, enheder in groups.items():
        of = {enhed: organisation.figures[enhed, q].days for enhed in enheder}
        mine = sum(days for enhed, days in of.items() if enhed in inside)
        if inside & of.keys() and not seen:
            return  # nothing that is seen has them in it
        if inside & of.keys():
            into += [days for enhed, days in of.items() if enhed not in inside]
            out_of += mine * (len(inside & of.keys()) < len(of))
    days = sum(
        organisation.figures[one, q].days for one in inside if (one, q) in organisation.figures
    )
    assert out_of >= 0.2 * days - 1e-6
    assert sum(into) - max(into) >= max(0.2 * days, 0.5)


def split_hidden(cells: pd.DataFrame, limits: MaskLimits = FIVE) -> set[str]:
    planned = masks.plan_masks(cells, limits=limits)
    return set(masks.plan_split_masks(cells, limits=limits, planned=planned)["key"])


def test_a_pool_without_long_days_shows_no_split() -> None:
    # The afdeling's long days, less those of the large one, would be nothing for all three.
    cells = organised([*A, *OTHERS]).cells()
    long = {"enhed:large": 60.0, "enhed:b1": 10.0, "enhed:b2": 80.0, "enhed:c1": 90.0}
    long |= {"afdeling:A": 60.0, "afdeling:B": 90.0, "afdeling:C": 90.0}
    long |= {"omraade:O": 150.0, "omraade:P": 90.0, "kommune": 240.0}
    cells["langtid"] = cells["key"].map(long).fillna(0.0)
    cells["korttid"] = cells["dagsvaerk"] - cells["langtid"]
    planned = set(masks.plan_masks(cells, limits=FIVE)["key"])
    assert planned == POOL
    hidden_splits = split_hidden(cells)
    assert hidden_splits >= {"enhed:large", "afdeling:A", "enhed:b1", "afdeling:B"}
    assert not hidden_splits & {"kommune", "omraade:P"}


def test_a_pool_with_short_and_long_days_hides_no_other_split() -> None:
    cells = organised([*A, *OTHERS]).cells()
    cells["korttid"] = cells["langtid"] = cells["dagsvaerk"] / 2
    assert split_hidden(cells) == POOL


def test_the_split_of_a_small_enhed_is_hidden_where_its_days_are_shown() -> None:
    cells = organised([SMALL, MIDDLE, LARGE]).cells()
    cells["korttid"] = cells["langtid"] = cells["dagsvaerk"] / 2
    limits = MaskLimits(5, smallest_split=10)
    assert hidden(cells, limits) == [set()]
    assert split_hidden(cells, limits) == {"enhed:small", "enhed:middle", "enhed:large"}
