"""A chart laid out as a table: a name, what is drawn of it, and its figures in columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from charts.figure import SMALL, TEXT, Figure, wrap_label
from charts.svg_text import measure_height, measure_width

_EDGE, _NAME_WIDTH, _GAP = 8, 176, 14  # pixels, as all below
_COLUMN, _NARROW_COLUMN, _ROOM = 74, 56, 9
_NARROW_NAME_WIDTH = 320  # on the smallest telephone
_NARROW_GAP = 2  # under a name
_HEADS, _KEY, _BETWEEN = 36, 22, 14
_FOOT_GAP, _TWO_LINES = 4, 30
_ANNOTATION_PAD = 2  # that Plotly puts round every text
_SYMBOL = 18


@dataclass(frozen=True)
class ChartLine:
    """A line of the table: a name, the texts of its columns, and a short remark under the name.

    `words` are the texts that are no figures: they are written smaller, in grey.
    """

    name: str
    cells: tuple[str, ...]
    words: frozenset[str] = frozenset()
    remark: str = ""
    is_selected: bool = False


@dataclass(frozen=True)
class KeyEntry:
    """What a mark stands for: a dot that is filled or hollow, or a dashed tick."""

    text: str
    ink: str
    fill: str = ""


@dataclass(frozen=True)
class _Band:
    """Where a line lies, in pixels from the top: its edge, and the middle of what is drawn."""

    top: int
    middle: int


@dataclass(frozen=True)
class TableForm:
    """How high what is drawn of a line is, and the `foot` below all lines, in pixels.

    `pad` is above and below each line. A `narrow` table suits a telephone: names stand above their
    lines. One that `has_key` has room for it above the heads.
    """

    drawn: int
    foot: int
    pad: int = 7
    narrow: bool = False
    has_key: bool = False


class TableFigure(Figure):
    """A figure with a line for each name; what is drawn stands between names and columns.

    `inner` is how high all lines are; `middles` are where each is drawn, in pixels below the top.
    """

    def __init__(
        self, lines: Sequence[ChartLine], heads: Sequence[str], form: TableForm, *, dark: bool
    ) -> None:
        """Write all texts; the first of the heads stands above what is drawn."""
        head, *columns = heads
        self._form, self._column = form, _NARROW_COLUMN if form.narrow else _COLUMN
        self._names = [self._wrap_name(line) for line in lines]
        self._bands, self.inner = self._place_lines(lines)
        top = _HEADS + (_KEY if form.narrow and form.has_key else 0)
        super().__init__(dark=dark, height=ceil(top + self.inner + form.foot))
        self._left = _EDGE if form.narrow else _EDGE + _NAME_WIDTH + _GAP
        self._right = len(columns) * self._column + _EDGE
        self.layout["margin"] |= {"t": top, "b": form.foot, "l": self._left, "r": self._right}
        self._write_heads(head, columns)
        for line, name, band in zip(lines, self._names, self._bands, strict=True):
            self._draw_rule(band.top)
            self._write_name(line, name, band)
            self._write_cells(line, band)
        self._draw_rule(self.inner)

    def stack_lines(self) -> None:
        """Give each line a panel of its own, as high as what is drawn of it."""
        half = self._form.drawn / 2
        ends = [(middle + half, middle - half) for middle in self.middles]
        self.stack([(1 - low / self.inner, 1 - high / self.inner) for low, high in ends])

    @property
    def middles(self) -> list[int]:
        """Where each line is drawn, in pixels below the top."""
        return [band.middle for band in self._bands]

    def draw_key(self, key: Sequence[KeyEntry]) -> None:
        """Draw what each mark stands for, beside each other above the names."""
        x: float = -self._left + _EDGE
        below = -_HEADS - _KEY + 4 if self._form.narrow else -_KEY
        for entry in key:
            self._draw_symbol(entry, x + _SYMBOL / 2 - 1, below + measure_height("", SMALL) / 2)
            self._write(entry.text, x=x + _SYMBOL, below=below, ink=self.inks.ink)
            x += _SYMBOL + measure_width(entry.text, SMALL) + _BETWEEN

    def write_foot(self, text: str) -> None:
        """Write a small text below the names; in a narrow figure below what `write_below` does."""
        lines = _TWO_LINES if self._form.narrow else 0
        below = self.inner + _FOOT_GAP + _ANNOTATION_PAD + lines
        self._write(text, x=-self._left + _EDGE, below=below)

    def write_below(self, text: str, x: float, *, panel: str, side: str) -> None:
        """Write a small text below all lines at a place on a panel's x axis, begun or ended there.

        `side` is the one of the text that stands there: "left" or "right".
        """
        self.add_text(
            text,
            x=x,
            xref=f"x{panel}",
            xanchor=side,
            align=side,
            y=0,
            yref="paper",
            yanchor="top",
            yshift=-_FOOT_GAP,
            font={"size": SMALL, "color": self.inks.muted},
        )

    def _wrap_name(self, line: ChartLine) -> str:
        width = _NARROW_NAME_WIDTH if self._form.narrow else _NAME_WIDTH
        name = wrap_label(line.name, width=width, size=TEXT, bold=line.is_selected)
        return f"<b>{name}</b>" if line.is_selected else name

    def _place_lines(self, lines: Sequence[ChartLine]) -> tuple[list[_Band], int]:
        bands, used, drawn = [], 0, self._form.drawn
        for line, name in zip(lines, self._names, strict=True):
            texts = _measure_texts(line, name)
            if self._form.narrow:
                height = texts + _NARROW_GAP + drawn
                middle = used + self._form.pad + height - drawn // 2
            else:
                height = max(texts, drawn)
                middle = used + self._form.pad + height // 2
            bands.append(_Band(used, middle))
            used += height + 2 * self._form.pad
        return bands, max(used, drawn)

    def _write_heads(self, head: str, columns: Sequence[str]) -> None:
        above = {
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "font": {"size": SMALL, "color": self.inks.muted},
        }
        if head:
            self.add_text(head, x=0, xref="paper", xanchor="left", align="left", **above)
        for place, text in enumerate(columns):
            self.add_text(text, **self._find_column(place), align="right", **above)

    def _find_column(self, place: int) -> dict[str, object]:
        return {
            "x": 1,
            "xref": "paper",
            "xanchor": "right",
            "xshift": (place + 1) * self._column + _ANNOTATION_PAD,
        }

    def _draw_symbol(self, entry: KeyEntry, x: float, below: float) -> None:
        at = {"xref": "paper", "xsizemode": "pixel", "xanchor": 0, "yref": "paper"}
        at |= {"ysizemode": "pixel", "yanchor": 1}
        if entry.fill:
            box = {"x0": x - 5, "x1": x + 5, "y0": -below - 5, "y1": -below + 5}
            line = {"color": entry.ink, "width": 2}
            self.add_circle(fillcolor=entry.fill, line=line, **box, **at)
        else:
            line = {"color": entry.ink, "width": 3, "dash": "2px,2px"}
            self.add_line(x0=x, x1=x, y0=-below - 6, y1=-below + 6, line=line, **at)

    def _write_name(self, line: ChartLine, name: str, band: _Band) -> None:
        height = _measure_texts(line, name)
        top = band.top + self._form.pad if self._form.narrow else band.middle - height / 2
        ink = self.inks.accent if line.is_selected else self.inks.ink
        self._write(name, x=-self._left + _EDGE, below=top, ink=ink, size=TEXT)
        if line.remark:
            below = top + measure_height(name, TEXT)
            x = -self._left + _EDGE
            self._write(_wrap_remark(line), x=x, below=below, ink=self.inks.ink)

    def _write(
        self, text: str, *, x: float, below: float, ink: str = "", size: float = SMALL
    ) -> None:
        """Write a text at a pixel right of what is drawn, and below its top."""
        self.add_text(
            text,
            x=0,
            xref="paper",
            xanchor="left",
            xshift=x - _ANNOTATION_PAD,
            y=1,
            yref="paper",
            yanchor="top",
            yshift=_ANNOTATION_PAD - below,
            align="left",
            font={"size": size, "color": ink or self.inks.muted},
        )

    def _write_cells(self, line: ChartLine, band: _Band) -> None:
        for place, text in enumerate(line.cells):
            if not text:
                continue
            is_word = text in line.words
            ink = self.inks.accent if line.is_selected else self.inks.ink
            self.add_text(
                wrap_label(text, width=self._column - _ROOM, size=SMALL)
                if is_word
                else f"<b>{text}</b>"
                if not place
                else text,
                **self._find_column(place),
                y=1 - band.middle / self.inner,
                yanchor="middle",
                yref="paper",
                align="right",
                font={
                    "size": SMALL if is_word else TEXT,
                    "color": self.inks.muted if is_word else ink,
                },
            )

    def _draw_rule(self, below: float) -> None:
        """Draw a thin line through the names, what is drawn and the columns."""
        y = 1 - below / self.inner
        at = {"y0": y, "y1": y, "xref": "paper", "yref": "paper", "layer": "below"}
        at["line"] = {"color": self.inks.grid, "width": 1}
        self.add_line(x0=0, x1=1, **at)
        for side, (first, last) in enumerate([(-self._left + _EDGE, 0), (0, self._right - _EDGE)]):
            if first != last:
                self.add_line(x0=first, x1=last, xsizemode="pixel", xanchor=side, **at)


def _wrap_remark(line: ChartLine) -> str:
    return wrap_label(line.remark, width=_NAME_WIDTH, size=SMALL)


def _measure_texts(line: ChartLine, name: str) -> int:
    """Return how high a name and its remark are: an even number of pixels, so half is whole."""
    height = measure_height(name, TEXT)
    if line.remark:
        height += measure_height(_wrap_remark(line), SMALL)
    return 2 * ceil(height / 2)
