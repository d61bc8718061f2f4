"""Texts of a picture: how wide they are in the project's own typeface, and how they are written."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from re import finditer
from xml.sax.saxutils import escape, quoteattr

from PIL import ImageFont

from charts.fonts import FAMILY, FILES

LINE_HEIGHT = 1.3
ASCENT, DESCENT = 0.984, 0.273  # of the typeface, in its size
_MEASURED_SIZE = 1000
_PARTS = r"<(?P<tag>[^>]*)>|(?P<text>[^<]+)"
_REGULAR, _BOLD = 400, 700


class DrawingError(ValueError):
    """A figure has something that only a browser can draw."""


@dataclass(frozen=True)
class TextStyle:
    """A text's size in pixels, its colour, and the side of it that stands at its place."""

    size: float
    colour: str
    anchor: str = "start"  # middle, end


@dataclass(frozen=True)
class _Run:
    text: str
    bold: bool


def measure_width(text: str, size: float) -> float:
    """Return how wide the widest line of a text is, in pixels."""
    return max(
        sum(_load_font(bold=run.bold).getlength(run.text) for run in line) * size / _MEASURED_SIZE
        for line in _split_lines(text)
    )


def measure_height(text: str, size: float) -> float:
    """Return how high a text is with all its lines, in pixels."""
    return size * (ASCENT + DESCENT + (len(_split_lines(text)) - 1) * LINE_HEIGHT)


def write_text(text: str, x: float, y: float, style: TextStyle) -> Iterator[str]:
    """Write the lines of a text, the first on the baseline at y."""
    for number, line in enumerate(_split_lines(text)):
        runs = "".join(_write_run(run) for run in line)
        if runs:
            yield (
                f'<text x="{write_number(x)}" '
                f'y="{write_number(y + number * style.size * LINE_HEIGHT)}" '
                f'font-family="{FAMILY}" font-size="{write_number(style.size)}" '
                f'fill={quoteattr(style.colour)} text-anchor="{style.anchor}">{runs}</text>'
            )


def write_number(number: float) -> str:
    """Write a number of pixels with two decimals at most."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _write_run(run: _Run) -> str:
    text = escape(run.text)
    return f'<tspan font-weight="{_BOLD}">{text}</tspan>' if run.bold else text


@cache
def _split_lines(text: str) -> tuple[tuple[_Run, ...], ...]:
    """Split a text as charts write it into lines of plain and bold runs."""
    lines: list[list[_Run]] = [[]]
    bold = False
    for part in finditer(_PARTS, text):
        if part["text"]:
            lines[-1].append(_Run(unescape(part["text"]), bold))
        elif part["tag"] == "br":
            lines.append([])
        elif part["tag"] in {"b", "/b"}:
            bold = part["tag"] == "b"
        else:
            raise DrawingError(f"<{part['tag']}> in a text: <b>, </b> and <br> are known")
    return tuple(tuple(line) for line in lines)


@cache
def _load_font(*, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FILES[_BOLD if bold else _REGULAR, "normal"]), _MEASURED_SIZE)
