"""What a chart is drawn of: traces and a layout in the words of Plotly's JSON, as plain values.

All is laid out here, so that a browser and paper draw the same: ranges, ticks, margins and inks.
Nothing is left to a template, as other packages change Plotly's default.
"""

from collections.abc import Sequence
from html import escape
from math import ceil, floor, log10
from textwrap import wrap

from charts.chart import Chart, Properties
from charts.palette import choose_palette
from charts.svg_text import DESCENT, LINE_HEIGHT, measure_width
from core import danish

FONT = "Source Sans, Source Sans Pro, sans-serif"
SMALL = 11
TEXT = 13
_STEPS = (1, 2, 5, 10)
_ROUNDING = 1e-9
_MOST_PAD = 12  # between what stands beside a panel and the edge of the picture
_TICK_GAP = 0.5
_GAP_BELOW_LINE = 0.2  # of a label below a line that is drawn, in the label's size
_KEY_ROOM = 13  # above and below the names of traces
_KEY = {
    "orientation": "h",
    "x": 0,
    "y": 1,
    "yanchor": "bottom",
    "itemclick": False,
    "itemdoubleclick": False,
}


class Figure:
    """A chart that is being drawn: `data` are its traces, `layout` is all that is around them.

    `inks` are those of its ground.
    """

    def __init__(self, *, dark: bool, height: int) -> None:
        """Begin with one empty panel, the whole `height` pixels high."""
        self.inks = inks = choose_palette(dark=dark)
        font = {"family": FONT, "size": TEXT, "color": inks.ink}
        self._axis = {
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
        hover = {"bgcolor": inks.ground, "bordercolor": inks.comparison, "font": font}
        self.data: list[Properties] = []
        self.layout: Properties = {
            "template": {},
            "height": height,
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "font": font,
            "paper_bgcolor": inks.ground,
            "plot_bgcolor": inks.ground,
            "separators": ",.",
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
            "hoverlabel": hover,
            "bargap": 0.28,
            "xaxis": {**self._axis},
            "yaxis": {**self._axis},
            "annotations": [],
            "shapes": [],
        }

    def stack(self, shares: Sequence[tuple[float, float]]) -> None:
        """Divide the figure into panels, each from one share of the height to another.

        A panel's axes are "x" and "y" with its name after them.
        """
        for place, (low, high) in enumerate(shares):
            name = name_panel(place)
            self.layout[f"xaxis{name}"] = self._axis | {"anchor": f"y{name}"}
            self.layout[f"yaxis{name}"] = self._axis | {
                "anchor": f"x{name}",
                "domain": [low, high],
            }

    def update_axes(self, letter: str, **properties: object) -> None:
        """Set properties of all x axes or of all y axes."""
        axes = select_axes(self.layout).items()
        self.layout |= {name: axis | properties for name, axis in axes if name[0] == letter}

    def add_bars(self, *, hover: Sequence[str] = (), **properties: object) -> None:
        """Draw a trace of bars; `hover` says what is read at each of them, if anything."""
        self.data.append({"type": "bar", **properties, **_make_hover(hover)})

    def add_scatter(self, *, hover: Sequence[str] = (), **properties: object) -> None:
        """Draw a trace of lines, points or texts; `hover` says what is read at each of them."""
        self.data.append({"type": "scatter", **properties, **_make_hover(hover)})

    def add_text(self, text: str, **properties: object) -> None:
        """Write a text at a place, by the properties of an annotation."""
        self.layout["annotations"].append({"text": text, "showarrow": False, **properties})

    def add_line(self, **properties: object) -> None:
        """Draw a line from one place to another, by the properties of a shape."""
        self.layout["shapes"].append({"type": "line", **properties})

    def add_circle(self, **properties: object) -> None:
        """Draw a circle between two corners, by the properties of a shape."""
        self.layout["shapes"].append({"type": "circle", **properties})

    def add_vertical(self, x: float, *, panel: str = "", **properties: object) -> None:
        """Draw a line through a panel, at a place on its x axis."""
        across = {"x0": x, "x1": x, "xref": f"x{panel}", "y0": 0, "y1": 1}
        self.add_line(**across, yref=f"y{panel} domain", **properties)

    def add_horizontal(self, y: float, **properties: object) -> None:
        """Draw a line through the panel, at a place on its y axis."""
        self.add_line(x0=0, x1=1, xref="x domain", y0=y, y1=y, yref="y", **properties)

    def show_key(self) -> None:
        """Write the names of the traces above the panel; a click on one changes nothing."""
        self.layout |= {"showlegend": True, "legend": _KEY}

    def make_chart(self, name: str, title: str, alt: str) -> Chart:
        """Return the finished chart, whose margins hold the texts at ticks and the key."""
        return Chart(name, title, alt, {"data": self.data, "layout": self._fit_margins()})

    def _fit_margins(self) -> Properties:
        margin = dict(self.layout["margin"])
        pad = min(_MOST_PAD, *margin.values())
        for name, axis in select_axes(self.layout).items():
            if is_axis_labelled(axis):
                side = "b" if name[0] == "x" else "l"
                margin[side] = max(margin[side], ceil(_measure_labels(name[0], axis)) + pad)
        if self.layout["showlegend"]:
            margin["t"] = max(margin["t"], ceil(measure_key(self.layout)) + pad)
        return self.layout | {"margin": margin}


def name_panel(place: int) -> str:
    """Return what the axes of the panel at a place are called after "x" and "y"."""
    return str(place + 1) if place else ""


def _make_hover(texts: Sequence[str]) -> Properties:
    if not texts:
        return {"hoverinfo": "skip"}
    return {"customdata": list(texts), "hovertemplate": "%{customdata}<extra></extra>"}


def select_axes(layout: Properties) -> dict[str, Properties]:
    """Return the axes of a layout by their names: "xaxis", "yaxis2"."""
    return {name: value for name, value in layout.items() if name[1:5] == "axis"}


def measure_key(layout: Properties) -> float:
    """Return how high the row of traces' names above the panel is, in pixels."""
    return float(layout["font"]["size"] * LINE_HEIGHT + _KEY_ROOM)


def is_axis_labelled(axis: Properties) -> bool:
    """Whether an axis is seen and the texts at its ticks are written."""
    return bool(
        axis.get("visible", True) and axis.get("showticklabels", True) and axis.get("ticktext")
    )


def measure_label_gap(axis: Properties) -> float:
    """Return the pixels between an axis and its labels."""
    ticks = axis.get("ticklen", 5) if axis["ticks"] == "outside" else 0
    has_line = axis["showline"] or axis["ticks"] == "outside"
    return _TICK_GAP + ticks + (_GAP_BELOW_LINE * axis["tickfont"]["size"] if has_line else 0)


def _measure_labels(letter: str, axis: Properties) -> float:
    size = axis["tickfont"]["size"]
    if letter == "y":
        widest = max(measure_width(text, size) for text in axis["ticktext"])
        return widest + measure_label_gap(axis)
    lines = max(text.count("<br>") for text in axis["ticktext"])
    return measure_label_gap(axis) + float(size * (1 + lines * LINE_HEIGHT + DESCENT))


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


def escape_label(text: str, *, width: int = 0, most: int | None = None) -> str:
    """Write a text that came from outside so that Plotly shows it as it is.

    With a `width` in characters it is broken into lines, between words where it can be; of more
    than `most` lines the rest is left out.
    """
    lines = wrap(text, width, max_lines=most, placeholder=" …") if width else [text]
    return "<br>".join(escape(line, quote=False) for line in lines)


def wrap_label(text: str, *, width: float, size: float, bold: bool = False) -> str:
    """Write a text from outside in lines that are no wider than some pixels.

    A word that is wider than that is broken where the line is full.
    """

    def measure(line: str) -> float:
        label = escape_label(line)
        return measure_width(f"<b>{label}</b>" if bold else label, size)

    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if measure(longer) <= width:
            lines[-1] = longer
            continue
        lines += [""] if lines[-1] else []
        for part in [word] if measure(word) <= width else word:
            if lines[-1] and measure(lines[-1] + part) > width:
                lines.append("")
            lines[-1] += part
    return "<br>".join(map(escape_label, lines))


def count_lines(label: str) -> int:
    """Return how many lines a text from `escape_label` takes."""
    return label.count("<br>") + 1
