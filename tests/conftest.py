import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from store.database import Store

settings.register_profile(
    "chefforum",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("chefforum")


@pytest.fixture(scope="session", autouse=True)
def _key_of_persons(tmp_path_factory: pytest.TempPathFactory) -> None:
    os.environ["CHEFFORUM_KEY"] = str(tmp_path_factory.mktemp("nøgle") / "personnoegle")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "test.duckdb")
    yield opened
    opened.close()
