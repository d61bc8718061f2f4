"""A bilag as a value: what stands in it, with every figure already written as it is read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from unicodedata import normalize

from charts.chart import Chart
from charts.images import Size
from core.edition import Edition
from phrases.basis import DRAFT
from phrases.text_tables import TextTable

INTERNAL = " (intern, lukket bilag)"
_NOT_IN_FILE_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_LONGEST_STEM = 190  # bytes: a folder takes 255, with the edition and the ending


def make_file_stem(title: str) -> str:
    """Make a file's name without its ending of a title: one that Windows takes, too."""
    name = _NOT_IN_FILE_NAMES.sub("-", title)
    return name.encode()[:_LONGEST_STEM].decode(errors="ignore").strip()


@dataclass(frozen=True)
class TextSection:
    """Paragraphs under a heading; "" for none."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class ChartSection:
    """A chart, what it is counted in, and how large it is drawn, in pixels.

    `table` are the figures behind it; `bars` its columns that are drawn as bars, stacked from the
    first, `lines` those that are drawn as dashed lines over them, `comparisons` as grey ones, and
    `marks` as a mark on each.
    """

    chart: Chart
    measure: str
    size: Size
    table: TextTable | None = None
    bars: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    comparisons: tuple[str, ...] = ()
    newest_first: bool = False


@dataclass(frozen=True)
class Attachment:
    """A file carried inside the PDF: the figures themselves."""

    file_name: str
    mime: str
    description: str
    content: bytes


Section = TextSection | TextTable | ChartSection


@dataclass(frozen=True)
class Bilag:
    """An annex. `dated` is the day that its data stem from: the files carry it, not today.

    `head` are the lines under the title (sagsnummer, forum, meeting date); `news` the sentence
    with the finding; `period` and `measure` stand on the first page and in every footer, `edition`
    too. `drawn` says when the data were drawn from OPUS. `method` is the last page.
    `numbered_notes` are what the numbers in the tables' columns of notes stand for, from 1. One
    that `is_draft` says so in its title, its names and its footers.
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
    numbered_notes: tuple[str, ...] = ()
    is_draft: bool = False

    @property
    def edition_text(self) -> str:
        """The edition as it stands on each page: "UDKAST · Offentlig udgave"."""
        return f"{DRAFT} · {self.edition}" if self.is_draft else self.edition

    @property
    def final_name(self) -> str:
        """What its files are called when they are no longer a draft."""
        return self.name.removeprefix(f"{DRAFT} ")

    @property
    def name(self) -> str:
        """What its files are called, without their endings: the internal edition says so."""
        return f"{self.file_stem}{INTERNAL if self.edition == Edition.INTERN.label else ''}"


def tell_names_apart(all_bilag: Sequence[Bilag]) -> list[Bilag]:
    """Number the file names that Windows or a Mac takes for one, in order: "…", "… (2)"."""
    taken: set[str] = set()
    named: list[Bilag] = []
    for bilag in all_bilag:
        stem, number = bilag.file_stem, 1
        while _fold(stem) in taken:
            number += 1
            stem = f"{bilag.file_stem} ({number})"
        taken.add(_fold(stem))
        named.append(replace(bilag, file_stem=stem))
    return named


def _fold(name: str) -> str:
    """Write a file's name so that two which a machine does not tell apart are the same."""
    return normalize("NFC", name).casefold()
