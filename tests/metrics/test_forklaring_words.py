"""What drove a change, in words."""

from dataclasses import replace
from datetime import date
from math import isnan
from typing import Any

import pytest

from core.edition import Edition
from core.nodes import Level
from core.quarter import Quarter
from core.settings import Denominator, Settings
from metrics.forklaring import PARTS, ROLLING, SINGLE, LargestMovers
from metrics.forklaring.declarations import declare_nodes
from metrics.own_line import OwnLine
from metrics.result import KpiResult
from metrics.rows import ChangePartRow, ClosedOrNewEnhed, NodeChangeRow
from phrases import bidrag as contribution_phrases
from phrases import forklaring as phrases
from phrases.cell_text import write_cell
from phrases.forklaring import write_part_note
from tests.examples import NAN

CLOSED = ClosedOrNewEnhed("Kantinen", date(2024, 4, 30), "nedlagt")
HIDDEN = ClosedOrNewEnhed("Depotet", None, "", hidden=True)


def node(before: float, *sizes: float, **more: Any) -> NodeChangeRow:
    """A node with parts of those sizes, in their order."""
    after = before + sum(size for size in sizes if not isnan(size))
    usual: dict[str, Any] = {
        "key": "kommune", "name": "Kommunen", "quarter": Quarter(2024, 4),
        "against": Quarter(2024, 3), "parent": "", "masked": False, "missing": False,
        "together": 0, "holes": 0.0, "denominator": "medarbejdere",
        "value": after - before, "before": before, "after": after,
        "before_without": NAN, "after_without": NAN, "closed_names": (), "new_names": (),
    }  # fmt: skip
    given = usual | dict(zip(PARTS, sizes, strict=True)) | more
    return NodeChangeRow(**{name: _known(value) for name, value in given.items()})


def _known(value: Any) -> Any:
    return None if isinstance(value, float) and isnan(value) else value


def result(row: NodeChangeRow) -> KpiResult[NodeChangeRow]:
    return KpiResult(
        noegletal=declare_nodes(ROLLING),
        quarter=Quarter(2024, 4),
        level=Level.KOMMUNE,
        denominator=Denominator.MEDARBEJDERE,
        settings=Settings(),
        sources=(),
        rows=(row,),
        period=Quarter(2024, 4).rolling_period,
        own_line=OwnLine(Edition.INTERN),
    )


def test_a_change_is_the_difference_of_the_two_figures_as_they_are_shown() -> None:
    moved = node(14.44, -0.53, 0.0, 0.0, 0.05)  # from 14,4 to 14,0; the change itself is −0,48
    assert "Faldet på 0,4" in phrases.write_headline(result(moved), moved)
    assert phrases.write_change_title(result(moved), moved) == "Fra 14,4 til 14,0 dagsværk"


def test_an_effect_below_one_decimal_is_under_it_on_the_command_line_too() -> None:
    moved = node(14.0, -0.5, 0.04, 0.0, 0.0)
    parts = [
        ChangePartRow(
            key=part, name=part, quarter=moved.quarter, parent="kommune", masked=False,
            missing=False, value=moved.figure(part), part=part, against=moved.against,
            node_change=moved,
        )
        for part in PARTS
    ]  # fmt: skip
    made = result(moved).derive(ROLLING, tuple(parts))
    texts = [write_cell(made, part, "value") for part in parts]
    assert texts == ["−0,5", "under 0,1", "0,0", "0,0"]  # none is closed, and none is new
    small = replace(parts[1], coarse=True)
    assert write_cell(made, small, "value") == "under 1"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (node(14.5, -0.4, 0.1, -0.2, 0), "Faldet på 0,5 ligger mest i udviklingen i enhederne"),
        (
            node(14.5, -0.1, -0.3, 0, 0),
            "Faldet på 0,4 ligger mest i forskydninger mellem enhederne",
        ),
        (node(14.5, -0.1, 0, 0.3, 0), "Stigningen på 0,2 ligger mest i lukkede enheder"),
        (node(14.5, 0.001, 0, NAN, 0.3), "Stigningen på 0,3 ligger mest i nye enheder"),
        (node(14.5, -0.3, 0.304, 0, 0), "Sygefraværet er uændret siden 3. kvartal 2024"),
        (
            node(14.5, -0.4, 0, 0, 0, key="afdeling:A", name="A & B"),
            "A & B: faldet på 0,4 ligger mest i udviklingen i enhederne",
        ),
        (
            node(14.5, -0.4, 0, 0, 0, value=NAN, masked=True),
            "Hvad ligger bag udviklingen: vises ikke",
        ),
        (
            node(14.5, -0.4, 0, 0, 0, value=NAN, missing=True),
            "Hvad ligger bag udviklingen: ingen data",
        ),
    ],
)
def test_the_title_says_where_the_change_lies(row: NodeChangeRow, said: str) -> None:
    assert phrases.write_headline(result(row), row) == said


def test_the_paragraph_names_the_parts_that_are_shown() -> None:
    row = node(14.5, -0.4, 0.1, NAN, 0)
    assert phrases.write_paragraph(result(row), row) == (
        "Fra 3. til 4. kvartal 2024 er sygefraværet faldet fra 14,5 til 14,2 dagsværk pr. "
        "medarbejder: udvikling i enhederne −0,4 og forskydning mellem enheder +0,1. Virkningen af "
        "lukkede enheder vises ikke."
    )


def test_an_unchanged_figure_is_told_once_and_parts_of_nobody_not_at_all() -> None:
    same = node(14.5, 0.01, -0.01, 0, 0)
    assert phrases.write_paragraph(result(same), same) == (
        "Fra 3. til 4. kvartal 2024 er sygefraværet uændret 14,5 dagsværk pr. medarbejder. "
        "Udviklingen i enhederne og forskydninger mellem enhederne betyder hver under 0,1."
    )
    other = replace(node(14.5, -0.1, 0.1, 0, 0), against=Quarter(2023, 4))
    assert phrases.write_paragraph(result(other), other).startswith(
        "Fra 4. kvartal 2023 til 4. kvartal 2024 er sygefraværet uændret 14,5 dagsværk pr. "
        "medarbejder: udvikling i enhederne −0,1 og forskydning mellem enheder +0,1."
    )


def test_a_hidden_change_says_why_and_is_not_explained() -> None:
    hidden = node(14.5, -0.4, 0, 0, 0, value=NAN, masked=True)
    assert phrases.write_paragraph(result(hidden), hidden) == (
        "Ændringen siden 3. kvartal 2024 vises ikke: sammenholdt med de tal, der vises, kunne det "
        "røbe enheder med færre end 5 medarbejdere."
    )
    assert phrases.explain_comparison(result(hidden), hidden) == ""


def test_a_part_below_what_is_printed_is_said_to_be() -> None:
    row = node(14.5, -0.4, 0.03, -0.02, 0, closed_names=(CLOSED,))
    text = phrases.write_paragraph(result(row), row)
    assert text.endswith(
        "udvikling i enhederne −0,4. Forskydninger mellem enhederne og lukkede enheder betyder "
        "hver under 0,1."
    )


def test_parts_that_do_not_add_up_as_shown_are_said_to_be_rounded() -> None:
    row = node(14.5, -0.04, -0.04, -0.04, 0)
    assert "afrundet hver for sig" in phrases.write_paragraph(result(row), row)


def test_closed_workplaces_are_answered_for() -> None:
    row = node(14.5, 0, 0, -0.2, 0, closed_names=(CLOSED,), before_without=14, after_without=14.1)
    said = phrases.explain_workplaces(result(row), row)
    assert said.startswith("Nedlagte og overdragne arbejdspladser indgår til og med ophørsdatoen")
    assert (
        "I den tid, der sammenlignes, er 1 arbejdsplads lukket: Kantinen (nedlagt 30. april 2024). "
        "Uden den er sygefraværet 14,1 dagsværk pr. medarbejder, en stigning på 0,1 i forhold til "
        "3. kvartal 2024 (14,0)."
    ) in said
    assert "Et skift fra én ekstern leverandør til en anden" in said
    without = node(14.5, 0, 0, 0, 0)
    assert "Ingen arbejdspladser er lukket" in phrases.explain_workplaces(result(without), without)
    hidden = node(14.5, 0, 0, NAN, 0, closed_names=(HIDDEN,))
    said = phrases.explain_workplaces(result(hidden), hidden)
    assert "Depotet (ophørsdato ikke oplyst). Uden den vises sygefraværet ikke" in said


def test_many_closed_and_new_workplaces_are_counted() -> None:
    opened = ClosedOrNewEnhed("Madservice", date(2024, 2, 1), "hjemtaget")
    row = node(
        14.5, 0, 0, -0.2, 0, closed_names=(CLOSED, HIDDEN), new_names=(opened, opened),
        before_without=14, after_without=14.01,
    )  # fmt: skip
    said = phrases.explain_workplaces(result(row), row)
    assert "er 2 arbejdspladser lukket: Kantinen" in said
    assert "Uden dem er sygefraværet 14,0 dagsværk pr. medarbejder, uændret i forhold til" in said
    assert "2 arbejdspladser er nye: Madservice (hjemtaget 1. februar 2024) og Madservice" in said


def test_where_closed_workplaces_are_left_out_they_are_not_said_to_count() -> None:
    row = node(14.5, -0.2, 0, 0, 0)
    left_out = replace(result(row), settings=Settings(closed_units=False))
    said = phrases.explain_workplaces(left_out, row)
    assert said.startswith("Nedlagte og overdragne arbejdspladser er holdt ude af opgørelsen. Et ")


def test_a_single_quarter_has_no_closed_workplace_of_the_quarters_before() -> None:
    row = node(14.5, 0, 0, 0, 0)
    said = phrases.explain_workplaces(replace(result(row), noegletal=SINGLE), row)
    assert said.startswith("Nedlagte og overdragne arbejdspladser indgår til og med ophørsdatoen. ")


def test_who_is_hidden_is_named_where_they_are_counted() -> None:
    row = node(14.5, 0, 0, 0.1, 0, closed_names=(CLOSED, HIDDEN), together=3)
    assert write_part_note(row, "closed") == (
        "Kantinen (nedlagt 30. april 2024) og Depotet (ophørsdato ikke oplyst). Depotet er regnet "
        "sammen med de andre, der ikke vises."
    )
    assert write_part_note(row, "within") == "3 enheder, der ikke vises, er regnet som én."
    assert write_part_note(row, "mix") == write_part_note(row, "new") == ""


@pytest.mark.parametrize(
    ("largest", "hidden", "sentence"),
    [
        ([("A", -0.12), ("B", -0.03)], False, "Af enhederne bidrager A (−0,1) mest."),
        (
            [("A", -0.12), ("B", 0.1)],
            True,
            "Af enhederne bidrager A (−0,1) og B (+0,1) mest. Enheder, der ikke vises, er ikke "
            "med.",
        ),
        ([("A", 0.04)], False, "Ingen enkelt enhed bidrager med 0,1 eller mere."),
        ([], True, "Ingen enkelt enhed, der vises, bidrager med 0,1 eller mere."),
    ],
)
def test_only_enheder_whose_contributions_show_are_named(
    largest: list[tuple[str, float]],
    hidden: bool,  # noqa: FBT001
    sentence: str,
) -> None:
    movers = LargestMovers(tuple(largest), 0, hidden=hidden)
    row = node(14.5, -0.5, 0, 0, 0)
    assert contribution_phrases.name_largest_enheder(result(row), movers) == sentence


def test_only_a_rolling_change_from_one_to_the_next_is_explained_as_a_year() -> None:
    row = node(14.5, -0.5, 0, 0, 0)
    assert phrases.explain_comparison(result(row), row) == (
        "Ved uændret antal medarbejdere svarer ændringen til 4. kvartal 2024 i forhold til 4. "
        "kvartal 2023."
    )
    same = node(14.5, 0, 0, 0, 0)
    assert phrases.explain_comparison(result(same), same) == ""
    other = replace(row, against=Quarter(2023, 4))
    assert phrases.explain_comparison(result(other), other) == ""
