"""How a figure is worked out, with the reader's own numbers: "55.846 dagsværk / 4.000 … = 14,0"."""

from core import danish
from metrics.declaration import Measure
from metrics.maaltal import DECLARED as MAALTAL
from metrics.noegletal import RULLENDE
from metrics.result import LangtidsfriskeResult, MaaltalResult, RullendeResult

_HOURS = 7.4  # of one dagsværk


def write_sick_leave(result: RullendeResult, *, exact: bool) -> str:
    """Work out the kommune's figure; with rounded figures, what it is in hours. "" for none."""
    row, measure = result.rows[0], RULLENDE.measure("value")
    if row.value is None or row.employees is None:
        return ""
    shown = measure.text(row.value)
    if not exact:
        hours = danish.format_number(round(row.value, 1) * _HOURS, 1)
        return f"{shown} dagsværk · 7,4 timer = {hours} timer {result.denominator.per}"
    days = danish.format_number(row.value * row.employees, 0)
    members = danish.format_number(row.employees, 0)
    return f"{days} dagsværk / {members} {result.denominator.value} = {shown}"


def write_long_share(result: RullendeResult) -> str:
    """Work out the share of long absence; "" for none, and where rounding would hide how."""
    row = result.rows[0]
    if row.value is None or row.long is None or row.long_share is None or not round(row.value, 1):
        return ""
    share = RULLENDE.measure("long_share").text(row.long_share)
    if RULLENDE.measure("long_share").text(round(row.long, 1) / round(row.value, 1)) != share:
        return ""
    value = RULLENDE.measure("value")
    return f"{value.text(row.long)} / {value.text(row.value)} dagsværk = {share}"


def write_langtidsfriske(result: LangtidsfriskeResult) -> str:
    """Work out the share of langtidsfriske; "" for none."""
    row = result.rows[0]
    if row.value is None or row.friske is None or row.counted is None:
        return ""
    friske, counted = (danish.format_number(count, 0) for count in (row.friske, row.counted))
    return f"{friske} / {counted} medarbejdere = {danish.format_percent(row.value)}"


def write_distance(result: MaaltalResult) -> str:
    """Work out the distance to the target; "" for none."""
    row = result.rows[0]
    return _write_difference(MAALTAL.measure("value"), row.value, row.target)


def write_change(result: RullendeResult) -> str:
    """Work out the change since the opgørelse before; "" for none."""
    row = result.rows[0]
    return _write_difference(RULLENDE.measure("value"), row.value, row.previous)


def _write_difference(measure: Measure, figure: float | None, other: float | None) -> str:
    """Write "14,0 − 14,5 = −0,5 dagsværk"; "" where one of the two is not known."""
    if figure is None or other is None:
        return ""
    difference = danish.format_signed(measure.subtract_shown(figure, other), 1)
    return f"{measure.text(figure)} − {measure.text(other)} = {difference} dagsværk"
