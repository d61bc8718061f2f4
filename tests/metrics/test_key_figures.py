"""What stands beside a chart and below it: key figures, what is new, and what is to be done."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.event import Event, EventKind
from core.nodes import Level
from core.settings import Settings
from metrics import langtidsfriske, maaltal, rullende
from metrics.events import Events
from metrics.maaltal import NotHandedIn
from phrases import headlines
from phrases.key_figures import list_key_figures
from phrases.since_last import list_news
from phrases.todos import describe_lacking, describe_meeting
from store.database import Store
from tests import examples
from tests.conftest import SampleStore
from tests.frames import frame_of, with_frame
from tests.stored_rows import reading

TODAY = date(2025, 1, 20)


def change_share(change: float) -> Any:
    """The kommune's result whose long-term share has moved so much since the opgørelse before."""
    kommune = examples.kommune()
    share = kommune.rows[0].long_share
    columns = {"change_long_share": change, "previous_long_share": share - change}
    return with_frame(kommune, frame_of(kommune).assign(**columns))


@pytest.mark.parametrize(
    ("change", "move"), [(0.02, "↑ +2 procentpoint"), (-0.02, "↓ −2 procentpoint")]
)
def test_a_key_figure_says_which_way_it_has_moved(change: float, move: str) -> None:
    (figure,) = list_key_figures(change_share(change), None, None, key="kommune")
    assert (figure.move, figure.is_good) == (move, None)


def test_a_key_figure_that_did_not_move_has_no_arrow() -> None:
    (figure,) = list_key_figures(change_share(0.0), None, None, key="kommune")
    assert not set("↑↓") & set(figure.move)


def test_a_first_opgoerelse_is_compared_with_nothing() -> None:
    line = examples.row("kommune", "Kommunen", "", (14.0, 6.0))
    unknown = {name: examples.NAN for name in line if name.startswith("change")}
    result = examples.result(Level.KOMMUNE, [line | unknown])
    (figure,) = list_key_figures(result, None, None, key="kommune")
    assert (figure.figure, figure.move) == ("43 %", "")


@pytest.mark.parametrize(
    ("rate", "employees", "cost"),
    [(1900, 4000.0, "106,4 mio. kr."), (1900, 12.3, "319.000 kr."), (0, 4000.0, "")],
)
def test_absence_is_told_in_kroner_where_there_is_a_rate(
    rate: int, employees: float, cost: str
) -> None:
    kommune = replace(examples.kommune(), settings=Settings(dagsvaerk_rate=rate))
    row = replace(kommune.rows[0], value=14.04, employees=employees)
    figures = list_key_figures(replace(kommune, rows=(row,)), None, None, key="kommune")
    told = [(one.figure, one.basis) for one in figures if one.label == "Sygefraværet svarer til"]
    assert told == ([(cost, "1.900 kr. pr. dagsværk, jeres egen sats")] if cost else [])


def test_each_key_figure_says_what_it_is_of(sampled: SampleStore, tmp_path: Path) -> None:
    store = Store(sampled.copy(tmp_path))
    with reading(store) as reader:
        quarter, level = examples.QUARTER, Level.KOMMUNE
        figures = list(
            list_key_figures(
                rullende.read_rullende(reader, quarter=quarter, level=level),
                langtidsfriske.read_if_any(reader, quarter=quarter, level=level),
                maaltal.read_if_any(reader, quarter=quarter, level=level),
                key="kommune",
            )
        )
    store.close()
    assert [(figure.label, figure.figure, figure.basis) for figure in figures] == [
        ("Langtidsandel", "43 %", "af alle dagsværk"),
        ("Langtidsfriske", "34 %", "af medarbejdere, 2023 og 2024"),
        ("Afstand til måltal", "1,0", "måltal for 2025: 13,0"),
        ("Enheder uden måltal", "9", "af 95 enheder"),
    ]
    assert figures[1].is_good


@pytest.mark.parametrize(
    ("own", "text"),
    [
        (12.9, "Børn: 12,9, 1,1 under kommunen"),
        (15.04, "Børn: 15,0, 1,0 over kommunen"),
        (14.04, "Børn: 14,0, som kommunen"),
    ],
)
def test_a_part_of_the_kommune_is_told_beside_it(own: float, text: str) -> None:
    part = examples.result(Level.AFDELING, [examples.row("afdeling:Børn", "Børn", "", (own, 5.0))])
    kommune = examples.result(Level.KOMMUNE, [examples.row("kommune", "K", "", (14.0, 6.0))])
    assert headlines.compare_with_kommune(part, part.rows[0], kommune) == text


def test_a_part_that_is_hidden_is_compared_with_nothing() -> None:
    line = examples.row("afdeling:Børn", "Børn", "", (12.9, 5.0))
    part = examples.result(Level.AFDELING, [examples.without_figures(line, masked=True)])
    kommune = examples.kommune()
    assert headlines.compare_with_kommune(part, part.rows[0], kommune) == "Børn: vises ikke"


def test_the_events_of_the_newest_quarter_are_news() -> None:
    events = Events(
        tuple(
            Event(day, None, EventKind.INDSATS, Level.KOMMUNE, "", text)
            for day, text in ((date(2024, 9, 30), "Før."), (date(2024, 10, 1), "Nu."))
        )
    )
    kommune = replace(examples.kommune(), events=events)
    news = list_news(kommune, kommune.rows[0], [], {})
    assert news == ["Indsats 1. oktober 2024: Nu."]


def test_who_lacks_a_target_is_named_with_the_deadline() -> None:
    lacking = [
        NotHandedIn(year=2025, enhed=name, afdeling="A", deadline=date(2025, 2, 1), leader="")
        for name in ("Solen", "Månen")
    ]
    assert describe_lacking(lacking, today=TODAY) == (
        "2 enheder mangler måltal for 2025: Solen og Månen. Fristen er 1. februar 2025."
    )
    assert "Fristen var 1. februar" in describe_lacking(lacking, today=date(2025, 2, 2))
    many = describe_lacking(lacking * 4, today=TODAY)
    assert "8 enheder mangler" in many
    assert "2 til" in many
    assert describe_lacking([], today=TODAY) == ""


def test_the_meeting_is_told_until_it_is_over() -> None:
    meeting = ("Chefforum", date(2025, 1, 29), 3)
    assert describe_meeting(*meeting, today=TODAY) == (
        "Sagen er på Chefforum den 29. januar 2025 som punkt 3."
    )
    assert describe_meeting(*meeting, today=date(2025, 1, 30)) == ""
    assert describe_meeting("", None, 0, today=TODAY) == ""
