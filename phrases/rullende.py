"""Sickness absence over four quarters in words, as a case tells it."""

from collections import defaultdict
from collections.abc import Sequence

from core import danish
from core.quarter import Quarter
from metrics.declaration import Measure
from metrics.result import RullendeResult, SeriesResult
from metrics.rows import RullendeRow
from phrases.basis import describe_reservations
from phrases.cell_text import find_shown_change
from phrases.headlines import write_news

_MOVED = {-1: "faldet", 0: "uændret", 1: "steget"}
_ROUNDED = "Tallene er afrundet hver for sig og giver derfor ikke helt den samlede ændring."


def describe_basis(kommune: RullendeResult) -> str:
    """Say how the figures are made up, which days they are of, and what is reserved about them."""
    sentences = [
        "Sygefraværet opgøres rullende for de seneste fire kvartaler. Denne opgørelse omfatter "
        f"perioden {kommune.period} og er opgjort i fraværsdagsværk {kommune.denominator.per}.",
        *describe_reservations(kommune),
    ]
    return " ".join(sentences)


def describe_status(kommune: RullendeResult) -> str:
    """Say where the kommune stands: now, since the last opgørelse, and since the peak."""
    row = kommune.rows[0]
    return " ".join(
        part for part in (write_news(kommune), _describe_since_peak(kommune, row)) if part
    )


def describe_parts(result: RullendeResult) -> str:
    """Say how each node of a level has moved since the last opgørelse.

    It is "" where none can be compared, and of a single node, whose figure is that of the kommune.
    """
    if len(result.rows) < 2:
        return ""
    moved: dict[int, list[tuple[str, str]]] = defaultdict(list)
    hidden: list[str] = []
    missing: list[str] = []
    for row in result.rows:
        change = find_shown_change(result, row)
        if change is None:
            is_hidden = row.masked or row.previous_masked
            (hidden if is_hidden else missing).append(str(row.name))
            continue
        way, size = _find_direction(result.noegletal.measure("value"), change, coarse=row.coarse)
        moved[way].append((str(row.name), size))
    ways = [way for way in (-1, 1, 0) if moved[way]]
    units = [f" dagsværk {result.denominator.per}", "", ""]
    clauses = [_list_moved(way, moved[way], unit) for way, unit in zip(ways, units, strict=False)]
    where, since = f"{result.level.plural}ne", (result.quarter - 1).label
    if not clauses:
        return f"Ændringerne i {where} vises ikke." if hidden else ""
    sentences = [f"I {where} er sygefraværet siden {since} {'; det er '.join(clauses)}."]
    if hidden:
        sentences.append(f"Ændringen vises ikke for {danish.join_words(hidden)}.")
    if missing:
        sentences.append(f"{danish.join_words(missing)} kan ikke sammenlignes med {since}.")
    return " ".join(sentences)


def describe_split(kommune: RullendeResult) -> str:
    """Say the long-term share and how long and short absence have moved, or why it is not known.

    It is "" where a note says why.
    """
    row = kommune.rows[0]
    if row.long_share is None:
        return "" if row.value is None or row.unsplit else _explain_no_split(kommune, row)
    share = kommune.noegletal.measure("long_share")
    now = danish.format_number(row.long_share * 100, share.decimals)
    sentence = f"Langtidsfraværet udgør {now} pct. af det samlede sygefravær"
    change = find_shown_change(kommune, row, "change_long_share")
    if change is None:
        return f"{sentence}."
    moved = _write_points(change, share)
    return f"{sentence}, {moved}. {_describe_split_change(kommune, row)}"


def _explain_no_split(kommune: RullendeResult, row: RullendeRow) -> str:
    if kommune.hides_split(row):
        return "Korttids- og langtidsfraværet vises ikke af hensyn til små enheder."
    return "Data har ingen opdeling i korttids- og langtidsfravær."


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
    """Say how far it has fallen since the peak; "" where that is the change just told."""
    change = find_shown_change(result, row, "since_peak")
    if change is None or row.peak_quarter is None or row.peak_quarter == result.quarter:
        return ""
    measure = result.noegletal.measure("value")
    way, size = _find_direction(measure, change, coarse=row.coarse)
    is_told = row.change is not None and measure.text(row.peak) == measure.text(row.previous)
    if way >= 0 or is_told:
        return ""
    peak = measure.text(row.peak)
    if result.peak_since:
        peak += f", det højeste siden {result.peak_since.label}"
    return (
        f"Siden opgørelsen for {row.peak_quarter.label}, hvor sygefraværet var højest ({peak}), "
        f"er det faldet med {size}."
    )


def _find_direction(measure: Measure, change: float, *, coarse: bool = False) -> tuple[int, str]:
    """Return the direction of a change as it is shown (-1, 0, 1), and its size in words."""
    shown_as = measure.print_whole() if coarse else measure
    size = danish.round_half_up(change, shown_as.decimals)
    return (size > 0) - (size < 0), shown_as.text(float(abs(size)))


def _list_moved(way: int, moves: Sequence[tuple[str, str]], unit: str) -> str:
    """Say of nodes that went one way by how much: "faldet med 0,9 i A og med 0,4 i B"."""
    if not way:
        return f"uændret i {danish.join_words([name for name, _ in moves])}"
    (first, size), *others = moves
    places = [
        f"{size}{unit} i {first}",
        *(f"med {other_size} i {name}" for name, other_size in others),
    ]
    return f"{_MOVED[way]} med {danish.join_words(places)}"


def _write_points(change: float, share: Measure) -> str:
    size = danish.round_half_up(change * 100, share.decimals)
    if not size:
        return "det samme som i forrige opgørelse"
    way = "lavere" if size < 0 else "højere"
    points = danish.format_number(abs(size), share.decimals)
    return f"{points} procentpoint {way} end i forrige opgørelse"


def _describe_split_change(result: RullendeResult, row: RullendeRow) -> str:
    """How long and short absence have moved, and that it is rounded where the sum shows it."""
    sizes = {
        column: find_shown_change(result, row, f"change_{column}") or 0
        for column in ("long", "short")
    }
    (long_way, long), (short_way, short) = (
        _find_direction(result.noegletal.measure(column), size) for column, size in sizes.items()
    )
    unit = f"dagsværk {result.denominator.per}"
    if not long_way and not short_way:
        sentence = "Både langtids- og korttidsfraværet er uændret."
    elif long_way == short_way and long == short:
        sentence = f"Både langtids- og korttidsfraværet er {_MOVED[long_way]} med {long} {unit}."
    elif long_way == short_way:
        sizes_moved = f"{long} og {short} {unit}"
        sentence = f"Langtids- og korttidsfraværet er {_MOVED[long_way]} med hhv. {sizes_moved}."
    else:
        sentence = (
            f"Langtidsfraværet er {_write_move(long_way, long, unit)}, og korttidsfraværet er "
            f"{_write_move(short_way, short, unit)}."
        )
    whole = find_shown_change(result, row)
    is_even = whole is None or not danish.round_half_up(sum(sizes.values()) - whole, 1)
    return sentence if is_even else f"{sentence} {_ROUNDED}"


def _write_move(way: int, size: str, unit: str) -> str:
    return f"{_MOVED[way]} med {size} {unit}" if way else _MOVED[way]
