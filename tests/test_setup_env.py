"""The set-up: what it refuses, what it does once, and which browser it takes."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import setup_env


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(setup_env, "ENVIRONMENT", tmp_path)
    monkeypatch.setattr(setup_env, "PYTHON", tmp_path / "python")
    return tmp_path


@pytest.fixture
def installs(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    calls: list[tuple[str, ...]] = []

    def record(*words: str, env: dict[str, str] | None = None) -> int:
        calls.append((*words, *(env or {})))
        return 0

    monkeypatch.setattr(setup_env, "run_module", record)
    return calls


def test_an_old_python_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    assert setup_env.main(["run"]) == 1
    assert "kræver Python 3.11 eller nyere. Her er Python 3.9.2" in capsys.readouterr().out


def test_an_old_python_can_read_the_file() -> None:
    text = Path(setup_env.__file__).read_text("utf-8")
    ast.parse(text, feature_version=(3, 7))


@pytest.mark.parametrize("missing", ["venv", "ensurepip"])
@pytest.mark.usefixtures("environment")
def test_a_missing_venv_module_is_named(
    missing: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        "importlib.util.find_spec", lambda name: None if name == missing else object()
    )
    assert setup_env.main(["check"]) == 1
    assert "apt install python3-venv" in capsys.readouterr().out


def test_an_unknown_job_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert setup_env.main(["fly"]) == 2
    assert "run | test | fast | check" in capsys.readouterr().out


@pytest.mark.usefixtures("environment")
def test_the_same_packages_are_installed_once(
    tmp_path: Path, installs: list[tuple[str, ...]]
) -> None:
    packages = tmp_path / "krav.txt"
    packages.write_text("click==8.5.1\n", "utf-8")
    setup_env.install_packages(packages)
    setup_env.install_packages(packages)
    assert len(installs) == 1
    packages.write_text("click==8.5.0\n", "utf-8")
    setup_env.install_packages(packages)
    assert len(installs) == 2


@pytest.mark.usefixtures("environment")
def test_a_failed_install_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packages = tmp_path / "krav.txt"
    packages.write_text("click==8.5.1\n", "utf-8")
    monkeypatch.setattr(setup_env, "run_module", lambda *_words: 1)
    for _ in range(2):
        with pytest.raises(setup_env.SetupError, match=r"krav\.txt kunne ikke installeres"):
            setup_env.install_packages(packages)


def test_the_chosen_browser_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = tmp_path / "min-browser"
    chosen.touch()
    monkeypatch.setenv("BROWSER_PATH", "/findes/ikke")
    monkeypatch.setenv("CHEFFORUM_BROWSER", str(chosen))
    assert setup_env.find_browser() == str(chosen)
    assert setup_env.make_variables(str(chosen))["BROWSER_PATH"] == str(chosen)


def test_no_browser_is_one_line_and_no_stop(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in setup_env.BROWSER_SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("shutil.which", lambda _name: None)
    monkeypatch.setattr(setup_env, "BROWSER_PLACES", ())
    browser = setup_env.find_browser()
    assert "BROWSER_PATH" not in setup_env.make_variables(browser)
    printed = capsys.readouterr().out
    assert "sudo apt install chromium" in printed
    assert printed.count("\n") == 1


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """A Debian without a browser, whose commands are recorded: each goes well but sudo."""
    commands: list[list[str]] = []

    def record(command: list[str]) -> bool:
        commands.append(command)
        return "sudo" not in command

    monkeypatch.setattr(setup_env, "run_quietly", record)
    monkeypatch.setattr(setup_env, "find_browser", lambda: "/usr/bin/chromium" if commands else "")
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    return commands


def test_root_installs_chromium_without_a_question(
    machine: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert setup_env.install_browser() == "/usr/bin/chromium"
    assert [command[3:5] for command in machine] == [["-qq", "update"], ["-qq", "install"]]
    assert all("DEBIAN_FRONTEND=noninteractive" in command for command in machine)
    assert "-y" in machine[1]
    assert machine[1][-1] == "chromium"


def test_a_start_installs_nothing_outside_its_folder(
    machine: list[list[str]],
    installs: list[tuple[str, ...]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Started(Exception):  # noqa: N818 - the process would have become the server
        pass

    def start(_program: str, command: list[str]) -> None:
        raise Started(command[1])

    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("os.execv", start)
    monkeypatch.setattr(setup_env, "prepare_environment", lambda *_paths: None)
    with pytest.raises(Started, match=r"server\.py"):
        setup_env.run()
    assert (machine, installs) == ([], [])


def test_where_sudo_wants_a_password_nothing_is_installed(
    machine: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert setup_env.install_browser() == ""
    assert machine == [["sudo", "-n", "true"]]


def test_a_terminal_without_danish_letters_is_no_stop() -> None:
    script = "import setup_env; setup_env.print_line('Opgørelse …')"
    run = subprocess.run(
        [sys.executable, "-X", "utf8=0", "-c", script],
        cwd=setup_env.ROOT,
        env={"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert (run.returncode, run.stdout.strip()) == (0, b"Opg?relse ?")


def test_nginx_is_unpacked_for_the_tests_and_not_installed(
    environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(setup_env, "NGINX", environment / "nginx")
    monkeypatch.setattr("shutil.which", lambda name: "" if name == "nginx" else f"/usr/bin/{name}")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    unpacked = environment / "nginx" / "usr" / "sbin" / "nginx"

    def run(command: list[str], folder: Path | None = None) -> bool:
        commands.append([Path(command[0]).name, *command[1:-1]])
        if "download" in command and folder:
            (folder / "nginx_1.deb").touch()
        if "-x" in command:
            unpacked.parent.mkdir(parents=True)
            unpacked.touch()
        return "sudo" not in command

    monkeypatch.setattr(setup_env, "run_quietly", run)
    assert Path(setup_env.fetch_nginx()).name == "nginx"
    assert [command[:3] for command in commands] == [
        ["apt-get", "-qq", "download"],
        ["dpkg-deb", "-x", str(environment / "nginx" / "nginx_1.deb")],
    ]
