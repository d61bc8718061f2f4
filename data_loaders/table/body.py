"""The rows of a list, column by column: understood, with a problem for each cell that is wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import PurePath
from typing import Any

import numpy as np
import pyarrow as pa

from core.quarter import Period
from data_loaders.codes import problem
from data_loaders.context import Context
from data_loaders.files.columns import EncodedColumn, Mask, RowIndexes, join_columns, repeat_value
from data_loaders.files.grid import Sheet
from data_loaders.files.values import Value, format_cell
from data_loaders.guidance.mapping import get_number_style, label_columns
from data_loaders.guidance.proposal import Choice, Question
from data_loaders.problem import LONGEST_VALUE, Problem
from data_loaders.table import cell_values
from data_loaders.table.cell_values import BadCell
from data_loaders.table.declaration import CellType, Declaration
from data_loaders.table.layout import Layout
from data_loaders.table.problem_collector import ProblemCollector
from data_loaders.table.row_sorting import TableColumns
from data_loaders.table.totals import TotalLine
from data_loaders.words import days, numbers
from data_loaders.words.days import DATE_ORDER, DateOrder, find_drawn_day
from data_loaders.words.numbers import NumberStyle
from data_loaders.words.times import find_periods

_FEWEST_ROUNDED = 3
_OF_TIME = (CellType.DATE, CellType.PERIOD)
_EITHER_WAY = (
    "{value} kan læses både med dagen og med måneden først, og ingen af filens datoer afgør det. "
    "Datoerne er læst med dagen først."
)


@dataclass(frozen=True)
class BodyPart:
    """The rows of one sheet, or those of one period where some columns are for one each.

    `columns` are the places of the fields, `rows` the rows counted from the first one below the
    header, and `period_header` the header that names the period, "" where none does. `carried` are
    columns in which a blank meant "as above", `filters` what an export notes of its filters.
    """

    table: TableColumns
    columns: dict[str, int]
    rows: RowIndexes
    totals: tuple[TotalLine, ...] = ()
    period_header: str = ""
    carried: dict[str, EncodedColumn[Value]] = field(default_factory=dict)
    filters: tuple[str, ...] = ()

    @property
    def layout(self) -> Layout:
        """The sheet's header, and which column is which."""
        return self.table.layout

    @property
    def sheet(self) -> Sheet:
        """The sheet."""
        return self.table.sheet

    def find_header(self, name: str) -> str:
        """Return the header of a field, "" where the sheet has no such column."""
        return self.layout.headers[self.columns[name]] if name in self.columns else ""

    def take_cells(self, name: str) -> EncodedColumn[Value]:
        """Return the cells of a field; empty ones where the sheet has no such column."""
        if name in self.carried:
            return self.carried[name]
        if name not in self.columns:
            return repeat_value(None, len(self.rows))
        return self.table[self.columns[name]].take(self.rows)

    @cached_property
    def titles(self) -> list[str]:
        """The lines above the header, and what an export notes of its filters."""
        return [*self.layout.list_titles(self.sheet), *self.filters]

    def find_periods(self, file_name: str) -> tuple[Period, ...]:
        """Find the times that the spread columns' header, title, sheet or file name states."""
        places = (self.period_header, "\n".join(self.titles), self.sheet.name)
        of_texts = (find_periods(text) for text in (*places, PurePath(file_name).stem))
        return next((periods for periods in of_texts if periods), ())


class TableBody:
    """The rows of a list. Every column has as many rows as the list, in the same order."""

    def __init__(
        self,
        declaration: Declaration,
        parts: Iterable[BodyPart],
        context: Context,
        collector: ProblemCollector,
    ) -> None:
        self.declaration = declaration
        self.context = context
        self.parts = tuple(parts)
        self.collector = collector
        self._cells: dict[str, EncodedColumn[Value]] = {}
        self._read: dict[str, EncodedColumn[Any]] = {}
        self.faulty_fields: set[str] = set()

    def __len__(self) -> int:
        return sum(len(part.rows) for part in self.parts)

    def has_field(self, name: str) -> bool:
        """Whether some sheet has a column for a field."""
        return any(name in part.columns for part in self.parts)

    def cells(self, name: str) -> EncodedColumn[Value]:
        """Return a field's cells as they stand."""
        if name not in self._cells:
            self._cells[name] = join_columns([part.take_cells(name) for part in self.parts])
        return self._cells[name]

    def read_field(self, name: str) -> EncodedColumn[Any]:
        """Return a field's cells understood; a cell that is wrong is None, and a problem."""
        if name not in self._read:
            self._read[name] = self._read_cells(name)
        return self._read[name]

    def read_arrow_array(self, name: str, kind: pa.DataType) -> pa.Array:
        """Return a field as Arrow."""
        return self.read_field(name).to_arrow(kind)

    @property
    def stated_periods(self) -> EncodedColumn[tuple[Period, ...]]:
        """For each row what is said of time around it: see `BodyPart.find_periods`."""
        name = self.context.file_name
        return join_columns(
            [repeat_value(part.find_periods(name), len(part.rows)) for part in self.parts]
        )

    @cached_property
    def extract_date(self) -> date | None:
        """The day that the file was drawn, where it says so."""
        return next((d for p in self.parts if (d := find_drawn_day(p.titles))), None)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems found until now."""
        return self.collector.problems

    def flag(self, code: str, message: str, name: str, at: RowIndexes | Mask) -> None:
        """Add a problem of a field for each of some rows; {value} is what stands there.

        A discreet list's problems say "Cellen" for it.
        """
        places = np.flatnonzero(at) if at.dtype == np.bool_ else at
        room = self.collector.count_room(code)
        for row in places[:room].tolist():
            self.collector.add(self._make_problem(code, message, name, row))
        self.collector.count(code, max(0, len(places) - room))

    def flag_values(self, code: str, name: str, messages: Mapping[int, str]) -> None:
        """Add a problem for each row whose cell is one of some different values, by its place."""
        codes = self.cells(name).codes
        for place, message in messages.items():
            self.flag(code, message, name, codes == place)

    def note(self, code: str, message: str) -> None:
        """Add a problem that has no cell."""
        self.collector.add(problem(code, message))

    def find_answer(self, question: str) -> str:
        """Return what is answered, now or for earlier files of the layout; "" where nothing is."""
        answers = (part.layout.mapping.answers.get(question, "") for part in self.parts)
        return next(filter(None, answers), "")

    def _read_cells(self, name: str) -> EncodedColumn[Any]:
        column, raw = self.declaration[name], self.cells(name)
        raw = raw.map(numbers.read_hours) if column.in_hours else raw
        if column.type in _OF_TIME and self._find_date_order(name) is DateOrder.MONTH_FIRST:
            raw = raw.map(days.put_day_first)
        style = (
            self.find_number_style(name) if column.type is CellType.NUMBER else NumberStyle.DANISH
        )
        values = cell_values.read_cells(column, raw.values, style)
        bad = {place: value for place, value in enumerate(values) if isinstance(value, BadCell)}
        present = set(np.unique(raw.codes).tolist()) if bad else set()
        for place, fault in bad.items():
            if place in present:
                self.faulty_fields.add(name)
                hint = "" if self.declaration.discreet else fault.hint
                self.flag_values(fault.code, name, {place: fault.message + hint})
        if style is None and any(fault.code == "ambiguous_number" for fault in bad.values()):
            self._ask_style(name)
        if column.type is CellType.KEY:
            self._check_rounded(name, raw)
        clean = [None if isinstance(value, BadCell) else value for value in values]
        return EncodedColumn(clean, raw.codes)

    def _check_rounded(self, name: str, keys: EncodedColumn[Value]) -> None:
        """Tell of long numbers that end in zeros where most of a column's are such."""
        rounded = keys.where(lambda value: numbers.is_rounded(format_cell(value)))
        filled = keys.where(lambda value: not cell_values.is_blank(value))
        if rounded.sum() >= max(_FEWEST_ROUNDED, filled.sum() / 2):
            self.faulty_fields.add(name)
            self.flag("damaged_key", cell_values.CUT_KEY, name, rounded)

    def find_number_style(self, name: str) -> NumberStyle | None:
        """Return the style of a column's numbers: as said, as it proves, or as the others show.

        None where there are two ways to read them.
        """
        chosen = {
            get_number_style(p.layout.mapping, p.columns[name])
            for p in self.parts
            if name in p.columns
        }
        return numbers.settle_style(
            self._list_numbers(name),
            chosen=max(chosen, default=""),
            others=self._list_other_numbers(name),
        )

    def _find_date_order(self, name: str) -> DateOrder:
        """Return whether a column's dates begin with day or month, as answered or as dates show.

        It is the day where nothing tells, and that is told where it matters.
        """
        values = self.cells(name).values
        either = next(
            (place for place, value in enumerate(values) if days.has_two_readings(value)), None
        )
        if chosen := self.find_answer(DATE_ORDER):
            return DateOrder(chosen)
        orders = days.find_date_orders(values) or frozenset[DateOrder]().union(
            *map(days.find_date_orders, self._list_date_cells())
        )
        if either is not None and len(orders) != 1:
            self._ask_order(name, either)
        return next(iter(orders)) if len(orders) == 1 else DateOrder.DAY_FIRST

    def _ask_order(self, name: str, place: int) -> None:
        if DATE_ORDER in self.collector.questions:
            return
        first = np.flatnonzero(self.cells(name).codes == place)[:1]
        self.flag("ambiguous_date", _EITHER_WAY, name, first)
        choices = (
            Choice(DateOrder.DAY_FIRST.value, "Dagen først: 10/01/2024 er den 10. januar"),
            Choice(DateOrder.MONTH_FIRST.value, "Måneden først: 10/01/2024 er den 1. oktober"),
        )
        text = "Hvordan er filens datoer skrevet?"
        self.collector.ask(Question(DATE_ORDER, text, choices, "ambiguous_date"))

    def _list_date_cells(self) -> list[Iterable[Value]]:
        of_time = [
            declared.name for declared in self.declaration.fields if declared.type in _OF_TIME
        ]
        return [self.cells(name).values for name in of_time]

    def _ask_style(self, name: str) -> None:
        part = next(part for part in self.parts if name in part.columns)
        label = label_columns(part.layout.headers)[part.columns[name]]
        choices = (
            Choice(
                NumberStyle.DANISH.value, "Punktum skiller tusinder: 1.234 er tusind og derover"
            ),
            Choice(NumberStyle.ENGLISH.value, "Punktum skiller decimaler: 1.234 er lidt over én"),
        )
        text = f"Hvordan er tallene i kolonnen »{label}« skrevet?"
        self.collector.ask(Question(f"style:{label}", text, choices, "ambiguous_number"))

    def _list_numbers(self, name: str) -> Sequence[Value]:
        values = self.cells(name).values
        return list(map(numbers.read_hours, values)) if self.declaration[name].in_hours else values

    def _list_other_numbers(self, name: str) -> list[Iterable[Value]]:
        names = [
            declared.name
            for declared in self.declaration.fields
            if declared.type is CellType.NUMBER
        ]
        return [self._list_numbers(other_name) for other_name in names if other_name != name]

    def _make_problem(self, code: str, message: str, name: str, row: int) -> Problem:
        part, at = self._find_part(row)
        text = format_cell(self.cells(name)[row])[:LONGEST_VALUE]
        shown_value = "Cellen" if self.declaration.discreet else f"»{text}«"
        place = part.columns.get(name)
        return problem(
            code,
            message.replace("{value}", shown_value),
            sheet=part.sheet.name,
            cell=part.table.find_address(int(part.rows[at]), place or 0),
            column=part.find_header(name),
            value="" if self.declaration.discreet else text,
        )

    def find_place(self, row: int) -> tuple[str, int]:
        """Return the sheet of a row, and the number that it has there."""
        part, at = self._find_part(row)
        index = part.table.find_index(int(part.rows[at]))
        return part.sheet.name, part.sheet.row_number(index)

    def _find_part(self, row: int) -> tuple[BodyPart, int]:
        for part in self.parts:
            if row < len(part.rows):
                return part, row
            row -= len(part.rows)
        raise IndexError(row)
