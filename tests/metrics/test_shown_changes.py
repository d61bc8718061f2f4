"""A change is the difference of the two figures beside it, so that a reader's own sum agrees."""

import pytest

from charts import udvikling
from core.nodes import Level
from phrases import headlines, rullende
from phrases.cell_text import write_cell
from tests import examples


def test_a_change_is_what_a_reader_gets_of_the_figures_that_are_shown() -> None:
    lines = examples.lines_of(examples.kommune())
    lines[0] |= {"value": 13.96, "previous": 14.44, "change": -0.48, "year_ago": 13.95,
                 "change_year": 0.01, "peak": 15.84, "since_peak": -1.88}  # fmt: skip
    made = examples.result(Level.KOMMUNE, lines)
    row = made.rows[0]
    shown = {name: write_cell(made, row, name) for name in ("value", "previous", "change")}
    assert shown == {"value": "14,0", "previous": "14,4", "change": "−0,4"}
    assert write_cell(made, row, "change_year") == "0,0"
    assert write_cell(made, row, "since_peak") == "−1,8"
    assert "et fald på 0,4 " in headlines.write_news(made)
    assert "er det faldet med 1,8" in rullende.describe_status(made)


@pytest.mark.parametrize(
    ("previous", "headline"), [(14.04, "er uændret på 14,0"), (14.05, "er faldet til 14,0")]
)  # 14,0 and 14,1 beside 14,0
def test_figures_that_are_shown_alike_are_unchanged(previous: float, headline: str) -> None:
    lines = examples.lines_of(examples.kommune())
    lines[0] |= {"value": 13.96, "previous": previous, "change": 13.96 - previous}
    made = examples.result(Level.KOMMUNE, lines)
    assert f"Sygefraværet {headline}" in headlines.write_headline(made)


def test_a_chart_says_which_way_the_figures_moved_as_they_are_shown() -> None:
    lines = examples.lines_of(examples.kommunens_udvikling())
    lines[-2] |= {"short": 8.04, "long": 6.04}
    lines[-1] |= {"short": 7.96, "long": 6.06}
    title = udvikling.draw_chart(examples.result(Level.KOMMUNE, lines)).title
    assert title == "Korttid er uændret, langtid er steget"
