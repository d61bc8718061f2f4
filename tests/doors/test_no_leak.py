"""What is HR's, and what is another leader's, stands in nothing that a role is given.

Words and figures that stand nowhere else are put into a draft, into file names and into the split
of one enhed. HR sees all of it first, so that every cache holds it. Then each role opens every
page, takes every file that is offered there, and asks every command.
"""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

import cli
import dashboard
from access.roles import Role
from core.quarter import Quarter
from core.settings import Settings
from services import opgoerelser
from services.downloads import DOWNLOADS, Download
from services.stores import close_shared_store
from tests.command import type_command
from tests.doors.test_hidden_swaps import fill
from tests.stored_rows import put, row
from tests.unfolding import show_all

K4 = Quarter(2024, 4)
HR = "hr"
OWN, OTHER, LEADER = "afdelingschef:A", "afdelingschef:C", "enhedsleder:15"
ROLES = (
    "kommunaldirektoer", "direktoer:Nord", OWN, OTHER, LEADER, "sekretariat",
    "databeskyttelsesraadgiver", "it",
)  # fmt: skip
TAKES_FILES = {OWN, OTHER, "sekretariat"}
DRAFT_FILE, DRAFT_ENHED = "Kladdefil7351", "Kladdeenhed8642"
SPLIT = "31,1"  # short absence of one enhed in C: its leaders' alone
FOR_HR = (DRAFT_FILE, DRAFT_ENHED)
LEVELS = ("kommune", "omraade", "afdeling", "enhed")
COMMANDS = {
    "kpi": [["rullende", "--quarter", "2024K4", "--level", level] for level in LEVELS],
    "history": [["--json"]],
    "bilag": [],  # its files are those of the page
}


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a released opgørelse and a newer draft, which HR alone has seen."""
    with pytest.MonkeyPatch.context() as patched:
        store = fill(tmp_path_factory.mktemp("leak") / "data", patched)
    split = [
        row(
            str(K4 - back),
            "35",
            heads="50",
            days="500",
            short="388.75",
            afdeling="C",
            omraade="Syd",
        )
        for back in range(4)
    ]
    put(store, split, name="korttid.xlsx")
    opgoerelser.release(store, K4, settings=Settings(), by="hr")
    draft = [row(str(K4 + 1), DRAFT_ENHED, heads="60", afdeling="A")]
    put(store, draft, name=f"{DRAFT_FILE}.xlsx")
    store.close()
    return store.path


def _open_page(file: str, address: str, role: str) -> None:
    """Show a page as the front door does, which is a script of its own."""
    import streamlit as st  # noqa: PLC0415

    from core.errors import ChefforumError  # noqa: PLC0415
    from tests.doors import test_hidden_swaps  # noqa: PLC0415

    try:
        test_hidden_swaps._open_page(file, address, role)
    except ChefforumError as error:
        st.text(str(error))


def open_pages(path: Path, role: str) -> Iterator[tuple[str, str]]:
    """All that a role is given by the pages: what stands on them, and the files offered there."""
    rights = Role(role.partition(":")[0]).rights
    for entry in dashboard.PAGES:
        if not entry.is_open_to(rights):
            continue
        page = AppTest.from_function(_open_page, args=(str(path), entry.address, role))
        page.query_params["hvor"] = "afdeling:C"  # as somebody would who guesses
        views = []
        for view in show_all(page, timeout=300):
            assert not view.exception, view.exception
            views += [str(getattr(node, "proto", "")) for node in view._tree]
        yield f"page {entry.address}", "\n".join(views)
        offers = take_offers()  # of this page alone
        for offered in offers if role in TAKES_FILES else ():
            yield f"{entry.address}: {offered.file_name}", read_text(offered.make())


def take_offers() -> list[Download]:
    """Take all files that the last page offered, without the templates, which hold no data."""
    with DOWNLOADS._lock:
        visits = list(DOWNLOADS._visits.values())
        DOWNLOADS._visits.clear()
    return [
        offered
        for shown in visits
        for offered in shown.offers.values()
        if not offered.file_name.startswith("Skabelon")
    ]


def read_text(content: bytes) -> str:
    """Return all text in a file of any format, with the parts of archives and attachments."""
    if content.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(content))
        attached = [part for parts in reader.attachments.values() for part in parts]
        pages = [page.extract_text() for page in reader.pages]
        return "\n".join([*pages, str(reader.metadata), *map(read_text, attached)])
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(
                [*archive.namelist(), *(read_text(archive.read(n)) for n in archive.namelist())]
            )
    return content.decode("utf-8", "replace")


def ask_commands(path: Path, role: str) -> Iterator[tuple[str, str]]:
    for command, asked in COMMANDS.items():
        for words in asked:
            typed = ("--store", str(path), command, *words, "--viewer", role)
            answer = type_command(*typed, folder=path.parent)
            yield f"{command} {words}", answer.out + answer.err


@pytest.fixture(scope="module")
def told(released: Path) -> dict[str, dict[str, str]]:
    """What HR is given, and after that every role."""
    given = {role: dict(open_pages(released, role)) for role in (HR, *ROLES)}
    close_shared_store(released)
    return {role: texts | dict(ask_commands(released, role)) for role, texts in given.items()}


def find_words(texts: dict[str, str], words: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(where, word) for where, text in texts.items() for word in words if word in text]


def test_hr_is_given_all_of_it(told: dict[str, dict[str, str]]) -> None:
    """Without this the test could not fail."""
    assert {word for _, word in find_words(told[HR], FOR_HR)} == set(FOR_HR)
    assert find_words(told[OTHER], (SPLIT,))


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_given_nothing_of_drafts_files_or_exact_figures(
    role: str, told: dict[str, dict[str, str]]
) -> None:
    assert find_words(told[role], FOR_HR) == []


@pytest.mark.parametrize("role", [OWN, LEADER, "sekretariat"])
def test_how_absence_splits_in_another_line_is_not_told(
    role: str, told: dict[str, dict[str, str]]
) -> None:
    assert find_words(told[role], (SPLIT,)) == []


@pytest.mark.parametrize("role", ["databeskyttelsesraadgiver", "it"])
def test_who_has_no_figures_is_given_none(role: str, told: dict[str, dict[str, str]]) -> None:
    assert find_words(told[role], ("dagsværk pr. medarbejder", "13,5 ", DRAFT_FILE)) == []


def test_every_command_that_takes_a_viewer_is_asked() -> None:
    """A new one cannot be forgotten."""
    taking = set()
    for name in cli.COMMANDS:
        command = cli.Commands("main").get_command(click.Context(click.Group("main")), name)
        options = {option.name for option in getattr(command, "params", [])}
        if "viewer" in options:
            taking.add(name)
    assert taking == set(COMMANDS)
