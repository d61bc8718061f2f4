"""What a visitor sees is logged once a view, before it is given; the log has a page of its own."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from access.log import AccessLog
from access.log_lines import Action, Detail, LogEntry
from core.edition import Edition
from core.nodes import Level
from core.quarter import Quarter
from core.settings import Settings
from metrics.rullende import read_rullende
from pages.parts import view_log
from services import opgoerelser
from services.configuration import ROOT
from store.database import Store
from tests.stored_rows import fresh, put, reading, row


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A closed store of two enheder with an opgørelse."""
    store = Store(tmp_path / "s.duckdb")
    quarters = [f"2024K{number}" for number in range(1, 5)]
    put(store, [row(quarter, days="60", heads="30") for quarter in quarters])
    store.close()
    return store.path


def _visit(path: str) -> None:
    from pathlib import Path  # noqa: PLC0415 - the function is a script of its own

    import streamlit as st  # noqa: PLC0415

    from access.viewer import read_local_viewer  # noqa: PLC0415
    from core.errors import ChefforumError  # noqa: PLC0415
    from core.nodes import Level  # noqa: PLC0415
    from core.settings import Settings  # noqa: PLC0415
    from metrics import rullende  # noqa: PLC0415
    from pages.parts import filters, view_log  # noqa: PLC0415
    from pages.parts.app import App  # noqa: PLC0415
    from services.configuration import Configuration  # noqa: PLC0415

    app = App(read_local_viewer(), Configuration(Path(path), Settings()), pages={})

    def show() -> None:
        with app.figures() as reader:
            line = filters.FilterLine()
            with line.ask():
                quarter = filters.choose_quarter(line, reader)
                place = filters.choose_place(line, reader, quarter, app.viewer)
            for level in (Level.KOMMUNE, Level.AFDELING):
                rullende.read_rullende(reader, quarter=quarter, level=level)
            if st.query_params.get("udsendt"):
                with app.sent_figures(quarter) as sent:
                    rullende.read_rullende(sent, quarter=quarter, level=Level.AFDELING)
            if place.level is Level.AFDELING:
                rullende.read_rullende(reader, quarter=quarter, level=Level.ENHED)
            st.text("vist")
        details = view_log.describe_last_view()
        st.text(repr(sorted((name.value, text) for name, text in details.items())))

    try:
        view_log.begin_visit(app.viewer, seen_as=app.viewer)
        if st.query_params.get("afvist"):
            view_log.log_refusal(app.configuration, "adgang")
            return
        with view_log.log_page(app.configuration, "afdelinger"):
            if st.query_params.get("tom"):
                st.text("uden tal")
            else:
                show()
        view_log.keep_log_complete(lambda: app.store, app.configuration)
    except ChefforumError as error:
        st.error(str(error))


def read_details(file: Path) -> list[dict[Detail, str]]:
    lines = [line.entry for line in AccessLog.open_beside(file).read() if line.entry]
    return [dict(entry.details) for entry in lines if entry.action is not Action.INDSTILLINGER]


def visit(file: Path, **address: str) -> AppTest:
    page = AppTest.from_function(_visit, kwargs={"path": str(file)})
    page.query_params.update(address)
    return page.run(timeout=60)


VIEW = {
    Detail.SIDE: "afdelinger",
    Detail.OPGOERELSE: "2024K4",
    Detail.UDGAVE: Edition.INTERN.value,
    Detail.NIVEAU: "afdeling",
}
OF_NODE = VIEW | {Detail.NODE: "afdeling:Miljø & Teknik", Detail.NIVEAU: "enhed"}


def test_a_view_is_logged_once_and_anew_where_it_goes_further_down(file: Path) -> None:
    page = visit(file)
    page.run(timeout=60)
    assert read_details(file) == [VIEW]
    page.selectbox[1].select("afdeling:Miljø & Teknik").run(timeout=60)
    page.run(timeout=60)
    below, _, overview = read_details(file)
    assert (below, overview) == (OF_NODE, VIEW)
    assert page.text[1].value == repr(sorted((name.value, text) for name, text in OF_NODE.items()))


def test_a_refused_page_is_logged_once_in_a_visit(file: Path) -> None:
    visit(file, afvist="ja").run(timeout=60)
    (line,) = AccessLog.open_beside(file).read()
    assert line.entry
    assert line.entry.action is Action.AFVIST
    assert line.entry.details[Detail.SIDE] == "adgang"


def test_the_levels_that_a_file_looks_up_are_those_of_its_line(tmp_path: Path) -> None:
    details = {Detail.NIVEAU: "afdeling"}
    store = fresh(tmp_path)
    put(store, [row(f"2024K{number}") for number in range(1, 5)])

    def make() -> bytes:
        with reading(store) as reader:
            watched = view_log.watch(store.path, reader)
            read_rullende(watched, quarter=Quarter(2024, 4), level=Level.ENHED)
        return b"tal"

    assert view_log.note_levels(make, details)() == b"tal"
    assert details == {Detail.NIVEAU: "enhed"}


def test_a_view_of_figures_as_they_were_sent_is_told_apart(file: Path) -> None:
    store = Store(file)
    opgoerelser.release(store, Quarter(2024, 4), settings=Settings(), by="hr")
    opgoerelser.send(store, Quarter(2024, 4), settings=Settings(), by="hr")
    store.close()
    visit(file, udsendt="ja")
    assert read_details(file)[:2] == [VIEW | {Detail.TAL: "som udsendt"}, VIEW]


def test_a_page_without_figures_is_logged_as_one(file: Path) -> None:
    visit(file, tom="ja").run(timeout=60)
    assert read_details(file) == [{Detail.SIDE: "afdelinger"}]


def test_what_nobody_chose_from_a_list_is_not_logged(file: Path) -> None:
    visit(file, hvor="Jens Jensen", kvartal="010170-1234")
    assert read_details(file) == [VIEW]


def test_no_figure_is_shown_that_cannot_be_logged(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("access.log.os.write", refuse)

    page = visit(file)

    assert "Er disken fuld" in page.error[0].value
    assert not page.text


def _show_log(path: str, role: str) -> None:
    from pathlib import Path  # noqa: PLC0415 - the function is a script of its own
    from types import SimpleNamespace  # noqa: PLC0415

    import streamlit as st  # noqa: PLC0415

    from access.roles import Role, make_scope  # noqa: PLC0415
    from access.viewer import Position, Viewer  # noqa: PLC0415
    from core.errors import ChefforumError  # noqa: PLC0415
    from pages import adgang  # noqa: PLC0415
    from store.database import Store  # noqa: PLC0415

    viewer = Viewer("dorte", (Position(Role(role)),), make_scope(Role(role)))
    store = Store(Path(path))
    try:
        adgang.render(SimpleNamespace(viewer=viewer, store=store, pages={}))  # type: ignore[arg-type]
    except ChefforumError as error:
        st.error(str(error))
    finally:
        store.close()


def show_log(file: Path, role: str = "databeskyttelsesraadgiver", **address: str) -> AppTest:
    page = AppTest.from_function(_show_log, kwargs={"path": str(file), "role": role})
    page.query_params.update(address)
    return page.run(timeout=60)


def write_lines(file: Path) -> AccessLog:
    log = AccessLog.open_beside(file)
    for name in ("kirsten", "bo<b>"):
        log.write(LogEntry(name, "hr", Action.SIDE, OF_NODE))
    return log


def read_table(page: AppTest) -> str:
    text = " ".join(str(element.proto.body) for element in page.get("html"))
    return re.sub(r' data-label="[^"]*"', "", text)


def test_the_page_shows_the_log_newest_first_and_that_it_is_whole(file: Path) -> None:
    write_lines(file)

    page = show_log(file)

    assert "2 linjer, og intet er ændret" in page.success[0].value.replace("\\", "")
    table = read_table(page)
    assert table.index("bo&lt;b&gt;") < table.index("kirsten")
    assert "afdeling Miljø &amp; Teknik · opslag ned til enhed · opgørelsen for 4. kvartal" in table


def test_the_levels_of_one_view_stand_together(file: Path) -> None:
    log = AccessLog.open_beside(file)
    for level in ("afdeling", "enhed"):
        log.write(LogEntry("kirsten", "hr", Action.SIDE, VIEW | {Detail.NIVEAU: level}))
    log.write(LogEntry("bo", "hr", Action.SIDE, VIEW))

    table = read_table(show_log(file))

    assert "<td>1–2</td><td>kirsten</td><td>HR</td>" in table
    assert "opslag ned til afdeling og enhed" in table
    assert "<td>3</td><td>bo</td>" in table


def test_a_search_for_a_unit_finds_who_saw_its_afdeling(file: Path) -> None:
    write_lines(file)
    assert "kirsten" in read_table(show_log(file, i_log="1001"))
    page = show_log(file, i_log="1001", til="31.12.2001")
    assert "ingen linjer om det" in page.info[0].value
    assert "»i går«" in show_log(file, fra="i går").error[0].value


def test_a_fault_is_told_with_its_number(file: Path) -> None:
    log = write_lines(file)
    log.path.write_bytes(log.path.read_bytes().replace(b"kirsten", b"karsten"))
    assert "Nr. 1 er ændret" in show_log(file).error[0].value.replace("\\", "")


def test_a_text_is_taken_out_with_a_reason(file: Path) -> None:
    log = write_lines(file)
    page = show_log(file)
    page.text_input(key="fjern-grund").input("Forkert navn").run(timeout=60)
    (button,) = (button for button in page.button if button.label.startswith("Fjern"))
    button.click().run(timeout=60)
    assert log.check() == ()
    newest, _, oldest = log.read()
    assert oldest.entry is None
    assert newest.entry
    assert newest.entry.person == "dorte"
    assert newest.entry.details[Detail.GRUND] == "Forkert navn"


def test_only_those_who_may_read_the_log_see_the_page(file: Path) -> None:
    page = show_log(file, "sekretariat")
    assert "databeskyttelsesrådgiveren" in page.error[0].value
    assert not page.title


def test_the_front_door_logs_the_first_page_and_the_settings(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHEFFORUM_STORE", str(file))
    AppTest.from_file(str(ROOT / "dashboard.py")).run(timeout=60)
    lines = list(AccessLog.open_beside(file).read())
    assert {line.entry.action for line in lines if line.entry} >= {
        Action.INDSTILLINGER,
        Action.SIDE,
    }
