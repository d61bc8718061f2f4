"""The bilag of one finding each: what they say, show and hide."""

from dataclasses import replace

import pytest

from bilag import findings
from bilag.model import Bilag, ChartSection
from bilag.sag import Sag
from core.danish import HIDDEN
from core.edition import Edition
from core.nodes import Level
from metrics.forklaring import LargestMovers
from metrics.forklaring.contributions import Contribution, Contributions
from metrics.langtidsfriske import DECLARED as FRISKE
from metrics.maaltal import DECLARED as TARGETS
from metrics.own_line import OwnLine
from phrases.text_tables import TextTable
from tests.charts.test_lines import NAN, friske, result, target
from tests.metrics import test_forklaring_words as changes

COUNTED = {"counted": 100, "left_out": 8, "joined": 3, "departed": 5, "basis": "datoer"}
SAG = Sag(sagsnummer="81.28.00-P05-1-25")


def make_langtidsfriske(edition: Edition = Edition.OFFENTLIG) -> Bilag:
    own_line = OwnLine(edition)
    kommune = replace(
        result(FRISKE, [friske("Kommunen", 0.34, 0.32, key="kommune", **COUNTED)]),
        own_line=own_line,
    )
    lines = [friske("Miljø", 0.36, 0.34), friske("Lille", NAN, NAN, masked=True)]
    return findings.make_langtidsfriske(
        kommune, replace(result(FRISKE, lines), own_line=own_line), SAG
    )


def make_maaltal() -> Bilag:
    kommune = result(TARGETS, [target("Kommunen", 14.0, 13.0, key="kommune")])
    lines = [target("Miljø", 12.6, 12.0), target("Skole", 9.0, 10.0)]
    return findings.make_maaltal(kommune, result(TARGETS, lines), SAG)


def make_forklaring(movers: LargestMovers | None) -> Bilag:
    change = changes.result(changes.node(14.5, -0.4, 0.1, NAN, -0.2))
    nodes = Contribution("Skole", -0.4, -0.3, -0.1), Contribution("Miljø", -0.1, -0.1, 0.0)
    contributions = Contributions(Level.AFDELING, nodes if movers else ())
    return findings.make_forklaring(change, contributions, movers, SAG)


def list_tables(bilag: Bilag) -> dict[str, list[tuple[str, ...]]]:
    tables = [section for section in bilag.sections if isinstance(section, TextTable)]
    return {table.caption: [row.cells for row in table.rows] for table in tables}


@pytest.mark.parametrize(
    ("bilag", "about", "news"),
    [
        (
            make_langtidsfriske(),
            "langtidsfriske",
            "Andelen af langtidsfriske er steget til 34 % (+2 procentpoint).",
        ),
        (make_maaltal(), "måltal", "Sygefraværet er 1,0 dagsværk over måltallet for 2025."),
        (
            make_forklaring(None),
            "udviklingen",
            "Faldet på 0,5 ligger mest i udviklingen i enhederne.",
        ),
    ],
)
def test_each_is_named_and_begins_with_its_finding(bilag: Bilag, about: str, news: str) -> None:
    assert bilag.file_stem == f"Sygefravær pr 4 kvartal 2024 - {about}"
    assert bilag.title == f"Sygefravær pr. 4. kvartal 2024 – {about}"
    assert bilag.head == ("Sagsnummer 81.28.00-P05-1-25",)
    assert bilag.news == news


def test_what_is_hidden_has_no_figure_in_the_table_or_the_alt_text() -> None:
    bilag = make_langtidsfriske()
    (table,) = list_tables(bilag).values()
    assert table[1][:3] == ("Lille", HIDDEN, HIDDEN)
    (chart,) = [section.chart for section in bilag.sections if isinstance(section, ChartSection)]
    assert "Lille: 0" not in chart.alt


def test_the_public_edition_carries_no_file() -> None:
    assert make_langtidsfriske(Edition.OFFENTLIG).attachments == ()
    assert len(make_langtidsfriske(Edition.INTERN).attachments) == 1


def test_the_targets_stand_beside_what_they_are_held_against() -> None:
    (table,) = list_tables(make_maaltal()).values()
    assert [row[:4] for row in table] == [
        ("Miljø", "12,6", "12,0", "0,6"),
        ("Skole", "9,0", "10,0", "−1,0"),
    ]


def test_the_parts_of_a_change_are_shown_with_the_enheder_behind_them() -> None:
    movers = LargestMovers((("Solen", -0.3), ("Månen", 0.04)), -0.1, hidden=False)
    bilag = make_forklaring(movers)
    assert bilag.news == "Skole bidrager mest til faldet (−0,4), derefter Miljø (−0,1)."
    afdelinger, parts, enheder = list_tables(bilag).values()
    assert afdelinger == [
        ("Skole", "−0,4", "−0,3", "−0,1"),
        ("Miljø", "−0,1", "−0,1", "under 0,1"),
        ("Ændring i alt", "−0,5", "", ""),
    ]
    assert parts[0][:2] == ("3. kvartal 2024", "14,5")
    assert parts[-2][:2] == ("Ændring i alt", "−0,5")
    assert enheder == [("Solen", "−0,3"), ("Månen", "under 0,1"), ("Øvrige", "−0,1")]


def test_a_change_that_is_not_shown_has_no_table() -> None:
    assert list_tables(make_forklaring(None)) == {}
