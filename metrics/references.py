"""Figures from elsewhere to hold sick leave against, flagged where they are counted in another way.

HR's own list has them: a nøgletal whose name begins with »Reference«.
"""

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from core import danish
from core.nodes import Level
from core.quarter import Quarter
from core.settings import Denominator
from metrics import figures
from metrics.declaration import VARIES, Measure, Noegletal
from metrics.periods import period_text
from store.figures import Reader

_DECLARED = Noegletal(
    name="reference",
    label="Referencer",
    description="Sygefravær andre steder.",
    source="Kommunens egen liste over øvrige nøgletal",
    measures=(
        Measure(
            name="value",
            label="Værdi",
            unit=VARIES,
            decimals=1,
            falling_is_good=True,
            description="Tallet i listen, som det er opgjort der.",
            source="Kommunens egen liste over øvrige nøgletal",
        ),
    ),
    words=("noegletal", "period", "source", "measure_unit"),
)
_PREFIX = re.compile(r"reference\s*[:–-]?\s*", re.IGNORECASE)
_DAYS = "dagsværk"
_DENOMINATORS = {
    Denominator.MEDARBEJDERE: re.compile(r"medarbejder|ansat", re.IGNORECASE),
    Denominator.FULDTIDSSTILLINGER: re.compile(r"fuldtid|årsværk|helår", re.IGNORECASE),
}


@dataclass(frozen=True)
class Reference:
    """A figure from elsewhere: whose, of which period, from which source, counted in what.

    `flag` says in what it differs from the municipality's own, "" where it does not.
    """

    name: str
    value: float
    period: str
    source: str
    measure_unit: str
    flag: str

    @property
    def same_denominator(self) -> bool:
        """Whether it is counted as the municipality's own figures are."""
        return not self.flag

    @property
    def drawable(self) -> bool:
        """Whether it is counted in dagsværk, and so can stand on their scale at all."""
        return _DAYS in self.measure_unit.casefold()

    @property
    def label(self) -> str:
        """As it is named on its line: "Andre kommuner, 2023: 14,9 (anden nævner: …)"."""
        flagged = f" ({self.flag})" if self.flag else ""
        return f"{self.name}, {self.period}: {self._figure}{flagged}"

    @property
    def text(self) -> str:
        """As it is told under a chart, with its unit and source."""
        unit = "" if self.measure_unit == "%" else f" {self.measure_unit}"
        flagged = f" ({self.flag})" if self.flag else ""
        source = f" Kilde: {self.source}." if self.source else ""
        return f"Reference: {self.name}, {self.period}: {self._figure}{unit}{flagged}.{source}"

    @property
    def _figure(self) -> str:
        share = self.measure_unit == "%"
        return danish.format_percent(self.value, 1) if share else danish.format_number(self.value)


def references(
    reader: Reader, *, quarter: Quarter, denominator: Denominator
) -> tuple[Reference, ...]:
    """Return the references that hold at a quarter, by name, for figures per a denominator.

    They are never converted: one in per cent, or per something else, stays so and says so.
    """
    frame = figures.at(reader, _DECLARED, quarter=quarter, level=Level.KOMMUNE)
    rows = frame.dropna(subset="value").to_dict("records")
    return tuple(_reference(row, denominator) for row in rows)


def _reference(row: Mapping[Hashable, Any], denominator: Denominator) -> Reference:
    unit = row["measure_unit"]
    return Reference(
        name=_PREFIX.sub("", row["noegletal"], count=1) or row["noegletal"],
        value=float(row["value"]),
        period=period_text(row["period"]),
        source=row["source"],
        measure_unit=unit,
        flag=_flag(unit, denominator),
    )


def _flag(unit: str, denominator: Denominator) -> str:
    if _DAYS not in unit.casefold():
        return f"anden måleenhed: {unit or 'ikke oplyst'}"
    if _DENOMINATORS[denominator].search(unit):
        return ""
    other = next((one for one, form in _DENOMINATORS.items() if form.search(unit)), None)
    return f"anden nævner: {other.per}" if other else "nævneren er ikke oplyst"
