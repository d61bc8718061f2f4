"""Read one file: the only way into this room."""

import re
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256

import pyarrow as pa

from core import cpr, danish
from core.errors import FileRefusedError, UsageError, suggest_nearest
from core.settings import Settings
from data_loaders.assembling import assemble_report, finish_report, set_aside_later_rows
from data_loaders.codes import problem
from data_loaders.context import Context
from data_loaders.files.grid import Grid, Sheet
from data_loaders.files.isolation import read_grid
from data_loaders.files.raw_sheet import Note
from data_loaders.files.values import clean_text
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.guidance.proposal import Proposal, QuestionError
from data_loaders.kinds.registry import KINDS
from data_loaders.privacy.discreet import strip_values
from data_loaders.privacy.person_headers import is_of_people
from data_loaders.privacy.scrub import scrub
from data_loaders.problem import Problem
from data_loaders.recognition import recognise_kind
from data_loaders.remarks import (
    WHOLE_FILE,
    YES,
    drop_remarks,
    find_cut_remarks,
    find_preliminary_words,
    make_cut_problem,
)
from data_loaders.report import Report
from data_loaders.seen_headers import add_seen_headers
from data_loaders.table.reading import Likeness

GUIDE_SHEET = "Vejledning"
_LONGEST_NAME = 255  # as in most file systems
_FOLDERS = re.compile(r"^.*[/\\]")


def read_report(
    content: bytes,
    *,
    file_name: str,
    settings: Settings,
    kind: str | None = None,
    today: date | None = None,
    guidance: Guidance | None = None,
) -> Report:
    """Read a file: its dialect by its bytes, its kind by its columns, and all its rows.

    A file that cannot be read, or read only in part, gives a Report that says so in `problems`;
    all of them at once, each with its address. With an error among them nothing may be stored.

    Args:
        content: The file's bytes; they decide the dialect, the file's name does not.
        file_name: The name that the file came with; it may tell the quarter or the year.
        settings: The municipality's settings.
        kind: What the file is, where the user has said so, also against `guidance`.
        today: The day that quarters must have begun on or before; today in Denmark if not given.
        guidance: What else the user has said about the file, and what earlier files taught.

    Raises:
        UsageError: `kind` is not one that exists.
    """
    context = _make_context(file_name, settings, kind=kind, today=today, guidance=guidance)
    digest = sha256(content).hexdigest()
    try:
        return read_grid_report(read_grid(content), context, digest=digest)
    except FileRefusedError as error:
        return _refuse(error, context, digest)


def make_refused_report(
    error: FileRefusedError,
    content: bytes,
    *,
    file_name: str,
    settings: Settings,
    today: date | None,
    guidance: Guidance,
) -> Report:
    """Make the report of a file that could not be read, with the error as its problem."""
    context = _make_context(file_name, settings, kind=None, today=today, guidance=guidance)
    return _refuse(error, context, sha256(content).hexdigest())


def _make_context(
    file_name: str,
    settings: Settings,
    *,
    kind: str | None,
    today: date | None,
    guidance: Guidance | None,
) -> Context:
    known_guidance = guidance or Guidance()
    chosen = kind or known_guidance.user_mapping.kind
    if chosen and chosen not in KINDS:
        raise UsageError(
            f"»{chosen}« er ikke en slags data. Gyldige er: {', '.join(KINDS)}."
            f"{suggest_nearest(chosen, KINDS)}"
        )
    guidance = replace(
        known_guidance, user_mapping=replace(known_guidance.user_mapping, kind=chosen)
    )
    return Context(settings, _clean_file_name(file_name), today or _find_today(), guidance)


def _clean_file_name(file_name: str) -> str:
    """Take the folders off a file's name, and what cannot be written or must not be seen."""
    bare = _FOLDERS.sub("", file_name).encode("utf-8", "replace").decode()
    return cpr.scrub_text(clean_text(bare))[:_LONGEST_NAME]


def _find_today() -> date:
    return datetime.now(danish.COPENHAGEN).date()


def read_grid_report(file_grid: Grid, context: Context, *, digest: str) -> Report:
    """Read a file's cells into a report; FileRefusedError where no sheet is of any kind.

    `digest` is the file's SHA-256.
    """
    grid, removed = scrub(_drop_guides(file_grid), context.guidance.key)
    shown_sheets, hidden = _list_shown(grid)
    cut = [remark for sheet in shown_sheets for remark in find_cut_remarks(sheet)]
    shown_sheets = [drop_remarks(sheet, cut) for sheet in shown_sheets]
    likenesses: tuple[Likeness, ...] = ()
    try:
        recognised = recognise_kind(shown_sheets, context)
        likenesses = recognised.likenesses
        report = assemble_report(shown_sheets, grid, context, digest=digest, recognised=recognised)
    except QuestionError as error:
        if error.code != "no_header":
            raise
        raise add_seen_headers(error, shown_sheets, likenesses) from error
    shows_people = any(problem.code == "people_not_units" for problem in report.problems)
    if shows_people or any(map(is_of_people, file_grid.sheets)):
        report = strip_values(report)
    notes = [*removed, *map(_make_problem, grid.notes), *hidden]
    report = replace(
        report,
        problems=(*notes, *report.problems),
        reservation=find_preliminary_words(shown_sheets, context.file_name),
    )
    if cut and context.guidance.user_mapping.answers.get(WHOLE_FILE) != YES:
        report = report.add_question(*make_cut_problem(cut[-1]))
    return finish_report(set_aside_later_rows(report, context.today), context.guidance)


def _list_shown(grid: Grid) -> tuple[list[Sheet], list[Problem]]:
    """Leave out empty sheets, and hidden ones unless there are no others; say so.

    Raises FileRefusedError (`empty_file`) where no sheet holds anything.
    """
    filled = [sheet for sheet in grid.sheets if any(v is not None for r in sheet.rows for v in r)]
    visible = [sheet for sheet in filled if not sheet.hidden]
    if not filled:
        raise FileRefusedError("Filen er tom: der er ingen celler i den.", code="empty_file")
    outcome = "er ikke læst" if visible else "er læst, fordi der ikke er andre"
    notes = [
        problem("hidden_sheet", f"Arket »{s.name}« er skjult og {outcome}.", sheet=s.name)
        for s in filled
        if s.hidden
    ]
    return visible or filled, notes


def _drop_guides(grid: Grid) -> Grid:
    """Leave out the guide that our templates come with."""
    is_guide = [sheet.name.casefold() == GUIDE_SHEET.casefold() for sheet in grid.sheets]
    if all(is_guide):
        return grid
    data_sheets = (sheet for sheet, guides in zip(grid.sheets, is_guide, strict=True) if not guides)
    return replace(grid, sheets=tuple(data_sheets))


def _make_problem(note: Note) -> Problem:
    return problem(note.code, note.message, sheet=note.sheet)


def _refuse(error: FileRefusedError, context: Context, digest: str) -> Report:
    open_questions = (error.question,) if isinstance(error, QuestionError) else ()
    return Report(
        file_name=context.file_name,
        sha256=digest,
        kind=context.guidance.user_mapping.kind,
        dialect="",
        sheet="",
        columns={},
        unused=(),
        extract_date=None,
        facts=pa.table({}),
        periods=(),
        totals=(),
        problems=(problem(error.code, cpr.scrub_text(str(error))),),
        proposal=Proposal(questions=open_questions),
    )
