import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from access.viewer import read_local_viewer
from core.settings import Settings
from services.figures import open_figures
from services.load import Outcome
from services.sample import load_sample
from store.database import Store

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


SLOW = (
    *("browser/", "metrics/test_attack", "metrics/test_signal_simulation", "services/test_kill"),
    *("metrics/test_sent", "metrics/test_doors", "data_loaders/kinds/extract/test_wide_words"),
    *("data_loaders/files/test_dialect_fuzz", "data_loaders/files/test_dialect_hostile"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that take long; `make fast` leaves them out."""
    for item in items:
        if item.path.relative_to(TESTS).as_posix().startswith(SLOW):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session", autouse=True)
def _key_of_persons(tmp_path_factory: pytest.TempPathFactory) -> None:
    os.environ["CHEFFORUM_KEY"] = str(tmp_path_factory.mktemp("nøgle") / "personnoegle")


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
        """Copy the store into a folder; returns its path."""
        return Path(shutil.copy(self.store, folder))


@pytest.fixture(scope="session")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> SampleStore:
    path = tmp_path_factory.mktemp("eksempeldata") / "chefforum.duckdb"
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
