"""Sickness absence over rolling four quarters: at one quarter, and how it came there."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from core.errors import NoDataError
from core.nodes import Level
from core.quarter import Quarter
from core.settings import Denominator
from metrics import corrected, noegletal, notes, provenance, sent
from metrics.cells import Row
from metrics.events import events
from metrics.once import once
from metrics.references import Reference, references
from metrics.result import KpiResult
from metrics.sent import BesideSent
from store.figures import Reader
from store.kinds import SICK_LEAVE

_FOLDER = Path(__file__).parent / "sql"
_AT = (_FOLDER / "rullende_at.sql").read_text("utf-8")
_FIGURES = ["value", "short", "long", "long_share", "employees", "value_now"]
_SAID_IN_NOTES = [
    "holes", "unsplit", "vanished", "quarters", "denominator", "previous_denominator",
    "previous_short", "previous_long", "previous_long_share", "previous_short_now",
    "previous_long_now", "previous_long_share_now", "short_now", "long_now", "long_share_now",
]  # fmt: skip
_SPLIT = ("short", "long", "long_share")
_QUARTERS_BEHIND = 11  # nine opgørelser, as Figur 1 shows, rest on twelve quarters
_SERIES = (_FOLDER / "udvikling.sql").read_text("utf-8")


@once
def quarters(reader: Reader) -> tuple[Quarter, ...]:
    """Return the quarters that have an opgørelse of the kommune, newest first."""
    frame = reader.query(
        "SELECT quarter FROM rullende WHERE level = 'kommune' AND NOT missing ORDER BY quarter DESC"
    )
    return tuple(Quarter.parse(text) for text in frame["quarter"])


@once
def has_part_days(reader: Reader) -> bool:
    """Return whether any data tell absence of part of a day from the rest."""
    return bool(reader.query("SELECT count(*) AS count FROM sources WHERE parts")["count"].iloc[0])


@once
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


@once
def rullende(reader: Reader, *, quarter: Quarter, level: Level) -> KpiResult:
    """Figures of every node of a level at a quarter, in the organisation's order.

    Columns: `value, short, long` (dagsværk per member of the denominator), `long_share` (0–1),
    `employees`; `previous, change, change_short, change_long, change_long_share` against the
    quarter before; `year_ago, change_year`; `peak, peak_quarter, since_peak` over all quarters up
    to this one. `previous`, `year_ago` and `peak` are as they were sent, where they were; where the
    data now show another figure, that is `previous_now`, `year_ago_now` and `peak_now`. Only
    figures of the same denominator are compared. Raises NoDataError where the quarter has no rows.
    """
    frame = reader.query(
        _AT,
        {
            "quarter": str(quarter),
            "previous": str(quarter - 1),
            "year_ago": str(quarter - 4),
            "level": level.value,
            **sent.sets(reader, quarter),
        },
    )
    if frame.empty:
        raise NoDataError(_nothing(reader, quarter, level))
    told, others = _corrected(reader, frame, quarter)
    beside = sent.beside_sent(reader, quarter, corrected=others)
    return _result(reader, quarter=quarter, level=level, frame=told, beside=beside)


def _corrected(
    reader: Reader, frame: pd.DataFrame, quarter: Quarter
) -> tuple[pd.DataFrame, set[Quarter]]:
    """Say which earlier figures are others now, and of which quarters they are."""
    since = corrected.Since(reader, quarter)
    before, year_ago = quarter - 1, quarter - 4

    def of_peak(row: Row) -> str:
        top = Quarter.parse(row["peak_quarter"])
        return "" if top in {before, year_ago} else since.begun(top)  # it is said with them

    for column, measures, begun in (
        ("previous", _SPLIT, lambda _: since.begun(before)),
        ("year_ago", (), lambda _: since.begun(year_ago)),
        ("peak", (), of_peak),
    ):
        columns = corrected.compared(column, *measures)
        frame = corrected.said(frame, noegletal.RULLENDE, columns, begun=begun)
    others = {year_ago} if frame["year_ago_now"].notna().any() else set()
    return frame, others | _quarters(frame.loc[frame["peak_now"].notna(), "peak_quarter"])


def _quarters(texts: Iterable[str]) -> set[Quarter]:
    return {Quarter.parse(text) for text in texts}


@once
def udvikling(reader: Reader, *, quarter: Quarter, level: Level) -> KpiResult:
    """Figures of every node of a level at each quarter up to one: what Figur 1 shows.

    Columns as `rullende` without the comparisons, by node and then quarter. Earlier opgørelser are
    as they were sent, where they were, and `value_now` is what the data now show where that is
    another figure. Quarters with another denominator than the newest are missing here.
    """
    frame = reader.query(
        _SERIES, {"quarter": str(quarter), "level": level.value, **sent.sets(reader, quarter)}
    )
    if frame.empty:
        raise NoDataError(_nothing(reader, quarter, level))
    since = corrected.Since(reader, quarter)
    columns = [corrected.Compared(name, name, f"{name}_now") for name in ("value", *_SPLIT)]
    told = corrected.said(
        frame,
        noegletal.RULLENDE,
        columns,
        begun=lambda row: since.begun(Quarter.parse(row["quarter"])),
        used=corrected.SHOWN,
    )
    others = _quarters(told.loc[told["corrected"] != "", "quarter"])
    beside = sent.BesideSent(
        quarter, earlier=sent.behind(reader, quarter, {of: sent.rolling(of) for of in others})
    )
    return _result(reader, quarter=quarter, level=level, frame=told, beside=beside)


def _result(
    reader: Reader,
    *,
    quarter: Quarter,
    level: Level,
    frame: pd.DataFrame,
    beside: BesideSent,
) -> KpiResult:
    newest = frame[frame["quarter"] == str(quarter)]
    denominator = Denominator((newest if len(newest) else frame)["denominator"].iloc[-1])
    other = frame["denominator"] != denominator.value  # not on one axis with the rest
    frame.loc[other, frame.columns.intersection(_FIGURES)] = float("nan")
    frame.loc[other, "missing"] = True
    happened = events(reader, quarter=quarter)
    hidden = notes.hidden(reader.version.settings, reader.version.edition)
    frame["note"] = [
        f"{notes.note(row, denominator, hidden=hidden)} {happened.told(row)}".strip()
        for row in frame.to_dict("records")
    ]
    return KpiResult(
        noegletal=noegletal.rullende(denominator),
        quarter=quarter,
        level=level,
        denominator=denominator,
        settings=reader.version.settings,
        sources=provenance.sources(
            reader, first=quarter - _QUARTERS_BEHIND, last=quarter, kinds=SICK_LEAVE
        ),
        frame=frame.drop(columns=_SAID_IN_NOTES, errors="ignore"),
        sent=beside,
        events=happened,
        edition=reader.version.edition,
        references=_references(reader, quarter, level, denominator),
    )


def _references(
    reader: Reader, quarter: Quarter, level: Level, denominator: Denominator
) -> tuple[Reference, ...]:
    """What the kommune as a whole is held against; its parts are held against nothing."""
    if level is not Level.KOMMUNE:
        return ()
    return references(reader, quarter=quarter, denominator=denominator)


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
