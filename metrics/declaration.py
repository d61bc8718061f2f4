"""Each nøgletal declared once; the method page, tooltips and bilag read these."""

from dataclasses import dataclass
from math import isnan

from core import danish


@dataclass(frozen=True)
class Measure:
    """One column of a nøgletal.

    `unit` is "dagsværk" (per member of the denominator), "andel" (a fraction 0–1) or "antal".
    `decimals` is how it is shown; `falling_is_good` is None where no direction is better.
    """

    name: str
    label: str
    unit: str
    decimals: int
    falling_is_good: bool | None
    description: str
    source: str

    def text(self, value: float | None) -> str:
        """Write a value as users read it; None is "ingen data"."""
        if value is None or isnan(value):
            return danish.NO_DATA
        if self.unit == "andel":
            return danish.percent(value, self.decimals)
        return danish.number(value, self.decimals)

    def change_text(self, change: float | None) -> str:
        """Write a change between two values, with its sign and, for shares, its unit."""
        if change is None or isnan(change):
            return danish.NO_DATA
        if self.unit == "andel":
            return danish.percentage_points(change, self.decimals)
        return danish.signed(change, self.decimals)


@dataclass(frozen=True)
class Noegletal:
    """A key figure of the agenda: its name on the command line, its label and its measures."""

    name: str
    label: str
    description: str
    source: str
    measures: tuple[Measure, ...]

    def measure(self, name: str) -> Measure:
        """Return one measure by name; KeyError where there is none."""
        return {measure.name: measure for measure in self.measures}[name]
