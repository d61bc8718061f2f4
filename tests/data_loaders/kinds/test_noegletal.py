from collections.abc import Sequence

from core.settings import Settings
from data_loaders.files.grid import Grid, Sheet
from data_loaders.files.values import Value
from data_loaders.report import Report
from tests.data_loaders.grids import of_grid
from tests.data_loaders.kinds import list_sheets
from tests.data_loaders.kinds.list_sheets import Rows, codes, facts

HEADER: list[Value] = [
    "Nøgletal", "Periode", "Niveau", "Organisatorisk enhed", "Værdi", "Tæller", "Nævner",
    "Måleenhed", "Mål", "Retning", "Frist", "Kilde",
]  # fmt: skip


def read(rows: Rows) -> Report:
    """Read a list that says of each figure whether it is about people."""
    return list_sheets.read([[*row, _say_people(row)] for row in rows])


def _say_people(row: Sequence[Value]) -> str:
    return "Om personer" if "Nøgletal" in row else "nej"


def test_a_list_that_does_not_say_what_is_about_people_is_warned_of() -> None:
    header: list[Value] = ["Nøgletal", "Periode", "Værdi"]
    assert codes(list_sheets.read([header, ["A", "2024", 1]])) == [("about_people_unsaid", "")]
    assert codes(list_sheets.read([header, ["Reference: KL", "2024", 1]])) == []
    assert codes(read([header, ["A", "2024", 1]])) == []


def test_figures_become_rows_of_the_store() -> None:
    found = read(
        [
            HEADER,
            [
                "Klimamål",
                "2025-01",
                "Kommune",
                None,
                None,
                93,
                95,
                "%",
                "100 %",
                "Op",
                "31.01.2025",
                "Chefforum",
            ],
            [
                "Bud",
                "2024K4",
                "Afdeling",
                "Skole",
                "1.234,5",
                None,
                None,
                "kr.",
                "1-3",
                "Ned",
                None,
                None,
            ],
        ]
    )
    assert (found.kind, found.problems) == ("noegletal", ())
    assert found.periods == ("Bud|2024K4", "Klimamål|2025-01")
    assert facts(
        found,
        "period",
        "niveau",
        "omfang",
        "vaerdi",
        "taeller",
        "naevner",
        "maal_fra",
        "maal_til",
        "retning",
    ) == [
        ("Klimamål|2025-01", "kommune", "", None, "93", "95", "1", "1", "op"),
        ("Bud|2024K4", "afdeling", "Skole", "1234.5", None, None, "1", "3", "ned"),
    ]


def shares(*cells: tuple[Value, Value, Value]) -> list[tuple[object, ...]]:
    """Read value, måleenhed and target of one nøgletal a row."""
    rows = [[f"N{n}", "2024", *cell] for n, cell in enumerate(cells)]
    found = read([["Nøgletal", "Periode", "Værdi", "Måleenhed", "Mål"], *rows])
    assert not found.refused
    return facts(found, "vaerdi", "maaleenhed", "maal_fra", "maal_til")


def test_per_cent_is_kept_as_a_fraction() -> None:
    assert shares(
        ("43 %", "%", "mindst 90 %"),
        ("43", "%", "90"),
        (43.5, "procent", "højst 50"),
        ("43 %", None, None),
        ("43", "antal", "50"),
    ) == [
        ("0.43", "%", "0.9", None),
        ("0.43", "%", "0.9", "0.9"),
        ("0.435", "%", None, "0.5"),
        ("0.43", "%", None, None),
        ("43", "antal", "50", "50"),
    ]  # fmt: skip


def test_numbers_between_0_and_1_are_fractions_already_and_that_is_said() -> None:
    found = read(
        [
            ["Nøgletal", "Periode", "Værdi", "Måleenhed"],
            ["N", "2023", 0.43, "%"],
            ["N", "2024", 1, "%"],
            ["M", "2024", 1, "%"],
        ]
    )
    assert facts(found, "vaerdi") == [("0.43",), ("1",), ("0.01",)]
    assert codes(found) == [("read_as_fraction", "C2")]


def test_cells_that_a_workbook_shows_as_per_cent_are_fractions() -> None:
    rows: list[list[Value]] = [
        ["Nøgletal", "Periode", "Værdi", "Måleenhed", "Om personer"],
        ["N", "2023", 1.25, "%", "nej"],
    ]
    sheet = Sheet.from_rows("Ark1", rows, percent_columns=(2,))
    found = of_grid(Grid("prøve", (sheet,)), file_name="x.xlsx", settings=Settings())
    assert (facts(found, "vaerdi"), found.problems) == ([("1.25",)], ())


def test_the_direction_follows_from_a_target_with_one_limit() -> None:
    rows: list[list[Value]] = [
        [f"N{n}", "2024", 1, goal] for n, goal in enumerate(["mindst 2", "højst 2", "1-3", "2", ""])
    ]
    found = read([["Nøgletal", "Periode", "Værdi", "Mål"], *rows])
    assert found.facts["retning"].to_pylist() == ["op", "ned", None, None, None]


def test_a_figure_that_is_not_its_own_fraction_is_a_warning() -> None:
    rows: list[list[Value]] = [["A", "2024", "67 %", 2, 3, "%"], ["B", "2024", "60 %", 2, 3, "%"]]
    found = read([["Nøgletal", "Periode", "Værdi", "Tæller", "Nævner", "Måleenhed"], *rows])
    assert codes(found) == [("fraction_mismatch", "C3")]


def test_a_row_without_a_figure_is_a_warning() -> None:
    rows: list[list[Value]] = [
        ["A", "2024", "", "", ""],
        ["B", "2024", "", 1, 0],
        ["C", "2024", 0, "", ""],
    ]
    found = read([["Nøgletal", "Periode", "Værdi", "Tæller", "Nævner"], *rows])
    assert codes(found) == [("no_figure", "C2"), ("no_figure", "C3")]


def test_the_same_figure_twice_is_an_error() -> None:
    rows: list[list[Value]] = [
        ["A", "2024K4", "Skole", 1],
        ["A", "4. kvartal 2024", "Skole", 2],
        ["A", "2024K4", "Miljø", 2],
    ]
    found = read([["Nøgletal", "Periode", "Afdeling", "Værdi"], *rows])
    assert ("duplicate_row", "A3") in codes(found)
    assert [cell for code, cell in codes(found) if code == "duplicate_row"] == ["A3"]


def test_what_is_no_number_target_or_period_is_an_error_with_its_cell() -> None:
    rows: list[list[Value]] = [["A", "snart", "mange", "flere"], ["B", "", 1, ""]]
    found = read([["Nøgletal", "Periode", "Værdi", "Mål"], *rows])
    assert sorted(p for p in codes(found) if p[0] != "no_figure") == [
        ("empty_cell", "B3"), ("invalid_number", "C2"),
        ("invalid_period", "B2"), ("invalid_target", "D2"),
    ]  # fmt: skip


def test_the_period_may_stand_in_the_title() -> None:
    found = read([["Nøgletal for 2024"], ["Nøgletal", "Værdi"], ["A", 1]])
    assert found.periods == ("A|2024",)


def test_a_column_a_year_becomes_a_row_a_year() -> None:
    rows: list[list[Value]] = [["Klima", "%", "80", "87,5"], ["Audit", "antal", "3", ""]]
    found = read([["Nøgletal", "Måleenhed", "2023", "2024"], *rows])
    assert facts(found, "noegletal", "periode", "vaerdi") == [
        ("Klima", "2023", "0.8"), ("Audit", "2023", "3"),
        ("Klima", "2024", "0.875"), ("Audit", "2024", None),
    ]  # fmt: skip
    assert codes(found) == [("no_figure", "D3")]


def test_a_column_of_afdelinger_says_the_level() -> None:
    rows: list[list[Value]] = [["A", "2024", "Skole", 1], ["A", "2024", "", 2]]
    found = read([["Nøgletal", "Periode", "Afdeling", "Værdi"], *rows])
    assert facts(found, "niveau", "omfang") == [("afdeling", "Skole"), ("kommune", "")]
    assert found.problems == ()
