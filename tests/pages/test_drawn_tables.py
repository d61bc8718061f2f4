"""Tables with bars in their cells: how long, to which side, and what is read without seeing."""

import re
from dataclasses import replace

import pytest

from charts.bidrag import BarRow
from core.nodes import Level
from pages.parts import agenda_table, bar_table
from phrases.agenda import find_meeting, find_meeting_day
from phrases.agenda_table import AgendaTableRow, TargetBar
from phrases.figure_tables import make_node_table
from tests import examples

ROWS = [
    BarRow("Ændring i alt", "−0,4", -0.4, is_aside=True),
    BarRow("Skole", "−0,5", -0.5, short=-0.3, long=-0.2),
    BarRow("Miljø & <b>Teknik</b>", "+0,1", 0.1, short=-0.1, long=0.2),
    BarRow("Ro", "under 0,1", 0.0, short=0.0, long=0.0),
    BarRow("Lille", "vises ikke"),
]


def read_pieces(row: str) -> list[tuple[str, float, float]]:
    """The pieces of a row's bar: its ink, where it begins and how wide it is, in per cent."""
    found = re.findall(r'<i class="(\w+)" style="--fra:([\d.]+)%;--bred:([\d.]+)%"', row)
    return [(ink, float(start), float(width)) for ink, start, width in found]


def list_rows() -> list[str]:
    html = bar_table.write_html(ROWS, page="forklaring", head="Afdeling", caption="Bidrag")
    return html.split("<tbody>")[1].split("</tr>")[:-1]


def test_bars_lie_on_their_own_side_of_zero_and_add_up() -> None:
    total, school, environment, *_ = list_rows()
    zero = 100 * 0.5 / 0.7
    assert f"--nul:{zero:.2f}%" in total
    assert read_pieces(total) == [("hele", round(100 * 0.1 / 0.7, 2), round(100 * 0.4 / 0.7, 2))]
    (long, long_from, long_width), (short, short_from, short_width) = read_pieces(school)
    assert (long, short) == ("langtid", "korttid")
    assert abs(long_from + long_width - zero) < 0.05
    assert abs(short_from + short_width - long_from) < 0.05, "korttid follows langtid"
    (_, rise_from, _), (_, fall_from, fall_width) = read_pieces(environment)
    assert abs(rise_from - zero) < 0.05
    assert abs(fall_from + fall_width - zero) < 0.05, "the two are on either side"


def test_nought_and_what_is_hidden_have_no_bar_but_are_said() -> None:
    *_, calm, hidden = list_rows()
    assert (read_pieces(calm), read_pieces(hidden)) == ([], [])
    assert ">under 0,1</b>" in calm
    assert '<b class="stille"' in hidden


def test_names_are_no_markup_and_the_inks_are_named_where_there_are_two() -> None:
    html = bar_table.write_html(ROWS, page="forklaring", head="Afdeling", caption="Bidrag")
    assert "Miljø &amp; &lt;b&gt;Teknik&lt;/b&gt;" in html
    assert "Korttid</span></caption>" in html
    whole = bar_table.write_html(ROWS[4:], page="forklaring", head="Enhed", caption="Bidrag")
    assert "Korttid" not in whole


PLAIN = AgendaTableRow("Samtaler", "2025", "75 %", "", "", "", "", "")


def test_a_figure_is_drawn_against_its_target_and_its_status_is_said_in_words() -> None:
    row = replace(PLAIN, target="mindst 90 %", status="ikke opfyldt", bar=TargetBar(0.75, (0.9,)))
    html = agenda_table.write_html([row], columns=["value", "status"], caption="Nøgletal")
    assert "--bred:75.00%" in html
    assert "--ved:90.00%" in html
    assert "mål mindst 90 %" in html
    assert '<span aria-hidden="true">✗</span> ikke opfyldt' in html
    assert 'data-label="Status"' in html


def test_only_columns_with_a_text_are_used() -> None:
    rows = [PLAIN, replace(PLAIN, deadline="31.12.2025")]
    assert agenda_table.find_used_columns(rows) == ["value", "deadline"]
    html = agenda_table.write_html(rows, columns=["value", "deadline"], caption="Nøgletal")
    assert "Mangler" not in html
    assert "bjaelke" not in html


@pytest.mark.parametrize(
    ("source", "meeting", "day"),
    [
        ("Chefforum 29.01.2025, punkt 5", "Chefforum 29.01.2025", (2025, 1, 29)),
        ("Direktørforum 5.2.2025", "Direktørforum 5.2.2025", (2025, 2, 5)),
        ("Uden kilde", "Uden kilde", ()),
    ],
)
def test_items_belong_to_the_meeting_whose_day_they_name(
    source: str, meeting: str, day: tuple[int, ...]
) -> None:
    assert find_meeting(source) == meeting
    assert find_meeting_day(meeting) == day


def test_a_change_of_nought_is_a_word_on_a_page_and_a_number_in_a_file() -> None:
    rows = [examples.row("afdeling:A", "A", "", (14.0, 6.0)) | {"previous": 14.04, "change": -0.04}]
    figures = examples.result(Level.AFDELING, rows)
    cells = [
        make_node_table(figures, ("change",), caption="A", is_file=is_file).rows[0].cells[1]
        for is_file in (False, True)
    ]
    assert cells == ["uændret", "0,0"]
