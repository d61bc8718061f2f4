"""The ground that every chart is drawn on: one Plotly template, one way to write a label.

The template is set on each figure by itself, because other packages change Plotly's default.
"""

from collections.abc import Sequence
from html import escape
from math import ceil, floor, log10
from textwrap import wrap

import plotly.graph_objects as go

from charts.palette import Palette, choose_palette
from core import danish

FONT = "Source Sans, Source Sans Pro, sans-serif"
SMALL = 11
TEXT = 13
_STEPS = (1, 2, 5, 10)
_ROUNDING = 1e-9


def make_figure(*, dark: bool, height: int) -> go.Figure:
    """Return an empty figure in the project's own template, `height` pixels high."""
    fig = go.Figure(layout={"template": make_template(choose_palette(dark=dark))})
    return fig.update_layout(height=height)


def make_template(inks: Palette) -> go.layout.Template:
    """Return the template of a palette: no legend, no zoom, Danish separators, narrow margins."""
    axis = {
        "automargin": True,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "tickangle": 0,
        "gridcolor": inks.grid,
        "linecolor": inks.comparison,
        "tickfont": {"size": SMALL, "color": inks.muted},
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": TEXT, "color": inks.ink},
            "paper_bgcolor": inks.ground,
            "plot_bgcolor": inks.ground,
            "colorway": [inks.langtid, inks.korttid, inks.comparison, inks.accent],
            "separators": ",.",
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
            "hoverlabel": {
                "bgcolor": inks.ground,
                "bordercolor": inks.comparison,
                "font": {"family": FONT, "size": TEXT, "color": inks.ink},
            },
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "bargap": 0.28,
            "xaxis": axis,
            "yaxis": axis,
            "annotationdefaults": {"showarrow": False, "font": {"color": inks.ink}},
        }
    )


def make_scale(
    span: Sequence[float], *, most: int, decimals: int = 0, suffix: str = ""
) -> dict[str, list[float] | list[str]]:
    """Return an axis of numbers: its range, and at most so many even ticks with their texts."""
    low, high = span
    rough = (high - low) / most
    power = 10.0 ** floor(log10(rough))
    step = power * next(step for step in _STEPS if step >= rough / power - _ROUNDING)
    step = max(step, 10.0**-decimals)
    first, last = ceil(low / step - _ROUNDING), floor(high / step + _ROUNDING)
    places = [number * step for number in range(first, last + 1)]
    return {
        "range": [low, high],
        "tickvals": places,
        "ticktext": [danish.format_number(place, decimals) + suffix for place in places],
    }


def escape_label(text: str, *, width: int = 0) -> str:
    """Write a text that came from outside so that Plotly shows it as it is.

    With a `width` in characters it is broken into lines, between words where it can be.
    """
    lines = wrap(text, width) if width else [text]
    return "<br>".join(escape(line, quote=False) for line in lines)


def count_lines(label: str) -> int:
    """Return how many lines a text from `escape_label` takes."""
    return label.count("<br>") + 1
