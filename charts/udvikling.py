"""Figur 1: rolling short- and long-term absence at each quarter's opgørelse, stacked."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from charts import event_marks, reference_lines
from charts.chart import Chart
from charts.figure import TEXT, Figure
from charts.svg_text import measure_width
from core import danish
from core.quarter import Quarter
from metrics.result import MaaltalResult, SeriesResult
from metrics.rows import SeriesRow, index_by_key
from phrases.basis import mark_preliminary
from phrases.cell_text import write_cell
from phrases.trends import describe_movement

HEIGHT = 340
QUARTERS = 9
_ROOM_FOR_TOTALS = 1.12
_BAR = 0.72
_FEW = 6
_LABEL, _TOTAL, _AROUND = 35, 20, 55  # pixels: of two lines, of one, above and below the bars
_DASH, _EDGE = "5px,4px", 12
_THIN, _RIM = 2, 5  # pixels


@dataclass(frozen=True)
class _Label:
    """What stands beside the last bar: a text, and the height of what it names."""

    text: str
    height: float
    is_quiet: bool = False


def draw_chart(
    result: SeriesResult,
    *,
    key: str = "kommune",
    height: int = HEIGHT,
    maaltal: MaaltalResult | None = None,
    kommune: SeriesResult | None = None,
    dark: bool = False,
) -> Chart:
    """Draw one node's `udvikling`: its latest quarters, with totals above the bars that are news.

    They are the peak, the one before and the latest, whose parts are named beside it. A quarter
    whose data have no split into short and long gets one grey, undivided bar. The node's target in
    `maaltal`, if it has one, is a dashed line; the `kommune`, beside a part of it, a thin grey one.
    `height` is in pixels.
    """
    rows = _select_latest(result, key)
    fig = Figure(dark=dark, height=height)
    beside = _select_beside(kommune, rows) if kommune else []
    _draw_bars(fig, result, rows)
    elsewhere = result.references if key == "kommune" else ()
    lines = [*_name_target(maaltal, key), *_name_kommune(kommune, beside)]
    heights = [row.value for row in (*rows, *beside) if row and row.value is not None]
    top = max(
        max((*heights, *(line.height for line in lines)), default=1) * _ROOM_FOR_TOTALS,
        reference_lines.find_highest(elsewhere) * reference_lines.ROOM,
    )
    _set_axes(fig, rows, top)
    targets = [line.height for line in lines if not line.is_quiet]
    for target in targets:
        inks = {"color": fig.inks.maaltal, "width": 1.5, "dash": _DASH}
        fig.add_horizontal(target, line=inks)
    pixel = top / (height - _AROUND)
    places = [_find_place_of_total(row, targets, room=_TOTAL * pixel) for row in rows]
    _draw_totals(fig, result, rows, places, has_line=bool(beside))
    _draw_line(fig, beside)
    _write_labels(fig, [*_name_parts(result, rows[-1]), *lines], room=_LABEL * pixel, top=top)
    happened = result.events.find_touching(rows[-1])
    quarters_shown = [row.quarter for row in rows]
    event_marks.mark_events(fig, happened, quarters_shown)
    reference_lines.draw_references(fig, elsewhere)
    alt = (
        _write_alt(result, rows)
        + event_marks.describe_events(happened, quarters_shown)
        + "".join(f" {line.text.replace('<br>', ': ')}." for line in lines)
        + reference_lines.describe_references(elsewhere)
    )
    return fig.make_chart(f"udvikling-{key}", _write_title(result, rows), alt)


def find_first_quarter(result: SeriesResult, key: str) -> Quarter:
    """Return the first quarter that a node's chart shows: its events are lettered from there."""
    return _select_latest(result, key)[0].quarter


def _set_axes(fig: Figure, rows: Sequence[SeriesRow], top: float) -> None:
    fig.update_axes(
        "x",
        tickvals=list(range(len(rows))),
        ticktext=_make_ticks(rows),
        range=[-0.5, len(rows) - 0.5],
        showline=True,
    )
    fig.update_axes("y", range=[0, top], showticklabels=False)
    fig.layout |= {"barmode": "stack", "hovermode": "x"}
    fig.layout["margin"] |= {"l": 4, "t": 20}
    if len(rows) < _FEW:  # bars as narrow as if there were more of them
        fig.layout["bargap"] = 1 - _BAR * len(rows) / _FEW


def _select_latest(result: SeriesResult, key: str) -> Sequence[SeriesRow]:
    """Return the node's latest rows, from the first that holds a figure."""
    rows = [row for row in result.rows if row.key == key]
    first = next((i for i, row in enumerate(rows) if row.value is not None), 0)
    return rows[first:][-QUARTERS:]


def _select_beside(kommune: SeriesResult, rows: Sequence[SeriesRow]) -> Sequence[SeriesRow | None]:
    """Return the kommune's row at the quarter of each row, where it has one."""
    by_quarter = {row.quarter: row for row in kommune.rows}
    return [by_quarter.get(row.quarter) for row in rows]


def _draw_line(fig: Figure, beside: Sequence[SeriesRow | None]) -> None:
    """Draw the kommune's line over the bars, with a rim of the ground round it."""
    figures = [row.value if row else None for row in beside]
    for ink, width in ((fig.inks.ground, _RIM), (fig.inks.comparison, _THIN)):
        if beside:
            fig.add_scatter(
                x=list(range(len(beside))),
                y=figures,
                mode="lines",
                line={"color": ink, "width": width},
            )


def _has_split(row: SeriesRow) -> bool:
    return row.short is not None and row.long is not None


def _draw_bars(fig: Figure, result: SeriesResult, rows: Sequence[SeriesRow]) -> None:
    for part, colour in (("long", fig.inks.langtid), ("short", fig.inks.korttid)):
        fig.add_bars(
            x=list(range(len(rows))),
            y=[row.figure(part) if _has_split(row) else None for row in rows],
            name=result.noegletal.measure(part).label,
            marker={"color": colour},
        )
    fig.add_bars(
        x=list(range(len(rows))),
        y=[None if _has_split(row) else row.value for row in rows],
        name=result.noegletal.label,
        marker={"color": fig.inks.comparison},
    )


def _find_place_of_total(row: SeriesRow, targets: Sequence[float], *, room: float) -> float:
    """Return where a bar's total stands: on its top, or on a target's line that would strike it."""
    value = row.value or 0
    return next((target for target in targets if 0 <= target - value < room), value)


def _draw_totals(
    fig: Figure,
    result: SeriesResult,
    rows: Sequence[SeriesRow],
    places: Sequence[float],
    *,
    has_line: bool,
) -> None:
    """Write totals above bars, and why there is no bar; they carry the hover text of all bars.

    Where the chart `has_line`, it does not run through the figures: they stand on the ground.
    """
    last = len(rows) - 1
    peak = max(range(len(rows)), key=lambda place: rows[place].value or 0)
    totals = [
        write_cell(result, row, "value") if place in {peak, last - 1, last} or not row.value else ""
        for place, row in enumerate(rows)
    ]
    totals[-1] = f"<b>{totals[-1]}</b>"
    for at, row in enumerate(rows):
        if has_line and row.value and totals[at]:
            _write_on_ground(fig, totals[at], x=at, y=places[at])
            totals[at] = ""
    fig.add_scatter(
        x=list(range(len(rows))),
        y=list(places),
        text=totals,
        mode="text",
        textposition="top center",
        cliponaxis=False,
        hover=[_write_hover(result, row) for row in rows],
    )


def _write_on_ground(fig: Figure, text: str, *, x: float, y: float) -> None:
    fig.add_text(text, x=x, y=y, yanchor="bottom", bgcolor=fig.inks.ground, borderpad=0)


def _write_hover(result: SeriesResult, row: SeriesRow) -> str:
    lines = [row.quarter.label]
    for part in ("value", "short", "long", "long_share"):
        label = result.noegletal.measure(part).label
        lines.append(f"{label}: {write_cell(result, row, part)}")
    return "<br>".join(lines)


def _make_ticks(rows: Sequence[SeriesRow]) -> list[str]:
    """Name the quarters on the axis, with the year under the first bar and each first quarter."""
    quarters = [row.quarter for row in rows]
    return [
        f"{quarter.number}. kvt." + (f"<br>{quarter.year}" if i == 0 or quarter.number == 1 else "")
        for i, quarter in enumerate(quarters)
    ]


def _name_parts(result: SeriesResult, row: SeriesRow) -> list[_Label]:
    """Name the two parts of the last bar at their middle; none unsplit."""
    if not _has_split(row):
        return []
    long, short = row.long or 0, row.short or 0
    return [
        _Label(f"Langtid<br>{write_cell(result, row, 'long')}", long / 2),
        _Label(f"Korttid<br>{write_cell(result, row, 'short')}", long + short / 2),
    ]


def _name_target(maaltal: MaaltalResult | None, key: str) -> list[_Label]:
    """Name a node's target; nothing where it has none."""
    row = index_by_key(maaltal.rows).get(key) if maaltal else None
    if maaltal is None or row is None or row.target is None:
        return []
    text = f"Måltal {row.target_year}<br>{write_cell(maaltal, row, 'target')}"
    return [_Label(text, row.target)]


def _name_kommune(kommune: SeriesResult | None, beside: Sequence[SeriesRow | None]) -> list[_Label]:
    """Name the kommune's line where it ends; nothing where that is not known."""
    last = beside[-1] if beside else None
    if kommune is None or last is None or last.value is None:
        return []
    text = f"Kommunen<br>{write_cell(kommune, last, 'value')}"
    return [_Label(text, last.value, is_quiet=True)]


def _spread_heights(wanted: Sequence[float], *, room: float, top: float) -> list[float]:
    """Return heights as near to the wanted ones, which rise, as labels with room between them."""
    heights: list[float] = []
    for height in wanted:
        heights.append(max(height, heights[-1] + room) if heights else height)
    above = top + room
    for place in reversed(range(len(heights))):
        above = heights[place] = min(heights[place], above - room)
    return heights


def _write_labels(fig: Figure, labels: Sequence[_Label], *, room: float, top: float) -> None:
    """Write beside the last bar what its parts and lines are, instead of a legend."""
    if labels:
        widest = max(measure_width(label.text, TEXT) for label in labels)
        fig.layout["margin"]["r"] = ceil(widest) + _EDGE
    rising = sorted(labels, key=lambda label: label.height)
    heights = _spread_heights([label.height for label in rising], room=room, top=top)
    for label, height in zip(rising, heights, strict=True):
        fig.add_text(
            label.text,
            x=1,
            xref="paper",
            xanchor="left",
            xshift=4,
            y=height,
            align="left",
            font={"color": fig.inks.muted if label.is_quiet else fig.inks.ink},
        )


@mark_preliminary
def _write_title(result: SeriesResult, rows: Sequence[SeriesRow]) -> str:
    if not any(_has_split(row) for row in rows):
        return "Sygefraværet i alt, uden opdeling i korttid og langtid"
    if len(rows) < 2 or rows[-2].preliminary or not all(map(_has_split, rows[-2:])):
        return "Korttids- og langtidsfravær"
    short, long = (
        describe_movement(
            measure,
            measure.subtract_shown(
                rows[-1].figure(measure.name) or 0, rows[-2].figure(measure.name) or 0
            ),
        )
        for measure in map(result.noegletal.measure, ("short", "long"))
    )
    if short == long:
        return f"Både korttid og langtid {short}"
    return f"Korttid {short}, langtid {long}"


def _write_alt(result: SeriesResult, rows: Sequence[SeriesRow]) -> str:
    last = rows[-1]
    latest = write_cell(result, last, "value")
    if last.value is not None:
        latest = f"{latest} dagsværk {result.denominator.per}{_describe_parts(result, last)}"
    sentences = [
        f"Søjlediagram over sygefraværet ved opgørelserne fra {_name_quarter(rows[0])} "
        f"til {_name_quarter(last)}, rullende fire kvartaler.",
        f"Senest: {latest}." if last.value is None else f"Senest er det {latest}.",
        *_describe_earlier(result, rows),
    ]
    sentences += _describe_missing_split(rows)
    return " ".join(sentences)


def _describe_missing_split(rows: Sequence[SeriesRow]) -> list[str]:
    """Say where short and long are not told apart: they are hidden, or not in the data."""
    unsplit = [row for row in rows if row.value is not None and not _has_split(row)]
    if not unsplit:
        return []
    if any(row.has_split for row in unsplit):
        return ["Opdelingen i korttid og langtid vises ikke for alle opgørelser."]
    if len(unsplit) == len([row for row in rows if row.value is not None]):
        return ["Filerne opdeler ikke fraværet i korttid og langtid."]
    count = danish.format_count(len(unsplit), "opgørelse", "opgørelser")
    return [f"For {count} er der ingen opdeling i korttid og langtid."]


def _describe_parts(result: SeriesResult, row: SeriesRow) -> str:
    if not _has_split(row):
        return ""
    short, long = (write_cell(result, row, part) for part in ("short", "long"))
    return f": korttid {short} og langtid {long}"


def _describe_earlier(result: SeriesResult, rows: Sequence[SeriesRow]) -> list[str]:
    with_figure = [row for row in rows if row.value is not None]
    if not [row for row in rows[:-1] if row.value is not None]:
        return []
    sentences = []
    if rows[-2].value is not None:
        sentences.append(f"Gangen før var det {write_cell(result, rows[-2], 'value')}.")
    peak = max(with_figure, key=lambda row: row.value or 0)
    if peak is rows[-1]:
        return [*sentences, "Det er det højeste af de viste."]
    highest = f"Højest var det {write_cell(result, peak, 'value')} i {_name_quarter(peak)}."
    return [*sentences, highest]


def _name_quarter(row: SeriesRow) -> str:
    return row.quarter.label
