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
        SampleFile("maaltal", "Maaltal_2024", FileForm.CSV, _list_with_year(2024)),
        SampleFile("maaltal", "Maaltal_2025", FileForm.WORKBOOK, _list_with_header(2025)),
    )


def draw_targets(year: int) -> Iterator[SampleTarget]:
    """Yield the måltal of the enheder that exist at the deadline, by number."""
    for enhed in ENHEDER:
        if (enhed.opened or date.min) <= DEADLINE[year] <= (enhed.closed or date.max):
            yield _draw_target(enhed, year)


def _draw_target(enhed: Enhed, year: int) -> SampleTarget:
    """Draw an enhed's måltal for a year: a little below its level; some are not handed in."""
    chance = Random(f"{SEED} måltal {enhed.number} {year}")  # noqa: S311 - no secret is made of it
    if enhed.number in MISSING[year]:
        return SampleTarget(enhed, year, None, None)
    wish = _compute_level(enhed, KNOWN[year]) * Decimal(repr(chance.uniform(0.84, 0.97)))
    margin = timedelta(days=int(chance.expovariate(1 / 9)) - 3)
    return SampleTarget(
        enhed,
        year,
        max((wish / HALF).quantize(Decimal(1)), Decimal(4)) * HALF,
        min(DEADLINE[year] - margin, DEADLINE[year] + timedelta(days=20)),
    )


def _compute_level(enhed: Enhed, quarter: Quarter) -> Decimal:
    """Return dagsværk per medarbejder in a year, from those of the last four quarters that it has.

    An enhed that has had no quarter yet is taken by its first.
    """
    enhed_rows = [row for row in make_rows() if row.enhed == enhed.number]
    window = [row for row in enhed_rows if quarter - 3 <= row.quarter <= quarter] or enhed_rows[:1]
    days, heads = (
        sum((getattr(row, field) for row in window), Decimal(0))
        for field in ("dagsvaerk", "medarbejdere")
    )
    return 4 * days / heads


def _list_with_year(year: int) -> SampleSheet:
    """Make a year's list with the year in a column of its own."""
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
                    target.enhed.afdeling.name,
                    target.enhed.number,
                    target.enhed.name,
                    target.value,
                    DEADLINE[year],
                    target.handed_in,
                    target.led_from,
                )
                for target in draw_targets(year)
            ),
        ),
    )


def _list_with_header(year: int) -> SampleSheet:
    """Make a year's list with the year in the title and in the måltal's header."""
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
                    target.enhed.number,
                    target.enhed.name,
                    target.enhed.afdeling.name,
                    target.led_from,
                    DEADLINE[year],
                    target.handed_in,
                    target.value,
                )
                for target in draw_targets(year)
            ),
        ),
    )
