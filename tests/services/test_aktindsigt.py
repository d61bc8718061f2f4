"""The public edition of a period is given out as something that was shown."""

from pathlib import Path

import pytest

from access.log import AccessLog
from access.log_lines import Action, Detail
from access.viewer import read_local_viewer
from core.edition import Edition
from core.errors import NoDataError, UsageError
from core.opgoerelse import Act, Status
from core.quarter import Quarter
from core.settings import Settings
from services import opgoerelser
from services.aktindsigt import Request, make_files
from services.figures import open_figures
from store.database import Store
from store.opgoerelser import read_all_steps
from tests.command import run
from tests.stored_rows import put, row

QUARTERS = [str(Quarter(2024, 1) + step) for step in range(4)]
SMALL = "1001"


def put_year(store: Store, heads: str) -> None:
    for quarter in QUARTERS:
        rows = [row(quarter, str(1002 + n), days=str(60 + n), heads="20") for n in range(5)]
        put(store, [row(quarter, SMALL, heads=heads), *rows], name=f"{quarter}-{heads}")


def is_hidden(store: Store) -> bool:
    with open_figures(
        store, read_local_viewer().as_outgoing(), settings=Settings(), edition=Edition.OFFENTLIG
    ) as reader:
        rows = reader.query(
            "SELECT masked FROM rullende WHERE key = $key AND quarter = '2024K4'",
            {"key": f"enhed:{SMALL}"},
        )
    return bool(rows["masked"].iloc[0])


def ask(store: Store, first: str, last: str) -> dict[str, bytes]:
    request = Request(Quarter.parse(first), Quarter.parse(last), "sag 12", ["xlsx"])
    return make_files(store, request, viewer=read_local_viewer(), settings=Settings())


def test_what_was_given_out_binds_what_is_shown_later(store: Store) -> None:
    put_year(store, "8")
    files = ask(store, "2023K1", "2024K4")
    assert sorted({name.split("/")[0] for name in files}) == ["2024K4"]
    assert len(files) == 2
    put_year(store, "30")  # by its size it would be shown now
    assert is_hidden(store)
    with store.session(facts=False) as cursor:
        (step,) = read_all_steps(cursor)
    assert (step.act, step.quarter, [*step.figures]) == (
        Act.UDLEVERET,
        Quarter(2024, 4),
        [Edition.OFFENTLIG],
    )
    assert step.note == "Aktindsigt i 4. kvartal 2024 – 4. kvartal 2024: sag 12"
    state = opgoerelser.read_state(store, Quarter(2024, 4), settings=Settings())
    assert state.status is Status.KLADDE


def test_a_period_without_opgoerelser_is_refused(store: Store) -> None:
    put_year(store, "8")
    with pytest.raises(NoDataError, match="ingen opgørelser fra 1"):
        ask(store, "2020K1", "2020K4")
    with pytest.raises(UsageError, match="før den begynder"):
        ask(store, "2024K4", "2024K1")


def test_the_command_writes_the_files_and_the_log_says_which(store: Store) -> None:
    put_year(store, "8")
    path = store.path
    store.close()
    said = run(
        path, "aktindsigt", "--from", "2024K1", "--to", "2024K4", "--out", "akt", "--note", "sag 12"
    )
    written = [Path(line) for line in said.splitlines()]
    assert len(written) == 4
    assert all((path.parent / file).stat().st_size for file in written)
    lines = [line.entry for line in AccessLog.open_beside(path).read() if line.entry]
    given, *_ = [entry for entry in reversed(lines) if entry.action is Action.FIL]
    assert given.details[Detail.GRUND].endswith("4. kvartal 2024: sag 12")
    files = [entry for entry in lines if Detail.SHA256 in entry.details]
    assert {entry.details[Detail.UDGAVE] for entry in files} == {"offentlig"}
    assert {entry.details[Detail.GRUND] for entry in files} == {"aktindsigt sag 12"}
    assert len(files) == 4
