"""Langtidsfriske and måltal in words: rise, fall, no change, one and many, and what is unknown."""

from dataclasses import replace
from datetime import UTC, date, datetime
from math import nan
from pathlib import Path
from typing import Any

import pytest

from core.nodes import Level
from core.quarter import Quarter
from metrics.langtidsfriske import read_langtidsfriske
from metrics.maaltal import NotHandedIn, read_maaltal
from metrics.result import KpiResult, Source
from phrases import langtidsfriske as of_friske
from phrases import maaltal as of_targets
from phrases.basis import describe_extract
from tests.frames import frame_of, with_frame
from tests.metrics.targets import Target, targets
from tests.store.employments import Employment, people, put_upload
from tests.stored_rows import fresh, put, reading, row

QUARTERS = [f"{year}K{number}" for year in (2023, 2024) for number in (1, 2, 3, 4)]


@pytest.fixture(scope="module")
def friske(tmp_path_factory: pytest.TempPathFactory) -> KpiResult[Any]:
    """The kommune's: of ten people 5 now and 6 before."""
    store = fresh(Path(tmp_path_factory.mktemp("store")))
    put(store, [row("2024K4")])
    for year, many in ((2022, 6), (2023, 7), (2024, 5)):
        rows = [Employment(f"p{n}", year, "0" if n < many else "9") for n in range(10)]
        put_upload(store, people(rows, str(year)))
    with reading(store) as reader:
        result = read_langtidsfriske(reader, quarter=Quarter(2024, 4), level=Level.KOMMUNE)
    store.close()
    return result


def target_result(folder: Path, quarter: Quarter) -> KpiResult[Any]:
    """The kommune's: 14,0 at targets of 13 for one of two enheder, and of 12 for the next year."""
    store = fresh(folder)
    rows = [row(q, enhed, days="35", heads="10") for q in QUARTERS for enhed in ("1", "2")]
    put(store, rows)
    asked = [Target(2024, "1", "13"), Target(2024, "2", None), Target(2025, "1", "12")]
    put_upload(store, targets(asked))
    with reading(store) as reader:
        result = read_maaltal(reader, quarter=quarter, level=Level.KOMMUNE)
    store.close()
    return result


@pytest.fixture(scope="module")
def in_year(tmp_path_factory: pytest.TempPathFactory) -> KpiResult[Any]:
    return target_result(Path(tmp_path_factory.mktemp("store")), Quarter(2024, 3))


@pytest.fixture(scope="module")
def at_end(tmp_path_factory: pytest.TempPathFactory) -> KpiResult[Any]:
    return target_result(Path(tmp_path_factory.mktemp("store")), Quarter(2024, 4))


def with_(result: KpiResult[Any], **values: object) -> KpiResult[Any]:
    return with_frame(result, frame_of(result).assign(**values))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "change", "headline", "sentence"),
    [
        (0.5, -0.1, "Andelen af langtidsfriske er faldet til 50 % (−10 procentpoint)",
         "50 pct. af medarbejderne var langtidsfriske i 2023 og 2024, et fald på 10 procentpoint "
         "fra 60 pct. i 2022 og 2023."),
        (0.62, 0.02, "Andelen af langtidsfriske er steget til 62 % (+2 procentpoint)",
         "62 pct. af medarbejderne var langtidsfriske i 2023 og 2024, en stigning på 2 "
         "procentpoint fra 60 pct. i 2022 og 2023."),
        (0.604, 0.004, "Andelen af langtidsfriske er uændret på 60 %",
         "60 pct. af medarbejderne var langtidsfriske i 2023 og 2024, uændret i forhold til 2022 "
         "og 2023 (60 pct.)."),
        (0.5, nan, "50 % af medarbejderne er langtidsfriske",
         "50 pct. af medarbejderne var langtidsfriske i 2023 og 2024. Der er ingen tidligere "
         "opgørelse at sammenligne med."),
    ],
)  # fmt: skip
def test_the_share_and_how_it_moved(
    friske: KpiResult[Any], value: float, change: float, headline: str, sentence: str
) -> None:
    result = with_(friske, value=value, change=change)
    assert of_friske.write_headline(result) == headline
    assert of_friske.write_paragraph(result).startswith(sentence)


def test_between_the_years_ends_it_is_the_newest(friske: KpiResult[Any]) -> None:
    result = with_(friske, change=0.0, previous=0.5, previous_years="2023 og 2024")
    assert of_friske.write_paragraph(result).startswith(
        "Langtidsfriske opgøres én gang om året. Senest var 50 pct. af medarbejderne "
        "langtidsfriske, opgjort for 2023 og 2024."
    )


def test_one_and_many_are_left_out(friske: KpiResult[Any]) -> None:
    assert of_friske.write_paragraph(friske).endswith(
        "Opgørelsen omfatter 10 medarbejdere, der står i personlisterne fra KMD OPUS (rapport "
        "LPT169) for både 2023 og 2024; listerne har ingen ansættelsesdatoer."
    )
    one = of_friske.write_paragraph(with_(friske, left_out=1, joined=1, basis="datoer"))
    assert (
        "10 medarbejdere, der ifølge ansættelsesdatoerne i personlisterne fra KMD OPUS (rapport "
        "LPT169) var ansat i hele 2023 og hele 2024. 1 anden i listerne er ikke med, for den "
        "pågældende var ikke ansat i hele 2023."
    ) in one
    many = of_friske.write_paragraph(with_(friske, left_out=1202, joined=1200, departed=2))
    assert (
        "1.202 andre i listerne er ikke med: 1.200 står ikke i listen for 2023 og 2 står ikke i "
        "listen for 2024."
    ) in many


@pytest.mark.parametrize(
    ("masked", "shown", "sentence"),
    [
        (True, "vises ikke", "vises ikke: tallet er om så få, at det kunne pege på nogen af dem"),
        (False, "ingen data", "kan ikke opgøres."),
    ],
)
def test_what_is_not_shown_is_said(
    friske: KpiResult[Any], *, masked: bool, shown: str, sentence: str
) -> None:
    result = with_(friske, value=nan, masked=masked, missing=not masked)
    assert of_friske.write_headline(result) == f"Langtidsfriske i 2023 og 2024: {shown}"
    assert of_friske.write_paragraph(result).startswith(
        f"Andelen af langtidsfriske i 2023 og 2024 {sentence}"
    )
    hidden = with_(friske, change=nan, previous_masked=True)
    assert "i 2023 og 2024. Tallet for 2022 og 2023 vises ikke." in of_friske.write_paragraph(
        hidden
    )


@pytest.mark.parametrize(
    ("value", "headline"),
    [
        (14.0, "Sygefraværet er 1,0 dagsværk over det indmeldte måltal for 2024"),
        (12.75, "Sygefraværet er 0,2 dagsværk under det indmeldte måltal for 2024"),
        (13.04, "Sygefraværet er på niveau med det indmeldte måltal for 2024"),
    ],
)
def test_over_under_and_at_the_target(in_year: KpiResult[Any], value: float, headline: str) -> None:
    assert of_targets.write_headline(with_(in_year, value=value)) == headline


def test_the_targets_of_all_are_the_target(in_year: KpiResult[Any]) -> None:
    of_all = with_(in_year, reported=2, units=2)
    assert of_targets.write_headline(of_all) == (
        "Sygefraværet er 1,0 dagsværk over måltallet for 2024"
    )
    assert of_targets.write_paragraph(of_all).startswith(
        "Måltal for 2024 er indmeldt af alle 2 enheder. Når de er nået, er sygefraværet i "
        "gennemsnit 13,0 dagsværk pr. medarbejder. Sygefraværet er i denne opgørelse 14,0 og "
        "dermed 1,0 dagsværk over måltallet"
    )
    of_one = of_targets.write_paragraph(with_(in_year, reported=1, units=1))
    assert of_one.startswith(
        "Måltal for 2024 er indmeldt af enheden. Når det er nået, er sygefraværet 13,0 dagsværk "
    )
    many = of_targets.write_paragraph(with_(in_year, reported=2, units=3))
    assert "af 2 af 3 enheder. Når de er nået, er sygefraværet i de enheder i gennemsnit" in many
    assert "1,0 dagsværk over de indmeldte måltal," in many


@pytest.mark.parametrize(
    ("deadlines", "said"),
    [
        ([date(2024, 9, 1)], "Fristen for at indmelde var den 1. september 2024."),
        ([date(2024, 12, 20)], "Fristen for at indmelde er den 20. december 2024."),
        (
            [date(2024, 9, 1), date(2024, 12, 20)],
            "Fristerne for at indmelde ligger mellem den 1. september 2024 og den 20. december "
            "2024.",
        ),
    ],
)
def test_the_deadline_is_over_or_not(
    in_year: KpiResult[Any], deadlines: list[date], said: str
) -> None:
    assert said in of_targets.write_paragraph(in_year, deadlines)


def test_a_years_paragraph(in_year: KpiResult[Any]) -> None:
    assert of_targets.write_paragraph(in_year) == (
        "Måltal for 2024 er indmeldt af 1 af 2 enheder. Når det er nået, er sygefraværet i den "
        "enhed 13,0 dagsværk pr. medarbejder og i alle enheder 13,5, hvis de øvrige bliver på "
        "deres nuværende niveau. Sygefraværet i alle enheder er i denne opgørelse 14,0 og dermed "
        "1,0 dagsværk over det indmeldte måltal, svarende til 20 dagsværk i alt; tre af de fire "
        "kvartaler ligger i 2024. Skal det indmeldte måltal nås, må fraværet højst være 2,5 "
        "dagsværk i det kvartal, der er tilbage af året. Gentager 4. kvartal 2024 fraværet fra "
        "samme kvartal året før, bliver den næste opgørelse 14,0."
    )


def test_room_of_several_quarters_and_none(in_year: KpiResult[Any]) -> None:
    early = of_targets.write_paragraph(with_(in_year, quarters_in_year=1))
    assert "højst være 2,5 dagsværk i hvert af de tre kvartaler, der er tilbage af året." in early
    late = of_targets.write_paragraph(with_(in_year, pace=-0.1))
    assert "Det indmeldte måltal kan ikke længere nås i 2024." in late


@pytest.mark.parametrize(
    ("distance", "met", "said"),
    [
        (1.0, False, "blev ikke nået: sygefraværet endte 1,0 dagsværk over det."),
        (-1.0, True, "blev nået: sygefraværet endte 1,0 dagsværk under det."),
        (0.01, True, "blev nået: sygefraværet endte på niveau med det."),
    ],
)
def test_whether_the_year_that_ends_was_met(
    at_end: KpiResult[Any], distance: float, *, met: bool, said: str
) -> None:
    result = with_(at_end, ended_distance=distance, is_ended_met=met)
    assert of_targets.write_paragraph(result).startswith(
        f"Måltallet for 2024 på 13,0 (indmeldt af 1 af 2 enheder) {said}"
    )
    assert "ingen af de fire kvartaler ligger endnu i 2025." in of_targets.write_paragraph(result)
    assert "Skal det indmeldte måltal nås" not in of_targets.write_paragraph(result)


def test_without_a_target_it_is_said(in_year: KpiResult[Any]) -> None:
    none = {"target": nan, "distance": nan, "expected_all": nan, "pace": nan}
    nobody = with_(in_year, reported=0, **none)
    assert of_targets.write_headline(nobody) == "Ingen enheder har indmeldt måltal for 2024"
    assert of_targets.write_paragraph(nobody).startswith(
        "Ingen af de 2 enheder har måltal for 2024."
    )
    hidden = with_(in_year, target_masked=True, **none)
    assert of_targets.write_headline(hidden) == "Måltal for 2024: vises ikke"
    assert of_targets.write_paragraph(hidden).startswith(
        "Måltal for 2024 er indmeldt af 1 af 2 enheder."
    )


def test_a_reminder_to_each_afdeling() -> None:
    due = date(2024, 12, 20)
    lacking = [
        NotHandedIn(2025, "Børnehuset", "Skole", due, "Hallen"),
        NotHandedIn(2025, "Parken", "Miljø", None, ""),
        NotHandedIn(2025, "Hallen", "Skole", due, ""),
    ]
    reminders = of_targets.write_reminders(lacking)
    assert list(reminders) == ["Skole", "Miljø"]
    assert reminders == {
        "Miljø": "Vi mangler måltal for sygefraværet i 2025 fra 1 enhed: Parken. Indmeld venligst "
        "måltallet som fraværsdagsværk pr. medarbejder.",
        "Skole": "Vi mangler måltal for sygefraværet i 2025 fra 2 enheder: Børnehuset (lederen "
        "hører til Hallen) og Hallen. Frist: 20. december 2024. Indmeld venligst måltallet som "
        "fraværsdagsværk pr. medarbejder.",
    }


def test_a_figure_carries_no_other_files_extract_date() -> None:
    loaded = datetime(2025, 4, 20, 8, tzinfo=UTC)
    old = Source("2024K4.xlsx", date(2025, 1, 14), loaded, period="2024K4")
    new = Source("2025K1.xlsx", None, loaded, period="2025K1")
    targets = Source("maaltal.xlsx", date(2025, 4, 1), loaded, kind="maaltal", period="2025")
    assert describe_extract([old, targets]) == "udtrukket 14. januar 2025"
    assert describe_extract([old, new, targets]) == "udtræksdato ikke oplyst"
    assert describe_extract([replace(targets, extract_date=None)]) == ""
    known = replace(new, extract_date=date(2025, 4, 14))
    assert describe_extract([old, known]) == "udtrukket 14. april 2025"
    assert describe_extract([old, known, new]) == "udtræksdato ikke oplyst"
