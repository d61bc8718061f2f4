"""The enheder that rose and fell most, from changes that can be counted by hand."""

from typing import Any

from core.nodes import Level
from phrases.largest_changes import make_largest_tables
from tests import examples


def row(name: str, before: float, now: float) -> dict[str, Any]:
    return examples.row(f"enhed:{name}", name, "afdeling:A", (now, 1.0), before=(before, 1.0))


def cells(rows: list[dict[str, Any]]) -> dict[str, list[tuple[str, ...]]]:
    tables = make_largest_tables(examples.result(Level.ENHED, rows))
    return {table.caption: [line.cells for line in table.rows] for table in tables}


def test_three_rises_and_three_falls_by_the_changes_that_are_shown() -> None:
    rows = [
        row("A", 10.0, 10.2), row("B", 10.0, 12.0), row("C", 10.0, 9.0), row("D", 10.0, 10.2),
        row("E", 10.0, 13.0), row("F", 10.04, 10.0), row("G", 10.0, 8.0),
    ]  # fmt: skip
    assert cells(rows) == {
        "Steget mest": [
            ("E", "10,0", "13,0", "+3,0"), ("B", "10,0", "12,0", "+2,0"),
            ("A", "10,0", "10,2", "+0,2"),
        ],
        "Faldet mest": [("G", "10,0", "8,0", "−2,0"), ("C", "10,0", "9,0", "−1,0")],
    }  # fmt: skip


def test_a_hidden_a_missing_and_a_new_enhed_are_not_among_them() -> None:
    new = row("C", 10.0, 20.0) | {"previous": examples.NAN, "change": examples.NAN}
    rows = [
        examples.without_figures(row("A", 10.0, 30.0), masked=True),
        examples.without_figures(row("B", 10.0, 30.0), masked=False),
        new,
        row("D", 10.0, 11.0),
    ]
    assert cells(rows) == {"Steget mest": [("D", "10,0", "11,0", "+1,0")]}


def test_where_nothing_moved_there_is_no_table() -> None:
    assert cells([row("A", 10.01, 10.0)]) == {}
