"""The small line of a row: where it begins, where it is broken, and where it ends."""

import re

from charts.trend_svg import HEIGHT, WIDTH, TrendInks, draw_trend

INKS = TrendInks("#0F4C5C", "#55666B")
SPAN = (10.0, 20.0)


def find_lines(svg: str) -> list[str]:
    return re.findall(r'points="([^"]+)"', svg)


def test_the_highest_figure_is_at_the_top_and_the_latest_to_the_right() -> None:
    line, dot = find_lines(draw_trend([20.0, 15.0, 10.0], span=SPAN, inks=INKS))
    places = [tuple(map(float, place.split(","))) for place in line.split()]
    assert [x for x, _ in places] == [4, WIDTH / 2, WIDTH - 4]
    assert [y for _, y in places] == [4, HEIGHT / 2, HEIGHT - 4]
    assert set(dot.split()) == {f"{WIDTH - 4:.1f},{HEIGHT - 4:.1f}"}


def test_a_figure_that_is_not_shown_leaves_a_gap_and_no_trace_of_where_it_would_be() -> None:
    hidden = draw_trend([20.0, 19.0, None, 11.0, 10.0], span=SPAN, inks=INKS)
    assert len(find_lines(hidden)) == 3
    last_hidden = draw_trend([20.0, 19.0, None], span=SPAN, inks=INKS)
    assert len(find_lines(last_hidden)) == 1


def test_a_new_way_of_counting_is_a_line_across() -> None:
    svg = draw_trend([20.0, 19.0, 18.0], span=SPAN, inks=INKS, breaks=[2])
    (x,) = re.findall(r'x1="([^"]+)"', svg)
    assert WIDTH / 2 < float(x) < WIDTH - 4


def test_one_figure_alone_is_a_dot() -> None:
    assert len(find_lines(draw_trend([12.0], span=SPAN, inks=INKS))) == 1
