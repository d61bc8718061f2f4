"""The verdict on a quarter in words: a calm sentence for chefs, a paragraph for analysts."""

from core import danish
from core.quarter import Quarter
from metrics.rows import SignalRow
from metrics.signal.verdict import Verdict, VerdictKind
from metrics.signal.xmr import FEW_POINTS, MOVING_RANGE_FACTOR, WIDENING, Rule
from phrases.corrections import write_corrections

_RISES = {
    "compared": "højere",
    "towards": "opad",
    "limit": "øvre",
    "side": "over",
}
_FALLS = {
    "compared": "lavere",
    "towards": "nedad",
    "limit": "nedre",
    "side": "under",
}
_RULES = {
    Rule.UDENFOR: "Kvartalet ligger {side} den {limit} grænse.",
    Rule.TO_AF_TRE: (
        "Mindst to af de tre seneste kvartaler ligger mere end to tredjedele af vejen fra "
        "gennemsnittet til den {limit} grænse."
    ),
    Rule.SYV_PAA_SAMME_SIDE: "De seneste syv kvartaler ligger alle {side} gennemsnittet.",
    Rule.SYV_I_SAMME_RETNING: "De seneste syv kvartaler bevæger sig alle {towards}.",
}
_MASKED = "Udsvingene kan ikke vises, fordi et eller flere af kvartalerne ikke vises."
_UNFINISHED = " Kvartalet er foreløbigt: det var ikke slut, da data blev trukket."
_NO_RULE = "Ingen af de fire regler for usædvanlige udsving slår ud."
_SEASON = "De følger årstiden: de er ganget med hvert kvartals sæsonindeks."
_YEAR_BEFORE = "De ligger om samme kvartal året før, fordi der er for få år til et sæsonindeks."


def write_signal_note(row: SignalRow) -> str:
    """Say of a node's row why it cannot be judged, and what was corrected."""
    if row.verdict is None:
        return "" if row.missing else _MASKED
    few = describe_verdict(row.verdict) if row.verdict.kind is VerdictKind.FOR_FAA else ""
    return " ".join(part for part in (few, write_corrections(row.corrections)) if part)


def describe_verdict(verdict: Verdict, *, subject: str = "sygefraværet") -> str:
    """Say in plain Danish whether the newest quarter is more than the usual fluctuations.

    `subject` is what is measured, in the definite form with a small first letter. That a verdict
    rests on few quarters is said in a sentence of its own.

    "Sygefraværet i 4. kvartal 2024 er højere, end de sædvanlige udsving kan forklare."
    """
    if verdict.kind is VerdictKind.FOR_FAA:
        return _write_too_few(verdict)
    few = f" Vurderingen er foreløbig, fordi den kun bygger på {verdict.judged} kvartaler."
    sentence = _write_finding(verdict, subject) + (few if verdict.provisional else "")
    return f"{sentence}{_UNFINISHED}" if verdict.is_preliminary else sentence


def name_signal(verdict: Verdict) -> str:
    """Name in a few words what is unusual about the newest quarter; "" where nothing is."""
    if verdict.kind not in {VerdictKind.STIGNING, VerdictKind.FALD}:
        return ""
    if verdict.rule is Rule.SYV_I_SAMME_RETNING:
        return f"Bevæger sig {_choose_words(verdict)['towards']} hvert kvartal"
    return f"{_choose_words(verdict)['compared'].capitalize()} end sædvanlige udsving"


def explain_verdict(verdict: Verdict, *, unit: str, decimals: int = 1) -> str:
    """Say to an analyst the newest quarter and its limits, and what the verdict rests on.

    `unit` is the unit of the values in words, e.g. "dagsværk pr. medarbejder".
    """
    if verdict.kind is VerdictKind.FOR_FAA:
        return _write_too_few(verdict)
    return f"{_write_value(verdict, unit, decimals)} {explain_limits(verdict)}"


def explain_limits(verdict: Verdict) -> str:
    """Say what a verdict that was reached rests on: rule, formula, season, number of quarters."""
    rule = _RULES[verdict.rule].format(**_choose_words(verdict)) if verdict.rule else _NO_RULE
    season = _SEASON if verdict.by_season else _YEAR_BEFORE
    return f"{rule} {_write_formula(verdict)} {season}"


def _write_finding(verdict: Verdict, subject: str) -> str:
    if verdict.since is None:
        return "Udsvingene er ikke større, end de plejer at være."
    if verdict.rule is Rule.SYV_I_SAMME_RETNING:
        text = _write_trend(verdict, verdict.since, subject)
    else:
        text = _write_level(verdict, verdict.since, subject)
    return text[0].upper() + text[1:]


def _write_level(verdict: Verdict, since: Quarter, subject: str) -> str:
    """Say that a level is unusual; against the year before, its value may have moved either way."""
    against = "" if verdict.by_season else "målt mod samme kvartal året før "
    compared = f"{_choose_words(verdict)['compared']}, end de sædvanlige udsving kan forklare"
    if since == verdict.quarter and verdict.by_season:
        return f"{subject} i {since.label} er {compared}."
    if since == verdict.quarter:
        return f"{against}er {subject} i {since.label} {compared}."
    if verdict.by_season:
        return f"siden {since.label} har {subject} ligget {compared}."
    return f"{against}har {subject} siden {since.label} ligget {compared}."


def _write_trend(verdict: Verdict, since: Quarter, subject: str) -> str:
    without = "når årstiden er regnet fra" if verdict.by_season else "målt mod året før"
    towards = _choose_words(verdict)["towards"]
    return (
        f"siden {since.label} har {subject}, {without}, bevæget sig {towards} "
        "hvert kvartal; det er mere end de sædvanlige udsving."
    )


def _write_too_few(verdict: Verdict) -> str:
    count = danish.format_count(verdict.missing, "kvartal", "kvartaler")
    place = " efter bruddet i data" if verdict.after_break else ""
    return (
        f"Der er endnu for få kvartaler{place} til at sige, om udsvingene er større, end de "
        f"plejer at være: der mangler {count}."
    )


def _write_value(verdict: Verdict, unit: str, decimals: int) -> str:
    value, lower, upper = (
        danish.format_number(figure, decimals)
        for figure in (verdict.points[-1].value, verdict.lower, verdict.upper)
    )
    limits = " (foreløbige grænser)" if verdict.provisional else ""
    return (
        f"Værdien for {verdict.quarter.label} er {value} {unit}; de sædvanlige udsving går fra "
        f"{lower} til {upper}{limits}."
    )


def _write_formula(verdict: Verdict) -> str:
    wider = (
        f", gjort {danish.format_number(WIDENING, 2)} gange bredere, fordi de bygger på højst "
        f"{FEW_POINTS} kvartaler ({verdict.judged})"
        if verdict.provisional
        else f", og de bygger på {verdict.judged} kvartaler"
    )
    return (
        f"Grænserne er gennemsnittet ± {danish.format_number(MOVING_RANGE_FACTOR, 2)} gange den "
        f"gennemsnitlige forskel mellem nabokvartaler{wider}."
    )


def _choose_words(verdict: Verdict) -> dict[str, str]:
    return _RISES if verdict.kind is VerdictKind.STIGNING else _FALLS
