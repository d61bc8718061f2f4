"""Sickness absence in single quarters: what the rolling figures are made of."""

from dataclasses import replace

import pandas as pd

from core.errors import NoDataError
from core.nodes import Level
from core.quarter import Quarter
from core.settings import Denominator
from metrics import corrected, figures, noegletal, provenance, sent
from metrics.events import events
from metrics.once import once
from metrics.result import KpiResult
from store.figures import Reader

_SHARED = ["key", "denominator"]


@once
def kvartal(reader: Reader, *, quarter: Quarter, level: Level) -> KpiResult:
    """Figures of every node of a level in one quarter, beside the same quarter a year before.

    Columns: those of `rullende` for one quarter, and `year_ago, change` (against the year before,
    where both are divided by the same). `year_ago` is as it was sent, where it was, and
    `year_ago_now` what the data now show, where that is another figure. Raises NoDataError where
    the quarter has no rows.
    """
    declared = noegletal.kvartal(reader.version.settings.denominator)
    now = figures.at(reader, declared, quarter=quarter, level=level)
    if now.empty:
        raise NoDataError(
            f"Der er ingen data for {quarter.label} på niveauet {level.label.lower()}."
        )
    before = figures.before(
        reader, declared, quarter=quarter - 4, level=level, sent=sent.kept(reader, quarter - 4)
    )
    names = {"value": "year_ago", "masked": "year_ago_masked", "value_now": "year_ago_now"}
    frame = now.merge(before[[*_SHARED, *names]].rename(columns=names), on=_SHARED, how="left")
    frame["year_ago_masked"] = frame["year_ago_masked"].fillna(value=False).astype(bool)
    frame["change"] = frame["value"] - frame["year_ago"]
    since = corrected.Since(reader, quarter)
    told, beside = since.said(frame, declared, "year_ago", of=quarter - 4, single=True)
    shown = result(reader, quarter=quarter, level=level, frame=told.assign(note=told["corrected"]))
    return replace(shown, sent=beside)


@once
def serie(reader: Reader, *, quarter: Quarter, level: Level) -> KpiResult:
    """Figures of every node of a level in each quarter up to one, by node and then quarter.

    They are what the data now show: what is usual is judged by the best that is known.
    """
    declared = noegletal.kvartal(reader.version.settings.denominator)
    frame = figures.up_to(reader, declared, quarter=quarter, level=level)
    if frame.empty:
        raise NoDataError(
            f"Der er ingen data for {quarter.label} på niveauet {level.label.lower()}."
        )
    other = frame["denominator"] != frame["denominator"].iloc[-1]  # not on one axis with the rest
    frame.loc[other, [one.name for one in declared.measures]] = float("nan")
    frame.loc[other, "missing"] = True
    frame["note"] = ""
    return result(reader, quarter=quarter, level=level, frame=frame)


def result(reader: Reader, *, quarter: Quarter, level: Level, frame: pd.DataFrame) -> KpiResult:
    """Put a frame of single quarters together with what makes it checkable."""
    denominator = Denominator(frame["denominator"].iloc[-1])
    return KpiResult(
        noegletal=noegletal.kvartal(denominator),
        quarter=quarter,
        level=level,
        denominator=denominator,
        settings=reader.version.settings,
        edition=reader.version.edition,
        sources=provenance.sources(reader, first=quarter, last=quarter),
        frame=frame.drop(columns="denominator"),
        covers=quarter.period,
        events=events(reader, quarter=quarter),
    )
