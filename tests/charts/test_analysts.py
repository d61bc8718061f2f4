"""The charts for analysts: limits of usual fluctuations, and enheder by size."""

from dataclasses import replace
from datetime import date

import pytest

from charts import event_marks as marks
from charts import tragt, udsving
from charts.figure import Figure
from charts.palette import DARK, LIGHT, Palette
from core.event import Event, EventKind
from core.nodes import Level
from core.quarter import Quarter
from metrics.signal.verdict import Point, Verdict, VerdictKind, judge
from metrics.signal.xmr import Rule
from tests import examples
from tests.charts.drawing import read_figure
from tests.examples import NAN, enheder
from tests.frames import frame_of

GROUNDS = pytest.mark.parametrize("inks", [LIGHT, DARK], ids=["light", "dark"])
SERIES = [(Quarter(2021, 1) + n, 4.0 + 0.1 * (n % 3)) for n in range(15)]


def test_a_quarter_outside_the_limits_stands_out() -> None:
    verdict = judge([*SERIES, (Quarter(2024, 4), 8.0)])
    chart = udsving.draw_chart(verdict, key="kommune", unit="dagsværk pr. medarbejder")
    quarters = read_figure(chart).data[-1]
    assert quarters.marker.symbol[-1] == "diamond"
    assert quarters.marker.symbol[0] == "circle"
    assert "højere" in chart.title
    assert "8,0" in chart.alt


def test_too_few_quarters_give_an_empty_chart_and_say_so() -> None:
    chart = udsving.draw_chart(judge(SERIES[:3]), key="kommune", unit="dagsværk")
    assert len(read_figure(chart).data[-1].x) == 0
    assert chart.title


def two_quarters() -> Verdict:
    """A quarter within its limits of 3.0 and 5.0, and one that is above them."""
    rows = [(Quarter(2023, 4), 4.1, None), (Quarter(2024, 1), 5.5, Rule.UDENFOR)]
    points = tuple(
        Point(quarter, value, centre=4.0, lower=3.0, upper=5.0, rule=rule)
        for quarter, value, rule in rows
    )
    return Verdict(
        Quarter(2024, 1),
        VerdictKind.STIGNING,
        Rule.UDENFOR,
        Quarter(2024, 1),
        3.0,
        5.0,
        16,
        points=points,
    )


@GROUNDS
def test_quarters_stand_between_their_limits_and_the_lines_are_named(inks: Palette) -> None:
    figure = read_figure(
        udsving.draw_chart(two_quarters(), key="kommune", unit="dagsværk", dark=inks is DARK)
    )
    lower, upper, centre, quarters = figure.data
    assert [line.y for line in (lower, upper, centre)] == [(3.0, 3.0), (5.0, 5.0), (4.0, 4.0)]
    assert [line.line.dash for line in (lower, upper, centre)] == ["dash", "dash", "solid"]
    assert {line.line.color for line in (lower, upper, centre)} == {inks.comparison}
    assert (quarters.x, quarters.y) == ((0, 1), (4.1, 5.5))
    assert quarters.marker.color == (inks.langtid, inks.accent)
    assert quarters.marker.symbol == ("circle", "diamond")
    assert quarters.marker.size == (6, 10)
    assert quarters.line.color == inks.langtid
    assert quarters.customdata == ("4. kvartal 2023: 4,1", "1. kvartal 2024: 5,5")
    assert [(note.text, note.y) for note in figure.layout.annotations] == [
        ("Øvre grænse<br>5,0", 5.0), ("Gennemsnit<br>4,0", 4.0), ("Nedre grænse<br>3,0", 3.0),
    ]  # fmt: skip
    assert figure.layout.margin.r == 84
    assert figure.layout.xaxis.tickvals == (0, 1)
    assert figure.layout.xaxis.ticktext == ("4. kvt.<br>2023", "1. kvt.<br>2024")
    assert figure.layout.xaxis.range == (-0.5, 1.5)
    assert figure.layout.yaxis.range == pytest.approx((2.85, 5.65))  # 6 % of 2.5 above and below
    assert figure.layout.yaxis.ticktext == ("3,0", "4,0", "5,0")


def test_limits_that_are_not_known_are_not_named() -> None:
    verdict = two_quarters()
    bare = replace(verdict.points[1], lower=NAN, upper=NAN, centre=NAN)
    figure = read_figure(
        udsving.draw_chart(
            replace(verdict, points=(verdict.points[0], bare)), key="kommune", unit="dagsværk"
        )
    )
    assert figure.data[0].y == (3.0, None)
    assert not figure.layout.annotations


@GROUNDS
def test_enheder_by_size_and_those_outside_the_limits_are_named(inks: Palette) -> None:
    lines = [
        examples.row(f"enhed:{n}", f"E{n}", "afdeling:A", (value, 0.2), employees=100.0 - n)
        for n, value in enumerate([10.0, 10.5, 11.0] * 4)
    ]
    lines[7] |= {"value": 40.5}
    lines[9] |= {"value": 0.5}
    chart = tragt.draw_chart(examples.result(Level.ENHED, lines), dark=inks is DARK)
    lower, upper, points = read_figure(chart).data
    assert points.x == lower.x == upper.x == tuple(100.0 - n for n in range(11, -1, -1))
    assert points.y == (11.0, 10.5, 0.5, 11.0, 40.5, 10.0, 11.0, 10.5, 10.0, 11.0, 10.5, 10.0)
    outside = (2, 4)
    assert [text for text in points.text if text] == ["E9", "E7"]
    assert [points.text[at] for at in outside] == ["E9", "E7"]
    assert [points.textposition[at] for at in outside] == ["bottom center", "top center"]
    for at in range(12):
        inked = inks.accent if at in outside else inks.langtid
        assert points.marker.color[at] == inked
        assert points.marker.symbol[at] == ("diamond" if at in outside else "circle")
        assert points.marker.size[at] == (10 if at in outside else 7)
        assert (lower.y[at] <= points.y[at] <= upper.y[at]) == (at not in outside)
    assert points.customdata[2] == "E9: 0,5 (91)"
    assert {line.line.color for line in (lower, upper)} == {inks.comparison}
    layout = read_figure(chart).layout
    assert layout.xaxis.range == pytest.approx((0, 106))
    assert layout.yaxis.range == pytest.approx((0, 1.06 * max(40.5, *upper.y)))
    assert layout.xaxis.ticktext == ("0", "20", "40", "60", "80", "100")
    assert layout.xaxis.title.text == "Medarbejdere (gns.)"
    finding = "E9 og E7 afviger mere, end tilfældet og størrelsen kan forklare."
    assert (chart.title, chart.alt) == (
        finding,
        f"{finding} 12 enheder efter størrelse og sygefravær.",
    )


def test_only_enheder_that_are_shown_are_in_the_funnel() -> None:
    result = enheder(60)
    chart = tragt.draw_chart(result)
    count = int(frame_of(result)["value"].notna().sum())
    assert len(read_figure(chart).data[-1].x) == count < 60
    assert f"{count} enheder" in chart.alt
    assert result.level is Level.ENHED
    names = [text for text in read_figure(chart).data[-1].text if text]
    assert all(name in chart.title for name in names[:5])
    assert bool(names) == ("afviger mere" in chart.title and "Ingen" not in chart.title)


def test_events_are_lettered_where_they_happened_and_said_in_the_alt_text() -> None:
    quarters = [Quarter(2024, n) for n in (1, 2, 3, 4)]
    happenings = [
        Event(date(2023, 1, 1), None, EventKind.DATABRUD, Level.KOMMUNE, "", "Før"),
        Event(date(2024, 4, 1), None, EventKind.DATABRUD, Level.KOMMUNE, "", "Ny måde"),
        Event(date(2024, 5, 1), None, EventKind.INDSATS, Level.KOMMUNE, "", "Kursus"),
    ]
    fig = Figure(dark=False, height=100)
    marks.mark_events(fig, happenings, quarters)
    layout = read_figure(fig.make_chart("", "", "")).layout
    (line,) = layout.shapes
    assert line.x0 == 0.5
    assert line.line.dash == "solid"
    assert [note.text for note in layout.annotations] == ["a, b"]
    assert marks.describe_events(happenings, quarters) == (
        " Databrud 1. april 2024: Ny måde. Indsats 1. maj 2024: Kursus."
    )


def test_a_break_in_a_panel_is_a_line_where_its_quarter_begins() -> None:
    fig = Figure(dark=False, height=100)
    fig.stack([(0.5, 1), (0, 0.5)])
    quarters = [Quarter(2024, n) for n in (1, 2, 3, 4)]
    marks.draw_breaks(fig, [Quarter(2023, 1), Quarter(2024, 4)], quarters, panel="2")
    (line,) = read_figure(fig.make_chart("", "", "")).layout.shapes
    assert (line.x0, line.x1, line.xref, line.line.color) == (2.5, 2.5, "x2", LIGHT.muted)
