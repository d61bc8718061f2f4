"""The charts that are tables, afdelinger and enheder: what is drawn, written, and not shown."""

from dataclasses import replace
from datetime import date
from typing import Any

import plotly.graph_objects as go
import pytest

from charts import afdelinger, enheder
from charts.afdelinger import AfdelingFigures
from charts.chart import Chart
from charts.palette import DARK, LIGHT, Palette
from core.event import Event, EventKind
from core.nodes import Level
from metrics.events import Events
from metrics.maaltal import DECLARED as TARGETS
from metrics.result import KpiResult
from metrics.signal.verdict import judge
from tests import examples
from tests.charts.drawing import read_figure
from tests.charts.test_analysts import SERIES
from tests.charts.test_lines import result as make_result
from tests.charts.test_lines import target

GROUNDS = pytest.mark.parametrize("inks", [LIGHT, DARK], ids=["light", "dark"])
NARROW = pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
BOERN, SKOLE = "afdeling:Børn & Familie", "afdeling:Dagtilbud & Skole"
LONG, UNBROKEN = "Børnehaven " * 7 + "& Co.", "Skole<b>" * 10
BREAK = Event(date(2024, 7, 1), None, EventKind.DATABRUD, Level.KOMMUNE, "", "Ny måde")
COURSE = Event(date(2024, 11, 5), None, EventKind.INDSATS, Level.KOMMUNE, "", "Kursus")
RISE = judge([*SERIES, (examples.QUARTER, 8.0)])


def draw_afdelinger(*, has_targets: bool = True, **options: Any) -> Chart:
    """Seven afdelinger: a name of eighty letters, a hidden one, one without data, and a break."""
    rows = examples.lines_of(examples.afdelinger())
    rows[1] |= {"name": LONG}
    rows[3] = examples.without_figures(rows[3], masked=True)
    rows[4] = examples.without_figures(rows[4], masked=False)
    targets = [
        target(row["name"], 12.0, 11.5, key=row["key"], reported=min(at, 2))
        for at, row in enumerate(rows)
    ]
    figures = AfdelingFigures(
        examples.result(Level.AFDELING, rows),
        replace(examples.afdelingernes_udvikling(), events=Events((BREAK, COURSE))),
        make_result(TARGETS, targets) if has_targets else None,
        {BOERN: RISE},
    )
    return afdelinger.draw_chart(figures, **options)


def draw_enheder(*, has_targets: bool = True, **options: Any) -> Chart:
    """The enheder of an afdeling: names of eighty letters, a hidden one, one without data."""
    rows = [row for row in examples.lines_of(examples.enheder()) if row["parent"] == SKOLE]
    rows[0] |= {"name": LONG}
    rows[1] |= {"name": UNBROKEN}
    rows[2] = examples.without_figures(rows[2], masked=False)
    targets = [target(row["name"], 12.0, 14.0 + at, key=row["key"]) for at, row in enumerate(rows)]
    maaltal = make_result(TARGETS, targets) if has_targets else None
    result = examples.result(Level.ENHED, rows)
    return enheder.draw_chart(result, afdeling=SKOLE, maaltal=maaltal, **options)


def single_quarter() -> AfdelingFigures:
    """One afdeling with one opgørelse and none before it."""
    (row, *_) = examples.lines_of(examples.afdelinger())
    without = row | {"previous": examples.NAN, "change": examples.NAN}
    series = examples.quarters(Level.AFDELING, {row["name"]: [(6.0, 4.0)]})
    return AfdelingFigures(examples.result(Level.AFDELING, [without]), series)


def notes(chart: Chart) -> list[str]:
    return [note.text for note in read_figure(chart).layout.annotations]


def read_lines(chart: Chart) -> dict[str, list[str]]:
    """The texts of each line by their name, from those that stand at the same height."""
    figure = read_figure(chart)
    cells = [n for n in figure.layout.annotations if n.xanchor == "right" and n.yanchor == "middle"]
    names = [n for n in figure.layout.annotations if n.yanchor == "top" and n.font.size > 11]
    heights = list(dict.fromkeys(cell.y for cell in cells))
    return {
        name.text: [cell.text for cell in cells if cell.y == height]
        for name, height in zip(names, heights, strict=True)
    }


class TestAfdelinger:
    def four(self, **changed: Any) -> AfdelingFigures:
        """Four afdelinger, 1.0 apart, that rise by 0.25 in each of six quarters, up from 6.0."""
        names = ["A & B", "C", "D", "E"]
        parts = {n: [(4.0 + at, 2.0 + k / 4) for k in range(6)] for at, n in enumerate(names)}
        rows = [
            examples.row(f"afdeling:{n}", n, "kommune", (7.25 + at, 3.25), before=(7.0 + at, 3.0))
            for at, n in enumerate(names)
        ]
        rows[3] |= {"previous": 10.2, "change": 0.05}
        result = examples.result(Level.AFDELING, rows)
        figures = AfdelingFigures(result, examples.quarters(Level.AFDELING, parts))
        return replace(figures, **changed)

    @GROUNDS
    def test_each_has_a_trend_that_ends_in_a_dot(self, inks: Palette) -> None:
        chart = afdelinger.draw_chart(self.four(), selected="afdeling:C", dark=inks is DARK)
        figure = read_figure(chart)
        lines, ends = figure.data[::2], figure.data[1::2]
        assert [line.y[0] for line in lines] == [6.0, 7.0, 8.0, 9.0]
        assert all(line.x == (0, 1, 2, 3, 4, 5) for line in lines)
        inks_of_lines = [inks.langtid, inks.accent, inks.langtid, inks.langtid]
        assert [line.line.color for line in lines] == inks_of_lines
        assert [end.marker.color for end in ends] == inks_of_lines
        assert [(end.x, end.y) for end in ends] == [
            ((5,), (7.25,)), ((5,), (8.25,)), ((5,), (9.25,)), ((5,), (10.25,)),
        ]  # fmt: skip
        assert lines[0].customdata[0] == "A &amp; B<br>3. kvartal 2023: 6,0"

    @NARROW
    def test_figures_stand_in_columns_and_what_did_not_move_is_said_in_a_word(
        self, *, narrow: bool
    ) -> None:
        targets = [target("A & B", 7.25, 7.0), target("C", 8.25, 9.0)]
        figures = self.four(maaltal=make_result(TARGETS, targets))
        chart = afdelinger.draw_chart(figures, narrow=narrow)
        assert notes(chart)[:5] == [
            "Udvikling,<br>samme skala", "Denne<br>opgørelse", "Ændring", "Måltal<br>2025",
            "Afstand",
        ]  # fmt: skip
        assert read_lines(chart) == {
            "A &amp; B": ["<b>7,3</b>", "+0,3", "7,0", "0,3"],
            "C": ["<b>8,3</b>", "+0,3", "9,0", "−0,7"],
            "D": ["<b>9,3</b>", "+0,3"],
            "E": ["<b>10,3</b>", "+0,1"],
        }

    def test_a_change_is_that_between_the_figures_as_they_are_shown(self) -> None:
        rows = examples.lines_of(self.four().rullende)
        rows[0] |= {"previous": 7.34, "change": -0.09}
        figures = self.four(rullende=examples.result(Level.AFDELING, rows))
        chart = afdelinger.draw_chart(figures)
        assert read_lines(chart)["A &amp; B"] == ["<b>7,3</b>", "uændret"]

    def test_the_selected_is_written_in_the_accent(self) -> None:
        chart = afdelinger.draw_chart(self.four(), selected="afdeling:C")
        inked = [
            note.text
            for note in read_figure(chart).layout.annotations
            if note.font.color == LIGHT.accent
        ]
        assert inked == ["<b>C</b>", "<b>8,3</b>", "+0,3"]

    def test_without_targets_there_are_no_columns_for_them(self) -> None:
        chart = afdelinger.draw_chart(self.four())
        assert notes(chart)[1:3] == ["Denne<br>opgørelse", "Ændring"]
        assert not any("Måltal" in text or "måltal" in text for text in (*notes(chart), chart.alt))

    def test_one_scale_holds_all_lines(self) -> None:
        figure = read_figure(afdelinger.draw_chart(self.four()))
        (span,) = {axis.range for axis in figure.select_yaxes()}
        assert span == pytest.approx((6 - 0.08 * 4.25, 10.25 + 0.08 * 4.25))
        heights = {
            round((axis.domain[1] - axis.domain[0]) * self._inner(figure))
            for axis in figure.select_yaxes()
        }
        assert heights == {44}

    def _inner(self, figure: go.Figure) -> float:
        margin = figure.layout.margin
        return float(figure.layout.height - margin.t - margin.b)

    def test_the_quarters_are_named_below_the_lowest_line(self) -> None:
        figure = read_figure(afdelinger.draw_chart(self.four()))
        below = [note for note in figure.layout.annotations if note.xref == "x4"]
        assert [(note.text, note.x, note.xanchor) for note in below] == [
            ("4. kvt.<br>2023", 1, "left"),
            ("4. kvt.<br>2024", 5, "right"),
        ]

    @NARROW
    def test_a_break_is_a_thin_line_through_each_trend_and_named_below(
        self, *, narrow: bool
    ) -> None:
        series = replace(self.four().series, events=Events((BREAK, COURSE)))
        chart = afdelinger.draw_chart(self.four(series=series), narrow=narrow)
        upright = [line for line in read_figure(chart).layout.shapes if line.x0 == line.x1 != 0]
        assert [(line.x0, line.xref) for line in upright] == [
            (3.5, "x"), (3.5, "x2"), (3.5, "x3"), (3.5, "x4"),
        ]  # fmt: skip
        assert "Lodret streg: databrud" in notes(chart)
        assert chart.alt.endswith(" Databrud 1. juli 2024: Ny måde.")

    def test_only_the_latest_nine_quarters_are_drawn(self) -> None:
        assert len(read_figure(draw_afdelinger()).data[0].y) == 9

    def test_an_afdeling_that_is_new_begins_where_it_began(self) -> None:
        rows = examples.lines_of(self.four().series)
        later = [row for row in rows if row["name"] != "C" or row["quarter"] == "2024K4"]
        figures = self.four(series=examples.result(Level.AFDELING, later))
        assert read_figure(afdelinger.draw_chart(figures)).data[2].y == (*[None] * 5, 8.25)

    def test_what_is_hidden_and_what_is_missing_is_said_once_and_told_apart(self) -> None:
        lines = read_lines(draw_afdelinger())
        assert lines["Kultur, Fritid &amp; Ejendomme"][0] == "vises ikke"
        assert lines["Dagtilbud &amp; Skole"][0] == "ingen data"
        assert "vises ikke" not in lines["Kultur, Fritid &amp; Ejendomme"][1:]
        assert "ikke indmeldt" in lines["Økonomi &amp; Stab"]
        grey = {
            note.text
            for note in read_figure(draw_afdelinger()).layout.annotations
            if note.font.color == LIGHT.muted
        }
        assert {"vises ikke", "ingen data", "ikke indmeldt"} <= grey

    def test_only_an_unusual_quarter_has_a_remark(self) -> None:
        remarks = [text for text in notes(draw_afdelinger()) if "udsving" in text]
        assert remarks == ["Højere end sædvanlige udsving"]
        usual = {BOERN: judge(SERIES)}
        chart = afdelinger.draw_chart(self.four(verdicts=usual))
        assert not any("udsving" in text for text in notes(chart))

    def test_long_names_are_wrapped_whole(self) -> None:
        (name,) = [text for text in notes(draw_afdelinger()) if "Børnehaven" in text]
        assert name.replace("<br>", " ") == LONG.replace("&", "&amp;")
        assert name.count("<br>") == 3

    def test_a_single_quarter_is_a_dot(self) -> None:
        chart = afdelinger.draw_chart(single_quarter())
        line, end = read_figure(chart).data
        assert (line.y, end.x, end.y) == ((10.0,), (0,), (10.0,))
        assert read_lines(chart) == {"Økonomi &amp; Stab": ["<b>10,3</b>", "ingen data"]}

    def test_the_title_counts_the_falls_or_tells_of_the_selected(self) -> None:
        def title(*changes: float | None) -> str:
            rows = [
                examples.row(f"afdeling:{n}", str(n), "", (9.0, 3.0), before=(9.0 - change, 3.0))
                if change is not None
                else examples.without_figures(
                    examples.row(f"afdeling:{n}", str(n), "", (9.0, 3.0)), masked=True
                )
                for n, change in enumerate(changes)
            ]
            return afdelinger.write_title(examples.result(Level.AFDELING, rows))

        assert title(-1.0, 1.0) == "Sygefraværet er faldet i 1 af 2 afdelinger"
        assert title(-1.0, -1.0) == "Sygefraværet er faldet i alle 2 afdelinger"
        assert title(1.0, 0.0) == "Sygefraværet er ikke faldet i nogen afdeling"
        assert title(None) == "Sygefraværet i afdelingerne"
        assert afdelinger.draw_chart(self.four(), selected="afdeling:C").title == (
            "C: sygefraværet er steget til 8,3 dagsværk pr. medarbejder (+0,3)"
        )
        hidden = replace(self.four().rullende, rows=())
        assert afdelinger.write_title(hidden) == "Sygefraværet i afdelingerne"

    def test_the_alt_text_says_the_figures_of_each(self) -> None:
        targets = [target("A & B", 7.25, 7.0), target("C", 8.25, 9.0, reported=0)]
        assert afdelinger.draw_chart(self.four(maaltal=make_result(TARGETS, targets))).alt == (
            "Tabel med en lille kurve for sygefraværet i hver af 4 afdelinger på samme skala, "
            "dagsværk pr. medarbejder, rullende fire kvartaler, til og med 4. kvartal 2024, med "
            "ændringen siden 3. kvartal 2024. A & B: 7,3, ændring +0,3, måltal 7,0, afstand 0,3; "
            "C: 8,3, ændring +0,3, måltal ikke indmeldt; D: 9,3, ændring +0,3; "
            "E: 10,3, ændring +0,1."
        )


class TestEnheder:
    def three(self) -> KpiResult[Any]:
        """Two enheder of the afdeling A, of which the second has a name of two lines, one of B."""
        long_name = "Bofællesskabet ved Store Vejleå og Kanalen"
        rows = [
            examples.row("enhed:1", "Skolen", "afdeling:A", (10.0, 4.0), before=(12.0, 5.0)),
            examples.row("enhed:2", long_name, "afdeling:A", (14.0, 4.0), before=(13.5, 5.0)),
            examples.row("enhed:3", "Værket", "afdeling:B", (99.0, 4.0)),
        ]
        return examples.result(Level.ENHED, rows)

    def targets(self) -> KpiResult[Any]:
        return make_result(
            TARGETS,
            [
                target("Skolen", 10.0, 11.0, key="enhed:1"),
                target("Bo", 14.0, examples.NAN, key="enhed:2", reported=0),
                target("Værket", 99.0, 50.0, key="enhed:3"),
            ],
        )

    @GROUNDS
    def test_a_line_leads_from_a_hollow_dot_to_a_full_one_past_the_target(
        self, inks: Palette
    ) -> None:
        chart = enheder.draw_chart(
            self.three(), afdeling="afdeling:A", maaltal=self.targets(), dark=inks is DARK
        )
        *ways, wished, before, now = read_figure(chart).data
        assert [way.x for way in ways] == [(12.0, 10.0), (13.5, 14.0)]
        assert (before.x, now.x) == ((12.0, 13.5), (10.0, 14.0))
        assert before.y == now.y == (-5 - 18 / 2, -28 - 5 - 34 / 2)
        assert [way.y[0] for way in ways] == list(now.y)
        assert (before.marker.color, before.marker.line.color) == (inks.ground, inks.comparison)
        assert now.marker.color == inks.langtid
        assert (wished.x, wished.line.color) == ((11.0, 11.0, None), inks.maaltal)
        assert wished.y == (-14 - 8, -14 + 8, None)
        assert now.customdata[0] == "Skolen<br>4. kvartal 2024: 10,0"

    def test_the_axis_holds_the_enheder_and_their_targets_and_no_others(self) -> None:
        drawn = enheder.draw_chart(self.three(), afdeling="afdeling:A", maaltal=self.targets())
        layout = read_figure(drawn).layout
        assert layout.xaxis.range == pytest.approx((9.4, 14.6))
        assert layout.yaxis.range == (-28 - 44, 0)
        assert "50" not in drawn.alt

    @NARROW
    def test_figures_stand_in_columns_in_the_organisations_order(self, *, narrow: bool) -> None:
        chart = enheder.draw_chart(
            self.three(), afdeling="afdeling:A", maaltal=self.targets(), narrow=narrow
        )
        name = "Bofællesskabet ved Store Vejleå<br>og Kanalen"
        assert read_lines(chart) == {
            "Skolen": ["<b>10,0</b>", "−2,0", "11,0"],
            name.replace("<br>", " ") if narrow else name: [
                "<b>14,0</b>", "+0,5", "ikke<br>indmeldt" if narrow else "ikke indmeldt",
            ],
        }  # fmt: skip
        assert [text for text in notes(chart) if "kvt." in text or text == "Måltal"] == [
            "3. kvt. 2024", "4. kvt. 2024", "Måltal",
        ]  # fmt: skip

    def test_without_targets_there_is_no_tick_and_no_column(self) -> None:
        chart = enheder.draw_chart(self.three(), afdeling="afdeling:A")
        assert not any("Måltal" in text for text in notes(chart))
        assert [trace.mode for trace in read_figure(chart).data] == ["lines"] * 2 + ["markers"] * 2

    def test_masked_and_missing_are_named_told_apart_and_have_no_dot(self) -> None:
        rows = examples.lines_of(examples.enheder(3))
        rows[1] = examples.without_figures(rows[1], masked=True)
        rows[2] = examples.without_figures(rows[2], masked=False)
        chart = enheder.draw_chart(
            examples.result(Level.ENHED, rows), afdeling="afdeling:Økonomi & Stab"
        )
        assert [*read_lines(chart).values()][1:] == [["vises ikke"], ["ingen data"]]
        assert read_figure(chart).data[-1].x[1:] == (None, None)
        assert f"{rows[1]['name']}: vises ikke" in chart.alt
        assert f"{rows[2]['name']}: ingen data" in chart.alt

    def test_the_title_and_the_alt_text_say_the_change(self) -> None:
        chart = enheder.draw_chart(self.three(), afdeling="afdeling:A", maaltal=self.targets())
        assert (chart.name, chart.title) == ("enheder-afdeling:A", "Faldet er størst i Skolen")
        assert chart.alt == (
            "Sygefraværet i 2 enheder ved opgørelsen for 4. kvartal 2024, dagsværk pr. "
            "medarbejder, og ændringen siden 3. kvartal 2024. Skolen: 10,0, ændring −2,0, måltal "
            "11,0; Bofællesskabet ved Store Vejleå og Kanalen: 14,0, ændring +0,5, måltal ikke "
            "indmeldt."
        )

    def test_on_paper_many_enheder_are_drawn_in_parts_on_one_scale(self) -> None:
        own = [row for row in examples.lines_of(examples.enheder()) if row["parent"] == SKOLE]
        result = examples.result(Level.ENHED, own)
        whole, *_ = enheder.draw_parts(result, afdeling=SKOLE, lines=14)
        assert whole == (result, enheder.draw_chart(result, afdeling=SKOLE))
        parts = enheder.draw_parts(result, afdeling=SKOLE, lines=6)
        assert [len(part.rows) for part, _ in parts] == [5, 5, 4]
        assert [row for part, _ in parts for row in part.rows] == list(result.rows)
        spans = {read_figure(chart).layout.xaxis.range for _, chart in parts}
        assert spans == {read_figure(whole[1]).layout.xaxis.range}
        assert [chart.title for _, chart in parts] == [
            f"{whole[1].title} ({number} af 3)" for number in (1, 2, 3)
        ]
        assert len({chart.name for _, chart in parts}) == 3

    def test_a_name_is_never_markup(self) -> None:
        chart = draw_enheder()
        (name,) = [text for text in notes(chart) if "Skole&lt;" in text]
        assert name.replace("<br>", "") == UNBROKEN.replace("<", "&lt;").replace(">", "&gt;")
        assert "<b>" not in read_figure(chart).data[-1].customdata[1].replace("&lt;b&gt;", "")
