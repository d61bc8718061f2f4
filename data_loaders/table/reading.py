"""What is known of a sheet before its rows are read, and what comes of reading them."""

from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa

from data_loaders.files.grid import Sheet
from data_loaders.guidance.proposal import ColumnReason, Question
from data_loaders.problem import Problem
from data_loaders.report import Total, UnitQuarter
from data_loaders.table.layout import Layout


@dataclass(frozen=True)
class Likeness:
    """How sure it is, from 0 to 1, that a sheet is of a kind; `reasons` are in Danish.

    `complete` says whether all that the kind needs is there, and `unsaid` that nothing says what
    its figures are: only their time stands above them. `lacking` names what is not there, in
    Danish; `against` are the headers that speak against a kind of which all else is there.
    """

    kind: str
    sheet: str
    confidence: float
    reasons: tuple[str, ...]
    complete: bool
    unsaid: bool = False
    lacking: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


@dataclass(frozen=True)
class SheetCandidate:
    """A sheet with the header of a kind, and how much it is like that kind."""

    sheet: Sheet
    layout: Layout
    likeness: Likeness


@dataclass(frozen=True)
class SheetsReading:
    """What came of reading a file's sheets as one kind; see `Report` for most of it.

    `sheet` and `layout` are of the first sheet that was read, `sheet_names` of all of them.
    `unread` says which sheets and tables were left out, and why. `reasons` tell why a field has
    its column, where more than the header's words told.
    """

    kind: str
    sheet: Sheet
    layout: Layout
    sheet_names: tuple[str, ...]
    facts: pa.Table
    periods: tuple[str, ...]
    problems: tuple[Problem, ...]
    totals: tuple[Total, ...] = ()
    extract_date: date | None = None
    questions: tuple[Question, ...] = ()
    rows: tuple[UnitQuarter, ...] = ()
    unread: tuple[Problem, ...] = ()
    reasons: dict[str, ColumnReason] = field(default_factory=dict)
