"""Earlier figures of the agenda as the opgørelse that was sent last before a quarter had them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from core.nodes import Level
from core.quarter import Quarter
from metrics import figures
from metrics.corrections import CorrectionFinder, correct_rows, name_compared_columns
from metrics.declaration import Noegletal
from metrics.figure_correction import FigureCorrection
from metrics.rows import AgendaNowRow, AgendaPeriodRow, AgendaRow, index_by_key, subtract_figures
from metrics.sendings import (
    ChangesSinceSent,
    UnderlyingData,
    find_earlier_sendings,
    find_sent_opgoerelser,
    find_sent_set,
)
from store.figures import Reader

_LISTS = ("noegletal",)
AgendaRowT = TypeVar("AgendaRowT", bound=AgendaRow)


class SentAgenda:
    """The figures of a level in the opgørelse that was sent last before a quarter.

    `now` and `series` declare the figures at a quarter, and those of all periods.
    """

    def __init__(
        self, reader: Reader, now: Noegletal, series: Noegletal, *, quarter: Quarter, level: Level
    ) -> None:
        self._reader = reader
        self._declared = now
        self._quarter = quarter
        self._of = max(find_earlier_sendings(reader, quarter), default=None)
        self._finder = CorrectionFinder(reader, quarter)
        self._rows = self._read_shown(series, level) if self._of else {}

    def _read_shown(
        self, series: Noegletal, level: Level
    ) -> dict[tuple[str, str], AgendaPeriodRow]:
        """Return the rows as sent, by key and period: each place's up to its newest period then."""
        version = find_sent_set(self._reader, self._of) if self._of else ""
        at, periods = (
            figures.read_sent(self._reader, declared, AgendaPeriodRow, level=level, version=version)
            for declared in (self._declared, series)
        )
        newest = index_by_key(row for row in at if row.quarter == self._of)
        earlier = [
            row for row in periods if row.key in newest and row.until <= newest[row.key].until
        ]
        return {
            (row.key, row.period): row for row in (*earlier, *newest.values()) if not row.missing
        }

    def compare_newest(
        self, rows: Iterable[AgendaNowRow]
    ) -> tuple[tuple[AgendaNowRow, ...], ChangesSinceSent]:
        """Compare figures with those before as they were sent; `previous_now` is what they are now.

        What was hidden when it was sent is not compared with.
        """
        compared = []
        for row in rows:
            before = self._rows.get((row.key, row.previous_period))
            marked = replace(row, previous_now=row.previous) if before else row
            compared.append(_compare(marked, before) if before else marked)
        return self._correct(compared, column="previous")

    def restore_sent(
        self, rows: Sequence[AgendaPeriodRow]
    ) -> tuple[tuple[AgendaPeriodRow, ...], ChangesSinceSent]:
        """Put the figures as they were sent in for all periods but the newest of each place.

        `value_now` is what they are now. The periods of a place come after each other.
        """
        newest = {row.key: row.until for row in rows}
        restored: dict[tuple[str, str], AgendaPeriodRow] = {}
        for row in rows:
            cell = row.key, row.period
            then = self._rows.get(cell) if row.until < newest[row.key] else None
            standing = row
            if then:  # named and placed as now
                standing = replace(then, name=row.name, parent=row.parent, value_now=row.value)
            before = restored.get((row.key, row.previous_period))
            restored[cell] = _compare(standing, before) if before else standing
        return self._correct([*restored.values()], column="value")

    def _correct(
        self, rows: Sequence[AgendaRowT], *, column: str
    ) -> tuple[tuple[AgendaRowT, ...], ChangesSinceSent]:
        """Tell where a figure is another one than was sent, and through which uploads."""
        is_shown = column == "value"

        def start(row: AgendaRowT) -> FigureCorrection | None:
            if self._of is None:
                return None
            late = self._finder.has_late_data(
                self._of, _list_underlying_data(row, is_shown=is_shown)
            )
            period = row.period if is_shown else row.previous_period
            return FigureCorrection(period, by_late_data=late, is_shown=is_shown)

        corrected = correct_rows(rows, self._declared, name_compared_columns(column), start=start)
        periods = dict.fromkeys(
            period
            for row in corrected
            if row.corrections
            for period in _list_underlying_data(row, is_shown=is_shown).periods
        )
        data = {self._of: UnderlyingData(_LISTS, tuple(periods))} if self._of and periods else {}
        changes = ChangesSinceSent(
            self._quarter, earlier=find_sent_opgoerelser(self._reader, self._quarter, data)
        )
        return corrected, changes


def _list_underlying_data(row: AgendaRow, *, is_shown: bool) -> UnderlyingData:
    """Return the data behind the figure of a row (`is_shown`), or behind the one before it."""
    period = row.period if is_shown else row.previous_period
    return UnderlyingData(_LISTS, (f"{row.noegletal}|{period}",))


def _compare(row: AgendaRowT, before: AgendaRow) -> AgendaRowT:
    """Compare a row with one before it, where they are counted in the same."""
    previous = before.value if row.measure_unit == before.measure_unit else None
    return replace(
        row,
        previous=previous,
        change=subtract_figures(row.value, previous),
        previous_masked=before.masked,
    )
