"""The service door for a role: figures as they are printed, in every nøgletal and form."""

import json
from contextlib import suppress
from dataclasses import fields
from itertools import product
from pathlib import Path

import pytest

from access.viewer import read_local_viewer
from bilag.csv_file import to_csv
from commands import answer_text
from commands.answer_json import describe_result, write_csv
from core.edition import Edition
from core.errors import NoDataError
from core.nodes import Level
from core.precision import Unit, find_printed_step
from core.quarter import Quarter
from core.settings import Settings
from metrics import registry
from metrics.result import AnyResult
from metrics.rows import Row
from services.figures import open_figures
from services.viewers import read_viewer
from store.database import Store
from tests.command import run
from tests.printed_numbers import find_finer_numbers, find_finer_texts
from tests.stored_rows import fresh, put, row

ROLE = "afdelingschef:Børn & Familie"
LEVELS = (Level.KOMMUNE, Level.AFDELING, Level.ENHED)
BESIDE = {
    "previous": "value",
    "change": "value",
    "year_ago": "value",
    "peak": "value",
    "previous_now": "value",
    "year_ago_now": "value",
    "since_peak": "value",
    "change_year": "value",
    "change_short": "short",
    "change_long": "long",
    "change_long_share": "long_share",
    "lower": "value",
    "upper": "value",
}


@pytest.fixture(scope="module")
def released(sample: Path) -> Path:
    run(sample, "release", "2024K4")
    return sample


ROLES = (
    "kommunaldirektoer",
    "direktoer:Børn, Sundhed & Velfærd",
    ROLE,
    "enhedsleder:2455",
    "sekretariat",
)


def list_results(store: Path, role: str) -> list[AnyResult]:
    opened, settings = Store(store), Settings()
    viewer = read_viewer(opened, read_local_viewer(), role, settings=settings)
    results = []
    with open_figures(opened, viewer, settings=settings) as reader:
        for name, level in product(registry.ALL, LEVELS):
            with suppress(NoDataError):
                results.append(
                    registry.read_result(reader, name, quarter=Quarter(2024, 4), level=level)
                )
    opened.close()
    return results


def find_step(result: AnyResult, row: Row, name: str) -> float | None:
    """The step that a measure is printed with in a row; None for a number that is no measure."""
    measures = {measure.name: measure for measure in result.noegletal.measures}
    measure = measures.get(BESIDE.get(name, name))
    if measure is None:
        return None
    of_now = name not in BESIDE  # it may have been a larger group at an earlier opgørelse
    whole = row.coarse and of_now and measure.unit == Unit.DAGSVAERK and measure.is_of_group
    return 1.0 if whole else float(find_printed_step(measure.unit, edition=Edition.INTERN))


@pytest.mark.parametrize("role", ROLES)
def test_no_figure_is_finer_than_it_is_printed(released: Path, role: str) -> None:
    seen = 0
    for result in list_results(released, role):
        label = f"{role}: {result.noegletal.name}, {result.level}"
        assert [*find_finer_numbers(describe_result(result))] == [], label
        for line in result.rows:
            for field in fields(line):
                figure, step = getattr(line, field.name), find_step(result, line, field.name)
                if step and figure is not None:
                    assert [*find_finer_numbers([float(figure)], step=step)] == [], label
                    seen += 1
        assert find_finer_texts(write_csv(result), mark=".") == [], label
        attached = to_csv([result]).decode("utf-8-sig")
        assert find_finer_texts(attached, mark=",") == [], label
        assert find_finer_texts(answer_text.write_result(result), mark=",") == [], label
    assert seen > 1000


def test_hr_sees_exact_figures(released: Path) -> None:
    asked = ("kpi", "rullende", "--quarter", "2024K4", "--json")
    (exact,), (printed,) = (
        json.loads(run(released, *asked, *viewer))["rows"] for viewer in ((), ("--viewer", ROLE))
    )
    assert abs(exact["value"] - 13.9615) < 1e-9
    assert (printed["value"], printed["change"], printed["long_share"]) == (14.0, -0.5, 0.43)


def test_a_sum_in_dagsvaerk_is_worked_out_from_what_is_printed(released: Path) -> None:
    asked = ("--quarter", "2024K4", "--level", "afdeling", "--json", "--viewer", "sekretariat")
    targets, rates = (
        json.loads(run(released, "kpi", name, *asked))["rows"] for name in ("maaltal", "rullende")
    )
    employees = {line["key"]: line["employees"] for line in rates}
    told = [line for line in targets if line["distance_total"] is not None]
    assert told
    for line in told:
        assert line["distance"] == pytest.approx(line["value"] - line["target"])
        in_all = line["distance"] * employees[line["key"]]
        assert line["distance_total"] == pytest.approx(in_all, abs=0.5)


def test_the_history_shows_a_role_neither_who_loaded_nor_figures_of_drafts(released: Path) -> None:
    for viewer, is_hr in (((), True), (("--viewer", "sekretariat"), False)):
        lines = run(released, "history", "--json", *viewer).splitlines()
        uploads = [json.loads(line) for line in lines]
        assert {upload["file"] for upload in uploads} >= {"Sygefravaer_2024K4.xlsx"}
        assert all(bool(upload["loaded_by"]) is is_hr for upload in uploads)
        assert any(upload["changes"] for upload in uploads) is is_hr


def test_a_role_that_is_none_is_wrong_use(sample: Path) -> None:
    text = run(sample, "kpi", "rullende", "--quarter", "2024K4", "--viewer", "chef", code=2)
    assert "er ikke en rolle" in text


def test_drafts_are_hrs_alone(tmp_path: Path) -> None:
    """A role sees what is released and no draft, neither as it is nor as it was."""
    store = fresh(tmp_path)
    file = store.path
    put(store, [row(str(Quarter(2023, 3) + back), days="60", heads="50") for back in range(6)])
    store.close()
    asked = ("kpi", "rullende", "--quarter", "2024K4", "--json")
    role = ("--viewer", "sekretariat")
    assert "Ingen opgørelse er frigivet endnu" in run(file, *asked, *role, code=1)
    ask = ("bilag", "afdelinger", "--quarter", "2024K4", "--out", str(tmp_path), *role)
    assert "Ingen opgørelse er frigivet endnu" in run(file, *ask, code=1)
    run(file, "release", "2024K4", "--sent")
    store = Store(file)
    put(store, [row("2024K4", days="90", heads="50")], name="ret.xlsx")
    store.close()
    shown, released, draft = (
        json.loads(run(file, *asked, *more)) for more in (role, ("--released",), ())
    )
    assert shown["rows"][0]["value"] == released["rows"][0]["value"] == 4.8
    assert draft["rows"][0]["value"] == pytest.approx(5.4)
    assert "kladder ser kun HR" in run(file, *asked, *role, "--as-of", "2031-01-01", code=2)


def test_only_hr_is_told_who_corrected(tmp_path: Path) -> None:
    store = fresh(tmp_path)
    file = store.path
    put(store, [row(str(Quarter(2023, 3) + back), days="60", heads="50") for back in range(6)])
    store.close()
    run(file, "release", "2024K3", "--sent")
    store = Store(file)
    put(store, [row("2024K3", days="90", heads="50")], name="ret.xlsx")
    store.close()
    run(file, "release", "2024K4")
    asked = ("kpi", "rullende", "--quarter", "2024K4", "--json")
    for viewer, is_hr in (((), True), (("--viewer", "kommunaldirektoer"), False)):
        sent = json.loads(run(file, *asked, *viewer))["sent"]
        names = [correction["by"] for correction in sent["previous_corrections"]]
        assert [bool(name) for name in names] == [is_hr]


def test_a_small_effect_is_said_to_be_small_where_a_number_stands(tmp_path: Path) -> None:
    """Printed, an effect below 0,1 is the number 0: its note says that it is no nothing."""
    store = fresh(tmp_path)
    file = store.path
    days = [*["60"] * 7, "61"]
    put(store, [row(str(Quarter(2023, 1) + n), days=day, heads="50") for n, day in enumerate(days)])
    store.close()
    run(file, "release", "2024K4")
    asked = ("kpi", "forklaring", "--quarter", "2024K4")
    lines = json.loads(run(file, *asked, "--json", "--viewer", "kommunaldirektoer"))["rows"]
    notes = {line["key"]: (line["value"], "under 0,1" in line["note"]) for line in lines}
    assert notes["within"] == (0, True)
    assert notes["closed"] == notes["new"] == (0, False)
    assert "under 0,1" in run(file, *asked, "--csv", "--viewer", "kommunaldirektoer")
    exact = json.loads(run(file, *asked, "--json"))["rows"][0]
    assert exact["value"] == pytest.approx(0.02)
    assert "under 0,1" not in exact["note"]
