"""Where a figure's axes lie in a picture, in pixels, and which properties a picture knows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from charts.svg_text import DESCENT, LINE_HEIGHT, DrawingError, measure_width

Properties = Mapping[str, Any]

_ONLY_ON_SCREEN = (
    *("customdata", "dragmode", "fixedrange", "hoverinfo", "hoverlabel", "hovermode"),
    *("hovertemplate", "itemclick", "itemdoubleclick", "matches", "separators", "template"),
)
_KNOWN = {
    "layout": (
        *("annotationdefaults", "annotations", "bargap", "barmode", "colorway", "font", "height"),
        *("legend", "margin", "paper_bgcolor", "plot_bgcolor", "shapes", "showlegend"),
    ),
    "axis": (
        *("anchor", "automargin", "domain", "gridcolor", "linecolor", "range", "showgrid"),
        *("showline", "showticklabels", "tickangle", "tickcolor", "tickfont", "ticklen", "ticks"),
        *("ticktext", "tickvals", "title", "visible", "zeroline"),
    ),
    "annotation": (
        *("align", "bgcolor", "borderpad", "font", "showarrow", "text", "x", "xanchor", "xref"),
        *("xshift", "y", "yanchor", "yref"),
    ),
    "shape": ("layer", "line", "type", "x0", "x1", "xref", "y0", "y1", "yref"),
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
LEGEND_ROOM = 13  # above and below its names
_MOST_PAD = 12  # between what stands beside a panel and the edge of the picture
_TICK_GAP = 0.5
_GAP_BELOW_LINE = 0.2  # of a label below a line that is drawn, in the label's size


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

    @property
    def has_labels(self) -> bool:
        """Whether the ticks' texts are written."""
        return is_axis_labelled(self.properties)

    @property
    def label_gap(self) -> float:
        """Pixels from the axis to its labels."""
        return measure_label_gap(self.properties)


class Canvas:
    """A figure's layout with all that its template says, in a picture of a given size."""

    def __init__(self, figure: Properties, width: int, height: int) -> None:
        """Place a figure's axes. Raises DrawingError where it has a property that is not drawn."""
        layout = figure["layout"]
        template = layout["template"]["layout"]
        self.layout: Properties = merge(
            {name: value for name, value in template.items() if name not in {"xaxis", "yaxis"}},
            layout,
        )
        axes = {name for name in layout if name[1:5] == "axis"} | {"xaxis", "yaxis"}
        require_known("layout", {n: v for n, v in self.layout.items() if n not in axes})
        properties = {
            name.replace("axis", ""): merge(
                template.get(f"{name[0]}axis", {}), layout.get(name, {})
            )
            for name in sorted(axes, key=lambda name: (name[0], len(name), name))
        }
        for axis in properties.values():
            require_known("axis", axis)
        self.width, self.height = width, height
        self.left, self.right, self.top, self.bottom = self._find_inner(properties)
        self.axes = {name: self._place_axis(name, axis) for name, axis in properties.items()}

    def _find_inner(self, axes: Mapping[str, Properties]) -> tuple[float, float, float, float]:
        margin = dict(self.layout["margin"])
        pad = min(_MOST_PAD, *margin.values())
        for name, axis in axes.items():
            if is_axis_labelled(axis):
                side = "b" if name[0] == "x" else "l"
                margin[side] = max(margin[side], ceil(_measure_labels(name[0], axis)) + pad)
        if self.layout["showlegend"]:
            margin["t"] = max(margin["t"], ceil(self.legend_height) + pad)
        return (
            margin["l"],
            self.width - margin["r"],
            margin["t"],
            self.height - margin["b"],
        )

    @property
    def legend_height(self) -> float:
        """How high the row of names above the panel is, in pixels."""
        return float(self.layout["font"]["size"] * LINE_HEIGHT + LEGEND_ROOM)

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
            return start + place * (end - start)
        axis = self.axes[reference.removesuffix(" domain")]
        if reference.endswith(" domain"):
            return axis.start + place * (axis.end - axis.start)
        return axis.find_pixel(place)

    @property
    def panels(self) -> list[tuple[Axis, Axis]]:
        """The pairs of axes that traces are drawn on, in order."""
        along = [axis for axis in self.axes.values() if axis.letter == "x"]
        return [(axis, self.axes[axis.properties.get("anchor", "y")]) for axis in along]


def merge(defaults: Properties, properties: Properties) -> dict[str, Any]:
    """Return properties with the defaults of those that are not set, also inside them."""
    merged = dict(defaults)
    for name, value in properties.items():
        default = merged.get(name)
        both = isinstance(default, Mapping) and isinstance(value, Mapping)
        merged[name] = merge(default, value) if both else value  # type: ignore[arg-type]
    return merged


def require_known(kind: str, properties: Properties) -> None:
    """Raise DrawingError where an object has a property that is not drawn."""
    unknown = [name for name in properties if name not in (*_KNOWN[kind], *_ONLY_ON_SCREEN)]
    if unknown:
        raise DrawingError(f"{kind}.{unknown[0]} is not drawn; known are {', '.join(_KNOWN[kind])}")
    for name, value in properties.items():
        inner = {"tickfont": "font", "textfont": "font"}.get(name, name)
        if inner in _KNOWN and isinstance(value, Mapping):
            require_known(inner, value)


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
