"""Every chart in every size that it is shown in: nothing is cut off, and a cut would be found."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import plotly.graph_objects as go
import pytest

from charts import afdelinger, bidrag, omraader, tragt, udsving, udvikling
from charts.chart import Chart
from core.event import Event, EventKind
from core.nodes import Level
from metrics.events import Events
from metrics.forklaring.contributions import Contribution, Contributions
from metrics.maaltal import DECLARED as TARGETS
from metrics.references import Reference
from metrics.signal.verdict import judge
from tests import examples
from tests.charts.drawing import PAGE, PAPER, TELEPHONE, assert_nothing_is_cut, read_figure
from tests.charts.test_analysts import SERIES
from tests.charts.test_lines import friske_chart, target, target_chart
from tests.charts.test_lines import result as make_result
from tests.charts.test_tables import BOERN, draw_afdelinger, draw_enheder, single_quarter
from tests.metrics import test_forklaring_words as changes

PAPER_HEIGHT = 240  # of Figur 1 in the bilag


def figur_1(*, dark: bool = False) -> Chart:
    """Figur 1 with all that can stand on it: nine quarters, two references and two events."""
    result = replace(
        examples.kommunens_udvikling(),
        references=(
            Reference("Landet", 17.2, "2023", "KRL", "dagsværk pr. medarbejder"),
            Reference("Nabokommunen", 12.1, "2023", "KRL", "dagsværk pr. medarbejder"),
        ),
        events=Events((
            Event(date(2023, 5, 1), None, EventKind.INDSATS, Level.KOMMUNE, "", "Kursus"),
            Event(date(2024, 10, 1), None, EventKind.DATABRUD, Level.KOMMUNE, "", "Ny måde"),
        )),
    )  # fmt: skip
    return udvikling.draw_chart(result, dark=dark)


def draw_beside_kommune(*, dark: bool = False) -> Chart:
    """An afdeling over nine quarters, with its target and the kommune's line."""
    return udvikling.draw_chart(
        examples.afdelingernes_udvikling(),
        key=BOERN,
        maaltal=make_result(TARGETS, [target("Børn & Familie", 12.9, 13.1)]),
        kommune=examples.kommunens_udvikling(),
        dark=dark,
    )


def signal_chart(*, dark: bool = False) -> Chart:
    return udsving.draw_chart(
        judge([*SERIES, (examples.QUARTER, 8.0)]), key="kommune", unit="dagsværk", dark=dark
    )


def contribution_chart(*, dark: bool = False) -> Chart:
    """A change with one of everything: to both sides, in two parts, whole, small and hidden."""
    node = changes.node(14.5, -0.4, 0.1, examples.NAN, -0.2)
    contributions = Contributions(
        Level.AFDELING,
        (
            Contribution("Børn, Unge & Skoler i hele kommunen", -0.5, -0.3, -0.2),
            Contribution("Miljø <b>", 0.1, -0.1, 0.2),
            Contribution("Kultur", -0.1),
            Contribution("Stab", 0.04, 0.03, 0.01),
            Contribution("Erhverv", None),
        ),
    )
    return bidrag.draw_chart(changes.result(node), node, contributions, title="Faldet", dark=dark)


CHARTS: dict[str, tuple[Callable[[], Chart], tuple[int, ...]]] = {
    "figur 1": (figur_1, (TELEPHONE, PAPER, PAGE)),
    "figur 1, dark": (lambda: figur_1(dark=True), (TELEPHONE, PAGE)),
    "udvikling of few quarters": (
        lambda: udvikling.draw_chart(examples.quarters(Level.KOMMUNE, {"K": [(8.0, 6.0)] * 2})),
        (TELEPHONE, PAPER, PAGE),
    ),
    "udvikling beside the kommune": (draw_beside_kommune, (TELEPHONE, PAPER, PAGE)),
    "udvikling beside the kommune, dark": (lambda: draw_beside_kommune(dark=True), (PAGE,)),
    "udvikling with a masked quarter": (
        lambda: udvikling.draw_chart(
            examples.quarters(Level.KOMMUNE, {"K": [(8.0, 6.0)] * 7}, masked=(2,)), dark=True
        ),
        (TELEPHONE, PAGE),
    ),
    "omraader": (lambda: omraader.draw_chart(examples.omraader()), (TELEPHONE, PAGE)),
    "afdelinger": (lambda: draw_afdelinger(selected=BOERN), (PAPER, PAGE)),
    "afdelinger, dark": (lambda: draw_afdelinger(dark=True), (PAGE,)),
    "afdelinger on a telephone": (
        lambda: draw_afdelinger(selected=BOERN, narrow=True),
        (TELEPHONE,),
    ),
    "afdelinger without targets": (lambda: draw_afdelinger(has_targets=False), (PAPER,)),
    "afdelinger of a single quarter": (lambda: afdelinger.draw_chart(single_quarter()), (PAPER,)),
    "enheder": (draw_enheder, (PAPER, PAGE)),
    "enheder, dark": (lambda: draw_enheder(dark=True), (PAGE,)),
    "enheder on a telephone": (lambda: draw_enheder(narrow=True), (TELEPHONE,)),
    "enheder without targets": (lambda: draw_enheder(has_targets=False), (PAPER,)),
    "langtidsfriske": (friske_chart, (PAPER, PAGE)),
    "langtidsfriske on a telephone": (lambda: friske_chart(narrow=True), (TELEPHONE,)),
    "maaltal": (target_chart, (PAPER, PAGE)),
    "maaltal on a telephone": (lambda: target_chart(narrow=True), (TELEPHONE,)),
    "udsving": (signal_chart, (TELEPHONE, PAGE)),
    "udsving, dark": (lambda: signal_chart(dark=True), (PAGE,)),
    "tragt": (lambda: tragt.draw_chart(examples.enheder(60)), (PAPER, PAGE)),
    "bidrag": (contribution_chart, (TELEPHONE, PAGE)),
}
CASES = [
    pytest.param(make, width, id=f"{name}-{width}")
    for name, (make, widths) in CHARTS.items()
    for width in widths
]


@pytest.mark.parametrize(("make", "width"), CASES)
def test_nothing_is_cut_off(make: Callable[[], Chart], width: int) -> None:
    assert_nothing_is_cut(read_figure(make()), width=width)


def test_nothing_of_figur_1_is_cut_off_on_paper() -> None:
    assert_nothing_is_cut(read_figure(figur_1()), width=PAPER, height=PAPER_HEIGHT)


def _cut_bars(figure: go.Figure) -> None:
    figure.update_yaxes(range=[0, 13])


def _begin_above_zero(figure: go.Figure) -> None:
    figure.update_yaxes(range=[5, 30])


def _leave_out_a_quarter(figure: go.Figure) -> None:
    figure.update_xaxes(range=[0.5, 8.5])


def _leave_out_a_tick(figure: go.Figure) -> None:
    figure.update_xaxes(ticktext=figure.layout.xaxis.ticktext[1:])


def _write_too_much(figure: go.Figure) -> None:
    figure.data[-1].text = ["x" * 90, *figure.data[-1].text[1:]]


def _leave_no_room_for_names(figure: go.Figure) -> None:
    figure.update_layout(margin={"r": 20})


def _leave_no_room_above(figure: go.Figure) -> None:
    figure.update_yaxes(range=[0, 17.2])
    figure.update_layout(margin={"t": 0})


@pytest.mark.parametrize(
    "spoil",
    [
        _cut_bars, _begin_above_zero, _leave_out_a_quarter, _leave_out_a_tick, _write_too_much,
        _leave_no_room_for_names, _leave_no_room_above,
    ],
)  # fmt: skip
def test_what_is_cut_off_is_found(spoil: Callable[[go.Figure], None]) -> None:
    figure = read_figure(figur_1())
    spoil(figure)
    with pytest.raises(AssertionError):
        assert_nothing_is_cut(figure, width=PAPER)
