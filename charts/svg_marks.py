"""Draw a trace's bars, lines, points and their texts as SVG, where Plotly draws them."""

from collections.abc import Iterator
from dataclasses import replace
from xml.sax.saxutils import quoteattr

from charts.chart import Properties
from charts.svg_canvas import Axis, Canvas, is_number, iterate_marks, list_values
from charts.svg_text import (
    ASCENT,
    LINE_HEIGHT,
    DrawingError,
    TextStyle,
    measure_height,
    write_number,
    write_text,
)

_DASHES = {"dot": (1, 1), "dash": (3, 3)}  # in the line's width
_DIAMOND = 1.3  # half of its diagonals, in a circle's radius
_TEXT_GAP = 3  # between a bar's end and its text
_TEXT_RADIUS = 0.8  # of a mark's radius, which a text beside it keeps
_SIGNS = {"left": -1, "center": 0, "right": 1, "top": -1, "middle": 0, "bottom": 1}
_ANCHORS = {"left": "end", "center": "middle", "right": "start"}  # of a text on that side
NO_LINE: Properties = {"width": 0, "color": "none"}


def draw_bars(
    canvas: Canvas, trace: Properties, bars: list[Properties], panel: tuple[Axis, Axis]
) -> Iterator[str]:
    """Draw a trace of bars with their texts; `bars` are all such traces of its panel."""
    lies = trace.get("orientation") == "h"
    along, across = panel if lies else panel[::-1]
    sizes, places = (trace["x"], trace["y"]) if lies else (trace["y"], trace["x"])
    count = len(sizes)
    widths = list_values(trace.get("width", 1 - canvas.layout["bargap"]), count)
    colours = list_values(trace["marker"]["color"], count)
    texts = list_values(trace.get("text", ""), count)
    inks = list_values(
        trace.get("textfont", {}).get("color", canvas.layout["font"]["color"]), count
    )
    begins = _find_begins(canvas, trace, bars)
    for number, (size, place, width, colour) in enumerate(
        zip(sizes, places, widths, colours, strict=True)
    ):
        if not is_number(size):
            continue
        near = place + (trace["offset"] if "offset" in trace else -width / 2)
        sides = sorted((across.find_pixel(near), across.find_pixel(near + width)))
        ends = along.find_pixel(begins[number]), along.find_pixel(begins[number] + size)
        low, high = sorted(ends)
        box = (low, sides[0], high, sides[1]) if lies else (sides[0], low, sides[1], high)
        if low < high:
            yield draw_rect(box[0], box[1], box[2] - box[0], box[3] - box[1], colour)
        if text := texts[number]:
            font_size = trace.get("textfont", {}).get("size", canvas.layout["font"]["size"])
            style = TextStyle(font_size, inks[number], "middle")
            yield from _write_bar_text(trace, str(text), box, style)


def _find_begins(canvas: Canvas, trace: Properties, bars: list[Properties]) -> list[float]:
    """Return where each of a trace's bars begins: at zero, its base, or on those below it."""
    sizes = trace["x"] if trace.get("orientation") == "h" else trace["y"]
    if canvas.layout.get("barmode") != "stack":
        return list(list_values(trace.get("base", 0), len(sizes)))
    below = bars[: next(place for place, bar in enumerate(bars) if bar is trace)]
    return [
        sum(bar["y"][at] for bar in below if is_number(bar["y"][at])) for at in range(len(sizes))
    ]


def _write_bar_text(
    trace: Properties, text: str, box: tuple[float, float, float, float], style: TextStyle
) -> Iterator[str]:
    left, top, right, bottom = box
    height = measure_height(text, style.size)
    baseline = (top + bottom) / 2 - height / 2 + ASCENT * style.size
    if trace["textposition"] == "inside":
        yield from write_text(text, (left + right) / 2, baseline, style)
    elif trace.get("orientation") == "h":
        yield from write_text(text, right + _TEXT_GAP, baseline, replace(style, anchor="start"))
    else:
        baseline = top - _TEXT_GAP - height + ASCENT * style.size
        yield from write_text(text, (left + right) / 2, baseline, style)


def draw_scatter(
    canvas: Canvas, trace: Properties, panel: tuple[Axis, Axis], *, clip: str
) -> Iterator[str]:
    """Draw a trace's lines, points and texts; `clip` is the id of its panel's rectangle."""
    x, y = panel
    modes = trace["mode"].split("+")
    marks = [(n, x.find_pixel(a), y.find_pixel(b)) for n, a, b in iterate_marks(trace)]
    is_clipped = trace.get("cliponaxis", True)
    if is_clipped:
        yield f'<g clip-path="url(#{clip})">'
    if "lines" in modes:
        yield from _draw_runs(marks, trace["line"])
    if "markers" in modes:
        yield from _draw_markers(trace, marks)
    if is_clipped:
        yield "</g>"
    if "text" in modes:
        yield from _write_mark_texts(canvas, trace, marks)


def _draw_runs(marks: list[tuple[int, float, float]], line: Properties) -> Iterator[str]:
    """Draw a line through marks that follow each other; a missing one leaves a gap."""
    run: list[tuple[float, float]] = []
    for place, (number, x, y) in enumerate(marks):
        run.append((x, y))
        is_last = place + 1 == len(marks) or marks[place + 1][0] != number + 1
        if is_last:
            if len(run) > 1:
                yield draw_line(run, line)
            run = []


def _draw_markers(trace: Properties, marks: list[tuple[int, float, float]]) -> Iterator[str]:
    marker, count = trace["marker"], len(trace["x"])
    sizes = list_values(marker["size"], count)
    colours = list_values(marker["color"], count)
    symbols = list_values(marker.get("symbol", "circle"), count)
    if isinstance(marker["size"], list | tuple) and "line" not in marker:
        raise DrawingError("marker.line must be said where marks have different sizes")
    line = marker.get("line", NO_LINE)
    for number, x, y in marks:
        yield draw_marker(
            x, y, sizes[number] / 2, colours[number], symbol=symbols[number], line=line
        )


def draw_marker(
    x: float, y: float, radius: float, colour: str, *, symbol: str, line: Properties
) -> str:
    """Draw a circle or a diamond with a line round it, or with `NO_LINE`."""
    stroke = f' stroke="{line["color"]}" stroke-width="{line["width"]}"' if line["width"] else ""
    if symbol == "diamond":
        half = radius * _DIAMOND
        corners = ((x + half, y), (x, y + half), (x - half, y), (x, y - half))
        points = " ".join(f"{write_number(a)},{write_number(b)}" for a, b in corners)
        return f'<polygon points="{points}" fill="{colour}"{stroke}/>'
    if symbol != "circle":
        raise DrawingError(f"marker.symbol {symbol} is not drawn; circle and diamond are")
    return (
        f'<circle cx="{write_number(x)}" cy="{write_number(y)}" r="{write_number(radius)}" '
        f'fill="{colour}"{stroke}/>'
    )


def _write_mark_texts(
    canvas: Canvas, trace: Properties, marks: list[tuple[int, float, float]]
) -> Iterator[str]:
    count = len(trace["x"])
    font = canvas.layout["font"] | trace.get("textfont", {})
    texts = list_values(trace["text"], count)
    positions = list_values(trace["textposition"], count)
    has_markers = "markers" in trace["mode"]
    sizes = list_values(trace["marker"]["size"] if has_markers else 0, count)
    for number, x, y in marks:
        text = str(texts[number])
        vertical, horizontal = positions[number].split()
        reach = sizes[number] / 2 / _TEXT_RADIUS + 1 if has_markers else 0
        lines = text.count("<br>") * LINE_HEIGHT + 1
        sign = _SIGNS[vertical]
        dy = font["size"] * 0.75 + sign * reach + (sign - 1) * lines * font["size"] / 2
        style = TextStyle(font["size"], font["color"], _ANCHORS[horizontal])
        yield from write_text(text, x + _SIGNS[horizontal] * reach, y + dy, style)


def draw_line(points: list[tuple[float, float]], line: Properties) -> str:
    """Draw a line through points, as wide, coloured and dashed as it says."""
    width = line["width"]
    dash = line.get("dash", "solid")
    if dash in _DASHES:
        lengths = [max(width, 3) * length for length in _DASHES[dash]]
    elif dash == "solid":
        lengths = []
    elif all(length.removesuffix("px").isdecimal() for length in dash.split(",")):
        lengths = [float(length.removesuffix("px")) for length in dash.split(",")]
    else:
        raise DrawingError(f"line.dash {dash} is not drawn")
    dashes = f' stroke-dasharray="{",".join(map(write_number, lengths))}"' if lengths else ""
    path = " ".join(f"{write_number(x)},{write_number(y)}" for x, y in points)
    return (
        f'<polyline points="{path}" fill="none" stroke={quoteattr(line["color"])} '
        f'stroke-width="{write_number(width)}"{dashes}/>'
    )


def draw_rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    """Draw a filled rectangle from its upper left corner."""
    return (
        f'<rect x="{write_number(x)}" y="{write_number(y)}" width="{write_number(width)}" '
        f'height="{write_number(height)}" fill={quoteattr(colour)}/>'
    )
