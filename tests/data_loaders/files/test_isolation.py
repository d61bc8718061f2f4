import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from core.errors import FileRefusedError
from data_loaders.files import limits, process
from data_loaders.files.isolation import read_grid
from tests.data_loaders import builders
from tests.data_loaders.builders import HEADER, ROWS

SCRIPT = (sys.executable, "-c")


def refusal(content: bytes = b"a;b\n1;2\n", **how: object) -> str:
    with pytest.raises(FileRefusedError) as refused:
        read_grid(content, **how)  # type: ignore[arg-type]
    return refused.value.code


def running(mark: str) -> list[str]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if mark.encode() in entry.read_bytes():
                found.append(entry.parent.name)
        except OSError:
            continue
    return found


def test_a_file_crosses_from_any_folder_and_any_thread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    # A module of the same name in the working folder must not be run instead of ours.
    (tmp_path / "data_loaders" / "files").mkdir(parents=True)
    (tmp_path / "data_loaders" / "files" / "child.py").write_text("raise SystemExit(9)")
    content = builders.xlsx(("Ark", [HEADER, *ROWS]))
    grids = []
    threads = [threading.Thread(target=lambda: grids.append(read_grid(content))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found.sheets[0].rows for found in grids] == [[HEADER, *ROWS]] * 3


def test_a_refusal_crosses_with_its_code() -> None:
    assert refusal(b"%PDF-1.7") == "not_spreadsheet"


@pytest.mark.parametrize("content", [b"", b"\0" * 9, b" \r\n"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    assert refusal(content) == "empty_file"


def test_a_large_file_is_refused_before_it_is_read() -> None:
    never = (*SCRIPT, "raise SystemExit(9)")
    assert refusal(b"x" * (limits.MAX_BYTES + 1), command=never) == "too_large"


def test_a_reader_that_hangs_is_ended_with_all_that_it_started() -> None:
    mark = f"hang-{os.getpid()}"
    code = (
        "import subprocess, sys, time;"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)', sys.argv[1]]);"
        "time.sleep(600)"
    )
    assert refusal(seconds=1.5, command=(*SCRIPT, code, mark)) == "too_slow"
    patience = time.monotonic() + 10  # what was killed stands in the list until it is cleared away
    while running(mark) and time.monotonic() < patience:
        time.sleep(0.05)
    assert running(mark) == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "unreadable"),
        ("import os; os.abort()", "too_many_cells"),
        ("raise SystemExit(9)", "unreadable"),
        ("pass", "unreadable"),
        ("print('nonsense')", "unreadable"),
        ("print('{\"dialect\": \"xlsx\"}'); print('[1, 2')", "unreadable"),
    ],
)
def test_a_reader_that_breaks_down_gives_a_refusal(code: str, expected: str) -> None:
    assert refusal(command=(*SCRIPT, code)) == expected


@pytest.mark.skipif(sys.platform != "linux", reason="kun Linux håndhæver grænsen for hukommelse")
@pytest.mark.parametrize(
    ("greedy", "expected"),
    [("x = bytearray(3_000_000_000)", "too_many_cells"), ("while True: pass", "too_slow")],
)
def test_the_limits_bite(greedy: str, expected: str) -> None:
    code = (
        "import sys; from data_loaders.files import child; child.CPU_SECONDS = 1\n"
        "child.limit_process()\n"
        f"try:\n {greedy}\nexcept MemoryError: sys.exit(child.OUT_OF_MEMORY)"
    )
    assert refusal(command=(*SCRIPT, code)) == expected


def test_secrets_in_the_environment_stay_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHEFFORUM_STORE", "postgres://bruger:kode@vært")
    code = "import os, sys; sys.exit(3 if 'CHEFFORUM_STORE' in os.environ else 9)"
    assert refusal(command=(*SCRIPT, code)) == "unreadable"


def test_the_reader_is_light() -> None:
    code = (
        "import sys; import data_loaders.files.child;"
        "sys.exit(bool({'pandas', 'streamlit', 'duckdb', 'pyarrow', 'numpy'} & set(sys.modules)))"
    )
    assert subprocess.run([*SCRIPT, code], cwd=process.ROOT, check=False).returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="kun Linux håndhæver grænsen for hukommelse")
@pytest.mark.parametrize(("size", "enough"), [(1_000, False), (100_000_000, True)])
def test_a_large_file_may_take_more_memory_than_a_small_one(size: int, enough: bool) -> None:  # noqa: FBT001
    code = (
        f"import sys; from data_loaders.files import child; child.limit_process({size})\n"
        "try: x = bytearray(1_500_000_000)\nexcept MemoryError: sys.exit(child.OUT_OF_MEMORY)"
    )
    done = subprocess.run([*SCRIPT, code], cwd=process.ROOT, check=False).returncode
    assert done == (0 if enough else limits.OUT_OF_MEMORY)


def test_the_limits_are_as_the_manual_says() -> None:
    manual = (process.ROOT / "docs" / "drift.md").read_text("utf-8")
    for row in (
        f"| filens størrelse | {limits.MAX_BYTES // 10**6} MB |",
        f"| tid på uret | {limits.WALL_SECONDS:.0f} sekunder |",
        f"| processortid | {limits.CPU_SECONDS} sekunder |",
        f"| det, processen skriver | {limits.OUTPUT_BYTES // 10**6} MB |",
        f"| hukommelse | {limits.MEMORY_BYTES // 10**9} GB, og {limits.MEMORY_TIMES} gange filens "
        f"størrelse oven i, højst {limits.MOST_MEMORY // 10**9} GB |",
    ):
        assert row in manual


def test_a_reading_that_has_begun_goes_on() -> None:
    content = process.start_reading(b"a;b\n1;2\n")
    assert isinstance(content, process.FileBeingRead)
    assert read_grid(content).sheets[0].rows == [["a", "b"], ["1", "2"]]
    assert process.start_reading(b"") == b""
    assert refusal(process.start_reading(b"")) == "empty_file"


def test_a_reading_that_nobody_waits_for_is_ended() -> None:
    mark = f"left-{os.getpid()}"
    begun = process.ReadingProcess(b"a", command=(*SCRIPT, "import time; time.sleep(600)", mark))
    patience = time.monotonic() + 10
    while not running(mark) and time.monotonic() < patience:
        time.sleep(0.05)
    assert running(mark)
    del begun
    assert running(mark) == []


def test_a_sheet_of_sixteen_thousand_million_cells_is_refused() -> None:
    assert refusal(builders.raw_xlsx(builders.CORNERS)) == "too_many_cells"


def test_a_full_disk_is_said_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("data_loaders.files.process.tempfile.TemporaryFile", full)
    assert refusal() == "no_room"


def test_a_reader_that_may_not_be_started_is_not_told_as_a_full_disk(tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text("intet", "utf-8")  # without the right to be run
    for command in (str(program), str(tmp_path / "findes-ikke")):
        assert refusal(command=(command,)) == "program_failed"


@pytest.mark.skipif(sys.platform != "linux", reason="kun Linux håndhæver grænsen for filer")
def test_a_disk_that_fills_while_reading_is_said_of_the_server() -> None:
    code = (
        "from data_loaders.files import child; child.OUTPUT_BYTES = 100; "
        "raise SystemExit(child.main())"
    )
    assert refusal(b"a;b\n" + b"1;2\n" * 999, command=(*SCRIPT, code)) == "no_room"


FAILING = (
    "from unittest import mock\n"
    "from data_loaders.files import child\n"
    "from data_loaders.files.dialects import delimited\n"
    "def fail(text, delimiter): return int(text.split(delimiter)[0])\n"
    "with mock.patch.object(delimited, '_read_records', fail):\n"
    "    raise SystemExit(child.main())"
)


def test_an_error_of_our_own_is_traced_in_the_log_without_any_cell(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert refusal(b"Hemmelig;b\n1;2\n", command=(*SCRIPT, FAILING)) == "program_failed"
    assert "ValueError in" in caplog.text
    assert "data_loaders/files/dialects/delimited.py:" in caplog.text
    assert "data_loaders/files/child.py:" in caplog.text
    assert "Hemmelig" not in caplog.text


def test_what_a_reader_says_on_its_own_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    code = "raise ValueError('Ida Holm 010185-1234')"
    assert refusal(command=(*SCRIPT, code)) == "unreadable"
    assert "reading a file ended with 1" in caplog.text
    assert "Ida" not in caplog.text
