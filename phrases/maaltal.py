"""The targets in words, and reminders to those who have not handed in."""

from collections.abc import Sequence

from core import danish
from core.nodes import Level
from metrics.cells import Row
from metrics.maaltal import DECLARED, NotHandedIn, ended
from metrics.result import KpiResult
from metrics.words import known

_DECIMALS = DECLARED.measure("distance").decimals


def headline(result: KpiResult) -> str:
    """Say the kommune's distance as a title: "Sygefraværet er på måltallet for 2025"."""
    row = result.frame.iloc[0].to_dict()
    year = row["target_year"]
    if not row["reported"]:
        return f"Ingen enheder har indmeldt måltal for {year}"
    if not known(row["distance"]):
        hidden = row["masked"] or row["target_masked"]
        return f"Måltal for {year}: {danish.HIDDEN if hidden else danish.NO_DATA}"
    return f"Sygefraværet er {_distance(row['distance'])} for {year}"


def paragraph(result: KpiResult) -> str:
    """Say what the targets come to, how far it is to there, and how much room there is."""
    row = result.frame.iloc[0].to_dict()
    parts = [_ended(row), _expected(result, row), _far(row), _room(row), _next(result, row)]
    return " ".join(part for part in parts if part)


def explained(result: KpiResult) -> str:
    """Say what the targets in a table are, and how much of their year the figures beside cover."""
    row = result.frame.iloc[0].to_dict()
    inside = row["quarters_in_year"]
    count = danish.format_number(inside, 0) if inside else "ingen"
    return (
        f"Måltal {row['target_year']}: enhedernes egne, vægtet med antallet af "
        f"{result.denominator.value}. Afstand: denne opgørelse minus måltallet; {count} af dens "
        f"fire kvartaler ligger i {row['target_year']}."
    )


def reached(kommune: KpiResult, parts: KpiResult) -> str:
    """Say of a year that ends where its targets were met; "" where that is not known.

    "Måltallet for 2024 blev nået for hele kommunen (14,2); det blev kun nået i Miljø & Teknik."
    """
    if "ended_met" not in kommune.frame:
        return ""
    whole = kommune.frame.iloc[0].to_dict()
    rows = [row for row in parts.frame.to_dict("records") if known(row["ended_distance"])]
    told = [_ended_in_all(whole)] if known(whole["ended_distance"]) else []
    told += _where([row for row in rows if row["key"] != whole["key"]], parts.level)
    year = int(whole["ended_year"])
    return f"Måltallet for {year} blev {'; det blev '.join(told)}." if told else ""


def _ended_in_all(row: Row) -> str:
    was = "nået" if row["ended_met"] else "ikke nået"
    return f"{was} for hele kommunen ({danish.format_number(row['ended_target'], _DECIMALS)})"


def _where(rows: Sequence[Row], level: Level) -> list[str]:
    """Name the fewer of those that met their targets and those that did not."""
    met = [str(row["name"]) for row in rows if row["ended_met"]]
    others = [str(row["name"]) for row in rows if not row["ended_met"]]
    many = {Level.AFDELING: "afdelinger", Level.OMRAADE: "områder"}.get(level, "enheder")
    count = danish.format_number(len(rows), 0)
    if not rows:
        return []
    if not others or not met:
        return [f"{'nået' if met else 'ikke nået'} i {_each(count, many)}"]
    if len(met) < len(others):
        return [f"kun nået i {danish.join_words(met)}"]
    return [f"nået i {_each(count, many)} undtagen {danish.join_words(others)}"]


def _each(count: str, many: str) -> str:
    return f"alle {count} {many}"


def reminders(lacking: Sequence[NotHandedIn]) -> dict[str, str]:
    """Write a reminder to each afdeling with enheder without a target, in the order they come."""
    by_afdeling: dict[str, list[NotHandedIn]] = {}
    for one in lacking:
        by_afdeling.setdefault(one.afdeling or "Uden afdeling", []).append(one)
    return {afdeling: _reminder(ones) for afdeling, ones in by_afdeling.items()}


def _reminder(ones: Sequence[NotHandedIn]) -> str:
    has = "enhed" if len(ones) == 1 else "enheder"
    names = danish.join_words([_with_leader(one) for one in ones])
    deadlines = sorted({one.deadline for one in ones if one.deadline})
    due = f" Frist: {danish.format_date_long(deadlines[0])}." if deadlines else ""
    return (
        f"Vi mangler måltal for sygefraværet i {ones[0].year} fra {len(ones)} {has}: {names}.{due} "
        "Indmeld venligst måltallet som fraværsdagsværk pr. medarbejder."
    )


def _with_leader(one: NotHandedIn) -> str:
    return f"{one.enhed} (lederen hører til {one.leader})" if one.leader else one.enhed


def _distance(distance: float, what: str = "måltallet") -> str:
    """Say a distance as it is shown: "1,0 dagsværk over måltallet", "på måltallet"."""
    size = danish.round_half_up(abs(distance), _DECIMALS)
    if not size:
        return f"på {what}"
    where = "over" if distance > 0 else "under"
    return f"{danish.format_number(size, _DECIMALS)} dagsværk {where} {what}"


def _ended(row: Row) -> str:
    """Say of a year that ends whether its target was met; of others nothing."""
    if not known(row.get("ended_distance")):
        return ""
    beside = _distance(row["ended_distance"], "det")
    return f"{ended(row).removesuffix('.')}: sygefraværet endte {beside}."


def _expected(result: KpiResult, row: Row) -> str:
    year, per = row["target_year"], result.denominator.per
    units = f"{row['reported']} af {danish.format_count(row['units'], 'enhed', 'enheder')}"
    if not row["reported"]:
        return (
            f"Ingen af {danish.format_count(row['units'], 'enhed', 'enheder')} har måltal for "
            f"{year}."
        )
    if not known(row["target"]):
        return f"{units} har indmeldt måltal for {year}."
    target = danish.format_number(row["target"], _DECIMALS)
    told = (
        f"Måltallene for {year} er indmeldt af {units}. Når de er nået, er sygefraværet i de "
        f"enheder i gennemsnit {target} dagsværk {per}"
    )
    if row["reported"] == row["units"] or not known(row["expected_all"]):
        return f"{told}."
    all_ = danish.format_number(row["expected_all"], _DECIMALS)
    return f"{told}, og i alle enheder {all_}, hvis de øvrige bliver på deres nuværende niveau."


def _far(row: Row) -> str:
    if not known(row["distance"]):
        return ""
    value = danish.format_number(row["value"], DECLARED.measure("value").decimals)
    total = danish.round_half_up(abs(row["distance_total"]), 0)
    in_all = f", svarende til {danish.format_number(total, 0)} dagsværk i alt" if total else ""
    inside = row["quarters_in_year"]
    lie = "ligger" if inside else "ligger endnu"
    count = danish.format_number(inside, 0) if inside else "ingen"
    told = f"Det er nu {value} og dermed {_distance(row['distance'])}{in_all}"
    return f"{told}; {count} af de fire kvartaler {lie} i {row['target_year']}."


def _room(row: Row) -> str:
    if not known(row["pace"]):
        return ""
    if row["pace"] < 0:
        return "Måltallet kan ikke længere nås i år."
    room = danish.format_number(row["pace"], DECLARED.measure("pace").decimals)
    left = 4 - row["quarters_in_year"]
    when = "det kvartal" if left == 1 else f"hvert af de {left} kvartaler"
    return f"Skal det nås, må fraværet højst være {room} i {when}, der er tilbage af året."


def _next(result: KpiResult, row: Row) -> str:
    if not known(row["forecast"]):
        return ""
    coming = (result.quarter + 1).label
    forecast = danish.format_number(row["forecast"], DECLARED.measure("forecast").decimals)
    return (
        f"Gentager {coming} fraværet fra samme kvartal året før, bliver den næste opgørelse "
        f"{forecast}."
    )
