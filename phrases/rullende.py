"""Sickness absence over four quarters in words, as a case tells it."""

from collections import defaultdict

from core import danish
from core.quarter import Quarter
from metrics.declaration import Measure
from metrics.result import RullendeResult, SeriesResult
from metrics.rows import RullendeRow
from phrases.cell_text import find_shown_change
from phrases.headlines import write_news

_MOVED = {-1: "faldet", 0: "uændret", 1: "steget"}


def describe_status(kommune: RullendeResult) -> str:
    """Say where the kommune stands: now, since the last opgørelse, and since the peak."""
    row = kommune.rows[0]
    return " ".join(
        part for part in (write_news(kommune), _describe_since_peak(kommune, row)) if part
    )


def describe_parts(result: RullendeResult) -> str:
    """Say how each node of a level has moved since the last opgørelse; "" where none is known."""
    moved: dict[int, list[str]] = defaultdict(list)
    hidden = []
    measure = result.noegletal.measure("value")
    for row in result.rows:
        change = find_shown_change(result, row)
        if change is None:
            hidden += [str(row.name)] if row.masked or row.previous_masked else []
            continue
        way, size = _find_direction(measure, change)
        moved[way].append(f"{row.name} ({size})" if way else str(row.name))
    clauses = [_list_moved(way, moved[way]) for way in (-1, 1, 0) if moved[way]]
    if not clauses:
        return ""
    since = (result.quarter - 1).label
    first = f"I {result.level.plural}ne er sygefraværet siden {since} {'; '.join(clauses)}."
    return first if not hidden else f"{first} Ændringen vises ikke for {danish.join_words(hidden)}."


def describe_split(kommune: RullendeResult) -> str:
    """Say the long-term share and how long and short absence have moved; "" without a split."""
    row = kommune.rows[0]
    if row.long_share is None:
        return ""
    share = kommune.noegletal.measure("long_share")
    now = danish.format_number(row.long_share * 100, share.decimals)
    sentence = f"Langtidsfraværet udgør {now} pct. af det samlede sygefravær"
    change = find_shown_change(kommune, row, "change_long_share")
    if change is None:
        return f"{sentence}."
    moved = _write_points(change, share)
    return f"{sentence}, {moved}. {_describe_split_change(kommune, row)}"


def describe_changed_points(series: SeriesResult, *, first: Quarter) -> str:
    """Say of a node's points since a quarter what the data now give, where it is something else."""
    measure = series.noegletal.measure("value")
    rows = [row for row in series.rows if row.corrections and row.quarter >= first]
    now = [
        f"{measure.text(row.value_now)} for {row.quarter.label}"
        for row in rows
        if row.value_now is not None
    ]
    if not rows:
        return ""
    gives = f": {danish.join_words(now)}" if now else ""
    return f"Opgørelserne vises, som de blev udsendt; data giver nu andre tal{gives}."


def _describe_since_peak(result: RullendeResult, row: RullendeRow) -> str:
    change = find_shown_change(result, row, "since_peak")
    if change is None or row.peak_quarter in {None, result.quarter}:
        return ""
    measure = result.noegletal.measure("value")
    way, size = _find_direction(measure, change)
    if way >= 0:
        return ""
    top = row.peak_quarter.label if row.peak_quarter else ""
    peak = measure.text(row.peak)
    return f"Siden {top}, hvor det toppede med {peak}, er det faldet med {size}."


def _find_direction(measure: Measure, change: float) -> tuple[int, str]:
    """Return the direction of a change as it is shown (-1, 0, 1), and its size in words."""
    size = danish.round_half_up(change, measure.decimals)
    return (size > 0) - (size < 0), danish.format_number(abs(size), measure.decimals)


def _list_moved(way: int, names: list[str]) -> str:
    return f"{_MOVED[way]} i {danish.join_words(names)}"


def _write_points(change: float, share: Measure) -> str:
    size = danish.round_half_up(change * 100, share.decimals)
    if not size:
        return "uændret siden seneste opgørelse"
    way = "lavere" if size < 0 else "højere"
    points = danish.format_number(abs(size), share.decimals)
    return f"{points} procentpoint {way} end i seneste opgørelse"


def _describe_split_change(result: RullendeResult, row: RullendeRow) -> str:
    """How long and short absence have moved, in one sentence."""
    parts = {
        column: _find_direction(
            result.noegletal.measure(column),
            find_shown_change(result, row, f"change_{column}") or 0,
        )
        for column in ("long", "short")
    }
    (long_way, long), (short_way, short) = parts["long"], parts["short"]
    if not long_way and not short_way:
        return "Både langtids- og korttidsfraværet er uændret."
    if long_way == short_way:
        sizes = f"{long} og {short} dagsværk {result.denominator.per}"
        return f"Langtids- og korttidsfraværet er {_MOVED[long_way]} med hhv. {sizes}."
    return (
        f"Langtidsfraværet er {_write_move(long_way, long)}, "
        f"og korttidsfraværet er {_write_move(short_way, short)}."
    )


def _write_move(way: int, size: str) -> str:
    return f"{_MOVED[way]} med {size} dagsværk" if way else _MOVED[way]
