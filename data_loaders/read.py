"""Read one file: the only way into this room."""

import re
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256

import pyarrow as pa

from core import cpr, danish
from core.errors import FileRefusedError, UsageError, suggest_nearest
from core.settings import Settings
from data_loaders import assembling
from data_loaders.codes import problem
from data_loaders.context import Context
from data_loaders.files.grid import Grid
from data_loaders.files.isolation import read_grid
from data_loaders.files.raw_sheet import Note
from data_loaders.files.values import cleaned
from data_loaders.finishing import finished
from data_loaders.guidance.guide import Guide
from data_loaders.guidance.proposal import Proposal, QuestionError
from data_loaders.kinds.extract import extract_sheets
from data_loaders.kinds.registry import EXTRACTS, KINDS
from data_loaders.privacy.discreet import strip_values
from data_loaders.privacy.person_headers import is_of_people
from data_loaders.privacy.scrub import scrub
from data_loaders.problem import Problem
from data_loaders.recognition import recognise
from data_loaders.report import Report

GUIDE_SHEET = "Vejledning"
_LONGEST_NAME = 255  # as in most file systems
_FOLDERS = re.compile(r"^.*[/\\]")


def read(
    content: bytes,
    *,
    file_name: str,
    settings: Settings,
    kind: str | None = None,
    today: date | None = None,
    guide: Guide | None = None,
) -> Report:
    """Read a file: its dialect by its bytes, its kind by its columns, and all its rows.

    A file that cannot be read, or read only in part, gives a Report that says so in `problems`;
    all of them at once, each with its address. With an error among them nothing may be stored.

    Args:
        content: The file's bytes; they decide the dialect, the file's name does not.
        file_name: The name that the file came with; it may tell the quarter or the year.
        settings: The municipality's settings.
        kind: What the file is, where the user has said so; it counts before `guide.said`.
        today: The day that quarters must have begun on or before; today in Denmark if not given.
        guide: What else the user has said about the file, and what earlier files taught.

    Raises:
        UsageError: `kind` is not one that exists.
    """
    context = _context(file_name, settings, kind=kind, today=today, guide=guide)
    digest = sha256(content).hexdigest()
    try:
        return of_grid(read_grid(content), context, digest=digest)
    except FileRefusedError as error:
        return _refused(error, context, digest)


def _context(
    file_name: str,
    settings: Settings,
    *,
    kind: str | None,
    today: date | None,
    guide: Guide | None,
) -> Context:
    known = guide or Guide()
    said = kind or known.said.kind
    if said and said not in KINDS:
        raise UsageError(
            f"»{said}« er ikke en slags data. Gyldige er: {', '.join(KINDS)}."
            f"{suggest_nearest(said, KINDS)}"
        )
    guide = replace(known, said=replace(known.said, kind=said))
    return Context(settings, _shown_name(file_name), today or _today(), guide)


def _shown_name(file_name: str) -> str:
    """Take the folders off a file's name, and what cannot be written or must not be seen."""
    bare = _FOLDERS.sub("", file_name).encode("utf-8", "replace").decode()
    return cpr.scrub_text(cleaned(bare))[:_LONGEST_NAME]


def _today() -> date:
    return datetime.now(danish.COPENHAGEN).date()


def of_grid(whole: Grid, context: Context, *, digest: str) -> Report:
    """Read a grid, of a file with this SHA-256; FileRefusedError where nothing fits."""
    grid, removed = scrub(_without_guides(whole), context.guide.key)
    shown, hidden = extract_sheets.shown(grid)
    recognised = recognise(shown, context)
    if recognised.kind in EXTRACTS:
        report = assembling.of_extract(shown, grid, context, digest=digest, recognised=recognised)
    else:
        report = assembling.of_list(shown, grid, context, digest=digest, recognised=recognised)
    if any(map(is_of_people, whole.sheets)):
        report = strip_values(report)
    notes = [*removed, *map(_problem, grid.notes), *hidden]
    return finished(replace(report, problems=(*notes, *report.problems)), context.guide)


def _without_guides(grid: Grid) -> Grid:
    """Leave out the guide that our templates come with."""
    is_guide = [sheet.name.casefold() == GUIDE_SHEET.casefold() for sheet in grid.sheets]
    if all(is_guide):
        return grid
    kept = (sheet for sheet, guides in zip(grid.sheets, is_guide, strict=True) if not guides)
    return replace(grid, sheets=tuple(kept))


def _problem(note: Note) -> Problem:
    return problem(note.code, note.message, sheet=note.sheet)


def _refused(error: FileRefusedError, context: Context, digest: str) -> Report:
    asked = (error.question,) if isinstance(error, QuestionError) else ()
    return Report(
        file_name=context.file_name,
        sha256=digest,
        kind=context.guide.said.kind,
        dialect="",
        sheet="",
        columns={},
        unused=(),
        extract_date=None,
        facts=pa.table({}),
        periods=(),
        totals=(),
        problems=(problem(error.code, cpr.scrub_text(str(error))),),
        proposal=Proposal(questions=asked),
    )
