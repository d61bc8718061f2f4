"""Each nøgletal declared once; the method page, tooltips and bilag read these."""

from dataclasses import dataclass, replace
from math import isnan

from core import danish
from core.precision import Unit

VARIES = Unit.VARIES.value
_MOST_DECIMALS = 2


@dataclass(frozen=True)
class Measure:
    """One column of a nøgletal.

    `unit` is "dagsværk" or "forløb" (per member of the denominator), "kalenderdage", "andel" (a
    fraction 0–1), "antal", or VARIES where each row has its own.
    `counts` says what an "antal" is a number of, where it is not members of the denominator.
    `decimals` is how it is shown; `falling_is_good` is None where no direction is better. It
    `is_of_group` where it is the absence of the row's own group, and not a target or an effect.
    """

    name: str
    label: str
    unit: str
    decimals: int
    falling_is_good: bool | None
    description: str
    source: str
    counts: str = ""
    is_of_group: bool = True

    def counted_in(self, unit: str, value: float) -> "Measure":
        """Return the measure for a row with its own unit, with the decimals that a value needs.

        Where the unit does not vary it is the measure itself.
        """
        if self.unit != VARIES:
            return self
        if unit == "%":
            return replace(self, unit="andel")
        rounded = danish.round_half_up(value, _MOST_DECIMALS)
        enough = (n for n in range(_MOST_DECIMALS) if danish.round_half_up(value, n) == rounded)
        return replace(self, unit="antal", decimals=next(enough, _MOST_DECIMALS))

    def print_whole(self) -> "Measure":
        """Return the measure for a small group in the public edition: dagsværk without decimals."""
        if self.unit != Unit.DAGSVAERK or not self.is_of_group:
            return self
        return replace(self, decimals=0)

    def text(self, value: float | None) -> str:
        """Write a value as users read it; None is "ingen data"."""
        if value is None or isnan(value):
            return danish.NO_DATA
        if self.unit == "andel":
            return danish.format_percent(value, self.decimals)
        return danish.format_number(value, self.decimals)

    def subtract_shown(self, later: float, earlier: float) -> float:
        """Return the difference of two values as they are shown, so that a reader gets the same."""
        of_unit = {VARIES: _MOST_DECIMALS, Unit.ANDEL: self.decimals + 2}
        decimals = of_unit.get(self.unit, self.decimals)
        shown = danish.round_half_up(later, decimals) - danish.round_half_up(earlier, decimals)
        return float(shown)

    def effect_text(self, effect: float, *, is_of_nobody: bool = False) -> str:
        """Write an effect on a figure with its sign: "−0,4", or "under 0,1" where it is smaller.

        That of nobody is "0,0".
        """
        if is_of_nobody or danish.round_half_up(effect, self.decimals):
            return self.change_text(effect)
        return f"under {danish.format_number(10**-self.decimals, self.decimals)}"

    def change_text(self, change: float | None) -> str:
        """Write a change between two values, with its sign and, for shares, its unit."""
        if change is None or isnan(change):
            return danish.NO_DATA
        if self.unit == "andel":
            return danish.format_percentage_points(change, self.decimals)
        return danish.format_signed(change, self.decimals)


def declare_days(
    name: str, label: str, description: str, *, source: str, is_of_group: bool = True
) -> Measure:
    """Declare a measure in dagsværk, where a fall is good."""
    return Measure(
        name=name,
        label=label,
        unit=Unit.DAGSVAERK.value,
        decimals=1,
        falling_is_good=True,
        description=description,
        source=source,
        is_of_group=is_of_group,
    )


def declare_count(
    name: str, label: str, description: str, *, source: str, counts: str = ""
) -> Measure:
    """Declare a whole number, of which neither more nor fewer is better."""
    return Measure(name, label, "antal", 0, None, description, source, counts)


@dataclass(frozen=True)
class Noegletal:
    """A key figure of the agenda: its name on the command line, its label and its measures.

    `words` are the names of what it says in text beside its figures. `covers` says which time a
    figure is of, as a heading: "rullende fire kvartaler".
    """

    name: str
    label: str
    description: str
    source: str
    measures: tuple[Measure, ...]
    words: tuple[str, ...] = ()
    covers: str = "rullende fire kvartaler"

    def measure(self, name: str) -> Measure:
        """Return one measure by name; KeyError where there is none."""
        return {measure.name: measure for measure in self.measures}[name]
