"""The figures at the top of a page on targets: where it is, where it should be, what is wanting."""

from collections.abc import Iterator

from core import danish
from metrics.maaltal import YEARS_END
from metrics.result import MaaltalResult
from metrics.rows import MaaltalRow
from phrases.cell_text import find_shown_change, write_cell
from phrases.key_figures import KeyFigure
from phrases.maaltal import count_units, write_target_cell
from phrases.periods import name_count

_IMPOSSIBLE = "ikke muligt"


def list_target_figures(result: MaaltalResult) -> Iterator[KeyFigure]:
    """List the figures of the first row: this opgørelse, the target, what is wanting, the pace.

    In a 4th quarter there is no pace; the target of the year that ends stands in its place.
    """
    row, per = result.rows[0], result.denominator.per
    value = write_cell(result, row, "value")
    yield KeyFigure("Denne opgørelse", "", value, f"dagsværk {per}")
    target = write_target_cell(result, row, "target")
    handed_in = f"indmeldt af {count_units(row.reported, row.units)}" if row.reported else ""
    yield KeyFigure(f"Måltal for {row.target_year}", "", target, handed_in)
    if row.reported:
        yield _make_distance(result, row)
    if row.pace is not None:
        yield _make_pace(result, row)
    if row.ended_distance is not None:
        yield _make_ended(result, row)


def _make_distance(result: MaaltalResult, row: MaaltalRow) -> KeyFigure:
    """Make the figure of how much is wanting, or how far below the target it is already."""
    distance = find_shown_change(result, row, "distance")
    if distance is None:
        return KeyFigure("Mangler", "", write_cell(result, row, "distance"), "")
    measure = result.noegletal.measure("distance")
    size = danish.format_number(abs(distance), measure.decimals)
    label = (
        "Mangler" if danish.round_half_up(distance, measure.decimals) >= 0 else "Under måltallet"
    )
    return KeyFigure(
        label, "", size, f"dagsværk {result.denominator.per}{_write_total(result, row)}"
    )


def _write_total(result: MaaltalResult, row: MaaltalRow) -> str:
    """Write the distance in all: ", 3.857 dagsværk i alt", and as fuldtidsstillinger if HR says."""
    total = danish.round_half_up(abs(row.distance_total or 0), 0)
    if not total:
        return ""
    text = f", {danish.format_number(total, 0)} dagsværk i alt"
    if not (days := result.settings.full_time_days_per_year):
        return text
    positions = danish.format_number(abs(row.distance_total or 0) / days)
    return f"{text}, svarende til {positions} fuldtidsstillinger à {days} dagsværk om året"


def _make_pace(result: MaaltalResult, row: MaaltalRow) -> KeyFigure:
    """Make the figure of how much absence there is room for in each quarter that is left."""
    left = YEARS_END - row.quarters_in_year
    when = "det kvartal" if left == 1 else f"hvert af de {name_count(left)} kvartaler"
    if (row.pace or 0) < 0:
        return KeyFigure("Plads til", "", _IMPOSSIBLE, f"at nå måltallet i {row.target_year}")
    basis = f"dagsværk {result.denominator.per} i {when}, der er tilbage"
    return KeyFigure("Plads til", "", write_cell(result, row, "pace"), basis)


def _make_ended(result: MaaltalResult, row: MaaltalRow) -> KeyFigure:
    """Make the figure of the target of the year that ends, and whether it was met."""
    target = result.noegletal.measure("target").text(row.ended_target)
    met = "nået" if row.is_ended_met else "ikke nået"
    of_some = ""
    if row.ended_reported < row.ended_units:
        of_some = f"; indmeldt af {count_units(row.ended_reported, row.ended_units)}"
    return KeyFigure(f"Måltal for {row.ended_year}", "", target, f"{met}{of_some}")
