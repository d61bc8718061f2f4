"""The shapes that the command line answers in: scripts rely on them."""

from datetime import date, datetime
from decimal import Decimal
from math import isnan

from data_loaders.problem import Problem
from data_loaders.report import Total
from metrics.result import KpiResult
from services.load import Outcome
from store.uploads import Past

Json = dict[str, object]
_NOT_IN_CONTRACT = ("previous_masked", "year_ago_masked")


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
        "problems": [_problem(problem) for problem in report.problems],
        "totals": [_total(total) for total in report.totals],
    }


def history_object(past: Past) -> Json:
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
    }


def kpi_object(result: KpiResult) -> Json:
    """A result as `kpi --json` prints it: unrounded, null where masked or missing."""
    settings = result.settings
    return {
        "kpi": result.noegletal.name,
        "quarter": str(result.quarter),
        "level": result.level.value,
        "unit": f"dagsværk {result.denominator.per}",
        "period": {
            "from": result.period.first.isoformat(),
            "to": result.period.last.isoformat(),
        },
        "denominator": result.denominator.value,
        "settings": {
            "municipality": settings.municipality,
            "denominator": settings.denominator.value,
            "smallest_group": settings.smallest_group,
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
    }


def kpi_rows(result: KpiResult) -> list[Json]:
    """The rows of a result as JSON and CSV carry them."""
    frame = result.frame.drop(columns=list(_NOT_IN_CONTRACT), errors="ignore")
    return [
        {str(name): _plain(value) for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


def _problem(problem: Problem) -> Json:
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "sheet": problem.sheet,
        "cell": problem.cell,
        "column": problem.column,
        "value": problem.value,
        "message": problem.message,
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
        return None if isnan(value) else value
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return f"{value.isoformat(timespec='seconds')}Z"
    return value.isoformat() if isinstance(value, date) else value
