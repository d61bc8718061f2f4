"""What a change is made of: a bar for each node below, to the side of zero that it moved it to."""

from collections.abc import Sequence
from dataclasses import dataclass

from charts.chart import Chart
from charts.figure import SMALL, Figure, count_lines, escape_label
from core.danish import HIDDEN
from metrics.forklaring.contributions import Contribution, Contributions
from metrics.result import NodeChangeResult
from metrics.rows import NodeChangeRow
from phrases.basis import describe_preliminary
from phrases.bidrag import list_shown_parts, write_contribution
from phrases.forklaring import choose_measure, find_change, write_effect

_NAME_WIDTH = 24
_LINE, _GAP = 17, 13
_BAR = 18
_EDGES, _KEY_HEIGHT = 16, 26
_ROOM_FOR_FIGURE = 0.3  # of the width of all bars, on each side that has any
_GAP_BESIDE = 6  # pixels between a bar and its figure


@dataclass(frozen=True)
class BarRow:
    """A row of the chart: its name and figure, and its bar, whole or in two parts, in dagsværk.

    It `is_aside` where it is no node's own doing: the change in all, and the parts of it. `key` is
    the node's, where it has a page of its own.
    """

    name: str
    figure: str
    effect: float = 0
    short: float | None = None
    long: float | None = None
    is_aside: bool = False
    key: str = ""

    @property
    def is_split(self) -> bool:
        """Whether the bar is drawn as korttid and langtid."""
        return self.short is not None and self.long is not None

    @property
    def ends(self) -> tuple[float, float]:
        """The lowest and the highest place that the bar reaches, zero among them."""
        parts = (self.short or 0, self.long or 0) if self.is_split else (self.effect,)
        return sum(min(part, 0) for part in parts), sum(max(part, 0) for part in parts)


def draw_chart(
    result: NodeChangeResult,
    node: NodeChangeRow,
    contributions: Contributions,
    *,
    title: str,
    dark: bool = False,
) -> Chart:
    """Draw what each node below moved a node of a result by, under the node's change in all.

    Below them stand the parts of the same change that show beside what the enheder did themselves.
    """
    rows = list_rows(result, node, contributions)
    names = [escape_label(row.name, width=_NAME_WIDTH) for row in rows]
    places, height = _place_rows(names)
    is_split = any(row.is_split for row in rows)
    fig = Figure(dark=dark, height=height + _EDGES + (_KEY_HEIGHT if is_split else 0))
    fig.layout["barmode"] = "overlay"
    _draw_bars(fig, rows, places, is_split=is_split)
    _write_figures(fig, rows, places)
    fig.add_vertical(0, line={"color": fig.inks.comparison, "width": 1})
    fig.update_axes("x", range=_find_span(rows), visible=False)
    fig.update_axes(
        "y",
        range=[-height, 0],
        tickvals=places,
        ticktext=[f"<b>{names[0]}</b>", *names[1:]],
        tickfont={"size": SMALL + 1, "color": fig.inks.ink},
        ticks="outside",
        ticklen=6,
        tickcolor=fig.inks.ground,
    )
    if is_split:
        fig.show_key()
    return fig.make_chart(
        "bidrag", title + describe_preliminary(result), _write_alt(result, node, rows)
    )


def list_rows(
    result: NodeChangeResult, node: NodeChangeRow, contributions: Contributions
) -> list[BarRow]:
    """List the change in all, what each node below did, and the parts of the same change."""
    change = find_change(result, node)
    total = choose_measure(result, node).change_text(change)
    parts = list_shown_parts(result, node)
    return [
        BarRow("Ændring i alt", total, change, is_aside=True),
        *(_make_row(result, row) for row in contributions.rows),
        *(
            BarRow(
                f"Heraf {label}",
                write_effect(result, node, part),
                node.figure(part) or 0,
                is_aside=True,
            )
            for part, label in parts.items()
        ),
    ]


def _make_row(result: NodeChangeResult, row: Contribution) -> BarRow:
    effect = row.effect or 0
    short, long = _fit_parts(effect, row.short, row.long)
    return BarRow(row.name, write_contribution(result, row), effect, short, long, key=row.key)


def _fit_parts(
    effect: float, short: float | None, long: float | None
) -> tuple[float | None, float | None]:
    """Let two parts on one side of zero be as long as the whole, where all three were rounded.

    Parts that were rounded away leave the whole undivided.
    """
    if short is None or long is None or (effect and not short and not long):
        return None, None
    if short * long < 0:
        return short, long
    size = effect / (short + long) if short + long else 0
    return short * size, long * size


def _place_rows(names: Sequence[str]) -> tuple[list[float], int]:
    """Return the middle of each row, as pixels below the top (negative), and the height of all."""
    places: list[float] = []
    used = 0
    for name in names:
        height = count_lines(name) * _LINE + _GAP
        places.append(-used - height / 2)
        used += height
    return places, used


def _draw_bars(
    fig: Figure, rows: Sequence[BarRow], places: Sequence[float], *, is_split: bool
) -> None:
    """Draw langtid from zero and korttid after it; whole bars where there is no split."""
    if is_split:
        long = [row.long or 0 if row.is_split else 0 for row in rows]
        short = [row.short or 0 if row.is_split else 0 for row in rows]
        bases = [first if first * then > 0 else 0 for first, then in zip(long, short, strict=True)]
        _add_bars(fig, long, places, name="Langtid", color=fig.inks.langtid)
        _add_bars(fig, short, places, bases=bases, name="Korttid", color=fig.inks.korttid)
    whole = [0 if row.is_split else row.effect for row in rows]
    usual = fig.inks.comparison if is_split else fig.inks.langtid
    colours = [fig.inks.comparison if row.is_aside else usual for row in rows]
    _add_bars(fig, whole, places, color=colours)


def _add_bars(
    fig: Figure,
    sizes: Sequence[float],
    places: Sequence[float],
    *,
    color: object,
    bases: Sequence[float] = (),
    name: str = "",
) -> None:
    """Draw bars of some sizes, with a name in the key if they have one."""
    fig.add_bars(
        orientation="h",
        base=list(bases) or [0.0] * len(sizes),
        x=list(sizes),
        y=list(places),
        width=_BAR,
        marker={"color": color},
        name=name,
        showlegend=bool(name),
    )


def _write_figures(fig: Figure, rows: Sequence[BarRow], places: Sequence[float]) -> None:
    """Write each figure beside its bar, at the end that the whole of it moved to."""
    for place, (row, y) in enumerate(zip(rows, places, strict=True)):
        low, high = row.ends
        is_left = row.effect < 0
        fig.add_text(
            row.figure if row.figure == HIDDEN or place else f"<b>{row.figure}</b>",
            x=low if is_left else high,
            xanchor="right" if is_left else "left",
            xshift=-_GAP_BESIDE if is_left else _GAP_BESIDE,
            y=y,
            yanchor="middle",
            font={"color": fig.inks.muted if row.figure == HIDDEN else fig.inks.ink},
        )


def _find_span(rows: Sequence[BarRow]) -> list[float]:
    """Return the range of the x axis, with room for figures where there are bars."""
    low = min(row.ends[0] for row in rows)
    high = max(row.ends[1] for row in rows)
    room = max((high - low) * _ROOM_FOR_FIGURE, 0.01)
    return [low - room if low else -0.2 * room, high + room]


def _write_alt(result: NodeChangeResult, node: NodeChangeRow, rows: Sequence[BarRow]) -> str:
    total, *below = rows
    return (
        f"Søjler til hver side af nul: hvad der har flyttet {node.name} fra {node.against.label} "
        f"til {result.quarter.label}, dagsværk {result.denominator.per}. {total.name} "
        f"{total.figure}. {'; '.join(f'{row.name} {row.figure}' for row in below)}."
    )
