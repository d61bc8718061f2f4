"""What the command line tells in Danish, and how a question is answered there."""

from collections.abc import Sequence

from core import danish
from data_loaders.mapping import Mapping
from data_loaders.mapping_text import to_toml
from data_loaders.problem import Problem, Severity
from data_loaders.proposal import Question
from data_loaders.report import Report
from metrics.cells import cell
from metrics.result import KpiResult
from services.load import Outcome
from services.mappings import Remembered
from store.kinds import WHOLE
from store.learned import Alias
from store.uploads import Past

_STATUS = {
    "stored": "gemt",
    "unchanged": "uændret (de samme data gælder allerede)",
    "checked": "kontrolleret, ikke gemt",
    "rejected": "afvist",
}
_ANY = "…"


def of_load(outcome: Outcome) -> str:
    """What became of a file, and each of its problems."""
    report = outcome.checked.report
    rows = danish.counted(report.facts.num_rows, "række", "rækker")
    what = ", ".join([rows, *_periods(report.periods)])
    lines = [f"{report.file_name}: {_STATUS[outcome.status]} – {what}"]
    lines += [f"  {_placed(one, text)}" for one, text in answerable(report)]
    return "\n".join(lines)


def answerable(report: Report) -> list[tuple[Problem, str]]:
    """Give each problem its message, and where it is a question also how to answer it."""
    waiting: dict[str, list[Question]] = {}
    for question in report.proposal.questions:
        waiting.setdefault(question.code, []).append(question)
    found = []
    for one in report.problems:
        asked = waiting.get(one.code)
        found.append((one, f"{one.message} {how_to(asked.pop(0))}" if asked else one.message))
    return found


def how_to(question: Question) -> str:
    """Tell which option of the command line, or line of a mapping, answers a question."""
    valid = [choice.value for choice in question.choices]
    if question.id == "kind":
        return f"Svar med --as {' eller --as '.join(valid)}."
    table, line, *_ = to_toml(Mapping().answer(question.id, _ANY)).split("\n")
    key = f"{table.strip('[]')}.{line}" if table.startswith("[") else table
    where = f", hvor {_ANY} er {' eller '.join(valid)}" if valid else ""
    return f"Svar i en opsætning (--mapping FIL.toml): {key}{where}."


def of_past(past: Past) -> str:
    """An upload of the history, on one line."""
    rows = danish.counted(past.row_count, "række", "rækker")
    periods = ", ".join(_periods(past.periods))
    return (
        f"{past.upload_id[:8]}  {danish.moment(past.loaded_at)}  {past.status}  {past.file_name}  "
        f"{periods}  {rows}  {past.loaded_by}"
    )


def of_mapping(one: Remembered) -> str:
    """A mapping that is remembered, on one line."""
    columns = danish.counted(len(one.mapping.headers), "kolonne", "kolonner")
    since = f"{danish.moment(one.signed.at)}  {one.signed.by}"
    return f"{one.mapping.name}  {one.mapping.kind}  {columns}  {since}"


def of_alias(one: Alias) -> str:
    """Another name that is remembered, on one line."""
    return f"{one.level}  »{one.alias}« er »{one.name}«  {one.signed.by}"


def of_result(result: KpiResult) -> str:
    """A key figure with its period, a line a row."""
    measure = result.noegletal.measure("value")
    lines = [
        f"{result.noegletal.label}, dagsværk {result.denominator.per}",
        f"Periode: {result.period_text}",
    ]
    for row in result.frame.to_dict("records"):
        shown = result.masked_text if row["masked"] else measure.text(row["value"])
        change = "" if row["masked"] else f"  ({cell(result, row, 'change')})"
        lines.append(f"  {row['name']}: {shown}{change}  {row['note']}".rstrip())
    return "\n".join(lines)


def _periods(periods: Sequence[str]) -> list[str]:
    """Name what data are kept by: "2024K4", "Klimamål (2024-01)"; nothing for all time."""
    parts = [period.partition("|") for period in periods if period != WHOLE]
    return [f"{name} ({of_name})" if of_name else name for name, _, of_name in parts]


def _placed(problem: Problem, text: str) -> str:
    kind = "Fejl" if problem.severity is Severity.ERROR else "Advarsel"
    place = "!".join(part for part in (problem.sheet, problem.cell) if part)
    return f"{kind}{f' i {place}' if place else ''}: {text}"
