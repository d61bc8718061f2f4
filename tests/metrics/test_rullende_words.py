"""The news in words, for rise, fall and no change, and for what is not known."""

from dataclasses import replace
from typing import Any

import pytest

from bilag.csv_file import to_csv
from core.edition import Edition
from core.nodes import Level
from core.settings import OrganisationBasis, Settings
from metrics.own_line import OwnLine
from metrics.result import KpiResult
from phrases import headlines
from phrases import rullende as phrases
from phrases.notes import write_note
from tests.examples import (
    kommune,
    kommunens_udvikling,
    lines_of,
    omraader,
    result,
    without_figures,
)


def told(**changed: Any) -> KpiResult[Any]:
    (line,) = lines_of(kommune())
    return result(Level.KOMMUNE, [line | changed])


def test_the_status_of_the_case_of_january_2025() -> None:
    now = told(value=13.96, previous=14.49, change=-0.53, peak=15.78, since_peak=-1.82)
    assert phrases.describe_status(now) == (
        "Sygefraværet er i denne opgørelse 14,0 dagsværk pr. medarbejder, et fald på 0,5 i forhold "
        "til opgørelsen for 3. kvartal 2024 (14,5). Siden opgørelsen for 2. kvartal 2023, hvor "
        "sygefraværet var højest (15,8), er det faldet med 1,8."
    )


def test_a_peak_as_high_as_the_last_opgoerelse_is_not_told_twice() -> None:
    now = told(value=13.96, previous=14.49, change=-0.53, peak=14.52, since_peak=-0.56)
    assert phrases.describe_status(now).endswith("opgørelsen for 3. kvartal 2024 (14,5).")


@pytest.mark.parametrize(
    ("share", "long", "short", "said"),
    [
        (
            0.0104,
            -0.1,
            -0.4,
            "1 procentpoint højere end i forrige opgørelse. Langtids- og korttidsfraværet er "
            "faldet med hhv. 0,1 og 0,4 dagsværk pr. medarbejder.",
        ),
        (
            -0.02,
            -0.2,
            0.3,
            "2 procentpoint lavere end i forrige opgørelse. Langtidsfraværet er faldet med 0,2 "
            "dagsværk pr. medarbejder, og korttidsfraværet er steget med 0,3 dagsværk pr. "
            "medarbejder.",
        ),
        (
            0.004,
            0.04,
            -0.2,
            "det samme som i forrige opgørelse. Langtidsfraværet er uændret, og korttidsfraværet "
            "er faldet med 0,2 dagsværk pr. medarbejder.",
        ),
        (
            0.0,
            -0.2,
            -0.2,
            "det samme som i forrige opgørelse. Både langtids- og korttidsfraværet er faldet med "
            "0,2 dagsværk pr. medarbejder.",
        ),
        (
            0.0,
            0.01,
            -0.01,
            "det samme som i forrige opgørelse. Både langtids- og korttidsfraværet er uændret.",
        ),
    ],
)
def test_long_and_short(share: float, long: float, short: float, said: str) -> None:
    now = told(
        long_share=0.43,
        change_long_share=share,
        change_long=long,
        change_short=short,
        previous=14.0 - long - short,
        value=14.0,
        change=long + short,
    )
    begin = "Langtidsfraværet udgør 43 pct. af det samlede sygefravær, "
    assert phrases.describe_split(now) == begin + said


def test_a_split_that_does_not_make_the_change_is_said_to_be_rounded() -> None:
    now = told(change_long_share=0.0, change_long=-0.35, change_short=-0.35)
    assert phrases.describe_split(now).endswith(
        "Både langtids- og korttidsfraværet er faldet med 0,4 dagsværk pr. medarbejder. Tallene er "
        "afrundet hver for sig og giver derfor ikke helt den samlede ændring."
    )


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"has_split": False}, "Data har ingen opdeling i korttids- og langtidsfravær."),
        (
            {"has_split": True},
            "Korttids- og langtidsfraværet vises ikke af hensyn til små enheder.",
        ),
        ({"unsplit": 2}, ""),
        ({"value": float("nan"), "missing": True}, ""),
    ],
)
def test_without_a_split_it_is_said_why_where_no_note_does(more: dict[str, Any], said: str) -> None:
    nothing = {"long_share": float("nan"), "short": float("nan"), "long": float("nan")}
    assert phrases.describe_split(told(**nothing | more)) == said


def test_each_part_is_told_by_the_way_that_it_went() -> None:
    first, second, third = lines_of(omraader())
    moved = [
        line | {"value": 12.0, "previous": 12.0 - change, "change": change}
        for line, change in ((first, -2.06), (second, 0.9), (third, 0.04))
    ]
    assert phrases.describe_parts(result(Level.OMRAADE, moved)) == (
        "I områderne er sygefraværet siden 3. kvartal 2024 faldet med 2,1 dagsværk pr. medarbejder "
        "i Økonomi & Stab; det er steget med 0,9 i By, Kultur, Miljø & Beskæftigelse; det er "
        "uændret i Børn, Sundhed & Velfærd."
    )


def test_what_is_hidden_and_what_cannot_be_compared_is_named() -> None:
    first, second, third = lines_of(omraader())
    lines = [first, without_figures(second, masked=True), without_figures(third, masked=False)]
    said = phrases.describe_parts(result(Level.OMRAADE, lines))
    assert said.endswith(
        "Ændringen vises ikke for By, Kultur, Miljø & Beskæftigelse. Børn, Sundhed & Velfærd kan "
        "ikke sammenlignes med 3. kvartal 2024."
    )
    hidden = [without_figures(line, masked=True) for line in lines]
    said = phrases.describe_parts(result(Level.OMRAADE, hidden))
    assert said == "Ændringerne i områderne vises ikke."


def test_a_single_part_is_the_kommune_itself_and_not_told_again() -> None:
    assert phrases.describe_parts(result(Level.OMRAADE, lines_of(omraader())[:1])) == ""


def test_a_small_part_moves_by_whole_dagsvaerk() -> None:
    first, second, _ = lines_of(omraader())
    small = first | {"value": 11.0, "previous": 13.0, "change": -2.0, "coarse": True}
    said = phrases.describe_parts(result(Level.OMRAADE, [small, second]))
    assert "faldet med 2 dagsværk pr. medarbejder i Økonomi & Stab" in said


def test_the_first_opgoerelse_has_nothing_to_be_compared_with() -> None:
    nothing = float("nan")
    first = told(previous=nothing, change=nothing, since_peak=0.0, peak_quarter="2024K4")
    assert phrases.describe_status(first).endswith(
        "Der er ingen opgørelse for 3. kvartal 2024 at sammenligne med."
    )
    lines = [line | {"change": nothing} for line in lines_of(omraader())]
    assert phrases.describe_parts(result(Level.OMRAADE, lines)) == ""


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            {"missing": True, "quarters": 1},
            "Sygefraværet kan ikke opgøres rullende for 4. kvartal 2024. Der er kun data for ét af "
            "de fire kvartaler.",
        ),
        (
            {"masked": True},
            "Sygefraværet for 4. kvartal 2024 vises ikke: sammenholdt med de tal, der vises, kunne "
            "det røbe enheder med færre end 5 medarbejdere.",
        ),
        (
            {"value": 14.0, "previous_preliminary": True},
            "Sygefraværet er i denne opgørelse 14,0 dagsværk pr. medarbejder. Opgørelsen for 3. "
            "kvartal 2024 er foreløbig, og der sammenlignes ikke med den.",
        ),
        (
            {"value": 14.0, "previous_masked": True},
            "Sygefraværet er i denne opgørelse 14,0 dagsværk pr. medarbejder. Tallet for 3. "
            "kvartal 2024 vises ikke, og der sammenlignes ikke med det.",
        ),
        (
            {"value": 14.0, "previous_denominator": "fuldtidsstillinger"},
            "Sygefraværet er i denne opgørelse 14,0 dagsværk pr. medarbejder. Opgørelsen for 3. "
            "kvartal 2024 er pr. fuldtidsstilling, og der sammenlignes ikke med den.",
        ),
    ],
)
def test_news_without_a_figure_or_a_comparison_says_why(more: dict[str, Any], said: str) -> None:
    (line,) = lines_of(kommune())
    unknown = without_figures(line, masked=False) | {"missing": False}
    assert headlines.write_news(result(Level.KOMMUNE, [unknown | more])) == said


def test_a_small_groups_news_has_whole_dagsvaerk() -> None:
    now = told(value=11.0, previous=13.0, change=-2.0, coarse=True)
    assert headlines.write_news(now).startswith(
        "Sygefraværet er i denne opgørelse 11 dagsværk pr. medarbejder, et fald på 2 i forhold til "
        "opgørelsen for 3. kvartal 2024 (13)"
    )


def test_another_way_of_counting_is_said_beside_the_usual_one() -> None:
    usual = kommune()
    settings = replace(usual.settings, organisation=OrganisationBasis.DENGANG, closed_units=False)
    (line,) = lines_of(usual)
    other = replace(
        result(Level.KOMMUNE, [line | {"value": line["value"] - 0.12}]), settings=settings
    )
    assert headlines.compare_variants(other, usual) == (
        "Summeret efter organisationen, som den var, og uden nedlagte og overdragne "
        "arbejdspladser; regnet som ellers er det 14,0 (forskel −0,2)."
    )


ITSELF_OR_BESIDE = (
    "Vises ikke: færre end 10 medarbejdere, eller et tal, som en så lille gruppes kunne regnes ud "
    "af."
)
WITHOUT_CLOSED = (
    "ises ikke: sammenholdt med tallet med nedlagte og overdragne arbejdspladser kunne det røbe "
    "enheder med færre end 10 medarbejdere."
)


def test_a_series_says_how_much_of_it_is_hidden_and_why() -> None:
    """Of twelve quarters three have no window of four, and two of the nine others are hidden."""
    whole = kommunens_udvikling()
    lines = lines_of(whole)
    for place in (4, 7):
        lines[place] = without_figures(lines[place], masked=True)
    hidden = replace(
        result(Level.KOMMUNE, lines, closed_units=False), own_line=OwnLine(Edition.OFFENTLIG)
    )
    assert headlines.count_hidden(hidden) == f"2 af 9 opgørelser v{WITHOUT_CLOSED}"
    assert headlines.count_hidden(whole) == ""


@pytest.mark.parametrize("key", ["kommune", "omraade:O", "afdeling:A", "enhed:1"])
def test_a_hidden_node_says_why_in_its_note_and_in_the_file(key: str) -> None:
    (line,) = lines_of(kommune())
    chosen = Settings(closed_units=False)
    hidden = without_figures(line, masked=True) | {"key": key}
    made = replace(
        result(Level.KOMMUNE, [hidden]), settings=chosen, own_line=OwnLine(Edition.OFFENTLIG)
    )
    told = write_note(made, made.rows[0])
    assert told == (ITSELF_OR_BESIDE if key == "enhed:1" else f"V{WITHOUT_CLOSED}")
    assert told in to_csv([made]).decode("utf-8-sig")
    seen = replace(made, rows=(replace(made.rows[0], masked=False),))
    assert write_note(seen, seen.rows[0]) == ""
