"""docs/drift.md tells of every setting, with the default that the program has."""

import re
import tomllib
from dataclasses import MISSING, asdict, fields

from access.sign_in_settings import SignInSettings
from core.settings import Settings
from tests.house.sources import ROOT

TEXT = (ROOT / "docs" / "drift.md").read_text("utf-8")


def read_section(heading: str) -> str:
    """A section of docs/drift.md without what follows it."""
    (section,) = re.findall(
        rf"^#+ {re.escape(heading)}\n(.*?)(?=^#)", TEXT, re.MULTILINE | re.DOTALL
    )
    return str(section)


def read_described(heading: str) -> dict[str, str]:
    """The settings of a section's table, each with what it says of the default."""
    return dict(re.findall(r"^\| `(\w+)` \| (.+?) \|", read_section(heading), re.MULTILINE))


def test_every_setting_is_described_with_its_default() -> None:
    defaults = {name: _write_setting(value) for name, value in asdict(Settings()).items()}
    assert read_described("Indstillinger") == defaults


def test_every_setting_of_sign_in_is_described_with_its_default() -> None:
    defaults = {
        field.name: "skal skrives" if field.default is MISSING else _write_setting(field.default)
        for field in fields(SignInSettings)
    }
    assert read_described("Afsnittet [sign_in]") == defaults


def test_the_example_is_read() -> None:
    (example,) = re.findall(r"```toml\n(.+?)```", read_section("Indstillinger"), re.DOTALL)
    assert Settings.from_values(tomllib.loads(example)) != Settings()


def _write_setting(value: object) -> str:
    """A setting as TOML has it, a list without its brackets."""
    if isinstance(value, tuple):
        return ", ".join(value) or "ingen"
    return str(value).lower() if isinstance(value, bool) else str(value) or "tom"
