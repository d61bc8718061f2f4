"""Groups of enheder that HR defines, beside the rest of the kommune: before and after."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from core.errors import NoDataError
from core.nodes import Level
from core.quarter import Quarter
from core.settings import Denominator
from metrics import figures, provenance
from metrics.declaration import Measure, Noegletal, declare_days
from metrics.memoize import memoize
from metrics.own_line import read_own_line
from metrics.reservations import read_reservation
from metrics.result import KpiResult, Source
from metrics.rows import GruppeRow, subtract_figures
from store.figures import Reader
from store.kinds import SICK_LEAVE

_SOURCE = "KMD OPUS og HR's liste over grupper"
NO_PROOF = "Forskellen beviser ikke, at indsatsen er årsagen."
_TEXT = (
    "Sygefraværet i en gruppe af enheder og i resten af kommunen, rullende fire kvartaler: i den "
    "sidste opgørelse, der ligger helt før gruppens første dag, og i den valgte. Enhederne er de "
    f"samme før og efter. {NO_PROOF}"
)
_days = partial(declare_days, source=_SOURCE)
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


@memoize
def read_grupper(reader: Reader, *, quarter: Quarter, level: Level) -> KpiResult[GruppeRow]:
    """Read every group and the rest of the kommune: two rows a group, whatever the level.

    `before` is of the last window wholly before the group began, and `change` since then. Raises
    NoDataError where no group has begun, naming `level`.
    """
    rows = figures.read_at(reader, DECLARED, GruppeRow, quarter=quarter, level=Level.GRUPPE)
    if not rows:
        where = "" if level is Level.GRUPPE else f" ({level.label.lower()} er ingen gruppe)"
        raise NoDataError(
            f"Ingen grupper er begyndt i {quarter.label} eller før{where}. Grupper står i en liste "
            "for sig; se skabelonen på Indlæs data."
        )
    if not reader.is_exact:
        rows = _subtract_printed(rows)
    first = min(row.before_quarter for row in rows)
    return KpiResult(
        noegletal=DECLARED,
        quarter=quarter,
        level=Level.GRUPPE,
        denominator=Denominator(rows[-1].denominator),
        settings=reader.version.settings,
        own_line=read_own_line(reader, quarter=quarter),
        sources=_read_sources(reader, first, quarter),
        rows=rows,
        period=quarter.rolling_period,
        reservation=read_reservation(reader, kpi="rullende", quarter=quarter),
    )


def _subtract_printed(rows: Sequence[GruppeRow]) -> tuple[GruppeRow, ...]:
    """Make the changes of rows, and their differences, of the figures that stand beside them."""
    changed = [replace(row, change=subtract_figures(row.value, row.before)) for row in rows]
    of_remainder = {row.gruppe: row.change for row in changed if not row.is_group}
    return tuple(
        replace(
            row,
            difference=subtract_figures(row.change, of_remainder.get(row.gruppe))
            if row.is_group
            else None,
        )
        for row in changed
    )


@memoize
def has_begun(reader: Reader, *, quarter: Quarter) -> bool:
    """Return whether any group has begun by a quarter."""
    rows = figures.read_at(reader, DECLARED, GruppeRow, quarter=quarter, level=Level.GRUPPE)
    return bool(rows)


def _read_sources(reader: Reader, first: Quarter, last: Quarter) -> tuple[Source, ...]:
    of_absence = provenance.read_sources(reader, first=first - 3, last=last, kinds=SICK_LEAVE)
    return (*of_absence, *provenance.read_list_sources(reader, kinds=("grupper",)))
