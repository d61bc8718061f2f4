"""The small drawing of a row: where its dots and its tick stand, and what is not shown."""

import re

import pytest

from charts.palette import LIGHT
from charts.way_svg import WayScale, draw_axis, draw_way

SCALE = WayScale(5.0, 25.0, (10.0, 15.0))


def read_places(svg: str) -> dict[str, set[float]]:
    """Where something of each ink begins, in percent of the width."""
    places: dict[str, set[float]] = {}
    for path, ink in re.findall(r'<path d="([^"]+)" stroke="([^"]+)"', svg):
        places.setdefault(ink, set()).update(float(x) for x in re.findall(r"M([\d.]+) ", path))
    return places


def test_dots_and_target_stand_where_their_figures_are() -> None:
    places = read_places(draw_way(20.0, 15.0, 10.0, scale=SCALE, inks=LIGHT))
    assert places == {
        LIGHT.maaltal: {25.0},
        LIGHT.comparison: {75.0},  # the ring, and the line that begins there
        LIGHT.ground: {75.0},
        LIGHT.langtid: {50.0},
    }


@pytest.mark.parametrize(
    ("figures", "inks"),
    [
        ((20.0, None, None), {LIGHT.comparison, LIGHT.ground}),
        ((None, 15.0, None), {LIGHT.langtid}),
        ((None, None, 10.0), {LIGHT.maaltal}),
        ((None, None, None), set()),
    ],
)
def test_a_figure_that_is_not_shown_leaves_no_trace(
    figures: tuple[float | None, float | None, float | None], inks: set[str]
) -> None:
    assert read_places(draw_way(*figures, scale=SCALE, inks=LIGHT)).keys() == inks


def test_the_axis_has_a_line_at_each_number() -> None:
    assert read_places(draw_axis(SCALE, LIGHT)) == {LIGHT.grid: {25.0, 50.0}}
    assert read_places(draw_axis(WayScale(0.0, 1.0), LIGHT)) == {}
