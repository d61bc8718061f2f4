"""Where a sheet's header stands and which column holds what."""

from dataclasses import dataclass

from core.quarter import Period
from data_loaders.guidance.proposal import Question
from data_loaders.problem import Problem
from data_loaders.words.header_names import NUMBER_FIELDS


@dataclass(frozen=True)
class Layout:
    """Where a sheet's header stands and which column holds which field.

    `index` counts rows of the sheet; `columns` maps a field of UnitQuarter (or "kvartal", "maaned",
    "aar", "fra", "til", "niveau") to a column's place; `headers` are all headers as written, ""
    where there is none. A header of several rows, `depth`, ends at `index`; its words are joined.

    Where each period has number columns of its own, `periods` holds theirs; `columns` has those of
    the first. `rolling` says that the headers speak of rolling twelve months. `questions` stand
    beside the `problems` that their answers would settle.
    """

    index: int
    headers: tuple[str, ...]
    columns: dict[str, int]
    problems: tuple[Problem, ...]
    depth: int = 1
    periods: tuple[tuple[Period, dict[str, int]], ...] = ()
    rolling: bool = False
    questions: tuple[Question, ...] = ()

    @property
    def top(self) -> int:
        """The header's first row: what stands above it is the preamble."""
        return self.index - self.depth + 1

    @property
    def named(self) -> dict[str, str]:
        """The header that each field is read from."""
        return {field: self.headers[column] for field, column in self.columns.items()}

    @property
    def unused(self) -> tuple[str, ...]:
        """The headers that are not needed."""
        used = set(self.columns.values())
        used |= {place for _, columns in self.periods for place in columns.values()}
        return tuple(h for i, h in enumerate(self.headers) if h and i not in used)

    @property
    def number_columns(self) -> dict[str, int]:
        """The columns that hold figures."""
        return {f: self.columns[f] for f in NUMBER_FIELDS if f in self.columns}
