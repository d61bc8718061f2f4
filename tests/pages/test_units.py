"""The enheder as rows of a table, and the search among them."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.danish import HIDDEN, NO_DATA
from pages.parts import unit_table
from pages.parts.unit_search import find_matches
from pages.parts.unit_table import LevelFigures
from store.database import Store
from tests import examples
from tests.doors.test_hidden_swaps import _open_page
from tests.stored_rows import put, row

UNITS = LevelFigures(examples.enheder(), None)
AFDELINGER = LevelFigures(examples.afdelinger(), None)


def write(units: LevelFigures, afdelinger: LevelFigures | None = None) -> str:
    html = unit_table.write_html(
        units, caption="Enhederne", afdelinger=afdelinger, remarks={}, dark=False
    )
    return html.partition("<tbody>")[2]


def list_names(html: str) -> list[str]:
    return re.findall(r'<th scope="row">(?:<a [^>]+>)?([^<]+)', html)


def test_masked_and_missing_are_told_apart_and_nothing_is_drawn_of_them() -> None:
    html = write(UNITS)
    rows = UNITS.rullende.rows
    assert list_names(html) == [row.name for row in rows]
    assert html.count(f">{HIDDEN}</td>") == sum(row.masked for row in rows)
    assert html.count(f">{NO_DATA}</td>") == sum(row.missing and not row.masked for row in rows)
    for line, unit in zip(html.split("</tr>"), rows, strict=False):
        assert ("0F4C5C" in line) == (unit.value is not None)


def test_enheder_stand_under_their_afdeling_and_those_of_none_last() -> None:
    first, *others = UNITS.rullende.rows
    units = LevelFigures(
        replace(UNITS.rullende, rows=(replace(first, parent=""), *others[:14])), None
    )
    oekonomi, borger = (row.name for row in AFDELINGER.rullende.rows[:2])
    assert list_names(write(units, AFDELINGER)) == [
        oekonomi.replace("&", "&amp;"),
        *(row.name for row in others[:13]),
        borger.replace("&", "&amp;"),
        others[13].name,
        "Uden afdeling",
        first.name,
    ]


@pytest.mark.parametrize(
    ("search", "matches"),
    [
        ("skolen", {"enhed:0100": "", "enhed:31": "Skolen i Nord"}),
        ("SKOLEN nord", {"enhed:31": "Skolen i Nord"}),
        ("100", {"enhed:0100": ""}),
        ("01", {"enhed:0100": ""}),
        ("3", {"enhed:31": ""}),
        ("solsikken", {}),
    ],
)
def test_an_enhed_is_found_by_name_number_and_other_names(
    search: str, matches: dict[str, str]
) -> None:
    rows = [
        replace(UNITS.rullende.rows[0], key=key, name=name)
        for key, name in (("enhed:0100", "Skolen"), ("enhed:31", "Nordhuset"))
    ]
    names = {"enhed:31": {"Skolen i Nord", "Nordhuset"}}
    assert find_matches(rows, search, other_names=names) == matches


def test_the_page_shows_what_the_address_searches_for(tmp_path: Path) -> None:
    store = Store(tmp_path / "x.duckdb")
    put(
        store,
        [
            row(f"2024K{n}", enhed, afdeling=afdeling)
            for n in range(1, 5)
            for enhed, afdeling in (("1001", "Skole"), ("1002", "Miljø"), ("2001", "Miljø"))
        ],
    )
    store.close()
    page = AppTest.from_function(_open_page, args=(str(store.path), "enheder", "hr"))
    page.query_params["soeg"] = "10"
    page.run(timeout=60)
    assert not page.exception
    shown = "".join(str(getattr(node, "proto", "")) for node in page._tree)
    assert "2 af 3 enheder passer til »10«" in "".join(text.value for text in page.caption)
    assert [name in shown for name in ("Enhed 1001", "Enhed 1002", "Enhed 2001")] == [
        True, True, False
    ]  # fmt: skip
