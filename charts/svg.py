"""Draw a chart's figure as SVG, for paper: the same marks and texts that the page shows.

It knows what the charts use and refuses anything else by its name, so that nothing can be missing
in a picture. Sizes are pixels at 96 to an inch. Where a text stands beside its mark follows
Plotly's own rules.
"""

from collections.abc import Iterator

from charts.chart import Properties
from charts.figure import is_axis_labelled, measure_key, measure_label_gap
from charts.svg_canvas import Axis, Canvas, require_known
from charts.svg_marks import (
    NO_LINE,
    draw_bars,
    draw_line,
    draw_marker,
    draw_rect,
    draw_scatter,
)
from charts.svg_text import (
    ASCENT,
    DESCENT,
    LINE_HEIGHT,
    DrawingError,
    TextStyle,
    measure_height,
    measure_width,
    write_number,
    write_text,
)

_SHARES = {"left": 0.0, "center": 0.5, "right": 1.0, "top": 0.0, "middle": 0.5, "bottom": 1.0}
_SYMBOL_ROOM, _SYMBOL_GAP, _BAR_SYMBOL, _LARGEST_SYMBOL = 40, 5, 6, 16
_ROW_ABOVE = ("h", 0, 1, "bottom")  # where the names of traces stand


def draw_svg(figure: Properties, *, width: int, height: int) -> str:
    """Return a figure, as Plotly's JSON has it, as an SVG picture of a size in pixels.

    Raises DrawingError where it has anything that is not drawn.
    """
    canvas = Canvas(figure, width, height)
    traces = figure["data"]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">',
        draw_rect(0, 0, width, height, canvas.layout["paper_bgcolor"]),
        *_draw_shapes(canvas, layer="below"),
    ]
    for panel in canvas.panels:
        traces_here = [trace for trace in traces if trace.get("xaxis", "x") == panel[0].name]
        if traces_here:
            parts += _draw_panel(canvas, panel, traces_here)
    parts += _draw_shapes(canvas, layer="above")
    parts += _draw_axis_titles(canvas)
    if canvas.layout["showlegend"]:
        parts += _draw_legend(canvas, traces)
    for annotation in canvas.layout["annotations"]:
        parts += _draw_annotation(canvas, annotation)
    return "\n".join((*parts, "</svg>\n"))


def _draw_panel(
    canvas: Canvas, panel: tuple[Axis, Axis], traces: list[Properties]
) -> Iterator[str]:
    x, y = panel
    bars = [trace for trace in traces if trace["type"] == "bar"]
    yield from _draw_grid(x, y, has_bars=bool(bars))
    yield from _draw_grid(y, x, has_bars=bool(bars))
    clip = f"panel-{x.name}"
    yield (
        f'<clipPath id="{clip}"><rect x="{write_number(x.start)}" y="{write_number(y.end)}" '
        f'width="{write_number(x.end - x.start)}" '
        f'height="{write_number(y.start - y.end)}"/></clipPath>'
    )
    for trace in traces:
        if trace["type"] not in {"bar", "scatter"}:
            raise DrawingError(f"a trace of type {trace['type']} is not drawn")
        require_known(trace["type"], trace)
    for trace in bars:
        yield from draw_bars(canvas, trace, bars, panel)
    for trace in traces:
        if trace["type"] == "scatter":
            yield from draw_scatter(canvas, trace, panel, clip=clip)
    yield from _draw_axis(x, y)
    yield from _draw_axis(y, x)


def _draw_grid(axis: Axis, across: Axis, *, has_bars: bool) -> Iterator[str]:
    """Draw a line at each tick; where bars begin at zero there is none."""
    properties = axis.properties
    if properties["showgrid"] and properties.get("visible", True):
        for place in properties["tickvals"]:
            at = axis.find_pixel(place)
            is_edge = min(abs(at - axis.start), abs(at - axis.end)) <= 1
            if not (has_bars and place == 0) and not (is_edge and across.properties["showline"]):
                yield _draw_across(axis, across, at, properties["gridcolor"])


def _draw_across(axis: Axis, across: Axis, at: float, colour: str) -> str:
    """Draw a line through a panel, at a place on one axis and along the other."""
    if axis.letter == "x":
        return draw_line([(at, across.start), (at, across.end)], {"color": colour, "width": 1})
    return draw_line([(across.start, at), (across.end, at)], {"color": colour, "width": 1})


def _draw_axis(axis: Axis, across: Axis) -> Iterator[str]:
    properties = axis.properties
    if not properties.get("visible", True):
        return
    if properties["showline"]:
        yield _draw_across(
            across, axis, across.start + 0.5 * (axis.letter == "x"), properties["linecolor"]
        )
    if not is_axis_labelled(properties):
        return
    font, gap = properties["tickfont"], measure_label_gap(properties)
    if properties["ticks"] and axis.letter == "x":
        raise DrawingError("axis.ticks of an x axis are not drawn")
    for place, text in zip(properties["tickvals"], properties["ticktext"], strict=True):
        at = axis.find_pixel(place)
        if axis.letter == "x":
            style = TextStyle(font["size"], font["color"], "middle")
            yield from write_text(text, at, across.start + gap + font["size"], style)
        else:
            style = TextStyle(font["size"], font["color"], "end")
            lines = text.count("<br>") * LINE_HEIGHT / 2
            if properties["ticks"]:
                mark = [(across.start - properties["ticklen"], at), (across.start, at)]
                yield draw_line(mark, {"color": properties["tickcolor"], "width": 1})
            yield from write_text(
                text, across.start - gap, at + font["size"] * (0.35 - lines), style
            )


def _draw_axis_titles(canvas: Canvas) -> Iterator[str]:
    for axis in canvas.axes.values():
        title = axis.properties.get("title", {})
        if text := title.get("text"):
            if axis.letter == "y":
                raise DrawingError("axis.title of a y axis is not drawn")
            size = title["font"]["size"]
            style = TextStyle(size, title["font"]["color"], "middle")
            yield from write_text(
                text, (axis.start + axis.end) / 2, canvas.bottom + 10 + 3 * size, style
            )


def _draw_shapes(canvas: Canvas, *, layer: str) -> Iterator[str]:
    for shape in canvas.layout["shapes"]:
        require_known("shape", shape)
        if shape["type"] not in {"line", "circle"}:
            raise DrawingError(f"shape.type {shape['type']} is not drawn; line and circle are")
        if shape.get("layer", "above") != layer:
            continue
        ends = [(canvas.find_end(shape, "x", n), canvas.find_end(shape, "y", n)) for n in (0, 1)]
        if shape["type"] == "line":
            yield draw_line(ends, shape["line"])
        else:
            (left, low), (right, high) = ends
            middle, radius = ((left + right) / 2, (low + high) / 2), abs(right - left) / 2
            yield draw_marker(
                *middle, radius, shape["fillcolor"], symbol="circle", line=shape["line"]
            )


def _draw_annotation(canvas: Canvas, annotation: Properties) -> Iterator[str]:
    require_known("annotation", annotation)
    if annotation["showarrow"]:
        raise DrawingError("annotation.showarrow is not drawn")
    text = annotation["text"]
    font = canvas.layout["font"] | annotation.get("font", {})
    pad = annotation.get("borderpad", 1) + 1
    width = measure_width(text, font["size"]) + 2 * pad
    height = measure_height(text, font["size"]) + 2 * pad
    x = canvas.find_place(annotation["x"], annotation.get("xref", "x"), "x")
    y = canvas.find_place(annotation["y"], annotation.get("yref", "y"), "y")
    left = x + annotation.get("xshift", 0) - width * _SHARES[annotation.get("xanchor", "center")]
    top = y - annotation.get("yshift", 0) - height * _SHARES[annotation.get("yanchor", "middle")]
    if "bgcolor" in annotation:
        yield draw_rect(left, top, width, height, annotation["bgcolor"])
    align = annotation.get("align", "center")
    at = left + pad + (width - 2 * pad) * _SHARES[align]
    anchor = {"left": "start", "center": "middle", "right": "end"}[align]
    style = TextStyle(font["size"], font["color"], anchor)
    yield from write_text(text, at, top + pad + ASCENT * font["size"], style)


def _draw_legend(canvas: Canvas, traces: list[Properties]) -> Iterator[str]:
    """Draw a symbol and a name for each trace that has one, in a row above the panel."""
    legend = canvas.layout["legend"]
    if tuple(legend[name] for name in ("orientation", "x", "y", "yanchor")) != _ROW_ABOVE:
        raise DrawingError("layout.legend is drawn in a row above the panel only")
    size, colour = canvas.layout["font"]["size"], canvas.layout["font"]["color"]
    middle = canvas.top - measure_key(canvas.layout) / 2
    left = canvas.left
    for trace in traces:
        name = trace.get("name", "")
        if not name or not trace.get("showlegend", True):
            continue
        yield from _draw_symbol(trace, left + _SYMBOL_ROOM / 2, middle)
        baseline = middle + size * (ASCENT - DESCENT) / 2
        yield from write_text(name, left + _SYMBOL_ROOM, baseline, TextStyle(size, colour))
        left += _SYMBOL_ROOM + measure_width(name, size) + _SYMBOL_GAP


def _draw_symbol(trace: Properties, x: float, y: float) -> Iterator[str]:
    if trace["type"] == "bar":
        half = _BAR_SYMBOL
        yield draw_rect(x - half, y - half, 2 * half, 2 * half, trace["marker"]["color"])
        return
    modes = trace["mode"].split("+")
    if "lines" in modes:
        yield draw_line([(x - 15, y), (x + 15, y)], trace["line"])
    if "markers" in modes:
        marker = trace["marker"]
        radius = min(marker["size"], _LARGEST_SYMBOL) / 2
        line = marker.get("line", NO_LINE)
        yield draw_marker(x, y, radius, marker["color"], symbol="circle", line=line)
