from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loaders.files.values import Value
from tests.data_loaders.builders import ROWS, codes, danish, report, table

MUNICIPALITY = "Albertslund Kommune"
AMOUNT = st.decimals(1, 9_999, places=2)
UNITS = st.lists(
    st.lists(st.tuples(AMOUNT, AMOUNT), min_size=2, max_size=4), min_size=2, max_size=3
)
MILJOE: list[Value] = ["100", "Miljø & Teknik", "Miljø & Teknik", "1.223,75", "30,5"]
KOMMUNE: list[Value] = ["1", "Hele kommunen", "Hele kommunen", "1.303,75", "60,5"]


def units(rows: list[list[Value]]) -> list[str]:
    return [row.enhed for row in report(rows).rows]


@pytest.mark.parametrize(
    "line",
    [
        ["3000", "I alt", "Miljø & Teknik", "1.223,75", "30,5"],
        ["9999", "I alt", "Kommunen", "1.303,75", "60,5"],
        ["9999", "TOTAL", "Kommunen", "1.303,75", "60,5"],
        MILJOE,
        KOMMUNE,
        ["", MUNICIPALITY, "", "1.303,75", "60,5"],
    ],
)
@pytest.mark.parametrize("above", [True, False])
def test_a_sum_that_stands_as_a_unit_is_a_total(line: list[Value], above: bool) -> None:  # noqa: FBT001
    found = report(table(*([line, *ROWS] if above else [*ROWS, line])))
    assert [row.enhed for row in found.rows] == ["0310", "0311", "3100"]
    assert found.problems == ()
    assert [total.agrees for total in found.totals] == [True, True]


@given(UNITS)
def test_a_hierarchy_without_words_is_counted_once(
    kommune: list[list[tuple[Decimal, Decimal]]],
) -> None:
    rows: list[list[Value]] = []
    for number, afdeling in enumerate(kommune):
        sums = [danish(sum(column, Decimal(0))) for column in zip(*afdeling, strict=True)]
        name = f"Afd {number}"
        rows.append([f"9{number}", name, name, *sums])
        rows += [
            [f"{number}{i:03d}", f"e{number}{i}", name, *map(danish, unit)]
            for i, unit in enumerate(afdeling)
        ]
    everything = [unit for afdeling in kommune for unit in afdeling]
    whole = [danish(sum(column, Decimal(0))) for column in zip(*everything, strict=True)]
    found = report(table(["1", MUNICIPALITY, MUNICIPALITY, *whole], *rows))
    assert [(row.dagsvaerk, row.medarbejdere) for row in found.rows] == everything
    assert len(found.totals) == 2 * (1 + len(kommune))


def test_a_unit_named_like_its_afdeling_is_a_unit_when_it_sums_nothing() -> None:
    own: list[Value] = ["100", "Miljø & Teknik", "Miljø & Teknik", "1.223,76", "31,5"]
    assert units(table(own, *ROWS)) == ["100", "0310", "0311", "3100"]


def test_another_name_with_the_sum_of_others_is_a_warning() -> None:
    other: list[Value] = ["100", "Fællesskabet", "Miljø & Teknik", "1.223,75", "30,5"]
    found = report(table(other, *ROWS))
    assert codes(found) == [("looks_like_total", "A2")]
    assert len(found.rows) == 4


def test_the_days_of_others_with_fewer_heads_is_a_warning() -> None:
    found = report(table([*MILJOE[:4], "29"], *ROWS))
    assert codes(found) == [("looks_like_total", "A2")]


def test_small_whole_numbers_that_add_up_by_chance_are_nothing() -> None:
    rows: list[list[Value]] = [
        ["1", "a", "A", 9, 5], ["2", "b", "B", 4, 2], ["3", "c", "B", 5, 3], ["4", "d", "C", 7, 7],
    ]  # fmt: skip
    assert report(table(*rows)).problems == ()


def test_sums_are_found_in_each_quarter() -> None:
    rows = [[quarter, *row] for quarter in ("2024K3", "2024K4") for row in [MILJOE, *ROWS]]
    found = report([["Kvartal", *table()[0]], *rows])
    assert len(found.rows) == 6
    assert found.problems == ()


ALONE: list[Value] = ["Enhed", "Fraværsdagsværk", "Medarbejdere"]


@pytest.mark.parametrize(
    ("label", "code"), [("I alt Service", "unclear_total"), ("I alt kommunen", "total_mismatch")]
)
def test_a_word_for_sums_before_a_name_that_sums_nothing(label: str, code: str) -> None:
    found = report([ALONE, ["a", 10, 5], ["b", 3, 7], [label, 4, 5]])
    assert {found_code for found_code, _ in codes(found)} == {code, "no_afdeling"}
