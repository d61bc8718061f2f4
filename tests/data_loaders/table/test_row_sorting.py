from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from data_loaders.files.values import ErrorCell, Value
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.guidance.mapping import Mapping
from data_loaders.report import Report
from data_loaders.table.problem_collector import MOST_OF_A_CODE
from tests.data_loaders.kinds.list_sheets import Rows, codes, facts, read, read_all

HEADER: list[Value] = ["Enhedsnr.", "Enhed", "Afdeling", "År", "Måltal"]
SOLEN: list[Value] = ["10", "Solen", "Skole", "2025", "12,5"]
MAANEN: list[Value] = ["11", "Månen", "Skole", "2025", "11,5"]


def units(found: Report) -> list[str]:
    return list(found.facts["enhed"].to_pylist())


def test_totals_texts_blanks_and_repeated_headers_are_no_rows() -> None:
    rows: Rows = [
        HEADER,
        SOLEN,
        [],
        ["", "", "Skole i alt", "", "12,5"],
        ["", "Resultat", "", "", "12,5"],
        ["* Skole", "", "", "", "12,5"],
        [" ENHEDSNR.", "enhed", "Afdeling", "År", "Måltal"],
        MAANEN,
        ["I alt", "", "", "", "24,0"],
        ["Kilde: HR"],
    ]
    found = read(rows)
    assert (units(found), found.problems) == (["10", "11"], ())


def test_a_unit_whose_name_has_a_totals_word_is_a_row() -> None:
    found = read([HEADER, ["10", "Sum Hus", "Skole", "2025", "12"], SOLEN[:1] + MAANEN[1:]])
    assert found.facts["enhed_navn"].to_pylist() == ["Sum Hus", "Månen"]


def test_a_text_between_the_rows_is_told_of() -> None:
    found = read([HEADER, SOLEN, ["Foreløbige måltal"], MAANEN])
    assert codes(found) == [("text_row", "A3")]
    assert units(found) == ["10", "11"]


def test_a_blank_means_as_above_where_names_stand_at_the_starts_of_groups() -> None:
    rows: Rows = [
        HEADER,
        ["1", "a", "Skole", "2025", "1"],
        ["2", "b", "", "2025", "2"],
        ["", "I alt", "", "", "3"],
        ["3", "c", "Miljø", "2025", "1"],
        ["4", "d", None, "2025", "2"],
    ]
    found = read(rows)
    assert found.facts["afdeling"].to_pylist() == ["Skole", "Skole", "Miljø", "Miljø"]
    assert codes(found) == [("filled_down", "C3")]


def test_a_blank_is_a_hole_where_names_are_repeated() -> None:
    rows: Rows = [HEADER, SOLEN, MAANEN, ["12", "Ø", "", "2025", "1"], ["13", "Å", "", "2025", "1"]]
    found = read(rows)
    assert found.facts["afdeling"].to_pylist() == ["Skole", "Skole", None, None]


def test_an_enhed_named_once_stands_for_the_rows_below_it() -> None:
    rows: Rows = [
        HEADER,
        ["1", "a", "Skole", "2024", "1"],
        ["", "", "", "2025", "2"],
        ["2", "b", "Miljø", "2024", "3"],
        ["", "", "", "2025", "4"],
    ]
    found = read(rows)
    assert not found.refused
    assert units(found) == ["1", "1", "2", "2"]
    assert found.facts["afdeling"].to_pylist() == ["Skole", "Skole", "Miljø", "Miljø"]
    assert codes(found) == [("filled_down", cell) for cell in ("A3", "B3", "C3")]


def test_enheder_missing_here_and_there_are_not_those_above() -> None:
    rows: Rows = [
        HEADER,
        ["1", "a", "Skole", "2025", "1"],
        ["", "", "Skole", "2025", "2"],
        ["2", "b", "Miljø", "2025", "3"],
        ["1", "a", "Skole", "2024", "4"],
        ["", "", "Skole", "2024", "4"],
    ]
    assert [cell for code, cell in codes(read(rows)) if code == "empty_cell"] == ["A3", "A6"]


def test_a_row_that_nobody_named_and_that_lacks_its_year_is_no_row_of_the_enhed_above() -> None:
    rows: Rows = [
        HEADER,
        ["1", "a", "Skole", "2024", "1"],
        ["", "", "", "2025", "2"],
        ["", "", "", "", "3"],
        ["2", "b", "Miljø", "2024", "3"],
        ["", "", "", "2025", "4"],
    ]
    assert ("empty_cell", "A4") in codes(read(rows))


def test_a_row_that_lacks_its_unit_is_an_error_with_its_cell() -> None:
    found = read([HEADER, SOLEN, ["", "", "Skole", "2025", "3"]])
    assert codes(found) == [("empty_cell", "A3")]
    assert found.refused


def test_a_list_without_rows_says_so() -> None:
    assert codes(read([HEADER, ["I alt", "", "", "", ""]])) == [("no_rows", "A1")]


def test_unassigned_units_have_one_name() -> None:
    found = read([HEADER, ["#", "Ikke tilordnet", "#", "2025", "1"]])
    assert facts(found, "enhed", "enhed_navn", "afdeling") == [("Ikke tilknyttet",) * 3]


def test_numbers_keep_their_zeros_and_lose_a_decimal() -> None:
    found = read([HEADER, ["0310", *SOLEN[1:]], [3100.0, *SOLEN[1:]], ["3200,0", *SOLEN[1:]]])
    assert units(found) == ["0310", "3100", "3200"]


def test_number_and_name_in_one_column_are_split() -> None:
    found = read([["Enhed", "Måltal 2025"], ["3100 Solen", "1"], ["3101 - Månen", "2"]])
    assert facts(found, "enhed", "enhed_navn") == [("3100", "Solen"), ("3101", "Månen")]


def test_cells_that_are_errors_are_told_of_and_not_zero() -> None:
    found = read([HEADER, [*SOLEN[:4], ErrorCell("#REF!")], [*MAANEN[:4], "****"]])
    assert codes(found) == [("error_cell", "E2"), ("overflow", "E3")]
    assert found.facts["maaltal"].to_pylist() == [None, None]


def test_the_style_of_numbers_is_told_by_the_column_or_asked_for() -> None:
    def targets(*cells: Value) -> Report:
        return read([["Enhed", "Måltal 2025"], *([f"e{n}", cell] for n, cell in enumerate(cells))])

    assert facts(targets("1.234", "0,5"), "maaltal")[1:] == [("0.5",)]
    assert facts(targets("1.234", "0.5"), "maaltal") == [("1.234",), ("0.5",)]
    found = targets("1.234")
    assert codes(found) == [("ambiguous_number", "B2")]
    assert [question.id for question in found.proposal.questions] == ["style:Måltal 2025"]


def test_the_style_is_told_by_another_column_or_by_what_was_said() -> None:
    header: list[Value] = ["Nøgletal", "Periode", "Værdi", "Tæller", "Nævner"]
    found = read([header, ["A", "2024", "", "1.234", "2.5"]])
    assert facts(found, "taeller", "naevner") == [("1.234", "2.5")]
    said = Mapping(headers=("Enhed", "Måltal 2025"), styles={"Måltal 2025": "engelsk"})
    found = read([["Enhed", "Måltal 2025"], ["a", "1.234"]], guidance=Guidance(user_mapping=said))
    assert (facts(found, "maaltal"), found.problems) == ([("1.234",)], ())


def test_very_many_problems_are_counted_and_not_kept() -> None:
    bad = [[f"e{n}", "x"] for n in range(5_000)]
    found = read([["Enhed", "Måltal 2025"], *bad, *([f"f{n}", f"y{n}"] for n in range(5_000))])
    assert len(found.problems) == MOST_OF_A_CODE + 1
    assert {problem.code for problem in found.problems} == {"invalid_number"}
    assert "9.000" in found.problems[-1].message


def test_what_a_division_left_is_rounded_to_what_the_store_holds() -> None:
    found = read([["Enhed", "Måltal 2025"], ["a", 37 / 3]])
    assert found.facts["maaltal"].to_pylist() == [Decimal("12.333333333333")]


def test_sheets_of_one_kind_are_read_together_and_a_unit_in_both_is_told_of() -> None:
    header: list[Value] = ["Enhed", "Måltal"]
    found = read_all({"2024": [header, ["a", "1"]], "2025": [header, ["a", "2"], ["b", "3"]]})
    assert facts(found, "year", "enhed", "maaltal") == [
        ("2024", "a", "1"), ("2025", "a", "2"), ("2025", "b", "3"),
    ]  # fmt: skip
    twice = read_all({"2025": [header, ["a", "1"]], "ny 2025": [header, ["a", "2"]]})
    assert [(p.code, p.sheet, p.cell) for p in twice.problems] == [
        ("duplicate_row", "ny 2025", "A2")
    ]


NAMES = st.text("abcdefghijæøå", min_size=1, max_size=6)
LISTED = st.lists(
    st.tuples(NAMES, st.integers(2000, 2050), st.none() | st.integers(0, 9_999)),
    unique_by=lambda row: row[:2],
    min_size=1,
    max_size=12,
)
COLUMNS = (("Enhed", "enhed"), ("År", "year"), ("Måltal", "maaltal"))


@given(LISTED, st.permutations(range(3)), st.integers(0, 4), st.booleans(), st.data())
def test_nothing_depends_on_where_things_stand(
    listed: list[tuple[str, int, int | None]],
    order: list[int],
    above: int,
    with_total: bool,  # noqa: FBT001
    data: st.DataObject,
) -> None:
    written: list[list[Value]] = [
        [name, str(year), None if n is None else f"{n / 100:.2f}".replace(".", ",")]
        for name, year, n in listed
    ]
    titles: list[list[Value]] = [["Liste over mål"], [], ["Udtrukket den 12.01.2025"]]
    rows = [titles[i % 3] for i in range(above)]
    rows.append([COLUMNS[place][0] for place in order])
    rows += [[row[place] for place in order] for row in written]
    for _ in range(data.draw(st.integers(0, 2))):
        rows.insert(data.draw(st.integers(above + 1, len(rows))), [])
    if with_total:
        rows.append([["I alt", "", "7,00"][place] for place in order])
    found = read(rows)
    assert found.kind == "maaltal"
    assert found.problems == ()
    assert list(zip(*(found.facts[name].to_pylist() for _, name in COLUMNS), strict=True)) == [
        (name, str(year), None if n is None else Decimal(n) / 100) for name, year, n in listed
    ]


def test_digits_beyond_the_header_are_a_shift_and_words_are_a_remark() -> None:
    shifted = read([["Enhed", "År", "Måltal"], ["a", "2025", "12", "5"], ["b", "2025", "11"]])
    assert codes(shifted) == [("ragged_row", "D2")]
    assert shifted.refused
    found = read([["Enhed", "År", "Måltal", ""], ["a", "2025", "12", "se note"]])
    assert found.problems == ()
