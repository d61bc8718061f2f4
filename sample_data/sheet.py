"""A sheet before it is written: titles, headers and blocks of lines, whatever the file's format."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

Cell = str | Decimal | date | None
Line = tuple[Cell, ...]


class FileForm(StrEnum):
    """A file format; the value is the file's extension."""

    SAP_TEXT = "txt"
    CSV = "csv"
    WORKBOOK = "xlsx"


@dataclass(frozen=True)
class SampleSheet:
    """Title lines, headers, and blocks of lines; a sum has a line in a block like the others.

    A line has as many cells as there are headers; `decimals` are those of each column's numbers,
    None where it holds text or dates. `name` is the page's in a workbook; `drawn` is the day of the
    extract.
    """

    name: str
    drawn: date
    titles: tuple[str, ...]
    headers: tuple[str, ...]
    decimals: tuple[int | None, ...]
    blocks: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True)
class SampleFile:
    """A sheet with the name and the format of its file, and the kind of data that it is."""

    kind: str
    stem: str
    form: FileForm
    sheet: SampleSheet

    @property
    def file_name(self) -> str:
        """The name of the file."""
        return f"{self.stem}.{self.form}"
