"""The figures of a bilag as a file inside it.

The format is what a Danish Excel opens by itself as numbers: UTF-8 with a byte order mark,
semicolons, decimal comma. Figures are unrounded; a masked or missing one is empty, and which of
the two it is stands in a column of its own.
"""

import csv
from collections.abc import Iterable
from decimal import Decimal
from io import StringIO

from bilag.model import Attachment
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
_HEAD = (
    "niveau", "noegle", "navn", "under", "periode_fra", "periode_til", "naevner",
    *_FIGURES.values(), "vises_ikke", "forrige_vises_ikke", "aaret_foer_vises_ikke", "ingen_data",
    "note",
)  # fmt: skip
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def attachment(stem: str, results: Iterable[KpiResult]) -> Attachment:
    """Write the rows of some results to one CSV file, named as the bilag itself."""
    return Attachment(
        file_name=f"{stem}.csv",
        mime="text/csv",
        description="Bilagets tal, uafrundede, med periode og nævner",
        content=_text(results).encode("utf-8-sig"),
    )


def _text(results: Iterable[KpiResult]) -> str:
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(_HEAD)
    for result in results:
        writer.writerows(_line(result, row) for row in result.frame.to_dict("records"))
    return out.getvalue()


def _line(result: KpiResult, row: Row) -> list[str]:
    return [
        result.level.value,
        _harmless(row["key"]),
        _harmless(row["name"]),
        _harmless(row["parent"]),
        result.period.first.isoformat(),
        result.period.last.isoformat(),
        result.denominator.value,
        *(_figure(row[name]) for name in _FIGURES),
        _yes(row["masked"]),
        _yes(row["previous_masked"]),
        _yes(row["year_ago_masked"]),
        _yes(row["missing"]),
        _harmless(row["note"]),
    ]


def _figure(value: float) -> str:
    return f"{Decimal(repr(value)):f}".replace(".", ",") if known(value) else ""


def _yes(flag: object) -> str:
    return "ja" if flag else "nej"


def _harmless(text: str) -> str:
    """Keep a spreadsheet from running a text as a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
