from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loaders.files.values import Value
from data_loaders.table.totals import SummableColumn, TotalLabel, TotalLine, TotalWords, reconcile
from tests.data_loaders.builders import codes, danish, report

HEADER: list[Value] = ["Område", "Afdeling", "Enhedsnr.", "Enhed", "Dagsværk", "FTE"]
AMOUNT = st.decimals(1, 9_999, places=2)
# Område → afdeling → the units' dagsværk.
KOMMUNE = st.lists(
    st.lists(st.lists(AMOUNT, min_size=1, max_size=4), min_size=1, max_size=3),
    min_size=1,
    max_size=3,
)
Line = Callable[[str], list[Value]]
STYLES: dict[str, tuple[Line, Line, Line]] = {
    "named": (
        lambda a: [None, f"{a} i alt", None, None],
        lambda o: [f"{o} i alt", None, None, None],
        lambda _: ["I alt", None, None, None],
    ),
    "bare": (
        lambda _: [None, "Resultat", None, None],
        lambda _: ["Resultat", None, None, None],
        lambda _: ["Samlet resultat", None, None, None],
    ),
    "starred": (
        lambda a: [f"* {a}", None, None, None],
        lambda o: [f"** {o}", None, None, None],
        lambda _: ["*** Hovedtotal", None, None, None],
    ),
}


def built(kommune: list[list[list[Decimal]]], style: str, *, above: bool) -> list[list[Value]]:
    """Write units with totals at three levels, above or below what they sum."""
    of_afdeling, of_omraade, of_all = STYLES[style]

    def joined(
        line: list[Value], amounts: list[Decimal], body: list[list[Value]]
    ) -> list[list[Value]]:
        total = [*line, danish(sum(amounts, Decimal(0))), danish(Decimal(2 * len(amounts)))]
        return [total, *body] if above else [*body, total]

    number, everything, rows = 1000, [], []
    for o, omraade in enumerate(kommune):
        inside, lines = [], []
        for a, amounts in enumerate(omraade):
            units: list[list[Value]] = []
            for amount in amounts:
                number += 1
                units.append(
                    [f"Omr {o}", f"Afd {o}{a}", str(number), f"Enhed {number}", danish(amount), "2"]
                )
            lines += joined(of_afdeling(f"Afd {o}{a}"), amounts, units)
            inside += amounts
        rows += joined(of_omraade(f"Omr {o}"), inside, lines)
        everything += inside
    return [HEADER, *joined(of_all(""), everything, rows)]


@given(KOMMUNE, st.sampled_from(sorted(STYLES)))
def test_totals_of_three_levels_are_left_out_and_agree(
    kommune: list[list[list[Decimal]]], style: str
) -> None:
    found = report(built(kommune, style, above=False))
    assert found.problems == ()
    amounts = [n for omraade in kommune for afdeling in omraade for n in afdeling]
    assert [row.dagsvaerk for row in found.rows] == amounts
    lines = 1 + len(kommune) + sum(map(len, kommune))
    assert len(found.totals) == 2 * lines
    assert all(total.file == total.computed for total in found.totals)


@given(KOMMUNE)
def test_totals_above_what_they_sum_agree(kommune: list[list[list[Decimal]]]) -> None:
    found = report(built(kommune, "named", above=True))
    assert found.problems == ()
    assert len(found.totals) == 2 * (1 + len(kommune) + sum(map(len, kommune)))
    assert all(total.file == total.computed for total in found.totals)


@given(KOMMUNE, st.sampled_from(["named", "starred"]), st.data())
def test_a_wrong_total_is_a_warning_with_both_figures(
    kommune: list[list[list[Decimal]]], style: str, data: st.DataObject
) -> None:
    rows = built(kommune, style, above=False)
    places = [i for i, row in enumerate(rows) if i and row[2] is None]
    at = data.draw(st.sampled_from(places))
    right = Decimal(str(rows[at][4]).replace(".", "").replace(",", "."))
    rows[at][4] = danish(right + 1000)
    found = report(rows)
    assert codes(found) == [("total_mismatch", f"E{at + 1}")]
    assert danish(right + 1000) in found.problems[0].message
    assert danish(right) in found.problems[0].message
    assert not found.refused
    (wrong,) = [total for total in found.totals if not total.agrees]
    assert (wrong.file, wrong.computed, wrong.difference) == (right + 1000, right, Decimal(1000))


@pytest.mark.parametrize(("total", "agrees"), [("82,55", True), ("82,56", False)])
def test_the_tolerance_is_half_the_last_decimal_times_the_rows(total: str, agrees: bool) -> None:  # noqa: FBT001
    units: list[list[Value]] = [["O", "A", str(i), f"e{i}", "7,50", "2"] for i in range(11)]
    found = report([HEADER, *units, ["I alt", None, None, None, total, "22"]])
    assert found.totals[0].agrees is agrees


def test_sums_made_in_floating_point_agree() -> None:
    amounts = [0.1, 0.2, 0.12345678901, 123456789.0]
    units: list[list[Value]] = [["O", "A", str(i), f"e{i}", n, 1] for i, n in enumerate(amounts)]
    found = report([HEADER, *units, ["Total", None, None, None, sum(amounts), 4]])
    assert found.problems == ()


@pytest.mark.parametrize(
    "name", ["Totalenteprise", "Resultatcentret", "Sum af Dele", "Total Rehabilitering"]
)
def test_a_unit_is_no_total_for_its_name(name: str) -> None:
    units: list[list[Value]] = [
        ["O", "A", "1001", name, "7,50", "1"],
        ["O", "A", "1002", "b", "1,50", "1"],
    ]
    found = report([HEADER, *units])
    assert found.problems == ()
    assert found.rows[0].enhed_navn == name


def test_without_numbers_a_unit_may_still_have_a_word_for_totals_in_its_name() -> None:
    header: list[Value] = ["Afdeling", "Enhed", "Dagsværk", "FTE"]
    found = report([header, ["Ældre", "Total Rehabilitering", "7,50", "1"]])
    assert found.problems == ()
    assert [row.enhed for row in found.rows] == ["Total Rehabilitering"]


def test_without_numbers_a_line_that_names_an_afdeling_is_its_total() -> None:
    header: list[Value] = ["Afdeling", "Enhed", "Dagsværk", "FTE"]
    units: list[list[Value]] = [["Havn", "a", "7,50", "1"], ["Havn", "b", "1,50", "1"]]
    found = report([header, *units, ["Havn", "Resultat Havn", "9,00", "2"]])
    assert found.problems == ()
    assert [row.enhed for row in found.rows] == ["a", "b"]


def test_a_cell_that_cannot_be_read_is_said_once_and_not_again_by_the_total() -> None:
    units: list[list[Value]] = [["O", "A", "1", "a", "x", "1"], ["O", "A", "2", "b", "1,50", "1"]]
    found = report([HEADER, *units, ["I alt", None, None, None, "9,00", "2"]])
    assert codes(found) == [("invalid_number", "E2")]


def test_a_total_that_cannot_be_read_is_said_and_refuses_nothing() -> None:
    found = report(
        [HEADER, ["O", "A", "1", "a", "7,50", "1"], ["I alt", None, None, None, "****", "1"]]
    )
    assert codes(found) == [("total_unreadable", "E3")]


def test_lines_without_words_that_sum_their_afdeling_are_totals() -> None:
    units: list[list[Value]] = [
        ["O", "A", "1", "a", "7,50", "1"],
        ["O", "A", "2", "b", "1,50", "1"],
    ]
    found = report([HEADER, *units, ["O", "A", None, None, "9,00", "2"]])
    assert found.problems == ()
    assert len(found.rows) == 2


def test_only_short_labels_are_looked_at_and_the_last_word_still_counts() -> None:
    words = TotalWords(["i alt"])
    assert words.find_label(["a " + "-" * 16_000 + " i alt (x) y"]) is None
    assert words.find_label(["x" * 200 + " i alt"]) is None
    assert words.find_label(["Havn - I alt:"]) == TotalLabel("Havn - I alt:", "Havn", 0, bare=False)
    assert words.find_label(["** I  alt: Havn *"]) == TotalLabel(
        "** I alt: Havn *", "Havn", 2, bare=True
    )


class Counted(Decimal):
    """A number that counts how often it is added to another."""

    added = 0

    def __radd__(self, other: Decimal | int) -> Decimal:
        Counted.added += 1
        return Decimal(other) + Decimal(self)


def test_a_group_is_summed_once_for_any_number_of_lines() -> None:
    lines = [TotalLine(60 + i, "A i alt", "A", 0, 50) for i in range(50)]
    groups = [["A"] * 50]
    figures = SummableColumn([Counted(1)] * 50, [Decimal(50)] * 50, groups)
    found = reconcile(lines, {"dagsvaerk": figures}, groups=groups, units=50)
    assert [total.agrees for total in found] == [True] * 50
    assert Counted.added <= 100


QUARTERLY: list[Value] = ["Kvartal", "Afdeling", "Enhed", "Dagsværk", "FTE"]


def of_quarter(quarter: str, total: int) -> list[list[Value]]:
    units: list[list[Value]] = [[quarter, "A", "a", 100, 1], [quarter, "B", "b", 200, 1]]
    return [*units, [quarter, "A i alt", None, 100, 1], [quarter, "I alt", None, total, 2]]


def test_a_line_of_a_quarter_sums_that_quarter_s_rows_only() -> None:
    rows = [*of_quarter("2024K3", 300), *of_quarter("2024K4", 300)]
    found = report([QUARTERLY, *rows], "fil.xlsx")
    assert found.problems == ()
    assert len(found.totals) == 8
    apart = sorted(rows, key=lambda line: "i alt" in str(line[1]).casefold())
    assert report([QUARTERLY, *apart], "fil.xlsx").problems == ()


def test_a_wrong_line_of_a_quarter_is_held_against_its_own_rows() -> None:
    found = report([QUARTERLY, *of_quarter("2024K3", 300), *of_quarter("2024K4", 350)], "f.xlsx")
    assert codes(found) == [("total_mismatch", "D9")]
    assert [total.computed for total in found.totals if not total.agrees] == [Decimal(300)]
