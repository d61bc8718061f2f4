"""A sheet a month, and a sheet a quarter."""

from decimal import Decimal

import pytest

from core.settings import Settings
from data_loaders.files.grid import Grid, Sheet
from data_loaders.files.values import Value
from data_loaders.guidance.proposal import QuestionError
from data_loaders.report import Report
from tests.data_loaders.grids import of_grid

Rows = list[list[Value]]
HEADER: list[Value] = ["Enhed", "Afdeling", "Dagsværk", "Medarb."]


def table(days: int, heads: int = 10, *, title: str = "") -> Rows:
    rows: Rows = [HEADER, ["Vejen", "Miljø", days, heads], ["Skolen", "Skole", 2 * days, 2 * heads]]
    above: Rows = [[title]] if title else []
    return [*above, *rows, ["I alt", None, 3 * days, 3 * heads]]


def read(sheets: dict[str, Rows], file: str = "udtræk.xlsx") -> Report:
    named = tuple(Sheet.from_rows(name, rows) for name, rows in sheets.items())
    return of_grid(Grid("prøve", named), file_name=file, settings=Settings())


def figures(found: Report) -> dict[tuple[str, str], tuple[object, object]]:
    return {(str(r.quarter), r.enhed): (r.dagsvaerk, r.medarbejdere) for r in found.rows}


FIRST = {"Jan 2024": table(1, 10), "Feb 2024": table(2, 11), "Marts 2024": table(4, 12)}
QUARTER = {("2024K1", "Vejen"): (7, Decimal(11)), ("2024K1", "Skolen"): (14, Decimal(22))}


def test_days_of_three_sheets_are_summed_and_people_averaged() -> None:
    found = read(FIRST)
    assert (figures(found), found.problems) == (QUARTER, ())
    assert all(total.agrees for total in found.totals)
    assert len(found.totals) == 3 * 2


def test_the_order_of_the_sheets_does_not_matter() -> None:
    found = read(dict(reversed(FIRST.items())))
    assert figures(found) == QUARTER
    assert {(row.sheet, row.row) for row in found.rows} == {("Jan 2024", 2), ("Jan 2024", 3)}


def test_months_may_stand_in_titles_and_the_year_in_the_file_s_name() -> None:
    titled = {f"Ark{n}": table(n, title=f"Sygefravær 2024-0{n}") for n in (1, 2, 3)}
    assert figures(read(titled))["2024K1", "Vejen"] == (6, Decimal(10))
    bare = {"Jan": table(1), "feb": table(2), "Mar.": table(3)}
    assert figures(read(bare, "fravær_2024.xlsx"))["2024K1", "Vejen"] == (6, Decimal(10))
    unsaid = read(bare, "fravær.xlsx")
    assert {one.code for one in unsaid.problems} == {"no_quarter"}


def test_a_year_of_months_is_four_quarters() -> None:
    names = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
    found = read({name: table(n) for n, name in enumerate(names, 1)}, "2024.xlsx")
    assert [str(quarter) for quarter in found.quarters] == ["2024K1", "2024K2", "2024K3", "2024K4"]
    assert [figures(found)[f"2024K{n}", "Vejen"][0] for n in (1, 2, 3, 4)] == [6, 15, 24, 33]


def test_a_quarter_that_lacks_a_month_is_refused_and_the_month_named() -> None:
    found = read({name: rows for name, rows in FIRST.items() if name != "Feb 2024"})
    assert [one.code for one in found.problems] == ["too_few_months"]
    assert "februar 2024 mangler" in found.problems[0].message
    assert found.refused


def test_a_unit_that_is_not_on_every_sheet_is_missing() -> None:
    sheets = FIRST | {"Feb 2024": table(2)[:2]}
    found = read(sheets)
    told = [(one.code, one.sheet, one.cell) for one in found.problems]
    assert told == [("missing_month", "Jan 2024", "A3")]
    assert figures(found)["2024K1", "Skolen"] == (None, None)


def test_a_sum_of_the_months_on_a_sheet_of_its_own_is_named_and_left_out() -> None:
    found = read(FIRST | {"Samlet": table(7)})
    assert figures(found) == QUARTER
    assert [(one.code, one.sheet) for one in found.problems] == [("unread_sheet", "Samlet")]
    assert "hver sin måned" in found.problems[0].message


@pytest.mark.parametrize("more", ["Jan 2024 (2)", "2024K1"])
def test_the_same_time_twice_is_asked_about(more: str) -> None:
    with pytest.raises(QuestionError) as asked:
        read(FIRST | {more: table(7)})
    assert asked.value.question.id == "sheet"


def test_the_month_that_the_file_was_made_in_is_no_period() -> None:
    made = {f"Ark{n}": table(n, title="Opgjort januar 2025")[: 3 + n] for n in (1, 2)}
    assert {one.code for one in read(made).problems} == {"no_quarter"}


def test_a_sheet_a_quarter_takes_its_year_from_the_file() -> None:
    found = read({"K1": table(1), "K2": table(2)}, "fravær 2024.xlsx")
    assert (figures(found)["2024K2", "Vejen"], found.problems) == ((2, 10), ())
    assert [str(quarter) for quarter in found.quarters] == ["2024K1", "2024K2"]


def test_a_sheet_a_quarter_in_any_spelling() -> None:
    found = read({"2024K1": table(1), "2. kvartal 2023": table(2), "Q3 2022": table(3)})
    assert [str(quarter) for quarter in found.quarters] == ["2022K3", "2023K2", "2024K1"]
    assert found.problems == ()
