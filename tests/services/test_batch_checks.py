"""What files saved together make of the kommune's figures is asked about once for all."""

from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa
import pytest

from core.quarter import Quarter
from core.settings import Settings
from data_loaders.guidance.mapping import Mapping
from services import load
from services.batch_checks import check_together
from services.file_reading import read_file
from services.load import CheckedFile
from services.opgoerelser import release
from services.turns import plan_turns, take_turn
from store import uploads
from store.database import Store
from store.uploads import NewUpload
from tests.stored_rows import put, row, upload_of

HEAD = "Kvartal;Enhedsnr.;Enhed;Afdeling;Fraværsdagsværk;Medarbejdere\n"
QUARTERS = [f"{year}K{number}" for year in (2022, 2023, 2024) for number in (1, 2, 3, 4)]


def release_three_years(store: Store) -> None:
    """Store quarters with some 4 dagsværk a head, and release the newest opgørelse."""
    rows = [row(quarter, days=str(40 + place % 3)) for place, quarter in enumerate(QUARTERS)]
    put(store, rows, name="a")
    release(store, Quarter(2024, 4), settings=Settings(), by="test")


def check_quarters(
    store: Store, days: Sequence[float], *, answers: dict[str, str] | None = None
) -> tuple[CheckedFile, ...]:
    """Check a file for each of the quarters of 2024, together."""
    files = [
        load.check(
            store,
            f"{HEAD}2024K{number};1001;Enhed 1001;Miljø & Teknik;{of};10\n".encode(),
            file_name=f"{number}.csv",
            settings=Settings(),
            file_mapping=Mapping(answers=answers or {}),
        )
        for number, of in enumerate(days, 1)
    ]
    return load.ask_together(store, files)


def list_asked(batch: Sequence[CheckedFile]) -> list[str]:
    return [q.id for checked in batch for q in checked.report.proposal.questions if q.code]


def test_a_jump_from_the_released_opgoerelse_is_asked_about_once_for_all_files(
    store: Store,
) -> None:
    release_three_years(store)
    batch = check_quarters(store, [30, 30, 30, 30])
    assert [checked.status for checked in batch] == ["asked"] * 4
    assert list_asked(batch) == ["jump"]
    (problem,) = [p for p in batch[0].report.problems if p.code == "kommune_jump"]
    assert (
        "bliver 12,0 dagsværk pr. medarbejder i opgørelsen for 4. kvartal 2024" in problem.message
    )
    assert {outcome.status for outcome in load.save(store, batch, by="test")} == {"asked"}
    answered = check_quarters(store, [30, 30, 30, 30], answers={"jump": "ja"})
    assert [checked.status for checked in answered] == ["checked"] * 4


def test_a_usual_change_is_not_asked_about(store: Store) -> None:
    release_three_years(store)
    assert {checked.status for checked in check_quarters(store, [41, 40, 42, 41])} == {"checked"}


def test_without_a_released_opgoerelse_nothing_is_asked(store: Store) -> None:
    put(store, [row(quarter) for quarter in QUARTERS], name="a")
    assert {checked.status for checked in check_quarters(store, [10, 10, 10, 10])} == {"checked"}


@pytest.mark.parametrize(
    ("heads", "days", "codes"),
    [
        ("60", "10", ["implausible_rate"]),
        ("60", "800", ["implausible_rate"]),
        ("40", "10", ["implausible_pair"]),
        ("60", "200", []),
    ],
)
def test_absence_and_people_that_hardly_go_together_are_asked_about(
    store: Store, heads: str, days: str, codes: list[str]
) -> None:
    def make(kind: str, **figures: str) -> NewUpload:
        columns = {"quarter": "2024K1", "enhed": "1", "enhed_navn": "Et", **figures}
        facts = pa.table({name: [value] for name, value in columns.items()})
        return replace(upload_of([], kind, kind), facts=facts, periods=("2024K1",))

    none = {"langtid": "0", "korttid_delvis": "0", "langtid_delvis": "0"}
    spells = make("fravaer", korttid=days, **none)
    with store.transaction() as cursor:
        seq = uploads.take_turn(cursor, "bemanding")
        people = make("bemanding", medarbejdere=heads)
        uploads.add_upload(cursor, people, seq=seq, at=store.clock(), by="test")
    found = check_together(store, [spells], Mapping())
    assert [finding.problem.code for finding in found] == codes
    answered = check_together(store, [spells], Mapping(answers={"plausible": "ja"}))
    assert [f.problem.code for f in answered if f.question] == []


def test_enheder_are_missed_in_all_files_together(store: Store) -> None:
    def check(*lines: str) -> CheckedFile:
        content = (HEAD + "\n".join(lines)).encode()
        return load.check(store, content, file_name=f"{lines[0]}.csv", settings=Settings())

    def warn(*files: CheckedFile) -> list[str]:
        together = load.ask_together(store, files)
        return [p.message for f in together for p in f.report.problems if p.code == "unit_absent"]

    both = [f"2024K1;{number};E{number};A;40;10" for number in (1, 2)]
    third, fourth = "2024K2;1;E1;A;40;10", "2024K2;2;E2;A;40;10"
    (missing,) = warn(check(*both), check(third))
    assert "1 enhed fra 1. kvartal 2024 er ikke med i 2. kvartal 2024: E2" in missing
    assert warn(check(*both), check(third), check(fourth)) == []


def test_a_file_that_another_load_stored_before_its_turn_is_unchanged(store: Store) -> None:
    settings = Settings()
    contents = [f"{HEAD}{line}".encode() for line in ("2024K1;1;E1;A;40;10", "2024K1;2;E2;A;40;10")]
    missing = f"{HEAD}2023K4;3;E3;A;40;10".encode()
    load.save(store, [load.check(store, missing, file_name="0", settings=settings)], by="test")
    reports = [read_file(store, c, file_name="a.csv", settings=settings) for c in contents]
    first, second = plan_turns(store, reports, settings, Mapping())
    assert [len(turn.findings or ()) for turn in (first, second)] == [1, 0]
    other = load.check(store, contents[0], file_name="a.csv", settings=settings)
    load.save(store, [other], by="test")
    again = load.check(store, contents[0], file_name="a.csv", settings=settings)
    assert take_turn(store, again, first).status == "unchanged"
