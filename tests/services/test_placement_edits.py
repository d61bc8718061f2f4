"""The organisation's changes, each by itself: what it becomes, and what is refused."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UsageError
from core.placement import Cause, Placement
from core.quarter import Quarter
from services import placement_edits
from services.placement_edits import Placements
from store.placements import UnitPlacement

SKOLE, FAMILIE, BOERN = "Dagtilbud & Skole", "Børn & Familie", "Børn, Sundhed & Velfærd"
SOL = Placement("1042", "Solsikken", SKOLE, BOERN, date(2020, 1, 1), aliasser=("Bh. Solsikken",))
MAANE = Placement("1043", "Månen", SKOLE, BOERN)
GONE = Placement("0900", "Kantinen", FAMILIE, BOERN, til=date(2023, 6, 30), aarsag="nedlagt")
ROWS = (SOL, MAANE, GONE)
DAYS = st.dates(date(2020, 1, 2), date(2030, 1, 1))


def test_an_enhed_closes_with_a_day_a_cause_and_an_heir() -> None:
    rows, message = placement_edits.close_unit(
        ROWS,
        enhed="1042",
        til=date(2024, 6, 30),
        aarsag=Cause.SAMMENLAGT,
        efterfoelger="1043",
    )
    ended = replace(SOL, til=date(2024, 6, 30), aarsag="sammenlagt", efterfoelger="1043")
    assert rows == (ended, MAANE, GONE)
    assert message == "Solsikken (1042) lukket 30.06.2024: sammenlagt"
    assert placement_edits.reopen_unit(rows, enhed="1042").rows == ROWS


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"til": date(2019, 12, 31)}, "åbnede 01.01.2020 og kan ikke lukke 31.12.2019"),
        ({"enhed": "0900"}, "Kantinen er allerede lukket 30.06.2023"),
        ({"enhed": "1044"}, "ingen enhed »1044«. Mente du »1043«?"),
        ({"efterfoelger": "1042"}, "sin egen efterfølger"),
        ({"efterfoelger": "900"}, "Kantinen .0900. lukkede 30.06.2023 og kan ikke"),
        ({"aarsag": Cause.SAMMENLAGT}, "Vælg den enhed, som enheden er lagt sammen med"),
    ],
)
def test_a_closing_that_cannot_be(change: dict[str, object], message: str) -> None:
    closing = {"enhed": "1042", "til": date(2024, 6, 30), "aarsag": Cause.NEDLAGT} | change
    with pytest.raises(UsageError, match=message):
        placement_edits.close_unit(ROWS, **closing)  # type: ignore[arg-type]


@pytest.mark.parametrize("field", ["enhed", "enhed_navn", "afdeling", "efterfoelger"])
def test_no_text_of_an_enhed_may_be_a_cpr_number(field: str) -> None:
    new = replace(MAANE, fra=date(2024, 1, 1), enhed="1050")
    with pytest.raises(UsageError, match="CPR-nummer") as refused:
        placement_edits.open_unit(ROWS, new=replace(new, **{field: "010185-1234"}))  # type: ignore[arg-type]
    assert "1234" not in str(refused.value)


@given(DAYS)
def test_a_move_ends_in_one_place_the_day_before_it_begins_in_the_other(day: date) -> None:
    rows, message = placement_edits.move_unit(
        ROWS, enhed="1042", fra=day, afdeling=FAMILIE, omraade=BOERN
    )
    unit_rows = [row for row in rows if row.enhed == "1042"]
    for probe in (day - timedelta(days=1), day):
        (held,) = [row for row in unit_rows if row.covers_day(probe)]
        assert held.afdeling == (SKOLE if probe < day else FAMILIE)
    assert unit_rows[0].aarsag == "flyttet"
    assert f"flyttet fra {SKOLE} til {FAMILIE} {day:%d.%m.%Y}" in message


@pytest.mark.parametrize(
    ("day", "afdeling", "message"),
    [
        (date(2020, 1, 1), FAMILIE, "kom til Dagtilbud & Skole 01.01.2020"),
        (date(2024, 1, 1), SKOLE, "er allerede i Dagtilbud & Skole"),
        (date(2024, 1, 1), "", "Afdelingen mangler"),
    ],
)
def test_a_move_that_cannot_be(day: date, afdeling: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        placement_edits.move_unit(ROWS, enhed="1042", fra=day, afdeling=afdeling, omraade=BOERN)


def test_a_new_enhed_and_one_that_opens_again() -> None:
    new = Placement("1050", "Regnbuen", SKOLE, BOERN, date(2025, 8, 1))
    rows, message = placement_edits.open_unit(ROWS, new=new)
    assert rows == (*ROWS, new)
    assert message == "Regnbuen (1050) åbnet 01.08.2025"
    again = replace(GONE, fra=date(2024, 1, 1), til=None, aarsag="")
    assert again in placement_edits.open_unit(ROWS, new=again).rows


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"enhed": "01042"}, "findes allerede: Solsikken, og er åben"),
        ({"enhed": "900", "fra": date(2023, 6, 30)}, "Kantinen, til 30.06.2023"),
        ({"enhed_navn": " "}, "Navnet mangler"),
        ({"afdeling": "", "omraade": ""}, "Afdelingen mangler"),
        ({"aliasser": ("Hos 010190-1234",)}, "CPR-nummer"),
        ({"fra": None}, "hvornår enheden åbner"),
        ({"aliasser": ("månen",)}, "»månen« er allerede et navn for Månen"),
        ({"aliasser": ("a;b",)}, "må ikke indeholde"),
        ({"enhed_navn": "x" * 201}, "der er plads til 200 tegn"),
    ],
)
def test_an_opening_that_cannot_be(change: dict[str, object], message: str) -> None:
    new = Placement("1050", "Regnbuen", SKOLE, BOERN, date(2025, 8, 1))
    with pytest.raises(UsageError, match=message):
        placement_edits.open_unit(ROWS, new=replace(new, **change))  # type: ignore[arg-type]


def test_a_new_name_leaves_the_former_as_an_alias() -> None:
    rows, message = placement_edits.rename_unit(
        ROWS, enhed="1042", navn="Solstrålen", aliasser=["Bh. Solsikken"], fra=date(2020, 1, 1)
    )
    assert rows[0].enhed_navn == "Solstrålen"
    assert rows[0].aliasser == ("Bh. Solsikken", "Solsikken")
    assert message == "Solsikken (1042) hedder nu Solstrålen"


def test_nothing_changed_is_said_and_a_first_day_stays_after_the_place_before() -> None:
    names = {"navn": "Solsikken", "aliasser": ["Bh. Solsikken"]}
    with pytest.raises(UsageError, match="Intet er ændret"):
        placement_edits.rename_unit(ROWS, enhed="1042", fra=date(2020, 1, 1), **names)  # type: ignore[arg-type]
    moved = placement_edits.move_unit(
        ROWS, enhed="1042", fra=date(2024, 1, 1), afdeling=FAMILIE, omraade=BOERN
    ).rows
    with pytest.raises(UsageError, match="dagen her skal ligge efter"):
        placement_edits.rename_unit(moved, enhed="1042", fra=date(2023, 12, 31), **names)  # type: ignore[arg-type]


def test_an_enhed_goes_with_all_its_places_unless_it_is_somebodys_heir() -> None:
    moved: Placements = placement_edits.move_unit(
        ROWS, enhed="1042", fra=date(2024, 1, 1), afdeling=FAMILIE, omraade=BOERN
    ).rows
    assert placement_edits.remove_unit(moved, enhed="01042").rows == (MAANE, GONE)
    closed = placement_edits.close_unit(
        ROWS, enhed="1042", til=date(2024, 1, 1), aarsag=Cause.SAMMENLAGT, efterfoelger="1043"
    ).rows
    with pytest.raises(UsageError, match="Månen er efterfølger for Solsikken"):
        placement_edits.remove_unit(closed, enhed="1043")


def test_a_proposal_opens_moves_and_closes_as_the_data_do() -> None:
    def seen(enhed: str, quarter: str, afdeling: str) -> UnitPlacement:
        return UnitPlacement(enhed, Quarter.parse(quarter), f"Enhed {enhed}", afdeling, BOERN)

    data = [
        *(seen("1", f"2024K{n}", SKOLE) for n in (1, 2, 3, 4)),
        *(seen("2", f"2024K{n}", SKOLE) for n in (2, 3)),
        seen("3", "2024K1", SKOLE),
        seen("3", "2024K2", ""),
        seen("3", "2024K3", FAMILIE),
        seen("3", "2024K4", FAMILIE),
    ]
    assert placement_edits.propose_placements(data) == (
        Placement("1", "Enhed 1", SKOLE, BOERN),
        Placement("2", "Enhed 2", SKOLE, BOERN, date(2024, 4, 1), date(2024, 9, 30)),
        Placement("3", "Enhed 3", SKOLE, BOERN, None, date(2024, 6, 30), "flyttet"),
        Placement("3", "Enhed 3", FAMILIE, BOERN, date(2024, 7, 1), None),
    )
    assert placement_edits.propose_placements([]) == ()
