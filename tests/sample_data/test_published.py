"""The generator's own rows give the published figures, by arithmetic that is written anew here."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

from core.quarter import Quarter
from sample_data.rows import SampleRow, make_rows

Q3, Q4, PEAK = Quarter(2024, 3), Quarter(2024, 4), Quarter(2023, 2)
BKMB, BSV = "By, Kultur, Miljø & Beskæftigelse", "Børn, Sundhed & Velfærd"
OES = "Økonomi & Stab"
# Rolling fraværsdagsværk (langtid) at 2024K3 and 2024K4, as published beside the minutes.
AFDELINGER = {
    OES: (200, "12.37", "4.15", "10.31", "3.28"),
    "Borger, Arbejdsmarked & Erhverv": (260, "11.15", "4.33", "10.70", "3.88"),
    "Miljø & Teknik": (200, "13.86", "5.39", "12.56", "5.39"),
    "Kultur, Fritid & Ejendomme": (240, "11.64", "4.54", "10.70", "4.54"),
    "Dagtilbud & Skole": (1500, "15.19", "6.10", "14.70", "5.61"),
    "Børn & Familie": (450, "12.95", "6.78", "12.85", "7.08"),
    "Ældre, Sundhed & Social": (1150, "16.02", "6.99", "15.73", "7.29"),
}
Choice = Callable[[SampleRow], bool]


def is_of_kommune(row: SampleRow) -> bool:
    return bool(row.enhed)


def select_omraade(name: str) -> Choice:
    return lambda row: row.omraade == name


def compute_rolling(
    quarter: Quarter, field: str = "dagsvaerk", among: Choice = is_of_kommune
) -> Fraction:
    window = [quarter - back for back in range(4)]
    rows = [row for row in make_rows() if row.quarter in window and among(row)]
    employees = sum((Fraction(row.medarbejdere) for row in rows), Fraction(0)) / 4
    return sum((Fraction(getattr(row, field)) for row in rows), Fraction(0)) / employees


def round_half_up(value: Fraction, step: str = "0.1") -> str:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(Decimal(step), rounding=ROUND_HALF_UP))


def test_kommune_is_as_published() -> None:
    assert [round_half_up(compute_rolling(quarter)) for quarter in (Q4, Q3, PEAK)] == [
        "14.0",
        "14.5",
        "15.8",
    ]
    assert round_half_up(compute_rolling(Q4) - compute_rolling(Q3)) == "-0.5"
    assert round_half_up(compute_rolling(Q4) - compute_rolling(PEAK)) == "-1.8"


def test_peak_is_higher_than_every_other_quarter() -> None:
    quarters = [Quarter(2022, 4) + step for step in range(9)]
    assert all(
        compute_rolling(quarter) < compute_rolling(PEAK) for quarter in quarters if quarter != PEAK
    )


@pytest.mark.parametrize(("name", "change"), [(OES, "-2.1"), (BKMB, "-0.9"), (BSV, "-0.4")])
def test_change_of_each_omraade_is_as_published(name: str, change: str) -> None:
    among = select_omraade(name)
    assert (
        round_half_up(compute_rolling(Q4, among=among) - compute_rolling(Q3, among=among)) == change
    )


def test_long_term_share_is_as_published() -> None:
    shares = [
        compute_rolling(quarter, "langtid") / compute_rolling(quarter) for quarter in (Q4, Q3)
    ]
    assert [round_half_up(share, "0.01") for share in shares] == ["0.43", "0.42"]
    assert round_half_up(compute_rolling(Q4, "langtid") - compute_rolling(Q3, "langtid")) == "-0.1"
    assert round_half_up(compute_rolling(Q4, "korttid") - compute_rolling(Q3, "korttid")) == "-0.4"


@pytest.mark.parametrize("name", AFDELINGER)
def test_afdelinger_are_as_published(name: str) -> None:
    def among(row: SampleRow) -> bool:
        return row.afdeling == name

    _, before, long_before, now, long_now = AFDELINGER[name]
    assert round_half_up(compute_rolling(Q3, among=among), "0.01") == before
    assert round_half_up(compute_rolling(Q4, among=among), "0.01") == now
    assert round_half_up(compute_rolling(Q3, "langtid", among), "0.01") == long_before
    assert round_half_up(compute_rolling(Q4, "langtid", among), "0.01") == long_now


@pytest.mark.parametrize("name", AFDELINGER)
def test_headcount_of_an_afdeling_never_changes(name: str) -> None:
    sums = {
        quarter: sum(
            row.medarbejdere
            for row in make_rows()
            if (row.quarter, row.afdeling) == (quarter, name)
        )
        for quarter in {row.quarter for row in make_rows()}
    }
    assert len(sums) == 12
    assert set(sums.values()) == {AFDELINGER[name][0]}
