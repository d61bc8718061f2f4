"""The nøgletal that exist. This is the one place that describes them."""

from core.errors import UsageError, suggestion
from metrics.declaration import Measure, Noegletal

_OPUS = "KMD OPUS, kvartalsudtræk pr. enhed"
_VALUE = (
    "Fraværsdagsværk i de seneste fire kvartaler divideret med det gennemsnitlige antal "
    "medarbejdere i de samme fire kvartaler. Summerne dannes først og divideres bagefter, så en "
    "stor enhed vejer mere end en lille. Ét dagsværk er 7,4 timer."
)

RULLENDE = Noegletal(
    name="rullende",
    label="Sygefravær",
    description=_VALUE,
    source=_OPUS,
    measures=(
        Measure(
            name="value",
            label="Sygefravær",
            unit="dagsværk",
            decimals=1,
            falling_is_good=True,
            description=_VALUE,
            source=_OPUS,
        ),
        Measure(
            name="short",
            label="Korttidsfravær",
            unit="dagsværk",
            decimals=1,
            falling_is_good=True,
            description="Den del af sygefraværet, der ligger i forløb op til grænsen for langtid.",
            source=_OPUS,
        ),
        Measure(
            name="long",
            label="Langtidsfravær",
            unit="dagsværk",
            decimals=1,
            falling_is_good=True,
            description="Den del af sygefraværet, der ligger i forløb over grænsen for langtid.",
            source=_OPUS,
        ),
        Measure(
            name="long_share",
            label="Langtidsandel",
            unit="andel",
            decimals=0,
            falling_is_good=None,
            description="Langtidsfraværets andel af alle dagsværk i de samme fire kvartaler.",
            source=_OPUS,
        ),
        Measure(
            name="employees",
            label="Medarbejdere (gns.)",
            unit="personer",
            decimals=0,
            falling_is_good=None,
            description="Det gennemsnitlige antal i de fire kvartaler, som fraværet deles med.",
            source=_OPUS,
        ),
    ),
)

ALL = {noegletal.name: noegletal for noegletal in (RULLENDE,)}


def named(name: str) -> Noegletal:
    """Return the nøgletal of a name; UsageError names the valid ones where there is none."""
    if name not in ALL:
        hint = suggestion(name, ALL)
        raise UsageError(f"«{name}» er ikke et nøgletal. Gyldige er: {', '.join(ALL)}.{hint}")
    return ALL[name]
