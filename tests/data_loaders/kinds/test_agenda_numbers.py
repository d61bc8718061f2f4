from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loaders.files.values import Value
from data_loaders.kinds.agenda_numbers import AgendaTarget, Amount, read_amount, read_target

NUMBERS = st.integers(0, 99_999).map(lambda cents: Decimal(cents) / 100)


def plain(found: AgendaTarget) -> tuple[str | None, str | None]:
    return _text(found.least), _text(found.most)


def _text(one: Amount | None) -> str | None:
    return f"{one.number:f}" + ("%" if one.share else "") if one else None


@pytest.mark.parametrize(
    ("cell", "limits"),
    [
        (0, ("0", "0")),
        ("0", ("0", "0")),
        (1.5, ("1.5", "1.5")),
        ("1,5", ("1.5", "1.5")),
        ("90 %", ("90%", "90%")),
        ("100%", ("100%", "100%")),
        ("≥ 90 %", ("90%", None)),
        (">= 90", ("90", None)),
        ("mindst 90 %", ("90%", None)),
        ("Mindst 90 pct.", ("90%", None)),
        ("min. 3 dage", ("3", None)),
        ("over 2", ("2", None)),
        ("≤5", (None, "5")),
        ("< 5", (None, "5")),
        ("højst 5", (None, "5")),
        ("Maks. 1.200 kr.", (None, "1200")),
        ("under 4,5 %", (None, "4.5%")),
        ("3-5", ("3", "5")),
        ("3 – 5", ("3", "5")),
        ("3 til 5 dage", ("3", "5")),
        ("mellem 80 og 90 %", ("80%", "90%")),
        ("80 % - 90 %", ("80%", "90%")),
        ("90 % eller mere", ("90%", None)),
        ("5 eller færre", (None, "5")),
        ("-0,5", ("-0.5", "-0.5")),
        ("mindst 1,0", ("1.0", None)),
    ],
)
def test_a_target_is_a_number_a_limit_or_a_range(
    cell: Value, limits: tuple[str | None, str | None]
) -> None:
    assert plain(read_target(cell)) == limits


@pytest.mark.parametrize("cell", ["snart", "5-3", "mindst", "3-5-7", "%", True])
def test_what_is_no_target_is_refused(cell: Value) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the message is the cell
        read_target(cell)


@pytest.mark.parametrize(
    ("cell", "number", "share"),
    [
        (43, "43", False),
        ("43 %", "43", True),
        ("1.234,5", "1234.5", False),
        ("7,4 dage", "7.4", False),
    ],
)
def test_an_amount_may_have_a_unit(cell: Value, number: str, share: bool) -> None:  # noqa: FBT001
    assert read_amount(cell) == Amount(Decimal(number), share)


@given(NUMBERS, NUMBERS)
def test_every_range_reads_back(one: Decimal, other: Decimal) -> None:
    least, most = sorted([one, other])
    text = f"{least} - {most}".replace(".", ",")
    assert read_target(text) == AgendaTarget(Amount(least), Amount(most))
