"""Sickness absence declared, by the time it is of and by what it is divided by."""

from functools import partial

from core.settings import Denominator
from metrics.declaration import Measure, Noegletal, declare_days

_OPUS = "KMD OPUS, kvartalsudtræk pr. enhed"
_VALUE = (
    "Fraværsdagsværk i de seneste fire kvartaler divideret med det gennemsnitlige antal "
    "{denominator} i de samme fire kvartaler. Summerne dannes først og divideres bagefter, så en "
    "stor enhed vejer mere end en lille. Ét dagsværk er 7,4 timer."
)


_IN_ONE = (
    "Fraværsdagsværk i ét kvartal divideret med antallet af {denominator} i kvartalet. Hvert "
    "kvartal har sin årstid; derfor sammenlignes det med samme kvartal året før."
)
_days = partial(declare_days, source=_OPUS)


def declare_rullende(denominator: Denominator) -> Noegletal:
    """Declare sickness absence over four quarters, worded for what it is divided by."""
    return Noegletal(
        name="rullende",
        label="Sygefravær",
        description=_VALUE.format(denominator=denominator.value),
        source=_OPUS,
        measures=_declare_measures(
            "Sygefravær", _VALUE.format(denominator=denominator.value), denominator
        ),
    )


def declare_kvartal(denominator: Denominator) -> Noegletal:
    """Declare sickness absence in single quarters, worded for what it is divided by."""
    text = _IN_ONE.format(denominator=denominator.value)
    return Noegletal(
        name="kvartal",
        label="Sygefravær i kvartalet",
        description=text,
        source=_OPUS,
        measures=_declare_measures("Sygefravær i kvartalet", text, denominator),
        words=("denominator", "preliminary", "holes"),
        covers="ét kvartal",
    )


def _declare_measures(label: str, described: str, denominator: Denominator) -> tuple[Measure, ...]:
    return (
        _days("value", label, described),
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
            description="Langtidsfraværets andel af alle dagsværk i den samme tid.",
            source=_OPUS,
        ),
        Measure(
            name="employees",
            label=f"{denominator.value.capitalize()} (gns.)",
            unit="antal",
            decimals=0,
            falling_is_good=None,
            description="Det gennemsnitlige antal i tiden, som fraværet deles med.",
            source=_OPUS,
        ),
    )


RULLENDE = declare_rullende(Denominator.MEDARBEJDERE)
