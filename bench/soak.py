"""Let visitors use a real server for a while: no error page, flat memory, no process left.

    python -m bench.soak --minutes 20 --visitors 8

Each visitor is a browser page that looks at pages, saves a file and takes it back, releases the
newest opgørelse and withdraws it, and fetches a bilag as PDF, in any order. Every ten seconds the
server's memory and open files are counted. Each opening of a page is a session of its own that the
server keeps for two minutes more, with three files, so both go up and down with the pages that were
opened lately: files are compared when all have left. Ends with 1 where a page showed an error,
where the middle value of memory grew from the second quarter of the time to the last, where files
were left open, or where a process was left behind.
"""

import argparse
import asyncio
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from playwright.async_api import Browser, Error, Page, async_playwright

from services.configuration import STORE_VARIABLE
from setup_env import find_browser

ROOT = Path(__file__).parents[1]
PORT = 20_871
PAGES = (
    *("overblik", "afdelinger", "enheder", "langtidsfriske", "maaltal", "forklaring", "noegletal"),
    "bilag",
)
MORE_PAGES = ("indlaes", "organisation", "om_tallene")
HEAD = "Kvartal;Enhedsnr.;Enhed;Afdeling;Fraværsdagsværk;Medarbejdere\n"
SECONDS_BETWEEN = 10
PATIENCE = 120_000  # milliseconds
MOST_GROWTH = 1.1  # of the middle value in the second quarter
SESSION_KEPT = 140  # seconds that the server keeps what belongs to a page that was left
MOST_MORE_FILES = 6  # than with one page before


@dataclass
class Soak:
    """What the visitors did and met, and what the server used meanwhile; `end` is by the clock."""

    end: float
    server: int
    done: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    late: Counter[str] = field(default_factory=Counter)
    megabytes: list[float] = field(default_factory=list)
    files: list[int] = field(default_factory=list)
    files_with_one_page: list[int] = field(default_factory=list)
    processes: set[int] = field(default_factory=set)


async def settle(page: Page) -> None:
    """Wait until the page's script has run to its end."""
    await page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")


async def open_page(page: Page, name: str) -> None:
    """Open a page by its address."""
    await page.goto(f"http://localhost:{PORT}/{name}")
    await page.wait_for_selector("h1")
    await settle(page)


async def look(page: Page, chance: random.Random, _: int) -> None:
    """Look at any page."""
    await open_page(page, chance.choice((*PAGES, *MORE_PAGES)))


async def save_and_undo(page: Page, chance: random.Random, visitor: int) -> None:
    """Save a file of an enhed of the visitor's own; take the newest such file back."""
    await open_page(page, "indlaes")
    line = (
        f"2024K4;98{visitor:02};Enhed 98{visitor:02};Miljø & Teknik;{chance.randrange(20, 50)};10\n"
    )
    file = {
        "name": f"prøve-{visitor}.csv",
        "mimeType": "text/csv",
        "buffer": (HEAD + line).encode(),
    }
    await page.set_input_files("input[type=file]", file)  # type: ignore[arg-type]
    await page.get_by_text("Sådan er filen læst").wait_for()
    await settle(page)
    seen = page.get_by_text("Jeg har set")
    if await seen.count():
        await seen.click()
        await settle(page)
    button = page.get_by_role("button", name="Gem 1 fil")
    if await button.count():
        await button.click()
        refused = page.get_by_role("button", name="Kontrollér igen")  # another saved meanwhile
        await page.get_by_text("1 fil er gemt.").or_(refused).first.wait_for()
        await settle(page)
    await page.get_by_role("button", name="Fortryd").first.click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Behold").wait_for()
    is_ours = "prøve-" in await dialog.inner_text()
    await dialog.get_by_role("button", name="Ja, fortryd" if is_ours else "Behold").click()
    await settle(page)


async def release_or_withdraw(page: Page, _: random.Random, __: int) -> None:
    """Release the newest opgørelse, or withdraw it where it is released."""
    await open_page(page, "overblik")
    for button, answer in (
        ("Frigiv til Chefforum", "Ja, frigiv"),
        ("Træk tilbage", "Ja, træk tilbage"),
    ):
        choice = page.get_by_role("button", name=button)
        if await choice.count():
            await choice.first.click()
            await page.get_by_role("dialog").get_by_role("button", name=answer).click()
            await settle(page)
            return


async def fetch_pdf(page: Page, _: random.Random, __: int) -> None:
    """Fetch a bilag as PDF."""
    await open_page(page, "bilag")
    async with page.expect_download() as waiting:
        await page.get_by_role("button", name="Hent PDF").click()
    path = await (await waiting.value).path()
    if not path.read_bytes().startswith(b"%PDF"):
        raise ValueError("no PDF")


ACTIONS: tuple[Callable[[Page, random.Random, int], Awaitable[None]], ...] = (
    *(look, look, look, save_and_undo, release_or_withdraw, fetch_pdf),
)


async def visit(soak: Soak, page: Page, chance: random.Random, visitor: int) -> None:
    """Do one thing after the other until the time is over."""
    page.set_default_timeout(PATIENCE)
    while time.monotonic() < soak.end:
        action = chance.choice(ACTIONS)
        try:
            await action(page, chance, visitor)
            soak.done[action.__name__] += 1
        except (Error, ValueError) as error:
            soak.late[f"{action.__name__}: {str(error).splitlines()[0][:80]}"] += 1
        for sign in ("Der skete en fejl i programmet", "Traceback"):
            if await page.get_by_text(sign).count():
                soak.errors.append(f"{action.__name__}: {sign}")
        if await page.get_by_test_id("stException").count():
            soak.errors.append(f"{action.__name__}: exception")


def list_descendants(parent: int) -> set[int]:
    """Return the processes that a process has started, and those that they have."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            number, _, rest = stat.read_text("utf-8", "replace").partition(" (")
        except OSError:
            continue
        parents[int(number)] = int(rest.rpartition(") ")[2].split()[1])
    descendants = {parent}
    while more := {child for child, of in parents.items() if of in descendants} - descendants:
        descendants |= more
    return descendants - {parent}


def count_files(process: int) -> int:
    """Count the files that a process has open."""
    return sum(1 for _ in Path(f"/proc/{process}/fd").iterdir())


async def look_alone(soak: Soak, browser: Browser) -> None:
    """Count the open files while one page is open and no other."""
    page = await (await browser.new_context()).new_page()
    for _ in range(2):  # what was kept for pages that were left goes when another one comes
        await open_page(page, "overblik")
    soak.files_with_one_page.append(count_files(soak.server))
    await page.context.close()


async def measure(soak: Soak) -> None:
    """Count the server's memory and open files until the time is over."""
    while time.monotonic() < soak.end:
        status = Path(f"/proc/{soak.server}/status").read_text("utf-8")
        kilobytes = next(line.split()[1] for line in status.splitlines() if "VmRSS" in line)
        soak.megabytes.append(int(kilobytes) / 1000)
        soak.files.append(count_files(soak.server))
        soak.processes |= list_descendants(soak.server)
        await asyncio.sleep(SECONDS_BETWEEN)


async def run_visitors(soak: Soak, count: int, seed: int) -> None:
    """Let the visitors in, each with a browser context of its own."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"]
        )
        await look_alone(soak, browser)
        soak.end += time.monotonic()
        pages = [await (await browser.new_context()).new_page() for _ in range(count)]
        visits = [
            visit(soak, page, random.Random(seed + number), number)  # noqa: S311 - no secret
            for number, page in enumerate(pages)
        ]
        await asyncio.gather(measure(soak), *visits)
        for page in pages:
            await page.context.close()
        await asyncio.sleep(SESSION_KEPT)
        await look_alone(soak, browser)
        await browser.close()


def start_server(store: Path, log: Path) -> subprocess.Popen[bytes]:
    """Load the sample into a store and start the server on it, as `cli.py serve` does."""
    sample = [sys.executable, "cli.py", "--store", str(store), "sample"]
    subprocess.run(sample, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    command = [sys.executable, "server.py", "--server.port", str(PORT), "--server.headless", "true"]
    with log.open("wb") as output:
        server = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {STORE_VARIABLE: str(store)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    while True:
        try:
            with urllib.request.urlopen(f"http://localhost:{PORT}/_stcore/health", timeout=5):
                return server
        except OSError:
            time.sleep(0.5)


def describe(soak: Soak, left: list[str]) -> list[str]:
    """Return what was wrong, after printing all figures."""
    wrong = [*soak.errors, *left]
    for name, values in (("MB", soak.megabytes), ("open files", soak.files)):
        quarter = max(len(values) // 4, 1)
        parts = [values[start : start + quarter] for start in range(0, 4 * quarter, quarter)]
        middles = [median(part or values) for part in parts]
        print(f"{name}: middle values of the quarters {', '.join(f'{n:.0f}' for n in middles)};")
        print(f"  at most {', '.join(f'{max(part or values):.0f}' for part in parts)}")
        if name == "MB" and middles[-1] > MOST_GROWTH * middles[1]:
            wrong.append(f"{name} grew from {middles[1]:.0f} to {middles[-1]:.0f}")
    first, last = soak.files_with_one_page
    print(f"open files with one page: {first} at first, {last} at the end")
    if last > first + MOST_MORE_FILES:
        wrong.append(f"{last - first} files more are open than at first")
    for counts in (soak.done, soak.late):
        for name, count in sorted(counts.items()):
            print(f"{count:5} {name}")
    return wrong


def main() -> int:
    """Read the command line, run, and say what was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--visitors", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store, log = Path(folder) / "chefforum.duckdb", Path(folder) / "server.log"
        server = start_server(store, log)
        soak = Soak(60 * chosen.minutes, server.pid)
        asyncio.run(run_visitors(soak, chosen.visitors, chosen.seed))
        server.send_signal(signal.SIGTERM)
        server.wait()
        alive = [number for number in soak.processes if Path(f"/proc/{number}").exists()]
        wrong = describe(soak, [f"process {number} is left" for number in alive])
        print(f"{store.stat().st_size / 1e6:.1f} MB in the store")
        print(log.read_text("utf-8", "replace")[-2000:])
    for text in wrong:
        print(f"WRONG {text}")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
