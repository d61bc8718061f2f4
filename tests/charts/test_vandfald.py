"""The waterfall of a change, bar by bar: it falls by 0.4, rises by 0.1, and falls by 0.2."""

import pytest

from charts import vandfald
from charts.palette import DARK, LIGHT, Palette
from tests.charts.drawing import read_figure
from tests.charts.test_drawing import waterfall_chart
from tests.examples import NAN
from tests.metrics import test_forklaring_words as words


@pytest.mark.parametrize("inks", [LIGHT, DARK], ids=["light", "dark"])
def test_parts_are_coloured_and_both_ends_are_grey(inks: Palette) -> None:
    figure = read_figure(waterfall_chart(dark=inks is DARK))
    (bars,) = figure.data
    assert (bars.orientation, bars.y, bars.width) == ("h", (0, -1, -2, -3, -4, -5), 0.4)
    assert bars.base == pytest.approx((0, 0, -0.4, -0.3, -0.3, 0))
    assert bars.x == pytest.approx((0, -0.4, 0.1, 0, -0.2, -0.5))
    assert bars.marker.color == (inks.comparison, *[inks.langtid] * 4, inks.comparison)
    (zero,) = figure.layout.shapes
    assert (zero.x0, zero.x1, zero.line.color, zero.layer) == (0, 0, inks.comparison, "below")


def test_axes_hold_every_bar_and_the_line_of_no_change() -> None:
    layout = read_figure(waterfall_chart()).layout
    assert layout.xaxis.range == pytest.approx((-0.5 - 0.02, 0.02))
    assert layout.yaxis.range == pytest.approx((-5.4, 0.6))
    assert (layout.xaxis.visible, layout.yaxis.visible) == (False, False)
    assert layout.height == 46 * 6 + 16


def test_names_and_figures_stand_above_their_bars_and_the_hidden_is_grey() -> None:
    notes = read_figure(waterfall_chart()).layout.annotations
    assert [(note.text, note.x, note.xanchor) for note in notes] == [
        ("3. kvartal 2024", 0, "left"), ("<b>14,5</b>", 1, "right"),
        ("Udvikling i enhederne", 0, "left"), ("<b>−0,4</b>", 1, "right"),
        ("Forskydning mellem enheder", 0, "left"), ("<b>+0,1</b>", 1, "right"),
        ("Lukkede", 0, "left"), ("vises ikke", 1, "right"),
        ("Nye", 0, "left"), ("<b>−0,2</b>", 1, "right"),
        ("4. kvartal 2024", 0, "left"), ("<b>14,0 (−0,5)</b>", 1, "right"),
    ]  # fmt: skip
    assert [note.y for note in notes[::2]] == pytest.approx([0.26 - place for place in range(6)])
    assert notes[7].font.color == LIGHT.muted
    assert notes[9].font.color == LIGHT.ink


def test_without_any_change_there_is_still_an_axis() -> None:
    node = words.node(14.5, 0, 0, NAN, 0)
    axis = read_figure(vandfald.draw_chart(words.result(node), node, title="")).layout.xaxis
    assert axis.range == (-0.01, 0.01)
