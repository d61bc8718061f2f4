"""Pictures for paper: as Plotly draws the same figure, and nothing left out in silence."""

import subprocess
import sys
from collections.abc import Callable, Iterator

import plotly.graph_objects as go
import pytest
from lxml import etree
from playwright.sync_api import Browser

from charts import agenda
from charts.chart import Chart, Properties
from charts.images import Size, draw_svg
from charts.svg_text import DrawingError
from core.nodes import Level
from store.database import Store
from tests.charts.browser_pictures import Canvas, Drawn
from tests.charts.drawing import PAGE, PAPER, read_figure
from tests.charts.test_agenda_charts import fill_agenda, of
from tests.charts.test_drawing import CASES, CHARTS, PAPER_HEIGHT, figur_1

NEAR = 2.0  # pixels


@pytest.fixture(scope="module")
def canvas(chromium: Browser) -> Iterator[Canvas]:
    page = chromium.new_page(viewport={"width": 1000, "height": 1000})
    yield Canvas(page)
    page.close()


@pytest.mark.slow
@pytest.mark.parametrize(("make", "width"), CASES)
def test_a_picture_is_what_plotly_draws(
    canvas: Canvas, make: Callable[[], Chart], width: int
) -> None:
    assert_drawn_alike(canvas, make().figure, Size(width))


@pytest.mark.slow
def test_a_picture_of_another_height_is_what_plotly_draws(canvas: Canvas) -> None:
    assert_drawn_alike(canvas, figur_1().figure, Size(PAPER, PAPER_HEIGHT))


@pytest.mark.slow
def test_pictures_of_the_agenda_are_what_plotly_draws(canvas: Canvas, store: Store) -> None:
    filled = fill_agenda(store)
    periods = agenda.draw_periods(of(filled, Level.KOMMUNE, "Samtaler", over_time=True))
    places = agenda.draw_places(of(filled, Level.AFDELING, "Bud"), dark=True)
    for chart in (periods, places):
        assert_drawn_alike(canvas, chart.figure, Size(PAGE))


def test_the_same_figure_gives_the_same_text_in_another_process() -> None:
    source = (
        "import sys\n"
        "from charts.images import Size, draw_svg\n"
        "from tests.charts.test_drawing import figur_1\n"
        "sys.stdout.buffer.write(draw_svg(figur_1().figure, Size(700)).encode())\n"
    )
    run = subprocess.run([sys.executable, "-c", source], capture_output=True, check=True)
    assert run.stdout.decode() == draw_svg(figur_1().figure, Size(700))


def test_texts_from_outside_are_texts() -> None:
    picture = draw_svg(CHARTS["enheder"][0]().figure, Size(PAGE))
    assert "Skole&lt;b&gt;" in picture
    assert "&amp; Co." in picture
    etree.fromstring(picture.encode())


UNKNOWN: dict[str, Callable[[go.Figure], object]] = {
    "layout.title": lambda figure: figure.update_layout(title_text="Over"),
    "axis.tickprefix": lambda figure: figure.update_xaxes(tickprefix="~"),
    "bar.error_y": lambda figure: figure.data[0].update(error_y={"value": 1}),
    "line.shape": lambda figure: figure.add_scatter(
        x=[0, 1], y=[1, 2], mode="lines", line={"color": "#000000", "width": 1, "shape": "spline"}
    ),
    "annotation.textangle": lambda figure: figure.layout.annotations[0].update(textangle=90),
    "showarrow": lambda figure: figure.layout.annotations[0].update(showarrow=True),
    "type pie": lambda figure: figure.add_pie(values=[1]),
    "shape.type rect": lambda figure: figure.add_shape(
        type="rect", x0=0, x1=1, y0=0, y1=1, line={"color": "#000000", "width": 1}
    ),
    "line.dash longdash": lambda figure: figure.layout.shapes[0].line.update(dash="longdash"),
    "<i>": lambda figure: figure.layout.annotations[0].update(text="<i>skrå</i>"),
}


@pytest.mark.parametrize(("name", "change"), UNKNOWN.items())
def test_what_is_not_drawn_is_refused_by_its_name(
    name: str, change: Callable[[go.Figure], object]
) -> None:
    figure = read_figure(figur_1())
    change(figure)
    with pytest.raises(DrawingError, match=name):
        draw_svg(figure.to_plotly_json(), Size(PAGE))


def test_what_is_only_seen_on_a_screen_is_left_out() -> None:
    figure = read_figure(figur_1())
    before = draw_svg(figure.to_plotly_json(), Size(PAGE))
    figure.update_traces(hovertemplate="x")
    figure.update_layout(hovermode="closest")
    assert draw_svg(figure.to_plotly_json(), Size(PAGE)) == before


def assert_drawn_alike(canvas: Canvas, figure: Properties, size: Size) -> None:
    height = size.height or figure["layout"]["height"]
    expected = canvas.draw_figure(figure, size.width, height)
    drawn = canvas.draw_picture(figure, draw_svg(figure, size))
    assert_same_order(expected.texts, drawn.texts)
    assert_same_order(expected.marks, drawn.marks)


def assert_same_order(expected: list[Drawn], drawn: list[Drawn]) -> None:
    """Each that is expected is there, near its place, and no other; what lies above stays above."""
    left = list(enumerate(drawn))
    order = []
    for item in expected:
        nearest = min(left, key=lambda other: item.measure_distance(other[1]), default=None)
        assert nearest is not None, f"{item} is not in the picture"
        assert item.measure_distance(nearest[1]) <= NEAR, f"{item} is not in the picture"
        order.append(nearest[0])
        left.remove(nearest)
    assert not left, "the figure has no such thing"
    assert order == sorted(order)
