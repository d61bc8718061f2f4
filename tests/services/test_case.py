"""All files of a case, as one command writes them."""

import io
import zipfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest

from bilag.archive import write_zip
from bilag.model import ChartSection
from bilag.sag import Sag
from core.edition import Edition
from core.errors import ChefforumError
from core.nodes import Scope
from core.quarter import Quarter
from core.settings import Settings
from metrics.computing.recipes import make_recipe
from services import bilag as bilag_service
from services import case
from services.kept_cases import CHOSEN_ANNEX
from store.database import Store
from store.figures import open_reader
from tests.command import run
from tests.conftest import SampleStore
from tests.stored_rows import put, row

AT = Quarter(2024, 4)
ORDER = case.CaseOrder(AT, Sag())
STEM = "Sygefravær pr 4 kvartal 2024"


@pytest.fixture
def filled(store: Store) -> Store:
    put(
        store,
        [
            row(f"2024K{number}", enhed, afdeling="A", heads="50", days="150", short="90")
            for number in range(1, 5)
            for enhed in "12"
        ],
    )
    return store


def make_files(store: Store, *editions: Edition, order: case.CaseOrder = ORDER) -> dict[str, bytes]:
    scope = Scope.everything().as_printed()
    with ExitStack() as opened:
        readers = {
            edition: opened.enter_context(
                open_reader(store, scope, recipe=make_recipe(Settings(), edition))
            )
            for edition in (Edition.OFFENTLIG, *editions)
        }
        return case.make_files(readers, order)


def test_a_case_is_its_draft_and_each_bilag_in_each_format(filled: Store) -> None:
    files = make_files(filled)
    assert list(files) == [
        "UDKAST Orientering om sygefravær for 4 kvartal 2024.docx",
        f"offentlig/{STEM} - afdelinger.pdf", f"offentlig/{STEM} - afdelinger.xlsx",
        f"offentlig/{STEM} - enheder.pdf", f"offentlig/{STEM} - enheder.xlsx",
    ]  # fmt: skip
    assert make_files(filled) == files
    with zipfile.ZipFile(io.BytesIO(write_zip(files))) as archive:
        assert archive.namelist() == list(files)
    assert write_zip(files) == write_zip(files)


def test_the_draft_lists_the_bilag_that_go_with_it(filled: Store) -> None:
    (draft, *_) = make_files(filled).values()
    texts = [paragraph.text for paragraph in docx.Document(io.BytesIO(draft)).paragraphs]
    assert texts[-2:] == [f"{STEM} - afdelinger (åbent)", f"{STEM} - enheder (åbent)"]


def test_the_internal_edition_has_a_folder_and_names_of_its_own(filled: Store) -> None:
    order = replace(ORDER, decided_by="Direktørforum")
    files = make_files(filled, Edition.INTERN, order=order)
    internal = [name for name in files if name.startswith("intern/")]
    assert internal == [
        f"intern/{STEM} - {about} (intern, lukket bilag).{ending}"
        for about in ("afdelinger", "enheder")
        for ending in ("pdf", "xlsx")
    ]
    assert len(files) == 1 + 2 * len(internal)
    public = make_files(filled, order=order)
    assert {name: files[name] for name in public if name.startswith("offentlig/")} == {
        name: content for name, content in public.items() if name.startswith("offentlig/")
    }


def test_the_case_has_the_bilag_that_are_chosen(filled: Store) -> None:
    order = replace(ORDER, annexes=("forklaring", "afdelinger", "langtidsfriske"))
    assert [name for name in make_files(filled, order=order) if name.endswith(".pdf")] == [
        f"offentlig/{STEM} - afdelinger.pdf"
    ]


def test_kommunemed_gets_no_bilag_of_afdelinger(filled: Store) -> None:
    order = replace(ORDER, sag=Sag(forum="KommuneMED"))
    (draft,) = make_files(filled, order=order)
    assert draft.endswith(".docx")


def test_the_internal_edition_of_a_case_needs_a_decision(filled: Store) -> None:
    with pytest.raises(ChefforumError, match="internal_enheder_decided_by"):
        make_files(filled, Edition.INTERN)


def test_one_command_writes_the_case(filled: Store, tmp_path: Path) -> None:
    filled.close()
    printed = run(filled.path, "bilag", "sag", "--quarter", "2024K4", "--out", str(tmp_path / "ud"))
    names = [Path(line).name for line in printed.splitlines()]
    assert len(names) == 5
    written = [file for file in (tmp_path / "ud").rglob("*") if file.is_file()]
    assert sorted(file.name for file in written) == sorted(names)


@pytest.mark.parametrize("kind", [kind for kind in bilag_service.KINDS if kind != CHOSEN_ANNEX])
def test_each_bilag_of_the_sample_is_made_in_each_format_with_native_charts(
    sampled: SampleStore, tmp_path: Path, kind: str
) -> None:
    store = Store(sampled.copy(tmp_path))
    recipe = make_recipe(Settings(), Edition.OFFENTLIG)
    with open_reader(store, Scope.everything().as_printed(), recipe=recipe) as reader:
        made = bilag_service.make(reader, kind=kind, quarter=AT, sag=Sag())
    store.close()
    files = bilag_service.write_formats(made, tuple(bilag_service.WRITERS))
    assert len(files) == len(bilag_service.WRITERS)
    book = openpyxl.load_workbook(io.BytesIO(files[f"{made.name}.xlsx"]))
    native = [chart for sheet in book.worksheets for chart in sheet._charts]
    drawn = [section for section in made.sections if isinstance(section, ChartSection)]
    assert len(native) == len(drawn)
