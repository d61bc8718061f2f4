"""Read one file: the only way into this room."""

import re
from datetime import date, datetime
from hashlib import sha256
from itertools import chain

from core import danish
from core.errors import FileRefusedError, UsageError, suggestion
from core.settings import Settings
from data_loaders.codes import problem
from data_loaders.files.grid import Grid, cleaned
from data_loaders.files.isolation import read_grid
from data_loaders.kvartal import facts, sheets
from data_loaders.kvartal.extract import KIND
from data_loaders.problem import Problem
from data_loaders.report import Report

KINDS = (KIND,)
_FOLDERS = re.compile(r"^.*[/\\]")


def read(
    content: bytes,
    *,
    file_name: str,
    settings: Settings,
    kind: str | None = None,
    today: date | None = None,
) -> Report:
    """Read a file as the quarterly extract per enhed.

    A file that cannot be read, or read only in part, gives a Report that says so in `problems`;
    all of them at once, each with its address. With an error among them nothing may be stored.

    Args:
        content: The file's bytes; they decide the dialect, the file's name does not.
        file_name: The name that the file came with; it may tell the quarter.
        settings: The municipality's settings; `total_words` are used here.
        kind: What the file is, where the user has said so.
        today: The day that quarters must have begun on or before; today in Denmark if not given.

    Raises:
        UsageError: `kind` is not one that exists.
    """
    if kind is not None and kind not in KINDS:
        raise UsageError(
            f"»{kind}« er ikke en slags udtræk. Gyldige er: {', '.join(KINDS)}."
            f"{suggestion(kind, KINDS)}"
        )
    name, digest = _shown_name(file_name), sha256(content).hexdigest()
    try:
        grid = read_grid(content)
        return _report(name, digest, grid, settings, today or _today())
    except FileRefusedError as error:
        refusal = problem(error.code, str(error))
        return _empty(name, digest, kind=kind or "", problems=(refusal,))


def of_grid(
    grid: Grid, *, file_name: str, settings: Settings, digest: str = "", today: date | None = None
) -> Report:
    """Read a grid, as `read` does after the dialect; FileRefusedError where nothing fits."""
    return _report(_shown_name(file_name), digest, grid, settings, today or _today())


def _shown_name(file_name: str) -> str:
    """Take the folders off a file's name, and what cannot be written or seen."""
    return cleaned(_FOLDERS.sub("", file_name).encode("utf-8", "replace").decode())


def _today() -> date:
    return datetime.now(danish.COPENHAGEN).date()


def _report(name: str, digest: str, grid: Grid, settings: Settings, today: date) -> Report:
    shown, notes = sheets.shown(grid)
    extracts, unread = sheets.extracts(shown, settings=settings, file_name=name, today=today)
    first = extracts[0]
    rows = tuple(chain.from_iterable(extract.rows for extract in extracts))
    return Report(
        file_name=name,
        sha256=digest,
        kind=KIND,
        dialect=grid.dialect,
        sheet=", ".join(extract.sheet.name for extract in extracts),
        columns=first.layout.named,
        unused=first.layout.unused,
        extract_date=next((e.drawn for e in extracts if e.drawn), None),
        facts=facts.table(rows),
        periods=tuple(sorted({str(row.quarter) for row in rows})),
        totals=tuple(chain.from_iterable(extract.totals for extract in extracts)),
        problems=(*notes, *unread, *chain.from_iterable(extract.problems for extract in extracts)),
        rows=rows,
    )


def _empty(name: str, digest: str, *, kind: str, problems: tuple[Problem, ...]) -> Report:
    return Report(
        file_name=name,
        sha256=digest,
        kind=kind,
        dialect="",
        sheet="",
        columns={},
        unused=(),
        extract_date=None,
        facts=facts.table(()),
        periods=(),
        totals=(),
        problems=problems,
    )
