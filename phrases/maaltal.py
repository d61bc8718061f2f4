"""The targets in words, and reminders to those who have not handed in."""

from collections.abc import Sequence
from datetime import date

from core import danish
from core.nodes import Level
from metrics.maaltal import DECLARED, YEARS_END, NotHandedIn
from metrics.result import MaaltalResult
from metrics.rows import MaaltalRow
from phrases.basis import find_extract_day, mark_preliminary
from phrases.cell_text import find_shown_change, write_cell
from phrases.corrections import write_corrections
from phrases.periods import name_count, name_quarters_of_window
from phrases.text_tables import TextTable, drop_empty_columns, make_table

NOT_HANDED_IN = "ikke indmeldt"
_DECIMALS = DECLARED.measure("distance").decimals


@mark_preliminary
def write_headline(result: MaaltalResult) -> str:
    """Say the distance of the first row as a title, and where, if that is not the kommune.

    "Sygefraværet er 0,9 dagsværk over måltallet for 2025".
    """
    row = result.rows[0]
    year = row.target_year
    where = "" if row.node.level is Level.KOMMUNE else f" i {row.name}"
    if not row.reported:
        return f"Ingen enheder{where} har indmeldt måltal for {year}"
    distance = find_shown_change(result, row, "distance")
    if distance is None:
        hidden = row.masked or row.target_masked
        return f"Måltal for {year}{where}: {danish.HIDDEN if hidden else danish.NO_DATA}"
    return f"Sygefraværet{where} er {_write_distance(distance, _name_targets(row))} for {year}"


def write_paragraph(result: MaaltalResult, deadlines: Sequence[date] = ()) -> str:
    """Say what the targets come to, how far it is to there, and how much room there is.

    `deadlines` are the days that they were, or are, to be handed in by.
    """
    row = result.rows[0]
    parts = [
        _write_ended(row),
        _write_expected(result, row),
        _write_deadline(deadlines, find_extract_day(result.sources) or result.period.last),
        _write_distance_sentence(result, row),
        _write_pace(row),
        _write_forecast(result, row),
    ]
    return " ".join(part for part in parts if part)


def write_remarks(result: MaaltalResult) -> str:
    """Say what must be known of the first row's figures beside them, and what comes next."""
    row = result.rows[0]
    parts = [
        explain_table(result),
        _explain_masked(row),
        write_corrections(row.corrections),
        _write_forecast(result, row),
    ]
    return " ".join(part for part in parts if part)


def describe_not_handed_in(row: MaaltalRow) -> str:
    """Say how many enheder of a node have no target: "9 af 95 enheder mangler måltal for 2025"."""
    lacking = row.units - row.reported
    if not lacking:
        return f"Alle enheder har indmeldt måltal for {row.target_year}"
    return f"{count_units(lacking, row.units).capitalize()} mangler måltal for {row.target_year}"


def make_not_handed_in_table(enheder: Sequence[NotHandedIn]) -> TextTable:
    """Make the table of the enheder without a target, in the order they come."""
    heads = ("Enhed", "Afdeling", "Lederen hører til", "Frist")
    lines = [
        (
            enhed.enhed,
            enhed.afdeling,
            enhed.leader,
            danish.format_date_long(enhed.deadline) if enhed.deadline else "",
        )
        for enhed in enheder
    ]
    caption = f"Enheder uden måltal for {enheder[0].year}"
    return drop_empty_columns([make_table(caption, heads, lines)])[0]


def write_target_cell(result: MaaltalResult, row: MaaltalRow, column: str) -> str:
    """Write a node's target, or its distance to it, as in a table beside the other figures."""
    if row.reported:
        return write_cell(result, row, column)
    return NOT_HANDED_IN if column == "target" else ""


def explain_table(result: MaaltalResult) -> str:
    """Say what the targets in a table are, and how much of their year the figures beside cover."""
    row = result.rows[0]
    return (
        f"Måltal {row.target_year}: enhedernes egne, vægtet med antallet af "
        f"{result.denominator.value}. Afstand: denne opgørelse minus måltallet; "
        f"{name_quarters_of_window(row.quarters_in_year)} ligger i {row.target_year}."
    )


def describe_ended_year(kommune: MaaltalResult, parts: MaaltalResult) -> str:
    """Say of a year that ends where its targets were met; "" where that is not known.

    "Måltallet for 2024 blev nået for hele kommunen (14,2); det blev kun nået i Miljø & Teknik."
    """
    if kommune.quarter.number != YEARS_END:
        return ""
    kommune_row = kommune.rows[0]
    rows = [row for row in parts.rows if row.ended_distance is not None]
    clauses = (
        [_describe_ended_kommune(kommune_row)] if kommune_row.ended_distance is not None else []
    )
    clauses += _describe_ended_parts(
        [row for row in rows if row.key != kommune_row.key], parts.level
    )
    return (
        f"Måltallet for {kommune.quarter.year} blev {'; det blev '.join(clauses)}."
        if clauses
        else ""
    )


def _describe_ended_kommune(row: MaaltalRow) -> str:
    was = "nået" if row.is_ended_met else "ikke nået"
    return f"{was} for hele kommunen ({DECLARED.measure('target').text(row.ended_target)})"


def _describe_ended_parts(rows: Sequence[MaaltalRow], level: Level) -> list[str]:
    """Name the fewer of those that met their targets and those that did not."""
    met = [str(row.name) for row in rows if row.is_ended_met]
    unmet = [str(row.name) for row in rows if not row.is_ended_met]
    all_of_them = f"alle {danish.format_number(len(rows), 0)} {level.plural}"
    if not rows:
        return []
    if len(rows) == 1:
        return [f"{'nået' if met else 'ikke nået'} i {rows[0].name}"]
    if not unmet or not met:
        return [f"nået i {all_of_them}" if met else f"ikke nået i nogen {level.label.lower()}"]
    if len(rows) == 2:
        return [f"nået i {met[0]}, men ikke i {unmet[0]}"]
    if len(met) < len(unmet):
        return [f"kun nået i {danish.join_words(met)}"]
    return [f"nået i {all_of_them} undtagen {danish.join_words(unmet)}"]


def write_maaltal_note(row: MaaltalRow) -> str:
    """Say what must be known of one row: its year, who has handed in, what is hidden."""
    parts = [
        _explain_year(row),
        _describe_handed_in(row),
        _explain_masked(row),
        _explain_rounding(row),
        write_corrections(row.corrections),
        _describe_ended(row),
    ]
    return " ".join(part for part in parts if part)


def _explain_year(row: MaaltalRow) -> str:
    year, inside = row.target_year, row.quarters_in_year
    if year > row.quarter.year:
        return f"Måltallet gælder {year}; opgørelsen er for {row.quarter.year}."
    if inside == YEARS_END:
        return ""
    return f"{name_quarters_of_window(inside).capitalize()} ligger i {year}."


def _describe_handed_in(row: MaaltalRow) -> str:
    if row.reported == row.units:
        return ""
    if row.node.level is Level.ENHED:
        return "Måltal er ikke indmeldt."
    units = danish.format_count(row.units, "enhed", "enheder")
    return f"Måltal fra {danish.format_number(row.reported, 0)} af {units}."


def _explain_masked(row: MaaltalRow) -> str:
    """Say why an expectation is not shown in a row that is."""
    if not row.expected_masked:
        return ""
    if row.reported == 1 and row.target_masked:
        return "Måltallet vises ikke: det ville røbe enheder, der ikke vises."
    return "Forventningen til alle enheder vises ikke: den ville røbe enheder, der ikke vises."


def _explain_rounding(row: MaaltalRow) -> str:
    """Say it where the distance, as it is shown, is not that between the figures beside it."""
    if row.value is None or row.target is None or row.distance is None:
        return ""
    value, target, distance = (
        danish.round_half_up(figure, DECLARED.measure(name).decimals)
        for name, figure in (
            ("value", row.value),
            ("target", row.target),
            ("distance", row.distance),
        )
    )
    return "" if value - target == distance else "Afrunding: afstanden er af de uafrundede tal."


def _describe_ended(row: MaaltalRow) -> str:
    """Say of a row of a 4th quarter whether the target of the year that ends was met, if known."""
    if row.ended_distance is None:
        return ""
    target = DECLARED.measure("target").text(row.ended_target)
    was = "blev nået" if row.is_ended_met else "blev ikke nået"
    of_some = ""
    if row.ended_reported < row.ended_units:
        of_some = f" (indmeldt af {count_units(row.ended_reported, row.ended_units)})"
    return f"Måltallet for {row.ended_year} på {target}{of_some} {was}."


def write_reminders(enheder: Sequence[NotHandedIn]) -> dict[str, str]:
    """Write a reminder to each afdeling with enheder without a target, in the order they come."""
    by_afdeling: dict[str, list[NotHandedIn]] = {}
    for enhed in enheder:
        by_afdeling.setdefault(enhed.afdeling or "Uden afdeling", []).append(enhed)
    return {afdeling: _write_reminder(group) for afdeling, group in by_afdeling.items()}


def _write_reminder(enheder: Sequence[NotHandedIn]) -> str:
    noun = "enhed" if len(enheder) == 1 else "enheder"
    names = danish.join_words([_name_with_leader(enhed) for enhed in enheder])
    deadlines = sorted({enhed.deadline for enhed in enheder if enhed.deadline})
    due = f" Frist: {danish.format_date_long(deadlines[0])}." if deadlines else ""
    return (
        f"Vi mangler måltal for sygefraværet i {enheder[0].year} fra {len(enheder)} {noun}: "
        f"{names}.{due} Indmeld venligst måltallet som fraværsdagsværk pr. medarbejder."
    )


def _name_with_leader(unit: NotHandedIn) -> str:
    return f"{unit.enhed} (lederen hører til {unit.leader})" if unit.leader else unit.enhed


def count_units(reported: int, units: int) -> str:
    """Write who has handed in: "1 af 6 enheder", "alle 6 enheder", "enheden"."""
    if units == 1:
        return "enheden"
    all_units = f"{danish.format_number(units, 0)} enheder"
    if reported == units:
        return f"alle {all_units}"
    return f"{danish.format_number(reported, 0)} af {all_units}"


def _name_targets(row: MaaltalRow) -> str:
    """Name what a row's figure is held against: the targets of some of its enheder, or of all."""
    if row.reported == row.units:
        return "måltallet"
    return "det indmeldte måltal" if row.reported == 1 else "de indmeldte måltal"


def _write_distance(distance: float, what: str) -> str:
    """Say a distance as it is shown: "1,0 dagsværk over måltallet", "på niveau med måltallet"."""
    size = danish.round_half_up(abs(distance), _DECIMALS)
    if not size:
        return f"på niveau med {what}"
    where = "over" if distance > 0 else "under"
    return f"{danish.format_number(size, _DECIMALS)} dagsværk {where} {what}"


def _write_ended(row: MaaltalRow) -> str:
    """Say of a year that ends whether its target was met; of others nothing."""
    if row.ended_distance is None:
        return ""
    beside = _write_distance(row.ended_distance, "det")
    return f"{_describe_ended(row).removesuffix('.')}: sygefraværet endte {beside}."


def _write_expected(result: MaaltalResult, row: MaaltalRow) -> str:
    year = row.target_year
    if not row.reported and row.units == 1:
        return f"Enheden har ikke indmeldt måltal for {year}."
    if not row.reported:
        return f"Ingen af de {danish.format_number(row.units, 0)} enheder har måltal for {year}."
    handed_in = f"Måltal for {year} er indmeldt af {count_units(row.reported, row.units)}."
    if row.target is None:
        return handed_in
    target = f"{danish.format_number(row.target, _DECIMALS)} dagsværk {result.denominator.per}"
    when, of_those = "Når de er nået", "i de enheder i gennemsnit "
    if row.reported == 1:
        when, of_those = "Når det er nået", "i den enhed "
    if row.reported == row.units:
        of_those = "i gennemsnit " if row.units > 1 else ""
    sentence = f"{handed_in} {when}, er sygefraværet {of_those}{target}"
    if row.reported == row.units or row.expected_all is None:
        return f"{sentence}."
    all_ = danish.format_number(row.expected_all, _DECIMALS)
    return f"{sentence} og i alle enheder {all_}, hvis de øvrige bliver på deres nuværende niveau."


def _write_deadline(deadlines: Sequence[date], drawn: date) -> str:
    """Say by when targets are to be handed in, or were when the data were drawn."""
    if not deadlines:
        return ""
    first, last = min(deadlines), max(deadlines)
    is_over = last < drawn
    if first == last:
        verb = "var" if is_over else "er"
        return f"Fristen for at indmelde {verb} den {danish.format_date_long(last)}."
    verb = "lå" if is_over else "ligger"
    days = f"{danish.format_date_long(first)} og den {danish.format_date_long(last)}"
    return f"Fristerne for at indmelde {verb} mellem den {days}."


def _write_distance_sentence(result: MaaltalResult, row: MaaltalRow) -> str:
    distance = find_shown_change(result, row, "distance")
    if distance is None:
        return ""
    value = DECLARED.measure("value").text(row.value)
    total = danish.round_half_up(abs(row.distance_total or 0), 0)
    in_all = f", svarende til {danish.format_number(total, 0)} dagsværk i alt" if total else ""
    inside = row.quarters_in_year
    lie = "ligger" if inside else "ligger endnu"
    where = "" if row.reported == row.units else " i alle enheder"
    return (
        f"Sygefraværet{where} er i denne opgørelse {value} og dermed "
        f"{_write_distance(distance, _name_targets(row))}{in_all}; "
        f"{name_quarters_of_window(inside)} {lie} i {row.target_year}."
    )


def _write_pace(row: MaaltalRow) -> str:
    if row.pace is None:
        return ""
    targets = _name_targets(row)
    if row.pace < 0:
        return f"{targets.capitalize()} kan ikke længere nås i {row.target_year}."
    room = danish.format_number(row.pace, DECLARED.measure("pace").decimals)
    left = YEARS_END - row.quarters_in_year
    when = "det kvartal" if left == 1 else f"hvert af de {name_count(left)} kvartaler"
    return (
        f"Skal {targets} nås, må fraværet højst være {room} dagsværk i {when}, der er tilbage af "
        "året."
    )


def _write_forecast(result: MaaltalResult, row: MaaltalRow) -> str:
    if row.forecast is None or row.target is None:
        return ""
    coming = (result.quarter + 1).label
    forecast = danish.format_number(row.forecast, DECLARED.measure("forecast").decimals)
    return (
        f"Gentager {coming} fraværet fra samme kvartal året før, bliver den næste opgørelse "
        f"{forecast}."
    )
