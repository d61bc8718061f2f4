"""Pictures of charts: SVG, and PNG made from that SVG, with the project's own typeface."""

from dataclasses import dataclass

import typst

from charts import svg
from charts.chart import Properties
from charts.fonts import FAMILY, load_typst_fonts

_PIXELS_PER_INCH = 96


@dataclass(frozen=True)
class Size:
    """How large a picture is, in CSS pixels; without a height the figure's own is used."""

    width: int
    height: int | None = None


def draw_svg(figure: Properties, size: Size) -> str:
    """Draw a figure as SVG text: the same gives the same text each time."""
    height = size.height or figure["layout"]["height"]
    return svg.draw_svg(figure, width=size.width, height=height)


def draw_png(figure: Properties, size: Size, *, scale: float = 2) -> bytes:
    """Draw a figure as PNG, `scale` picture points to a CSS pixel."""
    return convert_svg(draw_svg(figure, size), scale=scale)


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
