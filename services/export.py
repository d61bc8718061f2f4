"""Figures as a file that a spreadsheet opens."""

import csv
import io

from metrics.result import KpiResult
from services.contract import kpi_rows

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_csv(result: KpiResult) -> bytes:
    """Write a result's rows as Danish spreadsheets read them: `;`, decimal comma, UTF-8 with BOM.

    Figures are unrounded; a masked or missing one is empty, and the row's own columns `masked`
    and `missing` say which. Texts that a spreadsheet would run as a formula are made harmless.
    """
    rows = kpi_rows(result)
    written = io.StringIO()
    writer = csv.DictWriter(written, fieldnames=list(rows[0]), delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return written.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, float):
        return repr(value).replace(".", ",")
    text = str(value)
    return f"'{text}" if text.startswith(_STARTS_FORMULA) else text
