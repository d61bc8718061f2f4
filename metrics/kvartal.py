"""Sickness absence in single quarters: what the rolling figures are made of."""

from dataclasses import replace
from typing import TypeVar

from core.errors import NoDataError
from core.nodes import Level
from core.quarter import Quarter
from core.settings import Denominator
from metrics import figures, noegletal, provenance, sendings
from metrics.corrections import CorrectionFinder
from metrics.events import read_events
from metrics.memoize import memoize
from metrics.own_line import read_own_line
from metrics.reservations import explain_unfinished, read_reservation
from metrics.result import KpiResult
from metrics.rows import Figure, KvartalRow, SickLeaveRow, subtract_figures
from store.figures import Reader

SickLeaveRowT = TypeVar("SickLeaveRowT", bound=SickLeaveRow)


@memoize
def read_kvartal(reader: Reader, *, quarter: Quarter, level: Level) -> KpiResult[KvartalRow]:
    """Read figures of every node of a level in one quarter, beside those a year before.

    `change` is against the year before, where both are divided by the same. `year_ago` is as it
    was sent, where it was. Raises NoDataError where the quarter has no rows.
    """
    declared = noegletal.declare_kvartal(reader.version.settings.denominator)
    rows = figures.read_at(reader, declared, KvartalRow, quarter=quarter, level=level)
    if not rows:
        raise _make_no_data_error(reader, quarter, level)
    year_ago = figures.read_earlier(
        reader,
        declared,
        KvartalRow,
        quarter=quarter - 4,
        level=level,
        sent=sendings.find_sent_set(reader, quarter - 4),
    )
    compared = [_compare(row, year_ago.get(row.key)) for row in rows]
    finder = CorrectionFinder(reader, quarter)
    corrected, changes = finder.correct_opgoerelse(
        compared, declared, "year_ago", of=quarter - 4, single=True
    )
    result = _make_result(reader, corrected, quarter=quarter, level=level)
    return replace(result, changes_since_sent=changes)


@memoize
def read_kvartal_series(
    reader: Reader, *, quarter: Quarter, level: Level
) -> KpiResult[SickLeaveRow]:
    """Read figures of every node of a level in each quarter up to one, by node and then quarter.

    They are what the data now show: what is usual is judged by the best that is known.
    """
    declared = noegletal.declare_kvartal(reader.version.settings.denominator)
    rows = figures.read_up_to(reader, declared, SickLeaveRow, quarter=quarter, level=level)
    if not rows:
        raise _make_no_data_error(reader, quarter, level)
    newest = rows[-1].denominator
    alike = tuple(row if row.denominator == newest else row.without_figures() for row in rows)
    return _make_result(reader, alike, quarter=quarter, level=level)


def _compare(row: KvartalRow, year_ago: tuple[KvartalRow, Figure] | None) -> KvartalRow:
    if year_ago is None or year_ago[0].denominator != row.denominator:
        return row
    before, now = year_ago
    return replace(
        row,
        year_ago=before.value,
        year_ago_masked=before.masked,
        year_ago_now=now,
        change=subtract_figures(row.value, before.value),
    )


def _make_result(
    reader: Reader, rows: tuple[SickLeaveRowT, ...], *, quarter: Quarter, level: Level
) -> KpiResult[SickLeaveRowT]:
    """Put rows of single quarters together with what makes them checkable."""
    denominator = Denominator(rows[-1].denominator)
    return KpiResult(
        noegletal=noegletal.declare_kvartal(denominator),
        quarter=quarter,
        level=level,
        denominator=denominator,
        settings=reader.version.settings,
        own_line=read_own_line(reader, quarter=quarter),
        sources=provenance.read_sources(reader, first=quarter, last=quarter),
        rows=rows,
        period=quarter.period,
        events=read_events(reader, quarter=quarter),
        reservation=read_reservation(reader, kpi="kvartal", quarter=quarter),
    )


def _make_no_data_error(reader: Reader, quarter: Quarter, level: Level) -> NoDataError:
    at_level = f"Der er ingen data for {quarter.label} på niveauet {level.label.lower()}."
    return NoDataError(explain_unfinished(reader, quarter) or at_level)
