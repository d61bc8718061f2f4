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
from tests.sample_data.reading import parse_day, parse_figure, read_cells, read_records

Records = list[dict[str, str]]
LAST = Quarter(2024, 4)


@pytest.fixture(scope="module")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lister")
    write(folder)
    return folder


@pytest.fixture(scope="module")
def placements(sample_folder: Path) -> Records:
    return read_records(sample_folder / "Organisation.txt", "Org.enh.nr.")


@pytest.fixture(scope="module")
def agenda_lines(sample_folder: Path) -> Records:
    return read_records(sample_folder / "Noegletal_januar_2025.xlsx", "Nøgletal")


def is_valid_on(placement: dict[str, str], on: date) -> bool:
    return (
        (parse_day(placement["Gyldig fra"]) or date.min)
        <= on
        <= (parse_day(placement["Gyldig til"]) or date.max)
    )


@pytest.mark.parametrize("step", range(12))
def test_organisation_has_the_enheder_of_every_quarter_where_they_are(
    placements: Records, step: int
) -> None:
    quarter = Quarter(2022, 1) + step
    first, last = quarter.period.first, quarter.period.last
    standing = {
        placement["Org.enh.nr."]: (
            placement["Org.enhed"],
            placement["Afdeling"],
            placement["Område"],
        )
        for placement in placements
        if any(
            is_valid_on(placement, first + timedelta(days=n))
            for n in range((last - first).days + 1)
        )
    }
    assert standing == {
        row.enhed: (row.enhed_navn, row.afdeling, row.omraade)
        for row in make_rows()
        if row.quarter == quarter
    }


def test_nobody_stands_in_two_places_on_a_day(placements: Records) -> None:
    lives = defaultdict(list)
    for placement in placements:
        lives[placement["Org.enh.nr."]].append(
            (
                parse_day(placement["Gyldig fra"]) or date.min,
                parse_day(placement["Gyldig til"]) or date.max,
            )
        )
    for spans in lives.values():
        ordered = sorted(spans)
        assert all(earlier[1] < later[0] for earlier, later in pairwise(ordered))
    assert len({row.enhed for row in make_rows()} - lives.keys()) == 0


def test_every_way_to_end_is_there_and_successors_are_known(placements: Records) -> None:
    ended = {placement["Årsag"]: placement for placement in placements if placement["Årsag"]}
    assert set(ended) == {
        "Nedlagt",
        "Overdraget til leverandør",
        "Hjemtaget",
        "Sammenlagt",
        "Flyttet",
    }
    assert all(parse_day(placement["Gyldig til"]) for placement in placements if placement["Årsag"])
    numbers = {placement["Org.enh.nr."] for placement in placements}
    assert {
        placement["Efterfølger"] for placement in placements if placement["Efterfølger"]
    } < numbers
    assert any(placement["Aliasser"] for placement in placements)


def compute_level(enhed: str) -> Fraction:
    rows = [row for row in make_rows() if row.enhed == enhed and row.quarter.year == 2024]
    days = sum((Fraction(row.dagsvaerk) for row in rows), Fraction(0))
    return 4 * days / sum((Fraction(row.medarbejdere) for row in rows), Fraction(0))


def test_targets_of_2025_are_a_little_below_the_level_and_some_are_missing(
    sample_folder: Path,
) -> None:
    path = sample_folder / "Maaltal_2025.xlsx"
    targets = read_records(path, "Enhedsnummer")
    assert {target["Enhedsnummer"] for target in targets} == {
        r.enhed for r in make_rows() if r.quarter == LAST
    }
    handed = {
        target["Enhedsnummer"]: parse_figure(target["Måltal 2025"], path)
        for target in targets
        if target["Måltal 2025"]
    }
    assert len(targets) - len(handed) == 9
    heads = {row.enhed: Fraction(row.medarbejdere) for row in make_rows() if row.quarter == LAST}
    people = sum(heads[enhed] for enhed in handed)
    expected = sum(Fraction(value) * heads[enhed] for enhed, value in handed.items()) / people
    present = sum(compute_level(enhed) * heads[enhed] for enhed in handed) / people
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
    sample_folder: Path, name: str, head: str, handed_in: str, value: str, deadline: date
) -> None:
    targets = read_records(sample_folder / name, head)
    assert len(targets) == 95
    assert {parse_day(target["Frist"]) for target in targets} == {deadline}
    assert all(bool(target[handed_in]) == bool(target[value]) for target in targets)
    days = [when for target in targets if (when := parse_day(target[handed_in]))]
    late = sum(when > deadline for when in days)
    assert 0 < late < len(days) / 3
    assert max(days) - deadline < timedelta(days=32)
    assert any(target["Leders enhed"] != target[head] for target in targets)


def test_events_have_the_pilot_and_the_break(sample_folder: Path) -> None:
    events = read_records(sample_folder / "Haendelser.csv", "Slags")
    days = [parse_day(event["Dato"]) or date.max for event in events]
    assert days == sorted(days)
    pilot = [event for event in events if event["Niveau"] == "Enhed"]
    afdelinger = {row.enhed: row.afdeling for row in make_rows() if row.quarter == LAST}
    assert [afdelinger[event["Omfang"]] for event in pilot] == ["Dagtilbud & Skole"] * 5
    assert len({event["Dato"] for event in pilot}) == 1
    breaks = [event for event in events if event["Slags"] == "Databrud"]
    assert all("del af dagen" in event["Tekst"] for event in breaks)
    assert {event["Niveau"] for event in breaks} == {"Kommune", "Afdeling"}


def test_agenda_has_the_figures_of_the_minutes(agenda_lines: Records) -> None:
    def select_lines(name: str, level: str = "Kommune") -> Records:
        return [
            line for line in agenda_lines if (line["Nøgletal"], line["Niveau"]) == (name, level)
        ]

    assert len({line["Nøgletal"] for line in agenda_lines}) >= 12
    (sent_in,) = select_lines("Klimamål indsendt")
    assert int(sent_in["Nævner"]) - int(sent_in["Tæller"]) == 2
    audited = select_lines("Enheder udvalgt til intern audit", "Afdeling")
    assert (len(audited), sum(int(line["Værdi"]) for line in audited)) == (6, 16)
    (faults,) = select_lines("Afvigelser ved ekstern audit, trin 1")
    assert (faults["Værdi"], faults["Mål"], faults["Retning"]) == ("0", "0", "Ned")
    plan_a = {line["Nøgletal"] for line in agenda_lines if "Plan A" in line["Nøgletal"]}
    assert plan_a == {f"Arbejdspladser med indikator {number} i Plan A" for number in (3, 4, 6)}
    ideas = select_lines("Bud på tværkommunale samarbejder", "Afdeling")
    assert {line["Mål"] for line in ideas} == {"1-3"}
    assert {parse_day(line["Frist"]) for line in ideas} == {date(2025, 1, 17)}
    assert [line["Værdi"] for line in select_lines("Lederdage planlagt")] == ["3"]


def test_agenda_agrees_with_itself(agenda_lines: Records, sample_folder: Path) -> None:
    names = {afdeling.name for afdeling in AFDELINGER}
    assert {
        line["Organisatorisk enhed"] for line in agenda_lines if line["Niveau"] == "Afdeling"
    } == names
    assert all(
        bool(line["Værdi"]) != bool(line["Tæller"] and line["Nævner"]) for line in agenda_lines
    )
    for name in ("Klimamål indsendt", "Måltal for sygefravær indmeldt"):
        parts = [line for line in agenda_lines if line["Nøgletal"] == name]
        (kommune_line,) = (line for line in parts if line["Niveau"] == "Kommune")
        for field in ("Tæller", "Nævner"):
            below = sum(int(line[field]) for line in parts if line["Niveau"] == "Afdeling")
            assert below == int(kommune_line[field])
    cells = read_cells(sample_folder / "Maaltal_2025.xlsx")
    assert kommune_line["Tæller"] == str(sum(bool(row[6]) for row in cells if row[0].isdecimal()))
