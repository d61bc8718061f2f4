"""What scripts and files carry of a row that is masked: nothing that was counted or computed."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest

from bilag.csv_file import to_csv
from commands.answer_json import Json, list_rows, write_csv
from core.edition import Edition
from core.errors import ChefforumError
from core.nodes import Level, Scope
from core.quarter import Quarter
from core.settings import Settings
from metrics import registry
from metrics.computing.recipes import make_recipe
from metrics.result import KpiResult
from store.database import Store
from store.figures import open_reader
from tests.conftest import SampleStore

# How many enheder have handed in, what is missing in data, and other quarters' own figures.
TOLD = {
    "reported", "units", "quarters_in_year", "target_year", "ended_year", "holes", "previous",
    "year_ago", "peak", "previous_now", "year_ago_now", "peak_now",
    "pair_before", "pair_before_now",
}  # fmt: skip


@pytest.fixture(scope="module")
def opened(sampled: SampleStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store(sampled.copy(tmp_path_factory.mktemp("doors")))
    yield store
    store.close()


def results(store: Store, edition: Edition, quarter: Quarter) -> Iterator[KpiResult[Any]]:
    """All nøgletal on all levels."""
    with open_reader(store, Scope.everything(), recipe=make_recipe(Settings(), edition)) as reader:
        for name in registry.ALL:
            for level in Level:
                try:
                    yield registry.read_result(reader, name, quarter=quarter, level=level)
                except ChefforumError:
                    continue


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("quarter", [Quarter(2024, 4), Quarter(2024, 2)])
def test_a_masked_row_has_no_figure_at_any_door(
    opened: Store, quarter: Quarter, edition: Edition
) -> None:
    masked = 0
    for result in results(opened, edition, quarter):
        for row in list_rows(result):
            if row["masked"]:
                masked += 1
                assert numbers(row) <= TOLD, row
                assert not row["missing"]
        for text, separator in ((write_csv(result), ","), (to_csv([result]).decode(), ";")):
            for line in csv.DictReader(StringIO(text), delimiter=separator):
                if line.get("masked") == "True" or line.get("vises_ikke") == "ja":
                    assert {line.get("value"), line.get("sygefravaer")} <= {"", None}, line
    assert masked


def numbers(row: Json) -> set[str]:
    """The columns of a row that hold a number."""
    return {
        name
        for name, value in row.items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    }
