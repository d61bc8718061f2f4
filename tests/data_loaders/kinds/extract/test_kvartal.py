from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loaders.files.values import ErrorCell, Value
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.guidance.mapping import Mapping
from data_loaders.problem import Severity
from tests.data_loaders.builders import HEADER, ROWS, codes, danish, report, table

AMOUNTS = st.decimals(0, 99_999, places=2)
UNITS = st.lists(
    st.tuples(
        st.sampled_from(["A & B", "Øst", "Vest"]), AMOUNTS, AMOUNTS, AMOUNTS.map(lambda n: n + 2)
    ),
    min_size=1,
    max_size=12,
)


def changed(row: int, column: int, value: Value) -> list[list[Value]]:
    rows = table(*ROWS)
    rows[row][column] = value
    return rows


@given(UNITS, st.randoms(), st.booleans())
def test_order_and_form_of_numbers_change_nothing(
    units: list[tuple[str, Decimal, Decimal, Decimal]],
    random: Random,
    as_text: bool,  # noqa: FBT001
) -> None:
    header: list[Value] = [
        "Org.enhed nr.",
        "Afdeling",
        "Heraf kort",
        "Heraf lang",
        "Medarb.",
        "Fraværsprocent",
    ]
    rows: list[list[Value]] = []
    for number, (afdeling, *amounts) in enumerate(units):
        cells: list[Value] = [danish(n) if as_text else float(n) for n in amounts]
        rows.append([f"{number:04d}", afdeling, *cells, "99,9"])
    order = list(range(len(header)))
    random.shuffle(order)
    random.shuffle(rows)
    found = report([[row[i] for i in order] for row in [header, *rows]])
    assert found.problems == ()
    assert {
        row.enhed: (row.afdeling, row.dagsvaerk, row.korttid, row.langtid, row.medarbejdere)
        for row in found.rows
    } == {
        f"{number:04d}": (afdeling, short + long, short, long, heads)
        for number, (afdeling, short, long, heads) in enumerate(units)
    }


def test_a_clean_file_has_no_problem() -> None:
    found = report(table(*ROWS))
    assert found.problems == ()
    assert [str(quarter) for quarter in found.quarters] == ["2024K4"]
    first = found.rows[0]
    assert (first.enhed, first.enhed_navn, first.row) == ("0310", "Genbrugspladsen", 2)
    assert found.rows[1].dagsvaerk == Decimal("1211.25")
    assert (first.korttid, first.langtid, first.fuldtidsstillinger) == (None, None, None)


@pytest.mark.parametrize(
    ("row", "column", "value", "code"),
    [
        (2, 3, "tre", "invalid_number"),
        (2, 4, "5 stk.", "invalid_number"),
        (1, 3, "12.5", "invalid_number"),
        (2, 3, "-3,00", "negative_value"),
        (2, 3, -3.0, "negative_value"),
        (2, 3, "3,00-", "negative_value"),
        (3, 3, "****", "overflow"),
        (3, 3, ErrorCell("#REF!"), "error_cell"),
        (3, 3, ErrorCell("=A1+B1"), "error_cell"),
        (3, 3, "1.000.000.000.000", "implausible_number"),
        (3, 3, None, "missing_value"),
        (3, 4, "", "missing_value"),
        (3, 2, None, "missing_value"),
        (2, 4, "0", "zero_denominator"),
    ],
)
def test_each_bad_cell_has_its_code_its_address_and_nothing_else(
    row: int, column: int, value: Value, code: str
) -> None:
    found = report(changed(row, column, value))
    assert codes(found) == [(code, f"{'ABCDE'[column]}{row + 1}")]
    (problem,) = found.problems
    assert problem.column == HEADER[column]
    assert problem.sheet == "Ark1"


def test_a_missing_figure_is_none_and_never_zero() -> None:
    found = report(changed(3, 3, None))
    assert found.rows[2].dagsvaerk is None
    assert not found.refused


def test_a_unit_twice_names_both_rows() -> None:
    found = report(table(*ROWS, ROWS[0]))
    assert codes(found) == [("duplicate_unit", "A5")]
    assert "række 2 og 5" in found.problems[0].message
    assert found.refused


def test_a_unit_in_two_afdelinger_names_both() -> None:
    found = report(table(*ROWS, ["0310", "Genbrugspladsen", "Dagtilbud & Skole", "1,00", "2,0"]))
    assert codes(found) == [("unit_in_two_afdelinger", "A5")]
    assert (
        "»Miljø & Teknik« (række 2) og »Dagtilbud & Skole« (række 5)" in found.problems[0].message
    )


def test_units_without_numbers_are_told_apart_by_name() -> None:
    header = ["Enhed", "Dagsværk", "FTE"]
    found = report(table(["Havnen", 1, 2], ["Havnen", 3, 4], header=header))
    assert ("duplicate_unit", "A3") in codes(found)


def test_all_problems_come_at_once() -> None:
    rows = table(*ROWS, ROWS[0])
    rows[2][3], rows[3][4] = "x", "-1"
    assert set(codes(report(rows))) == {
        ("invalid_number", "D3"),
        ("negative_value", "E4"),
        ("duplicate_unit", "A5"),
    }


def test_short_and_long_that_do_not_add_up_are_a_warning_with_both_figures() -> None:
    header = ["Enhed", "Afdeling", "Dagsværk", "Kort fravær", "Langt fravær", "FTE"]
    rows = table(
        ["a", "X", "10,0", "4,0", "6,0", "1"], ["b", "X", "10,0", "4,0", "9,5", "1"], header=header
    )
    found = report(rows)
    assert codes(found) == [("split_mismatch", "C3")]
    assert "13,5" in found.problems[0].message
    assert "10,0" in found.problems[0].message


@pytest.mark.parametrize(("given_part", "derived"), [("Kort", "langtid"), ("Lang", "korttid")])
def test_the_other_part_is_derived(given_part: str, derived: str) -> None:
    header = ["Enhed", "Afdeling", "Fraværsdagsværk i alt", f"heraf {given_part}", "FTE"]
    found = report(
        table(["a", "X", "10,5", "4,0", "1"], ["b", "X", "3,0", "4,5", "1"], header=header)
    )
    assert getattr(found.rows[0], derived) == Decimal("6.5")
    assert codes(found) == [("negative_value", "D3")]


AMBIGUOUS = ["Enhed", "Afdeling", "Dagsværk", "FTE"]


def test_a_lone_thousand_is_asked_for() -> None:
    found = report(table(["a", "X", "1.234", 5], ["b", "X", "12", 6], header=AMBIGUOUS))
    assert codes(found) == [("ambiguous_number", "C2")]
    assert found.refused


@pytest.mark.parametrize(
    ("total", "expected"), [("1.246", 1234), ("13.234", "1.234"), ("1246", 1234)]
)
def test_the_total_line_settles_a_lone_thousand(total: str, expected: str) -> None:
    rows = table(
        ["a", "X", "1.234", 5], ["b", "X", "12", 6], ["I alt", "", total, 11], header=AMBIGUOUS
    )
    found = report(rows)
    assert found.problems == ()
    assert found.rows[0].dagsvaerk == Decimal(expected)


def test_the_other_columns_settle_what_nothing_else_does() -> None:
    found = report(table(["a", "X", "1.234", "5,5"], header=AMBIGUOUS))
    assert found.problems == ()
    assert found.rows[0].dagsvaerk == 1234


def test_blanks_that_mean_as_above_are_filled_and_holes_are_not() -> None:
    header = ["Område", "Afdeling", "Enhed", "Dagsværk", "FTE"]
    grouped = report(
        table(
            ["O", "X", "a", 1, 2],
            [None, None, "b", 1, 2],
            [None, "Y", "c", 1, 2],
            [None, None, "d", 1, 2],
            header=header,
        )
    )
    assert [row.afdeling for row in grouped.rows] == ["X", "X", "Y", "Y"]
    assert {row.omraade for row in grouped.rows} == {"O"}
    holed = report(
        table(["O", "X", "a", 1, 2], ["O", "X", "b", 1, 2], ["O", None, "c", 1, 2], header=header)
    )
    assert [row.afdeling for row in holed.rows] == ["X", "X", None]
    assert codes(holed) == [("missing_value", "B4")]


@pytest.mark.parametrize("unassigned", ["#", "Ikke tilknyttet", "IKKE TILORDNET"])
def test_the_unassigned_have_one_name(unassigned: str) -> None:
    found = report(table(["1", "a", unassigned, "1,5", "2"]))
    assert found.rows[0].afdeling == "Ikke tilknyttet"


def test_number_and_name_in_one_cell_are_split_and_leading_zeros_kept() -> None:
    header = ["Enhed", "Afdeling", "Dagsværk", "FTE"]
    found = report(
        table(["0310 Havnen", "X", 1, 2], ["3100 - Børnehuset", "X", 1, 2], header=header)
    )
    assert (found.rows[0].enhed, found.rows[0].enhed_navn) == ("0310", "Havnen")
    assert (found.rows[1].enhed, found.rows[1].enhed_navn) == ("3100", "Børnehuset")


def test_a_file_without_afdeling_is_a_warning() -> None:
    found = report(table(["a", 1, 2], header=["Enhed", "Dagsværk", "FTE"]))
    assert codes(found) == [("no_afdeling", "A1")]
    assert not found.refused


def test_headings_between_the_units_are_not_lost_silently() -> None:
    rows = table(ROWS[0], ["Dagtilbud & Skole"], ROWS[2], ["Udtrukket den 14.01.2025"])
    found = report(rows)
    assert codes(found) == [("text_row", "A3")]
    assert str(found.extract_date) == "2025-01-14"


def test_figures_without_a_unit_are_an_error() -> None:
    found = report(table(*ROWS, ["", "", "", "55,00", "3,0"]))
    assert codes(found) == [("missing_unit", "A5")]


def test_no_unit_at_all_is_an_error() -> None:
    assert codes(report(table())) == [("no_rows", "A1")]


def test_every_problem_has_the_severity_of_its_code() -> None:
    found = report([*table(*ROWS, ROWS[0]), ["x"]])
    assert {problem.severity for problem in found.problems} == {Severity.ERROR}


FULL: list[Value] = [
    "Kvartal", "Enhedsnr.", "Enhed", "Afdeling", "Område", "Fraværsdagsværk", "Kort", "Lang",
    "Medarb.",
]  # fmt: skip


def test_one_number_spelt_with_and_without_leading_zeros_is_one_enhed() -> None:
    found = report([HEADER, [*ROWS[0]], ["0" + str(ROWS[0][0]), *ROWS[0][1:]]])
    assert codes(found) == [("duplicate_unit", "A3")]


def test_a_blank_quarter_means_as_above() -> None:
    rows: list[list[Value]] = [
        ["2024K3", "1", "X", "A", "Ø", 4, 1, 3, 10],
        ["", "2", "Y", "A", "Ø", 4, 1, 3, 10],
        ["2024K4", "1", "X", "A", "Ø", 4, 1, 3, 10],
        ["", "2", "Y", "A", "Ø", 4, 1, 3, 10],
    ]
    found = report([FULL, *rows], file_name="fil.xlsx")
    assert found.problems == ()
    assert [str(row.quarter) for row in found.rows] == ["2024K3", "2024K3", "2024K4", "2024K4"]


def test_an_afdeling_under_two_omraader_is_a_warning_with_both() -> None:
    rows: list[list[Value]] = [
        ["2024K4", "1", "X", "A", "Øst", 4, 1, 3, 10],
        ["2024K4", "2", "Y", "A", "Vest", 4, 1, 3, 10],
    ]
    (problem,) = report([FULL, *rows]).problems
    assert (problem.code, problem.severity, problem.cell) == (
        "afdeling_in_two_omraader", Severity.WARNING, "E3",
    )  # fmt: skip
    assert "»Øst« (række 2) og »Vest« (række 3)" in problem.message


def test_a_part_that_is_blank_is_worked_out_from_the_two_others() -> None:
    rows: list[list[Value]] = [
        ["2024K4", "1", "X", "A", "Ø", 4, None, 3, 10],
        ["2024K4", "2", "Y", "A", "Ø", 4, None, None, 10],
    ]
    first, second = report([FULL, *rows]).rows
    assert (first.korttid, first.langtid) == (Decimal(1), Decimal(3))
    assert (second.dagsvaerk, second.korttid, second.langtid) == (Decimal(4), None, None)


def test_blank_groups_that_were_filled_are_said_once() -> None:
    rows: list[list[Value]] = [["1", "a", "X", 1, 2], ["2", "b", "", 1, 2], ["3", "c", "", 1, 2]]
    found = report(table(*rows))
    assert codes(found) == [("filled_down", "C3")]
    assert not found.refused


def test_names_that_look_the_same_are_the_same() -> None:
    rows: list[list[Value]] = [
        ["1001.0", "Solen\u200b", "Bo\u0308rn\u202e", "1,5", "2"],
        ["1002", "\u200b", "B\u00f6rn", "1,5", "2"],
        ["1003", "Ma\u2028ne\x1b", "B\u00f6rn", "1,5", "2"],
    ]
    found = report(table(*rows))
    assert {row.afdeling for row in found.rows} == {"B\u00f6rn"}
    assert [(row.enhed, row.enhed_navn) for row in found.rows] == [
        ("1001", "Solen"), ("1002", "1002"), ("1003", "Ma ne"),
    ]  # fmt: skip


@pytest.mark.parametrize("column", [0, 1, 2])
def test_a_name_without_end_is_an_error(column: int) -> None:
    found = report(changed(1, column, "x" * 201))
    assert codes(found) == [("name_too_long", f"{'ABC'[column]}2")]


def test_shares_are_not_taken_for_days() -> None:
    rows: list[list[Value]] = [[str(i), "e", "A", 0.045, 40 + i] for i in range(4)]
    assert codes(report(table(*rows))) == [("looks_like_share", "D1")]
    assert report(table(*rows[:2])).problems == ()


@pytest.mark.parametrize(("heads", "is_odd"), [(45, True), (12, False), (4, True)])
def test_a_headcount_that_does_not_fit_the_posts_is_a_warning(heads: int, is_odd: bool) -> None:  # noqa: FBT001
    rows: list[list[Value]] = [["1", "a", "A", 5.5, heads, 10.0]]
    found = report(table(*rows, header=[*HEADER, "FTE"]))
    assert codes(found) == ([("implausible_denominator", "E1")] if is_odd else [])


@pytest.mark.parametrize("blank", [None, "-"])
def test_a_blank_beside_zeros_is_asked_about(blank: Value) -> None:
    header = [*HEADER[:4], "Korttid", "Langtid", "Medarbejdere"]
    rows: list[list[Value]] = [
        ["1", "A", "Skole", 0, 0, 0, 10], ["2", "B", "Skole", *[blank] * 3, 10],
        ["3", "C", "Skole", 30, 30, blank, 10],
    ]  # fmt: skip
    found = report([header, *rows])
    assert [code for code in codes(found) if code[0] == "blank_or_zero"] == [
        ("blank_or_zero", "D3")
    ]
    for answer, days in (("nul", 0), ("mangler", None)):
        guidance = Guidance(user_mapping=Mapping(answers={"blank:dagsvaerk": answer}))
        rows_read = report([header, *rows], guidance=guidance).rows
        assert [(row.dagsvaerk, row.langtid) for row in rows_read[1:]] == [(days, days), (30, 0)]
