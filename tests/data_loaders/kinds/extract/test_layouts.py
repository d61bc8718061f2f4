from decimal import Decimal

import pytest

from core.settings import Settings
from data_loaders.files.grid import Grid, Sheet
from data_loaders.report import Report
from tests.data_loaders.grids import of_grid
from tests.data_loaders.kinds.extract.layouts import PLACES
from tests.data_loaders.kinds.extract.layouts_of_time import TIMES
from tests.data_loaders.kinds.extract.sheets import UNITS, Case

CASES = PLACES | TIMES


def loaded(case: Case) -> Report:
    sheets = tuple(
        Sheet.from_rows(name, [list(r) for r in rows]) for name, rows in case.sheets.items()
    )
    return of_grid(Grid("prøve", sheets), file_name=case.file_name, settings=Settings())


def amount(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


@pytest.mark.parametrize("name", CASES)
def test_every_layout_gives_the_same_rows(name: str) -> None:
    case = CASES[name]
    found = loaded(case)
    told = {problem.code for problem in found.problems}
    assert told == set(case.warned), [problem.message for problem in found.problems]
    assert found.kind == case.kind
    assert [str(quarter) for quarter in found.quarters] == list(case.quarters)
    expected = {
        (quarter, unit[1] if case.by_name else unit[0]): (
            unit[2] if case.afdelinger else None, amount(unit[4]), amount(unit[7]),
        )
        for quarter in case.quarters
        for unit in UNITS
    }  # fmt: skip
    assert {
        (str(row.quarter), row.enhed.removeprefix("1000/")): (
            row.afdeling, row.dagsvaerk, row.medarbejdere or row.fuldtidsstillinger,
        )
        for row in found.rows
    } == expected  # fmt: skip
    assert len(found.rows) == len(expected)
    assert all(total.agrees for total in found.totals)


def test_there_are_enough_layouts() -> None:
    assert len(CASES) >= 25
