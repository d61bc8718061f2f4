"""The parts that the enheder's rows are split into, one for each personalegruppe."""

from collections import defaultdict
from decimal import Decimal
from itertools import groupby

from sample_data.rows import SampleRow, make_rows
from sample_data.staff import ABSENCE, MIX, make_staff_rows

FIGURES = ("medarbejdere", "fuldtidsstillinger", "korttid", "langtid", "dagsvaerk")


def identify_enhed(row: SampleRow) -> tuple[str, ...]:
    return str(row.quarter), row.omraade, row.afdeling, row.enhed, row.enhed_navn


def test_the_parts_of_an_enhed_sum_to_it_exactly_and_stand_in_its_place() -> None:
    parted = [(key, list(parts)) for key, parts in groupby(make_staff_rows(), key=identify_enhed)]
    assert [key for key, _ in parted] == [identify_enhed(row) for row in make_rows()]
    for row, (_, parts) in zip(make_rows(), parted, strict=True):
        for name in FIGURES:
            assert sum(getattr(part, name) for part in parts) == getattr(row, name), row
        groups = [part.personalegruppe for part in parts]
        assert len(groups) == len(set(groups))
        assert "" not in groups


def test_every_part_has_people_and_as_many_decimals_as_the_extract() -> None:
    for part in make_staff_rows():
        assert part.medarbejdere > 0, part
        assert part.medarbejdere == part.medarbejdere.quantize(Decimal("0.1"))
        assert Decimal("0.75") < part.fuldtidsstillinger / part.medarbejdere < Decimal("0.95"), part
        for days in (part.korttid, part.langtid):
            assert days >= 0, part
            assert days == days.quantize(Decimal("0.01"))


def test_nobody_is_ill_on_more_days_than_a_quarter_has() -> None:
    assert max(part.dagsvaerk / part.medarbejdere for part in make_staff_rows()) < 15


def test_every_mix_is_a_whole_and_every_personalegruppe_is_somewhere() -> None:
    assert {sum(mix.values()) for mix in MIX.values()} == {100}
    assert {part.personalegruppe for part in make_staff_rows()} == set(ABSENCE)


def test_an_enhed_has_the_same_personalegrupper_as_long_as_it_lives() -> None:
    personalegrupper = defaultdict(set)
    for (_, *_, enhed, _), parts in groupby(make_staff_rows(), key=identify_enhed):
        personalegrupper[enhed].add(frozenset(part.personalegruppe for part in parts))
    assert {len(groups) for groups in personalegrupper.values()} == {1}


def test_no_personalegruppe_of_an_afdeling_is_small() -> None:
    people: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
    for part in make_staff_rows():
        if part.quarter.year > 2023:
            key = (str(part.quarter), part.afdeling, part.personalegruppe)
            people[key] += part.medarbejdere
    assert min(people.values()) > 20
