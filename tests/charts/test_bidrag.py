"""The bars of a change: to the side of zero that each afdeling moved it to, in its two parts."""

import pytest

from charts import bidrag
from charts.chart import Chart
from charts.palette import DARK, LIGHT, Palette
from core.nodes import Level
from metrics.forklaring.contributions import Contribution, Contributions
from tests.charts.drawing import read_figure
from tests.charts.test_drawing import contribution_chart
from tests.metrics import test_forklaring_words as changes


def draw(*nodes: Contribution, change: float = -0.5) -> Chart:
    node = changes.node(14.5, change, 0, 0, 0)
    return bidrag.draw_chart(
        changes.result(node), node, Contributions(Level.AFDELING, nodes), title="Faldet"
    )


@pytest.mark.parametrize("inks", [LIGHT, DARK], ids=["light", "dark"])
def test_long_is_drawn_from_zero_and_short_after_it(inks: Palette) -> None:
    long, short, whole = read_figure(contribution_chart(dark=inks is DARK)).data
    assert (long.name, long.marker.color) == ("Langtid", inks.langtid)
    assert (short.name, short.marker.color) == ("Korttid", inks.korttid)
    assert long.x == pytest.approx((0, -0.2, 0.2, 0, 0.01, 0, 0, 0))
    assert short.x == pytest.approx((0, -0.3, -0.1, 0, 0.03, 0, 0, 0))
    assert short.base == pytest.approx((0, -0.2, 0, 0, 0.01, 0, 0, 0))
    assert whole.x == pytest.approx((-0.5, 0, 0, -0.1, 0, 0, 0.1, -0.2))


def test_each_row_has_its_figure_at_the_end_that_it_moved_to() -> None:
    layout = read_figure(contribution_chart()).layout
    assert [note.text for note in layout.annotations] == [
        "<b>−0,5</b>", "−0,5", "+0,1", "−0,1", "under 0,1", "vises ikke", "+0,1", "−0,2",
    ]  # fmt: skip
    assert [note.xanchor for note in layout.annotations[:4]] == ["right", "right", "left", "right"]
    assert [note.x for note in layout.annotations[:4]] == pytest.approx([-0.5, -0.5, 0.2, -0.1])
    assert layout.annotations[5].font.color == LIGHT.muted
    names = [text.replace("<br>", " ") for text in layout.yaxis.ticktext]
    assert names[0] == "<b>Ændring i alt</b>"
    assert names[2] == "Miljø &lt;b&gt;"
    assert names[-2:] == ["Heraf forskydning mellem enheder", "Heraf nye enheder"]


@pytest.mark.parametrize(
    ("printed", "long", "short"),
    [
        ((-0.1, -0.1, -0.1), -0.05, -0.05),  # two halves of one tenth
        ((-0.1, 0.0, 0.0), 0, 0),  # rounded away: the bar is whole
        ((-0.2, -0.3, 0.1), 0.1, -0.3),
        ((0.0, -0.1, 0.0), 0, 0),
    ],
)
def test_rounded_parts_are_as_long_as_the_whole(
    printed: tuple[float, float, float], long: float, short: float
) -> None:
    chart = draw(Contribution("A", *printed), Contribution("B", -0.4, -0.2, -0.2))
    bars = read_figure(chart).data
    assert [bar.x[1] for bar in bars[:2]] == pytest.approx([long, short])
    assert bars[2].x[1] == pytest.approx(0 if long or short or not printed[0] else printed[0])


def test_without_parts_bars_are_whole_and_nothing_needs_a_key() -> None:
    figure = read_figure(draw(Contribution("A", -0.4), Contribution("B", -0.1)))
    (bars,) = figure.data
    assert bars.marker.color == (LIGHT.comparison, LIGHT.langtid, LIGHT.langtid)
    assert not figure.layout.showlegend


def test_without_any_change_there_is_still_an_axis() -> None:
    low, high = read_figure(draw(change=0)).layout.xaxis.range
    assert low < 0 < high


def test_the_alt_text_has_each_row() -> None:
    assert contribution_chart().alt == (
        "Søjler til hver side af nul: hvad der har flyttet Kommunen fra 3. kvartal 2024 til "
        "4. kvartal 2024, dagsværk pr. medarbejder. Ændring i alt −0,5. Børn, Unge & Skoler i hele "
        "kommunen −0,5; Miljø <b> +0,1; Kultur −0,1; Stab under 0,1; Erhverv vises ikke; Heraf "
        "forskydning mellem enheder +0,1; Heraf nye enheder −0,2."
    )
