"""Sheets with nothing but wide rows of words: read or refused in few steps, in few words."""

import pytest

from core.errors import FileRefusedError
from core.settings import Settings
from data_loaders.files.grid import Grid, Sheet
from data_loaders.files.values import Value
from data_loaders.words.header_names import find_rule_and_span
from data_loaders.words.times import find_times
from tests.data_loaders.builders import report
from tests.data_loaders.grids import of_grid

# Texts that are read for a time or a field; a hundred and eighty thousand where every row, alone
# and with one and two rows above it, is tried as a header.
MOST_TEXTS = 80_000


@pytest.mark.parametrize("word", ["Medarbejdere {c} {r}", "Jan {c}{r}", "Dagsværk {r}K{c} 20{r}"])
def test_sixty_rows_like_headers_of_a_thousand_columns(word: str) -> None:
    rows: list[list[Value]] = [
        [word.format(r=row, c=column) for column in range(1000)] for row in range(60)
    ]
    for read in (find_times, find_rule_and_span):
        read.cache_clear()
    messages = told(Grid("x", (Sheet.from_rows("A", rows),)))
    assert find_times.cache_info().misses < MOST_TEXTS
    assert find_rule_and_span.cache_info().misses < MOST_TEXTS
    assert max(map(len, messages)) < 1_500


def told(grid: Grid) -> list[str]:
    try:
        found = of_grid(grid, file_name="x.xlsx", settings=Settings())
    except FileRefusedError as error:
        return [str(error)]
    return [problem.message for problem in found.problems]


def test_many_columns_that_fit_are_counted_and_five_named() -> None:
    header: list[Value] = ["Enhed", "Afdeling", *[f"Dagsværk {n}" for n in range(42)], "Medarb."]
    found = report([header, ["a", "A", *range(42), 5]])
    (problem,) = [one for one in found.problems if one.code == "ambiguous_column"]
    assert "»Dagsværk 4« (G1) og 37 mere" in problem.message
    assert "Dagsværk 5" not in problem.message


def test_a_header_far_down_below_narrow_rows_of_words_is_found() -> None:
    preamble: list[list[Value]] = [[f"Bemærkning {n} om enhed", "og fravær"] for n in range(200)]
    header: list[Value] = ["Enhed", "Afdeling", "Dagsværk", "Medarb."]
    found = report([*preamble, header, ["a", "A", 1, 2]])
    assert [row.enhed for row in found.rows] == ["a"]
