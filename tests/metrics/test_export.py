"""Figures as a file that a spreadsheet opens."""

import csv
import io

from bilag.csv_file import to_csv
from tests import examples
from tests.frames import frame_of, with_frame


def test_figures_are_whole_and_hidden_ones_are_empty() -> None:
    units = examples.enheder()
    text = to_csv([units]).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    for row, (_, given) in zip(rows, frame_of(units).iterrows(), strict=True):
        hidden = given["masked"] or given["missing"]
        assert row["vises_ikke"] == ("ja" if given["masked"] else "nej")
        assert row["ingen_data"] == ("ja" if given["missing"] else "nej")
        if hidden:
            assert row["sygefravaer"] == ""
        else:
            assert float(row["sygefravaer"].replace(",", ".")) == round(given["value"], 12)


def test_a_name_is_never_a_formula() -> None:
    units = examples.enheder(2)
    names = ["=1+1", "@SUM(A1)"]
    text = to_csv([with_frame(units, frame_of(units).assign(name=names))]).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["navn"] for row in rows] == ["'=1+1", "'@SUM(A1)"]


def test_every_row_of_a_series_carries_its_own_period() -> None:
    text = to_csv([examples.kommunens_udvikling()]).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert len({row["periode_til"] for row in rows}) == len(rows)
    assert {row["naevner"] for row in rows} == {"medarbejdere"}
