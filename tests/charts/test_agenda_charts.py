"""Charts of the agenda's nøgletal, their words, and lines of reference on Figur 1."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bilag.csv_file import to_csv
from charts import agenda as charts
from charts import udvikling
from charts.palette import DARK, LIGHT, Palette
from core.nodes import Level
from core.quarter import Quarter
from core.settings import Denominator
from metrics import agenda
from metrics.references import Reference
from metrics.result import KpiResult
from phrases import agenda as phrases
from phrases.references import describe_reference
from store.database import Store
from tests import examples
from tests.charts.drawing import PAGE, TELEPHONE, assert_nothing_is_cut, read_figure
from tests.metrics.agenda import Line, put_lines
from tests.stored_rows import put, reading, row

AT = Quarter(2024, 4)
GROUNDS = pytest.mark.parametrize("inks", [LIGHT, DARK], ids=["light", "dark"])
ELSEWHERE = Reference(
    "Landet", 17.2, "2023", "KRL", "dagsværk pr. medarbejder", Denominator.MEDARBEJDERE
)


@pytest.fixture
def filled(store: Store) -> Store:
    return fill_agenda(store)


def fill_agenda(store: Store) -> Store:
    """Store four afdelinger, one nøgletal over two years, and one for each afdeling."""
    put(store, [row("2024K4", f"{n}001", afdeling=f"A{n}", omraade="By") for n in range(4)])
    put_lines(
        store,
        Line("2023", "60", noegletal="Samtaler", target="90-", retning="op"),
        Line("2024", "70.5", noegletal="Samtaler", target="90-", retning="op"),
        *(
            Line("2024K4", value, sted=f"afdeling:A{n}", noegletal="Bud", target="1-3")
            for n, value in enumerate(["0", "2", "3", None])
        ),
    )
    return store


def of(store: Store, level: Level, name: str, *, over_time: bool = False) -> KpiResult[Any]:
    with reading(store) as reader:
        read = agenda.read_noegletal_series if over_time else agenda.read_noegletal
        return _only(read(reader, quarter=AT, level=level), name)


def test_periods_are_bars_with_the_target_as_a_named_dashed_line(filled: Store) -> None:
    chart = charts.draw_periods(of(filled, Level.KOMMUNE, "Samtaler", over_time=True))
    (bars,) = read_figure(chart).data
    assert (list(bars.y), list(bars.text)) == ([60, 70.5], ["60", "70,5"])
    assert read_figure(chart).layout.shapes[0].y0 == 90
    assert [note.text for note in read_figure(chart).layout.annotations] == ["Mål mindst 90"]
    assert read_figure(chart).layout.yaxis.range[0] == 0
    assert chart.title == "Samtaler er steget til 70,5"
    assert chart.alt == "Søjlediagram over Samtaler, mål mindst 90. 2023: 60; 2024: 70,5."


def test_places_stand_in_their_order_and_the_missing_are_named(filled: Store) -> None:
    chart = charts.draw_places(of(filled, Level.AFDELING, "Bud"))
    assert list(read_figure(chart).data[0].x) == [0, 2, 3, 0]
    texts = [note.text for note in read_figure(chart).layout.annotations]
    assert texts[::2] == ["A0", "A1", "A2", "A3"]
    assert texts[1::2] == ["<b>0 (mål 1–3)</b>", "<b>2 (mål 1–3)</b>", "<b>3 (mål 1–3)</b>",
                             "ingen data"]  # fmt: skip
    assert chart.title == "Bud: 2 af 3 afdelinger når målet"
    assert "A3: ingen data" in chart.alt


@GROUNDS
def test_bars_over_time_have_their_figures_and_room_for_them(filled: Store, inks: Palette) -> None:
    result = of(filled, Level.KOMMUNE, "Samtaler", over_time=True)
    figure = read_figure(charts.draw_periods(result, dark=inks is DARK))
    (bars,) = figure.data
    assert (bars.x, bars.textposition, bars.marker.color) == ((0, 1), "outside", inks.langtid)
    assert bars.customdata == ("2023<br>60<br>ikke opfyldt", "2024<br>70,5<br>ikke opfyldt")
    layout = figure.layout
    assert layout.xaxis.range == (-0.5, 1.5)
    assert (layout.xaxis.tickvals, layout.xaxis.ticktext) == ((0, 1), ("2023", "2024"))
    assert layout.yaxis.range == pytest.approx((0, 90 * 1.2))
    assert layout.bargap == pytest.approx(1 - 0.6 * 2 / 6)
    assert [(line.y0, line.y1, line.line.color) for line in layout.shapes] == [
        (90, 90, inks.maaltal)
    ]
    for width in (TELEPHONE, PAGE):
        assert_nothing_is_cut(figure, width=width)


def test_only_the_latest_periods_are_bars(store: Store) -> None:
    put(store, [row("2024K4")])
    put_lines(store, *(Line(str(2024 - n), str(20 - n), noegletal="Bud") for n in range(9)))
    figure = read_figure(charts.draw_periods(of(store, Level.KOMMUNE, "Bud", over_time=True)))
    assert figure.data[0].y == (13, 14, 15, 16, 17, 18, 19, 20)
    assert figure.layout.bargap == pytest.approx(0.4)


@GROUNDS
def test_places_have_a_dash_at_each_end_of_their_target(filled: Store, inks: Palette) -> None:
    figure = read_figure(charts.draw_places(of(filled, Level.AFDELING, "Bud"), dark=inks is DARK))
    (bars,) = figure.data
    assert (bars.orientation, bars.y, bars.width) == ("h", (0, -1, -2, -3), 0.26)
    assert bars.marker.color == inks.langtid
    assert bars.customdata[0] == "A0<br>0<br>ikke opfyldt"
    dashes = [(line.x0, line.y0, line.y1) for line in figure.layout.shapes[:2]]
    assert sorted(dashes) == [(1, -0.2, 0.2), (3, -0.2, 0.2)]
    assert {line.line.color for line in figure.layout.shapes} == {inks.maaltal}
    assert figure.layout.xaxis.range == pytest.approx((0, 3 * 1.04))
    assert figure.layout.yaxis.range == pytest.approx((-3.45, 0.9))
    assert figure.layout.height == 42 * 4 + 20
    assert not figure.layout.showlegend
    notes = figure.layout.annotations
    assert [note.font.color for note in notes[1::2]] == [inks.ink] * 3 + [inks.muted]
    for width in (TELEPHONE, PAGE):
        assert_nothing_is_cut(figure, width=width)


def test_places_in_words(filled: Store) -> None:
    assert charts.draw_places(of(filled, Level.AFDELING, "Bud")).alt == (
        "Søjlediagram over Bud i 4 steder, seneste tal er for 4. kvartal 2024. A0: 0 (mål 1–3); "
        "A1: 2 (mål 1–3); A2: 3 (mål 1–3); A3: ingen data."
    )


def test_without_targets_the_title_names_the_largest(store: Store) -> None:
    put(store, [row("2024K4", f"{n}001", afdeling=f"A{n}") for n in range(2)])
    put_lines(store, *(Line("2024K4", f"{n + 1}", sted=f"afdeling:A{n}") for n in range(2)))
    result = of(store, Level.AFDELING, "Klimamål")
    assert charts.draw_places(result).title == "Klimamål: størst i A1 (2)"


def test_the_headline_counts_each_noegletal_once(filled: Store) -> None:
    put_lines(
        filled,
        Line("2024K4", "3", noegletal="Nået", target="3"),
        Line("2024K4", "1", noegletal="På vej", target="3", frist=date(2025, 6, 1)),
        Line("2024K4", "1", noegletal="Uden mål"),
        name="flere.xlsx",
    )
    with reading(filled) as reader:
        results = [
            agenda.read_noegletal(reader, quarter=AT, level=level)
            for level in agenda.find_levels(reader, quarter=AT)
        ]
    assert phrases.write_headline(results) == "1 af 4 nøgletal når deres mål; 1 er i gang"
    assert phrases.write_headline([_only(results[0], "Nået")]) == "Målet er nået"
    assert phrases.write_headline([_only(results[0], "På vej")]) == (
        "Målet er ikke nået; arbejdet er i gang"
    )
    assert phrases.write_headline([_only(results[0], "Uden mål")]) == "1 nøgletal uden mål"


def _only(result: KpiResult[Any], name: str) -> KpiResult[Any]:
    return replace(result, rows=tuple(row for row in result.rows if row.noegletal == name))


def test_who_is_missing_is_a_sentence_for_each_noegletal() -> None:
    frist = date(2025, 1, 31)
    missing = [
        agenda.MissingFigure("Mål", "A", 1, 9, frist),
        agenda.MissingFigure("Mål", "B", 1, 1, frist),
        agenda.MissingFigure("Tal", "C", 0, 0, None),
    ]
    assert phrases.write_missing(missing) == {
        "Mål": "Mangler: A (1 af 9) og B. Fristen er 31. januar 2025.",
        "Tal": "Mangler: C.",
    }


def test_items_of_the_agenda_stand_by_their_dates_and_numbers() -> None:
    items = ["Forum 29.01.2025, punkt 10", "Forum 05.02.2025, punkt 1", "Forum 29.01.2025, punkt 2"]
    assert sorted([*items, "Andet"], key=phrases.make_sort_key) == [
        "Andet",
        "Forum 29.01.2025, punkt 2",
        "Forum 29.01.2025, punkt 10",
        "Forum 05.02.2025, punkt 1",
    ]


def test_a_reference_is_a_named_line_that_the_axis_reaches() -> None:
    result = replace(examples.kommunens_udvikling(), references=(ELSEWHERE,))
    chart, bilag_height = udvikling.draw_chart(result), 240
    assert [shape.y0 for shape in read_figure(chart).layout.shapes] == [17.2]
    assert "Landet, 2023: 17,2" in [note.text for note in read_figure(chart).layout.annotations]
    two_lines, drawn = 30, bilag_height - 60  # the margins and the axis take the rest
    highest = read_figure(chart).layout.yaxis.range[1]
    assert (highest - 17.2) / highest * drawn >= two_lines  # letters of events stand above it
    assert chart.alt.endswith("Landet, 2023: 17,2 dagsværk pr. medarbejder. Kilde: KRL.")


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (0.054, "%", "5,4 % (anden måleenhed: %)"),
        (
            17.2,
            "dagsværk pr. fuldtidsstilling",
            "17,2 dagsværk pr. fuldtidsstilling (anden nævner: pr. fuldtidsstilling)",
        ),
    ],
)
def test_a_reference_of_another_measure_is_not_drawn_but_told(
    value: float, unit: str, words: str
) -> None:
    other = replace(ELSEWHERE, value=value, measure_unit=unit)
    series = examples.kommunens_udvikling()
    chart = udvikling.draw_chart(replace(series, references=(other,)))
    assert chart == udvikling.draw_chart(series)
    assert describe_reference(other) == f"Reference: Landet, 2023: {words}. Kilde: KRL."


def test_the_download_carries_period_status_and_unit(filled: Store) -> None:
    text = to_csv([of(filled, Level.AFDELING, "Bud")]).decode("utf-8-sig")
    head, first, *_, last = text.splitlines()
    assert head.split(";")[-7:] == [
        "periode", "status", "maaleenhed", "retning", "frist", "kilde", "note",
    ]  # fmt: skip
    assert "2024K4;ikke opfyldt;antal" in first
    assert ";mangler;" in last


def test_a_noegletal_without_any_figure_still_has_an_axis(store: Store) -> None:
    put(store, [row("2024K4", "1001", afdeling="A")])
    put_lines(store, Line("2024K4", None, sted="afdeling:A"))
    chart = charts.draw_places(of(store, Level.AFDELING, "Klimamål"))
    assert read_figure(chart).data[0].x == (0,)
    assert read_figure(chart).layout.xaxis.range == pytest.approx((0, 1.04))
    assert chart.title == "Klimamål"


def test_a_long_name_of_a_place_leaves_room_for_the_bar_above_it(store: Store) -> None:
    long = "Afdelingen for alt det, som ingen andre afdelinger i hele kommunen vil have noget med"
    put(store, [row("2024K4", "1001", afdeling=long, omraade="By")])
    put_lines(store, Line("2024K4", "2", sted=f"afdeling:{long}", noegletal="Bud"))
    chart = charts.draw_places(of(store, Level.AFDELING, "Bud"))
    texts = [note["text"] for note in chart.figure["layout"]["annotations"]]
    (name,) = [text for text in texts if text.startswith("Afdelingen")]
    assert name.count("<br>") == 1
    assert name.endswith(" …")
    assert long in chart.alt


@pytest.mark.parametrize(("figures", "side"), [(("7", "28"), "left"), (("28", "7"), "right")])
def test_the_name_of_a_target_stands_over_a_bar_that_is_below_it(
    store: Store, figures: tuple[str, str], side: str
) -> None:
    put(store, [row("2024K4")])
    for year, figure in zip(("2023", "2024"), figures, strict=True):
        put_lines(store, Line(year, figure, noegletal="Bud", target="-20", retning="ned"))
    chart = charts.draw_periods(of(store, Level.KOMMUNE, "Bud", over_time=True))
    (label,) = [
        note for note in chart.figure["layout"]["annotations"] if note["text"].startswith("Mål")
    ]
    assert label["xanchor"] == side
