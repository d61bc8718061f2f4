"""Write what the command line prints in Danish, and how a question is answered there."""

from collections.abc import Sequence

from core import danish
from data_loaders.guidance.mapping import EMPLOYMENT_LEVEL
from data_loaders.guidance.proposal import Question
from data_loaders.kinds.registry import KINDS
from data_loaders.problem import Problem, Severity
from data_loaders.report import Report
from metrics.figure_correction import CorrectedMeasure
from metrics.noegletal import RULLENDE
from metrics.result import AnyResult
from metrics.rows import (
    AgendaRow,
    ChangePartRow,
    MaaltalRow,
    Row,
    SignalRow,
    UnitChangeRow,
)
from phrases import agenda
from phrases.basis import describe_period
from phrases.cell_text import write_cell
from phrases.corrections import (
    describe_changed_data,
    describe_continued_spells,
    describe_sent_correction,
)
from phrases.hidden import describe_masked_cell
from phrases.notes import write_details, write_note
from phrases.signal import describe_verdict
from phrases.uploads import describe_move, describe_sent_effects
from services.headlines import OpgoerelseChange
from services.load import Outcome
from services.mappings import RememberedMapping
from services.period_checks import PRELIMINARY
from store.kinds import WHOLE
from store.knowledge import Alias
from store.uploads import UploadRecord

_STATUS = {
    "stored": "gemt",
    "unchanged": "uændret (de samme data gælder allerede)",
    "checked": "kontrolleret, ikke gemt",
    "asked": "ikke gemt, mangler et svar",
    "rejected": "afvist",
}
_ANY = "…"


def write_load(outcome: Outcome) -> str:
    """Write what became of a file, and each of its problems on a line."""
    report = outcome.checked.report
    rows = danish.format_count(report.facts.num_rows, "række", "rækker")
    what = ", ".join([rows, *_name_periods(report.periods)])
    status = f"{report.file_name}: {_STATUS[outcome.status]} – {what}"
    lines = [f"{status}{_describe_reading(outcome)}"]
    lines += [f"  {text}" for text in describe_sent_effects(outcome.checked.upload.changes)]
    lines += [f"  {_write_problem(problem, text)}" for problem, text in explain_problems(report)]
    return "\n".join(lines)


def _describe_reading(outcome: Outcome) -> str:
    """Say what a file was taken for, how surely, and with which columns; "" for nothing."""
    report = outcome.checked.report
    if not report.kind:
        return ""
    declaration = KINDS[report.kind].declaration
    is_chosen = bool(outcome.checked.file_mapping.kind)
    sure = danish.format_percent(report.proposal.confidence)
    words = declaration.field_words
    columns = ", ".join(
        f"{words.get(field, field)} = »{header}«" for field, header in report.columns.items()
    )
    sureness = "valgt" if is_chosen else f"{sure} sikker"
    return f"; læst som »{declaration.label}« ({sureness}){f': {columns}' if columns else ''}"


def explain_problems(report: Report) -> list[tuple[Problem, str]]:
    """Give each problem its message, and where it is a question also how to answer it."""
    waiting: dict[str, list[Question]] = {}
    for question in report.proposal.questions:
        waiting.setdefault(question.code, []).append(question)
    explained = []
    for problem in report.problems:
        questions = waiting.get(problem.code)
        answer = f" {explain_answer(questions.pop(0))}" if questions else ""
        explained.append((problem, f"{problem.message}{answer}"))
    return explained


def explain_answer(question: Question) -> str:
    """Tell which option of the command line answers a question."""
    valid = [choice.value for choice in question.choices]
    if question.id == "kind":
        return f"Svar med --as {' eller --as '.join(valid)}."
    if question.id == PRELIMINARY:
        answers = ["--foreloebig", *(f"--answer {question.id}={value}" for value in valid[1:])]
        return f"Svar med {' eller '.join(answers)}."
    answers = [_quote(f"{question.id}={value}") for value in valid or [_ANY]]
    return f"Svar med {' eller '.join(f'--answer {answer}' for answer in answers)}."


def _quote(argument: str) -> str:
    """Write an argument as a shell takes it, and so that it ends where a sentence goes on."""
    is_quoted = set(argument) & set(" &<>|()*'") or argument.endswith(".")
    return f'"{argument}"' if is_quoted else argument


def write_before_after(opgoerelser: Sequence[OpgoerelseChange]) -> str:
    """Write what files would do to the kommune's figure in each opgørelse that they touch."""
    value = RULLENDE.measure("value")
    moves = [
        describe_move(
            opgoerelse.quarter,
            CorrectedMeasure(value, opgoerelse.before, opgoerelse.after),
            sent_at=opgoerelse.sent_at,
        )
        for opgoerelse in opgoerelser
    ]
    return "\n".join(["Når filerne er gemt, i hele kommunen:", *(f"  {move}" for move in moves)])


def write_upload(past: UploadRecord) -> str:
    """Write an upload of the history on one line."""
    rows = danish.format_count(past.row_count, "række", "rækker")
    periods = ", ".join(_name_periods(past.periods))
    return (
        f"{past.upload_id[:8]}  {danish.format_moment(past.loaded_at)}  {past.status}  "
        f"{past.file_name}  {periods}  {rows}  {past.loaded_by}"
    )


def write_mapping(remembered: RememberedMapping) -> str:
    """Write a remembered mapping on one line."""
    columns = danish.format_count(len(remembered.mapping.headers), "kolonne", "kolonner")
    since = f"{danish.format_moment(remembered.signed.at)}  {remembered.signed.by}"
    return f"{remembered.mapping.name}  {remembered.mapping.kind}  {columns}  {since}"


def write_alias(alias: Alias) -> str:
    """Write a remembered alias on one line."""
    meaning = alias.name if alias.level == EMPLOYMENT_LEVEL else f"er »{alias.name}«"
    return f"{alias.level}  »{alias.alias}« {meaning}  {alias.signed.by}"


def write_result(result: AnyResult) -> str:
    """Write a nøgletal with its period, a line for each row."""
    rows = result.rows
    lines = [_write_title(result), f"Periode: {describe_period(result)}"]
    if isinstance(rows[0], ChangePartRow | UnitChangeRow):
        lines.append(f"Sammenlignet med {rows[0].against.label}")
    for row in rows:
        figure = (
            describe_masked_cell(result, row) if row.masked else write_cell(result, row, "value")
        )
        remark = _write_remark(result, row)
        lines.append(f"  {row.name}: {figure}{_write_comparison(result, row)}  {remark}".rstrip())
    if changes := result.changes_since_sent:
        texts = (
            describe_sent_correction([changes]),
            describe_continued_spells([changes]),
            describe_changed_data(changes),
        )
        lines += [text for text in texts if text]
    return "\n".join(lines)


def _write_remark(result: AnyResult, row: Row) -> str:
    """Write the sentence on a figure: its verdict, where it has one, or else its note."""
    if isinstance(row, SignalRow) and row.verdict:
        return describe_verdict(row.verdict)
    if row.masked and row.key not in result.own_line.small_enheder:  # its cell says why
        return write_details(result, row)
    return write_note(result, row)


def _write_title(result: AnyResult) -> str:
    label = result.noegletal.label
    unit = result.noegletal.measure("value").unit
    if unit == "forløb":
        return f"{label} {result.denominator.per}"
    if unit != "dagsværk":
        return label
    return f"{label}{' –' if label.endswith('?') else ','} dagsværk {result.denominator.per}"


def _write_comparison(result: AnyResult, row: Row) -> str:
    """Write what stands after a figure: its change, and how it stands to its target."""
    if isinstance(row, AgendaRow):
        beside = _write_agenda_comparison(result, row)
        return f" – {row.status}{f' ({beside})' if beside else ''}"
    if row.masked or row.missing or isinstance(row, ChangePartRow | UnitChangeRow):
        return ""
    change = write_cell(result, row, "change") if hasattr(row, "change") else danish.NO_DATA
    return ("" if change == danish.NO_DATA else f"  ({change})") + _write_target(result, row)


def _write_agenda_comparison(result: AnyResult, row: AgendaRow) -> str:
    aim = agenda.write_target(result, row)
    change = f"ændring {write_cell(result, row, 'change')}" if row.change is not None else ""
    return ", ".join(part for part in (aim and f"mål {aim}", change) if part)


def _write_target(result: AnyResult, row: Row) -> str:
    """Write a row's target and the distance to it; "" for a row that has none."""
    if not isinstance(row, MaaltalRow):
        return ""
    target, distance = (write_cell(result, row, name) for name in ("target", "distance"))
    far = f", afstand {distance}" if row.distance is not None else ""
    return f"  måltal for {row.target_year}: {target}{far}"


def _name_periods(periods: Sequence[str]) -> list[str]:
    """Name what data are kept by: "2024K4", "Klimamål (2024-01)"; nothing for all time."""
    parts = [period.partition("|") for period in periods if period != WHOLE]
    return [f"{name} ({of_name})" if of_name else name for name, _, of_name in parts]


def _write_problem(problem: Problem, text: str) -> str:
    kind = "Fejl" if problem.severity is Severity.ERROR else "Advarsel"
    place = "!".join(part for part in (problem.sheet, problem.cell) if part)
    return f"{kind}{f' i {place}' if place else ''}: {text}"
