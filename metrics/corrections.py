"""Where the data now give another figure for an opgørelse than the one that was sent."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from core.quarter import Quarter
from metrics.declaration import Noegletal
from metrics.figure_correction import CorrectedMeasure, FigureCorrection
from metrics.rows import Row, RowT
from metrics.sendings import (
    ChangesSinceSent,
    UnderlyingData,
    are_spells_changed_alone,
    find_earlier_sendings,
    find_sent_opgoerelser,
    is_corrected,
    list_rolling_data,
)
from store.figures import Reader
from store.kinds import SICK_LEAVE


class ComparedColumns(NamedTuple):
    """A measure, and the columns of a row that have it as sent and as the data have it now."""

    measure: str
    sent: str
    now: str


def name_compared_columns(column: str, *measures: str) -> tuple[ComparedColumns, ...]:
    """Name the columns of an earlier figure: "previous", "previous_short" and so on."""
    columns = {"value": column} | {name: f"{column}_{name}" for name in measures}
    return tuple(ComparedColumns(measure, name, f"{name}_now") for measure, name in columns.items())


class CorrectionFinder:
    """Finds how figures that were sent before an opgørelse came to be others now."""

    def __init__(self, reader: Reader, quarter: Quarter) -> None:
        self._reader = reader
        self._quarter = quarter
        self._late: dict[tuple[Quarter, UnderlyingData], bool] = {}
        self._late_spells: dict[Quarter, bool] = {}

    def has_late_data(self, of: Quarter, data: UnderlyingData) -> bool:
        """Whether data behind a figure of an earlier opgørelse have changed since it was sent."""
        if (of, data) not in self._late:
            self._late[of, data] = is_corrected(self._reader, of, data, later=self._quarter)
        return self._late[of, data]

    def start_rolling(self, of: Quarter, *, is_shown: bool = False) -> FigureCorrection:
        """Begin the correction of the rolling figure of an earlier opgørelse: without measures."""
        late = self.has_late_data(of, list_rolling_data(of))
        return FigureCorrection(
            of,
            by_late_data=late,
            is_rolling=True,
            is_shown=is_shown,
            by_spells=late and self._has_late_spells_alone(of),
        )

    def _has_late_spells_alone(self, of: Quarter) -> bool:
        if of not in self._late_spells:
            sending = find_earlier_sendings(self._reader, self._quarter)[of]
            self._late_spells[of] = are_spells_changed_alone(self._reader, of, sending.at)
        return self._late_spells[of]

    def correct_opgoerelse(
        self, rows: Sequence[RowT], noegletal: Noegletal, column: str, *, of: Quarter, single: bool
    ) -> tuple[tuple[RowT, ...], ChangesSinceSent]:
        """Correct one column, the figure of one earlier opgørelse, and say through which uploads.

        The figure is of a `single` quarter, else the rolling one.
        """
        data = UnderlyingData(SICK_LEAVE, (str(of),)) if single else list_rolling_data(of)

        def start(_: RowT) -> FigureCorrection:
            late = self.has_late_data(of, data)
            return FigureCorrection(of, by_late_data=late, is_rolling=not single)

        corrected = correct_rows(rows, noegletal, name_compared_columns(column), start=start)
        changed = any(_read_corrections(row) for row in corrected)
        earlier = find_sent_opgoerelser(self._reader, self._quarter, {of: data} if changed else {})
        return corrected, ChangesSinceSent(self._quarter, earlier=earlier)


def correct_rows(
    rows: Sequence[RowT],
    noegletal: Noegletal,
    columns: Sequence[ComparedColumns],
    *,
    start: Callable[[RowT], FigureCorrection | None],
) -> tuple[RowT, ...]:
    """Keep what the data now give only where it differs as shown, and tell it in `corrections`.

    `start` begins the correction of a row: without its measures, None where it is told already.
    """
    return tuple(_correct_row(row, noegletal, columns, start) for row in rows)


def list_corrected_quarters(rows: Iterable[Row]) -> set[Quarter]:
    """List the earlier quarters of which any row tells that a figure was corrected."""
    corrections = (correction for row in rows for correction in _read_corrections(row))
    return {correction.of for correction in corrections if isinstance(correction.of, Quarter)}


def _correct_row(
    row: RowT,
    noegletal: Noegletal,
    columns: Sequence[ComparedColumns],
    start: Callable[[RowT], FigureCorrection | None],
) -> RowT:
    if all(row.figure(column.now) is None for column in columns):
        return row
    measures = {
        column: measure
        for column in columns
        if (measure := _find_difference(row, noegletal, column))
    }
    changes: dict[str, Any] = {column.now: None for column in columns if column not in measures}
    correction = start(row) if measures else None
    if correction:
        measured = replace(correction, measures=tuple(measures.values()))
        changes["corrections"] = (*_read_corrections(row), measured)
    return replace(row, **changes)


def _find_difference(
    row: RowT, noegletal: Noegletal, column: ComparedColumns
) -> CorrectedMeasure | None:
    """Return a measure as sent and now, where the two differ as they are shown; else None."""
    measure, unit = noegletal.measure(column.measure), getattr(row, "measure_unit", "")
    sent, now = row.figure(column.sent), row.figure(column.now)
    if sent is None or now is None:
        return None
    corrected = CorrectedMeasure(measure, sent, now, unit)
    return corrected if len(set(corrected.texts)) > 1 else None


def _read_corrections(row: Row) -> tuple[FigureCorrection, ...]:
    corrections: tuple[FigureCorrection, ...] = getattr(row, "corrections", ())
    return corrections
