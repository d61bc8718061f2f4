"""Where a sheet's header stands and which column holds what."""

from dataclasses import dataclass, field
from functools import cached_property

from core.quarter import Period
from data_loaders.files.grid import Sheet
from data_loaders.guidance.mapping import Mapping
from data_loaders.guidance.proposal import Question
from data_loaders.problem import Problem
from data_loaders.table.header_rows import HeaderCandidate
from data_loaders.words.header_names import NUMBER_FIELDS
from data_loaders.words.stated_period import join_cells


@dataclass(frozen=True)
class PeriodColumns:
    """The columns of one period: its first column's header, and the place of each field."""

    period: Period
    header: str
    columns: dict[str, int]


@dataclass(frozen=True)
class Layout:
    """A sheet's header, and which column holds which field of a kind.

    `heading` are the header's rows. `shared` maps each field to its column's place, but for fields
    that have a column for each of several `periods`; `period_index` says which of these the table
    is read with. `clashes` are columns that fit a field equally well. `share` is how many of the
    needed groups of fields are there, from 0 to 1. `mapping` is what was said of the layout, or
    learned. `rolling` says that the headers speak of rolling twelve months. `questions` stand
    beside the `problems` that their answers would settle, and `notes` are worth knowing, but stop
    nothing. `lacking` are the needed fields of an extract that no column is, with their names.
    """

    heading: HeaderCandidate
    shared: dict[str, int]
    periods: tuple[PeriodColumns, ...] = ()
    clashes: dict[str, tuple[int, ...]] = field(default_factory=dict)
    share: float = 1.0
    mapping: Mapping = field(default_factory=Mapping)
    rolling: bool = False
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()
    period_index: int = 0
    lacking: dict[str, str] = field(default_factory=dict)

    @property
    def index(self) -> int:
        """The header's last row, counted in the sheet's rows."""
        return self.heading.index

    @property
    def top(self) -> int:
        """The header's first row: what stands above it is the preamble."""
        return self.heading.index - self.heading.depth + 1

    def list_titles(self, sheet: Sheet) -> list[str]:
        """Return the lines of the sheet above the header."""
        return [join_cells(row) for row in sheet.rows[: self.top]]

    @property
    def depth(self) -> int:
        """How many rows the header has."""
        return self.heading.depth

    @property
    def headers(self) -> tuple[str, ...]:
        """All headers as written, the words of several rows joined; "" where there is none."""
        return self.heading.headers

    @cached_property
    def columns(self) -> dict[str, int]:
        """The place of each field, of one period where each has columns of its own."""
        return self.shared | (self.periods[self.period_index].columns if self.periods else {})

    @property
    def named(self) -> dict[str, str]:
        """The header that each field is read from."""
        return {name: self.headers[place] for name, place in self.columns.items()}

    @cached_property
    def used(self) -> set[int]:
        """All columns that are read."""
        of_periods = (place for period in self.periods for place in period.columns.values())
        return {*self.shared.values(), *of_periods}

    @property
    def free(self) -> tuple[int, ...]:
        """The columns with a header that are not read."""
        return tuple(i for i, header in enumerate(self.headers) if header and i not in self.used)

    @property
    def unused(self) -> tuple[str, ...]:
        """The headers that are not needed."""
        return tuple(self.headers[place] for place in self.free)

    @property
    def number_columns(self) -> dict[str, int]:
        """The columns that hold figures of the extract."""
        return {name: self.columns[name] for name in NUMBER_FIELDS if name in self.columns}
