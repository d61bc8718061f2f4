"""The nøgletal that exist. This is the one place that describes them."""

from core.errors import UsageError, suggestion
from core.settings import Denominator
from metrics.declaration import Measure, Noegletal

_OPUS = "KMD OPUS, kvartalsudtræk pr. enhed"
_VALUE = (
    "Fraværsdagsværk i de seneste fire kvartaler divideret med det gennemsnitlige antal "
    "{denominator} i de samme fire kvartaler. Summerne dannes først og divideres bagefter, så en "
    "stor enhed vejer mere end en lille. Ét dagsværk er 7,4 timer."
)


def rullende(denominator: Denominator) -> Noegletal:
    """Declare sickness absence over four quarters, worded for what it is divided by."""
    described = _VALUE.format(denominator=denominator.value)
    return Noegletal(
        name="rullende",
        label="Sygefravær",
        description=described,
        source=_OPUS,
        measures=(
            _days("value", "Sygefravær", described),
            _days(
                "short",
                "Korttidsfravær",
                "Den del af sygefraværet, der ligger i forløb op til grænsen for langtid.",
            ),
            _days(
                "long",
                "Langtidsfravær",
                "Den del af sygefraværet, der ligger i forløb over grænsen for langtid.",
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
                label=f"{denominator.value.capitalize()} (gns.)",
                unit="antal",
                decimals=0,
                falling_is_good=None,
                description="Det gennemsnitlige antal i de fire kvartaler, som fraværet deles med.",
                source=_OPUS,
            ),
        ),
    )


def _days(name: str, label: str, description: str) -> Measure:
    return Measure(
        name=name,
        label=label,
        unit="dagsværk",
        decimals=1,
        falling_is_good=True,
        description=description,
        source=_OPUS,
    )


RULLENDE = rullende(Denominator.MEDARBEJDERE)
ALL = {noegletal.name: noegletal for noegletal in (RULLENDE,)}


def named(name: str) -> Noegletal:
    """Return the nøgletal of a name; UsageError names the valid ones where there is none."""
    if name not in ALL:
        hint = suggestion(name, ALL)
        raise UsageError(f"»{name}« er ikke et nøgletal. Gyldige er: {', '.join(ALL)}.{hint}")
    return ALL[name]
