"""What a rerun of each page costs the server, beside that of a page with one chart and no more.

    python -m bench.reruns --times 10

Both run in a server of their own, and are asked in turn over the websocket, as browsers do: what
the machine does besides meets both. Told are the medians of the pairs' ratios in CPU time of the
server's process, then of twenty sessions at once how long the slowest twentieth waits, beside
the same for the page with one chart, and how much memory a session takes.

Ends with 1 where a page costs more than 2.5 times the other.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median, quantiles

import dashboard
from bench.tabs import Tab, Visitor
from core.settings import Settings
from services.configuration import ROOT
from services.sample import load_sample
from store.database import Store
from tests.doors.test_server import start_server
from tests.nginx import reserve_ports

LIMIT = 2.5
SESSIONS = 20
AT_A_TIME = 5  # reruns
OF_AFDELING = "hvor=afdeling%3AB%C3%B8rn+%26+Familie"
VIEWS = [
    *((entry.address, "") for entry in dashboard.PAGES),
    ("overblik", OF_AFDELING),
    ("afdelinger", OF_AFDELING),
]
ONE_CHART = """
import plotly.graph_objects as go
import streamlit as st

st.plotly_chart(go.Figure(go.Bar(x=list(range(9)), y=[15, 15, 16, 16, 15, 15, 15, 14, 14])))
"""


@dataclass
class Server:
    """A server, the process that it is, and the visitor who asks it."""

    process: int
    visitor: Visitor

    def measure_cpu(self, ask: Callable[[], object]) -> float:
        """Return how many seconds of CPU the server takes meanwhile."""
        before = self._read_cpu()
        ask()
        return self._read_cpu() - before

    def _read_cpu(self) -> float:
        fields = Path(f"/proc/{self.process}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def read_memory(self) -> float:
        """Return how many megabytes of memory the server has."""
        pages = int(Path(f"/proc/{self.process}/statm").read_text("ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def serve_one_chart(folder: Path) -> Iterator[Server]:
    """Serve a page with one chart, by Streamlit alone."""
    script = folder / "one_chart.py"
    script.write_text(ONE_CHART, "utf-8")
    (port,) = reserve_ports(1)
    command = [sys.executable, "-m", "streamlit", "run", script.name, "--server.port", str(port)]
    options = ["--server.headless", "true", "--server.address", "localhost"]
    process = subprocess.Popen([*command, *options], cwd=folder, stdout=subprocess.DEVNULL)
    try:
        _wait_for(f"http://localhost:{port}/_stcore/health")
        yield Server(process.pid, Visitor("", port))
    finally:
        process.kill()
        process.wait()


def _wait_for(address: str) -> None:
    while True:
        try:
            with urllib.request.urlopen(address, timeout=1):  # noqa: S310 - our own
                return
        except OSError:
            time.sleep(0.1)


@contextmanager
def serve_pages(folder: Path) -> Iterator[Server]:
    """Serve the program's pages on a store with the sample."""
    file = folder / "chefforum.duckdb"
    store = Store(file)
    load_sample(store, settings=Settings(), by="bench", progress=lambda _done, _text: None)
    store.close()
    command = [str(ROOT / "server.py"), "--server.port", "0"]
    with start_server(command, file, PYTHONPATH=str(ROOT)) as running:
        yield Server(running.process.pid, Visitor("", running.port))


def compare(pages: Server, one_chart: Server, page: str, query: str, times: int) -> float:
    """Return the median ratio of a page's rerun to that of one chart."""
    with Tab(pages.visitor) as tab, Tab(one_chart.visitor) as plain:
        for _ in range(2):  # the first opens what the others find
            tab.show(page, query)
            plain.show("", "")
        ratios = []
        for _ in range(times):
            ours = pages.measure_cpu(partial(show_often, tab, page, query))
            theirs = one_chart.measure_cpu(partial(show_often, plain, "", ""))
            ratios.append(ours / theirs)
    return median(ratios)


def show_often(tab: Tab, page: str, query: str) -> None:
    """Show a page so often that the clock of the CPU, which counts in hundredths, tells it."""
    for _ in range(AT_A_TIME):
        tab.show(page, query)


def burst(server: Server, page: str) -> tuple[float, float]:
    """Return how long the slowest twentieth of reruns waits, and megabytes a session."""
    before = server.read_memory()
    with ExitStack() as opened, ThreadPoolExecutor(SESSIONS) as people:
        tabs = [opened.enter_context(Tab(server.visitor)) for _ in range(SESSIONS)]
        for tab in tabs:
            tab.show(page, "")
        memory = (server.read_memory() - before) / SESSIONS

        def wait(tab: Tab) -> float:
            begun = time.monotonic()
            tab.show(page, "")
            return time.monotonic() - begun

        waits = [seconds for _ in range(5) for seconds in people.map(wait, tabs)]
    return quantiles(waits, n=20)[-1], memory


def main() -> int:
    """Measure, and tell it as a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=10)
    times = parser.parse_args().times
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    slow = []
    with tempfile.TemporaryDirectory() as folder, ExitStack() as servers:
        one_chart = servers.enter_context(serve_one_chart(Path(folder)))
        pages = servers.enter_context(serve_pages(Path(folder)))
        for page, query in VIEWS:
            ratio = compare(pages, one_chart, page, query, times)
            slow += [page] if ratio > LIMIT else []
            print(f"{page + '?' * bool(query) + query:<45} {ratio:.2f} times one chart")
        plain_wait, plain_memory = burst(one_chart, "")
        wait, memory = burst(pages, "overblik")
    print(f"{SESSIONS} at once on overblik: 95 % within {wait:.2f} s, one chart {plain_wait:.2f} s")
    print(f"a session: {memory:.1f} MB, one chart {plain_memory:.1f} MB")
    return int(bool(slow))


if __name__ == "__main__":
    sys.exit(main())
