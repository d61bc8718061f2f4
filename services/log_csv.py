"""The access log as a file of comma-separated values, for a spreadsheet or another program."""

import csv
from collections.abc import Iterable
from datetime import UTC
from io import StringIO

from access.log_lines import Detail, LogLine
from bilag.csv_file import disarm_formula
from core.danish import COPENHAGEN

_HEADS = ("nummer", "tidspunkt", "person", "rolle", "handling", "tekst_fjernet")
_EXCEL = ";"  # what a Danish Excel opens by itself


def write_log_file(lines: Iterable[LogLine]) -> bytes:
    """Write lines as what a Danish Excel opens by itself."""
    return write_log_csv(lines, delimiter=_EXCEL).encode("utf-8-sig")


def write_log_csv(lines: Iterable[LogLine], *, delimiter: str = ",") -> str:
    """Write lines with a column for each detail; moments are Danish clock time."""
    out = StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([*_HEADS, *(detail.value.replace(" ", "_") for detail in Detail)])
    writer.writerows([disarm_formula(cell) for cell in _write_cells(line)] for line in lines)
    return out.getvalue()


def _write_cells(line: LogLine) -> list[str]:
    at = line.at.replace(tzinfo=UTC).astimezone(COPENHAGEN).isoformat(" ", "seconds")
    if line.entry is None:
        return [str(line.number), at, "", "", "", "ja", *("" for _ in Detail)]
    entry = line.entry
    return [
        *(str(line.number), at, entry.person, entry.role, entry.action.value, "nej"),
        *(entry.details.get(detail, "") for detail in Detail),
    ]
