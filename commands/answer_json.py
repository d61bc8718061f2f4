"""Write what the command line prints as JSON and CSV; scripts rely on its shapes."""

import csv
import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from math import isnan

from bilag.csv_file import disarm_formula, strip_binary_noise
from commands.answer_text import explain_problems
from core.opgoerelse import Correction
from core.quarter import Quarter
from data_loaders.report import Total
from metrics.figure_correction import NodeCorrection
from metrics.forloeb import ForloebRow
from metrics.maaltal import YEARS_END
from metrics.result import AnyResult
from metrics.rows import (
    AgendaNowRow,
    ChangePartRow,
    GruppeRow,
    KvartalRow,
    LangtidsfriskeRow,
    MaaltalRow,
    Row,
    RullendeRow,
    SignalRow,
    UnitChangeRow,
)
from metrics.sendings import ChangesSinceSent
from metrics.signal.verdict import Verdict
from phrases.basis import describe_choices, describe_reservations, describe_threshold
from phrases.notes import write_number_note
from phrases.signal import describe_verdict
from services.load import Outcome
from services.mappings import RememberedMapping
from store.knowledge import Alias
from store.uploads import UploadRecord

Json = dict[str, object]
_NODE = ("key", "name", "quarter", "parent", "masked", "missing", "value")
_SPLIT = ("short", "long", "long_share", "employees")
_CHANGE_PART = (*_NODE, "change", "note", "against")
_COLUMNS: dict[type[Row], tuple[str, ...]] = {
    RullendeRow: (
        *(*_NODE, *_SPLIT, "previous", "previous_now"),
        *("change", "change_short", "change_long", "change_long_share"),
        *("year_ago", "year_ago_now", "change_year"),
        *("peak", "peak_quarter", "peak_now", "since_peak", "note"),
    ),
    KvartalRow: (*_NODE, *_SPLIT, "year_ago", "year_ago_now", "change", "note"),
    ForloebRow: (
        *(*_NODE, "length", "spells", "employees", "part_share", "repeated", "repeated_share"),
        *("previous", "previous_now", "change", "previous_length", "change_length", "note"),
    ),
    LangtidsfriskeRow: (
        *(*_NODE, "counted", "friske", "left_out", "joined", "departed", "neither", "elsewhere"),
        *("years", "basis", "previous", "previous_now", "previous_years"),
        *("pair_before", "pair_before_now", "pair_before_years", "change", "note"),
    ),
    MaaltalRow: (
        *(*_NODE, "target", "distance", "distance_total", "expected_reported", "expected_all"),
        *("reported", "units", "pace", "forecast", "quarters_in_year", "target_year"),
        *("deadline", "leader", "change", "target_masked", "expected_masked", "note"),
    ),
    AgendaNowRow: (
        *(*_NODE, "change", "previous", "target", "target_from", "target_to", "numerator"),
        *("basis", "parts", "noegletal", "place", "period", "until", "previous_period"),
        *("status", "measure_unit", "direction", "deadline", "source", "previous_now", "note"),
    ),
    ChangePartRow: _CHANGE_PART,
    UnitChangeRow: (*_NODE, "part", "note", "change", "against"),
    GruppeRow: (
        *(*_NODE, "before", "change", "difference", "employees"),
        *("gruppe", "since", "before_quarter", "note"),
    ),
    SignalRow: (
        *("key", "name", "quarter", "parent", "missing", "masked", "value", "change"),
        *("verdict", "lower", "upper", "provisional", "sentence", "note"),
    ),
}
_PER_MEMBER = ("dagsværk", "forløb")
_OF_THE_YEAR_THAT_ENDS = ("ended_year", "ended_target", "ended_distance", "ended_met")


def describe_load(outcome: Outcome) -> Json:
    """Describe what became of one file, as `load --json` prints it."""
    report = outcome.checked.report
    return {
        "file": report.file_name,
        "kind": report.kind,
        "quarters": [str(quarter) for quarter in report.quarters],
        "rows": report.facts.num_rows,
        "upload_id": outcome.upload_id or None,
        "status": outcome.status,
        "questions": [
            {
                "id": question.id,
                "text": question.text,
                "choices": [asdict(choice) for choice in question.choices],
            }
            for question in report.proposal.questions
            if outcome.status == "asked" and question.code
        ],
        "problems": [
            asdict(problem) | {"message": text} for problem, text in explain_problems(report)
        ],
        "totals": [_describe_total(total) for total in report.totals],
    }


def describe_upload(past: UploadRecord) -> Json:
    """Describe an upload, as `history --json` prints it."""
    return {
        "upload_id": past.upload_id,
        "file": past.file_name,
        "kind": past.kind,
        "quarters": list(past.periods),
        "rows": past.row_count,
        "status": past.status,
        "sha256": past.sha256,
        "extract_date": _convert_to_json(past.extract_date),
        "loaded_at": _convert_to_json(past.loaded_at),
        "loaded_by": past.loaded_by,
        "changes": json.loads(past.changes or "{}"),
    }


def describe_mapping(remembered: RememberedMapping) -> Json:
    """Describe a remembered mapping, as `mappings list --json` prints it."""
    fields = {name: value for name, value in asdict(remembered.mapping).items() if value}
    signed = remembered.signed
    return fields | {"at": _convert_to_json(signed.at), "by": signed.by}


def describe_alias(alias: Alias) -> Json:
    """Describe a remembered alias, as `aliases list --json` prints it."""
    words: Json = {"level": alias.level, "alias": alias.alias, "name": alias.name}
    return words | {"at": _convert_to_json(alias.signed.at), "by": alias.signed.by}


def describe_result(result: AnyResult) -> Json:
    """Describe a result as `kpi --json` prints it: unrounded, null where masked or missing."""
    settings = result.settings
    return {
        "kpi": result.noegletal.name,
        "quarter": str(result.quarter),
        "level": result.level.value,
        "unit": _name_unit(result),
        "period": {
            "from": result.period.first.isoformat(),
            "to": result.period.last.isoformat(),
        },
        "denominator": result.denominator.value,
        "settings": {
            "municipality": settings.municipality,
            "denominator": settings.denominator.value,
            "smallest_group": result.smallest_group,
            "organisation": settings.organisation.value,
            "closed_units": settings.closed_units,
            "threshold": describe_threshold(result),
            "population": settings.population,
            "choices": describe_choices(result.sources),
        },
        "provenance": [
            {
                "file": source.file_name,
                "extract_date": _convert_to_json(source.extract_date),
                "loaded_at": _convert_to_json(source.loaded_at),
            }
            for source in result.sources
        ],
        "rows": list_rows(result),
    } | ({"sent": _describe_sent(result.changes_since_sent)} if result.changes_since_sent else {})


def _describe_sent(changes: ChangesSinceSent) -> Json:
    """Describe what changed since an opgørelse, and those it is compared with, were sent."""
    before = changes.before
    return {
        "replaces": _convert_to_json(changes.sent_at if changes.corrected_at else None),
        "sent_at": _convert_to_json(changes.sent_at),
        "corrected_at": _convert_to_json(changes.corrected_at),
        "deferred": changes.is_deferred,
        "figures": [_describe_node(node) for node in changes.nodes],
        "corrections": _describe_corrections(changes.corrections),
        "continued": [_describe_node(node) for node in changes.continued],
        "previous": _convert_to_json(before.at if before else None),
        "previous_corrections": _describe_corrections(before.corrections if before else ()),
        "earlier": [
            {
                "quarter": str(sending.quarter),
                "sent": _convert_to_json(sending.at),
                "corrections": _describe_corrections(sending.corrections),
            }
            for sending in changes.earlier
        ],
    }


def _describe_node(node: NodeCorrection) -> Json:
    """Describe the figures of a node that print otherwise than they were sent."""
    measures = {
        corrected.measure.name: {"sent": corrected.sent, "now": corrected.now}
        for corrected in node.measures
    }
    return {"key": node.key, "name": node.name, "measures": measures}


def _describe_corrections(corrections: Iterable[Correction]) -> list[Json]:
    return [
        {
            "file": correction.file_name,
            "event": correction.event,
            "at": _convert_to_json(correction.at),
            "by": correction.by,
        }
        for correction in corrections
    ]


def _name_unit(result: AnyResult) -> str:
    unit = result.noegletal.measures[0].unit
    return f"{unit} {result.denominator.per}" if unit in _PER_MEMBER else unit


def list_rows(result: AnyResult) -> list[Json]:
    """List the rows of a result as JSON and CSV carry them."""
    declared = (measure.name for measure in result.noegletal.measures if measure.name not in _NODE)
    columns = _COLUMNS.get(type(result.rows[0]), (*_NODE, *declared, "note"))
    if isinstance(result.rows[0], MaaltalRow) and result.quarter.number == YEARS_END:
        columns = (*columns, *_OF_THE_YEAR_THAT_ENDS)
    return [{name: _read_field(result, row, name) for name in columns} for row in result.rows]


def _read_field(result: AnyResult, row: Row, name: str) -> object:
    """Return one value of a row, by its name in JSON and CSV."""
    if name == "note":
        return " ".join(
            filter(None, [write_number_note(result, row), *describe_reservations(result)])
        )
    if isinstance(row, SignalRow) and name in {"verdict", "provisional", "sentence"}:
        return _read_verdict_field(row.verdict, name)
    if name == "deadline":
        return _convert_to_json(getattr(row, name)) or ""
    if name == "ended_met":
        return getattr(row, "is_ended_met", None)
    return _convert_to_json(getattr(row, name, None))


def _read_verdict_field(verdict: Verdict | None, name: str) -> object:
    if verdict is None:
        return "" if name == "sentence" else None
    if name == "sentence":
        return describe_verdict(verdict)
    return verdict.kind.value if name == "verdict" else verdict.provisional


def write_csv(result: AnyResult) -> str:
    """Write the same rows as text: commas, decimal points, nothing that a spreadsheet would run."""
    rows = list_rows(result)
    out = StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _make_csv_cell(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


def _make_csv_cell(value: object) -> object:
    return disarm_formula(value) if isinstance(value, str) else value


def _describe_total(total: Total) -> Json:
    names = ("label", "column", "file", "computed", "difference", "agrees")
    return {name: _convert_to_json(getattr(total, name)) for name in names}


def _convert_to_json(value: object) -> object:
    if isinstance(value, float):
        return None if isnan(value) else strip_binary_noise(value)
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return f"{value.isoformat(timespec='seconds')}Z"
    if isinstance(value, Quarter):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
