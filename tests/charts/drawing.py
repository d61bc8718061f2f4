"""Where a figure's marks and texts lie: what is outside its axis or its picture is cut off."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import Any

import plotly.graph_objects as go
from PIL import ImageFont

from charts.chart import Chart
from charts.figure import TEXT
from charts.fonts import FILES

TELEPHONE, PAGE, PAPER = 344, 960, 620  # pixels that the narrowest and widest charts have
_LINE_HEIGHT = 1.3
_TEXT_PADDING = 3
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Box:
    """A text's rectangle in pixels from the picture's upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Mark:
    """One bar, point or line's end: the trace that it is in, its axes, and its extent on them."""

    trace: Any
    x: tuple[float, float]
    y: tuple[float, float]
    text: str = ""


def read_figure(chart: Chart) -> go.Figure:
    """Return a chart's figure as Plotly reads it; ValueError where it has what Plotly has not."""
    return go.Figure(chart.figure)


def assert_nothing_is_cut(figure: go.Figure, *, width: int, height: int = 0) -> None:
    """Check every mark against its axis, every axis' ticks, and every text against the picture.

    `height` is the picture's where it is not the figure's own.
    """
    assert_marks_are_on_their_axes(figure)
    assert_bars_begin_at_zero(figure)
    assert_ticks_are_written(figure)
    assert_texts_are_in_the_picture(figure, width=width, height=height or figure.layout.height)


def assert_marks_are_on_their_axes(figure: go.Figure) -> None:
    """Every bar, point, line and shape lies within the range of its axis, where that is set."""
    for trace in figure.data:
        what = trace.name or trace.type
        for mark in marks_of(figure, trace):
            _assert_on_axis(axis_of(figure, trace, "x"), mark.x, f"x of {what}")
            _assert_on_axis(axis_of(figure, trace, "y"), mark.y, f"y of {what}")
    for drawn in (*figure.layout.shapes, *figure.layout.annotations):
        for letter in ("x", "y"):
            reference = getattr(drawn, f"{letter}ref") or letter
            if reference == "paper" or "domain" in reference:
                continue
            names = (name for name in (letter, f"{letter}0", f"{letter}1") if name in drawn)
            places = [drawn[name] for name in names if drawn[name] is not None]
            what = drawn.text if "text" in drawn else "a line"
            _assert_on_axis(axis_named(figure, reference), (min(places), max(places)), what)


def assert_bars_begin_at_zero(figure: go.Figure) -> None:
    """The axis along which bars are long shows zero, so that their lengths can be compared."""
    for trace in figure.data:
        if trace.type == "bar":
            low, high = axis_of(figure, trace, "x" if trace.orientation == "h" else "y").range
            assert low <= 0 <= high
            assert low == 0 or trace.base is not None


def assert_ticks_are_written(figure: go.Figure) -> None:
    """An axis with labels has one at each tick, within its range, or writes its numbers itself."""
    axes = [*figure.select_xaxes(), *figure.select_yaxes()]
    for axis in axes:
        if axis.visible is False or axis.showticklabels is False:
            continue
        assert len(axis.tickvals) == len(axis.ticktext)
        assert all(axis.ticktext)
        if axis.range:
            assert all(axis.range[0] <= place <= axis.range[1] for place in axis.tickvals)


def assert_texts_are_in_the_picture(figure: go.Figure, *, width: int, height: int) -> None:
    """No text reaches beyond the picture when it is drawn `width` by `height` pixels large."""
    canvas = _Canvas(figure, width, height)
    for trace in figure.data:
        if trace.type == "bar" and trace.textposition == "inside":
            for mark in marks_of(figure, trace):
                room = canvas.x(mark.x[1]) - canvas.x(mark.x[0])
                assert text_width(mark.text, trace.textfont.size) <= room, mark.text
    for box in text_boxes(figure, width=width, height=height):
        where = f"»{box.text}« in {width} × {height}: {box}"
        assert box.left >= -1, where
        assert box.right <= width + 1, where
        assert box.top >= -1, where
        assert box.bottom <= height + 1, where


def marks_of(figure: go.Figure, trace: Any) -> list[Mark]:
    """Return the extents of a trace's marks on its axes; what has no figure is left out."""
    if trace.type == "bar":
        return _bars(figure, trace)
    texts = trace.text if trace.text is not None else [""] * len(trace.x)
    points = zip(trace.x, trace.y, texts, strict=True)
    return [
        Mark(trace, (x, x), (y, y), str(text))
        for x, y, text in points
        if x is not None and y is not None
    ]


def text_width(text: str, size: float) -> float:
    """Return how wide the widest line of a text is, in pixels; markup takes no room."""
    bold = "<b>" in text
    plain = unescape(text.replace("<b>", "").replace("</b>", ""))
    return max(_font(700 if bold else 400, size).getlength(line) for line in plain.split("<br>"))


@cache
def _font(weight: int, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FILES[weight, "normal"]), size)


def text_height(text: str, size: float) -> float:
    """Return how high a text with all its lines is, in pixels."""
    return (text.count("<br>") + 1) * size * _LINE_HEIGHT


def axis_of(figure: go.Figure, trace: Any, letter: str) -> Any:
    """Return the axis that a trace is drawn on: letter is "x" or "y"."""
    return axis_named(figure, getattr(trace, f"{letter}axis") or letter)


def axis_named(figure: go.Figure, reference: str) -> Any:
    """Return the axis of a reference as shapes have it: "x", "y2"."""
    return figure.layout[f"{reference[0]}axis{reference[1:]}"]


def _assert_on_axis(axis: Any, extent: tuple[float, float], what: str) -> None:
    low, high = axis.range
    assert low - _ROUNDING <= extent[0], f"{what}: {extent} begins before {axis.range}"
    assert extent[1] <= high + _ROUNDING, f"{what}: {extent} ends after {axis.range}"


def _bars(figure: go.Figure, trace: Any) -> list[Mark]:
    lying = trace.orientation == "h"
    places, sizes = (trace.y, trace.x) if lying else (trace.x, trace.y)
    texts = trace.text if trace.text is not None else [""] * len(sizes)
    thickness = trace.width or 1 - figure.layout.bargap
    begins = trace.base if trace.base is not None else [0] * len(sizes)
    if figure.layout.barmode == "stack":
        begins = [_height_below(figure, trace, at) for at in range(len(sizes))]
    marks = []
    for place, size, begin, text in zip(places, sizes, begins, texts, strict=True):
        if size is None:
            continue
        near = place + (trace.offset if trace.offset is not None else -thickness / 2)
        across, along = (near, near + thickness), tuple(sorted((begin, begin + size)))
        x, y = (along, across) if lying else (across, along)
        marks.append(Mark(trace, x, y, str(text)))
    return marks


def _height_below(figure: go.Figure, trace: Any, at: int) -> float:
    """How high the bars stand that a stacked bar stands on."""
    bars = [bar for bar in figure.data if bar.type == "bar"]
    below = bars[: next(i for i, bar in enumerate(bars) if bar is trace)]
    return float(sum(bar.y[at] or 0 for bar in below))


@dataclass(frozen=True)
class _Canvas:
    """A picture's size and margins in pixels, by which places on axes become pixels."""

    figure: go.Figure
    width: float
    height: float

    @property
    def margins(self) -> dict[str, float]:
        """Pixels at each side (l, r, t, b)."""
        return {side: self.figure.layout.margin[side] for side in "lrtb"}

    def x(self, place: float, reference: str = "x") -> float:
        """Return a place along an x axis, a share of its panel or of the paper, in pixels."""
        left, inner = self.margins["l"], self.width - self.margins["l"] - self.margins["r"]
        return left + inner * self._share(place, reference)

    def y(self, place: float, reference: str = "y") -> float:
        """Return a place along a y axis, a share of its panel or of the paper, in pixels."""
        top, inner = self.margins["t"], self.height - self.margins["t"] - self.margins["b"]
        return top + inner * (1 - self._share(place, reference))

    def _share(self, place: float, reference: str) -> float:
        if reference == "paper":
            return place
        axis = axis_named(self.figure, reference.split(maxsplit=1)[0])
        first, last = axis.domain or (0, 1)
        if "domain" in reference:
            return float(first + place * (last - first))
        low, high = axis.range
        return float(first + (place - low) / (high - low) * (last - first))


def text_boxes(figure: go.Figure, *, width: int, height: int) -> Iterator[Box]:
    """Find the rectangle of each text at marks, in annotations and at the ticks of axes."""
    canvas = _Canvas(figure, width, height)
    for note in figure.layout.annotations:
        yield _annotation_box(canvas, note)
    for trace in figure.data:
        for mark in marks_of(figure, trace):
            if mark.text:
                yield _mark_box(canvas, mark)
    for axis in [*figure.select_xaxes(), *figure.select_yaxes()]:
        if axis.visible is not False and axis.showticklabels is not False and axis.ticktext:
            for place, text in zip(axis.tickvals, axis.ticktext, strict=True):
                yield _tick_box(canvas, axis, place, text)


def _tick_box(canvas: _Canvas, axis: Any, place: float, text: str) -> Box:
    reference, size = axis.plotly_name.replace("axis", ""), axis.tickfont.size
    if reference.startswith("x"):
        top = canvas.y(0, f"{axis.anchor or 'y'} domain")
        return _box(text, size, (canvas.x(place, reference), "center"), (top, "top"))
    right = canvas.x(0, f"{axis.anchor or 'x'} domain") - (axis.ticklen or 0)
    return _box(text, size, (right, "right"), (canvas.y(place, reference), "middle"))


def _annotation_box(canvas: _Canvas, note: Any) -> Box:
    x = canvas.x(note.x, note.xref or "x") + (note.xshift or 0)
    y = canvas.y(note.y, note.yref or "y") - (note.yshift or 0)
    size = note.font.size or TEXT
    return _box(note.text, size, (x, note.xanchor or "center"), (y, note.yanchor or "middle"))


def _mark_box(canvas: _Canvas, mark: Mark) -> Box:
    trace = mark.trace
    position = trace.textposition or ""
    if not isinstance(position, str):
        at = list(zip(trace.x, trace.y, strict=True)).index((mark.x[0], mark.y[0]))
        position = position[at]
    size = trace.textfont.size or TEXT
    low, high = (canvas.x(end, trace.xaxis or "x") for end in mark.x)
    bottom, top = (canvas.y(end, trace.yaxis or "y") for end in mark.y)
    radius = trace.marker.size if trace.type == "scatter" and "markers" in trace.mode else 0
    reach = _TEXT_PADDING + (max(radius) if isinstance(radius, tuple) else radius or 0) / 2
    middle = ((low + high) / 2, "center")
    if position == "outside" and trace.orientation == "h":
        return _box(mark.text, size, (high + reach, "left"), ((bottom + top) / 2, "middle"))
    if position == "outside" or position.startswith("top"):
        return _box(mark.text, size, middle, (top - reach, "bottom"))
    if position.startswith("bottom"):
        return _box(mark.text, size, middle, (bottom + reach, "top"))
    if position.endswith("right"):
        return _box(mark.text, size, (high + reach, "left"), ((bottom + top) / 2, "middle"))
    return _box(mark.text, size, middle, ((bottom + top) / 2, "middle"))


def _box(text: str, size: float, x: tuple[float, str], y: tuple[float, str]) -> Box:
    width, height = text_width(text, size), text_height(text, size)
    left = x[0] - {"left": 0, "center": width / 2, "right": width}[x[1]]
    top = y[0] - {"top": 0, "middle": height / 2, "bottom": height}[y[1]]
    return Box(text, left, top, left + width, top + height)
