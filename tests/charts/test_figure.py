"""What charts are drawn of: Plotly takes every part of it, and nothing is left to a template."""

import inspect
import json
import subprocess
import sys
from collections.abc import Callable
from html import unescape
from importlib import import_module
from math import ceil
from pkgutil import iter_modules
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import charts
from charts import agenda, enheder, omraader, tragt, udsving, udvikling
from charts.chart import Chart
from charts.figure import SMALL, Figure, count_lines, escape_label, wrap_label
from charts.palette import DARK
from core.nodes import Level
from metrics.result import KpiResult
from metrics.signal.verdict import judge
from store.database import Store
from tests import examples
from tests.charts.drawing import read_figure, text_width
from tests.charts.test_agenda_charts import fill_agenda, of
from tests.charts.test_analysts import SERIES
from tests.charts.test_charts import without_split
from tests.charts.test_drawing import contribution_chart, draw_beside_kommune, figur_1, signal_chart
from tests.charts.test_lines import friske_chart, target_chart
from tests.charts.test_tables import BOERN, draw_afdelinger, draw_enheder
from tests.frames import frame_of, with_frame

GROUNDS = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
NODES = {f"A{n}": [(8.0 + n, 6.0)] * 9 for n in range(4)}


def masked(level: Level) -> KpiResult[Any]:
    """Four nodes over nine quarters, of which one in the midst and the newest are masked."""
    return examples.quarters(level, NODES, masked=(2, 8))


def unsplit() -> KpiResult[Any]:
    result = examples.kommunens_udvikling()
    return with_frame(result, without_split(frame_of(result)))


DRAWN: dict[str, Callable[[bool], Chart]] = {
    "udvikling.draw_chart": lambda dark: figur_1(dark=dark),
    "udvikling.draw_chart, beside": lambda dark: draw_beside_kommune(dark=dark),
    "udvikling.draw_chart, masked": lambda dark: udvikling.draw_chart(
        masked(Level.AFDELING), key="afdeling:A1", dark=dark
    ),
    "udvikling.draw_chart, no split": lambda dark: udvikling.draw_chart(unsplit(), dark=dark),
    "omraader.draw_chart": lambda dark: omraader.draw_chart(examples.omraader(), dark=dark),
    "afdelinger.draw_chart": lambda dark: draw_afdelinger(selected=BOERN, dark=dark),
    "afdelinger.draw_chart, narrow": lambda dark: draw_afdelinger(narrow=True, dark=dark),
    "enheder.draw_chart": lambda dark: draw_enheder(dark=dark),
    "enheder.draw_chart, none": lambda dark: enheder.draw_chart(
        examples.enheder(3), afdeling="afdeling:B", dark=dark
    ),
    "langtidsfriske.draw_chart, masked": lambda dark: friske_chart(dark=dark),
    "maaltal.draw_chart, masked": lambda dark: target_chart(dark=dark),
    "udsving.draw_chart": lambda dark: signal_chart(dark=dark),
    "udsving.draw_chart, too few": lambda dark: udsving.draw_chart(
        judge(SERIES[:3]), key="kommune", unit="dagsværk", dark=dark
    ),
    "tragt.draw_chart": lambda dark: tragt.draw_chart(examples.enheder(60), dark=dark),
    "tragt.draw_chart, too few": lambda dark: tragt.draw_chart(examples.enheder(2), dark=dark),
    "bidrag.draw_chart, masked": lambda dark: contribution_chart(dark=dark),
}
DRAWN_OF_A_STORE: dict[str, Callable[[Store, bool], Chart]] = {
    "agenda.draw_periods": lambda filled, dark: agenda.draw_periods(
        of(filled, Level.KOMMUNE, "Samtaler", over_time=True), dark=dark
    ),
    "agenda.draw_places, missing": lambda filled, dark: agenda.draw_places(
        of(filled, Level.AFDELING, "Bud"), dark=dark
    ),
}


@GROUNDS
@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_plotly_takes_every_property(draw: Callable[[bool], Chart], *, dark: bool) -> None:
    assert_plain(draw(dark))


@GROUNDS
@pytest.mark.parametrize("draw", DRAWN_OF_A_STORE.values(), ids=DRAWN_OF_A_STORE)
def test_plotly_takes_every_property_of_the_agenda(
    draw: Callable[[Store, bool], Chart], store: Store, *, dark: bool
) -> None:
    assert_plain(draw(fill_agenda(store), dark))


def assert_plain(chart: Chart) -> None:
    """A chart's figure is JSON as it stands, and Plotly reads out of it all that was put in."""
    written = json.loads(json.dumps(chart.figure, allow_nan=False))
    read = json.loads(read_figure(chart).to_json())
    assert read["data"] == written["data"]
    assert read["layout"] == {
        name: value for name, value in written["layout"].items() if value != []
    } | {"template": read["layout"]["template"]}


def test_every_chart_is_among_them() -> None:
    modules = [import_module(f"charts.{module.name}") for module in iter_modules(charts.__path__)]
    functions = [
        f"{module.__name__.removeprefix('charts.')}.{name}"
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if inspect.signature(function).return_annotation is Chart
    ]
    assert {name.split(",")[0] for name in (*DRAWN, *DRAWN_OF_A_STORE)} == set(functions)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda fig: fig.update_axes("x", tickvalues=[1]),
        lambda fig: fig.add_bars(x=[1], y=[1], colour="#000000"),
        lambda fig: fig.add_text("x", x=0, y=0, xanchor="middle"),
    ],
)
def test_a_property_that_plotly_has_not_is_found(spoil: Callable[[Figure], None]) -> None:
    fig = Figure(dark=False, height=100)
    spoil(fig)
    with pytest.raises(ValueError, match="Invalid"):
        read_figure(fig.make_chart("", "", ""))


def test_nothing_of_a_template_shines_through_where_streamlit_has_changed_the_default() -> None:
    source = (
        "import streamlit, plotly.io as pio, plotly.graph_objects as go\n"
        "from charts.figure import Figure\n"
        "chart = Figure(dark=False, height=300).make_chart('', '', '')\n"
        "assert pio.templates.default == 'streamlit', pio.templates.default\n"
        "layout = go.Figure(chart.figure).layout\n"
        "assert layout.paper_bgcolor == '#FFFFFF' and layout.separators == ',.', layout\n"
        "assert not layout.template.layout.to_plotly_json(), layout.template\n"
        "assert not layout.template.data.bar, layout.template\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr


def test_dark_figures_have_the_dark_ground() -> None:
    layout = Figure(dark=True, height=100).layout
    assert (layout["paper_bgcolor"], layout["plot_bgcolor"]) == (DARK.ground, DARK.ground)


def test_margins_hold_the_texts_at_ticks_and_the_key() -> None:
    fig = Figure(dark=False, height=100)
    fig.update_axes("x", tickvals=[0, 1], ticktext=["4. kvt.<br>2023", "4. kvt."])
    fig.update_axes("y", tickvals=[0], ticktext=["Bofællesskabet"])
    fig.layout |= {"showlegend": True, "legend": {"orientation": "h"}}
    margin = fig.make_chart("", "", "").figure["layout"]["margin"]
    two_lines = SMALL * (1 + 1.3 + 0.273)
    assert margin == {
        "l": ceil(text_width("Bofællesskabet", SMALL) + 0.5) + 8,
        "r": 8,
        "t": ceil(13 * 1.3 + 13) + 8,
        "b": ceil(two_lines + 0.5) + 8,
    }


def test_margins_are_no_wider_than_they_need_be() -> None:
    fig = Figure(dark=False, height=100)
    fig.layout["margin"] |= {"t": 2, "l": 90}
    fig.update_axes("x", tickvals=[0], ticktext=["0"], visible=False)
    fig.update_axes("y", tickvals=[0], ticktext=["Bofællesskabet"])
    margin = fig.make_chart("", "", "").figure["layout"]["margin"]
    assert margin == {"l": 90, "r": 8, "t": 2, "b": 8}


def test_panels_stand_below_each_other() -> None:
    fig = Figure(dark=False, height=100)
    fig.stack([(0.6, 1), (0, 0.4)])
    layout = read_figure(fig.make_chart("", "", "")).layout
    assert (layout.yaxis.domain, layout.yaxis2.domain) == ((0.6, 1), (0, 0.4))
    assert (layout.xaxis2.anchor, layout.yaxis2.anchor) == ("y2", "x2")


@given(st.text(alphabet='ab <>&/"', max_size=60), st.integers(20, 120))
def test_no_line_of_a_wrapped_label_is_wider_than_its_room(text: str, width: int) -> None:
    label = wrap_label(text, width=width, size=SMALL)
    assert text_width(label, SMALL) <= width
    assert unescape(label.replace("<br>", "")).replace(" ", "") == text.replace(" ", "")


@given(st.text(alphabet='ab <>&/"', max_size=60), st.integers(1, 30))
def test_a_label_holds_no_markup_but_line_breaks(text: str, width: int) -> None:
    label = escape_label(text, width=width)
    assert "<" not in label.replace("<br>", "")
    assert count_lines(label) == label.count("<br>") + 1


def test_a_long_name_is_wrapped_between_words_and_nothing_is_lost() -> None:
    label = escape_label("Borger, Arbejdsmarked & Erhverv", width=18)
    assert label.split("<br>") == ["Borger,", "Arbejdsmarked &amp;", "Erhverv"]
