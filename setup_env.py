"""Set-up and start: environment and packages, with Python's own library alone.

`python setup_env.py run | test | fast | check | pictures`, from anywhere; `make` calls the same. It
stands beside the doors and in no room, because it must run before anything can be imported, and on
Windows without make. Nothing imports it. An older Python reads it too, so that it can say what it
needs.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
BIN = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
NGINX = ENVIRONMENT / "nginx"
RUN_PACKAGES, TEST_PACKAGES = ROOT / "requirements.txt", ROOT / "requirements-test.txt"
OLDEST = (3, 11)

# A file of tests goes to one process: with a long one at the end the other would wait for it.
LONG_FIRST = ("tests/metrics", "tests/browser", "tests/services", "tests/store", "tests")
FAST_ROOMS = (
    *("tests/metrics", "tests/data_loaders", "tests/store", "tests/charts"),
    *("tests/access", "tests/core"),
)

BROWSER_SETTINGS = ("CHEFFORUM_BROWSER", "BROWSER_PATH")
BROWSER_COMMANDS = (
    "google-chrome",
    "google-chrome-stable",
    "chromium",
    "chromium-browser",
    "microsoft-edge",
    "microsoft-edge-stable",
    "chrome",
    "msedge",
)
BROWSER_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "{PROGRAMFILES}/Google/Chrome/Application/chrome.exe",
    "{PROGRAMFILES(X86)}/Google/Chrome/Application/chrome.exe",
    "{LOCALAPPDATA}/Google/Chrome/Application/chrome.exe",
    "{PROGRAMFILES(X86)}/Microsoft/Edge/Application/msedge.exe",
    "{PROGRAMFILES}/Microsoft/Edge/Application/msedge.exe",
)

NO_BROWSER = (
    "Der er ingen Chrome, Chromium eller Edge: siderne kan ikke prøves, før en af dem er "
    "installeret (Debian: sudo apt install chromium)."
)
NO_NGINX = (
    "Der er ingen nginx: indstillingerne i docs/drift.md kan ikke prøves, før den er installeret "
    "(Debian: sudo apt install nginx)."
)
TOO_OLD = (
    "Programmet kræver Python {oldest} eller nyere. Her er Python {version} ({path}). Installer en "
    "nyere, og peg på den: make run PYTHON=python3.12, eller på Windows: py -3.12 setup_env.py run."
)
NO_VENV = (
    "Det virtuelle miljø kunne ikke oprettes: denne Python mangler modulet venv eller ensurepip. "
    "På Debian og Ubuntu: sudo apt install python3-venv. Prøv derefter igen."
)
NO_PACKAGES = (
    "Pakkerne i {name} kunne ikke installeres; grunden står ovenfor. Er der intet netværk, så peg "
    "pip på jeres eget pakkelager (pip config set global.index-url …), og prøv igen."
)


class SetupError(Exception):
    """Something that the machine lacks, with what to do about it."""


def main(words: "list[str]") -> int:
    """Do one of the jobs and return its exit code; 2 for a word that is none of them."""
    jobs = {"run": run, "test": test, "fast": fast, "check": check, "pictures": pictures}
    if len(words) != 1 or words[0] not in jobs:
        print_line("Brug: python setup_env.py " + " | ".join(jobs))
        return 2
    try:
        return jobs[words[0]]()
    except SetupError as error:
        print_line(str(error))
        return 1
    except KeyboardInterrupt:
        return 130


def run() -> int:
    """Start the dashboard; on Linux and macOS this process becomes the server.

    Nothing is installed outside this folder.
    """
    prepare_environment(RUN_PACKAGES)
    command = [str(PYTHON), "server.py"]
    if os.name != "nt":
        os.chdir(ROOT)
        os.execv(command[0], command)
    return subprocess.call(command, cwd=ROOT)


def test() -> int:
    """Run the checks and then every test; pytest's summary is the last that is printed."""
    failed = check()
    in_order = ("--dist", "loadfile", "--no-loadscope-reorder", *LONG_FIRST)
    # One more than the cores: who waits for a browser leaves one idle.
    processes = str((os.cpu_count() or 1) + 1)
    variables = make_variables(find_browser() or install_browser())
    if not (find_nginx() or fetch_nginx()):
        print_line(NO_NGINX)
    return failed or run_module("pytest", "-n", processes, *in_order, env=variables)


def fast() -> int:
    """Run the rooms' own tests but the slow ones, with few random examples: for every change."""
    prepare_environment(RUN_PACKAGES, TEST_PACKAGES)
    processes = ("-n", str(os.cpu_count() or 1), "--dist", "loadfile", "--no-loadscope-reorder")
    return run_module(
        "pytest", *processes, "-rs", "-m", "not slow", "--hypothesis-profile", "fast", *FAST_ROOMS
    )


def check() -> int:
    """Check form, types, import rules and sizes; stop at the first that fails."""
    prepare_environment(RUN_PACKAGES, TEST_PACKAGES)
    return (
        run_module("ruff", "check", ".")
        or run_module("ruff", "format", "--check", ".")
        or run_module("mypy", ".")
        or subprocess.call([str(BIN / "lint-imports"), "--no-cache"], cwd=ROOT)
        or run_module("pytest", "tests/house")
    )


def pictures() -> int:
    """Take a picture of each page, in three widths, light and dark, into the folder billeder."""
    prepare_environment(RUN_PACKAGES, TEST_PACKAGES)
    command = [str(PYTHON), "docs/make_pictures.py", "billeder"]
    return subprocess.call(
        command, cwd=ROOT, env=make_variables(find_browser() or install_browser())
    )


def run_module(module: str, *arguments: str, env: "dict[str, str] | None" = None) -> int:
    """Run a module with the environment's Python and return its exit code."""
    return subprocess.call([str(PYTHON), "-m", module, *arguments], cwd=ROOT, env=env)


def print_line(text: str) -> None:
    """Print a line at once, also where the terminal cannot show every letter."""
    encoding = sys.stdout.encoding or "ascii"
    print(text.encode(encoding, "replace").decode(encoding), flush=True)


def prepare_environment(*requirements: Path) -> None:
    """Make the environment and install what has changed; a second time, nothing is done.

    Raises SetupError where Python is too old, has no venv, or a package cannot be had.
    """
    check_python()
    if not has_working_environment():
        make_environment()
    for path in requirements:
        install_packages(path)


def check_python() -> None:
    """Raise SetupError where this Python is too old."""
    if sys.version_info < OLDEST:
        oldest, version = (".".join(map(str, number)) for number in (OLDEST, sys.version_info[:3]))
        raise SetupError(TOO_OLD.format(oldest=oldest, version=version, path=sys.executable))


def has_working_environment() -> bool:
    """Whether the environment is there and answers: it dies when its Python is removed."""
    return PYTHON.exists() and run_quietly([str(PYTHON), "-c", "import pip"])


def make_environment() -> None:
    """Make `.venv` anew; raises SetupError where Python lacks what it takes."""
    print_line("Opretter et virtuelt miljø i .venv …")
    parts = [importlib.util.find_spec(name) for name in ("venv", "ensurepip")]
    command = [sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)]
    if None in parts or not run_quietly(command):
        raise SetupError(NO_VENV)


def install_packages(path: Path) -> None:
    """Install a file of pinned packages, unless these very ones are installed."""
    checksum = hashlib.sha256(path.read_bytes()).hexdigest()
    stamp = ENVIRONMENT / (path.name + ".sha256")
    if stamp.exists() and stamp.read_text(encoding="ascii") == checksum:
        return
    print_line("Installerer pakkerne i " + path.name + " (et par minutter første gang) …")
    if run_module("pip", "install", "-qq", "--disable-pip-version-check", "-r", path.name):
        raise SetupError(NO_PACKAGES.format(name=path.name))
    stamp.write_text(checksum, encoding="ascii")


def make_variables(browser: str) -> "dict[str, str]":
    """Return this process's variables with a browser for the tests; "" is said to be none."""
    if not browser:
        print_line(NO_BROWSER)
        return dict(os.environ)
    return dict(os.environ, BROWSER_PATH=browser)


def find_browser() -> str:
    """Return the path of Chrome, Chromium or Edge; "" where there is none."""
    chosen = [os.environ.get(name, "") for name in BROWSER_SETTINGS]
    commands = [shutil.which(name) or "" for name in BROWSER_COMMANDS]
    folders = {"PROGRAMFILES": "", "PROGRAMFILES(X86)": "", "LOCALAPPDATA": ""}
    folders.update((name.upper(), value) for name, value in os.environ.items())
    places = [place.format_map(folders) for place in BROWSER_PLACES]
    return next((path for path in chosen + commands + places if path and Path(path).is_file()), "")


def install_browser() -> str:
    """Install Debian's chromium for the tests, where no question would be asked.

    Returns its path, or "" where it could not be installed.
    """
    apt = shutil.which("apt-get")
    if not apt or not can_become_root():
        return ""
    print_line("Installerer Chromium til prøver af siderne …")
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    command = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", apt, "-qq"]
    run_quietly([*command, "update"])
    run_quietly([*command, "install", "-y", "--no-install-recommends", "chromium"])
    return find_browser()


def find_nginx() -> str:
    """Return the path of the machine's nginx, or of that for the tests; "" where there is none."""
    places = (shutil.which("nginx"), "/usr/sbin/nginx", str(NGINX / "usr" / "sbin" / "nginx"))
    return next((path for path in places if path and Path(path).is_file()), "")


def fetch_nginx() -> str:
    """Unpack Debian's nginx for the tests into the environment; nothing is installed or started.

    Returns its path, or "" where it could not be had.
    """
    apt, unpack = shutil.which("apt-get"), shutil.which("dpkg-deb")
    if not apt or not unpack:
        return ""
    NGINX.mkdir(exist_ok=True)
    fetch = [apt, "-qq", "download", "nginx"]
    if not run_quietly(fetch, NGINX) and can_become_root():
        as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
        run_quietly([*as_root, apt, "-qq", "update"])
        run_quietly(fetch, NGINX)
    for package in NGINX.glob("nginx_*.deb"):
        run_quietly([unpack, "-x", str(package), str(NGINX)])
    return find_nginx()


def can_become_root() -> bool:
    """Whether this user is root or may become it without a password."""
    return os.geteuid() == 0 or (bool(shutil.which("sudo")) and run_quietly(["sudo", "-n", "true"]))


def run_quietly(command: "list[str]", folder: "Path | None" = None) -> bool:
    """Run a command that asks nothing and prints nothing; return whether it went well."""
    silent = subprocess.DEVNULL
    return subprocess.call(command, stdin=silent, stdout=silent, stderr=silent, cwd=folder) == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
