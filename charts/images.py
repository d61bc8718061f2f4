"""Pictures of charts: SVG, and PNG made from that SVG, with the project's own typeface."""

from collections.abc import Iterator
from dataclasses import dataclass

import typst

from charts import svg
from charts.chart import Properties
from charts.figure import SMALL, TEXT, wrap_label
from charts.fonts import FAMILY, load_typst_fonts
from charts.palette import LIGHT
from charts.svg_marks import draw_rect
from charts.svg_text import ASCENT, TextStyle, measure_height, write_text

_PIXELS_PER_INCH = 96
_EDGE, _TITLE, _GAP = 16, 18, 6  # pixels


@dataclass(frozen=True)
class Caption:
    """What stands round a picture that leaves the program alone.

    `title` is the finding, `basis` what is counted over which period, `source` where it is from.
    """

    title: str
    basis: str
    source: str


@dataclass(frozen=True)
class Size:
    """How large a picture is, in CSS pixels; without a height the figure's own is used."""

    width: int
    height: int | None = None


def draw_svg(figure: Properties, size: Size) -> str:
    """Draw a figure as SVG text: the same gives the same text each time."""
    height = size.height or figure["layout"]["height"]
    return svg.draw_svg(figure, width=size.width, height=height)


def draw_captioned_svg(figure: Properties, caption: Caption, size: Size) -> str:
    """Draw a figure as SVG text with its caption round it, on a light ground.

    `size` is the figure's; the picture is larger by the caption.
    """
    width = size.width + 2 * _EDGE
    title = f"<b>{wrap_label(caption.title, width=size.width, size=_TITLE, bold=True)}</b>"
    basis, source = (
        wrap_label(text, width=size.width, size=points)
        for text, points in ((caption.basis, TEXT), (caption.source, SMALL))
    )
    texts = list(_write_below(_EDGE, (title, _TITLE, LIGHT.ink), (basis, TEXT, LIGHT.muted)))
    top = texts[-1][0]
    drawn = draw_svg(figure, size).replace("<svg ", f'<svg x="{_EDGE}" y="{top:.0f}" ', 1)
    below = top + (size.height or figure["layout"]["height"]) + _GAP
    texts += _write_below(below, (source, SMALL, LIGHT.muted))
    height = round(texts[-1][0] - _GAP + _EDGE)
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}">',
            draw_rect(0, 0, width, height, LIGHT.ground),
            *(line for _, written in texts for line in written),
            drawn,
            "</svg>\n",
        )
    )


def _write_below(
    top: float, *texts: tuple[str, float, str]
) -> Iterator[tuple[float, tuple[str, ...]]]:
    """Write texts of a size and ink below each other; yields each with where the next may begin."""
    for text, points, ink in texts:
        style = TextStyle(points, ink)
        lines = tuple(write_text(text, _EDGE, top + ASCENT * points, style))
        top += measure_height(text, points) + _GAP
        yield top, lines


def convert_svg(text: str, *, scale: float = 2) -> bytes:
    """Turn a chart's SVG into PNG with the project's own typeface."""
    source = b'#set page(width: auto, height: auto, margin: 0pt)\n#set text(font: "%s")\n' % (
        FAMILY.encode()
    )
    source += b'#image(bytes(sys.inputs.svg), format: "svg")'
    picture = typst.compile(
        source,
        format="png",
        ppi=_PIXELS_PER_INCH * scale,
        font_paths=load_typst_fonts(),
        sys_inputs={"svg": text},
    )
    return bytes(picture)
