from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loaders.files.values import Value
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.guidance.mapping import Mapping
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


def test_another_name_with_the_sum_of_others_is_a_sum_and_is_told() -> None:
    other: list[Value] = ["100", "Fællesskabet", "Miljø & Teknik", "1.223,75", "30,5"]
    found = report(table(other, *ROWS))
    assert codes(found) == [("nameless_sum", "A2")]
    assert units(table(other, *ROWS)) == ["0310", "0311", "3100"]


@pytest.mark.parametrize("name", ["Miljø & Teknik", "Miljø i alt"])
def test_a_sum_s_days_with_fewer_heads_are_asked_about(name: str) -> None:
    found = report(table(["100", name, "Miljø & Teknik", "1.223,75", "29"], *ROWS))
    assert codes(found) == [("unclear_sum", "A2")]
    guidance = Guidance(user_mapping=Mapping(answers={"sums": "summer"}))
    found = report(
        table(["100", name, "Miljø & Teknik", "1.223,75", "29"], *ROWS), guidance=guidance
    )
    assert [row.enhed for row in found.rows] == ["0310", "0311", "3100"]


@pytest.mark.parametrize(
    "times", [["2024K4"] * 5, ["2024K3", "2024K3", "2024K4", "2024K4", "2024K4"]]
)
def test_the_days_of_all_others_under_any_name_are_asked_about(times: list[Value]) -> None:
    names = ["a", "b", "a", "b"] if len(set(times)) > 1 else ["a", "b", "c", "d"]
    days = zip([*names, "Byen"], [11, 24, 13, 9, 57], [20, 21, 20, 21, 80], strict=True)
    rows = [[time, *row] for time, row in zip(times, days, strict=True)]
    assert "unclear_sum" in dict(codes(report([["Kvartal", *ALONE], *rows])))


SMALL: list[list[Value]] = [
    ["1", "Hus 1", "A", 9, 5], ["2", "Hus 2", "B", 4, 2], ["3", "Hus 3", "B", 5, 3],
    ["4", "Hus 4", "C", 7, 7],
]  # fmt: skip


def test_small_whole_numbers_that_may_add_up_by_chance_are_asked_about() -> None:
    found = report(table(*SMALL))
    assert codes(found) == [("unclear_sum", "A2")]
    assert [question.id for question in found.proposal.questions] == ["sums", "extract_date"]


@pytest.mark.parametrize(
    ("answer", "numbers"), [("summer", ["2", "3", "4"]), ("enheder", ["1", "2", "3", "4"])]
)
def test_what_a_user_says_of_them_counts(answer: str, numbers: list[str]) -> None:
    guidance = Guidance(user_mapping=Mapping(answers={"sums": answer}))
    found = report(table(*SMALL), guidance=guidance)
    assert [row.enhed for row in found.rows] == numbers
    assert not found.refused


ALONE: list[Value] = ["Enhed", "Fraværsdagsværk", "Medarbejdere"]
PIVOT: list[list[Value]] = [
    ["Dagtilbud", 96.75, 70], ["Solsikken", 60.5, 30], ["Stjernen", 36.25, 40],
    ["Skole", 150, 120], ["Bakkeskolen", 100, 80], ["Engskolen", 50, 40],
]  # fmt: skip


@pytest.mark.parametrize("below", [True, False])
@pytest.mark.parametrize("total", [[["Hovedtotal", 246.75, 190]], []])
def test_a_pivot_s_groups_are_no_units(total: list[list[Value]], below: bool) -> None:  # noqa: FBT001
    rows = [*PIVOT[::-1], *total] if below else [*PIVOT, *total]
    found = report([ALONE, *rows])
    assert sorted(row.enhed for row in found.rows) == sorted(
        ["Solsikken", "Stjernen", "Bakkeskolen", "Engskolen"]
    )
    assert {code for code, _ in codes(found)} == {"nameless_sum", "no_afdeling"}


def test_a_group_of_one_enhed_is_a_sum_where_the_total_is_half_of_all_rows() -> None:
    rows: list[list[Value]] = [
        *PIVOT[:3], ["Skole", 100, 80], ["Bakkeskolen", 100, 80], ["Hovedtotal", 196.75, 150],
    ]  # fmt: skip
    found = report([ALONE, *rows])
    assert [row.enhed for row in found.rows] == ["Solsikken", "Stjernen", "Bakkeskolen"]


def test_units_whose_total_is_their_sum_are_all_units() -> None:
    rows: list[list[Value]] = [
        ["a", 12.5, 10], ["b", 7.5, 6], ["c", 5, 4], ["d", 31.25, 9], ["Hovedtotal", 56.25, 29],
    ]  # fmt: skip
    assert [row.enhed for row in report([ALONE, *rows]).rows] == ["a", "b", "c", "d"]


def test_sums_are_found_in_each_quarter() -> None:
    rows = [[quarter, *row] for quarter in ("2024K3", "2024K4") for row in [MILJOE, *ROWS]]
    found = report([["Kvartal", *table()[0]], *rows])
    assert len(found.rows) == 6
    assert found.problems == ()


@pytest.mark.parametrize(
    ("label", "code"), [("I alt Service", "unclear_total"), ("I alt kommunen", "total_mismatch")]
)
def test_a_word_for_sums_before_a_name_that_sums_nothing(label: str, code: str) -> None:
    found = report([ALONE, ["a", 10, 5], ["b", 3, 7], [label, 4, 5]])
    assert {found_code for found_code, _ in codes(found)} == {code, "no_afdeling"}
