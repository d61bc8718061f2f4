"""A node's way from the figure before to the one now, with its target, as a small SVG."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from charts.palette import Palette

WIDTH, HEIGHT = 100, 10  # of the view box; the page stretches it
_HALF_TICK = 3.5
_DOT, _HOLE, _LINE, _TARGET, _GRID = 11, 6, 3, 3, 1  # pixels
_ROUND, _DASHED = ' stroke-linecap="round"', ' stroke-dasharray="2 2"'
_STRETCHED = 'vector-effect="non-scaling-stroke"'


@dataclass(frozen=True)
class WayScale:
    """The axis that ways are compared on: its ends, and where it is numbered."""

    low: float
    high: float
    ticks: Sequence[float] = ()

    def place(self, figure: float) -> float:
        """Return where a figure lies, in percent of the width."""
        return WIDTH * (figure - self.low) / (self.high - self.low)


def draw_way(
    previous: float | None,
    value: float | None,
    target: float | None,
    *,
    scale: WayScale,
    inks: Palette,
) -> str:
    """Draw a hollow dot at the figure before, a full one at the figure now, and a tick at a target.

    What is None is not drawn.
    """
    middle = HEIGHT / 2
    parts = []
    if target is not None:
        path = f"M{scale.place(target):.1f} {middle - _HALF_TICK}V{middle + _HALF_TICK}"
        parts.append(_draw_path(path, inks.maaltal, _TARGET, style=_DASHED))
    if previous is not None and value is not None:
        path = f"M{scale.place(previous):.1f} {middle}H{scale.place(value):.1f}"
        parts.append(_draw_path(path, inks.comparison, _LINE))
    if previous is not None:
        path = _write_dot(scale.place(previous), middle)
        parts.append(_draw_path(path, inks.comparison, _DOT, style=_ROUND))
        parts.append(_draw_path(path, inks.ground, _HOLE, style=_ROUND))
    if value is not None:
        path = _write_dot(scale.place(value), middle)
        parts.append(_draw_path(path, inks.langtid, _DOT, style=_ROUND))
    return _write_svg(parts)


def draw_axis(scale: WayScale, inks: Palette) -> str:
    """Draw the lines of the axis, which stand behind the ways."""
    grid = "".join(f"M{scale.place(tick):.1f} 0V{HEIGHT}" for tick in scale.ticks)
    return _write_svg([_draw_path(grid, inks.grid, _GRID)] if grid else [])


def _write_svg(parts: Iterable[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'preserveAspectRatio="none" fill="none">{"".join(parts)}</svg>'
    )


def _write_dot(x: float, y: float) -> str:
    """Write a line of no length: with a round cap it is a dot, however the picture is stretched."""
    return f"M{x:.1f} {y}h0"


def _draw_path(path: str, ink: str, width: int, *, style: str = "") -> str:
    return f'<path d="{path}" stroke="{ink}" stroke-width="{width}"{style} {_STRETCHED}/>'
