"""A command beside a running server says, writes and ends as it does alone."""

import json
import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

import cli
from commands.terminal import OwnTerminal
from services.configuration import ROOT
from tests.command import type_command
from tests.doors.test_server import Running, start_server

HEAD = "Kvartal;Enhedsnr.;Enhed;Afdeling;Fraværsdagsværk;Medarbejdere\n"
MAPPING = 'name = "Fra lønkontoret"\nkind = "kvartal"\nheaders = ["Nr", "Dage"]\n'
QUARTERS = [f"{year}K{number}" for year in (2022, 2023, 2024) for number in (1, 2, 3, 4)]
FILES = {
    "alle.csv": HEAD
    + "".join(
        f"{quarter};{n};Hus {n};Skole {n % 2};{40 * n + place % 3};{15 * n}\n"
        for place, quarter in enumerate(QUARTERS)
        for n in (1, 2, 3, 4)
    ),
    "a.csv": f"{HEAD}2021K1;1;Hus 1;Skole 1;40;15\n",
    "b.csv": f"{HEAD}2021K2;1;Hus 1;Skole 1;41;15\n",
    "c.csv": f"{HEAD}2021K3;1;Hus 1;Skole 1;x;15\n",
    "sag.toml": 'sagsnummer = "81.28.00-P05-1-25"\n',
    "opsætning.toml": MAPPING,
    "navne.toml": '[enhed]\n"Hjørnet" = "Hus 1"\n',
}
ONLY_ALONE = {"serve"}  # it starts the pages; it opens no store
# In order: some need what the one before has done. {upload} is the newest upload's number.
TYPED = [
    "history",
    "load alle.csv",
    "history",
    "history --json",
    "kpi rullende --quarter 2024K4 --level afdeling",
    "kpi rullende --quarter 2024K4 --json",
    "kpi kvartal --quarter 2024K4 --level enhed --csv",
    "kpi maaltal --quarter 2024K4",
    "kpi rullende --quarter 2024K4 --viewer afdelingschef:findes-ikke",
    "kpi rulende --quarter 2024K4",
    "kpi rullende",
    "bilag afdelinger --quarter 2024K4 --out ud --formats xlsx",
    "bilag sag --quarter 2024K4 --out sag --sag sag.toml",
    "bilag afdelinger --quarter 2024K4 --out ud --sag findes-ikke.toml",
    "load a.csv b.csv c.csv",
    "load c.csv --problems problemer.xlsx --json",
    "load findes-ikke.csv",
    "undo {upload}",
    "redo {upload}",
    "undo findes-ikke",
    "mappings import opsætning.toml",
    "mappings list",
    "mappings export Fra_lønkontoret",
    "load a.csv --mapping opsætning.toml --dry-run",
    "mappings delete Fra_lønkontoret",
    "aliases import navne.toml",
    "aliases list --json",
    "aliases delete enhed Hjørnet",
    "release 2019K1",
    "release 2024K4 --note Prøve",
    "kpi rullende --quarter 2024K4 --released --edition offentlig",
    "release 2024K4 --withdraw",
    "retention --dry-run",
    "aktindsigt --from 2024K3 --to 2024K4 --out akt --formats xlsx --note Prøve",
    "aktindsigt --from 2024K4 --to 2024K3 --out akt",
    "erase {upload} --reason Fejl",
    "erase-unit Hus_4 --reason Fejl",
    "erase-unit Hus_9 --reason Fejl",
    "retention --list",
    "roles add anna@kommune.example hr --from 1.1.2026",
    "roles add anna@kommune.example enhedsleder --place Hus_2",
    "roles add anna@kommune.example konge",
    "roles remove anna@kommune.example enhedsleder",
    "roles list",
    "backup kopi.zip",
    "backup kopi.zip",
    "backup kopi.zip --replace",
    "backup findes-ikke/kopi.zip",
    "log",
    "log --check --to 2020-01-01",
]
PASSING = re.compile(
    r"\b[0-9a-f]{12}…|\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"  # files and uploads
    r"|\b[0-9a-f]{8}(-[0-9a-f]{3}…)?"
    r"|\d\d\.\d\d\.\d{4} [\d.]+|\d+\. \w+ \d{4} kl\. \d\d\.\d\d"  # moments
    r"|\d{4}-\d\d-\d\d[T ][\d:.+]+"
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server on a new store, in a folder of its own."""
    store = tmp_path_factory.mktemp("served") / "chefforum.duckdb"
    with start_server([str(ROOT / "server.py"), "--server.port", "0"], store) as server:
        yield server


@pytest.fixture(scope="module")
def folders(served: Running, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The folder of the server's store, and one for a store that nobody holds."""
    both = served.store.parent, tmp_path_factory.mktemp("alone")
    for folder in both:
        for name, text in FILES.items():
            (folder / name).write_text(text, "utf-8")
    return both


def type_in(folder: Path, text: str) -> tuple[int, str, str, dict[str, int]]:
    """Type a command in a folder; returns what it says but for what passes, and what it writes."""
    before = set(folder.rglob("*"))
    text = text.format(upload=find_upload(folder, text))
    words = [word.replace("_", " ") for word in text.split()]
    result = type_command("--store", "chefforum.duckdb", *words, folder=folder)
    files = {
        file.relative_to(folder).as_posix(): file.stat().st_size if file.suffix != ".zip" else 0
        for file in set(folder.rglob("*")) - before
        if file.is_file() and not file.name.startswith("chefforum.duckdb")
    }
    return result.code, PASSING.sub("·", result.out), PASSING.sub("·", result.err), files


def find_upload(folder: Path, text: str) -> str:
    """The number of the newest upload, where a command asks for it."""
    if "{upload}" not in text:
        return ""
    listed = type_command("--store", "chefforum.duckdb", "history", "--json", folder=folder)
    return str(json.loads(listed.out.splitlines()[0])["upload_id"])


def test_every_command_is_tried() -> None:
    typed = {text.split()[0] for text in TYPED}
    assert typed | ONLY_ALONE | {"accept", "restore", "sample"} == set(cli.COMMANDS)


def test_each_command_is_the_same_beside_a_server(folders: tuple[Path, Path]) -> None:
    beside, alone = folders
    for text in TYPED:
        assert type_in(beside, text) == type_in(alone, text), text


def test_the_store_that_a_server_uses_is_not_accepted_again(folders: tuple[Path, Path]) -> None:
    type_in(folders[0], "history")
    code, _, error, _ = type_in(folders[0], "accept")
    assert (code, "bruger den allerede" in error) == (1, True)


def test_no_backup_is_laid_under_a_running_server(folders: tuple[Path, Path]) -> None:
    code, out, error, written = type_in(folders[0], "restore kopi.zip --replace")
    assert (code, out, written) == (1, "", {})
    assert "Stop serveren" in error


def test_a_command_is_carried_out_while_another_waits_and_a_killed_server_is_said(
    folders: tuple[Path, Path], served: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last of this file: the server is gone afterwards."""
    answers = []

    def read_file(_: OwnTerminal, path: Path) -> bytes:
        answers.append(type_in(folders[0], "kpi rullende --quarter 2024K4"))
        if path.name == "b.csv":
            os.kill(served.process.pid, signal.SIGKILL)
            served.process.wait()
        return path.read_bytes()

    monkeypatch.setattr(OwnTerminal, "read_file", read_file)
    code, out, error, _ = type_in(folders[0], "load a.csv b.csv")
    assert [(code, out != "") for code, out, *_ in answers] == [(0, True)] * 2
    assert (code, out) == (1, "")
    assert "Serveren standsede" in error
    monkeypatch.undo()
    assert type_in(folders[0], "history")[0] == 0  # nobody holds the store any more
