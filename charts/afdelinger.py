"""Each afdeling's development on one scale, and its figures beside it: a line for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from charts import chart_lines, event_marks
from charts.chart import Chart
from charts.figure import escape_label, name_panel
from charts.table_figure import ChartLine, TableFigure, TableForm
from core import danish
from core.event import Event, EventKind
from core.nodes import Level
from core.quarter import Quarter
from metrics import maaltal, rullende
from metrics.result import MaaltalResult, RullendeResult, SeriesResult
from metrics.rows import RullendeRow, SeriesRow
from metrics.signal.kpi import judge_nodes
from metrics.signal.verdict import Verdict
from phrases import headlines
from phrases.cell_text import write_cell
from phrases.signal import name_signal
from store.figures import Reader

QUARTERS = 9
_DRAWN, _FOOT, _FOOT_LINE = 44, 40, 16  # pixels
_YEAR = 4  # quarters
_ROOM, _ROOM_BESIDE = 0.08, 0.1
_SCALE = "Udvikling,<br>samme skala"
COLUMNS = (*chart_lines.FIGURES, *chart_lines.TARGETS)

Trend = Sequence[SeriesRow | None]  # a row for each of the quarters, where it has one


@dataclass(frozen=True)
class AfdelingFigures:
    """What the lines are made of: the `rullende` and `udvikling` of the afdelinger, their targets.

    `maaltal` is None where there are none; `verdicts` tell by key how usual the newest quarter is.
    """

    rullende: RullendeResult
    series: SeriesResult
    maaltal: MaaltalResult | None = None
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)

    @classmethod
    def read(cls, reader: Reader, quarter: Quarter) -> Self:
        """Read the figures of an opgørelse; raises NoDataError where it has none."""
        return cls(
            rullende.read_rullende(reader, quarter=quarter, level=Level.AFDELING),
            rullende.read_udvikling(reader, quarter=quarter, level=Level.AFDELING),
            maaltal.read_if_any(reader, quarter=quarter, level=Level.AFDELING),
            judge_nodes(reader, quarter=quarter, level=Level.AFDELING),
        )

    def select_within(self, omraade: str) -> Self:
        """Return the figures of the afdelinger of an område, by its key."""
        rows = tuple(row for row in self.rullende.rows if row.parent == omraade)
        return replace(self, rullende=replace(self.rullende, rows=rows))

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """The quarters that a line is drawn of, oldest first."""
        return tuple(sorted({row.quarter for row in self.series.rows})[-QUARTERS:])

    def find_trend(self, key: str) -> Trend:
        """Return an afdeling's figures in those quarters, None where it has no row."""
        rows = {row.quarter: row for row in self.series.rows if row.key == key}
        return [rows.get(quarter) for quarter in self.quarters]

    def make_line(self, row: RullendeRow, columns: Sequence[str], *, selected: str) -> ChartLine:
        """Write an afdeling's figures under columns, and what is unusual below its name."""
        verdict = self.verdicts.get(row.key)
        return chart_lines.make_line(
            self.rullende,
            row,
            self.maaltal,
            columns,
            remark=name_signal(verdict) if verdict else "",
            is_selected=row.key == selected,
        )


def draw_chart(
    figures: AfdelingFigures,
    *,
    selected: str = "",
    title: str = "",
    narrow: bool = False,
    dark: bool = False,
) -> Chart:
    """Draw a line for each afdeling: its latest quarters, its figure, its change and its target.

    `selected` is the key of the afdeling in focus, in the accent ink. Without a `title` it is the
    finding of `write_title`. In a `narrow` chart, for a telephone, the name stands above the rest
    of its line.
    """
    result, series = figures.rullende, figures.series
    quarters = figures.quarters
    columns = chart_lines.choose_columns(figures.maaltal, COLUMNS)
    breaks = _find_breaks(series, result.rows, quarters)
    fig = TableFigure(
        [figures.make_line(row, columns, selected=selected) for row in result.rows],
        [_SCALE, *chart_lines.write_heads(figures.maaltal, columns)],
        TableForm(_DRAWN, _FOOT + _FOOT_LINE * bool(narrow and breaks), narrow=narrow),
        dark=dark,
    )
    fig.stack_lines()
    if breaks:
        fig.write_foot("Lodret streg: databrud")
    trends = [figures.find_trend(row.key) for row in result.rows]
    for place, (row, trend) in enumerate(zip(result.rows, trends, strict=True)):
        at, ink = name_panel(place), fig.inks.accent if row.key == selected else fig.inks.langtid
        event_marks.draw_breaks(fig, series.events.find_breaks(row), quarters, panel=at)
        _draw_trend(fig, series, trend, at=at, ink=ink)
    _set_axes(fig, trends, quarters)
    described = chart_lines.describe_lines(result, figures.maaltal, columns)
    alt = _write_alt(result, described) + event_marks.describe_events(breaks, quarters)
    return fig.make_chart("afdelinger", title or write_title(result, selected=selected), alt)


def _find_breaks(
    series: SeriesResult, rows: Sequence[RullendeRow], quarters: Sequence[Quarter]
) -> list[Event]:
    """Return the breaks that any of the rows has in the quarters."""
    touching = (event for row in rows for event in series.events.find_touching(row))
    return [
        event
        for event in dict.fromkeys(touching)
        if event.slags is EventKind.DATABRUD and Quarter.from_day(event.dato) in quarters
    ]


def _draw_trend(fig: TableFigure, series: SeriesResult, trend: Trend, *, at: str, ink: str) -> None:
    """Draw an afdeling's line, and a dot where it ends."""
    axes = {"xaxis": f"x{at}", "yaxis": f"y{at}"}
    figures = [row.value if row else None for row in trend]
    fig.add_scatter(
        x=list(range(len(trend))),
        y=figures,
        mode="lines",
        line={"color": ink, "width": 2},
        hover=[_write_hover(series, row) if row else "" for row in trend],
        **axes,
    )
    fig.add_scatter(
        x=[max(len(trend) - 1, 0)],
        y=figures[-1:] or [None],
        mode="markers",
        marker={"size": 7, "color": ink},
        cliponaxis=False,
        **axes,
    )


def _write_hover(series: SeriesResult, row: SeriesRow) -> str:
    value = write_cell(series, row, "value")
    return f"{escape_label(row.name)}<br>{row.quarter.label}: {value}"


def _set_axes(fig: TableFigure, trends: Sequence[Trend], quarters: Sequence[Quarter]) -> None:
    last = len(quarters) - 1
    fig.update_axes("x", range=[-_ROOM_BESIDE, max(last, 1) + _ROOM_BESIDE], showticklabels=False)
    rows = [row for trend in trends for row in trend if row is not None]
    figures = [row.value for row in rows if row.value is not None]
    low, high = (min(figures), max(figures)) if figures else (0, 1)
    room = max((high - low) * _ROOM, 0.1)
    fig.update_axes("y", range=[low - room, high + room], showticklabels=False)
    _name_quarters(fig, quarters, panel=name_panel(max(len(trends) - 1, 0)))


def _name_quarters(fig: TableFigure, quarters: Sequence[Quarter], *, panel: str) -> None:
    """Name the last quarter below the lines, and near the beginning the same of an earlier year."""
    last = len(quarters) - 1
    for place in {last, last % 4} if last >= _YEAR else {last}:
        name = f"{quarters[place].number}. kvt.<br>{quarters[place].year}"
        is_last = place == last > 0
        fig.write_below(name, place, panel=panel, side="right" if is_last else "left")


def write_title(result: RullendeResult, *, selected: str = "") -> str:
    """Say how it goes in the afdelinger of a `rullende`, or in the one that is `selected`."""
    for row in result.rows:
        if row.key == selected:
            return headlines.write_node_headline(result, row)
    return headlines.count_falls(result)


def _write_alt(result: RullendeResult, described: str) -> str:
    return (
        "Tabel med en lille kurve for sygefraværet i hver af "
        f"{danish.format_count(len(result.rows), 'afdeling', 'afdelinger')} på samme skala, "
        f"dagsværk {result.denominator.per}, rullende fire kvartaler, til og med "
        f"{result.quarter.label}, med ændringen siden {(result.quarter - 1).label}. {described}."
    )
