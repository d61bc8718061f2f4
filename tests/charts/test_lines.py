"""The charts of langtidsfriske and of targets: what is drawn, said, and not shown."""

import math
import re
from collections.abc import Callable, Sequence
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


def friske_chart(*, dark: bool = False, narrow: bool = False) -> Chart:
    hidden = friske("Lille", NAN, NAN, masked=True)
    rows = [friske("Miljø", 0.36, 0.34), friske("Skole", 0.41, 0.41), hidden]
    return langtidsfriske.draw_chart(result(FRISKE, rows), dark=dark, narrow=narrow)


def target_chart(*, dark: bool = False, narrow: bool = False) -> Chart:
    rows = [
        target("Miljø", 12.6, 12.0),
        target("Skole", 10.02, 10.0),
        target("Kultur", 9.0, NAN, distance=NAN, target_masked=True),
        target("Social", 15.0, NAN, distance=NAN, reported=0),
        target("Lille", NAN, NAN, distance=NAN, masked=True),
    ]
    return maaltal.draw_chart(result(TARGETS, rows), dark=dark, narrow=narrow)


def written(chart: Chart) -> list[str]:
    return [note.text for note in read_figure(chart).layout.annotations]


def in_lines(chart: Chart) -> list[str]:
    """The texts of the lines, without the heads above them and the key."""
    notes = read_figure(chart).layout.annotations
    heads = {note.text for note in notes if note.yanchor == "bottom"}
    keys = {"4. kvt. 2024", "Måltal", "2023 og 2024", "De to år før"}
    return [note.text for note in notes if note.text not in heads | keys]


def test_a_dot_per_afdeling_for_the_share_and_a_hollow_one_for_the_years_before() -> None:
    chart = friske_chart()
    *ways, before, now = read_figure(chart).data
    assert [list(way.x) for way in ways] == [[34, 36], [41, 41]]
    assert list(now.x) == [36, 41, None]
    assert list(before.x) == [34, 41, None]
    assert list(read_figure(chart).layout.xaxis.ticktext) == [
        f"{t}\N{NO-BREAK SPACE}%" for t in (35, 40)
    ]
    assert in_lines(chart) == ["Miljø", "<b>36 %</b>", "+2", "Skole", "<b>41 %</b>", "uændret",
        "Lille", "vises ikke"]  # fmt: skip
    assert chart.title == "Andelen er størst i Skole: 41 %"


def test_a_dot_per_afdeling_and_a_broken_line_at_its_target() -> None:
    chart = target_chart()
    *ways, wished, dots = read_figure(chart).data
    assert [list(way.x) for way in ways] == [[12.0, 12.6], [10.0, 10.02]]
    assert list(wished.x) == [12.0, 12.0, None, 10.0, 10.0, None]
    assert wished.line.dash
    assert list(dots.x) == [12.6, 10.02, 9.0, 15.0, None]
    assert in_lines(chart) == [
        "Miljø", "<b>12,6</b>", "12,0", "0,6", "Skole", "<b>10,0</b>", "10,0", "0,0",
        "Kultur", "<b>9,0</b>", "vises ikke", "Social", "<b>15,0</b>", "ikke indmeldt",
        "Lille", "vises ikke",
    ]  # fmt: skip
    assert chart.title == "1 af 2 afdelinger er på eller under måltallet for 2025"


@pytest.mark.parametrize("draw", [maaltal.draw_chart, langtidsfriske.draw_chart])
def test_no_line_of_the_axis_goes_through_a_text(draw: Callable[..., Chart]) -> None:
    """Texts stand beside what is drawn where names do, and there are no such lines below them."""
    rows = [target("Miljø", 12.6, 12.0)] if draw is maaltal.draw_chart else [friske("M", 0.3, 0.2)]
    figures = result(TARGETS if draw is maaltal.draw_chart else FRISKE, rows)
    wide, narrow = (read_figure(draw(figures, narrow=narrow)) for narrow in (False, True))
    assert (wide.layout.xaxis.showgrid, narrow.layout.xaxis.showgrid) == (True, False)
    texts = [note for note in wide.layout.annotations if note.xanchor == "left"]
    assert all(note.xshift < 0 for note in texts if note.yanchor == "top")


@GROUNDS
def test_dots_of_langtidsfriske_lie_beside_their_names(inks: Palette) -> None:
    hidden = friske("Lille", NAN, NAN, masked=True)
    rows = [friske("Miljø", 0.36, 0.34), friske("Skole", 0.41, 0.41), hidden]
    figure = read_figure(langtidsfriske.draw_chart(result(FRISKE, rows), dark=inks is DARK))
    *ways, before, now = figure.data
    assert (now.name, before.name) == ("2023 og 2024", "De to år før")
    assert now.y == before.y
    assert ways[0].y[0] == now.y[0]
    assert (now.marker.color, before.marker.color) == (inks.langtid, inks.ground)
    assert before.marker.line.color == inks.comparison
    assert now.customdata[0] == "Miljø<br>2023 og 2024: 36 %"
    assert before.customdata[2] == "Lille<br>De to år før: vises ikke"


def test_langtidsfriske_in_words() -> None:
    assert friske_chart().alt == (
        "Andelen af langtidsfriske i 2023 og 2024 for hver afdeling, hvor den er kendt efter "
        "andelen i de to år før. Miljø: 36 %, ændring +2 procentpoint; Skole: 41 %, ændring 0 "
        "procentpoint; Lille: vises ikke."
    )
    same_years = friske("Miljø", 0.36, 0.36, previous_years="2023 og 2024")
    chart = langtidsfriske.draw_chart(result(FRISKE, [same_years]))
    assert in_lines(chart) == ["Miljø", "<b>36 %</b>"]


@GROUNDS
def test_targets_are_short_dashes_across_the_line_of_their_node(inks: Palette) -> None:
    rows = [target("Miljø", 12.6, 12.0), target("Skole", 10.0, 15.0)]
    figure = read_figure(maaltal.draw_chart(result(TARGETS, rows), dark=inks is DARK))
    *ways, wished, dots = figure.data
    first, second = dots.y
    assert [(way.x, way.y) for way in ways] == [
        ((12.0, 12.6), (first, first)),
        ((15.0, 10.0), (second, second)),
    ]
    assert {way.line.color for way in ways} == {inks.comparison}
    assert (wished.name, wished.line.color) == ("Måltal 2025", inks.maaltal)
    ends = [first - 8, first + 8, None, second - 8, second + 8, None]
    assert list(wished.y) == ends
    assert wished.customdata[0] == "Miljø<br>Måltal: 12,0"
    assert (dots.name, dots.marker.color) == ("4. kvt. 2024", inks.langtid)
    assert dots.customdata[1] == "Skole<br>4. kvartal 2024: 10,0"
    assert figure.layout.xaxis.range == pytest.approx((9.4, 15.6))  # 12 % of 5 is 0.6
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
    assert [trace.name for trace in read_figure(chart).data] == ["2023 og 2024"]
    assert written(chart)[0] == "Andel"
    assert "De to år før" not in written(chart)


@pytest.mark.parametrize("chart", [friske_chart(), target_chart()], ids=lambda chart: chart.name)
def test_they_say_aloud_what_they_show(chart: Chart) -> None:
    assert chart.alt.endswith(".")
    assert "Lille: vises ikke" in chart.alt
    assert not re.search(r"\d\.\d", " ".join(written(chart)) + chart.title + chart.alt)
    assert "nan" not in read_figure(chart).to_json().casefold()
