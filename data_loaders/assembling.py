"""Put what was read together as a Report."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from core import danish
from core.day import parse_day
from core.errors import suggest_nearest
from core.quarter import Quarter
from data_loaders.codes import problem
from data_loaders.context import Context
from data_loaders.files.grid import Grid, Sheet
from data_loaders.files.values import Value, format_cell
from data_loaders.guidance.aliases import find_unknown_names, rename_in_facts, rename_in_row
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.guidance.mapping import label_columns
from data_loaders.guidance.proposal import Proposal, Question, propose_columns
from data_loaders.kinds.registry import KINDS, LABELS
from data_loaders.problem import Problem
from data_loaders.recognition import RecognisedFile
from data_loaders.report import Report
from data_loaders.seen_headers import describe_near_kinds
from data_loaders.table.declaration import Declaration
from data_loaders.table.problem_collector import cap_problems
from data_loaders.table.reading import SheetsReading

_EXAMPLES = 3
_LONGEST_EXAMPLE = 60


def assemble_report(
    shown_sheets: Sequence[Sheet],
    grid: Grid,
    context: Context,
    *,
    digest: str,
    recognised: RecognisedFile,
) -> Report:
    """Make the report of a file from its sheets of the recognised kind.

    Raises FileRefusedError where none of them can be read.

    `shown_sheets` are all sheets that a user sees, and `digest` is the file's SHA-256.
    """
    reading = recognised.kind.read(recognised.candidates, recognised.sheets, context)
    declaration = KINDS[reading.kind].declaration
    to_read = {sheet.name for sheet in recognised.sheets}
    unread = [
        _make_unread(sheet.name, reading.kind, recognised.find_other_kind(sheet.name))
        for sheet in shown_sheets
        if sheet.name not in to_read
    ]
    unread += [_name_other_kind(left_out, reading.kind, recognised) for left_out in reading.unread]
    return Report(
        file_name=context.file_name,
        sha256=digest,
        kind=reading.kind,
        dialect=grid.dialect,
        sheet=", ".join(reading.sheet_names),
        columns=reading.layout.named,
        unused=reading.layout.unused,
        extract_date=reading.extract_date,
        facts=reading.facts,
        periods=reading.periods,
        totals=reading.totals,
        problems=(*unread, *_name_near_kinds(reading, recognised)),
        rows=reading.rows,
        proposal=_make_proposal(reading, declaration, context, recognised),
        grid=None if declaration.discreet else grid,
    )


def _name_near_kinds(reading: SheetsReading, recognised: RecognisedFile) -> Iterator[Problem]:
    """Say beside a missing column which other kinds the file is somewhat like."""
    near = describe_near_kinds(recognised.likenesses, but=reading.kind)
    for finding in reading.problems:
        is_missing = finding.code == "missing_column" and near
        yield replace(finding, message=f"{finding.message} {near}") if is_missing else finding


def _name_other_kind(note: Problem, kind: str, recognised: RecognisedFile) -> Problem:
    """Say how a sheet that was left out is read, where it is wholly of another kind."""
    other_kind = recognised.find_other_kind(note.sheet) if note.code == "unread_sheet" else ""
    return _make_unread(note.sheet, kind, other_kind) if other_kind else note


def _make_unread(sheet: str, kind: str, other_kind: str) -> Problem:
    """Say that a sheet was not read, and how it is if it is of another kind."""
    message = f"Arket »{sheet}« er ikke læst: filen er læst som »{LABELS[kind]}«"
    if other_kind:
        message += (
            f", og arket ligner »{LABELS[other_kind]}«. Indlæs filen en gang til med den slags "
            f"valgt (på kommandolinjen: --as {other_kind}), så læses det ark"
        )
    return problem("unread_sheet", f"{message}.", sheet=sheet)


def _make_proposal(
    reading: SheetsReading, declaration: Declaration, context: Context, recognised: RecognisedFile
) -> Proposal:
    sheet, layout, reasons = reading.sheet, reading.layout, reading.reasons
    width = len(layout.headers)
    columns = propose_columns(
        layout.columns,
        mapping=layout.mapping,
        cells=[sheet.address(layout.index, place) for place in range(width)],
        reasons=reasons,
        examples=[] if declaration.discreet else _list_examples(sheet, layout.index, width),
    )
    of_periods = {
        place: name
        for period in layout.periods
        for name, place in period.columns.items()
        if name in reasons
    }
    remembered_mapping = context.guidance.find_mapping(layout.headers)
    return Proposal(
        mapping=replace(layout.mapping, kind=reading.kind),
        columns=tuple(
            replace(column, field=of_periods[place], reason=reasons[of_periods[place]].text)
            if place in of_periods
            else column
            for place, column in enumerate(columns)
        ),
        questions=reading.questions,
        remembered_mapping_name=remembered_mapping.name if remembered_mapping else "",
        kind_reason=" ".join(recognised.likeness.reasons),
        confidence=recognised.likeness.confidence,
    )


def _list_examples(sheet: Sheet, index: int, width: int) -> list[tuple[str, ...]]:
    rows = sheet.rows[index + 1 : index + 1 + _EXAMPLES]
    return [
        tuple(_write_example(row[place])[:_LONGEST_EXAMPLE] for row in rows if place < len(row))
        for place in range(width)
    ]


def _write_example(value: Value) -> str:
    """Write a cell as a spreadsheet in Danish shows it."""
    if not isinstance(value, float) or value.is_integer():
        return format_cell(value)
    return f"{value:.4f}".rstrip("0").rstrip(".").replace(".", ",").replace("-", danish.MINUS)


_EXTRACT_DATE = "extract_date"
_QUARTERS_NAMED = 4


def finish_report(report: Report, guidance: Guidance) -> Report:
    """Give the units and groups of a file the names that count, and put what was said to use.

    The problems then tell which names were changed, which are unknown but near a known one, and
    which columns of a mapping the file does not have; of each code the first thousand, and how many
    more there are. The date of the extract is what was answered, where the file has none.
    """
    misfits = _find_misfits(report, guidance)
    if not KINDS[report.kind].declaration.names_units:
        report = _rename_units(report, guidance)
    return replace(
        _add_extract_date(report, guidance), problems=cap_problems((*report.problems, *misfits))
    )


def set_aside_later_rows(report: Report, today: date) -> Report:
    """Leave out the rows of quarters that had not begun when the file was drawn, and count them.

    A file that has nothing else stays as it is: then it is the time that is wrong.
    """
    drawn = min(report.extract_date or today, today)
    later = [quarter for quarter in report.quarters if quarter.period.first > drawn]
    if not later or len(later) == len(report.quarters):
        return report
    left_out = {text for text in report.periods if Quarter.parse(text) in later}
    facts = report.facts.filter(
        pc.invert(pc.is_in(report.facts["quarter"], pa.array(sorted(left_out))))
    )
    count = danish.format_count(report.facts.num_rows - facts.num_rows, "række", "rækker")
    names = danish.join_words([quarter.label for quarter in later], limit=_QUARTERS_NAMED)
    message = (
        f"{count} for {names} er lagt til side og gemmes ikke: perioden var ikke begyndt, da "
        f"udtrækket blev lavet ({danish.format_date_long(drawn)})."
    )
    lasting = (other for other in report.problems if other.code != "future_quarter")
    return replace(
        report,
        rows=tuple(row for row in report.rows if row.quarter not in later),
        facts=facts,
        periods=tuple(text for text in report.periods if text not in left_out),
        problems=(*lasting, problem("later_rows", message)),
    )


def _rename_units(report: Report, guidance: Guidance) -> Report:
    aliases = guidance.aliases.add_answers(guidance.user_mapping)
    facts, changes = rename_in_facts(report.facts, aliases)
    unknown_names = find_unknown_names(facts, aliases)
    rows = (rename_in_row(row, aliases) for row in report.rows) if changes else report.rows
    name_questions = (question for _, question in unknown_names)
    return replace(
        report,
        facts=facts,
        rows=tuple(rows),
        problems=(*report.problems, *changes, *(warning for warning, _ in unknown_names)),
        proposal=replace(report.proposal, questions=(*report.proposal.questions, *name_questions)),
    )


def _add_extract_date(report: Report, guidance: Guidance) -> Report:
    """Take the answered date of the extract, or ask for it."""
    if report.extract_date or not KINDS[report.kind].declaration.drawn_from_opus:
        return report
    if answer := guidance.user_mapping.answers.get(_EXTRACT_DATE):
        return replace(report, extract_date=parse_day(answer, what="Datoen for udtrækket"))
    question = Question(_EXTRACT_DATE, "Hvilken dag er udtrækket lavet?")
    all_questions = (*report.proposal.questions, question)
    return replace(report, proposal=replace(report.proposal, questions=all_questions))


def _find_misfits(report: Report, guidance: Guidance) -> list[Problem]:
    """Say which columns and fields a mapping names that the file and its kind do not have."""
    headers = report.proposal.mapping.headers
    if not headers:
        return []
    declaration = KINDS[report.kind].declaration
    fields = tuple(declaration.field_words)
    misfits = [
        _make_misfit(f"feltet »{name}«, som slagsen ikke har. Dens felter", name, fields)
        for name in guidance.user_mapping.columns
        if name not in fields
    ]
    labels = label_columns(headers)
    return misfits + [
        _make_misfit(f"kolonnen »{label}«, som ikke er i filen. Filens kolonner", label, labels)
        for label in guidance.user_mapping.find_unplaced_labels(headers)
    ]


def _make_misfit(what: str, name: str, valid: Sequence[str]) -> Problem:
    listed = danish.join_words([f"»{word}«" for word in dict.fromkeys(valid)])
    message = f"Opsætningen nævner {what} er {listed}."
    return problem("mapping_mismatch", f"{message}{suggest_nearest(name, valid)}", column=name)
