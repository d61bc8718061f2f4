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
import re
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from hashlib import sha256
from http import HTTPStatus
from http.cookiejar import CookieJar
from itertools import count, zip_longest
from pathlib import Path
from statistics import median
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import HTTPCookieProcessor, Request, build_opener

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

import dashboard
from access.grants import make_grant, write_grants
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
FINISHED = 0  # the script has run to its end, and not begun again
ANSWER = 300.0  # seconds
FAILURES = ("Der skete en fejl i programmet", "Traceback", "har ingen rolle", "ikke logget ind")
_ESCAPES = str.maketrans("", "", "\\\u2060")  # which keep names from being read as markup
_OF_VISIT = re.compile(
    r"/filer/[\w-]+|\bfiler-[0-9a-f]{8}\b|\b[0-9a-f]{32,64}\b|script_run_id: \"[^\"]*\""
)


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


class Visitor:
    """Somebody who has signed in, with the cookies of it."""

    def __init__(self, person: str, port: int) -> None:
        self.person = person
        self.origin = f"http://localhost:{port}"
        self.cookies = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self.cookies))

    def sign_in(self, provider: Provider) -> None:
        """Press the button for signing in, and go where the pages and the provider send one."""
        provider.person = self.person
        self.fetch("/_stcore/health")  # gives the cookie against requests from foreign websites
        with Tab(self) as tab:
            tab.show("overblik", "")
            redirect = tab.press("Log ind")
        self.fetch(redirect.removeprefix(self.origin))

    def fetch(self, address: str) -> tuple[int, bytes]:
        """Fetch an address of the server."""
        request = Request(f"{self.origin}{address}", headers={"Referer": f"{self.origin}/overblik"})  # noqa: S310 - our own
        try:
            with self._opener.open(request, timeout=ANSWER) as answer:
                return answer.status, answer.read()
        except HTTPError as error:
            return error.code, error.read()

    @property
    def xsrf(self) -> str:
        """The cookie that a browser also sends in another way, as no foreign website can."""
        return next((str(c.value) for c in self.cookies if c.name == "_streamlit_xsrf"), "")

    @property
    def cookie_header(self) -> str:
        """The cookies as a browser sends them."""
        kept = [cookie for cookie in self.cookies if cookie.path == "/"]
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in kept)


class Tab:
    """A tab of somebody's browser: one websocket, one page at a time."""

    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor
        self._held = ExitStack()
        self._connection: ClientConnection
        self._page = self._query = ""
        self._choices: list[tuple[str, list[str]]] = []
        self._buttons: dict[str, str] = {}
        self._folded: list[str] = []  # what is made only when it is opened
        self.redirect = ""
        self.files: list[str] = []  # the addresses of those that the page offers as CSV

    def __enter__(self) -> "Tab":
        origin, cookies = self._visitor.origin, self._visitor.cookie_header
        opening = connect(
            f"{origin.replace('http', 'ws', 1)}/_stcore/stream",
            origin=Origin(origin),
            subprotocols=[Subprotocol(word) for word in ("streamlit", self._visitor.xsrf) if word],
            additional_headers={"Cookie": cookies} if cookies else {},
            max_size=None,
            open_timeout=ANSWER,
        )
        self._connection = self._held.enter_context(opening)
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def show(self, page: str, query: str) -> str:
        """Show a page by its address; returns all that it says."""
        self._page, self._query = page, query
        return self._run(BackMsg())

    def choose(self, chance: random.Random) -> str:
        """Choose something else in one of the page's fields; "" where it has none."""
        fields = [choice for choice in self._choices if len(choice[1]) > 1]
        if not fields:
            return ""
        widget, options = chance.choice(fields)
        message = BackMsg()
        state = message.rerun_script.widget_states.widgets.add()
        state.id, state.string_value = widget, chance.choice(options)
        return self._run(message)

    def unfold(self) -> str:
        """Open all that the page makes only then; "" where there is nothing of the kind."""
        if not self._folded:
            return ""
        message = BackMsg()
        for widget in self._folded:
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.bool_value = widget, True
        return self._run(message)

    def press(self, label: str) -> str:
        """Press a button; returns where the page sends one then."""
        message = BackMsg()
        state = message.rerun_script.widget_states.widgets.add()
        state.id, state.trigger_value = self._buttons[label], True
        self._run(message)
        return self.redirect

    def _run(self, message: BackMsg) -> str:
        message.rerun_script.page_name = self._page
        message.rerun_script.query_string = self._query
        self._connection.send(message.SerializeToString())
        texts: list[str] = []
        self.files, self._choices, self._folded = [], [], []
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(self._connection.recv(ANSWER, decode=False))
            kind = answer.WhichOneof("type")
            if kind == "script_finished" and answer.script_finished == FINISHED:
                return _OF_VISIT.sub("·", "\n".join(texts)).translate(_ESCAPES)
            if kind == "script_finished":
                texts.clear()
                self.files, self._choices, self._folded = [], [], []
            elif kind == "page_info_changed":
                self._query = answer.page_info_changed.query_string
            elif kind == "auth_redirect":
                self.redirect = answer.auth_redirect.url
            elif kind in {"delta", "navigation", "page_not_found"}:
                texts.append(str(getattr(answer, kind)))
                self._notice(answer)

    def _notice(self, answer: ForwardMsg) -> None:
        if folded := answer.delta.add_block.expandable.id:
            self._folded.append(folded)
        element = answer.delta.new_element
        if element.WhichOneof("type") == "selectbox":
            self._choices.append((element.selectbox.id, list(element.selectbox.options)))
        elif element.WhichOneof("type") == "button":
            self._buttons[element.button.label] = element.button.id
        elif "(CSV)" in element.link_button.label:
            self.files.append(element.link_button.url)


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
    pages = [entry.address for entry in dashboard._PAGES]
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
