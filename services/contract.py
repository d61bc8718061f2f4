"""The shapes that the command line answers in: scripts rely on them."""

import csv
import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from math import isnan

from core.opgoerelse import Correction
from data_loaders.problem import Problem
from data_loaders.report import Total
from metrics.export import clean, harmless
from metrics.result import KpiResult
from metrics.sent import BesideSent
from services.load import Outcome
from services.mappings import Remembered
from services.told import answerable
from store.knowledge import Alias
from store.uploads import UploadRecord

Json = dict[str, object]
_NOT_IN_CONTRACT = ("previous_masked", "year_ago_masked", "pair_before_masked", "corrected")


def load_object(outcome: Outcome) -> Json:
    """What became of one file, as `load --json` prints it."""
    report = outcome.checked.report
    return {
        "file": report.file_name,
        "kind": report.kind,
        "quarters": [str(quarter) for quarter in report.quarters],
        "rows": report.facts.num_rows,
        "upload_id": outcome.upload_id or None,
        "status": outcome.status,
        "problems": [_problem(problem, text) for problem, text in answerable(report)],
        "totals": [_total(total) for total in report.totals],
    }


def history_object(past: UploadRecord) -> Json:
    """An upload, as `history --json` prints it."""
    return {
        "upload_id": past.upload_id,
        "file": past.file_name,
        "kind": past.kind,
        "quarters": list(past.periods),
        "rows": past.row_count,
        "status": past.status,
        "sha256": past.sha256,
        "extract_date": _plain(past.extract_date),
        "loaded_at": _plain(past.loaded_at),
        "loaded_by": past.loaded_by,
        "changes": json.loads(past.changes or "{}"),
    }


def mapping_object(one: Remembered) -> Json:
    """A mapping that is remembered, as `mappings list --json` prints it."""
    said = {name: value for name, value in asdict(one.mapping).items() if value}
    return said | {"at": _plain(one.signed.at), "by": one.signed.by}


def alias_object(one: Alias) -> Json:
    """Another name that is remembered, as `aliases list --json` prints it."""
    return {
        "level": one.level,
        "alias": one.alias,
        "name": one.name,
        "at": _plain(one.signed.at),
        "by": one.signed.by,
    }


def kpi_object(result: KpiResult) -> Json:
    """A result as `kpi --json` prints it: unrounded, null where masked or missing."""
    settings = result.settings
    return {
        "kpi": result.noegletal.name,
        "quarter": str(result.quarter),
        "level": result.level.value,
        "unit": _unit(result),
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
            "threshold": result.split_text,
            "population": settings.population,
        },
        "provenance": [
            {
                "file": source.file_name,
                "extract_date": _plain(source.extract_date),
                "loaded_at": _plain(source.loaded_at),
            }
            for source in result.sources
        ],
        "rows": kpi_rows(result),
    } | ({"sent": _sent(result.sent)} if result.sent else {})


def _sent(beside: BesideSent) -> Json:
    """How an opgørelse stands beside what was sent of it, and of those it is compared with."""
    before = beside.before
    return {
        "replaces": _plain(beside.replaces),
        "corrections": _corrections(beside.corrections),
        "previous": _plain(before.at if before else None),
        "previous_corrections": _corrections(before.corrections if before else ()),
        "earlier": [
            {
                "quarter": str(one.quarter),
                "sent": _plain(one.at),
                "corrections": _corrections(one.corrections),
            }
            for one in beside.earlier
        ],
    }


def _corrections(corrections: Iterable[Correction]) -> list[Json]:
    return [_correction(one) for one in corrections]


def _correction(one: Correction) -> Json:
    return {"file": one.file_name, "event": one.event, "at": _plain(one.at), "by": one.by}


def _unit(result: KpiResult) -> str:
    unit = result.noegletal.measures[0].unit
    return f"dagsværk {result.denominator.per}" if unit == "dagsværk" else unit


def kpi_rows(result: KpiResult) -> list[Json]:
    """The rows of a result as JSON and CSV carry them."""
    frame = result.frame.drop(columns=list(_NOT_IN_CONTRACT), errors="ignore")
    return [
        {str(name): _plain(value) for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


def kpi_csv(result: KpiResult) -> str:
    """The same rows as text: commas, decimal points, nothing that a spreadsheet would run."""
    rows = kpi_rows(result)
    out = StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


def _cell(value: object) -> object:
    return harmless(value) if isinstance(value, str) else value


def _problem(problem: Problem, message: str) -> Json:
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "sheet": problem.sheet,
        "cell": problem.cell,
        "column": problem.column,
        "value": problem.value,
        "message": message,
    }


def _total(total: Total) -> Json:
    return {
        "label": total.label,
        "column": total.column,
        "file": _plain(total.file),
        "computed": _plain(total.computed),
        "difference": _plain(total.difference),
        "agrees": total.agrees,
    }


def _plain(value: object) -> object:
    if isinstance(value, float):
        return None if isnan(value) else clean(value)
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return f"{value.isoformat(timespec='seconds')}Z"
    return value.isoformat() if isinstance(value, date) else value
