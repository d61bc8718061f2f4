"""What every kind of data can do: judge a sheet, and read the sheets that are of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from data_loaders.context import Context
from data_loaders.files.grid import Sheet
from data_loaders.table import list_reading
from data_loaders.table.declaration import Declaration
from data_loaders.table.header_rows import HeaderCandidate
from data_loaders.table.list_reading import Build
from data_loaders.table.reading import SheetCandidate, SheetsReading

Judge = Callable[[Sheet, Sequence[HeaderCandidate], Context], SheetCandidate | None]
ReadSheets = Callable[[Sequence[Any], Sequence[Sheet], Context], SheetsReading]


@dataclass(frozen=True)
class DataKind:
    """A kind of data.

    `judge` says how much a sheet, given the rows that may be its header, is like the kind; None
    where it is not like it at all. `read` reads the sheets that were found to be of the kind, given
    what `judge` said of them and all sheets that may be read. `layout_of` is the kind whose files
    look the same, so that only reading tells which it is. With `reads_any_sheet`, a file in which
    no sheet is near any kind is read as this one, to say what is wrong with it.
    """

    declaration: Declaration
    judge: Judge
    read: ReadSheets
    layout_of: str = ""
    reads_any_sheet: bool = False

    @property
    def name(self) -> str:
        """The kind's name in the store and on the command line."""
        return self.declaration.name

    @property
    def label(self) -> str:
        """What a user calls the kind."""
        return self.declaration.label

    @property
    def family(self) -> str:
        """What kinds whose files look the same have in common."""
        return self.layout_of or self.name


def make_list_kind(declaration: Declaration, build: Build) -> DataKind:
    """Make the kind of a list: rows under one header, of which `build` makes the facts."""

    def judge(
        sheet: Sheet, headers: Sequence[HeaderCandidate], context: Context
    ) -> SheetCandidate | None:
        return list_reading.judge_sheet(sheet, headers, declaration, context)

    return DataKind(declaration, judge, partial(_read_list, declaration, build))


def _read_list(
    declaration: Declaration,
    build: Build,
    candidates: Sequence[SheetCandidate],
    _: Sequence[Sheet],
    context: Context,
) -> SheetsReading:
    return list_reading.read_sheets(candidates, declaration, build, context)
