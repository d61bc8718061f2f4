"""What a file turned out to be: a kind, a column mapping, typed rows, totals and problems."""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

import pyarrow as pa

from core.month import Month
from core.quarter import Quarter
from data_loaders.files.grid import Grid
from data_loaders.guidance.proposal import Proposal, Question
from data_loaders.problem import Problem, Severity

_QUARTER_OR_MONTH = re.compile(r"\d{4}(?:K[1-4]|-\d\d)$")


@dataclass(frozen=True, slots=True)
class UnitQuarter:
    """One enhed in one quarter, as the extract has it; or the part of it in one `personalegruppe`.

    `enhed` is the unit's number as written (leading zeros kept), or its name where the file has
    no numbers. Absence is in fraværsdagsværk (7.4 hours), `medarbejdere` and
    `fuldtidsstillinger` are averages of the quarter; None means that the file does not say.
    Where the row is of one `month` only, its figures are that month's. `graense` is the longest
    spell, in days, that is short, where the headers say so.
    """

    quarter: Quarter
    enhed: str
    enhed_navn: str
    afdeling: str | None
    omraade: str | None
    dagsvaerk: Decimal | None
    korttid: Decimal | None
    langtid: Decimal | None
    medarbejdere: Decimal | None
    fuldtidsstillinger: Decimal | None
    sheet: str
    row: int
    personalegruppe: str | None = None
    month: Month | None = None
    graense: int | None = None

    @property
    def period(self) -> str:
        """What the row's figures are of, as the store names it: "2024K2", or "2024-04"."""
        return str(self.month or self.quarter)


@dataclass(frozen=True)
class Total:
    """A total line of the file beside the sum of the rows that it covers.

    `label` is the line's own words, `column` the header. `agrees` allows for half the last
    printed decimal times the number of rows.
    """

    label: str
    column: str
    cell: str
    file: Decimal
    computed: Decimal
    agrees: bool

    @property
    def difference(self) -> Decimal:
        """The file's total less the sum of its rows."""
        return self.file - self.computed


@dataclass(frozen=True)
class Report:
    """A file as understood.

    `columns` maps each field to the header that it was read from; `unused` are the headers that
    were not needed. `facts` has the columns of the store's table of this kind, but the upload's
    id; `periods` are the quarters ("2024K4"), months ("2024-04"), years ("2024") or other parts
    that would be replaced as one. `rows` are the quarterly extract's own. `proposal` is what it
    was read by, and what must be asked. `reservation` are the file's own words for figures that may
    change. `grid` are its cells, to mark the bad ones; None where no
    cell may be shown.
    With any error among the problems nothing of it may be stored.
    """

    file_name: str
    sha256: str
    kind: str
    dialect: str
    sheet: str
    columns: dict[str, str]
    unused: tuple[str, ...]
    extract_date: date | None
    facts: pa.Table
    periods: tuple[str, ...]
    totals: tuple[Total, ...]
    problems: tuple[Problem, ...]
    rows: tuple[UnitQuarter, ...] = ()
    proposal: Proposal = field(default_factory=Proposal)
    reservation: str = ""
    grid: Grid | None = field(default=None, repr=False, compare=False)

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """The quarters that the file covers, wholly or in part, in order; none for other times."""
        quarters = {Quarter.parse(text) for text in self.periods if _QUARTER_OR_MONTH.match(text)}
        return tuple(sorted(quarters))

    @property
    def refused(self) -> bool:
        """Whether any problem is an error."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def add_question(self, finding: Problem, question: Question) -> "Report":
        """Return the report with a problem and the question that would settle it."""
        questions = (*self.proposal.questions, question)
        proposal = replace(self.proposal, questions=questions)
        return replace(self, problems=(*self.problems, finding), proposal=proposal)

    @property
    def asks(self) -> bool:
        """Whether answers are all that the file lacks: each of its errors has a question."""
        codes = {question.code for question in self.proposal.questions if question.suffices}
        return self.refused and all(
            problem.code in codes for problem in self.problems if problem.severity is Severity.ERROR
        )
