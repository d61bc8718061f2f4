"""Figur 1 and the charts of the organisation, mark by mark, from figures counted by hand."""

from dataclasses import replace
from datetime import date
from typing import Any

import plotly.graph_objects as go
import pytest

from charts import omraader, reference_lines, udvikling
from charts.figure import FONT, TEXT, Figure
from charts.palette import DARK, LIGHT, Palette
from core import danish
from core.event import Event, EventKind
from core.nodes import Level
from core.settings import Denominator
from metrics.events import Events
from metrics.maaltal import DECLARED as TARGETS
from metrics.references import Reference
from metrics.result import KpiResult
from tests import examples
from tests.charts.drawing import read_figure
from tests.charts.test_lines import result as make_result
from tests.charts.test_lines import target as make_target_row

GROUNDS = pytest.mark.parametrize("inks", [LIGHT, DARK], ids=["light", "dark"])
BREAK = Event(date(2024, 7, 1), None, EventKind.DATABRUD, Level.KOMMUNE, "", "Ny måde")
COURSE = Event(date(2024, 11, 5), None, EventKind.INDSATS, Level.KOMMUNE, "", "Kursus")


def three_quarters(*, masked: tuple[int, ...] = ()) -> KpiResult[Any]:
    """The kommune's short and long: 14.25, 15.5 and 14.0 in all."""
    parts = [(8.25, 6.0), (9.0, 6.5), (8.0, 6.0)]
    return examples.quarters(Level.KOMMUNE, {"Kommunen": parts}, masked=masked)


def notes(figure: go.Figure) -> list[tuple[str, float, float]]:
    """The texts that are written beside marks, with their places."""
    return [(note.text, note.x, note.y) for note in figure.layout.annotations]


class TestFigur1:
    @GROUNDS
    def test_bars_stand_on_each_other_below_their_totals(self, inks: Palette) -> None:
        figure = read_figure(udvikling.draw_chart(three_quarters(), dark=inks is DARK))
        long, short, undivided, totals = figure.data
        assert figure.layout.barmode == "stack"
        assert [(bar.name, bar.y) for bar in (long, short, undivided)] == [
            ("Langtidsfravær", (6.0, 6.5, 6.0)),
            ("Korttidsfravær", (8.25, 9.0, 8.0)),
            ("Sygefravær", (None, None, None)),
        ]
        assert [bar.text for bar in (long, short, undivided)] == [None] * 3
        assert [bar.marker.color for bar in (long, short)] == [inks.langtid, inks.korttid]
        assert totals.y == (14.25, 15.5, 14.0)
        assert totals.text == ("", "15,5", "<b>14,0</b>")
        assert totals.textposition == "top center"
        assert all(trace.x == (0, 1, 2) for trace in figure.data)

    def test_axes_hold_all_bars_and_a_total_above_the_highest(self) -> None:
        layout = read_figure(udvikling.draw_chart(three_quarters())).layout
        assert layout.xaxis.range == (-0.5, 2.5)
        assert layout.xaxis.tickvals == (0, 1, 2)
        assert layout.xaxis.ticktext == ("2. kvt.<br>2024", "3. kvt.", "4. kvt.")
        assert layout.yaxis.range == pytest.approx((0, 15.5 * 1.12))
        assert layout.yaxis.showticklabels is False
        assert layout.bargap == pytest.approx(1 - 0.72 * 3 / 6)

    def test_the_parts_are_named_at_their_middle(self) -> None:
        figure = read_figure(udvikling.draw_chart(three_quarters()))
        assert notes(figure) == [("Langtid<br>6,0", 1, 3.0), ("Korttid<br>8,0", 1, 10.0)]

    def test_the_peak_the_one_before_and_the_latest_have_their_totals(self) -> None:
        totals = read_figure(udvikling.draw_chart(examples.kommunens_udvikling())).data[-1]
        texts = dict(enumerate(totals.text))
        assert {place for place, text in texts.items() if text} == {2, 7, 8}
        assert totals.y[2] == max(totals.y)

    @pytest.mark.parametrize(("target", "height"), [(13.0, 13.0), (10.5, 12.13), (20.0, 20.0)])
    def test_the_target_is_a_dashed_line_with_its_name_beside_it(
        self, target: float, height: float
    ) -> None:
        row = make_target_row("Kommunen", 14.0, target, key="kommune")
        chart = udvikling.draw_chart(three_quarters(), maaltal=make_result(TARGETS, [row]))
        figure = read_figure(chart)
        (line,) = [shape for shape in figure.layout.shapes if shape.line.dash]
        assert (line.y0, line.y1, line.line.color) == (target, target, LIGHT.maaltal)
        text = danish.format_number(target)
        (label,) = [note for note in notes(figure) if "Måltal" in note[0]]
        assert label[:2] == (f"Måltal 2025<br>{text}", 1)
        assert label[2] == pytest.approx(height, abs=0.01)
        assert f"Måltal 2025: {text}." in chart.alt
        assert figure.layout.yaxis.range[1] > target

    def test_a_quarter_says_its_figures_when_it_is_pointed_at(self) -> None:
        totals = read_figure(udvikling.draw_chart(three_quarters())).data[-1]
        assert totals.customdata[1] == (
            "3. kvartal 2024<br>Sygefravær: 15,5<br>Korttidsfravær: 9,0<br>Langtidsfravær: 6,5"
            "<br>Langtidsandel: 42 %"
        )

    def test_only_the_latest_quarters_are_shown(self) -> None:
        assert len(read_figure(udvikling.draw_chart(examples.kommunens_udvikling())).data[0].y) == 9

    def test_a_masked_quarter_has_no_bar_and_says_so(self) -> None:
        chart = udvikling.draw_chart(three_quarters(masked=(1,)))
        long, short, undivided, totals = read_figure(chart).data
        assert (long.y[1], short.y[1], undivided.y[1], totals.y[1]) == (None, None, None, 0)
        assert totals.text[1] == "vises ikke"
        assert chart.title == "Korttids- og langtidsfravær"
        assert "15,5" not in read_figure(chart).to_json() + chart.alt

    def test_a_quarter_without_a_split_has_a_grey_bar_of_all_its_absence(self) -> None:
        first, *later = examples.lines_of(three_quarters())
        first |= {
            "short": examples.NAN,
            "long": examples.NAN,
            "long_share": examples.NAN,
        }
        chart = udvikling.draw_chart(examples.result(Level.KOMMUNE, [first, *later]))
        long, short, undivided, _ = read_figure(chart).data
        assert (long.y[0], short.y[0], undivided.y) == (None, None, (14.25, None, None))
        assert undivided.marker.color == LIGHT.comparison
        assert "For 1 opgørelse er der ingen opdeling i korttid og langtid." in chart.alt

    @pytest.mark.parametrize(
        ("parts", "title"),
        [
            ([(8.0, 6.0), (7.9, 5.9)], "Både korttid og langtid er faldet"),
            ([(8.0, 6.0), (7.9, 6.1)], "Korttid er faldet, langtid er steget"),
            ([(8.0, 6.0), (8.1, 6.04)], "Korttid er steget, langtid er uændret"),
            ([(8.0, 6.0)], "Korttids- og langtidsfravær"),
        ],
    )
    def test_the_title_says_which_way_each_part_went(
        self, parts: list[tuple[float, float]], title: str
    ) -> None:
        assert udvikling.draw_chart(examples.quarters(Level.KOMMUNE, {"K": parts})).title == title

    def test_the_alt_text_says_the_latest_the_one_before_and_the_highest(self) -> None:
        assert udvikling.draw_chart(three_quarters()).alt == (
            "Søjlediagram over sygefraværet ved opgørelserne fra 2. kvartal 2024 til 4. kvartal "
            "2024, rullende fire kvartaler. Senest er det 14,0 dagsværk pr. medarbejder: korttid "
            "8,0 og langtid 6,0. Gangen før var det 15,5. Højest var det 15,5 i 3. kvartal 2024."
        )

    @GROUNDS
    def test_events_stand_where_their_quarters_begin(self, inks: Palette) -> None:
        result = replace(three_quarters(), events=Events((BREAK, COURSE)))
        chart = udvikling.draw_chart(result, dark=inks is DARK)
        assert [
            (line.x0, line.x1, line.line.dash) for line in read_figure(chart).layout.shapes
        ] == [
            (0.5, 0.5, "solid"),
            (1.5, 1.5, "dot"),
        ]
        assert {line.line.color for line in read_figure(chart).layout.shapes} == {inks.muted}
        assert notes(read_figure(chart))[2:] == [("a", 0.5, 1), ("b", 1.5, 1)]
        assert chart.alt.endswith(
            " Databrud 1. juli 2024: Ny måde. Indsats 5. november 2024: Kursus."
        )

    @GROUNDS
    def test_references_are_grey_lines_below_the_top(self, inks: Palette) -> None:
        figures = {"Landet": 17.2, "Naboen": 12.1}
        elsewhere = tuple(
            Reference(
                name, value, "2023", "KRL", "dagsværk pr. medarbejder", Denominator.MEDARBEJDERE
            )
            for name, value in figures.items()
        )
        result = replace(three_quarters(), references=elsewhere)
        figure = read_figure(udvikling.draw_chart(result, dark=inks is DARK))
        assert [(line.y0, line.y1) for line in figure.layout.shapes] == [(17.2, 17.2), (12.1, 12.1)]
        assert {line.line.color for line in figure.layout.shapes} == {inks.comparison}
        assert notes(figure)[2:] == [
            ("Landet, 2023: 17,2", 0, 17.2),
            ("Naboen, 2023: 12,1", 0, 12.1),
        ]
        assert figure.layout.yaxis.range == pytest.approx((0, 17.2 * 1.25))
        assert reference_lines.find_highest(elsewhere) == 17.2

    def test_a_reference_of_the_kommune_is_not_held_against_an_afdeling(self) -> None:
        elsewhere = (
            Reference(
                "Landet", 17.2, "2023", "KRL", "dagsværk pr. medarbejder", Denominator.MEDARBEJDERE
            ),
        )
        of_one = examples.quarters(Level.AFDELING, {"A": [(8.0, 6.0), (9.0, 6.0)]})
        chart = udvikling.draw_chart(replace(of_one, references=elsewhere), key="afdeling:A")
        assert not read_figure(chart).layout.shapes
        assert read_figure(chart).layout.yaxis.range == pytest.approx((0, 15 * 1.12))
        assert chart.name == "udvikling-afdeling:A"


class TestOmraader:
    def two(self) -> KpiResult[Any]:
        """A falls from 12.0 to 10.0; B rises from 13.5 to 14.0."""
        rows = [
            examples.row("omraade:A", "A", "kommune", (10.0, 4.0), before=(12.0, 5.0)),
            examples.row("omraade:B", "B", "kommune", (14.0, 4.0), before=(13.5, 5.0)),
        ]
        return examples.result(Level.OMRAADE, rows)

    @GROUNDS
    def test_a_grey_line_leads_from_a_hollow_dot_to_a_full_one(self, inks: Palette) -> None:
        figure = read_figure(omraader.draw_chart(self.two(), dark=inks is DARK))
        *ways, before, now = figure.data
        assert [(way.x, way.y) for way in ways] == [
            ((12.0, 10.0), (0, 0)),
            ((13.5, 14.0), (-1, -1)),
        ]
        assert {way.line.color for way in ways} == {inks.comparison}
        assert (before.name, before.x, before.y) == ("3. kvt. 2024", (12.0, 13.5), (0, -1))
        assert (before.marker.color, before.marker.line.color) == (inks.ground, inks.comparison)
        assert (now.name, now.x, now.y) == ("4. kvt. 2024", (10.0, 14.0), (0, -1))
        assert now.marker.color == inks.langtid
        assert now.customdata[0] == "A<br>4. kvartal 2024: 10,0"
        assert before.customdata[1] == "B<br>3. kvartal 2024: 13,5"

    def test_names_and_figures_stand_above_their_lines(self) -> None:
        assert notes(read_figure(omraader.draw_chart(self.two()))) == [
            ("A", 0, 0.24), ("<b>10,0 (−2,0)</b>", 1, 0.24),
            ("B", 0, -0.76), ("<b>14,0 (+0,5)</b>", 1, -0.76),
        ]  # fmt: skip

    def test_the_axis_is_a_little_wider_than_the_figures(self) -> None:
        layout = read_figure(omraader.draw_chart(self.two())).layout
        assert layout.xaxis.range == pytest.approx((9.4, 14.6))  # 0.6 is more than 12 % of 4
        assert layout.xaxis.ticktext == ("10", "11", "12", "13", "14")
        assert layout.yaxis.range == pytest.approx((-1.45, 0.9))
        assert layout.height == 54 * 2 + 74
        assert layout.showlegend

    def test_the_axis_never_begins_below_zero(self) -> None:
        row = examples.row("omraade:A", "A", "kommune", (0.2, 0.1), before=(0.3, 0.1))
        figure = read_figure(omraader.draw_chart(examples.result(Level.OMRAADE, [row])))
        assert figure.layout.xaxis.range == pytest.approx((0, 0.9))

    def test_the_alt_text_says_each_figure_and_change(self) -> None:
        assert omraader.draw_chart(self.two()).alt == (
            "Sygefraværet i hvert område ved opgørelsen for 4. kvartal 2024 og ændringen siden "
            "3. kvartal 2024, i dagsværk pr. medarbejder. A: 10,0, ændring −2,0; B: 14,0, "
            "ændring +0,5."
        )


@GROUNDS
def test_charts_are_still_and_danish(inks: Palette) -> None:
    fig = Figure(dark=inks is DARK, height=100)
    fig.add_text("Langtid", x=0, y=0)
    layout = read_figure(fig.make_chart("", "", "")).layout
    assert layout.height == 100
    assert (layout.separators, layout.showlegend, layout.dragmode) == (",.", False, False)
    assert (layout.font.family, layout.font.size) == (FONT, TEXT)
    assert layout.font.color == inks.ink
    (note,) = layout.annotations
    assert (note.font.color, note.showarrow) == (None, False)
    for axis in (layout.xaxis, layout.yaxis):
        assert axis.fixedrange
        assert not axis.showgrid
        assert axis.tickangle == 0
        assert axis.tickfont.color == inks.muted
