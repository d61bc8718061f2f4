"""The enheder's own måltal for 2024 and 2025, as HR has collected them; some are not handed in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from core.quarter import Quarter
from sample_data.municipality import ENHEDER, Enhed
from sample_data.rows import SEED, make_rows
from sample_data.sheet import FileForm, SampleFile, SampleSheet

DEADLINE = {2024: date(2023, 12, 20), 2025: date(2024, 12, 20)}
# The opgørelse that the leaders had in hand when they set the måltal of a year.
KNOWN = {2024: Quarter(2023, 3), 2025: Quarter(2024, 3)}
DRAWN = {2024: date(2024, 1, 22), 2025: date(2025, 1, 22)}
MISSING = {
    2024: ("1340", "2121", "2450", "2565"),
    2025: ("1160", "1240", "1340", "2122", "2207", "2450", "2512", "2551", "2570"),
}
# A small enhed whose leader has her own place in another.
LED_FROM = {
    "0101": "0150",
    "1260": "1250",
    "1350": "1340",
    "2122": "2121",
    "2210": "2211",
    "2455": "2425",
    "2570": "2520",
}
HALF = Decimal("0.5")


@dataclass(frozen=True)
class SampleTarget:
    """An enhed's måltal for a year, dagsværk per medarbejder; None where it is not handed in."""

    enhed: Enhed
    year: int
    value: Decimal | None
    handed_in: date | None

    @property
    def led_from(self) -> str:
        """The number of the enhed that the leader belongs to."""
        return LED_FROM.get(self.enhed.number, self.enhed.number)


def make_target_lists() -> tuple[SampleFile, ...]:
    """Return the list for 2024 as text with semicolons and that for 2025 as a workbook."""
    return (
        SampleFile("maaltal", "Maaltal_2024", FileForm.CSV, _with_year(2024)),
        SampleFile("maaltal", "Maaltal_2025", FileForm.WORKBOOK, _year_in_header(2025)),
    )


def draw_targets(year: int) -> Iterator[SampleTarget]:
    """The targets of the enheder that exist at the deadline, by number."""
    for enhed in ENHEDER:
        if (enhed.opened or date.min) <= DEADLINE[year] <= (enhed.closed or date.max):
            yield _target(enhed, year)


def _target(enhed: Enhed, year: int) -> SampleTarget:
    chance = Random(f"{SEED} måltal {enhed.number} {year}")  # noqa: S311 - no secret is made of it
    if enhed.number in MISSING[year]:
        return SampleTarget(enhed, year, None, None)
    wished = _level(enhed, KNOWN[year]) * Decimal(repr(chance.uniform(0.84, 0.97)))
    early = timedelta(days=int(chance.expovariate(1 / 9)) - 3)
    return SampleTarget(
        enhed,
        year,
        max((wished / HALF).quantize(Decimal(1)), Decimal(4)) * HALF,
        min(DEADLINE[year] - early, DEADLINE[year] + timedelta(days=20)),
    )


def _level(enhed: Enhed, quarter: Quarter) -> Decimal:
    """Dagsværk per medarbejder in a year, of the quarters that the enhed has had of the last four.

    One that has had none yet is taken by its first.
    """
    own = [row for row in make_rows() if row.enhed == enhed.number]
    window = [row for row in own if quarter - 3 <= row.quarter <= quarter] or own[:1]
    days, heads = (
        sum((getattr(row, field) for row in window), Decimal(0))
        for field in ("dagsvaerk", "medarbejdere")
    )
    return 4 * days / heads


def _with_year(year: int) -> SampleSheet:
    return SampleSheet(
        "Måltal",
        DRAWN[year],
        (),
        (
            *("År", "Afdeling", "Enhedsnr.", "Enhed", "Måltal (dagsværk pr. medarbejder)"),
            *("Frist", "Indmeldt", "Leders enhed"),
        ),
        (*[None] * 4, 1, *[None] * 3),
        (
            tuple(
                (
                    str(year),
                    one.enhed.afdeling.name,
                    one.enhed.number,
                    one.enhed.name,
                    one.value,
                    DEADLINE[year],
                    one.handed_in,
                    one.led_from,
                )
                for one in draw_targets(year)
            ),
        ),
    )


def _year_in_header(year: int) -> SampleSheet:
    return SampleSheet(
        "Måltal",
        DRAWN[year],
        (f"Måltal for sygefravær {year}", f"Udtrukket den {DRAWN[year]:%d.%m.%Y}"),
        (
            *("Enhedsnummer", "Enhedsnavn", "Afdeling", "Leders enhed", "Frist"),
            *("Dato for indmelding", f"Måltal {year}"),
        ),
        (*[None] * 6, 1),
        (
            tuple(
                (
                    one.enhed.number,
                    one.enhed.name,
                    one.enhed.afdeling.name,
                    one.led_from,
                    DEADLINE[year],
                    one.handed_in,
                    one.value,
                )
                for one in draw_targets(year)
            ),
        ),
    )
