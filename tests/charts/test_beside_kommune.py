"""A part of the kommune over time, with the kommune's line and the target beside its bars."""

from itertools import pairwise
from typing import Any

import pytest

from charts import udvikling
from charts.chart import Chart
from charts.palette import DARK, LIGHT, Palette
from core.nodes import Level
from metrics.maaltal import DECLARED as TARGETS
from tests import examples
from tests.charts.drawing import read_figure, text_boxes
from tests.charts.test_lines import result as make_result
from tests.charts.test_lines import target

GROUNDS = pytest.mark.parametrize("inks", [LIGHT, DARK], ids=["light", "dark"])
KOMMUNE = [(8.0, 6.0), (8.5, 6.0), (8.0, 6.0)]  # 14.0, 14.5 and 14.0 in all


def draw(parts: list[tuple[float, float]], wished: float | None = None, **options: Any) -> Chart:
    """The afdeling A, with these short and long days, beside the kommune."""
    maaltal = make_result(TARGETS, [target("A", 1.0, wished)]) if wished else None
    return udvikling.draw_chart(
        examples.quarters(Level.AFDELING, {"A": parts}),
        key="afdeling:A",
        maaltal=maaltal,
        kommune=examples.quarters(Level.KOMMUNE, {"Kommunen": KOMMUNE}),
        **options,
    )


def labels(chart: Chart) -> dict[str, float]:
    """What stands beside the last bar, with its height."""
    notes = read_figure(chart).layout.annotations
    return {note.text: note.y for note in notes if note.xref == "paper"}


@GROUNDS
def test_the_kommune_is_a_thin_grey_line_with_a_rim_and_its_name_beside_it(inks: Palette) -> None:
    chart = draw([(6.0, 4.0), (6.5, 4.0), (6.0, 4.0)], dark=inks is DARK)
    figure = read_figure(chart)
    *_, rim, line = figure.data
    assert rim.x == line.x == (0, 1, 2)
    assert rim.y == line.y == (14.0, 14.5, 14.0)
    assert (rim.line.color, line.line.color) == (inks.ground, inks.comparison)
    assert line.line.width < rim.line.width
    assert labels(chart) == {"Langtid<br>4,0": 2.0, "Korttid<br>6,0": 7.0, "Kommunen<br>14,0": 14.0}
    assert chart.alt.endswith(" Kommunen: 14,0.")
    assert figure.layout.yaxis.range[1] > 14.5


def test_the_line_has_the_quarters_of_the_bars_and_gaps_where_nothing_is_known() -> None:
    chart = draw([(6.0, 4.0)] * 5)
    assert read_figure(chart).data[-1].y == (None, None, 14.0, 14.5, 14.0)


def test_the_line_does_not_run_through_the_totals() -> None:
    chart = draw([(8.0, 6.0), (8.0, 6.2), (8.0, 5.8)])
    totals = [
        (note.text, note.x, note.y, note.bgcolor)
        for note in read_figure(chart).layout.annotations
        if note.xref != "paper"
    ]
    assert totals == [
        ("14,2", 1, pytest.approx(14.2), LIGHT.ground),
        ("<b>13,8</b>", 2, pytest.approx(13.8), LIGHT.ground),
    ]


def test_a_total_that_the_targets_line_would_strike_stands_on_the_line() -> None:
    struck = read_figure(draw([(6.0, 4.0)] * 3, wished=10.3)).layout.annotations
    assert {note.y for note in struck if "10,0" in note.text} == {10.3}
    free = read_figure(draw([(6.0, 4.0)] * 3, wished=12.9)).layout.annotations
    assert {note.y for note in free if "10,0" in note.text} == {10.0}
    above = udvikling.draw_chart(
        examples.quarters(Level.KOMMUNE, {"K": [(6.0, 4.0)] * 3}),
        maaltal=make_result(TARGETS, [target("K", 10.0, 10.3, key="kommune")]),
    )
    assert read_figure(above).data[-1].y == (10.3, 10.3, 10.3)


@pytest.mark.parametrize("height", [190, 230, 340])
@pytest.mark.parametrize("wished", [9.8, 13.9, 14.0])
def test_the_names_beside_the_last_bar_do_not_touch(height: int, wished: float) -> None:
    chart = draw([(2.0, 9.0), (1.0, 9.0), (1.0, 9.0)], wished=wished, height=height)
    boxes = [
        box
        for box in text_boxes(read_figure(chart), width=620, height=height)
        if "<br>" in box.text and "kvt" not in box.text
    ]
    assert len(boxes) == 4
    rising = sorted(boxes, key=lambda box: -box.top)
    for lower, upper in pairwise(rising):
        assert upper.bottom <= lower.top + 0.5, (lower, upper)
    assert rising[-1].top >= 0


def test_a_hidden_afdeling_has_the_line_and_words_for_its_bars() -> None:
    hidden = examples.quarters(Level.AFDELING, {"A": [(6.0, 4.0)] * 3}, masked=(0, 1, 2))
    kommune = examples.quarters(Level.KOMMUNE, {"Kommunen": KOMMUNE})
    chart = udvikling.draw_chart(hidden, key="afdeling:A", kommune=kommune)
    *_, totals, _, line = read_figure(chart).data
    assert totals.text == ("vises ikke", "vises ikke", "<b>vises ikke</b>")
    assert line.y == (14.0, 14.5, 14.0)
