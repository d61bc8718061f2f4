"""What a browser draws of a figure and of a picture of it: every text and mark with its place."""

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import plotly
from playwright.sync_api import Page

from charts.chart import Properties
from charts.fonts import FAMILY, FILES

_PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
_FAMILIES = ("Source Sans", FAMILY)  # as charts name it, and as their pictures do
_DRAW = """([figure, width, height]) => {
  Object.assign(figure.layout, {width, height});
  return Plotly.newPlot("figure", figure.data, figure.layout, {staticPlot: true});
}"""
_MEASURE = """(id) => {
  const root = document.getElementById(id), origin = root.getBoundingClientRect();
  const place = (r) => [r.left - origin.left, r.top - origin.top,
                        r.right - origin.left, r.bottom - origin.top];
  const texts = [...root.querySelectorAll("svg text")].flatMap((text) => {
    const lines = [...text.querySelectorAll("tspan.line")];
    return lines.length ? lines : [text];
  }).filter(
    (line) => line.textContent.trim() && line.getBoundingClientRect().width
  ).map((line) => ({
    label: line.textContent.replace(/\\u200b/g, ""),
    colours: [getComputedStyle(line).fill],
    box: place(line.getBoundingClientRect()),
  }));
  const shapes = "path, rect, circle, polyline, polygon";
  const marks = [...root.querySelectorAll("svg :is(" + shapes + ")")].filter(
    (mark) => !mark.closest("defs, clipPath")
  ).map((mark) => {
    const style = getComputedStyle(mark), box = mark.getBoundingClientRect();
    const isLine = mark.tagName == "polyline" || /crisp|line/.test(mark.getAttribute("class"));
    const sees = (paint, share) => paint != "none" && share != "0" && style.opacity != "0";
    return {
      label: "",
      colours: [
        !isLine && sees(style.fill, style.fillOpacity) ? style.fill : "",
        parseFloat(style.strokeWidth) && sees(style.stroke, style.strokeOpacity)
          ? style.stroke : "",
      ],
      box: place(box),
    };
  }).filter((mark) => mark.colours.some(Boolean) && mark.box[2] - mark.box[0]
                      + mark.box[3] - mark.box[1] > 1);
  return {texts, marks};
}"""


@dataclass(frozen=True)
class Drawn:
    """A line of text, or a mark (without a label), with its colours and its box in pixels."""

    label: str
    colours: tuple[str, ...]
    box: tuple[float, ...]

    def measure_distance(self, other: "Drawn") -> float:
        """Return by how many pixels the side that lies farthest from the other's does."""
        if (self.label, self.colours) != (other.label, other.colours):
            return float("inf")
        return max(abs(a - b) for a, b in zip(self.box, other.box, strict=True))


@dataclass(frozen=True)
class Drawing:
    """All texts and all marks, in the order that they are drawn in."""

    texts: list[Drawn]
    marks: list[Drawn]


class Canvas:
    """A page with the project's typeface, on which figures and pictures are drawn."""

    def __init__(self, page: Page) -> None:
        self._page = page
        page.set_content(_write_page())
        page.add_script_tag(path=_PLOTLY)
        page.evaluate("document.fonts.ready")

    def draw_figure(self, figure: Properties, width: int, height: int) -> Drawing:
        """Let Plotly draw a figure."""
        self._page.evaluate("document.getElementById('picture').innerHTML = ''")
        self._page.evaluate(_DRAW, [figure, width, height])
        return self._measure("figure", figure)

    def draw_picture(self, figure: Properties, picture: str) -> Drawing:
        """Show an SVG picture of a figure."""
        self._page.evaluate("Plotly.purge('figure')")
        self._page.evaluate("(svg) => document.getElementById('picture').innerHTML = svg", picture)
        return self._measure("picture", figure)

    def _measure(self, place: str, figure: Properties) -> Drawing:
        measured: dict[str, list[dict[str, Any]]] = self._page.evaluate(_MEASURE, place)
        ground = _write_rgb(figure["layout"]["paper_bgcolor"])
        drawn = {
            kind: [Drawn(d["label"], tuple(d["colours"]), tuple(d["box"])) for d in items]
            for kind, items in measured.items()
        }
        marks = [mark for mark in drawn["marks"] if mark.colours != (ground, "")]
        return Drawing(drawn["texts"], marks)


def _write_rgb(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgb({red}, {green}, {blue})"


def _write_page() -> str:
    faces, uses = [], []
    for (weight, style), path in FILES.items():
        font = base64.b64encode(path.read_bytes()).decode()
        for family in _FAMILIES:
            faces.append(
                f"@font-face{{font-family:'{family}';font-weight:{weight};font-style:{style};"
                f"src:url('data:font/ttf;base64,{font}')}}"
            )
            uses.append(f"<i style=\"font:{style} {weight} 9px '{family}'\">x</i>")
    return (
        f"<style>{''.join(faces)} body{{margin:0}} i{{position:absolute;opacity:0}}</style>"
        f"<div id='figure'></div><div id='picture'></div>{''.join(uses)}"
    )
