"""Figur 1: rolling short- and long-term absence at each quarter's opgørelse, stacked."""

from collections.abc import Iterable, Mapping, Sequence
from math import ceil

from charts import event_marks, reference_lines
from charts.chart import Chart
from charts.figure import TEXT, Figure
from charts.svg_text import measure_width
from core import danish
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
_LABEL = 0.17  # of the axis that a label of two lines takes, also in a low chart
_DASH, _EDGE = "5px,4px", 12


def draw_chart(
    result: SeriesResult,
    *,
    key: str = "kommune",
    quarters: int = QUARTERS,
    maaltal: MaaltalResult | None = None,
    dark: bool = False,
) -> Chart:
    """Draw one node's `udvikling`: its latest quarters, with totals above the bars that are news.

    They are the peak, the one before and the latest, whose parts are named beside it. A quarter
    whose data have no split into short and long gets one grey, undivided bar. The node's target in
    `maaltal`, if it has one, is a dashed line.
    """
    rows = _select_latest(result, key, quarters)
    fig = Figure(dark=dark, height=HEIGHT)
    _draw_bars(fig, result, rows)
    elsewhere = result.references if key == "kommune" else ()
    targets = _name_target(maaltal, key) if maaltal else {}
    heights = [row.value for row in rows if row.value is not None]
    top = max(
        max((*heights, *targets.values()), default=1) * _ROOM_FOR_TOTALS,
        reference_lines.find_highest(elsewhere) * reference_lines.ROOM,
    )
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
    labels = _name_parts(result, rows[-1])
    for text, height in targets.items():
        inks = {"color": fig.inks.maaltal, "width": 1.5, "dash": _DASH}
        fig.add_horizontal(height, line=inks)
        labels[text] = _find_free_height(height, labels.values(), room=_LABEL * top)
    _write_labels(fig, labels)
    happened = result.events.find_touching(rows[-1])
    quarters_shown = [row.quarter for row in rows]
    event_marks.mark_events(fig, happened, quarters_shown)
    reference_lines.draw_references(fig, elsewhere)
    alt = (
        _write_alt(result, rows)
        + event_marks.describe_events(happened, quarters_shown)
        + "".join(f" {text.replace('<br>', ': ')}." for text in targets)
        + reference_lines.describe_references(elsewhere)
    )
    return fig.make_chart(f"udvikling-{key}", _write_title(result, rows), alt)


def _select_latest(result: SeriesResult, key: str, quarters: int) -> Sequence[SeriesRow]:
    """Return the node's latest rows, from the first that holds a figure."""
    rows = [row for row in result.rows if row.key == key]
    first = next((i for i, row in enumerate(rows) if row.value is not None), 0)
    return rows[first:][-quarters:]


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
    _draw_totals(fig, result, rows)


def _draw_totals(fig: Figure, result: SeriesResult, rows: Sequence[SeriesRow]) -> None:
    """Write totals above bars, and why there is no bar; they carry the hover text of all bars."""
    last = len(rows) - 1
    peak = max(range(len(rows)), key=lambda place: rows[place].value or 0)
    totals = [
        write_cell(result, row, "value") if place in {peak, last - 1, last} or not row.value else ""
        for place, row in enumerate(rows)
    ]
    totals[-1] = f"<b>{totals[-1]}</b>"
    fig.add_scatter(
        x=list(range(len(rows))),
        y=[row.value if row.value is not None else 0 for row in rows],
        text=totals,
        mode="text",
        textposition="top center",
        cliponaxis=False,
        hover=[_write_hover(result, row) for row in rows],
    )


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


def _name_parts(result: SeriesResult, row: SeriesRow) -> dict[str, float]:
    """Name the two parts of the last bar, each with the height of its middle; none unsplit."""
    if not _has_split(row):
        return {}
    long, short = row.long or 0, row.short or 0
    return {
        f"Langtid<br>{write_cell(result, row, 'long')}": long / 2,
        f"Korttid<br>{write_cell(result, row, 'short')}": long + short / 2,
    }


def _name_target(maaltal: MaaltalResult, key: str) -> dict[str, float]:
    """Name a node's target, with its height; none where it has none."""
    row = index_by_key(maaltal.rows).get(key)
    if row is None or row.target is None:
        return {}
    return {f"Måltal {row.target_year}<br>{write_cell(maaltal, row, 'target')}": row.target}


def _find_free_height(wanted: float, taken: Iterable[float], *, room: float) -> float:
    """Return the height at or above the wanted one where a label has room beside those below."""
    height = wanted
    for other in sorted(taken):
        if abs(height - other) < room:
            height = other + room
    return height


def _write_labels(fig: Figure, labels: Mapping[str, float]) -> None:
    """Write beside the last bar what its parts and lines are, instead of a legend."""
    if labels:
        widest = max(measure_width(label, TEXT) for label in labels)
        fig.layout["margin"]["r"] = ceil(widest) + _EDGE
    for label, height in labels.items():
        fig.add_text(label, x=1, xref="paper", xanchor="left", xshift=4, y=height, align="left")


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
