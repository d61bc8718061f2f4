"""The charts of langtidsfriske and of targets: what is drawn, said, and not shown."""

import math
import re
from collections.abc import Sequence
from dataclasses import MISSING, fields
from typing import Any

import pandas as pd
import pytest

from charts import langtidsfriske, maaltal
from charts.chart import Chart
from charts.palette import DARK, LIGHT, Palette
from core.edition import Edition
from core.nodes import Level
from core.settings import Denominator, Settings
from metrics.declaration import Noegletal
from metrics.langtidsfriske import DECLARED as FRISKE
from metrics.maaltal import DECLARED as TARGETS
from metrics.own_line import OwnLine
from metrics.records import make_records
from metrics.result import KpiResult
from metrics.rows import LangtidsfriskeRow, MaaltalRow, Row
from tests import examples
from tests.charts.drawing import read_figure

NAN = math.nan
ROWS: dict[str, type[Row]] = {"langtidsfriske": LangtidsfriskeRow, "maaltal": MaaltalRow}
GROUNDS = pytest.mark.parametrize("inks", [LIGHT, DARK], ids=["light", "dark"])


def result(declared: Noegletal, rows: Sequence[dict[str, Any]]) -> KpiResult[Any]:
    row_type = ROWS[declared.name]
    empty = {field.name: None for field in fields(row_type) if field.default is MISSING}
    usual = empty | {"quarter": "2024K4", "parent": ""}
    return KpiResult(
        noegletal=declared,
        quarter=examples.QUARTER,
        level=Level.AFDELING,
        denominator=Denominator.MEDARBEJDERE,
        settings=Settings(),
        sources=(),
        rows=make_records(pd.DataFrame([usual | row for row in rows]), row_type),
        period=examples.QUARTER.rolling_period,
        own_line=OwnLine(Edition.INTERN),
    )


def friske(name: str, value: float, previous: float, **changes: Any) -> dict[str, Any]:
    return {
        "key": f"afdeling:{name}", "name": name, "value": value, "previous": previous,
        "change": value - previous, "years": "2023 og 2024", "previous_masked": False,
        "previous_years": "2022 og 2023", "pair_before": previous, "pair_before_masked": False,
    } | changes  # fmt: skip


def target(name: str, value: float, wished: float, **changes: Any) -> dict[str, Any]:
    return {
        "key": f"afdeling:{name}", "name": name, "value": value, "target": wished,
        "distance": value - wished, "reported": 3, "units": 3, "target_year": 2025,
        "target_masked": False,
    } | changes  # fmt: skip


def friske_chart(*, dark: bool = False) -> Chart:
    hidden = friske("Lille", NAN, NAN, masked=True)
    rows = [friske("Miljø", 0.36, 0.34), friske("Skole", 0.41, 0.41), hidden]
    return langtidsfriske.draw_chart(result(FRISKE, rows), dark=dark)


def target_chart(*, dark: bool = False) -> Chart:
    rows = [
        target("Miljø", 12.6, 12.0),
        target("Skole", 10.02, 10.0),
        target("Kultur", 9.0, NAN, distance=NAN, target_masked=True),
        target("Social", 15.0, NAN, distance=NAN, reported=0),
        target("Lille", NAN, NAN, distance=NAN, masked=True),
    ]
    return maaltal.draw_chart(result(TARGETS, rows), dark=dark)


def written(chart: Chart) -> list[str]:
    return [note.text for note in read_figure(chart).layout.annotations]


def test_a_bar_per_afdeling_from_zero_with_the_years_before_in_grey() -> None:
    chart = friske_chart()
    now, before = read_figure(chart).data
    assert list(now.x) == [36, 41, None]
    assert list(before.x) == [34, 41, None]
    assert now.marker.color != before.marker.color
    assert read_figure(chart).layout.xaxis.range[0] == 0
    ticks = ["0", "10", "20", "30", "40"]
    assert list(read_figure(chart).layout.xaxis.ticktext) == [
        f"{t}\N{NO-BREAK SPACE}%" for t in ticks
    ]
    assert written(chart) == [
        "Miljø", "<b>36 % (+2)</b>", "Skole", "<b>41 % (0)</b>", "Lille", "vises ikke",
    ]  # fmt: skip
    assert chart.title == "Andelen er størst i Skole: 41 %"


def test_a_dot_per_afdeling_and_a_broken_line_at_its_target() -> None:
    chart = target_chart()
    *ways, wished, dots = read_figure(chart).data
    assert [list(way.x) for way in ways] == [[12.0, 12.6], [10.0, 10.02]]
    assert list(wished.x) == [12.0, 12.0, None, 10.0, 10.0, None]
    assert wished.line.dash
    assert list(dots.x) == [12.6, 10.02, 9.0, 15.0, None]
    assert written(chart)[1::2] == [
        "<b>12,6 (måltal 12,0)</b>", "<b>10,0 (måltal 10,0)</b>", "<b>9,0 (måltal vises ikke)</b>",
        "<b>15,0 (ingen måltal)</b>", "vises ikke",
    ]  # fmt: skip
    assert chart.title == "1 af 2 afdelinger er på eller under måltallet for 2025"


@GROUNDS
def test_bars_of_langtidsfriske_lie_under_their_names(inks: Palette) -> None:
    hidden = friske("Lille", NAN, NAN, masked=True)
    rows = [friske("Miljø", 0.36, 0.34), friske("Skole", 0.41, 0.41), hidden]
    figure = read_figure(langtidsfriske.draw_chart(result(FRISKE, rows), dark=inks is DARK))
    now, before = figure.data
    assert [(bar.name, bar.y, bar.orientation) for bar in (now, before)] == [
        ("2023 og 2024", (0, -1, -2), "h"),
        ("De to år før", (0, -1, -2), "h"),
    ]
    assert (now.marker.color, before.marker.color) == (inks.langtid, inks.comparison)
    assert (now.offset, now.width) == pytest.approx((-0.1, 0.2))
    assert (before.offset, before.width) == pytest.approx((-0.22, 0.1))
    assert figure.layout.barmode == "overlay"
    assert figure.layout.xaxis.range == pytest.approx((0, 41 * 1.15))
    assert figure.layout.yaxis.range == pytest.approx((-2.45, 0.9))
    assert now.customdata[0] == "Miljø<br>2023 og 2024: 36 %"
    assert before.customdata[2] == "Lille<br>De to år før: vises ikke"
    notes = figure.layout.annotations
    assert [note.y for note in notes[::2]] == pytest.approx([0.24, -0.76, -1.76])
    assert [(note.x, note.xanchor) for note in notes[:2]] == [(0, "left"), (1, "right")]
    assert [note.font.color for note in notes[1::2]] == [inks.ink, inks.ink, inks.muted]


def test_langtidsfriske_in_words() -> None:
    assert friske_chart().alt == (
        "Andelen af langtidsfriske i 2023 og 2024 for hver afdeling, hvor den er kendt med andelen "
        "i de to år før under sig. Miljø: 36 %, ændring +2 procentpoint; Skole: 41 %, ændring 0 "
        "procentpoint; Lille: vises ikke."
    )
    same_years = friske("Miljø", 0.36, 0.36, previous_years="2023 og 2024")
    chart = langtidsfriske.draw_chart(result(FRISKE, [same_years]))
    assert written(chart) == ["Miljø", "<b>36 %</b>"]


@GROUNDS
def test_targets_are_short_dashes_across_the_line_of_their_node(inks: Palette) -> None:
    rows = [target("Miljø", 12.6, 12.0), target("Skole", 10.0, 15.0)]
    figure = read_figure(maaltal.draw_chart(result(TARGETS, rows), dark=inks is DARK))
    *ways, wished, dots = figure.data
    assert [(way.x, way.y) for way in ways] == [((12.0, 12.6), (0, 0)), ((15.0, 10.0), (-1, -1))]
    assert {way.line.color for way in ways} == {inks.comparison}
    assert (wished.name, wished.line.color) == ("Måltal 2025", inks.maaltal)
    assert wished.y == pytest.approx((-0.17, 0.17, None, -1.17, -0.83, None))
    assert wished.customdata[0] == "Miljø<br>Måltal: 12,0"
    assert (dots.name, dots.y, dots.marker.color) == ("4. kvt. 2024", (0, -1), inks.langtid)
    assert dots.customdata[1] == "Skole<br>4. kvartal 2024: 10,0"
    assert figure.layout.xaxis.range == pytest.approx((9.4, 15.6))  # 12 % of 5 is 0.6
    assert figure.layout.yaxis.range == pytest.approx((-1.45, 0.9))
    assert figure.layout.xaxis.ticktext == ("10", "12", "14")


def test_targets_in_words() -> None:
    assert target_chart().alt == (
        "Sygefraværet ved opgørelsen for 4. kvartal 2024 og det vægtede måltal for hver afdeling, "
        "dagsværk pr. medarbejder. Miljø: 12,6 (måltal 12,0); Skole: 10,0 (måltal 10,0); Kultur: "
        "9,0 (måltal vises ikke); Social: 15,0 (ingen måltal); Lille: vises ikke."
    )


def test_the_axis_grows_with_the_distance_between_the_figures() -> None:
    rows = [target("Miljø", 20.0, 10.0)]
    assert read_figure(maaltal.draw_chart(result(TARGETS, rows))).layout.xaxis.range == (
        pytest.approx((8.8, 21.2))
    )


def test_titles_where_nothing_is_reached_or_known() -> None:
    single = maaltal.draw_chart(result(TARGETS, [target("Miljø", 12.6, 12.0)]))
    assert single.title == "Miljø er over måltallet for 2025"
    far = maaltal.draw_chart(
        result(TARGETS, [target(name, 12.6, 12.0) for name in ("Miljø", "By")])
    )
    assert far.title == "Ingen af 2 afdelinger er nået til måltallet for 2025"
    unknown = maaltal.draw_chart(result(TARGETS, [target("Miljø", 12.6, NAN, distance=NAN)]))
    assert unknown.title == "Sygefravær og måltal"
    hidden = langtidsfriske.draw_chart(result(FRISKE, [friske("Miljø", NAN, NAN, masked=True)]))
    assert hidden.title == "Langtidsfriske"


def test_years_before_that_are_not_known_are_not_in_the_key() -> None:
    chart = langtidsfriske.draw_chart(result(FRISKE, [friske("Miljø", 0.3, NAN)]))
    assert read_figure(chart).layout.margin.l >= 18, "»0 %« is left out where it would be cut"
    assert [trace.name for trace in read_figure(chart).data] == ["2023 og 2024"]


@pytest.mark.parametrize("chart", [friske_chart(), target_chart()], ids=lambda chart: chart.name)
def test_they_say_aloud_what_they_show(chart: Chart) -> None:
    assert chart.alt.endswith(".")
    assert "Lille: vises ikke" in chart.alt
    assert not re.search(r"\d\.\d", " ".join(written(chart)) + chart.title + chart.alt)
    assert "nan" not in read_figure(chart).to_json().casefold()
