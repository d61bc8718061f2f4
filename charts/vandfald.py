"""What a change is made of: each part begins where the one before it ended."""

from dataclasses import dataclass
from itertools import accumulate

from charts.chart import Chart
from charts.figure import Figure, escape_label
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
    steps = _make_steps(result, node)
    fig = Figure(dark=dark, height=_ROW * len(steps) + _EDGES)
    _draw_bars(fig, steps)
    for place, step in enumerate(steps):
        _write_step(fig, step, place=-place)
    fig.add_vertical(0, line={"color": fig.inks.comparison, "width": 1}, layer="below")
    reach = [step.end for step in steps] + [0.0]
    room = max((max(reach) - min(reach)) * _ROOM, 0.01)
    fig.update_axes("x", range=[min(reach) - room, max(reach) + room], visible=False)
    fig.update_axes("y", range=[-len(steps) + 0.6, 0.6], visible=False)
    title += describe_preliminary(result)
    return fig.make_chart("vandfald", title, _write_alt(result, node, steps))


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


def _draw_bars(fig: Figure, steps: list[_WaterfallStep]) -> None:
    fig.add_bars(
        orientation="h",
        base=[step.begin for step in steps],
        x=[step.end - step.begin for step in steps],
        y=[-place for place, _ in enumerate(steps)],
        width=_BAR,
        marker={
            "color": [fig.inks.comparison if step.is_total else fig.inks.langtid for step in steps]
        },
        hover=[f"{step.name}: {step.figure}" for step in steps],
    )


def _write_step(fig: Figure, step: _WaterfallStep, *, place: int) -> None:
    """Put the name at the left and the figure at the right, above the bar."""
    above = {
        "y": place + _ABOVE,
        "yanchor": "bottom",
        "xref": "paper",
        "bgcolor": fig.inks.ground,  # the line of no change does not run through what is written
        "borderpad": 0,
    }
    ink = fig.inks.muted if step.figure == HIDDEN else fig.inks.ink
    fig.add_text(escape_label(step.name), x=0, xanchor="left", **above)
    text = step.figure if step.figure == HIDDEN else f"<b>{step.figure}</b>"
    fig.add_text(text, x=1, xanchor="right", font={"color": ink}, **above)


def _write_alt(result: NodeChangeResult, node: NodeChangeRow, steps: list[_WaterfallStep]) -> str:
    parts_text = "; ".join(f"{step.name} {step.figure}" for step in steps[1:-1])
    return (
        f"Vandfald over ændringen for {node.name} i dagsværk {result.denominator.per}: "
        f"{steps[0].name} {steps[0].figure}. {parts_text}. {steps[-1].name} {steps[-1].figure}."
    )
