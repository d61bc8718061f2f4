"""docs/drift.md tells of every setting, with the default that the program has."""

import re
import tomllib
from dataclasses import asdict

from core.settings import Settings
from tests.house.sources import ROOT

TEXT = (ROOT / "docs" / "drift.md").read_text("utf-8")


def test_every_setting_is_described_with_its_default() -> None:
    described = dict(re.findall(r"^\| `(\w+)` \| (.+?) \|", TEXT, re.MULTILINE))
    assert described == {name: _write_setting(value) for name, value in asdict(Settings()).items()}


def test_the_example_is_read() -> None:
    (example,) = re.findall(r"```toml\n(.+?)```", TEXT, re.DOTALL)
    assert Settings.from_values(tomllib.loads(example)) != Settings()


def _write_setting(value: object) -> str:
    """A setting as TOML has it, a list without its brackets."""
    if isinstance(value, tuple):
        return ", ".join(value) or "ingen"
    return str(value).lower() if isinstance(value, bool) else str(value) or "tom"
