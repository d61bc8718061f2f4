"""What a change is made of: each part begins where the one before it ended."""

from dataclasses import dataclass
from itertools import accumulate

import plotly.graph_objects as go

from charts import template
from charts.chart import Chart
from charts.palette import Palette, choose_palette
from core.danish import HIDDEN
from metrics.forklaring import name_parts
from metrics.result import NodeChangeResult
from metrics.rows import NodeChangeRow
from phrases.basis import describe_preliminary
from phrases.forklaring import choose_measure, find_change, write_effect

_ROW = 46
_EDGES = 16
_BAR = 0.4
_ROOM = 0.04  # at both ends
_ABOVE = 0.26  # from the middle of a bar to what is written above it


@dataclass(frozen=True)
class _WaterfallStep:
    """A row of the chart: its name and figure, and the bar from `begin` to `end` in dagsværk."""

    name: str
    figure: str
    begin: float = 0
    end: float = 0
    is_total: bool = False


def draw_chart(
    result: NodeChangeResult, node: NodeChangeRow, *, title: str, dark: bool = False
) -> Chart:
    """Draw the parts of a node's change as a waterfall that lies down; `node` is a result's row."""
    inks = choose_palette(dark=dark)
    steps = _make_steps(result, node)
    fig = template.make_figure(dark=dark, height=_ROW * len(steps) + _EDGES)
    fig.add_trace(_draw_bars(steps, inks))
    for place, step in enumerate(steps):
        _write_step(fig, step, place=-place, inks=inks)
    fig.add_vline(x=0, line={"color": inks.comparison, "width": 1}, layer="below")
    reach = [step.end for step in steps] + [0.0]
    room = max((max(reach) - min(reach)) * _ROOM, 0.01)
    fig.update_xaxes(range=[min(reach) - room, max(reach) + room], visible=False)
    fig.update_yaxes(range=[-len(steps) + 0.6, 0.6], visible=False)
    title += describe_preliminary(result)
    return Chart("vandfald", title, _write_alt(result, node, steps), fig)


def _make_steps(result: NodeChangeResult, node: NodeChangeRow) -> list[_WaterfallStep]:
    """Return the rows: the earlier opgørelse, the parts of the change, the later opgørelse."""
    measure = choose_measure(result, node)
    labels = name_parts(node)
    sizes = [node.figure(part) or 0.0 for part in labels]
    ends = list(accumulate(sizes))
    between = [
        _WaterfallStep(
            label,
            write_effect(result, node, part),
            begin=end - size,
            end=end,
        )
        for (part, label), size, end in zip(labels.items(), sizes, ends, strict=True)
    ]
    before, after = (measure.text(node.figure(column)) for column in ("before", "after"))
    last = f"{after} ({measure.change_text(find_change(result, node))})"
    return [
        _WaterfallStep(node.against.label, before, is_total=True),
        *between,
        _WaterfallStep(result.quarter.label, last, end=node.value or 0, is_total=True),
    ]


def _draw_bars(steps: list[_WaterfallStep], inks: Palette) -> go.Bar:
    return go.Bar(
        orientation="h",
        base=[step.begin for step in steps],
        x=[step.end - step.begin for step in steps],
        y=[-place for place, _ in enumerate(steps)],
        width=_BAR,
        marker={"color": [inks.comparison if step.is_total else inks.langtid for step in steps]},
        customdata=[f"{step.name}: {step.figure}" for step in steps],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _write_step(fig: go.Figure, step: _WaterfallStep, *, place: int, inks: Palette) -> None:
    """Put the name at the left and the figure at the right, above the bar."""
    above = {
        "y": place + _ABOVE,
        "yanchor": "bottom",
        "xref": "paper",
        "bgcolor": inks.ground,  # the line of no change does not run through what is written
        "borderpad": 0,
    }
    ink = inks.muted if step.figure == HIDDEN else inks.ink
    fig.add_annotation(text=template.escape_label(step.name), x=0, xanchor="left", **above)
    text = step.figure if step.figure == HIDDEN else f"<b>{step.figure}</b>"
    fig.add_annotation(text=text, x=1, xanchor="right", font={"color": ink}, **above)


def _write_alt(result: NodeChangeResult, node: NodeChangeRow, steps: list[_WaterfallStep]) -> str:
    parts_text = "; ".join(f"{step.name} {step.figure}" for step in steps[1:-1])
    return (
        f"Vandfald over ændringen for {node.name} i dagsværk {result.denominator.per}: "
        f"{steps[0].name} {steps[0].figure}. {parts_text}. {steps[-1].name} {steps[-1].figure}."
    )
