"""Results as a file of figures: what a bilag carries inside it, and what a page hands out.

The format is what a Danish Excel opens by itself as numbers: UTF-8 with a byte order mark,
semicolons, decimal comma. Figures are unrounded; a masked or missing one is empty, and which of
the two it is stands in a column of its own.
"""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO

from core.quarter import Quarter
from metrics.cells import Row
from metrics.result import KpiResult
from metrics.words import known

_FIGURES = {
    "value": "sygefravaer",
    "previous": "forrige_opgoerelse",
    "change": "aendring",
    "year_ago": "aaret_foer",
    "change_year": "aendring_paa_et_aar",
    "short": "korttidsfravaer",
    "long": "langtidsfravaer",
    "long_share": "langtidsandel",
    "employees": "gennemsnitligt_antal",
}
_FLAGS = {
    "masked": "vises_ikke",
    "previous_masked": "forrige_vises_ikke",
    "year_ago_masked": "aaret_foer_vises_ikke",
    "missing": "ingen_data",
}
_NODE = ("niveau", "noegle", "navn", "under", "periode_fra", "periode_til", "naevner")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def to_csv(results: Sequence[KpiResult]) -> bytes:
    """Write the rows of results of one kind; each carries its period and denominator."""
    there = results[0].frame.columns
    figures = [name for name in _FIGURES if name in there]
    flags = [name for name in _FLAGS if name in there]
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    heads = [*(_FIGURES[name] for name in figures), *(_FLAGS[name] for name in flags)]
    writer.writerow([*_NODE, *heads, "note"])
    for result in results:
        for row in result.frame.to_dict("records"):
            cells = [*_numbers(row, figures), *("ja" if row[name] else "nej" for name in flags)]
            writer.writerow([*_node(result, row), *cells, harmless(row["note"])])
    return out.getvalue().encode("utf-8-sig")


def _node(result: KpiResult, row: Row) -> list[str]:
    period = Quarter.parse(row["quarter"]).rolling_period
    return [
        result.level.value,
        harmless(row["key"]),
        harmless(row["name"]),
        harmless(row["parent"]),
        period.first.isoformat(),
        period.last.isoformat(),
        result.denominator.value,
    ]


def _numbers(row: Row, figures: Iterable[str]) -> list[str]:
    return [
        f"{Decimal(repr(row[name])):f}".replace(".", ",") if known(row[name]) else ""
        for name in figures
    ]


def harmless(text: str) -> str:
    """Keep a spreadsheet from running a text as a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
