"""The charts for analysts: limits of usual fluctuations, and enheder by size."""

from datetime import date

from charts import events as marks
from charts import template, tragt, udsving
from charts.palette import palette
from core.event import Event, EventKind
from core.nodes import Level
from core.quarter import Quarter
from metrics.signal.verdict import judge
from tests.results import enheder

SERIES = [(Quarter(2021, 1) + n, 4.0 + 0.1 * (n % 3)) for n in range(15)]


def test_a_quarter_outside_the_limits_stands_out() -> None:
    verdict = judge([*SERIES, (Quarter(2024, 4), 8.0)])
    chart = udsving.chart(verdict, key="kommune", unit="dagsværk pr. medarbejder")
    quarters = chart.figure.data[-1]
    assert quarters.marker.symbol[-1] == "diamond"
    assert quarters.marker.symbol[0] == "circle"
    assert "højere" in chart.title
    assert "8,00" in chart.alt


def test_too_few_quarters_give_an_empty_chart_and_say_so() -> None:
    chart = udsving.chart(judge(SERIES[:3]), key="kommune", unit="dagsværk")
    assert len(chart.figure.data[-1].x) == 0
    assert chart.title


def test_only_enheder_that_are_shown_are_in_the_funnel() -> None:
    result = enheder(60)
    chart = tragt.chart(result)
    shown = int(result.frame["value"].notna().sum())
    assert len(chart.figure.data[-1].x) == shown < 60
    assert f"{shown} enheder" in chart.alt
    assert result.level is Level.ENHED
    names = [text for text in chart.figure.data[-1].text if text]
    assert all(name in chart.title for name in names[:5])
    assert bool(names) == ("afviger mere" in chart.title and "Ingen" not in chart.title)


def test_events_are_lettered_where_they_happened_and_said_in_the_alt_text() -> None:
    quarters = [Quarter(2024, n) for n in (1, 2, 3, 4)]
    found = [
        Event(date(2023, 1, 1), None, EventKind.DATABRUD, Level.KOMMUNE, "", "Før"),
        Event(date(2024, 4, 1), None, EventKind.DATABRUD, Level.KOMMUNE, "", "Ny måde"),
        Event(date(2024, 5, 1), None, EventKind.INDSATS, Level.KOMMUNE, "", "Kursus"),
    ]
    fig = template.figure(dark=False, height=100)
    marks.mark(fig, found, quarters, inks=palette(dark=False))
    (line,) = fig.layout.shapes
    assert line.x0 == 0.5
    assert line.line.dash == "solid"
    assert [one.text for one in fig.layout.annotations] == ["a, b"]
    assert marks.said(found, quarters) == (
        " Databrud 1. april 2024: Ny måde. Indsats 1. maj 2024: Kursus."
    )
