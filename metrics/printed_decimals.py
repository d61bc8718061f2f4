"""How many decimals each measure of a set of figures is printed with, as it is declared."""

from core.edition import Edition
from core.precision import find_printed_step
from metrics import agenda, forklaring, registry
from metrics.declaration import Measure, Noegletal
from metrics.references import REFERENCES
from store.figures import PrintedDecimals

_NOBODY = 0.0  # a group that is as small as can be


def list_printed_decimals() -> dict[str, PrintedDecimals]:
    """Return the decimals of all measures that a set of figures has, by "kpi.measure"."""
    return {
        f"{declared.name}.{measure.name}": _find_decimals(measure)
        for declared in _list_declarations()
        for measure in declared.measures
    }


def _list_declarations() -> list[Noegletal]:
    """List what is declared of each kind of row that a set has, not only of those that are read."""
    changes = (forklaring.ROLLING, forklaring.SINGLE)
    return [
        *(kpi.declaration for kpi in registry.ALL.values()),
        *(forklaring.declare_nodes(declared) for declared in changes),
        *(forklaring.declare_units(declared) for declared in changes),
        *(forklaring.declare_afdelinger(declared) for declared in changes),
        agenda.SERIES,
        REFERENCES,
    ]


def _find_decimals(measure: Measure) -> PrintedDecimals:
    smallest = _NOBODY if measure.is_of_group else None
    usual, coarse = (
        find_printed_step(measure.unit, edition=edition, employees=smallest) for edition in Edition
    )
    return PrintedDecimals(*(-int(step.as_tuple().exponent) for step in (usual, coarse)))
