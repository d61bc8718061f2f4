"""The verdict in words, whole sentences."""

from dataclasses import replace
from math import nan

import pytest

from core.quarter import Quarter
from metrics.signal.verdict import Point, Verdict, VerdictKind
from metrics.signal.xmr import Rule
from phrases.signal import describe_verdict, explain_verdict

NEWEST = Quarter(2024, 4)
EARLIER = Quarter(2024, 1)
POINT = Point(NEWEST, 3.814, 3.559, 3.016, 4.102, None)
NONE = Verdict(
    NEWEST,
    VerdictKind.INGEN,
    lower=3.016,
    upper=4.102,
    judged=20,
    provisional=False,
    points=(POINT,),
)
RISE = replace(NONE, kind=VerdictKind.STIGNING, rule=Rule.UDENFOR, since=NEWEST)
FALL = replace(RISE, kind=VerdictKind.FALD)
UNUSUAL = "end de sædvanlige udsving kan forklare."


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (NONE, "Udsvingene er ikke større, end de plejer at være."),
        (RISE, f"Sygefraværet i 4. kvartal 2024 er højere, {UNUSUAL}"),
        (FALL, f"Sygefraværet i 4. kvartal 2024 er lavere, {UNUSUAL}"),
        (
            replace(RISE, rule=Rule.TO_AF_TRE, since=EARLIER),
            f"Siden 1. kvartal 2024 har sygefraværet ligget højere, {UNUSUAL}",
        ),
        (
            replace(FALL, rule=Rule.SYV_PAA_SAMME_SIDE, since=EARLIER),
            f"Siden 1. kvartal 2024 har sygefraværet ligget lavere, {UNUSUAL}",
        ),
        (
            replace(RISE, by_season=False),
            f"Målt mod samme kvartal året før er sygefraværet i 4. kvartal 2024 højere, {UNUSUAL}",
        ),
        (
            replace(FALL, by_season=False, since=EARLIER),
            "Målt mod samme kvartal året før har sygefraværet siden 1. kvartal 2024 ligget lavere, "
            f"{UNUSUAL}",
        ),
        (
            replace(FALL, rule=Rule.SYV_I_SAMME_RETNING, since=EARLIER),
            "Siden 1. kvartal 2024 har sygefraværet, når årstiden er regnet fra, bevæget sig "
            "nedad hvert kvartal; det er mere end de sædvanlige udsving.",
        ),
        (
            replace(RISE, rule=Rule.SYV_I_SAMME_RETNING, since=EARLIER, by_season=False),
            "Siden 1. kvartal 2024 har sygefraværet, målt mod året før, bevæget sig opad hvert "
            "kvartal; det er mere end de sædvanlige udsving.",
        ),
        (
            replace(NONE, provisional=True, judged=12),
            "Udsvingene er ikke større, end de plejer at være. Vurderingen er foreløbig, fordi "
            "den kun bygger på 12 kvartaler.",
        ),
        (
            Verdict(NEWEST, VerdictKind.FOR_FAA, missing=1),
            "Der er endnu for få kvartaler til at sige, om udsvingene er større, end de plejer "
            "at være: der mangler 1 kvartal.",
        ),
        (
            Verdict(NEWEST, VerdictKind.FOR_FAA, missing=5, after_break=True),
            "Der er endnu for få kvartaler efter bruddet i data til at sige, om udsvingene er "
            "større, end de plejer at være: der mangler 5 kvartaler.",
        ),
    ],
)
def test_a_verdict_is_said_in_a_sentence(verdict: Verdict, expected: str) -> None:
    assert describe_verdict(verdict) == expected


def test_the_subject_is_free() -> None:
    text = describe_verdict(RISE, subject="langtidsfraværet")
    assert text == f"Langtidsfraværet i 4. kvartal 2024 er højere, {UNUSUAL}"


def explained(verdict: Verdict) -> str:
    return explain_verdict(verdict, unit="dagsværk pr. medarbejder")


def test_an_analyst_reads_the_limits() -> None:
    assert explained(FALL) == (
        "Værdien for 4. kvartal 2024 er 3,8 dagsværk pr. medarbejder; de sædvanlige udsving går "
        "fra 3,0 til 4,1. Kvartalet ligger under den nedre grænse. Grænserne er "
        "gennemsnittet ± 2,66 gange den gennemsnitlige forskel mellem nabokvartaler, og de bygger "
        "på 20 kvartaler. De følger årstiden: de er ganget med hvert kvartals sæsonindeks."
    )


def test_an_analyst_reads_that_limits_are_provisional() -> None:
    text = explained(replace(NONE, provisional=True, judged=6, by_season=False))
    assert "går fra 3,0 til 4,1 (foreløbige grænser). Ingen af de fire regler" in text
    assert "gjort 1,41 gange bredere, fordi de bygger på højst 12 kvartaler (6)." in text
    assert text.endswith("fordi der er for få år til et sæsonindeks.")


@pytest.mark.parametrize(
    ("rule", "rise", "fall"),
    [
        (Rule.UDENFOR, "over den øvre grænse", "under den nedre grænse"),
        (Rule.TO_AF_TRE, "til den øvre grænse", "til den nedre grænse"),
        (Rule.SYV_PAA_SAMME_SIDE, "alle over gennemsnittet", "alle under gennemsnittet"),
        (Rule.SYV_I_SAMME_RETNING, "alle opad", "alle nedad"),
    ],
)
def test_an_analyst_reads_the_rule(rule: Rule, rise: str, fall: str) -> None:
    assert rise in explained(replace(RISE, rule=rule))
    assert fall in explained(replace(FALL, rule=rule))


def test_an_analyst_reads_that_there_are_too_few() -> None:
    few = Verdict(NEWEST, VerdictKind.FOR_FAA, missing=2, lower=nan)
    assert explained(few) == describe_verdict(few)


def test_a_quarter_that_was_not_over_is_said_to_be_preliminary() -> None:
    sentence = describe_verdict(replace(NONE, is_preliminary=True))
    assert sentence == (
        f"{describe_verdict(NONE)} Kvartalet er foreløbigt: det var ikke slut, da data blev "
        "trukket."
    )
