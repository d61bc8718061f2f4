"""The figures beside a chart: what is read first after it, each with how it has moved."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from core import danish
from core.quarter import Period
from metrics.declaration import Measure
from metrics.forloeb import ForloebResult, ForloebRow
from metrics.result import LangtidsfriskeResult, MaaltalResult, RullendeResult
from metrics.rows import Row, RullendeRow, index_by_key
from phrases.cell_text import find_shown_change, write_cell
from phrases.trends import describe_movement

_MEANING = "om_tallene"  # the page that says how a figure is made
_MILLION, _THOUSAND = Decimal(1_000_000), Decimal(1_000)
_ARROWS = {"er faldet": "↓", "er steget": "↑", "er uændret": "→"}


@dataclass(frozen=True)
class KeyFigure:
    """A figure, the page that tells more of it, how it has moved, and what it is of.

    `is_good` says whether the move is good news; None where it is neither.
    """

    label: str
    page: str
    figure: str
    basis: str
    move: str = ""
    is_good: bool | None = None


def list_key_figures(
    rullende: RullendeResult,
    friske: LangtidsfriskeResult | None,
    maaltal: MaaltalResult | None,
    *,
    key: str,
    forloeb: ForloebResult | None = None,
) -> Iterator[KeyFigure]:
    """List the figures of a node beside its absence, as far as the data have them."""
    yield _make_long_share(rullende, index_by_key(rullende.rows)[key])
    if friske and (row := index_by_key(friske.rows).get(key)):
        move, is_good = _describe_move(
            friske.noegletal.measure("value"), find_shown_change(friske, row)
        )
        basis = f"af {friske.denominator.value}, {_write_years(friske.period)}"
        figure = write_cell(friske, row, "value")
        yield KeyFigure(friske.noegletal.label, "langtidsfriske", figure, basis, move, is_good)
    if maaltal and (target_row := index_by_key(maaltal.rows).get(key)):
        target = write_cell(maaltal, target_row, "target")
        basis = f"måltal for {target_row.target_year}: {target}"
        distance = write_cell(maaltal, target_row, "distance")
        yield KeyFigure("Afstand til måltal", "maaltal", distance, basis)
        lacking = danish.format_number(target_row.units - target_row.reported, 0)
        basis = f"af {danish.format_count(target_row.units, 'enhed', 'enheder')}"
        yield KeyFigure("Enheder uden måltal", "maaltal", lacking, basis)
    yield from _list_costs(rullende, index_by_key(rullende.rows)[key])
    if forloeb and (spell_row := index_by_key(forloeb.rows).get(key)):
        yield from _list_spell_figures(forloeb, spell_row)


def _list_costs(result: RullendeResult, row: RullendeRow) -> Iterator[KeyFigure]:
    """Tell the absence in kroner, of the figures as they are printed, where there is a rate."""
    rate = result.settings.dagsvaerk_rate
    if not rate or row.value is None or row.employees is None:
        return
    dagsvaerk = danish.round_half_up(row.value, 1) * danish.round_half_up(row.employees, 0)
    basis = f"{danish.format_number(rate, 0)} kr. pr. dagsværk, jeres egen sats"
    yield KeyFigure("Sygefraværet svarer til", _MEANING, _write_kroner(dagsvaerk * rate), basis)


def _write_kroner(amount: Decimal) -> str:
    """Write an amount that is known to a few figures only: "73,4 mio. kr." or "840.000 kr."."""
    if amount >= _MILLION:
        return f"{danish.format_number(amount / _MILLION)} mio. kr."
    thousands = danish.round_half_up(amount / _THOUSAND, 0)
    return f"{danish.format_number(thousands * _THOUSAND, 0)} kr."


def _list_spell_figures(result: ForloebResult, row: ForloebRow) -> Iterator[KeyFigure]:
    """List how often and how long, the part-days, and who was ill several times."""
    measure = result.noegletal.measure("value")
    move, is_good = _describe_move(measure, find_shown_change(result, row))
    length = write_cell(result, row, "length")
    basis = "" if row.length is None else f"i gennemsnit {length} kalenderdage"
    label = f"Forløb {result.denominator.per}"
    yield KeyFigure(label, _MEANING, write_cell(result, row, "value"), basis, move, is_good)
    if row.part_share is not None:
        share = write_cell(result, row, "part_share")
        yield KeyFigure("Delvist fravær", _MEANING, share, "af forløbenes dagsværk")
    if row.repeated is not None:
        share = write_cell(result, row, "repeated_share")
        basis = f"medarbejdere ({share}) med tre eller flere korte forløb på tolv måneder"
        label = result.noegletal.measure("repeated").label
        yield KeyFigure(label, _MEANING, write_cell(result, row, "repeated"), basis)


def _make_long_share(result: RullendeResult, row: Row) -> KeyFigure:
    measure = result.noegletal.measure("long_share")
    change = find_shown_change(result, row, "change_long_share")
    move, is_good = _describe_move(measure, change)
    figure = write_cell(result, row, "long_share")
    return KeyFigure(measure.label, "forklaring", figure, "af alle dagsværk", move, is_good)


def _describe_move(measure: Measure, change: float | None) -> tuple[str, bool | None]:
    """Say how a figure has moved since the opgørelse before, and whether that is good news."""
    if change is None:
        return "", None
    direction = describe_movement(measure, change)
    if direction == "er uændret":
        return measure.change_text(change), None
    falls_well = measure.falling_is_good
    is_good = None if falls_well is None else (direction == "er faldet") == falls_well
    return f"{_ARROWS[direction]} {measure.change_text(change)}", is_good


def _write_years(period: Period) -> str:
    """Write a period of whole years by its years: "2023 og 2024"; another one by its days."""
    first, last = period.first, period.last
    if (first.month, first.day, last.month, last.day) != (1, 1, 12, 31):
        return str(period)
    return danish.join_words([str(year) for year in range(first.year, last.year + 1)])
