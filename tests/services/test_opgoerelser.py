"""An opgørelse's life: who sees what, what is refused, and what was sent stays as it was sent."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Barrier

import pytest

from access.roles import Role
from access.viewer import Position, Viewer
from bilag import pdf
from bilag.sag import Sag
from core.edition import Edition
from core.errors import ChefforumError, NoDataError, UsageError
from core.nodes import Level, Scope
from core.opgoerelse import Act, Opgoerelse, Status
from core.quarter import Quarter
from core.settings import OrganisationBasis, Settings
from metrics import rullende
from services import bilag, opgoerelser
from services.figures import open_figures
from services.load import redo, undo
from store import uploads
from store.database import Store
from store.figures import Reader
from tests.clock import Clock
from tests.frames import frame_of
from tests.metrics.targets import Target, targets
from tests.store.employments import Employment, people, put_upload
from tests.stored_rows import put, row

QUARTERS = [str(Quarter(2023, 3) + step) for step in range(6)]
K3, K4 = Quarter(2024, 3), Quarter(2024, 4)
SETTINGS = Settings()
HR = Viewer("hr", (Position(Role.HR),), Scope.everything())
CHEF = Viewer(
    "chef", (Position(Role.SEKRETARIAT),), Scope(frozenset({Level.KOMMUNE, Level.AFDELING}))
)


def put_quarter(store: Store, quarter: str, days: str = "60", *, name: str = "") -> str:
    rows = [
        row(quarter, enhed, days=days, short="20", heads="30", afdeling=afdeling)
        for enhed, afdeling in (("1", "A"), ("2", "A"), ("3", "B"), ("4", "B"))
    ]
    return put(store, rows, name=name or f"{quarter}.xlsx")


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2024, 10, 14, 8))


@pytest.fixture
def filled(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """Data up to the 3rd quarter of 2024, loaded at once."""
    store = Store(tmp_path / "s.duckdb", clock=clock)
    for quarter in QUARTERS[:-1]:
        put_quarter(store, quarter)
    yield store
    store.close()


def release(store: Store, quarter: Quarter = K3, note: str = "") -> Opgoerelse:
    return opgoerelser.release(store, quarter, settings=SETTINGS, by="hr", note=note)


def send(store: Store, quarter: Quarter = K3) -> Opgoerelse:
    return opgoerelser.send(store, quarter, settings=SETTINGS, by="hr")


def read_state(store: Store, quarter: Quarter = K3) -> Opgoerelse:
    return opgoerelser.read_state(store, quarter, settings=SETTINGS)


def read_released(store: Store, quarter: Quarter | None = None) -> tuple[str, float]:
    """The newest quarter that a chef sees, and the kommune's figure in it."""
    with opgoerelser.open_released(store, CHEF, settings=SETTINGS, quarter=quarter) as reader:
        return read_newest(reader)


def read_newest(reader: Reader) -> tuple[str, float]:
    quarter = rullende.find_quarters(reader)[0]
    result = rullende.read_rullende(reader, quarter=quarter, level=Level.KOMMUNE)
    return str(quarter), round(float(frame_of(result)["value"].iloc[0]), 6)


def test_a_kladde_is_released_sent_and_corrected(filled: Store, clock: Clock) -> None:
    assert read_state(filled).status is Status.KLADDE
    assert release(filled, note="Influenza i februar").status is Status.FRIGIVET
    assert send(filled).status is Status.UDSENDT
    clock.wait(30)
    put_quarter(filled, "2024K3", "66", name="ret.xlsx")
    corrected = read_state(filled)
    assert corrected.status is Status.RETTET
    assert [correction.file_name for correction in corrected.corrections] == ["ret.xlsx"]
    assert [step.note for step in corrected.steps] == ["Influenza i februar"] * 2
    assert release(filled).status is Status.FRIGIVET
    assert send(filled).status is Status.UDSENDT
    assert [step.act for step in read_state(filled).steps] == [
        Act.FRIGIVET, Act.UDSENDT, Act.FRIGIVET, Act.UDSENDT,
    ]  # fmt: skip


def test_undo_of_a_correction_makes_it_as_it_was_sent_and_redo_corrected(filled: Store) -> None:
    release(filled)
    send(filled)
    correction = put_quarter(filled, "2024K3", "66", name="ret.xlsx")
    undo(filled, correction, by="hr")
    back = read_state(filled)
    assert (back.status, back.corrections) == (Status.UDSENDT, ())
    redo(filled, correction, by="hr")
    assert read_state(filled).corrections[0].event == "gendannet"


def test_taking_back_what_was_sent_is_a_correction_too(filled: Store) -> None:
    late = put_quarter(filled, "2024K3", "66", name="ret.xlsx")
    release(filled)
    send(filled)
    undo(filled, late, by="hr")
    now = read_state(filled)
    assert now.status is Status.RETTET
    assert [(correction.file_name, correction.event) for correction in now.corrections] == [
        ("ret.xlsx", "fortrudt")
    ]


def test_data_of_other_quarters_and_the_same_figures_correct_nothing(filled: Store) -> None:
    release(filled)
    send(filled)
    put_quarter(filled, "2024K4")
    put_quarter(filled, "2023K3", "99", name="gammel.xlsx")
    assert read_state(filled).status is Status.UDSENDT
    put_quarter(filled, "2024K3", name="samme tal.xlsx")
    now = read_state(filled)
    assert (now.status, now.differs, len(now.corrections)) == (Status.UDSENDT, False, 1)


def test_other_targets_are_a_correction_and_can_be_released(filled: Store) -> None:
    def hand_in(value: str, name: str) -> None:
        with filled.transaction() as cursor:
            seq = uploads.take_turn(cursor, "maaltal")
            correction = targets([Target(2024, "1", value)], name)
            uploads.add_upload(cursor, correction, seq=seq, at=filled.clock(), by="test")

    hand_in("7", "maaltal.xlsx")
    release(filled)
    hand_in("6", "rettede maaltal.xlsx")
    with pytest.raises(ChefforumError, match="Frigiv den igen"):
        send(filled)
    release(filled)
    send(filled)
    assert read_state(filled).status is Status.UDSENDT
    hand_in("5", "nye maaltal.xlsx")
    now = read_state(filled)
    assert now.status is Status.RETTET
    assert [correction.file_name for correction in now.corrections] == ["nye maaltal.xlsx"]
    assert release(filled).status is Status.FRIGIVET
    hand_in("5", "samme maaltal.xlsx")
    assert not read_state(filled).differs


def test_other_lists_of_persons_are_a_correction(filled: Store) -> None:
    def put_lists(friske: int, name: str) -> None:
        for year in (2022, 2023):
            employed = [
                Employment(f"p{n}", year, "0" if n < friske else "9", "1") for n in range(20)
            ]
            put_upload(filled, people(employed, f"{name} {year}.xlsx"))

    put_lists(10, "lpt")
    release(filled)
    send(filled)
    put_lists(8, "rettet")
    now = read_state(filled)
    assert now.status is Status.RETTET
    assert [correction.file_name for correction in now.corrections] == [
        "rettet 2022.xlsx",
        "rettet 2023.xlsx",
    ]


def test_nothing_is_done_twice(filled: Store) -> None:
    assert release(filled).steps == release(filled).steps
    assert send(filled).steps == send(filled).steps == release(filled).steps
    with pytest.raises(ChefforumError, match="Der er intet nyt at frigive"):
        release(filled, note="Mere om tallene")


def test_a_new_note_is_a_new_release(filled: Store) -> None:
    release(filled)
    assert [step.note for step in release(filled, note="Influenza").steps] == ["", "Influenza"]


@pytest.mark.parametrize(
    ("quarter", "message"),
    [
        (Quarter(2026, 1), "Der er ingen data for 1. kvartal 2026. Der er data for 2023K3 til"),
        (Quarter(2024, 1), "ingen opgørelse for 1. kvartal 2024: der mangler data"),
    ],
)
def test_a_quarter_without_an_opgoerelse_is_refused(
    filled: Store, quarter: Quarter, message: str
) -> None:
    for act in (release, send):
        with pytest.raises(NoDataError, match=message):
            act(filled, quarter)


def test_what_cannot_be_done_is_said(filled: Store) -> None:
    with pytest.raises(ChefforumError, match=r"er en kladde. Frigiv den, før"):
        send(filled)
    with pytest.raises(ChefforumError, match="er ikke frigivet, så intet"):
        opgoerelser.withdraw(filled, K3, by="hr")
    with pytest.raises(UsageError, match="CPR"):
        release(filled, note="010203-1234 er syg")
    release(filled)
    put_quarter(filled, "2024K3", "66", name="ret.xlsx")
    with pytest.raises(ChefforumError, match=r"siden opgørelsen .* blev frigivet den 14"):
        send(filled)
    release(filled)
    send(filled)
    with pytest.raises(ChefforumError, match=r"er udsendt den .* og kan ikke trækkes tilbage"):
        opgoerelser.withdraw(filled, K3, by="hr")


def test_chefforum_sees_the_newest_release_with_its_data(filled: Store) -> None:
    with pytest.raises(NoDataError, match="Ingen opgørelse er frigivet endnu"):
        read_released(filled)
    put_quarter(filled, "2024K4", "72")
    release(filled, K3)
    assert read_released(filled) == ("2024K3", 8.0)
    put_quarter(filled, "2024K3", "66", name="ret.xlsx")
    assert read_released(filled) == ("2024K3", 8.0)
    with pytest.raises(NoDataError, match=r"ikke frigivet. Den seneste frigivne er for 3. kvartal"):
        read_released(filled, K4)
    release(filled, K4)
    assert read_released(filled) == ("2024K4", 8.6)
    assert read_released(filled, K3) == ("2024K3", 8.0)
    assert read_released(filled, K3 - 1) == ("2024K4", 8.6)


def test_open_figures_gives_hr_all_and_others_what_is_released(filled: Store) -> None:
    release(filled, K3)
    put_quarter(filled, "2024K4", "72")
    with open_figures(filled, CHEF, settings=SETTINGS) as reader:
        assert read_newest(reader) == ("2024K3", 8.0)
        with pytest.raises(NoDataError):
            rullende.read_rullende(reader, quarter=K3, level=Level.ENHED)
    with open_figures(filled, HR, settings=SETTINGS) as reader:
        assert read_newest(reader)[0] == "2024K4"


def test_a_withdrawn_release_leaves_what_was_sent_or_nothing(filled: Store) -> None:
    release(filled)
    opgoerelser.withdraw(filled, K3, by="hr")
    with pytest.raises(NoDataError):
        read_released(filled)
    release(filled)
    send(filled)
    put_quarter(filled, "2024K3", "66", name="ret.xlsx")
    release(filled)
    assert read_released(filled) == ("2024K3", 8.2)
    opgoerelser.withdraw(filled, K3, by="hr")
    assert read_released(filled) == ("2024K3", 8.0)
    assert read_state(filled).status is Status.RETTET


def test_the_same_released_again_and_again_keeps_nothing_more(filled: Store) -> None:
    kept = []
    for _ in range(4):
        opgoerelser.release(filled, K3, settings=Settings(), by="hr")
        opgoerelser.withdraw(filled, K3, by="hr")
        with filled.session() as cursor:
            kept += cursor.execute("SELECT count(*) FROM figures_kpi").fetchall()
    assert kept[1:] == [kept[1]] * 3


def test_another_variant_of_a_release_rests_on_the_data_of_then(filled: Store) -> None:
    release(filled)
    put_quarter(filled, "2024K3", "66", name="ret.xlsx")
    put_quarter(filled, "2024K4")
    then = replace(SETTINGS, organisation=OrganisationBasis.DENGANG)
    with opgoerelser.open_released(filled, CHEF, settings=then) as reader:
        assert read_newest(reader) == ("2024K3", 8.0)
        assert reader.version.settings == then


def test_settings_are_those_of_the_sending(filled: Store) -> None:
    release(filled)
    send(filled)
    changed = replace(SETTINGS, municipality="Bykøbing", smallest_group=100)
    with opgoerelser.open_released(filled, HR, settings=changed) as reader:
        assert reader.version.settings == SETTINGS
        assert read_newest(reader) == ("2024K3", 8.0)


@pytest.mark.parametrize("kind", ["afdelinger", "enheder"])
def test_what_was_sent_is_made_again_to_the_last_byte(
    filled: Store, clock: Clock, kind: str
) -> None:
    def made(reader: Reader) -> bytes:
        return pdf.to_pdf(bilag.make(reader, kind=kind, quarter=K3, sag=Sag(), decided_by="HR"))

    release(filled)
    with open_figures(filled, HR.as_printed(), settings=SETTINGS) as reader:
        before = made(reader)
    send(filled)
    clock.wait(30)
    correction = put_quarter(filled, "2024K3", "66", name="ret.xlsx")
    put_quarter(filled, "2024K4")
    with opgoerelser.open_sent(filled, HR.as_printed(), K3) as reader:
        assert made(reader) == before
    release(filled)
    with open_figures(filled, HR.as_printed(), settings=SETTINGS) as reader:
        corrected = made(reader)
    assert corrected != before
    send(filled)
    undo(filled, correction, by="hr")
    with opgoerelser.open_sent(filled, HR.as_printed(), K3) as reader:
        assert made(reader) == corrected


def test_both_editions_are_kept(filled: Store) -> None:
    release(filled)
    send(filled)
    put_quarter(filled, "2024K3", "66", name="ret.xlsx")
    with opgoerelser.open_sent(filled, HR, K3, edition=Edition.OFFENTLIG) as reader:
        assert read_newest(reader) == ("2024K3", 8.0)
        units = rullende.read_rullende(reader, quarter=K3, level=Level.ENHED)
    assert frame_of(units)["short"].isna().all()
    with pytest.raises(NoDataError, match=r"4. kvartal 2024 er ikke udsendt"):
        opgoerelser.open_sent(filled, HR, K4)


def test_of_two_who_release_at_once_one_does_it(filled: Store) -> None:
    barrier = Barrier(2)

    def attempt(_: int) -> Opgoerelse:
        barrier.wait()
        release(filled)
        return send(filled)

    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(attempt, range(2)))
    assert ends[0].steps == ends[1].steps
    assert [step.act for step in ends[0].steps] == [Act.FRIGIVET, Act.UDSENDT]


def test_a_load_in_the_meantime_is_in_what_is_released(
    filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    compute_sets, loads = opgoerelser._compute_sets, iter(["66"])

    def load_after_computing(*arguments: object) -> object:
        sets = compute_sets(*arguments)  # type: ignore[arg-type]
        for days in loads:
            put_quarter(filled, "2024K3", days, name="ret.xlsx")
        return sets

    monkeypatch.setattr(opgoerelser, "_compute_sets", load_after_computing)
    release(filled)
    assert read_released(filled) == ("2024K3", 8.2)
