"""Let people of different roles use a server at once: each sees what they see alone, none fails.

    python -m bench.roles_at_once --reruns 500

The server runs with sign-in, and a provider that lets in who is told. Eight people of seven roles
sign in by it and read the pages over the websocket, as browsers do. What each does is drawn in
rounds, each of them in a new tab: pages, also those of other roles and by links that are meant for
others, filters, and files, also at addresses that were offered to somebody else. First everybody
goes through all rounds alone. Then all do them at once, in any order, so many reruns each. Every
answer must be the same, byte by byte, as the one that was given to the same person alone. It must
name who asks and nobody else, and what stands in the draft alone is for HR's eyes only. The page
of the log is another one each time, so that there only names and failures are looked at.

Ends with 1 where an answer was another one, named somebody else, or failed.
"""

import argparse
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from http import HTTPStatus
from itertools import count, zip_longest
from pathlib import Path
from statistics import median
from typing import NamedTuple
from urllib.parse import quote

import dashboard
from access.grants import make_grant, write_grants
from bench.tabs import Tab, Visitor
from core.quarter import Quarter
from core.settings import Settings
from services import opgoerelser
from services.configuration import CLIENT_SECRET_VARIABLE, ROOT
from services.sample import load_sample
from store.database import Store
from tests.browser.provider import CLIENT, Provider, run_provider
from tests.doors.test_server import start_server
from tests.nginx import reserve_ports
from tests.stored_rows import put, row

PEOPLE = {
    "hanne@kommune.example": ("hr", ""),
    "klaus@kommune.example": ("kommunaldirektoer", ""),
    "dorte@kommune.example": ("direktoer", "Børn, Sundhed & Velfærd"),
    "bente@kommune.example": ("afdelingschef", "Børn & Familie"),
    "mads@kommune.example": ("afdelingschef", "Miljø & Teknik"),
    "erik@kommune.example": ("enhedsleder", "0120"),
    "signe@kommune.example": ("sekretariat", ""),
    "dan@kommune.example": ("databeskyttelsesraadgiver", ""),
}
HR = "hanne@kommune.example"
DRAFT = "Kladdeenhed8642"
LINKS = (
    "",
    "kvartal=2024K4",
    "kvartal=2023K4",
    "kvartal=2025K1",
    f"hvor={quote('afdeling:Børn & Familie')}",
    f"hvor={quote('afdeling:Miljø & Teknik')}",
    f"enhed={quote('HR & Personalejura')}",
    "organisation=dengang",
    "nedlagte=Holdt+ude",
    f"rolle={quote('afdelingschef:Børn & Familie')}",
    "kvartal=findes-ikke&enhed=0120",
)
LOG_PAGE = "adgang"
CHOOSING = 0.4  # of the steps, where the page has fields
TOLD_EVERY = 500  # reruns of all together
ROUNDS, STEPS = 4, 10  # a person's rounds, and the reruns of each
FAILURES = ("Der skete en fejl i programmet", "Traceback", "har ingen rolle", "ikke logget ind")


@dataclass
class Findings:
    """What was done, how long reruns took, what was wrong, and the files that are on offer."""

    done: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    offered: list[tuple[str, str]] = field(default_factory=list)  # addresses, and to whom
    alone: dict[tuple[str, int, int], str] = field(default_factory=dict)
    is_draft_seen: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)


class Step(NamedTuple):
    """What was done in a step of a round, its number, and what was answered to it."""

    number: int
    what: str
    text: str
    seconds: float

    @property
    def is_rerun(self) -> bool:
        """Whether a page was run for it."""
        return not self.what.startswith("file")


def go_round(visitor: Visitor, number: int, findings: Findings) -> Iterator[Step]:
    """Do a round in a new tab, and yield each step."""
    chance = random.Random(f"{visitor.person} {number}")  # noqa: S311 - no secret
    pages = [entry.address for entry in dashboard.PAGES]
    page, numbers = "", count()
    with Tab(visitor) as tab:
        for _ in range(STEPS):
            begun = time.monotonic()
            text = tab.choose(chance) if page and chance.random() < CHOOSING else ""
            what = f"chooses on {page}"
            if not text:
                page, link = chance.choice(pages), chance.choice(LINKS)
                what = f"opens {page}?{link}"
                text = tab.show(page, link)
            yield Step(next(numbers), what, text, time.monotonic() - begun)
            begun = time.monotonic()
            if text := tab.unfold():
                what = f"unfolds {page}"
                yield Step(next(numbers), what, text, time.monotonic() - begun)
            if tab.files:
                address = chance.choice(tab.files)
                status, content = visitor.fetch(address)
                text = f"{status} {sha256(content).hexdigest()}"
                yield Step(next(numbers), f"file of {page}", text, 0)
                with findings.lock:
                    findings.offered.append((address, visitor.person))


def check(visitor: Visitor, number: int, step: Step, findings: Findings) -> None:
    """Compare an answer with the one that was given alone, which this is where there is none."""
    person, is_log = visitor.person, f" {LOG_PAGE}" in step.what
    faults = [f"says »{sign}«" for sign in FAILURES if sign in step.text]
    if step.is_rerun and person not in step.text:
        faults.append("does not name who asks")
    if not is_log:
        faults += [f"names {other}" for other in PEOPLE if other != person and other in step.text]
        before = findings.alone.setdefault((person, number, step.number), step.text)
        if before != step.text:
            faults.append(f"is another one than alone: {describe_difference(before, step.text)}")
    if not step.is_rerun and not step.text.startswith("200"):
        faults.append(step.text[:3])
    if DRAFT in step.text and person != HR:
        faults.append("has the draft")
    with findings.lock:
        findings.is_draft_seen |= DRAFT in step.text
        findings.done["reruns" if step.is_rerun else "files"] += 1
        findings.seconds += [step.seconds] if step.is_rerun else []
        where = f"{PEOPLE[person][0]} {step.what} (round {number}, step {step.number})"
        findings.wrong += [f"{where}: {fault}" for fault in faults]
        if step.is_rerun and not findings.done["reruns"] % TOLD_EVERY:
            report("so far", findings)


def describe_difference(before: str, after: str) -> str:
    """Return the first lines that differ."""
    pairs = zip_longest(before.splitlines(), after.splitlines(), fillvalue="")
    return next((f"{old.strip()[:200]} | {new.strip()[:200]}" for old, new in pairs if old != new))


def try_others_file(visitor: Visitor, chance: random.Random, findings: Findings) -> None:
    """Ask for a file at an address that was offered to somebody else."""
    with findings.lock:
        others = [address for address, person in findings.offered if person != visitor.person]
    if others and visitor.fetch(chance.choice(others))[0] == HTTPStatus.OK:
        findings.wrong.append(f"{visitor.person} was given somebody else's file")
    findings.done["files of others, refused"] += bool(others)


def visit(visitor: Visitor, rounds: int, reruns: int, findings: Findings) -> None:
    """Do rounds in any order until there have been so many reruns."""
    chance, done = random.Random(visitor.person), 0  # noqa: S311 - no secret
    while done < reruns:
        number = chance.randrange(rounds)
        for step in go_round(visitor, number, findings):
            check(visitor, number, step, findings)
            done += step.is_rerun
        try_others_file(visitor, chance, findings)


def make_store(folder: Path, provider: Provider, port: int) -> Path:
    """Make a store with a released opgørelse, a draft after it, everybody's role, and sign-in."""
    store = Store(folder / "chefforum.duckdb")
    load_sample(store, settings=Settings(), by="lokal", progress=lambda _done, _text: None)
    opgoerelser.release(store, Quarter(2024, 4), settings=Settings(), by="lokal")
    put(store, [row("2025K1", DRAFT, afdeling="Børn & Familie")], name="kladde.xlsx")
    store.close()
    grants = [
        make_grant(person, role, place, first=None, last=None)
        for person, (role, place) in PEOPLE.items()
    ]
    write_grants(folder / "roller.toml", grants)
    settings = f"""
        [sign_in]
        metadata_url = "{provider.address}/.well-known/openid-configuration"
        client_id = "{CLIENT}"
        redirect_uri = "http://localhost:{port}/oauth2callback"
        """
    (folder / "indstillinger.toml").write_text(settings, "utf-8")
    return store.path


def run(folder: Path, reruns: int) -> Findings:
    """Start the server, let everybody in, first alone and then at once."""
    findings, rounds = Findings(), min(ROUNDS, -(-reruns // STEPS))
    (port,) = reserve_ports(1)
    environment = {CLIENT_SECRET_VARIABLE: "hemmelig", "CHEFFORUM_KEY": str(folder / "noegle")}
    command = [str(ROOT / "server.py"), "--server.port", str(port)]
    with run_provider() as provider:
        store = make_store(folder / "data", provider, port)
        with start_server(command, store, **environment) as server:
            visitors = [Visitor(person, port) for person in PEOPLE]
            for visitor in visitors:
                visitor.sign_in(provider)
                for number in range(rounds):
                    for step in go_round(visitor, number, findings):
                        check(visitor, number, step, findings)
            report("alone", findings)
            findings.done.clear()
            findings.seconds.clear()
            with ThreadPoolExecutor(len(visitors)) as threads:
                doing = [
                    threads.submit(visit, visitor, rounds, reruns, findings) for visitor in visitors
                ]
            for future in doing:
                future.result()
            if server.process.poll() is not None:
                findings.wrong.append("the server has ended")
    if not findings.is_draft_seen:
        findings.wrong.append("HR was not shown the draft, so that nobody could be shown it")
    return findings


def report(when: str, findings: Findings) -> None:
    """Print what was done, and how long a rerun took."""
    counts = ", ".join(f"{number} {name}" for name, number in findings.done.items())
    ordered = sorted(findings.seconds)
    late = ordered[int(len(ordered) * 0.95)]
    print(f"{when}: {counts}; a rerun took {median(ordered):.2f} s, 95 % at most {late:.2f} s")
    print(f"{when}: {len(findings.wrong)} wrong", flush=True)


def main() -> int:
    """Read the command line, run, and say what was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reruns", type=int, default=500)
    reruns = parser.parse_args().reruns
    with tempfile.TemporaryDirectory() as folder:
        findings = run(Path(folder), reruns)
    report("at once", findings)
    for wrong in findings.wrong[:40]:
        print(wrong)
    return int(bool(findings.wrong))


if __name__ == "__main__":
    sys.exit(main())
