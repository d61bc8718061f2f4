"""The figures at the top of the page on targets, and the table of who has none."""

from dataclasses import replace
from datetime import date
from typing import Any

from core.settings import Settings
from metrics.maaltal import DECLARED, NotHandedIn
from metrics.result import MaaltalResult
from phrases.maaltal import describe_not_handed_in, make_not_handed_in_table
from phrases.target_figures import list_target_figures
from tests.charts.test_lines import result, target


def of_kommune(value: float, wished: float, **changes: Any) -> MaaltalResult:
    row = {
        "key": "kommune", "distance_total": 3857.4, "reported": 86, "units": 95,
        "quarters_in_year": 1,
    } | changes  # fmt: skip
    return result(DECLARED, [target("Kommunen", value, wished) | row])


def written(figures: MaaltalResult) -> list[tuple[str, str, str]]:
    return [(each.label, each.figure, each.basis) for each in list_target_figures(figures)]


def test_what_is_wanting_is_told_per_head_and_in_all() -> None:
    assert written(of_kommune(14.0, 13.0, pace=3.24)) == [
        ("Denne opgørelse", "14,0", "dagsværk pr. medarbejder"),
        ("Måltal for 2025", "13,0", "indmeldt af 86 af 95 enheder"),
        ("Mangler", "1,0", "dagsværk pr. medarbejder, 3.857 dagsværk i alt"),
        (
            "Plads til",
            "3,2",
            "dagsværk pr. medarbejder i hvert af de tre kvartaler, der er tilbage",
        ),
    ]


def test_fuldtidsstillinger_are_told_where_hr_says_what_they_are_with_that_beside_them() -> None:
    settings = Settings.from_values({"full_time_days_per_year": 220})
    wanting = written(replace(of_kommune(14.0, 13.0), settings=settings))[2]
    assert wanting[2].endswith(
        "3.857 dagsværk i alt, svarende til 17,5 fuldtidsstillinger à 220 dagsværk om året"
    )


def test_a_place_below_its_target_lacks_nothing() -> None:
    below = written(of_kommune(12.0, 13.0, distance=-1.0, reported=95))
    assert below[1][2] == "indmeldt af alle 95 enheder"
    assert below[2][:2] == ("Under måltallet", "1,0")


def test_a_target_that_cannot_be_reached_any_more_is_said() -> None:
    assert written(of_kommune(14.0, 2.0, pace=-0.4))[3] == (
        "Plads til", "ikke muligt", "at nå måltallet i 2025",
    )  # fmt: skip


def test_the_year_that_ends_stands_where_there_is_no_pace() -> None:
    ended = {"ended_year": 2024, "ended_target": 14.2, "ended_distance": -0.2}
    counts = {"is_ended_met": True, "ended_reported": 90, "ended_units": 95}
    assert written(of_kommune(14.0, 13.0, **ended, **counts))[3] == (
        "Måltal for 2024", "14,2", "nået; indmeldt af 90 af 95 enheder",
    )  # fmt: skip


def test_who_has_no_target_is_not_told_by_figures_that_are_not_there() -> None:
    nobody = of_kommune(14.0, float("nan"), distance=float("nan"), reported=0)
    assert written(nobody) == [
        ("Denne opgørelse", "14,0", "dagsværk pr. medarbejder"),
        ("Måltal for 2025", "ikke indmeldt", ""),
    ]


def test_those_without_a_target_are_counted_and_listed_with_what_is_known() -> None:
    assert describe_not_handed_in(of_kommune(14.0, 13.0).rows[0]) == (
        "9 af 95 enheder mangler måltal for 2025"
    )
    complete = of_kommune(14.0, 13.0, reported=95).rows[0]
    assert describe_not_handed_in(complete) == "Alle enheder har indmeldt måltal for 2025"
    lacking = [
        NotHandedIn(2025, "Børnehuset", "Skole", date(2024, 12, 20), ""),
        NotHandedIn(2025, "Parken", "Miljø", None, ""),
    ]
    table = make_not_handed_in_table(lacking)
    assert [column.head for column in table.columns] == ["Enhed", "Afdeling", "Frist"]
    assert [row.cells for row in table.rows] == [
        ("Børnehuset", "Skole", "20. december 2024"),
        ("Parken", "Miljø", ""),
    ]
