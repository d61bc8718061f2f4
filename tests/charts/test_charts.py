import math
import re
from typing import Any

import pytest

from charts import omraader, udvikling
from charts.chart import Chart
from core.nodes import Level
from tests import examples
from tests.charts.drawing import read_figure
from tests.charts.test_tables import draw_afdelinger, draw_enheder
from tests.frames import frame_of, with_frame


def texts(chart: Chart) -> str:
    """All that is written in a figure."""
    strings = [note.text for note in read_figure(chart).layout.annotations]
    for trace in read_figure(chart).data:
        strings += [str(text) for text in (trace.text if trace.text is not None else [])]
    for axis in read_figure(chart).select_yaxes():
        strings += list(axis.ticktext or [])
    return " ".join(strings)


def without_split(frame: Any) -> Any:
    return frame.assign(short=math.nan, long=math.nan, long_share=math.nan)


def all_charts() -> list[Chart]:
    return [
        udvikling.draw_chart(examples.kommunens_udvikling()),
        omraader.draw_chart(examples.omraader()),
        draw_afdelinger(),
        draw_enheder(),
    ]


class TestUdvikling:
    def test_short_stands_on_long_and_the_total_above(self) -> None:
        result = examples.kommunens_udvikling()
        figure = read_figure(udvikling.draw_chart(result))
        long, short, undivided, totals = figure.data
        last = result.rows[-1]
        assert (long.y[-1], short.y[-1]) == (last.long, last.short)
        assert set(undivided.y) == {None}
        assert totals.text[-1] == "<b>14,0</b>"
        assert totals.y[-1] == pytest.approx(long.y[-1] + short.y[-1])
        assert figure.layout.yaxis.range[0] == 0

    def test_nine_quarters_in_danish_with_the_year_where_it_begins(self) -> None:
        axis = read_figure(udvikling.draw_chart(examples.kommunens_udvikling())).layout.xaxis
        assert axis.ticktext == (
            "4. kvt.<br>2022", "1. kvt.<br>2023", "2. kvt.", "3. kvt.", "4. kvt.",
            "1. kvt.<br>2024", "2. kvt.", "3. kvt.", "4. kvt.",
        )  # fmt: skip

    def test_the_parts_are_named_beside_the_last_bar(self) -> None:
        assert "Langtid<br>6,0" in texts(udvikling.draw_chart(examples.kommunens_udvikling()))

    def test_the_title_says_what_both_parts_did(self) -> None:
        assert udvikling.draw_chart(examples.kommunens_udvikling()).title == (
            "Både korttid og langtid er faldet"
        )

    def test_without_a_split_the_bars_are_grey_and_it_is_said(self) -> None:
        result = examples.kommunens_udvikling()
        chart = udvikling.draw_chart(with_frame(result, without_split(frame_of(result))))
        long, short, undivided, _ = read_figure(chart).data
        assert set(long.y) == set(short.y) == {None}
        assert undivided.y[-1] == pytest.approx(14.0, abs=0.05)
        assert "Langtid" not in texts(chart)
        assert "uden opdeling" in chart.title
        assert "opdeler ikke" in chart.alt

    def test_the_first_quarters_without_figures_take_no_room(self) -> None:
        result = examples.kommunens_udvikling()
        newest = frame_of(result).tail(2).index
        figures = frame_of(result).select_dtypes("float").columns
        frame = frame_of(result).copy()
        frame.loc[~frame.index.isin(newest), figures] = math.nan
        assert len(read_figure(udvikling.draw_chart(with_frame(result, frame))).data[0].x) == 2

    def test_alt_says_the_figures(self) -> None:
        alt = udvikling.draw_chart(examples.kommunens_udvikling()).alt
        assert "Senest er det 14,0 dagsværk pr. medarbejder: korttid 8,0 og langtid 6,0." in alt
        assert "Højest var det 15,8 i 2. kvartal 2023." in alt


class TestOmraader:
    def test_value_and_change_are_written_and_nothing_stands_outside(self) -> None:
        chart = omraader.draw_chart(examples.omraader())
        assert "<b>11,2 (−0,9)</b>" in texts(chart)
        figure = read_figure(chart)
        low, high = figure.layout.xaxis.range
        for trace in figure.data:
            assert all(low < x < high for x in trace.x)
        bottom, top = figure.layout.yaxis.range
        assert all(bottom < y < top for trace in figure.data for y in trace.y)

    def test_title_names_the_largest_change(self) -> None:
        assert omraader.draw_chart(examples.omraader()).title == "Faldet er størst i Økonomi & Stab"

    def test_a_masked_omraade_is_named_without_figures(self) -> None:
        lines = examples.lines_of(examples.omraader())
        lines[1] = examples.without_figures(lines[1], masked=True)
        chart = omraader.draw_chart(examples.result(Level.OMRAADE, lines))
        assert "By, Kultur, Miljø &amp; Beskæftigelse" in texts(chart)
        assert "vises ikke" in texts(chart)
        assert "By, Kultur, Miljø & Beskæftigelse: vises ikke" in chart.alt
        assert len(read_figure(chart).data) == 4  # two lines, and both kinds of dots


@pytest.mark.parametrize("place", range(4))
def test_no_chart_draws_its_title_or_writes_a_point_for_a_comma(place: int) -> None:
    chart = all_charts()[place]
    assert read_figure(chart).layout.title.text is None
    assert chart.alt.endswith(".")
    assert not re.search(r"\d\.\d", texts(chart) + chart.title + chart.alt)
    assert "nan" not in read_figure(chart).to_json().casefold()
