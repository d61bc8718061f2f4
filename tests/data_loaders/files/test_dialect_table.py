"""The same table in every dialect gives the same cells.

The files in `fixtures` were made by LibreOffice 7.4 from `writers.xlsx(AWKWARD)`, saved as
awkward.xlsx: `soffice --headless --convert-to xls awkward.xlsx`, and likewise ods, fods, html and
(in a folder of its own) xlsx.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loaders.files.grid import Sheet
from data_loaders.files.values import ErrorCell, Value
from tests.data_loaders.files import writers
from tests.data_loaders.files.crossing import read_here
from tests.data_loaders.files.writers import Table, alike

FIXTURES = Path(__file__).parent / "fixtures"
DAY = datetime(2025, 1, 20)
AWKWARD: list[list[Value]] = [
    ["Sygefravær: Dagtilbud & Skole"],
    [],
    ["Enhed", None, "Fravær", None, None, "Trukket"],
    ["Nr.", "Navn", "Dagsværk", "Andel", "Ændring", "den"],
    ["*", "Resultat", 1564.13992, 1, "12,00-", DAY],
    ["0310", "Børnehuset Ærø", 352.49992, 0.43, "1.234,50-", DAY],
    ["0311", "  Vejteamet\u00a0Øst", 0.3, 0.125, -11010, DAY],
    ["1000/3100", "Å-gården; 'Syd' \"Nord\"", 1211.34, 1e-07, "****", DAY],
    ["#", "Ikke tilordnet", -0.1, None, 0, "00.00.0000"],
    ["0312", "Fejl", ErrorCell("#REF!"), ErrorCell("#DIV/0!"), "1.234", "31.12.9999"],
    ["I alt", None, 1564.13992, 1, "12,00-"],
]
EXACT: dict[str, Callable[[Table], bytes]] = {
    "xlsx": writers.xlsx,
    "xlsb": writers.xlsb,
    "xls (Excel 2)": writers.biff(2),
    "xls (Excel 3)": writers.biff(3),
    "xls (Excel 4)": writers.biff(4),
    "ods": writers.ods,
    "fods": writers.fods,
    "xml2003": writers.xml2003,
    "xml2003 i UTF-16": lambda rows: writers.xml2003(rows, encoding="utf-16"),
    "html": writers.html,
    "mhtml": writers.mhtml,
}
TEXTS: dict[str, Callable[[Table], bytes]] = {
    "semikolon": writers.delimited(";"),
    "komma": writers.delimited(",", "cp1252", lineterminator="\n"),
    "tabulator i UTF-16": writers.delimited("\t", "utf-16"),
    "streg": writers.delimited("|", "utf-8-sig", lineterminator="\r"),
    "enkelte anførselstegn": writers.delimited(
        ";", quotechar="'", quoting=1, doublequote=False, escapechar="\\"
    ),
    "SAP-tekst": writers.sap_text,
    "SAP-liste": writers.sap_list,
}
WORDS = st.text(st.sampled_from("abæøåÆØÅ 09&.-é\u00a0"), min_size=1, max_size=12).map(
    lambda text: text.strip(" ") or "x"
)
NUMBERS = st.integers(-(10**9), 10**9) | st.integers(-(10**9), 10**9).map(lambda n: n / 1000)
CELLS = WORDS | NUMBERS | st.none() | st.sampled_from([ErrorCell("#REF!"), ErrorCell("#N/A"), DAY])


def first(content: bytes) -> Sheet:
    return read_here(content).sheets[0]


@pytest.mark.parametrize("dialect", [*EXACT, *TEXTS])
def test_the_awkward_table_reads_back(dialect: str) -> None:
    content = (EXACT | TEXTS)[dialect](AWKWARD)
    assert alike(rows_of(content), AWKWARD), rows_of(content)


@pytest.mark.parametrize("file", ["awkward.xls", "awkward.ods", "awkward.fods", "awkward.xlsx"])
def test_the_awkward_table_reads_back_from_other_writers(file: str) -> None:
    sheet = first((FIXTURES / file).read_bytes())
    assert alike(sheet.rows, AWKWARD), sheet.rows


def test_the_awkward_table_reads_back_from_a_web_page() -> None:
    # A web page keeps no spaces at the beginning, and shows the day as text.
    rows = [[v.lstrip(" ") if isinstance(v, str) else v for v in row] for row in AWKWARD]
    rows = [["2025-01-20 0:00:00" if v == DAY else v for v in row] for row in rows]
    assert alike(first((FIXTURES / "awkward.html").read_bytes()).rows, rows)


@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8),
    st.sampled_from([*EXACT, *TEXTS]),
)
def test_any_table_reads_back_from_any_dialect(rows: list[list[Value]], dialect: str) -> None:
    table: list[list[Value]] = [["Enhed", "Dagsværk", "Måned"], *rows]
    assert alike(rows_of((EXACT | TEXTS)[dialect](table)), table), dialect


def rows_of(content: bytes) -> list[list[Value]]:
    """A sheet's rows from its first, and without what a list has below: its last rule."""
    sheet = first(content)
    rows = [[None] * sheet.left + list(row) for row in sheet.rows]
    return [[] for _ in range(sheet.top)] + rows
