import os
import pickle
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser

from access.viewer import read_local_viewer
from core.settings import Settings
from services.figures import open_figures
from services.load import Outcome
from services.sample import load_sample
from store.database import Store
from store.identity import find_mark_file
from tests.browsers import open_browser

TESTS = Path(__file__).parent

# What the tests write need not outlive a power cut: in memory no commit waits for the disk.
IN_MEMORY, ENOUGH = Path("/dev/shm"), 4_000_000_000  # noqa: S108 - as safe as the usual folder
if "TMPDIR" not in os.environ and IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ENOUGH:
    os.environ["TMPDIR"] = tempfile.tempdir = str(IN_MEMORY)

settings.register_profile(
    "chefforum",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("fast", settings.get_profile("chefforum"), max_examples=3)
settings.load_profile("chefforum")


PATIENCE = 600  # seconds that one process may take to load what others wait for

SLOW = (
    *("browser/", "metrics/test_attack", "metrics/test_signal_simulation", "services/test_kill"),
    *("metrics/test_sent", "metrics/test_doors", "data_loaders/kinds/extract/test_wide_words"),
    *("data_loaders/files/test_dialect_fuzz", "data_loaders/files/test_dialect_hostile"),
    *("metrics/test_hidden_stays", "metrics/test_agenda_masks", "metrics/test_agenda_oracle"),
    *("metrics/test_rolling_rows", "metrics/test_reservations", "metrics/test_denominators"),
    *("store/test_identity", "store/test_erasure", "store/test_checkpoint", "store/test_uploads"),
    *("store/test_months", "store/test_facts_of_spells", "charts/test_drawing"),
    *("store/test_database", "metrics/test_variants"),
    *(
        "doors/test_hidden_swaps",
        "doors/test_no_leak",
        "metrics/test_counted_people",
        "services/test_awkward_case",
    ),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that take long; `make fast` leaves them out."""
    for item in items:
        if item.path.relative_to(TESTS).as_posix().startswith(SLOW):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of all tests of one process: Playwright starts once in a process."""
    yield from open_browser()


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of one run of the tests share."""
    own_folder = tmp_path_factory.getbasetemp()
    folder = own_folder.parent if "PYTEST_XDIST_WORKER" in os.environ else own_folder
    shared = folder / "fælles"
    shared.mkdir(exist_ok=True)
    return shared


@pytest.fixture(scope="session", autouse=True)
def _key_of_persons(shared_folder: Path) -> None:
    os.environ["CHEFFORUM_KEY"] = str(shared_folder / "nøgle" / "personnoegle")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "test.duckdb")
    yield opened
    opened.close()


@dataclass(frozen=True)
class SampleStore:
    """The sample data: a folder with the files and a store that holds them, and what was said.

    Its figures have been asked for once. Whoever would change the store takes a copy.
    """

    store: Path
    outcomes: tuple[Outcome, ...]

    def copy(self, folder: Path) -> Path:
        """Copy the store and its mark into a folder; returns the store's path."""
        shutil.copy(find_mark_file(self.store), folder)
        return Path(shutil.copy(self.store, folder))


@pytest.fixture(scope="session")
def sampled(shared_folder: Path) -> SampleStore:
    """The sample data, loaded by the first process that needs them; the others wait for it."""
    folder = shared_folder / "eksempeldata"
    folder.mkdir(exist_ok=True)
    kept = shared_folder / "eksempeldata.pickle"
    with closing(sqlite3.connect(shared_folder / "tur", timeout=PATIENCE)) as turn:
        turn.execute("BEGIN EXCLUSIVE")
        if not kept.exists():
            kept.write_bytes(pickle.dumps(_load_sample(folder / "chefforum.duckdb")))
    loaded: SampleStore = pickle.loads(kept.read_bytes())  # noqa: S301 - our own
    return loaded


def _load_sample(path: Path) -> SampleStore:
    store = Store(path)
    progress: list[float] = []
    outcomes = load_sample(
        store, settings=Settings(), by="prøve", progress=lambda done, _: progress.append(done)
    )
    assert progress == sorted(progress)
    assert progress[-1] == 1
    with open_figures(store, read_local_viewer(), settings=Settings()):
        pass  # computes the figures
    store.close()
    return SampleStore(path, outcomes)
