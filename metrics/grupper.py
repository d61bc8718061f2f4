"""Groups of enheder that HR defines, beside the rest of the kommune: before and after."""

from datetime import date
from functools import partial

import pandas as pd

from core import danish
from core.errors import NoDataError
from core.nodes import Level
from core.quarter import Quarter
from core.settings import Denominator
from metrics import figures, provenance
from metrics.declaration import Measure, Noegletal, days
from metrics.forklaring.notes import Row
from metrics.result import KpiResult, Source
from store.figures import Reader
from store.kinds import SICK_LEAVE

_SOURCE = "KMD OPUS og HR's liste over grupper"
NO_PROOF = "Forskellen beviser ikke, at indsatsen er årsagen."
_TEXT = (
    "Sygefraværet i en gruppe af enheder og i resten af kommunen, rullende fire kvartaler: i den "
    "sidste opgørelse, der ligger helt før gruppens første dag, og i den valgte. Enhederne er de "
    f"samme før og efter. {NO_PROOF}"
)
_WINDOW = 4
_days = partial(days, source=_SOURCE)
DECLARED = Noegletal(
    name="gruppe",
    label="Grupper før og efter",
    description=_TEXT,
    source=_SOURCE,
    measures=(
        _days("value", "Efter", _TEXT),
        _days("before", "Før", "Den sidste opgørelse, der ligger helt før gruppens første dag."),
        _days("change", "Ændring", "Den valgte opgørelse minus den før."),
        _days("difference", "Forskel", f"Gruppens ændring minus resten af kommunens. {NO_PROOF}"),
        Measure(
            name="employees",
            label="Medarbejdere (gns.)",
            unit="antal",
            decimals=0,
            falling_is_good=None,
            description="Det gennemsnitlige antal i de fire kvartaler.",
            source=_SOURCE,
        ),
    ),
    words=("gruppe", "since", "before_quarter", "denominator"),
)


def grupper(reader: Reader, *, quarter: Quarter, level: Level) -> KpiResult:
    """Figures of every group and of the rest of the kommune: two rows a group, whatever the level.

    Columns: `value`; `before`, of the last window wholly before the group began (`before_quarter`),
    and `change` since then; `difference`, on the group's row, its change less that of the rest;
    `employees, gruppe, since`. Raises NoDataError where no group has begun, naming `level`.
    """
    frame = figures.at(reader, DECLARED, quarter=quarter, level=Level.GRUPPE)
    if frame.empty:
        where = "" if level is Level.GRUPPE else f" ({level.label.lower()} er ingen gruppe)"
        raise NoDataError(
            f"Ingen grupper er begyndt i {quarter.label} eller før{where}. Grupper står i en liste "
            "for sig; se skabelonen på Indlæs data."
        )
    frame["note"] = [_note(row, quarter) for row in frame.to_dict("records")]
    first = min(Quarter.parse(text) for text in frame["before_quarter"])
    return KpiResult(
        noegletal=DECLARED,
        quarter=quarter,
        level=Level.GRUPPE,
        denominator=Denominator(frame["denominator"].iloc[-1]),
        settings=reader.version.settings,
        edition=reader.version.edition,
        sources=_sources(reader, first, quarter),
        frame=_whole(frame),
    )


def begun(reader: Reader, *, quarter: Quarter) -> bool:
    """Return whether any group has begun by a quarter."""
    return not figures.at(reader, DECLARED, quarter=quarter, level=Level.GRUPPE).empty


def _sources(reader: Reader, first: Quarter, last: Quarter) -> tuple[Source, ...]:
    of_absence = provenance.sources(reader, first=first - 3, last=last, kinds=SICK_LEAVE)
    return (*of_absence, *provenance.whole(reader, kinds=("grupper",)))


def _whole(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.drop(columns="denominator").reset_index(drop=True)


def _note(row: Row, quarter: Quarter) -> str:
    began = date.fromisoformat(str(row["since"]))
    parts = []
    if row["missing"]:
        before = Quarter.parse(str(row["before_quarter"]))
        parts.append(
            f"Der skal være alle fire kvartaler i opgørelsen for {before.label} og for "
            f"{quarter.label}."
        )
    since = quarter - (_WINDOW - 1)
    if began > since.period.first:
        parts.append(
            f"Gruppen begyndte {danish.format_date_long(began)}: en del af de fire kvartaler "
            "ligger før."
        )
    if str(row["key"]).endswith(str(row["gruppe"])):
        parts.append(NO_PROOF)
    return " ".join(parts)
