"""The nøgletal that exist, by the names of the command line."""

from collections.abc import Callable
from dataclasses import dataclass

from core.errors import UsageError, suggest_nearest
from core.nodes import Level
from core.quarter import Quarter
from core.settings import Denominator
from metrics import (
    agenda,
    forklaring,
    forloeb,
    grupper,
    kvartal,
    langtidsfriske,
    maaltal,
    noegletal,
    rullende,
)
from metrics.declaration import Noegletal
from metrics.result import KpiResult
from metrics.rows import Row
from metrics.signal import kpi
from store.figures import Reader


@dataclass(frozen=True)
class Kpi:
    """A nøgletal: its declaration, and how its figures at a quarter and level are read.

    One that `compares` does so with any earlier opgørelse, which is its argument `against`.
    """

    declaration: Noegletal
    result: Callable[..., KpiResult[Row]]
    compares: bool = False


_USUAL = Denominator.MEDARBEJDERE
ALL = {
    kpi_entry.declaration.name: kpi_entry
    for kpi_entry in (
        Kpi(noegletal.declare_rullende(_USUAL), rullende.read_rullende),
        Kpi(noegletal.declare_kvartal(_USUAL), kvartal.read_kvartal),
        Kpi(forloeb.DECLARED, forloeb.read_forloeb),
        Kpi(langtidsfriske.DECLARED, langtidsfriske.read_langtidsfriske),
        Kpi(maaltal.DECLARED, maaltal.read_maaltal),
        Kpi(forklaring.ROLLING, forklaring.read_forklaring, compares=True),
        Kpi(forklaring.SINGLE, forklaring.read_kvartal_forklaring, compares=True),
        Kpi(grupper.DECLARED, grupper.read_grupper),
        Kpi(kpi.DECLARED, kpi.read_signal),
        Kpi(agenda.DECLARED, agenda.read_noegletal),
    )
}


def read_result(
    reader: Reader, name: str, *, quarter: Quarter, level: Level, against: Quarter | None = None
) -> KpiResult[Row]:
    """Return a nøgletal's figures of every node of a level at a quarter.

    `against` is for those that compare with any opgørelse. Raises UsageError for a name that is
    none, NoDataError where there are no rows.
    """
    if against:
        return find_comparing_kpi(name).result(
            reader, quarter=quarter, level=level, against=against
        )
    return find_kpi(name).result(reader, quarter=quarter, level=level)


def find_comparing_kpi(name: str) -> Kpi:
    """Return a nøgletal that compares with any opgørelse; UsageError where it does not."""
    kpi = find_kpi(name)
    if not kpi.compares:
        valid = ", ".join(kpi_name for kpi_name, candidate in ALL.items() if candidate.compares)
        raise UsageError(f"»{name}« sammenligner ikke med en valgt opgørelse. Det gør: {valid}.")
    return kpi


def find_kpi(name: str) -> Kpi:
    """Return the nøgletal of a name; UsageError names the valid ones where there is none."""
    if name not in ALL:
        hint = suggest_nearest(name, ALL)
        raise UsageError(f"»{name}« er ikke et nøgletal. Gyldige er: {', '.join(ALL)}.{hint}")
    return ALL[name]
