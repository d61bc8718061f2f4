"""Real absence: four quarters of 61 organisations, recomputed straight from the workbooks."""

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from core.nodes import TREE
from core.quarter import Quarter
from core.settings import Denominator, Settings
from metrics import rullende
from services.load import check, save
from store.database import Store
from tests.stored_rows import reading

FOLDER = Path(__file__).parents[2].parent / "shared" / "real"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"{FOLDER} is not on this machine")


@pytest.fixture
def loaded(store: Store) -> Store:
    for file in sorted(FOLDER.glob("*.xlsx")):
        checked = check(store, file.read_bytes(), file_name=file.name, settings=Settings())
        assert [p for p in checked.report.problems if p.code != "unit_absent"] == []
        assert {total.column for total in checked.report.totals} == {
            "Fraværsdagsværk",
            "Fuldtidsstillinger",
        }
        assert all(total.agrees for total in checked.report.totals)
        assert len(checked.report.rows) == 61
        assert save(store, [checked], by="test")[0].status == "stored"
    return store


def expected() -> dict[str, Decimal]:
    """Rolling figures of every node: days of four quarters over the mean of the posts."""
    days: dict[str, Decimal] = defaultdict(Decimal)
    posts: dict[str, Decimal] = defaultdict(Decimal)
    for file in sorted(FOLDER.glob("*.xlsx")):
        for cells in openpyxl.load_workbook(file).worksheets[0].iter_rows(values_only=True):
            area, department, number, name, absence, fte = cells
            if number is None or number == "Enhedsnr." or name is None:
                continue
            for key in ("kommune", f"omraade:{area}", f"afdeling:{department}", f"enhed:{number}"):
                days[key] += Decimal(repr(absence))
                posts[key] += Decimal(repr(fte))
    return {key: days[key] / (posts[key] / 4) for key in days}


def test_every_figure_equals_the_one_worked_out_from_the_workbooks(loaded: Store) -> None:
    wanted = expected()
    seen: set[str] = set()
    with reading(loaded) as reader:
        for level in TREE:
            result = rullende.read_rullende(reader, quarter=Quarter(2025, 1), level=level)
            assert result.denominator is Denominator.FULDTIDSSTILLINGER
            for row in result.rows:
                assert row.value == pytest.approx(float(wanted[row.key]), abs=1e-9)
                seen.add(row.key)
            splits = {(row.short, row.long, row.long_share) for row in result.rows}
            assert splits == {(None, None, None)}
            assert not any(row.masked for row in result.rows)
    assert seen == set(wanted)
    assert len(seen) == 1 + 2 + 13 + 61
