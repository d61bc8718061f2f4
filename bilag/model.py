"""A bilag as a value: what stands in it, with every figure already written as it is read."""

from dataclasses import dataclass
from datetime import date

from charts.chart import Chart
from charts.images import Size


@dataclass(frozen=True)
class Column:
    """A table column: a name for it, its head, whether it holds figures, its share of the width."""

    key: str
    head: str
    numeric: bool = True
    width: float = 1.0


@dataclass(frozen=True)
class Row:
    """A line of a table: `strong` for a group or a total, `indented` under the group above it."""

    cells: tuple[str, ...]
    strong: bool = False
    indented: bool = False


@dataclass(frozen=True)
class Table:
    """A table with a caption that says what it shows."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Text:
    """Paragraphs under a heading."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Figure:
    """A chart, what it is counted in, and how large it is drawn, in pixels."""

    chart: Chart
    measure: str
    size: Size


@dataclass(frozen=True)
class Attachment:
    """A file carried inside the PDF: the figures themselves."""

    file_name: str
    mime: str
    description: str
    content: bytes


Section = Text | Table | Figure


@dataclass(frozen=True)
class Bilag:
    """An annex. `dated` is the day that its data stem from: the files carry it, not today.

    `head` are the lines under the title (sagsnummer, forum, meeting date); `news` the sentence
    with the finding; `period` and `measure` stand on the first page and in every footer, `edition`
    too. `drawn` says when the data were drawn from OPUS. `method` is the last page.
    """

    file_stem: str
    title: str
    municipality: str
    head: tuple[str, ...]
    news: str
    period: str
    measure: str
    drawn: str
    edition: str
    dated: date
    landscape: bool
    sections: tuple[Section, ...]
    method: tuple[Section, ...]
    attachments: tuple[Attachment, ...]
