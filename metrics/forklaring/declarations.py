"""What drove a change, declared: the parts of it, and what is kept of a node and of an enhed."""

from dataclasses import dataclass, replace
from functools import partial

from metrics.declaration import Measure, Noegletal, declare_days
from metrics.rows import NodeChangeRow

PARTS = {
    "within": "Udvikling i enhederne",
    "mix": "Forskydning mellem enheder",
    "closed": "Lukkede",
    "new": "Nye",
}
CORRECTION = "correction"
CORRECTIONS = {CORRECTION: "Rettelser"}
TEXT = (
    "Ændringen mellem to opgørelser delt i fire, som tilsammen er hele ændringen. Udvikling i "
    "enhederne er det, der følger af, at enhedernes eget fravær pr. medarbejder er steget eller "
    "faldet. Forskydning mellem enheder er det, der følger af, at enheder med højt eller lavt "
    "fravær er blevet større eller mindre. Enheder, der er åbnet eller lukket inden for de to "
    "opgørelsers tid, er lagt til nye eller lukkede med hele deres virkning; åbnet og lukket er "
    "lukket. En enhed, der er flyttet, sammenlagt eller hjemtaget, fortsætter den, som den "
    "kommer efter. Enheder, der ikke vises, er regnet sammen som én, også hvis nogen af dem er "
    "lukket eller ny. Delene er regnet af data, som de er nu; er den tidlige opgørelse udsendt med "
    "et andet tal, er forskellen en del for sig, rettelser."
)
METHOD = "KMD OPUS; delt efter Kitagawa og Das Gupta"


def name_parts(node: NodeChangeRow) -> dict[str, str]:
    """Name the parts of a node's change: corrections of what was sent only where they show."""
    return PARTS | (CORRECTIONS if node.before_now is not None else {})


def is_of_nobody(node: NodeChangeRow, part: str) -> bool:
    """Return whether a part of a node's change is of no workplace: none closed, or none is new."""
    return {"closed": node.closed_names, "new": node.new_names}.get(part) == ()


@dataclass(frozen=True)
class LargestMovers:
    """The enheder that moved a node most, as (name, effect) with the largest first, and the rest.

    `remainder` is what all other enheder moved it by, and `hidden` says that some are not shown.
    """

    largest: tuple[tuple[str, float], ...]
    remainder: float
    hidden: bool


_days = partial(declare_days, source=METHOD)
_HOLES = Measure(
    name="holes",
    label="Huller",
    unit="antal",
    decimals=0,
    falling_is_good=None,
    description="Enhed-kvartaler uden data i de to opgørelser.",
    source=METHOD,
)
ROLLING = Noegletal(
    name="forklaring",
    label="Hvad ligger bag udviklingen?",
    description=TEXT,
    source=METHOD,
    measures=(_days("value", "Bidrag til ændringen", TEXT),),
    words=("denominator",),
)
SINGLE = replace(
    ROLLING, name="forklaring_kvartal", label="Hvad ligger bag kvartalet?", covers="ét kvartal"
)
_NODE = (
    _days("value", "Ændring", "Den sene opgørelse minus den tidlige."),
    _days("before", "Tidlig opgørelse", "Sygefraværet i den tidlige opgørelse, som udsendt."),
    _days("after", "Sen opgørelse", "Sygefraværet i den sene opgørelse."),
    *(_days(name, label, TEXT) for name, label in (PARTS | CORRECTIONS).items()),
    _days("before_without", "Tidlig uden lukkede", "Uden dem, der er lukket siden."),
    _days("after_without", "Sen uden lukkede", "Uden dem, der er lukket."),
    _HOLES,
)
_TO = {"": "kommunen", "omraade": "området"}
_AFDELING = tuple(
    _days("_".join(filter(None, (above, part))) or "value", f"Virkning på {to}{of}", TEXT)
    for above, to in _TO.items()
    for part, of in {"": "", "short": ", korttid", "long": ", langtid"}.items()
)
_UNIT = (
    _days("value", "Virkning på kommunen", TEXT),
    _days("omraade", "Virkning på området", TEXT),
    _days("afdeling", "Virkning på afdelingen", TEXT),
    _HOLES,
)


def declare_nodes(declared: Noegletal) -> Noegletal:
    """Declare what is kept of a node."""
    words = ("closed_names", "new_names", "together", "denominator")
    return replace(declared, measures=_NODE, words=words)


def declare_afdelinger(declared: Noegletal) -> Noegletal:
    """Declare what is kept of what an afdeling moved the nodes above it by."""
    return replace(
        declared, name=f"{declared.name}_afdeling", measures=_AFDELING, words=("denominator",)
    )


def declare_units(declared: Noegletal) -> Noegletal:
    """Declare what is kept of an enhed."""
    words = ("part", "above", "goes_on_for", "denominator")
    return replace(declared, name=f"{declared.name}_enhed", measures=_UNIT, words=words)
