"""A small line of a node's latest figures, as an SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 200, 32  # of the view box; the page stretches it
_EDGE = 4
Point = tuple[float, float]
_STROKE = 'vector-effect="non-scaling-stroke"'


@dataclass(frozen=True)
class TrendInks:
    """The colours of the line, and of the lines across it where data are counted in a new way."""

    line: str
    breaks: str


def draw_trend(
    values: Sequence[float | None],
    *,
    span: tuple[float, float],
    inks: TrendInks,
    breaks: Sequence[int] = (),
) -> str:
    """Draw the figures from left to right, a dot at the last of them.

    `span` is the lowest and the highest figure of all lines that are compared. There is a gap where
    a figure is None. `breaks` are the places of the first figures that were counted in a new way.
    """
    points = [
        None if value is None else (_place(at, len(values)), _raise(value, span))
        for at, value in enumerate(values)
    ]
    parts = [_draw_break(_place(at - 0.5, len(values)), inks.breaks) for at in breaks]
    parts += [_draw_line(run, inks.line, 2) for run in _split_at_gaps(points) if len(run) > 1]
    if points and points[-1]:
        parts.append(_draw_line([points[-1]] * 2, inks.line, 7))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'preserveAspectRatio="none">{"".join(parts)}</svg>'
    )


def _draw_line(run: Sequence[Point], ink: str, width: int) -> str:
    """Draw a line through points; one of no length is a dot."""
    places = " ".join(f"{x:.1f},{y:.1f}" for x, y in run)
    return (
        f'<polyline fill="none" stroke="{ink}" stroke-width="{width}" stroke-linecap="round" '
        f'{_STROKE} points="{places}"/>'
    )


def _draw_break(x: float, ink: str) -> str:
    return f'<line stroke="{ink}" {_STROKE} x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{HEIGHT}"/>'


def _place(at: float, count: int) -> float:
    return _EDGE + (WIDTH - 2 * _EDGE) * (at / (count - 1) if count > 1 else 1)


def _raise(value: float, span: tuple[float, float]) -> float:
    low, high = span
    share = (value - low) / (high - low) if high > low else 0.5
    return HEIGHT - _EDGE - (HEIGHT - 2 * _EDGE) * share


def _split_at_gaps(points: Sequence[Point | None]) -> list[list[Point]]:
    runs: list[list[Point]] = [[]]
    for point in points:
        if point:
            runs[-1].append(point)
        elif runs[-1]:
            runs.append([])
    return runs
