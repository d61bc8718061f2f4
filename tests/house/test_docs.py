"""Docs that can go stale: the README's commands, the settings, the change log, the rooms."""

import re
import runpy
import subprocess
import sys
import tomllib

import pytest

from core.retention import RetainedKind
from tests.house.sources import ROOMS, ROOT

README = (ROOT / "README.md").read_text("utf-8")
DEVELOPMENT = (ROOT / "docs" / "udvikling.md").read_text("utf-8")
OPERATION = (ROOT / "docs" / "drift.md").read_text("utf-8")
GLOSSARY = (ROOT / "docs" / "ordliste.md").read_text("utf-8")
CHANGES = (ROOT / "CHANGELOG.md").read_text("utf-8")
PAPERS = {
    path: path.read_text("utf-8")
    for path in (ROOT / "SECURITY.md", *sorted((ROOT / "docs" / "databeskyttelse").glob("*.md")))
}
ASSESSMENT = PAPERS[ROOT / "docs" / "databeskyttelse" / "konsekvensanalyse.md"]
DEADLINES = PAPERS[ROOT / "docs" / "databeskyttelse" / "slettefrister.md"]
SETTINGS = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
PROMISED = {
    ("server", "address"): "localhost",
    ("server", "port"): 8501,
    ("server", "showEmailPrompt"): False,
    ("browser", "gatherUsageStats"): False,
    ("client", "showErrorDetails"): "none",
}


@pytest.mark.parametrize("text", [README, DEVELOPMENT], ids=["README", "udvikling"])
def test_every_make_command_exists(text: str) -> None:
    goals = set(re.findall(r"^([a-z ]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    goal_names = {goal for line in goals for goal in line.split()}
    named = set(re.findall(r"(?:^|`)make ([a-z]+)\b", text, re.MULTILINE))
    assert named
    assert named <= goal_names


def test_the_two_commands_stand_on_the_first_screen() -> None:
    first_screen = "\n".join(README.splitlines()[:40])
    assert "make run" in first_screen
    assert "make test" in first_screen
    assert "py setup_env.py run" in first_screen


def test_links_lead_somewhere() -> None:
    guides = ((README, ROOT), (DEVELOPMENT, ROOT / "docs"), (CHANGES, ROOT))
    for text, folder in (*guides, *((text, path.parent) for path, text in PAPERS.items())):
        for target in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (folder / target).exists(), target


def find_paths(text: str) -> set[str]:
    """The folders and source files that a text names, whole: `test_<navn>.py` is none."""
    without_addresses = re.sub(r"https?://\S+", "", text)
    path = re.compile(r"(?<![\w/~.<])([\w.][\w./]*(?:/|\.(?:py|sql)))(?![\w/<>*])")
    return set(path.findall(without_addresses))


@pytest.mark.parametrize(
    "text",
    [README, DEVELOPMENT, OPERATION, GLOSSARY, *PAPERS.values()],
    ids=["README", "udvikling", "drift", "ordliste", *(path.stem for path in PAPERS)],
)
def test_every_path_that_is_named_exists(text: str) -> None:
    inline = re.findall(r"`([^`\n]+)`", text)
    blocks = re.findall(r"```\w*\n(.+?)```", text, re.DOTALL)
    named = {path for code in (*inline, *blocks) for path in find_paths(code)}
    assert {path for path in named if not (ROOT / path).exists()} == set()


@pytest.mark.parametrize(
    "text",
    [DEVELOPMENT, ASSESSMENT, DEADLINES],
    ids=["udvikling", "konsekvensanalyse", "slettefrister"],
)
def test_every_name_is_in_the_file_that_the_guide_says(text: str) -> None:
    places = re.findall(r"`(\w+)`\s+i\s+`([\w/.]+\.py)`", text)
    assert places
    for name, path in places:
        assert re.search(rf"\b{name}\b", (ROOT / path).read_text("utf-8")), f"{name} in {path}"


def test_every_measure_of_the_assessment_has_its_test() -> None:
    _, _, rows = ASSESSMENT.partition("| risiko | foranstaltning |")
    measures = re.findall(r"^\| [\d, ]+ \| .+\| (.+) \|$", rows, re.MULTILINE)
    assert len(measures) > 20
    assert [measure for measure in measures if "`test_" not in measure] == []


def test_the_deadlines_are_those_of_every_kind_that_is_kept_in_years() -> None:
    proposed = dict(re.findall(r"^\| .+? \| `(\w+)` \| (\d+) år \|", DEADLINES, re.MULTILINE))
    in_guide = dict(re.findall(r"^\| hedder `(\w+)` \| (\d+) \|", OPERATION, re.MULTILINE))
    assert proposed == in_guide
    assert set(proposed) == {kind.value for kind in RetainedKind}


def test_a_path_that_is_gone_is_seen() -> None:
    assert find_paths("`metrics/sql/` og tests/core/gone.py -k year https://a.example/b/") == {
        "metrics/sql/",
        "tests/core/gone.py",
    }


def test_the_guides_python_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (block,) = re.findall(r"```python\n(.+?)```", DEVELOPMENT, re.DOTALL)
    fixture = next((ROOT / "tests" / "data_loaders" / "files" / "fixtures").glob("*.xlsx"))
    exec(block.replace("FIL.xlsx", fixture.as_posix()), {})  # noqa: S102 - our own words
    assert "Sheet" in capsys.readouterr().out


def test_every_room_is_described() -> None:
    assert [find_room for find_room in ROOMS if f"`{find_room}/`" not in DEVELOPMENT] == []


@pytest.mark.parametrize("script", ["make_files.py", "make_roles.py", "make_sbom.py"])
def test_what_is_made_from_the_code_is_as_the_code_says(script: str) -> None:
    made = runpy.run_path(str(ROOT / "docs" / script))
    assert made["MADE"].read_text("utf-8") == made["write_text"](), f"python docs/{script}"


def test_the_version_has_its_changes() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    headings = re.findall(r"^## \[(.+?)\]", CHANGES, re.MULTILINE)
    assert version in headings or "Ikke udgivet" in headings


@pytest.mark.parametrize("place", PROMISED, ids=".".join)
def test_the_server_is_set_as_promised(place: tuple[str, str]) -> None:
    section, option = place
    assert SETTINGS[section][option] == PROMISED[place]


def test_streamlit_knows_every_setting() -> None:
    # In a process of its own: importing streamlit changes Plotly's templates for all who follow.
    script = "from streamlit import config; print(*config.get_config_options())"
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    streamlit_settings = set(run.stdout.split())
    flat = {f"{s}.{o}" for s, options in SETTINGS.items() for o in options if s != "theme"}
    for name, value in SETTINGS["theme"].items():
        inner = [f"theme.{name}.{option}" for option in value] if isinstance(value, dict) else []
        flat |= set(inner or [f"theme.{name}"])
    assert flat <= streamlit_settings


def test_no_registry_is_named() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    hosts = re.compile(r"https?://[^\s/]*(?:pypi|pythonhosted|npmjs|debian\.org)", re.IGNORECASE)
    texts = {line: (ROOT / line) for line in listed.stdout.splitlines()}
    assert [
        name
        for name, path in texts.items()
        if path.suffix in {".py", ".md", ".toml", ".txt", ".cfg", ""}
        and path.is_file()
        and hosts.search(path.read_text("utf-8", "replace"))
    ] == []
