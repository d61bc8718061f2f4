"""A line a node: its name at the left and its figures at the right, above what is drawn of it."""

from collections.abc import Mapping, Sequence

from charts.figure import Figure, escape_label, make_scale
from core.quarter import Quarter
from metrics.result import AnyResult, MaaltalResult, RullendeResult
from metrics.rows import Row
from phrases.cell_text import write_cell

ROW = 54
_KEY_AND_AXIS = 74
NAME_WIDTH, _NAME_LINES = 38, 2


def make_figure(
    rows: Sequence[Row], span: Sequence[float], *, dark: bool, suffix: str = ""
) -> Figure:
    """Return an empty figure with a line for each row, the first at 0 and the others below it.

    `span` is the range of the x axis, whose numbers end with `suffix`.
    """
    fig = Figure(dark=dark, height=ROW * len(rows) + _KEY_AND_AXIS)
    fig.update_axes("x", showgrid=True, **make_scale(span, most=6, suffix=suffix))
    fig.show_key()
    return fig


def find_span(
    rows: Sequence[Row],
    columns: Sequence[str],
    *,
    more: Sequence[float | None] = (),
    least: float = 0.6,
) -> list[float]:
    """Return the range of the x axis: wider than the figures by 12 %, and by at least the `least`.

    `more` are figures that are not in the rows.
    """
    cells = [*(row.figure(name) for row in rows for name in columns), *more]
    figures = [figure for figure in cells if figure is not None]
    low, high = (min(figures), max(figures)) if figures else (0, 1)
    room = max((high - low) * 0.12, least)
    return [max(low - room, 0), high + room]


def list_places(rows: Sequence[Row]) -> list[float]:
    """Return where each row's line lies on the y axis of `make_figure`."""
    return [-float(place) for place, _ in enumerate(rows)]


def draw_ways(
    fig: Figure, result: AnyResult, columns: Sequence[str], *, places: Sequence[float]
) -> None:
    """Draw a grey line from the first column's figure to the last's, for each row that has all."""
    for row, place in zip(result.rows, places, strict=True):
        figures = [find_place(result, row, name) for name in columns]
        if None not in figures:
            fig.add_scatter(
                x=figures,
                y=[place, place],
                mode="lines",
                line={"color": fig.inks.comparison, "width": 3},
                showlegend=False,
            )


def draw_before_and_now(
    fig: Figure, result: RullendeResult, *, places: Sequence[float], sizes: tuple[int, int]
) -> None:
    """Draw a hollow dot at each row's previous figure, and a full one at its figure."""
    before, now = sizes
    ring = {"color": fig.inks.comparison, "width": 2.5}
    hollow = {"size": before, "color": fig.inks.ground, "line": ring}
    full = {"size": now, "color": fig.inks.langtid}
    quarter = result.quarter
    draw_dots(fig, result, "previous", of=quarter - 1, marker=hollow, at=places)
    draw_dots(fig, result, "value", of=quarter, marker=full, at=places)


def draw_dots(
    fig: Figure,
    result: AnyResult,
    column: str,
    *,
    of: Quarter | str,
    marker: dict[str, object],
    at: Sequence[float],
) -> None:
    """Draw a dot at each row's figure of a column, the figure `of` a quarter or of some years.

    `at` is where the lines of the rows lie on the y axis. Shares are drawn in hundredths.
    """
    name, label = (of.short_label, of.label) if isinstance(of, Quarter) else (of, of)
    fig.add_scatter(
        x=[find_place(result, row, column) for row in result.rows],
        y=list(at),
        mode="markers",
        name=name,
        marker=marker,
        cliponaxis=False,
        hover=[
            f"{escape_label(row.name)}<br>{label}: {write_cell(result, row, column)}"
            for row in result.rows
        ],
    )


def find_place(result: AnyResult, row: Row, column: str) -> float | None:
    """Return where a row's figure lies on the x axis: shares are drawn in hundredths."""
    figure = row.figure(column)
    is_share = result.noegletal.measure("value").unit == "andel"
    return 100 * figure if is_share and figure is not None else figure


def draw_targets(
    fig: Figure, result: MaaltalResult, *, places: Mapping[str, float], half: float
) -> None:
    """Draw all targets as one trace: an upright line at each, as high as twice the half.

    `places` are where the lines of the nodes lie, by their keys.
    """
    x: list[float | None] = []
    y: list[float | None] = []
    hover_texts: list[str] = []
    for row in result.rows:
        if row.target is not None and row.key in places:
            middle = places[row.key]
            x += [row.target, row.target, None]
            y += [middle - half, middle + half, None]
            text = f"{escape_label(row.name)}<br>Måltal: {write_cell(result, row, 'target')}"
            hover_texts += [text, text, ""]
    year = result.rows[0].target_year if result.rows else ""
    fig.add_scatter(
        x=x,
        y=y,
        mode="lines",
        name=f"Måltal {year}",
        line={"color": fig.inks.maaltal, "width": 3, "dash": "2px,2px"},
        hover=hover_texts,
    )


def write_texts(fig: Figure, texts: Sequence[tuple[str, str, bool]]) -> None:
    """Write each node's name and figures above its line, from (name, figures, has a figure).

    A name that does not fit above its line is cut.
    """
    fig.update_axes("y", range=[-len(texts) + 0.55, 0.9], showticklabels=False)
    for place, (name, figures, is_figure) in enumerate(texts):
        above = {"y": -place + 0.24, "yanchor": "bottom", "xref": "paper"}
        label = escape_label(name, width=NAME_WIDTH, most=_NAME_LINES)
        fig.add_text(label, x=0, xanchor="left", align="left", **above)
        fig.add_text(
            f"<b>{figures}</b>" if is_figure else figures,
            x=1,
            xanchor="right",
            font={"color": fig.inks.ink if is_figure else fig.inks.muted},
            **above,
        )
