"""Langtidsfriske as a reader sees them: of which years, what has changed, and what is hidden."""

from collections.abc import Iterable
from typing import Any

import pandas as pd
import pytest

from core.edition import Edition
from core.errors import NoDataError
from core.nodes import Level, Scope
from core.quarter import Quarter
from core.settings import Settings
from metrics.computing import friske_counts
from metrics.computing.recipes import make_recipe
from metrics.langtidsfriske import read_langtidsfriske
from metrics.result import KpiResult
from phrases.basis import describe_threshold
from phrases.notes import write_note
from services.load import check, save
from store.database import Store
from store.figures import open_reader
from tests.frames import frame_of
from tests.store.employments import Employment, people, put_upload
from tests.stored_rows import put, reading, row

FIGURES = ("rullende",)
ILL = "9"


def at(store: Store, quarter: str, level: Level = Level.KOMMUNE) -> KpiResult[Any]:
    with reading(store) as reader:
        return read_langtidsfriske(reader, quarter=Quarter.parse(quarter), level=level)


def public(store: Store, level: Level) -> pd.DataFrame:
    chosen = make_recipe(Settings(), Edition.OFFENTLIG)
    with open_reader(store, Scope.everything(), recipe=chosen, as_of=None) as reader:
        return frame_of(read_langtidsfriske(reader, quarter=Quarter(2024, 4), level=level))


def of(year: int, friske: int, ill: int, enhed: str = "4101") -> list[Employment]:
    """People of one enhed in a year: so many below the limit, and so many above."""
    return [
        Employment(f"{enhed}-{n}", year, "0" if n < friske else ILL, enhed)
        for n in range(friske + ill)
    ]


@pytest.fixture
def three_years(store: Store) -> Store:
    """Of ten people 6 were friske in 2022 and 2023, and 5 in 2023 and 2024."""
    put(store, [row("2024K4", "4101", afdeling="Miljø")])
    for year, friske in ((2022, 6), (2023, 7), (2024, 5)):
        put_upload(store, people(of(year, friske, 10 - friske), str(year)))
    return store


def test_the_newest_pair_is_compared_with_the_one_before(three_years: Store) -> None:
    result = at(three_years, "2024K4")
    row_ = result.rows[0]
    assert (row_.value, row_.previous, row_.counted) == (0.5, 0.6, 10)
    assert row_.change == pytest.approx(-0.1)
    assert (row_.years, row_.basis, write_note(result, row_)) == ("2023 og 2024", "lister", "")
    assert str(result.period) == "1. januar 2023 – 31. december 2024"
    assert {source.file_name for source in result.sources} == {"2023", "2024"}
    assert describe_threshold(result) == (
        "langtidsfrisk er under 5,0 fraværsdagsværk i hvert af de to år"
    )


@pytest.mark.parametrize(
    ("quarter", "value", "years"),
    [
        ("2024K1", 0.6, "2022 og 2023"),
        ("2024K3", 0.6, "2022 og 2023"),
        ("2025K1", 0.5, "2023 og 2024"),
        ("2026K4", 0.5, "2023 og 2024"),
    ],
)
def test_between_it_stands_as_it_was(
    three_years: Store, quarter: str, value: float, years: str
) -> None:
    result = at(three_years, quarter)
    row_ = result.rows[0]
    assert (row_.value, row_.years) == (value, years)
    assert (row_.previous, row_.previous_years, row_.change) == (value, years, 0)
    assert write_note(result, row_) == f"opgøres årligt; seneste {value * 100:.0f} % ({years})."


def test_the_first_pair_has_nothing_before_it(three_years: Store) -> None:
    result = at(three_years, "2023K4")
    row_ = result.rows[0]
    assert (row_.value, write_note(result, row_)) == (0.6, "")
    assert pd.isna(row_.change)
    with pytest.raises(NoDataError, match="de første er for 2022 og 2023"):
        at(three_years, "2023K3")


def test_without_lists_it_is_said(store: Store) -> None:
    put(store, [row("2024K4")])
    with pytest.raises(NoDataError, match="personlister for to år"):
        at(store, "2024K4")


def test_it_is_not_computed_where_nobody_was_never_ill(store: Store) -> None:
    put(store, [row("2024K4")])
    put_upload(store, people([*of(2023, 0, 8), *of(2024, 4, 4)]))
    result = at(store, "2024K4")
    row_ = result.rows[0]
    assert (row_.missing, row_.masked) == (True, False)
    assert pd.isna(row_.value)
    assert "aldrig var syge" in write_note(result, row_)


def of_units(units: Iterable[tuple[str, int, int]]) -> list[Employment]:
    return [
        one for enhed, friske, ill in units for year in (2023, 2024)
        for one in of(year, friske, ill, enhed)
    ]  # fmt: skip


def test_few_are_hidden_and_cannot_be_had_by_subtraction(store: Store) -> None:
    put(store, [row("2024K4", "1", afdeling="Miljø", omraade="By")])
    put_upload(store, people(of_units([("1", 2, 2), ("2", 4, 8), ("3", 5, 15), ("4", 9, 11)])))
    frame = frame_of(at(store, "2024K4", Level.ENHED)).set_index("name")
    assert frame["masked"].tolist() == [True, True, True, False]
    hidden = frame[frame["masked"]]
    assert hidden[["value", "counted", "friske", "left_out", "elsewhere"]].isna().all(axis=None)
    assert at(store, "2024K4").rows[0].value == pytest.approx(20 / 56)


def test_an_enhed_is_shown_where_three_are_langtidsfriske_and_three_are_not(store: Store) -> None:
    put(store, [row("2024K4", "1", afdeling="Miljø", omraade="By")])
    units = [("1", 0, 20), ("2", 20, 0), ("3", 2, 20), ("4", 20, 2), ("5", 10, 10), ("6", 8, 12)]
    put_upload(store, people(of_units(units)))
    for shown in (frame_of(at(store, "2024K4", Level.ENHED)), public(store, Level.ENHED)):
        assert shown["masked"].tolist()[:4] == [True] * 4
    assert not frame_of(at(store, "2024K4", Level.ENHED))["masked"].all()
    assert not public(store, Level.KOMMUNE)["masked"].any()


def list_of(year: int, friske: int) -> tuple[bytes, str]:
    """A file with ten people, so many of them below the limit."""
    lines = ["År;Medarb.nr.;Enhedsnr.;Enhed;Afdeling;Område;Fraværsdagsværk"]
    lines += [
        f"{year};{1000 + n};4101;Enhed 4101;Miljø;By;{'0' if n < friske else ILL}"
        for n in range(10)
    ]
    return "\n".join(lines).encode(), f"liste-{year}.csv"


def test_a_pair_whose_people_are_forgotten_stands_as_it_was_counted(store: Store) -> None:
    put(store, [row("2024K4", "4101", afdeling="Miljø")])
    before = {}
    for year, friske in ((2021, 6), (2022, 7), (2023, 5), (2024, 7), (2025, 7)):
        content, name = list_of(year, friske)
        checked = check(store, content, file_name=name, settings=Settings())
        assert save(store, [checked], by="test")[0].status == "stored"
        if year > 2021:
            before[f"{year}K4"] = frame_of(at(store, f"{year}K4"))["value"].iloc[0]
    with store.session() as cursor:
        assert friske_counts.find_countable_years(cursor) == (2025, 2024)
    assert before == {"2022K4": 0.6, "2023K4": 0.5, "2024K4": 0.5, "2025K4": 0.7}
    for quarter, value in before.items():
        for level in (Level.KOMMUNE, Level.ENHED):
            assert frame_of(at(store, quarter, level))["value"].tolist() == [value]


def test_the_list_that_is_lacking_for_two_years_running_is_named(store: Store) -> None:
    put_upload(store, people(of(2024, 6, 4), "2024"))
    with pytest.raises(NoDataError, match="intet udtræk af sygefravær"):
        at(store, "2024K4")
    put(store, [row("2024K4", "4101", afdeling="Miljø")])
    with pytest.raises(NoDataError, match=r"kun for 2024\. Indlæs personlisten for 2023\."):
        at(store, "2024K4")
    put_upload(store, people(of(2022, 6, 4), "2022"))
    with pytest.raises(NoDataError, match=r"for 2022 og 2024\. Indlæs personlisten for 2023\."):
        at(store, "2024K4")
