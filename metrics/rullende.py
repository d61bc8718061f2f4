"""Sickness absence over rolling four quarters: at one quarter, and how it came there."""

from pathlib import Path

import pandas as pd

from core.errors import NoDataError
from core.organisation import Level
from core.quarter import Quarter
from core.settings import Denominator
from metrics import noegletal, notes
from metrics.result import KpiResult, Source
from store.figures import Reader
from store.kinds import SICK_LEAVE

_FOLDER = Path(__file__).parent / "sql"
_AT = (_FOLDER / "rullende_at.sql").read_text("utf-8")
_FIGURES = ["value", "short", "long", "long_share", "employees"]
_SAID_IN_NOTES = ["holes", "unsplit", "vanished", "quarters", "denominator", "previous_denominator"]
_QUARTERS_BEHIND = 11  # nine opgørelser, as Figur 1 shows, rest on twelve quarters
_SERIES = (_FOLDER / "udvikling.sql").read_text("utf-8")


def quarters(reader: Reader) -> tuple[Quarter, ...]:
    """Return the quarters that have an opgørelse of the kommune, newest first."""
    frame = reader.query(
        "SELECT quarter FROM rullende WHERE level = 'kommune' AND NOT missing ORDER BY quarter DESC"
    )
    return tuple(Quarter.parse(text) for text in frame["quarter"])


def levels(reader: Reader, *, quarter: Quarter) -> tuple[Level, ...]:
    """Return the levels that have rows at a quarter, from the top.

    Raises NoDataError where there are none.
    """
    frame = reader.query(
        "SELECT DISTINCT level FROM rullende WHERE quarter = $quarter", {"quarter": str(quarter)}
    )
    if frame.empty:
        raise NoDataError(_nothing(reader, quarter, Level.KOMMUNE))
    return tuple(level for level in Level if level.value in set(frame["level"]))


def rullende(reader: Reader, *, quarter: Quarter, level: Level) -> KpiResult:
    """Figures of every node of a level at a quarter, in the organisation's order.

    Columns: `value, short, long` (dagsværk per member of the denominator), `long_share` (0–1),
    `employees`; `previous, change, change_short, change_long, change_long_share` against the
    quarter before; `year_ago, change_year`; `peak, peak_quarter, since_peak` over all quarters up
    to this one. Only figures of the same denominator are compared. Raises NoDataError where the
    quarter has no rows.
    """
    frame = reader.query(
        _AT,
        {
            "quarter": str(quarter),
            "previous": str(quarter - 1),
            "year_ago": str(quarter - 4),
            "level": level.value,
        },
    )
    if frame.empty:
        raise NoDataError(_nothing(reader, quarter, level))
    return _result(reader, quarter=quarter, level=level, frame=frame)


def udvikling(reader: Reader, *, quarter: Quarter, level: Level) -> KpiResult:
    """Figures of every node of a level at each quarter up to one: what Figur 1 shows.

    Columns as `rullende` without the comparisons, by node and then quarter. Quarters with another
    denominator than the newest are missing here.
    """
    frame = reader.query(_SERIES, {"quarter": str(quarter), "level": level.value})
    if frame.empty:
        raise NoDataError(_nothing(reader, quarter, level))
    return _result(reader, quarter=quarter, level=level, frame=frame)


def _result(reader: Reader, *, quarter: Quarter, level: Level, frame: pd.DataFrame) -> KpiResult:
    newest = frame[frame["quarter"] == str(quarter)]
    denominator = Denominator((newest if len(newest) else frame)["denominator"].iloc[-1])
    other = frame["denominator"] != denominator.value  # not on one axis with the rest
    frame.loc[other, _FIGURES] = float("nan")
    frame.loc[other, "missing"] = True
    frame["note"] = [notes.note(row, denominator) for row in frame.to_dict("records")]
    return KpiResult(
        noegletal=noegletal.rullende(denominator),
        quarter=quarter,
        level=level,
        denominator=denominator,
        settings=reader.version.settings,
        sources=_sources(reader, quarter),
        frame=frame.drop(columns=_SAID_IN_NOTES, errors="ignore"),
    )


def _sources(reader: Reader, quarter: Quarter) -> tuple[Source, ...]:
    frame = reader.query(
        "SELECT file_name, extract_date, loaded_at, kind, coalesce(graense, 0) AS graense, "
        "min(period) AS quarter FROM sources "
        "WHERE period BETWEEN $first AND $last AND list_contains($kinds, kind) "
        "GROUP BY ALL ORDER BY quarter, file_name",
        {
            "first": str(quarter - _QUARTERS_BEHIND),
            "last": str(quarter),
            "kinds": list(SICK_LEAVE),
        },
    )
    return tuple(
        Source(
            file_name=row["file_name"],
            extract_date=None if pd.isna(row["extract_date"]) else row["extract_date"].date(),
            loaded_at=row["loaded_at"].to_pydatetime(),
            kind=row["kind"],
            threshold=row["graense"],
        )
        for row in frame.to_dict("records")
    )


def _nothing(reader: Reader, quarter: Quarter, level: Level) -> str:
    known = reader.query("SELECT DISTINCT quarter FROM rullende ORDER BY quarter")["quarter"]
    if known.empty:
        return "Der er ingen kvartaler med sygefravær endnu."
    if str(quarter) in set(known):
        return f"Data for {quarter.label} har ingen oplysninger på niveauet {level.label.lower()}."
    return (
        f"Der er ingen data for {quarter.label}. "
        f"Der er data for {known.iloc[0]} til {known.iloc[-1]}."
    )
