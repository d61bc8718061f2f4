"""Sickness absence over rolling four quarters: at one quarter, and how it came there."""

from pathlib import Path
from typing import TypeVar

from core.errors import NoDataError
from core.nodes import Level
from core.quarter import Quarter
from core.settings import Denominator
from metrics import noegletal, provenance, sendings
from metrics.corrections import (
    ComparedColumns,
    CorrectionFinder,
    correct_rows,
    list_corrected_quarters,
    name_compared_columns,
)
from metrics.events import read_events
from metrics.figure_correction import FigureCorrection
from metrics.memoize import memoize
from metrics.noegletal import RULLENDE
from metrics.own_line import read_own_line
from metrics.records import make_records
from metrics.references import Reference, read_references
from metrics.reservations import explain_unfinished, read_reservation
from metrics.result import KpiResult
from metrics.rows import RullendeRow, SeriesRow
from metrics.sendings import ChangesSinceSent
from store.figures import Reader
from store.kinds import SICK_LEAVE

_QUERIES = Path(__file__).parent / "queries"
_AT = (_QUERIES / "rullende_at.sql").read_text("utf-8")
_SPLIT = ("short", "long", "long_share")
_QUARTERS_BEHIND = 11  # nine opgørelser, as Figur 1 shows, rest on twelve quarters
WindowRowT = TypeVar("WindowRowT", RullendeRow, SeriesRow)
_SERIES = (_QUERIES / "udvikling.sql").read_text("utf-8")


@memoize
def find_quarters(reader: Reader) -> tuple[Quarter, ...]:
    """Return the quarters that have an opgørelse of the kommune, newest first."""
    frame = reader.query(
        "SELECT quarter FROM rullende WHERE level = 'kommune' AND NOT missing ORDER BY quarter DESC"
    )
    return tuple(Quarter.parse(text) for text in frame["quarter"])


@memoize
def has_part_days(reader: Reader) -> bool:
    """Return whether any data tell absence of part of a day from the rest."""
    return bool(reader.query("SELECT count(*) AS count FROM sources WHERE parts")["count"].iloc[0])


@memoize
def find_levels(reader: Reader, *, quarter: Quarter) -> tuple[Level, ...]:
    """Return the levels that have rows at a quarter, from the top.

    Raises NoDataError where there are none.
    """
    frame = reader.query(
        "SELECT DISTINCT level FROM rullende WHERE quarter = $quarter", {"quarter": str(quarter)}
    )
    if frame.empty:
        raise NoDataError(_explain_no_data(reader, quarter, Level.KOMMUNE))
    return tuple(level for level in Level if level.value in set(frame["level"]))


def read_parts(reader: Reader, *, quarter: Quarter) -> list[KpiResult[RullendeRow]]:
    """Read the områder, or the afdelinger where there are no områder; nothing where neither is.

    Raises NoDataError as `find_levels`.
    """
    levels = find_levels(reader, quarter=quarter)
    highest = [level for level in (Level.OMRAADE, Level.AFDELING) if level in levels][:1]
    return [read_rullende(reader, quarter=quarter, level=level) for level in highest]


@memoize
def read_rullende(reader: Reader, *, quarter: Quarter, level: Level) -> KpiResult[RullendeRow]:
    """Read figures of every node of a level at a quarter, in the organisation's order.

    Each is beside those of the quarter before, of a year before and of the peak of all quarters up
    to this one: see `RullendeRow`. Only figures of the same denominator are compared. Raises
    NoDataError where the quarter has no rows.
    """
    answer = reader.query(
        _AT,
        {
            "quarter": str(quarter),
            "previous": str(quarter - 1),
            "year_ago": str(quarter - 4),
            "level": level.value,
            **sendings.list_sent_sets(reader, quarter),
            **sendings.list_kept_splits(reader, quarter, RULLENDE),
        },
    )
    if answer.empty:
        raise NoDataError(_explain_no_data(reader, quarter, level))
    rows = _correct_rows(reader, make_records(answer, RullendeRow), quarter)
    earlier = sendings.find_opgoerelser_before(
        reader, quarter, corrected=list_corrected_quarters(rows)
    )
    changes = sendings.find_changes_since_sent(
        reader, quarter, RULLENDE, level=level, earlier=earlier
    )
    return _make_result(reader, rows, quarter=quarter, level=level, changes=changes)


def _correct_rows(
    reader: Reader, rows: tuple[RullendeRow, ...], quarter: Quarter
) -> tuple[RullendeRow, ...]:
    """Mark which earlier figures the data now give otherwise than they were sent."""
    finder = CorrectionFinder(reader, quarter)
    before, year_ago = quarter - 1, quarter - 4

    def start_peak(row: RullendeRow) -> FigureCorrection | None:
        top = row.peak_quarter
        if top is None or top in {before, year_ago}:  # it is told with them
            return None
        return finder.start_rolling(top)

    previous = name_compared_columns("previous", *_SPLIT)
    rows = correct_rows(rows, RULLENDE, previous, start=lambda _: finder.start_rolling(before))
    of_year = name_compared_columns("year_ago")
    rows = correct_rows(rows, RULLENDE, of_year, start=lambda _: finder.start_rolling(year_ago))
    return correct_rows(rows, RULLENDE, name_compared_columns("peak"), start=start_peak)


@memoize
def read_udvikling(reader: Reader, *, quarter: Quarter, level: Level) -> KpiResult[SeriesRow]:
    """Read figures of every node of a level at each quarter up to one, by node and then quarter.

    That is what Figur 1 shows. Earlier opgørelser are as they were sent, where they were: see
    `SeriesRow`. Quarters with another denominator than the newest are missing here.
    """
    answer = reader.query(
        _SERIES,
        {
            "quarter": str(quarter),
            "level": level.value,
            **sendings.list_sent_sets(reader, quarter),
            **sendings.list_kept_splits(reader, quarter, RULLENDE),
        },
    )
    if answer.empty:
        raise NoDataError(_explain_no_data(reader, quarter, level))
    finder = CorrectionFinder(reader, quarter)
    rows = correct_rows(
        make_records(answer, SeriesRow),
        RULLENDE,
        [ComparedColumns(name, name, f"{name}_now") for name in ("value", *_SPLIT)],
        start=lambda row: finder.start_rolling(row.quarter, is_shown=True),
    )
    corrected = {row.quarter for row in rows if row.corrections}
    earlier = sendings.find_sent_opgoerelser(
        reader, quarter, {of: sendings.list_rolling_data(of) for of in corrected}
    )
    changes = ChangesSinceSent(quarter, earlier=earlier)
    return _make_result(reader, rows, quarter=quarter, level=level, changes=changes)


def _make_result(
    reader: Reader,
    rows: tuple[WindowRowT, ...],
    *,
    quarter: Quarter,
    level: Level,
    changes: ChangesSinceSent,
) -> KpiResult[WindowRowT]:
    newest = [row for row in rows if row.quarter == quarter] or rows
    denominator = Denominator(newest[-1].denominator)
    return KpiResult(
        noegletal=noegletal.declare_rullende(denominator),
        quarter=quarter,
        level=level,
        denominator=denominator,
        settings=reader.version.settings,
        sources=provenance.read_sources(
            reader, first=quarter - _QUARTERS_BEHIND, last=quarter, kinds=SICK_LEAVE
        ),
        rows=tuple(
            row if row.denominator == denominator.value else row.without_figures() for row in rows
        ),
        period=quarter.rolling_period,
        changes_since_sent=changes,
        events=read_events(reader, quarter=quarter),
        reservation=read_reservation(reader, kpi="rullende", quarter=quarter),
        own_line=read_own_line(reader, quarter=quarter),
        references=_read_references(reader, quarter, level, denominator),
        peak_since=_find_peak_since(reader),
    )


@memoize
def _find_peak_since(reader: Reader) -> Quarter | None:
    """Return the first quarter with figures, where those of an earlier one were erased."""
    frame = reader.query(
        """
        WITH kommune AS (
            SELECT quarter FROM rullende WHERE level = 'kommune' AND NOT missing
            UNION
            SELECT quarter FROM shown_rullende WHERE level = 'kommune' AND NOT missing
        )
        SELECT first FROM (SELECT min(quarter) AS first FROM kommune)
        WHERE EXISTS (FROM erased_quarters WHERE quarter < first)
        """
    )
    return None if frame.empty else Quarter.parse(frame["first"].iloc[0])


def _read_references(
    reader: Reader, quarter: Quarter, level: Level, denominator: Denominator
) -> tuple[Reference, ...]:
    """Read the figures from elsewhere that the kommune is compared with; none for its parts."""
    if level is not Level.KOMMUNE:
        return ()
    return read_references(reader, quarter=quarter, denominator=denominator)


def _explain_no_data(reader: Reader, quarter: Quarter, level: Level) -> str:
    if unfinished := explain_unfinished(reader, quarter):
        return unfinished
    computed = reader.query("SELECT DISTINCT quarter FROM rullende ORDER BY quarter")["quarter"]
    if computed.empty:
        return "Der er ingen kvartaler med sygefravær endnu."
    if str(quarter) in set(computed):
        return f"Data for {quarter.label} har ingen oplysninger på niveauet {level.label.lower()}."
    return (
        f"Der er ingen data for {quarter.label}. "
        f"Der er data for {computed.iloc[0]} til {computed.iloc[-1]}."
    )
