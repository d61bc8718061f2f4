"""The log: what is written stays, and whatever is done to it shows."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.log import AccessLog
from access.log_check import FaultKind, LogAnchor, LogFault, find_faults, parse_content
from access.log_lines import Action, Detail, LogEntry
from core.errors import LogError, UsageError
from tests.clock import Clock

NOW = datetime(2025, 1, 20, 9)
LINES = 12


def make_entry(node: str = "enhed:3100", *, person: str = "kirsten") -> LogEntry:
    details = {Detail.SIDE: "afdelinger", Detail.NODE: node, Detail.OPGOERELSE: "2024K4"}
    return LogEntry(person, "hr", Action.SIDE, details)


def write_log(folder: Path, count: int = LINES) -> AccessLog:
    log = AccessLog(folder / "proev.adgang.jsonl", clock=Clock(NOW))
    for number in range(1, count + 1):
        assert log.write(make_entry(f"enhed:{number}")) == number
    return log


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a log of LINES lines."""
    return write_log(tmp_path_factory.mktemp("log")).path.read_bytes()


@pytest.fixture(scope="module")
def anchor(content: bytes) -> LogAnchor:
    """The last line of that log, as the store keeps it."""
    return LogAnchor(LINES, parse_content(content).lines[-1].hash, NOW)


def list_faults(faults: tuple[LogFault, ...]) -> list[tuple[FaultKind, int]]:
    return [(fault.kind, fault.number) for fault in faults]


def test_a_line_says_who_when_and_what(tmp_path: Path) -> None:
    log = write_log(tmp_path, 2)

    newest, oldest = log.read()
    assert (newest.number, oldest.number) == (2, 1)
    assert newest.entry == make_entry("enhed:2")
    assert newest.at == NOW + timedelta(seconds=2)
    assert log.check() == ()
    assert (log.last.number, log.last.hash) == (2, newest.hash)


def test_the_log_of_a_store_lies_beside_it(tmp_path: Path) -> None:
    log = AccessLog.open_beside(tmp_path / "ny" / "chefforum.duckdb")

    log.write(make_entry())

    assert log.path == tmp_path / "ny" / "chefforum.adgang.jsonl"
    assert os.name == "nt" or log.path.stat().st_mode & 0o077 == 0


def test_no_cpr_number_is_written(tmp_path: Path) -> None:
    log = write_log(tmp_path, 0)
    details = {Detail.GRUND: "om 010170-1234", Detail.NODE: "enhed:1003123456"}

    log.write(LogEntry("kirsten 0101701234", "hr", Action.SLETTET, details))

    (line,) = log.read()
    assert line.entry == LogEntry(
        "kirsten (cpr fjernet)",
        "hr",
        Action.SLETTET,
        {Detail.GRUND: "om (cpr fjernet)", Detail.NODE: "enhed:1003123456"},
    )
    assert b'1234"' not in log.path.read_bytes()


def test_a_hash_that_looks_like_a_cpr_number_stays(tmp_path: Path) -> None:
    log = write_log(tmp_path, 0)

    log.write(LogEntry("kirsten", "hr", Action.FIL, {Detail.SHA256: "a0101701234b"}))

    (line,) = log.read()
    assert line.entry
    assert line.entry.details[Detail.SHA256] == "a0101701234b"


def change_one_line(rows: list[bytes]) -> None:
    rows[4] = rows[4].replace(b"enhed:5", b"enhed:6")


def change_a_moment(rows: list[bytes]) -> None:
    rows[4] = rows[4].replace(b"09:00:05", b"08:00:05")


def swap_two(rows: list[bytes]) -> None:
    rows[4], rows[5] = rows[5], rows[4]


def take_one_out(rows: list[bytes]) -> None:
    del rows[4]


def take_three_out(rows: list[bytes]) -> None:
    del rows[4:7]


def write_one_twice(rows: list[bytes]) -> None:
    rows.insert(5, rows[4])


def blank_without_saying_so(rows: list[bytes]) -> None:
    begin, end = rows[4].index(b'"text":{'), rows[4].index(b',"text_hash"')
    rows[4] = rows[4][:begin] + b'"text":null' + rows[4][end:]


def cut_head(rows: list[bytes]) -> None:
    del rows[:4]


def cut_tail(rows: list[bytes]) -> None:
    del rows[9:-1]


def make_unreadable(rows: list[bytes]) -> None:
    rows[4] = rows[4].replace(b'"number":5', b'"number":05')


def tear_last_line(rows: list[bytes]) -> None:
    rows[-2:] = [rows[-2][:40]]  # after the last line stands nothing


@pytest.mark.parametrize(
    ("harm", "faults"),
    [
        (change_one_line, [(FaultKind.AENDRET, 5)]),
        (change_a_moment, [(FaultKind.AENDRET, 5)]),
        (swap_two, [(FaultKind.RAEKKEFOELGE, 5)]),
        (take_one_out, [(FaultKind.MANGLER, 5)]),
        (take_three_out, [(FaultKind.MANGLER, 5)]),
        (write_one_twice, [(FaultKind.RAEKKEFOELGE, 5)]),
        (blank_without_saying_so, [(FaultKind.AENDRET, 5)]),
        (cut_head, [(FaultKind.BEGYNDELSE, 1)]),
        (cut_tail, [(FaultKind.SLUTNING, 10)]),
        (make_unreadable, [(FaultKind.ULAESELIG, 5), (FaultKind.MANGLER, 5)]),
        (tear_last_line, [(FaultKind.AFBRUDT, 12), (FaultKind.SLUTNING, 12)]),
    ],
)
def test_what_was_done_is_found_and_where(
    content: bytes,
    anchor: LogAnchor,
    harm: Callable[[list[bytes]], None],
    faults: list[tuple[FaultKind, int]],
) -> None:
    rows = content.split(b"\n")

    harm(rows)

    assert list_faults(find_faults(parse_content(b"\n".join(rows)), [anchor])) == faults


@given(data=st.data())
def test_any_change_of_a_byte_is_found_at_its_line(
    content: bytes, anchor: LogAnchor, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(content) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != content[place]))
    changed = content[:place] + bytes([byte]) + content[place + 1 :]
    number = content[:place].count(b"\n") + 1

    faults = find_faults(parse_content(changed), [anchor])

    assert any(abs(fault.number - number) <= 1 for fault in faults)


@given(
    removed=st.sets(st.integers(0, LINES - 1), max_size=LINES),
    order=st.randoms(use_true_random=False),
)
def test_any_removal_and_any_other_order_is_found(
    content: bytes, anchor: LogAnchor, removed: set[int], order: Random
) -> None:
    whole = content.split(b"\n")[:-1]
    rows = [row for place, row in enumerate(whole) if place not in removed]
    order.shuffle(rows)

    faults = find_faults(parse_content(b"".join(row + b"\n" for row in rows)), [anchor])

    assert bool(faults) == (rows != whole)
    if removed:
        numbers = {fault.number for fault in faults}
        assert numbers & {place + 1 for place in removed}


def test_a_log_written_anew_is_found_by_the_anchor(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "anden").mkdir()
    old = LogAnchor(5, parse_content(content).lines[4].hash, NOW)
    other = write_log(tmp_path / "anden")

    assert other.check() == ()
    assert list_faults(other.check([old])) == [(FaultKind.ANKER, 5)]


def test_a_text_can_be_taken_out_and_the_chain_holds(tmp_path: Path) -> None:
    log = write_log(tmp_path)
    before = log.last

    number = log.blank(5, by="dorte", role="databeskyttelsesraadgiver", why="Bad om det")

    lines = {line.number: line for line in log.read()}
    assert number == LINES + 1
    assert lines[5].entry is None
    assert b'enhed:5"' not in log.path.read_bytes()
    assert lines[number].entry == LogEntry(
        "dorte",
        "databeskyttelsesraadgiver",
        Action.TEKST_FJERNET,
        {Detail.LINJER: "5", Detail.GRUND: "Bad om det"},
    )
    assert log.check([LogAnchor(before.number, before.hash, NOW)]) == ()


@pytest.mark.parametrize(
    ("number", "why", "message"),
    [
        (5, "Bad om det", "allerede fjernet"),
        (13, "Bad om det", "loggen selv"),
        (99, "Bad om det", "ingen nr. 99"),
        (6, " ", "hvorfor"),
    ],
)
def test_some_texts_cannot_be_taken_out(
    tmp_path: Path, number: int, why: str, message: str
) -> None:
    log = write_log(tmp_path)
    log.blank(5, by="dorte", role="hr", why="Bad om det")
    before = log.path.read_bytes()

    with pytest.raises(UsageError, match=message):
        log.blank(number, by="dorte", role="hr", why=why)

    assert log.path.read_bytes() == before


def test_the_keys_of_an_erased_unit_are_replaced(tmp_path: Path) -> None:
    log = write_log(tmp_path, 3)
    log.write(make_entry("enhed:2"))

    for key, mark in {"enhed:2": "slettet 1", "slettet 1": "slettet 2"}.items():
        assert log.replace_texts({key: mark}, by="dorte", role="hr", why="Slettet") == 2
    log.blank(4, by="dorte", role="hr", why="Bad om det")

    nodes = [line.entry and line.entry.details.get(Detail.NODE) for line in log.read()]
    assert nodes[::-1][:4] == ["enhed:1", "slettet 2", "enhed:3", None]
    assert b"enhed:2" not in log.path.read_bytes()
    assert log.check() == ()
    changed = log.path.read_bytes().replace(b"slettet 2", b"slettet 3")
    assert list_faults(find_faults(parse_content(changed))) == [(FaultKind.AENDRET, 2)]


def test_the_name_of_an_erased_unit_is_replaced_within_a_detail_too(tmp_path: Path) -> None:
    log = write_log(tmp_path, 0)
    details = {
        Detail.FIL: "Enhedsark 2024 - solsikken.pdf",
        Detail.SET_SOM: "enhedsleder:3100",
        Detail.MODTAGERE: "enhedsledere 3100-01-01",
        Detail.NODE: "afdeling:Solsikken",
        Detail.GRUND: "Solsikkens leder spurgte",
        Detail.SHA256: "3100",
    }
    log.write(LogEntry("kirsten", "hr", Action.FIL, details))
    words = {"enhed:3100": "enhed:slettet-1", "3100": "slettet-1", "Solsikken": "slettet-1"}

    assert log.replace_texts(words, by="dorte", role="hr", why="er slettet-1") == 1

    _, line = log.read()
    assert line.entry
    assert line.entry.details == details | {
        Detail.FIL: "Enhedsark 2024 - slettet-1.pdf",
        Detail.SET_SOM: "enhedsleder:slettet-1",
    }


def test_the_head_is_cut_at_a_line_that_is_kept(tmp_path: Path) -> None:
    log = write_log(tmp_path)
    anchors = [LogAnchor(2, "glemt", NOW), LogAnchor(LINES, log.last.hash, NOW)]

    assert log.cut_head(before=NOW + timedelta(seconds=4, microseconds=-1), by="", role="") == 3
    assert log.cut_head(before=NOW + timedelta(seconds=6), by="", role="") == 2
    assert log.cut_head(before=NOW, by="", role="") == 0

    assert [line.number for line in log.read()] == list(range(LINES + 2, 5, -1))
    assert log.check(anchors) == ()
    rows = log.path.read_bytes().split(b"\n")
    assert list_faults(find_faults(parse_content(b"\n".join(rows[1:])))) == [
        (FaultKind.BEGYNDELSE, 1)
    ]


def test_the_last_line_is_kept_whatever_its_age(tmp_path: Path) -> None:
    log = write_log(tmp_path)

    assert log.cut_head(before=NOW + timedelta(days=9), by="", role="") == LINES - 1

    assert [line.number for line in log.read()] == [LINES + 1, LINES]
    assert log.check() == ()


def test_a_line_torn_by_a_crash_is_told_and_then_taken_out(tmp_path: Path) -> None:
    log = write_log(tmp_path, 3)
    with log.path.open("ab") as file:
        file.write(b'{"number":4,"at":"2025')

    faults = log.check()
    assert list_faults(faults) == [(FaultKind.AFBRUDT, 4)]
    assert faults[0].is_harmless
    assert log.last.number == 3
    assert log.write(make_entry()) == 5
    assert log.check() == ()
    _, torn, *_ = log.read()
    assert torn.entry == LogEntry("", "", Action.AFBRUDT_LINJE, {Detail.ANTAL: "22"})


def test_a_log_whose_end_was_damaged_is_written_on(tmp_path: Path) -> None:
    log = write_log(tmp_path, 3)
    log.path.write_bytes(log.path.read_bytes() + b"x" * 70_000 + b"\n")

    assert log.write(make_entry()) == 5

    assert list_faults(log.check()) == [(FaultKind.ULAESELIG, 4), (FaultKind.MANGLER, 4)]


def test_two_processes_and_their_threads_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / "faelles.adgang.jsonl"
    program = (
        "import sys\n"
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from pathlib import Path\n"
        "from access.log import AccessLog\n"
        "from access.log_lines import Action, LogEntry\n"
        "log = AccessLog(Path(sys.argv[1]))\n"
        "with ThreadPoolExecutor(3) as threads:\n"
        "    entry = LogEntry(sys.argv[2], 'hr', Action.SIDE)\n"
        "    list(threads.map(log.write, [entry] * 30))\n"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", program, str(path), name]) for name in ("a", "b")
    ]

    assert [writer.wait() for writer in writers] == [0, 0]

    log = AccessLog(path)
    people = [line.entry.person for line in log.read() if line.entry]
    assert (people.count("a"), people.count("b")) == (30, 30)
    assert log.check() == ()


def test_a_full_disk_is_told_and_leaves_the_log_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = write_log(tmp_path, 3)
    before = log.path.read_bytes()
    write = os.write

    def write_some(descriptor: int, content: bytes) -> int:
        if len(content) < 50:
            raise OSError(28, "No space left on device")
        return write(descriptor, content[:40])

    monkeypatch.setattr(os, "write", write_some)
    with pytest.raises(LogError, match="Er disken fuld"):
        log.write(make_entry())
    with pytest.raises(LogError, match="Er disken fuld"):
        log.blank(2, by="dorte", role="hr", why="Bad om det")
    monkeypatch.undo()

    assert log.path.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "proev.adgang.jsonl",
        "proev.adgang.jsonl.laas",
    ]


def test_a_folder_in_the_way_is_told(tmp_path: Path) -> None:
    log = AccessLog(tmp_path / "vejen.adgang.jsonl")
    log.path.mkdir()

    with pytest.raises(LogError, match="vejen"):
        log.require_writable()
