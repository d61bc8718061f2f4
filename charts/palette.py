"""The few inks that everything is drawn with, on a light and on a dark ground.

The contrasts that the names promise are measured in `tests/charts/test_palette.py`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """Named inks as hex colours.

    Text inks (`ink`, `muted`, `accent`, `langtid`) hold 4.5:1 against `ground`, marks 3:1. `grid`
    is a bare hint of a line.
    """

    ground: str
    ink: str
    muted: str
    langtid: str
    korttid: str
    accent: str
    maaltal: str
    comparison: str
    grid: str


LIGHT = Palette(
    ground="#FFFFFF",
    ink="#14262B",
    muted="#55666B",
    langtid="#0F4C5C",
    korttid="#5E9DA6",
    accent="#C2491D",
    maaltal="#3D3D3D",
    comparison="#7F8C90",
    grid="#E3E9EA",
)

DARK = Palette(
    ground="#0F1A1C",
    ink="#E8F0F0",
    muted="#9FB1B4",
    langtid="#9AD1DA",
    korttid="#4F8A94",
    accent="#F08A5D",
    maaltal="#C8C8C8",
    comparison="#7D8D91",
    grid="#263437",
)


def choose_palette(*, dark: bool) -> Palette:
    """Return the inks for a dark or a light ground."""
    return DARK if dark else LIGHT
