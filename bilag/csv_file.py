"""Results as a file of figures: what a bilag carries inside it, and what a page hands out.

The format is what a Danish Excel opens by itself as numbers: UTF-8 with a byte order mark,
semicolons, decimal comma. Figures are unrounded; a masked or missing one is empty, and which of
the two it is stands in a column of its own.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import fields
from decimal import Decimal
from io import StringIO

from core.quarter import Period
from metrics.declaration import Noegletal
from metrics.result import AnyResult
from metrics.rows import Row
from phrases.notes import write_number_note

_FIGURES = {
    "value": "sygefravaer",
    "value_now": "sygefravaer_med_data_nu",
    "previous": "forrige_opgoerelse",
    "previous_now": "forrige_med_data_nu",
    "change": "aendring",
    "year_ago": "aaret_foer",
    "year_ago_now": "aaret_foer_med_data_nu",
    "change_year": "aendring_paa_et_aar",
    "short": "korttidsfravaer",
    "long": "langtidsfravaer",
    "long_share": "langtidsandel",
    "employees": "gennemsnitligt_antal",
}
_SICK_LEAVE = ("rullende", "kvartal")
_BESIDE = {
    "target_year": "maaltallets_aar",
    "previous": "forrige",
    "previous_now": "forrige_med_data_nu",
    "change": "aendring",
    "pair_before": "de_to_aar_foer",
    "pair_before_now": "de_to_aar_foer_med_data_nu",
}
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})
_FLAGS = {
    "masked": "vises_ikke",
    "previous_masked": "forrige_vises_ikke",
    "year_ago_masked": "aaret_foer_vises_ikke",
    "pair_before_masked": "de_to_aar_foer_vises_ikke",
    "target_masked": "maaltal_vises_ikke",
    "expected_masked": "forventet_vises_ikke",
    "missing": "ingen_data",
}
_NODE = ("niveau", "noegle", "navn", "under", "periode_fra", "periode_til", "naevner")
_TEXTS = {
    "period": "periode",
    "status": "status",
    "measure_unit": "maaleenhed",
    "direction": "retning",
    "deadline": "frist",
    "source": "kilde",
}
_KNOWN_DECIMALS = 12
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def to_csv(results: Sequence[AnyResult]) -> bytes:
    """Write the rows of results of one kind; each carries its period and denominator."""
    with_rows = _name_fields(results)
    named = _name_columns(results[0].noegletal)
    figures = [name for name in named if name in with_rows]
    flags = [name for name in _FLAGS if name in with_rows]
    texts = list(_TEXTS) if "measure_unit" in with_rows else []
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    heads = [*(named[name] for name in figures), *(_FLAGS[name] for name in flags)]
    writer.writerow([*_NODE, *heads, *(_TEXTS[name] for name in texts), "note"])
    for result in results:
        for row in result.rows:
            cells = [
                *_write_figures(row, figures),
                *("ja" if getattr(row, name) else "nej" for name in flags),
            ]
            word = [disarm_formula(str(getattr(row, name) or "")) for name in texts]
            note = disarm_formula(write_number_note(result, row))
            writer.writerow([*_write_node(result, row), *cells, *word, note])
    return out.getvalue().encode("utf-8-sig")


def _name_fields(results: Sequence[AnyResult]) -> set[str]:
    """Name the fields that the rows of some results have; the rows are of one type."""
    first = next((row for result in results for row in result.rows), None)
    return {field.name for field in fields(first)} if first else set()


def _name_columns(noegletal: Noegletal) -> dict[str, str]:
    """Name the columns: those of sick leave as always, others by the labels of their measures."""
    if noegletal.name in _SICK_LEAVE:
        return _FIGURES
    return {
        measure.name: _simplify_label(measure.label) for measure in noegletal.measures
    } | _BESIDE


def _simplify_label(label: str) -> str:
    ascii_label = label.lower().translate(_LETTERS)
    return re.sub(r"[^a-z0-9]+", "_", ascii_label).strip("_")


def _write_node(result: AnyResult, row: Row) -> list[str]:
    period = _find_period(result, row)
    return [
        result.level.value,
        disarm_formula(row.key),
        disarm_formula(row.name),
        disarm_formula(row.parent),
        period.first.isoformat(),
        period.last.isoformat(),
        result.denominator.value,
    ]


def _find_period(result: AnyResult, row: Row) -> Period:
    quarter = row.quarter
    if result.noegletal.name == "kvartal":
        return quarter.period
    is_rolling = result.period == result.quarter.rolling_period
    return quarter.rolling_period if is_rolling else result.period


def _write_figures(row: Row, figures: Iterable[str]) -> list[str]:
    return [
        ""
        if (figure := row.figure(name)) is None
        else f"{Decimal(repr(strip_binary_noise(figure))):f}".replace(".", ",")
        for name in figures
    ]


def strip_binary_noise(figure: float) -> float:
    """Return a figure without what binary arithmetic adds to it: 13.25 for 13.249999999999998.

    Days and headcounts are stored with twelve decimals, and no figure is known more exactly.
    """
    return round(figure, _KNOWN_DECIMALS)


def disarm_formula(text: str) -> str:
    """Keep a spreadsheet from running a text as a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
