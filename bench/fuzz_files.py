"""Damage files at random and read them: each must give rows or a refusal.

    python -m bench.fuzz_files [COUNT] [--first N] [--workers N]

Mutants of a seed of every dialect, and of the hard files where they are at hand, are read many to a
process, under the memory limit of the process that reads one. A mutant that ends its process, takes
too long or raises something that is no refusal is read again as the program reads it, and must then
be refused. Each mutant is made from its number alone, so a finding can be made again. Prints a
count of each outcome, and ends with 1 where a mutant gave neither rows nor a refusal.
"""

import argparse
import io
import random
import resource
import subprocess
import sys
import threading
import time
import zipfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import FileRefusedError
from data_loaders.files import dialects, sending
from data_loaders.files.dialects.package import ZIP_ERRORS
from data_loaders.files.isolation import read_grid
from data_loaders.files.limits import MEMORY_BYTES
from tests.data_loaders.files.test_dialect_table import AWKWARD, EXACT, FIXTURES, TEXTS

ROOT = Path(__file__).resolve().parents[1]
HARD_FILES = ROOT.parent / "shared" / "hard_files"
BATCH = 250
_UNPACKING = (*ZIP_ERRORS, ValueError, RuntimeError)
PATIENCE = 20.0  # seconds for one mutant; a file of the size of a seed takes a hundredth of one
_WORDS = (
    b"\xff\xff\xff\xff",
    b"\x00\x00\x00\x00",
    b"\xff\xff\xff\x7f",
    b"\x00\x00\x10\x00",
    b"\x01",
)


@dataclass
class Findings:
    """How many mutants ended how, and which of them ended badly."""

    outcomes: Counter[str] = field(default_factory=Counter)
    odd: dict[int, str] = field(default_factory=dict)

    def add(self, number: int, outcome: str) -> None:
        """Count a mutant; one that is neither read nor refused is kept by its number."""
        self.outcomes[outcome] += 1
        if outcome.startswith("!"):
            self.odd[number] = outcome


def read_seeds() -> list[bytes]:
    """Return a file of each dialect, and the hard files."""
    samples = [write(AWKWARD) for write in (EXACT | TEXTS).values()]
    fixtures = [path.read_bytes() for path in sorted(FIXTURES.iterdir())]
    hard = [path.read_bytes() for path in sorted(HARD_FILES.glob("*"))]
    return [*samples, *fixtures, *hard]


def make_mutant(number: int, among: list[bytes]) -> bytes:
    """Make the mutant of this number."""
    chance = random.Random(number)  # noqa: S311 - nothing secret
    content = chance.choice(among)
    if content.startswith(b"PK") and chance.random() < 0.7:
        return _change_parts(content, chance)
    return _change_bytes(content, chance)


def _change_bytes(content: bytes, chance: random.Random) -> bytes:
    """Change, insert or delete bytes at random places."""
    mutated = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        kind, place = chance.randrange(7), chance.randrange(len(mutated) + 1)
        length = chance.choice((1, 4, 64, 1024))
        if kind == 0 and mutated:
            mutated[place % len(mutated)] ^= 1 << chance.randrange(8)
        elif kind == 1:
            mutated[place : place + length] = chance.randbytes(length)
        elif kind == 2:
            del mutated[place : place + length]
        elif kind == 3:
            mutated[place:place] = mutated[: place + length][-length:]
        elif kind == 4:
            word = chance.choice(_WORDS)
            mutated[place : place + len(word)] = word
        elif kind == 5 and chance.random() < 0.3:
            del mutated[place:]
        else:
            source = chance.randrange(len(mutated) + 1)
            mutated[place:place] = mutated[source : source + length]
    return bytes(mutated)


def _change_parts(content: bytes, chance: random.Random) -> bytes:
    """Change, leave out or swap the parts of an archive, which a changed byte would only break."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except _UNPACKING:
        return _change_bytes(content, chance)
    if not parts:
        return content
    name, second = (chance.choice(sorted(parts)) for _ in range(2))
    if chance.random() < 0.15:
        del parts[name]
    elif chance.random() < 0.2:
        parts[name], parts[second] = parts[second], parts[name]
    else:
        parts[name] = _change_bytes(parts[name], chance)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, inside in parts.items():
            archive.writestr(part, inside)
    return out.getvalue()


def try_reading(content: bytes) -> str:
    """Read a file here and say how it ended; "!" begins what the program does not expect."""
    try:
        dialect = dialects.recognise_dialect(content)
        sending.send(dialect.NAME, dialect.read(content), io.BytesIO())
    except FileRefusedError as error:
        return error.code
    except MemoryError:
        return "hukommelse"
    except BaseException as error:  # noqa: BLE001 - what else there may be is what is looked for
        return f"!{type(error).__name__}: {error}".replace("\n", " ")[:200]
    return f"læst ({dialect.NAME})"


def read_batch(first: int, end: int) -> None:
    """Read some mutants in this process, and print each number before and its outcome after."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    among = read_seeds()
    for number in range(first, end):
        print(number, flush=True)
        print(try_reading(make_mutant(number, among)), flush=True)


def fuzz(first: int, count: int, *, workers: int) -> Findings:
    """Read mutants in several processes at a time, and go on after those that end one."""
    findings = Findings()
    end = first + count
    with ThreadPoolExecutor(workers) as pool:
        batches = [
            pool.submit(_fuzz_batch, at, min(at + BATCH, end), findings)
            for at in range(first, end, BATCH)
        ]
    for batch in batches:
        batch.result()
    return findings


def _fuzz_batch(first: int, end: int, findings: Findings) -> None:
    while first < end:
        command = [sys.executable, "-m", "bench.fuzz_files", "--batch", str(first), str(end)]
        with subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as process:
            first = _collect_outcomes(process, first, findings)


def _collect_outcomes(process: subprocess.Popen[str], first: int, findings: Findings) -> int:
    """Take in what a process says of its mutants; return the first that it did not come to."""
    number, is_read = first - 1, True
    while line := _wait_for_line(process):
        if is_read:
            number, is_read = int(line), False
        else:
            findings.add(number, line.strip())
            is_read = True
    process.kill()
    if not is_read:
        findings.add(number, f"!endte processen ({process.wait()})")
    return number + 1


def _wait_for_line(process: subprocess.Popen[str]) -> str:
    """Wait for the next line, so long at most; then the process is ended, and there is none."""
    late = threading.Timer(PATIENCE, process.kill)
    late.start()
    try:
        return process.stdout.readline() if process.stdout else ""
    finally:
        late.cancel()


def read_again(findings: Findings) -> dict[int, str]:
    """Read again, as the program does, what ended badly; return what is still neither."""
    among = read_seeds()
    bad = {}
    for number, what in sorted(findings.odd.items()):
        start = time.monotonic()
        after = "læst"
        try:
            read_grid(make_mutant(number, among))
        except FileRefusedError as error:
            after = error.code
        print(f"  {number}: {what} → {after} på {time.monotonic() - start:.1f} s")
        if after == "læst":
            bad[number] = what
    return bad


def main() -> int:
    """Read the arguments, fuzz, and say what was found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", nargs="?", type=int, default=20_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--batch", type=int, nargs=2)
    arguments = parser.parse_args()
    if arguments.batch:
        read_batch(*arguments.batch)
        return 0
    start = time.monotonic()
    findings = fuzz(arguments.first, arguments.count, workers=arguments.workers)
    for what, count in findings.outcomes.most_common():
        if not what.startswith("!"):
            print(f"{count:7} {what}")
    total = sum(findings.outcomes.values())
    print(f"{total:7} i alt på {time.monotonic() - start:.0f} s; {len(findings.odd)} læst igen:")
    bad = read_again(findings)
    return 1 if bad or total != arguments.count else 0


if __name__ == "__main__":
    sys.exit(main())
