"""An opgørelse's way out: each role sees what was released to it, from its day on, and no more."""

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from access.roles import Role, make_scope
from access.viewer import Position, Viewer
from bilag.case import Case
from bilag.model import Bilag
from bilag.sag import Sag
from core.audiences import CHEFER as CHEFER_AUDIENCES
from core.audiences import Audience
from core.edition import Edition
from core.errors import ChefforumError, NoDataError
from core.nodes import Level
from core.opgoerelse import Opgoerelse, find_last_sending
from core.quarter import Quarter
from core.settings import Settings
from metrics import rullende
from phrases.opgoerelser import describe_status
from phrases.way_out import describe_next, list_first_days, list_stops
from services import opgoerelser
from services.case import CaseOrder, make_annex, make_case, make_files
from services.figures import open_figures
from services.kept_cases import read_case, save_case
from services.way_out import FirstDays, change_first_days, propose_first_days, read_today
from store.database import Store
from store.figures import Reader
from tests.clock import Clock
from tests.stored_rows import put, row

K3, K4 = Quarter(2024, 3), Quarter(2024, 4)
SETTINGS = Settings()
LINES = {Role.DIREKTOER: "omraade:O", Role.AFDELINGSCHEF: "afdeling:A", Role.ENHEDSLEDER: "enhed:1"}
VIEWERS = {
    role: Viewer(
        role.value, (Position(role),), make_scope(role, frozenset({LINES.get(role, "")} - {""}))
    )
    for role in Role
}
SEKRETARIAT = {Role.SEKRETARIAT}
DIREKTOERER = SEKRETARIAT | {Role.KOMMUNALDIREKTOER, Role.DIREKTOER}
CHEFER = DIREKTOERER | {Role.AFDELINGSCHEF, Role.HR}  # HR asks for what Chefforum sees
ALL = CHEFER | {Role.ENHEDSLEDER}


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2025, 1, 14, 8))


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data of the 4th quarter of 2024; the opgørelse of the 3rd is released to all.

    That of the 4th was released and taken back: to release it again computes nothing.
    """
    path = tmp_path_factory.mktemp("way_out") / "s.duckdb"
    store = Store(path, clock=Clock(datetime(2025, 1, 13, 8)))
    for back in range(5):
        put(store, [row(str(K4 - back), days="60", heads="50")], name=f"{K4 - back}.xlsx")
    for quarter in (K3, K4):
        opgoerelser.release(store, quarter, settings=SETTINGS, by="anna")
    opgoerelser.withdraw(store, K4, by="anna")
    store.close()
    return path


@pytest.fixture
def store(computed: Path, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    opened = Store(Path(shutil.copy(computed, tmp_path)), clock=clock)
    yield opened
    opened.close()


def open_for(
    store: Store, role: Role, quarter: Quarter | None = None
) -> AbstractContextManager[Reader]:
    return opgoerelser.open_released(store, VIEWERS[role], settings=SETTINGS, quarter=quarter)


def who_sees(store: Store, quarter: Quarter = K4) -> set[Role]:
    """The roles that see an opgørelse today; all others see that of the quarter before alone."""
    roles = set()
    for role in ALL:
        with open_for(store, role) as reader:
            newest = rullende.find_quarters(reader)[0]
            assert max(step.quarter for step in reader.all_steps if step.figures) <= newest
        if newest == quarter:
            roles.add(role)
        else:
            assert newest == quarter - 1
            with pytest.raises(NoDataError, match=f"Den seneste frigivne er for {newest.label}"):
                open_for(store, role, quarter)
            if role is not Role.HR:
                with pytest.raises(NoDataError, match="er ikke udsendt"):
                    opgoerelser.open_sent(store, VIEWERS[role], quarter)
    return roles


def release(store: Store, first_days: FirstDays | None = None, **options: str) -> Opgoerelse:
    return opgoerelser.release(
        store, K4, settings=SETTINGS, by="anna", first_days=first_days, note=options.get("note", "")
    )


def test_each_role_sees_it_from_the_day_of_its_step(store: Store, clock: Clock) -> None:
    assert who_sees(store) == set()
    now = release(store, {Audience.SEKRETARIAT: date(2025, 1, 14)})
    assert who_sees(store) == SEKRETARIAT
    assert describe_status(now) == "Frigivet til sekretariatet den 14. januar 2025 af anna"
    with pytest.raises(ChefforumError, match="kun frigivet til sekretariatet"):
        opgoerelser.send(store, K4, settings=SETTINGS, by="sekretær")
    with pytest.raises(ChefforumError, match="ikke frigivet til chefer"):
        change_first_days(
            store, K4, {Audience.ENHEDSLEDERE: date(2025, 1, 30)}, settings=SETTINGS, by="anna"
        )
    *_, kept = now.steps
    clock.wait(1)
    meetings = {
        Audience.DIREKTOERER: date(2025, 1, 20), Audience.AFDELINGSCHEFER: date(2025, 1, 29),
    }  # fmt: skip
    now = opgoerelser.release(store, K4, settings=SETTINGS, by="bo", first_days=meetings)
    assert replace(now.steps[-1], openings=kept.openings) == kept
    assert describe_status(now) == "Frigivet til Chefforum fra den 29. januar 2025 af bo"
    assert [(o.audience.value, o.by) for o in now.steps[-1].openings] == [
        ("sekretariat", "anna"), ("direktører", "bo"), ("afdelingschefer", "bo"),
    ]  # fmt: skip
    assert who_sees(store) == SEKRETARIAT
    clock.now = datetime(2025, 1, 19, 22, 59)  # in Denmark a minute before midnight
    assert who_sees(store) == SEKRETARIAT
    clock.now = datetime(2025, 1, 19, 23, 0)
    assert who_sees(store) == DIREKTOERER
    change_first_days(
        store, K4, {Audience.ENHEDSLEDERE: date(2025, 1, 30)}, settings=SETTINGS, by="anna"
    )
    opgoerelser.send(store, K4, settings=SETTINGS, by="sekretær")
    assert who_sees(store) == DIREKTOERER
    clock.now = datetime(2025, 1, 29, 8)
    assert who_sees(store) == CHEFER
    with opgoerelser.open_sent(store, VIEWERS[Role.AFDELINGSCHEF], K4) as reader:
        assert find_last_sending(reader.find_steps(K4)) is not None
    clock.wait(1)
    assert who_sees(store) == ALL


def test_a_role_without_figures_is_released_nothing(store: Store) -> None:
    release(store)
    for role in (Role.IT, Role.DATABESKYTTELSESRAADGIVER):
        with pytest.raises(NoDataError, match="Ingen opgørelse er frigivet"):
            open_for(store, role)


def test_a_plain_release_is_for_all_and_waits_for_the_day_after_the_meeting(
    store: Store, clock: Clock
) -> None:
    case = read_case(store, K4)
    save_case(store, replace(case, sag=Sag(moededato=date(2025, 1, 29))), by="anna")
    now = release(store)
    assert list_first_days(now) == (
        "Sekretariat: fra den 14. januar 2025",
        "Chefer: fra den 14. januar 2025",
        "Enhedsledere: fra den 30. januar 2025",
    )
    assert describe_next(now, read_today(store)) == "Næste: enhedsledere fra den 30. januar 2025."
    assert [(stop.day_text, stop.is_reached) for stop in list_stops(now, read_today(store))] == [
        ("14. jan.", True), ("14. jan.", True), ("30. jan.", False), ("", False),
    ]  # fmt: skip
    assert who_sees(store) == CHEFER
    assert release(store).steps == now.steps
    clock.now = datetime(2025, 1, 30, 8)
    assert who_sees(store) == ALL
    assert release(store).steps == now.steps
    assert propose_first_days(store, K4)[Audience.ENHEDSLEDERE] == date(2025, 1, 30)


def test_a_plain_release_lets_out_further_what_the_secretariat_has(
    store: Store, clock: Clock
) -> None:
    first = release(store, {Audience.SEKRETARIAT: read_today(store)})
    clock.wait(3)
    now = release(store)
    assert [step.at for step in now.steps] == [step.at for step in first.steps]
    assert now.steps[-1].first_days == {
        Audience.SEKRETARIAT: date(2025, 1, 14),
        **dict.fromkeys(
            [Audience.DIREKTOERER, Audience.AFDELINGSCHEFER, Audience.ENHEDSLEDERE],
            date(2025, 1, 17),
        ),
    }
    assert who_sees(store) == ALL


@pytest.mark.parametrize("role", [Role.HR, Role.SEKRETARIAT])
def test_files_are_marked_as_drafts_while_only_the_secretariat_has_it(
    store: Store, role: Role
) -> None:
    """The mark follows the step, and not the day that chefer see it from."""

    def make(quarter: Quarter = K4) -> tuple[Bilag, Case, dict[str, bytes]]:
        viewer = VIEWERS[role].as_printed()
        order = CaseOrder(quarter, Sag(), annexes=("afdelinger",))
        edition = Edition.OFFENTLIG
        with open_figures(store, viewer, settings=SETTINGS, edition=edition) as reader:
            annex, case = make_annex(reader, order, "afdelinger"), make_case(reader, order)
            return annex, case, make_files({edition: reader}, order, formats=["xlsx"])

    release(store, {Audience.SEKRETARIAT: read_today(store)})
    draft, case, files = make()
    assert draft.name == "UDKAST Sygefravær pr 4 kvartal 2024 - afdelinger"
    assert draft.title == "UDKAST Sygefravær pr. 4. kvartal 2024 – afdelinger"
    assert draft.edition_text == "UDKAST · Offentlig udgave"
    assert case.archive_stem.startswith("UDKAST ")
    assert f"offentlig/{draft.name}.xlsx" in files
    assert make()[2] == files
    assert make(K3)[0].is_draft is (role is not Role.HR)  # as the draft has it, or as it is now
    release(store, {each: date(2099, 1, 29) for each in CHEFER_AUDIENCES})
    final, case, _ = make()
    assert (final.name, final.is_draft, case.at_secretariat) == (draft.final_name, False, False)
    assert final.sections == draft.sections


def test_a_correction_goes_the_same_way_and_leaves_the_others_what_they_had(
    store: Store, clock: Clock
) -> None:
    release(store)
    opgoerelser.send(store, K4, settings=SETTINGS, by="sekretær")
    put(store, [row("2024K4", days="110", heads="50")], name="ret.xlsx")
    release(store, {Audience.SEKRETARIAT: read_today(store)})

    def read_value(role: Role) -> float | None:
        with open_figures(store, VIEWERS[role], settings=SETTINGS) as reader:
            result = rullende.read_rullende(reader, quarter=K4, level=Level.KOMMUNE)
            assert role is Role.SEKRETARIAT or result.changes_since_sent.sent_at is None  # type: ignore[union-attr]
        return result.rows[0].value

    corrected = {role: read_value(role) for role in ALL - {Role.HR}}
    assert corrected == {role: 5.8 if role in SEKRETARIAT else 4.8 for role in corrected}
    release(store)
    clock.wait(1)
    opgoerelser.withdraw(store, K4, by="anna")
    assert read_value(Role.SEKRETARIAT) == 4.8


def test_the_one_who_loaded_does_not_release_to_chefer_where_another_must(store: Store) -> None:
    careful = replace(SETTINGS, release_approved_by_another=True)

    def attempt(by: str, first_days: FirstDays | None) -> Opgoerelse:
        return opgoerelser.release(store, K4, settings=careful, by=by, first_days=first_days)

    loaded_by = "test"
    for first_days in (None, {Audience.AFDELINGSCHEFER: date(2025, 1, 29)}):
        with pytest.raises(ChefforumError, match="har selv indlæst data for 4"):
            attempt(loaded_by, first_days)
    attempt(loaded_by, {Audience.SEKRETARIAT: read_today(store)})
    with pytest.raises(ChefforumError, match="En anden skal frigive"):
        attempt(loaded_by, None)
    assert who_sees(store) == SEKRETARIAT
    attempt("bo", None)
    assert who_sees(store) == ALL
    later = {Audience.ENHEDSLEDERE: date(2025, 2, 1)}
    change_first_days(store, K4, later, settings=careful, by=loaded_by)
    assert who_sees(store) == CHEFER
