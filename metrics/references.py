"""Figures from elsewhere to hold sick leave against, flagged where they are counted in another way.

HR's own list has them: a nøgletal whose name begins with »Reference«.
"""

import re
from dataclasses import dataclass

from core.nodes import Level
from core.quarter import Quarter
from core.settings import Denominator
from metrics import figures
from metrics.declaration import VARIES, Measure, Noegletal
from metrics.rows import ReferenceRow
from store.figures import Reader

REFERENCES = Noegletal(
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
    """A figure from elsewhere: whose, of which period (its code), from which source.

    `own_denominator` is what the municipality's figures are divided by, that it is held against.
    """

    name: str
    value: float
    period: str
    source: str
    measure_unit: str
    own_denominator: Denominator = Denominator.MEDARBEJDERE

    @property
    def is_in_days(self) -> bool:
        """Whether it is counted in dagsværk, and so can stand on their scale at all."""
        return _DAYS in self.measure_unit.casefold()

    @property
    def is_comparable(self) -> bool:
        """Whether it is counted in dagsværk per the municipality's own denominator."""
        pattern = _DENOMINATORS[self.own_denominator]
        return self.is_in_days and pattern.search(self.measure_unit) is not None

    @property
    def denominator(self) -> Denominator | None:
        """What it is divided by, as its unit tells; None where that is not told."""
        forms = _DENOMINATORS.items()
        return next(
            (candidate for candidate, form in forms if form.search(self.measure_unit)), None
        )


def read_references(
    reader: Reader, *, quarter: Quarter, denominator: Denominator
) -> tuple[Reference, ...]:
    """Return the references that hold at a quarter, by name, for figures per a denominator.

    They are never converted: one in per cent, or per something else, stays so and says so.
    """
    rows = figures.read_at(reader, REFERENCES, ReferenceRow, quarter=quarter, level=Level.KOMMUNE)
    return tuple(
        Reference(
            name=_PREFIX.sub("", row.noegletal, count=1) or row.noegletal,
            value=row.value,
            period=row.period,
            source=row.source,
            measure_unit=row.measure_unit,
            own_denominator=denominator,
        )
        for row in rows
        if row.value is not None
    )
