"""Figur 1: rolling short- and long-term absence at each quarter's opgørelse, stacked."""

from collections.abc import Sequence

from charts import event_marks, reference_lines
from charts.chart import Chart
from charts.figure import SMALL, Figure
from core import danish
from metrics.result import SeriesResult
from metrics.rows import SeriesRow
from phrases.basis import mark_preliminary
from phrases.cell_text import write_cell
from phrases.trends import describe_movement

HEIGHT = 340
QUARTERS = 9
_ROOM_FOR_NAMES = 56
_ROOM_FOR_TOTALS = 1.12
_BAR = 0.72
_FEW = 6


def draw_chart(
    result: SeriesResult,
    *,
    key: str = "kommune",
    quarters: int = QUARTERS,
    dark: bool = False,
) -> Chart:
    """Draw one node's `udvikling`: its latest quarters, with the total above each bar.

    A quarter whose data have no split into short and long gets one grey, undivided bar.
    """
    rows = _select_latest(result, key, quarters)
    fig = Figure(dark=dark, height=HEIGHT)
    _draw_bars(fig, result, rows)
    elsewhere = result.references if key == "kommune" else ()
    highest_total = max((row.value for row in rows if row.value is not None), default=1)
    top = max(
        highest_total * _ROOM_FOR_TOTALS,
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
    if _has_split(rows[-1]):
        _name_parts(fig, result, rows[-1])
    happened = result.events.find_touching(rows[-1])
    quarters_shown = [row.quarter for row in rows]
    event_marks.mark_events(fig, happened, quarters_shown)
    reference_lines.draw_references(fig, elsewhere)
    alt = (
        _write_alt(result, rows)
        + event_marks.describe_events(happened, quarters_shown)
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
    parts = [
        ("long", fig.inks.langtid, fig.inks.on_langtid),
        ("short", fig.inks.korttid, fig.inks.on_korttid),
    ]
    for part, colour, ink in parts:
        _draw_bar(
            fig,
            [row.figure(part) if _has_split(row) else None for row in rows],
            texts=[write_cell(result, row, part) if _has_split(row) else "" for row in rows],
            name=result.noegletal.measure(part).label,
            marker=colour,
            ink=ink,
        )
    _draw_bar(
        fig,
        [None if _has_split(row) else row.value for row in rows],
        texts=["" for _ in rows],
        name=result.noegletal.label,
        marker=fig.inks.comparison,
        ink=fig.inks.ink,
    )
    _draw_totals(fig, result, rows)


def _draw_bar(
    fig: Figure,
    values: Sequence[float | None],
    *,
    texts: Sequence[str],
    name: str,
    marker: str,
    ink: str,
) -> None:
    fig.add_bars(
        x=list(range(len(values))),
        y=list(values),
        text=list(texts),
        name=name,
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        textfont={"size": SMALL, "color": ink},
        marker={"color": marker},
    )


def _draw_totals(fig: Figure, result: SeriesResult, rows: Sequence[SeriesRow]) -> None:
    """Write the totals above the bars; they also carry the hover text of the whole bar."""
    totals = [write_cell(result, row, "value") for row in rows]
    if totals:
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


def _name_parts(fig: Figure, result: SeriesResult, row: SeriesRow) -> None:
    """Write what the two parts are beside the last bar, instead of a legend."""
    fig.layout["margin"]["r"] = _ROOM_FOR_NAMES
    long, short = row.long or 0, row.short or 0
    heights = {"Langtid": long / 2, "Korttid": long + short / 2}
    for (text, height), part in zip(heights.items(), ("long", "short"), strict=True):
        share = write_cell(result, row, part)
        fig.add_text(
            f"{text}<br>{share}",
            x=1,
            xref="paper",
            xanchor="left",
            xshift=4,
            y=height,
            align="left",
        )


@mark_preliminary
def _write_title(result: SeriesResult, rows: Sequence[SeriesRow]) -> str:
    if not any(_has_split(row) for row in rows):
        return "Sygefraværet i alt, uden opdeling i korttid og langtid"
    if len(rows) < 2 or not (_has_split(rows[-1]) and _has_split(rows[-2])):
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
    latest = f"{write_cell(result, last, 'value')} dagsværk {result.denominator.per}"
    sentences = [
        f"Søjlediagram over sygefraværet ved opgørelserne fra {_name_quarter(rows[0])} "
        f"til {_name_quarter(last)}, rullende fire kvartaler.",
        f"Senest er det {latest}{_describe_parts(result, last)}.",
        *_describe_earlier(result, rows),
    ]
    unsplit = sum(row.value is not None and not _has_split(row) for row in rows)
    if unsplit == len(rows):
        sentences.append("Filerne opdeler ikke fraværet i korttid og langtid.")
    elif unsplit:
        count = danish.format_count(unsplit, "opgørelse", "opgørelser")
        sentences.append(f"For {count} er der ingen opdeling i korttid og langtid.")
    return " ".join(sentences)


def _describe_parts(result: SeriesResult, row: SeriesRow) -> str:
    if not _has_split(row):
        return ""
    short, long = (write_cell(result, row, part) for part in ("short", "long"))
    return f": korttid {short} og langtid {long}"


def _describe_earlier(result: SeriesResult, rows: Sequence[SeriesRow]) -> list[str]:
    with_figure = [row for row in rows[:-1] if row.value is not None]
    if not with_figure:
        return []
    peak = max(with_figure, key=lambda row: row.value or 0)
    sentences = [f"Højest var det {write_cell(result, peak, 'value')} i {_name_quarter(peak)}."]
    if rows[-2].value is not None:
        sentences.insert(0, f"Gangen før var det {write_cell(result, rows[-2], 'value')}.")
    return sentences


def _name_quarter(row: SeriesRow) -> str:
    return row.quarter.label
