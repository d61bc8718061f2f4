"""What pages are put together from, each by itself."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from core.danish import HIDDEN, NO_DATA
from core.event import Event, EventKind
from core.nodes import Level
from metrics.events import Events
from metrics.grupper import DECLARED as GRUPPER
from pages.parts import frame, group_tables, table_view
from pages.parts.escaping import escape_label, escape_text
from phrases.figure_tables import make_node_table, make_quarter_table
from tests import examples
from tests.frames import frame_of, with_frame


def test_a_table_shows_masked_and_missing_apart_and_no_markup_of_its_own() -> None:
    units = examples.enheder()
    frame = frame_of(units).copy()
    frame.loc[0, "name"] = "<b>Enhed & Co</b>"
    html = table_view.write_html(
        make_node_table(with_frame(units, frame), ("value",), caption="Enhederne")
    )
    assert "&lt;b&gt;Enhed &amp; Co&lt;/b&gt;" in html
    begun = '<td class="tal stille" data-label="Sygefravær">'
    assert html.count(f"{begun}{HIDDEN}</td>") == int(frame["masked"].sum())
    assert html.count(f"{begun}{NO_DATA}</td>") == int(frame["missing"].sum())


def test_a_table_tells_how_much_room_it_needs() -> None:
    def read_room(*columns: str) -> float:
        html = table_view.write_html(make_node_table(examples.afdelinger(), columns, caption="A"))
        return float(html.partition("--rum:")[2].partition("rem")[0])

    telephone, page = 358 / 16, 928 / 16
    assert read_room("value", "change") < telephone
    assert telephone < read_room("employees", "value", "previous", "change", "short") < page


def test_the_difference_stands_at_the_group_and_nowhere_else() -> None:
    names = {"gruppe:Pilot": "Pilot", "gruppe:Pilot:rest": "Resten af kommunen"}
    rows = [
        examples.row(key, name, "", (14.0, 6.0))
        | {"gruppe": "Pilot", "before": 15.0, "since": date(2024, 4, 1)}
        | {"before_quarter": "2024K1", "denominator": "medarbejdere"}
        for key, name in names.items()
    ]
    rows[0]["difference"], rows[1]["difference"] = -0.5, examples.NAN
    node_table = group_tables.make_group_table(
        replace(examples.result(Level.GRUPPE, rows), noegletal=GRUPPER)
    )
    at = [column.key for column in node_table.columns].index("difference")
    assert [row.cells[at] for row in node_table.rows] == ["−0,5", ""]


def test_the_table_behind_a_series_begins_with_the_newest() -> None:
    series = examples.kommunens_udvikling()
    node_table = make_quarter_table(series, ("value",), caption="Kommunen")
    assert [row.cells[0] for row in node_table.rows[:2]] == ["4. kvartal 2024", "3. kvartal 2024"]


def test_the_table_behind_a_series_leaves_out_what_comes_before_its_first_figure() -> None:
    """Of 12 quarters the first 3 end no window of four; a gap later on is kept and said."""
    series = examples.kommunens_udvikling()
    lines = examples.lines_of(series)
    assert [line["missing"] for line in lines] == [True] * 3 + [False] * 9
    lines[6] = examples.without_figures(lines[6], masked=False)
    gapped = with_frame(series, frame_of(examples.result(Level.KOMMUNE, lines)))
    node_table = make_quarter_table(gapped, ("value",), caption="Kommunen")
    assert len(node_table.rows) == 9
    assert [row.cells[1] for row in node_table.rows].count("ingen data") == 1


@given(st.text(alphabet="ab*_[]()`<>#|:$~\\\n .1-", max_size=30))
def test_plain_escapes_every_sign_of_markdown_and_keeps_the_rest(text: str) -> None:
    escaped = escape_text(text)
    assert escaped.replace("\\", "") == text.replace("\\", "")
    for sign in "*_[]`<>#|:$~":
        assert escaped.count(f"\\{sign}") == text.count(sign)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("Hvilken dag er udtrækket lavet? (kan udelades)",) * 2,
        ("»Medarb.nr. 1/2, ANTAL_DAGE« læses som",) * 2,
        ("[a](x) *b* _c_ $d$ :red[e]", "\\[a\\](x) \\*b\\* \\_c\\_ \\$d\\$ \\:red\\[e\\]"),
        ("http://x.example", "http\\:\u2060//x.example"),
    ],
)
def test_a_label_escapes_what_would_be_markup_and_nothing_else(text: str, escaped: str) -> None:
    assert escape_label(text) == escaped


def _choosing() -> None:
    import streamlit as st  # noqa: PLC0415 - the function is a script of its own

    from pages.parts import filters  # noqa: PLC0415

    def expected(name: str) -> str:
        return name.upper()

    st.write(filters.choose("Vælg", ["ja", "nej"], name="svar", format_option=expected))


@pytest.mark.parametrize(("in_address", "got"), [("nej", "nej"), ("måske", "ja"), (None, "ja")])
def test_a_choice_is_taken_from_the_address_and_put_there(in_address: str | None, got: str) -> None:
    page = AppTest.from_function(_choosing)
    if in_address:
        page.query_params["svar"] = in_address
    page.run(timeout=30)
    assert page.markdown[0].value == got
    assert page.query_params["svar"] == got
    assert [caption.value.replace("\\", "") for caption in page.caption] == (
        ["»måske« findes ikke her. Viser JA."] if in_address == "måske" else []
    )


def _sag() -> None:
    import streamlit as st  # noqa: PLC0415 - the function is a script of its own

    from bilag.sag import Sag  # noqa: PLC0415
    from core.quarter import Quarter  # noqa: PLC0415
    from pages.parts import sag_form  # noqa: PLC0415
    from services.kept_cases import KeptCase  # noqa: PLC0415

    sag = sag_form.ask_sag(KeptCase(Quarter(2024, 4), Sag(forum="Chefforum")))
    st.write(" / ".join(sag.head) if sag else "intet")


@pytest.mark.parametrize(
    ("field", "typed", "expected"),
    [
        ("moededato", "29.1.2025", "Chefforum · 29. januar 2025 · orientering"),
        ("moededato", "29-01-2025", "Chefforum · 29. januar 2025 · orientering"),
        ("punkt", "3", "Chefforum · punkt 3 · orientering"),
        (
            "sagsnummer",
            "81.28.00-A00-1-25",
            "Sagsnummer 81.28.00-A00-1-25 · Chefforum · orientering",
        ),
    ],
)
def test_the_fields_of_a_sag(field: str, typed: str, expected: str) -> None:
    page = AppTest.from_function(_sag).run(timeout=30)
    page.text_input(key=f"{field}-2024K4").set_value(typed).run()
    assert page.markdown[0].value == expected
    assert not page.caption


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("moededato", "31.02.2025", "Mødedatoen er »31.02.2025«; skriv den som f.eks. 29.01.2025."),
        ("punkt", "tre", "Feltet er »tre«; det skal være et helt tal, f.eks. 3."),
        (
            "sagsnummer",
            "81",
            "»81« er ikke et sagsnummer. Det skrives som f.eks. 81.28.00-A00-1-25.",
        ),
    ],
)
def test_what_is_wrong_with_a_field_stands_under_it(field: str, typed: str, message: str) -> None:
    page = AppTest.from_function(_sag).run(timeout=30)
    page.text_input(key=f"{field}-2024K4").set_value(typed).run()
    assert [caption.value for caption in page.caption] == [f":red[{escape_text(message)}]"]
    assert page.markdown[0].value == "intet"


def test_a_break_says_whose_it_is_unless_it_is_everybodys(monkeypatch: pytest.MonkeyPatch) -> None:
    html: list[str] = []
    monkeypatch.setattr("streamlit.caption", html.append)
    afdelinger = examples.afdelinger()
    name = str(frame_of(afdelinger)["name"].iloc[0])
    day = date(2024, 11, 1)
    happened = Events(
        (
            Event(day, None, EventKind.DATABRUD, Level.AFDELING, name, "Ny måde."),
            Event(day, None, EventKind.DATABRUD, Level.KOMMUNE, "", "Nyt system."),
        )
    )
    frame.show_breaks(replace(afdelinger, events=happened))
    assert html == [
        escape_text(f"{name}: databrud 1. november 2024: Ny måde."),
        escape_text("Databrud 1. november 2024: Nyt system."),
    ]
