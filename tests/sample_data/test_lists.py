"""The organisation, måltal, events and other nøgletal, read back from their files."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from core.quarter import Quarter
from sample_data.municipality import AFDELINGER
from sample_data.rows import make_rows
from sample_data.write import write
from tests.sample_data.reading import day, figure, grid, records

Records = list[dict[str, str]]
LAST = Quarter(2024, 4)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("lister")
    write(found)
    return found


@pytest.fixture(scope="module")
def places(folder: Path) -> Records:
    return records(folder / "Organisation.txt", "Org.enh.nr.")


@pytest.fixture(scope="module")
def agenda(folder: Path) -> Records:
    return records(folder / "Noegletal_januar_2025.xlsx", "Nøgletal")


def stands(place: dict[str, str], on: date) -> bool:
    return (day(place["Gyldig fra"]) or date.min) <= on <= (day(place["Gyldig til"]) or date.max)


@pytest.mark.parametrize("step", range(12))
def test_organisation_has_the_enheder_of_every_quarter_where_they_are(
    places: Records, step: int
) -> None:
    quarter = Quarter(2022, 1) + step
    first, last = quarter.period.first, quarter.period.last
    standing = {
        place["Org.enh.nr."]: (place["Org.enhed"], place["Afdeling"], place["Område"])
        for place in places
        if any(stands(place, first + timedelta(days=n)) for n in range((last - first).days + 1))
    }
    assert standing == {
        row.enhed: (row.enhed_navn, row.afdeling, row.omraade)
        for row in make_rows()
        if row.quarter == quarter
    }


def test_nobody_stands_in_two_places_on_a_day(places: Records) -> None:
    lives = defaultdict(list)
    for place in places:
        lives[place["Org.enh.nr."]].append(
            (day(place["Gyldig fra"]) or date.min, day(place["Gyldig til"]) or date.max)
        )
    for spans in lives.values():
        ordered = sorted(spans)
        assert all(one[1] < two[0] for one, two in pairwise(ordered))
    assert len({row.enhed for row in make_rows()} - lives.keys()) == 0


def test_every_way_to_end_is_there_and_successors_are_known(places: Records) -> None:
    ended = {place["Årsag"]: place for place in places if place["Årsag"]}
    assert set(ended) == {
        "Nedlagt",
        "Overdraget til leverandør",
        "Hjemtaget",
        "Sammenlagt",
        "Flyttet",
    }
    assert all(day(place["Gyldig til"]) for place in places if place["Årsag"])
    numbers = {place["Org.enh.nr."] for place in places}
    assert {place["Efterfølger"] for place in places if place["Efterfølger"]} < numbers
    assert any(place["Aliasser"] for place in places)


def level(enhed: str) -> Fraction:
    found = [row for row in make_rows() if row.enhed == enhed and row.quarter.year == 2024]
    days = sum((Fraction(row.dagsvaerk) for row in found), Fraction(0))
    return 4 * days / sum((Fraction(row.medarbejdere) for row in found), Fraction(0))


def test_targets_of_2025_are_a_little_below_the_level_and_some_are_missing(folder: Path) -> None:
    path = folder / "Maaltal_2025.xlsx"
    found = records(path, "Enhedsnummer")
    assert {one["Enhedsnummer"] for one in found} == {
        r.enhed for r in make_rows() if r.quarter == LAST
    }
    handed = {
        one["Enhedsnummer"]: figure(one["Måltal 2025"], path) for one in found if one["Måltal 2025"]
    }
    assert len(found) - len(handed) == 9
    heads = {row.enhed: Fraction(row.medarbejdere) for row in make_rows() if row.quarter == LAST}
    people = sum(heads[enhed] for enhed in handed)
    expected = sum(Fraction(value) * heads[enhed] for enhed, value in handed.items()) / people
    present = sum(level(enhed) * heads[enhed] for enhed in handed) / people
    assert Fraction(1, 20) < 1 - expected / present < Fraction(1, 10)
    assert all(value % Decimal("0.5") == 0 for value in handed.values())


@pytest.mark.parametrize(
    ("name", "head", "handed_in", "value", "deadline"),
    [
        (
            "Maaltal_2024.csv",
            "Enhedsnr.",
            "Indmeldt",
            "Måltal (dagsværk pr. medarbejder)",
            date(2023, 12, 20),
        ),
        (
            "Maaltal_2025.xlsx",
            "Enhedsnummer",
            "Dato for indmelding",
            "Måltal 2025",
            date(2024, 12, 20),
        ),
    ],
)
def test_what_is_handed_in_has_a_day_most_often_before_the_deadline(
    folder: Path, name: str, head: str, handed_in: str, value: str, deadline: date
) -> None:
    found = records(folder / name, head)
    assert len(found) == 95
    assert {day(one["Frist"]) for one in found} == {deadline}
    assert all(bool(one[handed_in]) == bool(one[value]) for one in found)
    days = [when for one in found if (when := day(one[handed_in]))]
    late = sum(when > deadline for when in days)
    assert 0 < late < len(days) / 3
    assert max(days) - deadline < timedelta(days=32)
    assert any(one["Leders enhed"] != one[head] for one in found)


def test_events_have_the_pilot_and_the_break(folder: Path) -> None:
    events = records(folder / "Haendelser.csv", "Slags")
    days = [day(event["Dato"]) or date.max for event in events]
    assert days == sorted(days)
    pilot = [event for event in events if event["Niveau"] == "Enhed"]
    afdelinger = {row.enhed: row.afdeling for row in make_rows() if row.quarter == LAST}
    assert [afdelinger[event["Omfang"]] for event in pilot] == ["Dagtilbud & Skole"] * 5
    assert len({event["Dato"] for event in pilot}) == 1
    breaks = [event for event in events if event["Slags"] == "Databrud"]
    assert all("del af dagen" in event["Tekst"] for event in breaks)
    assert {event["Niveau"] for event in breaks} == {"Kommune", "Afdeling"}


def test_agenda_has_the_figures_of_the_minutes(agenda: Records) -> None:
    def of(name: str, level: str = "Kommune") -> Records:
        return [one for one in agenda if (one["Nøgletal"], one["Niveau"]) == (name, level)]

    assert len({one["Nøgletal"] for one in agenda}) >= 12
    (sent_in,) = of("Klimamål indsendt")
    assert int(sent_in["Nævner"]) - int(sent_in["Tæller"]) == 2
    audited = of("Enheder udvalgt til intern audit", "Afdeling")
    assert (len(audited), sum(int(one["Værdi"]) for one in audited)) == (6, 16)
    (faults,) = of("Afvigelser ved ekstern audit, trin 1")
    assert (faults["Værdi"], faults["Mål"], faults["Retning"]) == ("0", "0", "Ned")
    plan_a = {one["Nøgletal"] for one in agenda if "Plan A" in one["Nøgletal"]}
    assert plan_a == {f"Arbejdspladser med indikator {number} i Plan A" for number in (3, 4, 6)}
    ideas = of("Bud på tværkommunale samarbejder", "Afdeling")
    assert {one["Mål"] for one in ideas} == {"1-3"}
    assert {day(one["Frist"]) for one in ideas} == {date(2025, 1, 17)}
    assert [one["Værdi"] for one in of("Lederdage planlagt")] == ["3"]


def test_agenda_agrees_with_itself(agenda: Records, folder: Path) -> None:
    names = {afdeling.name for afdeling in AFDELINGER}
    assert {one["Organisatorisk enhed"] for one in agenda if one["Niveau"] == "Afdeling"} == names
    assert all(bool(one["Værdi"]) != bool(one["Tæller"] and one["Nævner"]) for one in agenda)
    for name in ("Klimamål indsendt", "Måltal for sygefravær indmeldt"):
        parts = [one for one in agenda if one["Nøgletal"] == name]
        (whole,) = (one for one in parts if one["Niveau"] == "Kommune")
        for field in ("Tæller", "Nævner"):
            below = sum(int(one[field]) for one in parts if one["Niveau"] == "Afdeling")
            assert below == int(whole[field])
    cells = grid(folder / "Maaltal_2025.xlsx")
    assert whole["Tæller"] == str(sum(bool(line[6]) for line in cells if line[0].isdecimal()))
