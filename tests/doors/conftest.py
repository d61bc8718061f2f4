"""The sample data behind the service door."""

from pathlib import Path

import pytest

from tests.conftest import SampleStore


@pytest.fixture(scope="module")
def sample(sampled: SampleStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the store that holds the sample data."""
    return sampled.copy(tmp_path_factory.mktemp("sample"))
