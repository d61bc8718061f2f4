"""Where a figure's axes lie in a picture, in pixels, and which properties a picture knows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from charts.chart import Properties
from charts.figure import select_axes
from charts.svg_text import DrawingError

_ONLY_ON_SCREEN = (
    *("customdata", "dragmode", "fixedrange", "hoverinfo", "hoverlabel", "hovermode"),
    *("hovertemplate", "itemclick", "itemdoubleclick", "separators", "template"),
)
_KNOWN = {
    "layout": (
        *("annotations", "bargap", "barmode", "font", "height", "legend", "margin"),
        *("paper_bgcolor", "plot_bgcolor", "shapes", "showlegend"),
    ),
    "axis": (
        *("anchor", "domain", "gridcolor", "linecolor", "range", "showgrid", "showline"),
        *("showticklabels", "tickangle", "tickcolor", "tickfont", "ticklen", "ticks", "ticktext"),
        *("tickvals", "title", "visible", "zeroline"),
    ),
    "annotation": (
        *("align", "bgcolor", "borderpad", "font", "showarrow", "text", "x", "xanchor", "xref"),
        *("xshift", "y", "yanchor", "yref", "yshift"),
    ),
    "shape": (
        *("fillcolor", "layer", "line", "type", "x0", "x1", "xanchor", "xref", "xsizemode"),
        *("y0", "y1", "yanchor", "yref", "ysizemode"),
    ),
    "bar": (
        *("base", "cliponaxis", "constraintext", "insidetextanchor", "marker", "name", "offset"),
        *("orientation", "showlegend", "text", "textangle", "textfont", "textposition", "type"),
        *("width", "x", "xaxis", "y", "yaxis"),
    ),
    "scatter": (
        *("cliponaxis", "line", "marker", "mode", "name", "showlegend", "text", "textfont"),
        *("textposition", "type", "x", "xaxis", "y", "yaxis"),
    ),
    "legend": ("orientation", "x", "y", "yanchor"),
    "line": ("color", "dash", "width"),
    "marker": ("color", "line", "opacity", "size", "symbol"),
    "font": ("color", "family", "size"),
    "title": ("font", "text"),
}


@dataclass(frozen=True)
class Axis:
    """An axis: `properties` as they are set, and the pixels at the two ends of its range."""

    name: str
    properties: Properties
    start: float
    end: float

    def find_pixel(self, place: float) -> float:
        """Return where a place on the axis lies in the picture."""
        low, high = self.properties["range"]
        return float(self.start + (place - low) / (high - low) * (self.end - self.start))

    @property
    def letter(self) -> str:
        """Which way the axis goes: "x" or "y"."""
        return self.name[0]


class Canvas:
    """A figure's layout in a picture of a given size: `left` to `bottom` is inside its margins."""

    def __init__(self, figure: Properties, width: int, height: int) -> None:
        """Place a figure's axes. Raises DrawingError where it has a property that is not drawn."""
        self.layout: Properties = figure["layout"]
        axes = select_axes(self.layout)
        require_known("layout", {n: v for n, v in self.layout.items() if n not in axes})
        for axis in axes.values():
            require_known("axis", axis)
        margin = self.layout["margin"]
        self.left, self.right = margin["l"], width - margin["r"]
        self.top, self.bottom = margin["t"], height - margin["b"]
        placed = [self._place_axis(n.replace("axis", ""), axis) for n, axis in axes.items()]
        self.axes = {axis.name: axis for axis in placed}

    def _place_axis(self, name: str, properties: Properties) -> Axis:
        first, last = properties.get("domain", (0, 1))
        if name[0] == "x":
            start, room = self.left, self.right - self.left
        else:
            start, room = self.bottom, self.top - self.bottom
        return Axis(name, properties, start + first * room, start + last * room)

    def find_place(self, place: float, reference: str, letter: str) -> float:
        """Return the pixel of a place on an axis ("x2"), its panel ("x2 domain"), or "paper"."""
        if reference == "paper":
            start, end = (self.left, self.right) if letter == "x" else (self.bottom, self.top)
            return float(start + place * (end - start))
        axis = self.axes[reference.removesuffix(" domain")]
        if reference.endswith(" domain"):
            return axis.start + place * (axis.end - axis.start)
        return axis.find_pixel(place)

    def find_end(self, shape: Properties, letter: str, end: int) -> float:
        """Return the pixel of a shape's first or second end, which may be pixels from an anchor."""
        place, reference = shape[f"{letter}{end}"], shape.get(f"{letter}ref", letter)
        if shape.get(f"{letter}sizemode") != "pixel":
            return self.find_place(place, reference, letter)
        anchor = self.find_place(shape[f"{letter}anchor"], reference, letter)
        return anchor + float(place) * (1 if letter == "x" else -1)

    @property
    def panels(self) -> list[tuple[Axis, Axis]]:
        """The pairs of axes that traces are drawn on, in order."""
        along = [axis for axis in self.axes.values() if axis.letter == "x"]
        return [(axis, self.axes[axis.properties.get("anchor", "y")]) for axis in along]


def require_known(kind: str, properties: Properties) -> None:
    """Raise DrawingError where an object has a property that is not drawn."""
    unknown = [name for name in properties if name not in (*_KNOWN[kind], *_ONLY_ON_SCREEN)]
    if unknown:
        raise DrawingError(f"{kind}.{unknown[0]} is not drawn; known are {', '.join(_KNOWN[kind])}")
    for name, value in properties.items():
        inner = {"tickfont": "font", "textfont": "font"}.get(name, name)
        if inner in _KNOWN and isinstance(value, dict):
            require_known(inner, value)


def list_values(value: object, count: int) -> Sequence[Any]:
    """Return a property of each mark, which may be given once for all of them."""
    return value if isinstance(value, list | tuple) else [value] * count


def iterate_marks(trace: Properties) -> Iterator[tuple[int, Any, Any]]:
    """Return the number and places of each of a trace's marks that has both."""
    for number, (x, y) in enumerate(zip(trace["x"], trace["y"], strict=True)):
        if is_number(x) and is_number(y):
            yield number, x, y


def is_number(value: object) -> bool:
    """Whether a value is there: neither None nor not-a-number."""
    return value is not None and value == value  # noqa: PLR0124 - only NaN differs from itself
