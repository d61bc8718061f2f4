"""What a change is made of: each part begins where the one before it ended."""

from dataclasses import dataclass
from itertools import accumulate

import plotly.graph_objects as go

from charts import template
from charts.chart import Chart
from charts.palette import Palette, palette
from core.danish import HIDDEN
from metrics.forklaring import parts
from metrics.result import NodeChangeResult
from metrics.rows import NodeChangeRow

_ROW = 46
_EDGES = 16
_BAR = 0.4
_ROOM = 0.04  # at both ends
_ABOVE = 0.26  # from the middle of a bar to what is written above it


@dataclass(frozen=True)
class _Step:
    """A row of the chart: what is written above it, and the bar from one change to another."""

    name: str
    figure: str
    begin: float = 0
    end: float = 0
    whole: bool = False


def chart(
    result: NodeChangeResult, node: NodeChangeRow, *, title: str, dark: bool = False
) -> Chart:
    """Draw the parts of a change as a waterfall that lies down; `node` is a row of `nodes`."""
    inks = palette(dark=dark)
    steps = _steps(result, node)
    fig = template.figure(dark=dark, height=_ROW * len(steps) + _EDGES)
    fig.add_trace(_bars(steps, inks))
    for place, step in enumerate(steps):
        _write(fig, step, place=-place, inks=inks)
    fig.add_vline(x=0, line={"color": inks.comparison, "width": 1}, layer="below")
    reach = [step.end for step in steps] + [0.0]
    room = max((max(reach) - min(reach)) * _ROOM, 0.01)
    fig.update_xaxes(range=[min(reach) - room, max(reach) + room], visible=False)
    fig.update_yaxes(range=[-len(steps) + 0.6, 0.6], visible=False)
    return Chart("vandfald", title, _alt(result, node, steps), fig)


def _steps(result: NodeChangeResult, node: NodeChangeRow) -> list[_Step]:
    """The early opgørelse, the parts in their order, and the late one with the whole change."""
    measure = result.noegletal.measure("value")
    labels = parts(node)
    sizes = [node.figure(part) or 0.0 for part in labels]
    ends = list(accumulate(sizes))
    between = [
        _Step(
            label,
            measure.change_text(node.figure(part)) if node.figure(part) is not None else HIDDEN,
            begin=end - size,
            end=end,
        )
        for (part, label), size, end in zip(labels.items(), sizes, ends, strict=True)
    ]
    before, after = (measure.text(node.figure(column)) for column in ("before", "after"))
    last = f"{after} ({measure.change_text(node.value)})"
    return [
        _Step(node.against.label, before, whole=True),
        *between,
        _Step(result.quarter.label, last, end=node.value or 0, whole=True),
    ]


def _bars(steps: list[_Step], inks: Palette) -> go.Bar:
    return go.Bar(
        orientation="h",
        base=[step.begin for step in steps],
        x=[step.end - step.begin for step in steps],
        y=[-place for place, _ in enumerate(steps)],
        width=_BAR,
        marker={"color": [inks.comparison if step.whole else inks.langtid for step in steps]},
        customdata=[f"{step.name}: {step.figure}" for step in steps],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _write(fig: go.Figure, step: _Step, *, place: int, inks: Palette) -> None:
    """Put the name at the left and the figure at the right, above the bar."""
    above = {
        "y": place + _ABOVE,
        "yanchor": "bottom",
        "xref": "paper",
        "bgcolor": inks.ground,  # the line of no change does not run through what is written
        "borderpad": 0,
    }
    ink = inks.muted if step.figure == HIDDEN else inks.ink
    fig.add_annotation(text=template.label(step.name), x=0, xanchor="left", **above)
    text = step.figure if step.figure == HIDDEN else f"<b>{step.figure}</b>"
    fig.add_annotation(text=text, x=1, xanchor="right", font={"color": ink}, **above)


def _alt(result: NodeChangeResult, node: NodeChangeRow, steps: list[_Step]) -> str:
    said = "; ".join(f"{step.name} {step.figure}" for step in steps[1:-1])
    return (
        f"Vandfald over ændringen for {node.name} i dagsværk {result.denominator.per}: "
        f"{steps[0].name} {steps[0].figure}. {said}. {steps[-1].name} {steps[-1].figure}."
    )
