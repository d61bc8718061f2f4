import io

import openpyxl
import pytest

from core.settings import Settings
from data_loaders.kinds.registry import KINDS
from data_loaders.read import read_report
from services.template_forms import make_form
from services.templates import make_template

LISTS = [name for name, kind in KINDS.items() if not kind.reads_any_sheet]


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_loads_as_it_is(kind: str) -> None:
    report = read_report(make_template(kind), file_name="Skabelon.xlsx", settings=Settings())
    assert (report.kind, report.problems) == (kind, ())
    assert report.facts.num_rows > 0
    assert report.unused == ()


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_is_the_same_each_time_and_explains_every_column(kind: str) -> None:
    content = make_template(kind)
    assert content == make_template(kind)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames[1:] == ["Vejledning"]
    explained = [row[0] for row in book["Vejledning"].iter_rows(min_row=6, values_only=True)]
    assert explained == [column.header for column in make_form(kind).columns]


@pytest.mark.parametrize("kind", LISTS)
def test_every_header_of_a_template_is_known_by_its_own_field(kind: str) -> None:
    report = read_report(make_template(kind), file_name="Skabelon.xlsx", settings=Settings())
    labels = {
        field.name: field.label for field in KINDS[kind].declaration.fields if field.in_template
    }
    assert report.columns == {name: labels[name] for name in report.columns}
    assert len(report.columns) == len(labels)
