"""The agenda's other nøgletal: which period holds, how it stands to its target, who is missing."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from core.errors import NoDataError
from core.nodes import Level, Scope
from core.quarter import Quarter
from core.settings import Settings
from metrics import agenda, rullende
from metrics.computing.recipes import make_recipe
from metrics.references import read_references
from phrases.references import write_label
from sample_data.write import write
from services.load import check, save
from store.database import Store
from store.figures import open_reader
from tests.frames import frame_of
from tests.metrics.agenda import Line, figures, put_lines
from tests.stored_rows import put, reading, row

FIGURES = ("rullende",)
OWN = "kommune/noegletal:Klimamål"
MILJOE, SKOLE = "afdeling:Miljø", "afdeling:Skole"


@pytest.fixture
def year(store: Store) -> Store:
    """Two afdelinger of one område with two enheder each, in all of 2024."""
    places = {"1001": "Miljø", "1002": "Miljø", "2001": "Skole", "2002": "Skole"}
    put(
        store,
        [
            row(f"2024K{n}", enhed, afdeling=afdeling, omraade="By")
            for n in range(1, 5)
            for enhed, afdeling in places.items()
        ],
    )
    return store


def only(frame: pd.DataFrame) -> pd.Series:
    assert len(frame) == 1
    return frame.iloc[0]


class TestPeriod:
    @pytest.mark.parametrize(
        ("quarter", "period", "value", "change"),
        [
            ("2024K2", "2024K2", 5, 2),
            ("2024K3", "2024K2", 5, 2),
            ("2024K4", "2024-12", 9, 1),
            ("2025K1", "2025-01", 12, 3),
            ("2024K1", "2024K1", 3, None),
        ],
    )
    def test_the_newest_that_has_begun_and_the_one_before(
        self, year: Store, quarter: str, period: str, value: float, change: float | None
    ) -> None:
        put_lines(
            year,
            Line("2024K1", "3"),
            Line("2024K2", "5"),
            Line("2024-11", "8"),
            Line("2024-12", "9"),
            Line("2025-01", "12"),
        )
        found = only(figures(year, quarter))
        assert (found["period"], found["value"]) == (period, value)
        assert found["change"] == change if change is not None else pd.isna(found["change"])

    def test_without_any_it_is_the_first_of_the_quarter_after(self, year: Store) -> None:
        other = Line("2025", "9", noegletal="Å")
        put_lines(year, Line("2025-01", "3"), Line("2025-02", "4"), other)
        found = figures(year, "2024K4")
        assert list(found["period"]) == ["2025-01", "2025"]
        with pytest.raises(NoDataError, match=r"4\. kvartal 2024 til 1\. kvartal 2025"):
            figures(year, "2024K3")

    def test_every_kind_of_period_is_told(self, year: Store) -> None:
        texts = {
            "2024": "2024",
            "2024K4": "4. kvartal 2024",
            "2024-10": "oktober 2024",
            "2024-12-31": "31. december 2024",
            "2024-07-01/2024-12-31": "1. juli 2024 – 31. december 2024",
        }
        put_lines(year, *(Line(periode, "3", noegletal=periode) for periode in texts))
        rows = figures(year, "2024K4").set_index("noegletal")
        for periode, text in texts.items():
            assert rows.loc[periode, "note"] == f"Tallet er for {text}."
            assert date.fromisoformat(str(rows.loc[periode, "until"])) <= date(2024, 12, 31)

    def test_a_file_later_replaces_and_undo_would_bring_back(self, year: Store) -> None:
        put_lines(year, Line("2024K4", "3"))
        put_lines(year, Line("2024K4", "4"), name="ny.xlsx")
        assert only(figures(year, "2024K4"))["value"] == 4


class TestStatus:
    def test_by_limit_and_direction(self, year: Store) -> None:
        cases: list[tuple[str, str | None, list[str], list[str]]] = [
            ("5", "op", ["5", "6"], ["4.9"]),
            ("5", "ned", ["5", "0"], ["5.1"]),
            ("5", None, ["5"], ["4", "6"]),
            ("1-3", None, ["1", "2", "3"], ["0", "4"]),
            ("1-3", "op", ["1", "4"], ["0"]),
            ("1-3", "ned", ["0", "3"], ["4"]),
            ("5-", "op", ["5", "9"], ["4"]),
            ("-5", "ned", ["5", "0"], ["6"]),
            ("0", "ned", ["0"], ["1"]),
            # A limit that is said against the direction is still a limit.
            ("-5", "op", ["5", "1"], ["6"]),
            ("5-", "ned", ["5", "9"], ["4"]),
        ]
        lines, expected = [], {}
        for target, direction, *by_status in cases:
            for status, values in zip(("opfyldt", "ikke opfyldt"), by_status, strict=True):
                for value in values:
                    name = f"{value} {direction} {target}"
                    lines.append(
                        Line("2024K4", value, noegletal=name, target=target, retning=direction)
                    )
                    expected[name] = status
        put_lines(year, *lines)
        assert figures(year, "2024K4").set_index("noegletal")["status"].to_dict() == expected

    def test_before_the_deadline_it_is_under_way(self, year: Store) -> None:
        cases = [
            ("2024K4", date(2025, 1, 1), "2024K4", "i gang"),
            ("2024K4", date(2024, 12, 31), "2024K4", "ikke opfyldt"),
            ("2025", date(2025, 12, 31), "2024K4", "i gang"),
            ("2025", date(2025, 12, 31), "2025K1", "i gang"),
            ("2025", date(2024, 12, 20), "2024K4", "ikke opfyldt"),
            ("2025-01", date(2025, 1, 17), "2024K4", "ikke opfyldt"),
            ("2025-01-29", date(2025, 1, 31), "2024K4", "i gang"),
            ("2024", date(2024, 12, 31), "2024K3", "i gang"),
            ("2024", date(2024, 12, 31), "2024K4", "ikke opfyldt"),
        ]
        lines = [
            Line(
                periode, "1", noegletal=f"{periode} {deadline}", target="2", retning="op",
                frist=deadline,
            )
            for periode, deadline in dict.fromkeys(case[:2] for case in cases)
        ]  # fmt: skip
        put_lines(year, *lines, Line("2025-01", "1", noegletal="Senere"))  # so there is a 2025K1
        for periode, deadline, quarter, status in cases:
            rows = figures(year, quarter).set_index("noegletal")
            assert rows.loc[f"{periode} {deadline}", "status"] == status

    def test_without_a_target_there_is_none_to_meet(self, year: Store) -> None:
        put_lines(year, Line("2024K4", "1"))
        assert only(figures(year, "2024K4"))["status"] == "intet mål"

    def test_the_target_is_the_limit_that_counts(self, year: Store) -> None:
        put_lines(
            year,
            Line("2024K4", "2", noegletal="A", target="1-3", retning="op"),
            Line("2024K4", "2", noegletal="B", target="1-3", retning="ned"),
            Line("2024K4", "2", noegletal="C", target="-3", retning="ned"),
        )
        found = figures(year, "2024K4")
        assert list(found["target"]) == [1, 3, 3]
        assert list(found["target_from"])[:2] == [1, 1]


class TestParts:
    def test_a_fraction_is_a_share_and_says_what_is_wanting(self, year: Store) -> None:
        put_lines(
            year,
            Line("2024K3", part="90/95", maaleenhed="%", target="1", retning="op"),
            Line("2024K4", part="93/95", maaleenhed="%", target="1", retning="op"),
        )
        found = only(figures(year, "2024K4"))
        assert found["value"] == pytest.approx(93 / 95)
        assert found["change"] == pytest.approx(3 / 95)
        assert found["status"] == "ikke opfyldt"
        assert found["note"] == (
            "Tallet er for 4. kvartal 2024. 93 af 95; 2 mangler. "
            "Ændringen er siden 3. kvartal 2024."
        )

    def test_fractions_are_pooled_for_those_above_who_have_none(self, year: Store) -> None:
        put_lines(
            year,
            Line("2024K4", part="1/2", sted=MILJOE, maaleenhed="%", target="1"),
            Line("2024K4", part="8/8", sted=SKOLE, maaleenhed="%", target="1"),
        )
        found = only(figures(year, "2024K4"))
        assert (found["value"], found["parts"], found["target"]) == (0.9, 2, 1)
        assert "Lagt sammen af 2 rækker" in found["note"]
        assert only(figures(year, "2024K4", Level.OMRAADE))["value"] == 0.9

    def test_enheder_are_pooled_through_their_afdeling(self, year: Store) -> None:
        put_lines(
            year,
            Line("2024K4", part="1/2", sted="enhed:1001", maaleenhed="%"),
            Line("2024K4", part="2/2", sted="enhed:01002", maaleenhed="%"),
            Line("2024K4", part="8/8", sted=SKOLE, maaleenhed="%"),
        )
        afdelinger = figures(year, "2024K4", Level.AFDELING)["value"]
        assert afdelinger["afdeling:Miljø/noegletal:Klimamål"] == 0.75
        assert only(figures(year, "2024K4"))["value"] == pytest.approx(11 / 12)
        names = figures(year, "2024K4", Level.ENHED)["name"]
        assert list(names) == ["Klimamål · Enhed 1001", "Klimamål · Enhed 1002"]

    def test_the_files_own_row_stands_and_counts_are_never_summed(self, year: Store) -> None:
        put_lines(
            year,
            Line("2024K4", part="1/2", sted=MILJOE, maaleenhed="%"),
            Line("2024K4", part="7/9", maaleenhed="%"),
            Line("2024K4", "3", sted=MILJOE, noegletal="Bud"),
            Line("2024K4", "4", sted=SKOLE, noegletal="Bud"),
        )
        found = only(figures(year, "2024K4"))
        assert (found["noegletal"], found["value"]) == ("Klimamål", pytest.approx(7 / 9))


class TestMissing:
    def test_a_place_without_its_figure_is_missing_with_what_it_had_last(self, year: Store) -> None:
        put_lines(
            year,
            Line("2024K3", "3", sted=MILJOE),
            Line("2024K3", "4", sted=SKOLE),
            Line("2024K4", "5", sted=SKOLE),
        )
        found = figures(year, "2024K4", Level.AFDELING)
        gone = found.loc["afdeling:Miljø/noegletal:Klimamål"]
        assert (gone["missing"], gone["masked"], gone["status"]) == (True, False, "mangler")
        assert pd.isna(gone["value"])
        assert gone["note"] == (
            "Der er intet tal for 4. kvartal 2024; det seneste er for 3. kvartal 2024."
        )
        assert not found.loc["afdeling:Skole/noegletal:Klimamål", "missing"]

    def test_a_row_without_a_figure_is_missing(self, year: Store) -> None:
        put_lines(year, Line("2024K4", sted=MILJOE, target="1", frist=date(2025, 1, 31)))
        found = only(figures(year, "2024K4", Level.AFDELING))
        assert (found["status"], found["missing"]) == ("mangler", True)
        assert found["note"] == "Der er intet tal for 4. kvartal 2024. Frist 31. januar 2025."

    def test_a_closed_enhed_is_no_longer_asked(self, store: Store) -> None:
        lives = [row(f"2024K{n}", "1001") for n in range(1, 5)]
        put(store, [*lives, row("2024K1", "1002"), row("2024K2", "1002")])
        put_lines(
            store,
            Line("2024K2", "3", sted="enhed:1001"),
            Line("2024K2", "4", sted="enhed:1002"),
            Line("2024K4", "5", sted="enhed:1001"),
        )
        found = figures(store, "2024K4", Level.ENHED)
        assert list(found["place"]) == ["Enhed 1001"]

    def test_the_list_of_who_is_wanting_is_of_the_lowest_level_that_tells(
        self, year: Store
    ) -> None:
        put_lines(
            year,
            Line("2024K4", part="3/5", maaleenhed="%", target="1"),
            Line("2024K4", part="2/4", maaleenhed="%", target="1", sted=MILJOE),
            Line("2024K4", part="1/1", maaleenhed="%", target="1", sted=SKOLE),
            Line("2024K4", part="1/2", maaleenhed="%", target="0.5", noegletal="Andet"),
        )
        with reading(year) as reader:
            wanting = agenda.find_missing(reader, quarter=Quarter(2024, 4))
        assert [(one.noegletal, one.place, one.missing, one.total) for one in wanting] == [
            ("Klimamål", "Miljø", 2, 4)
        ]


class TestSeries:
    def test_the_periods_up_to_a_quarter_oldest_first(self, year: Store) -> None:
        put_lines(year, Line("2023", "1"), Line("2024K3", "2"), Line("2025-02", "3"))
        with reading(year) as reader:
            at_end = frame_of(
                agenda.read_noegletal_series(reader, quarter=Quarter(2024, 4), level=Level.KOMMUNE)
            )
            later = frame_of(
                agenda.read_noegletal_series(reader, quarter=Quarter(2025, 1), level=Level.KOMMUNE)
            )
            assert agenda.find_quarters(reader)[0] == Quarter(2025, 1)
        assert list(at_end["period"]) == ["2023", "2024K3"]
        assert list(later["value"]) == [1, 2, 3]
        assert set(later["key"]) == {OWN}

    def test_measured_in_something_else_there_is_no_change(self, year: Store) -> None:
        put_lines(year, Line("2024K3", "3", maaleenhed="kr."), Line("2024K4", "4"))
        found = only(figures(year, "2024K4"))
        assert pd.isna(found["change"])
        assert "målt i noget andet" in found["note"]


class TestNothing:
    def test_no_list_at_all(self, year: Store) -> None:
        with pytest.raises(NoDataError, match="ingen øvrige nøgletal endnu"):
            figures(year, "2024K4")

    def test_none_on_a_level(self, year: Store) -> None:
        put_lines(year, Line("2024K4", "3"))
        with pytest.raises(NoDataError, match="Der er nogle på niveauet kommune"):
            figures(year, "2024K4", Level.ENHED)


def test_the_list_alone_gives_its_figures(store: Store) -> None:
    put_lines(
        store,
        Line("2024K4", "3"),
        Line("2024K4", "2", sted="afdeling:Miljø", maaleenhed="personer", personer=True),
    )
    assert only(figures(store, "2024K4"))["value"] == 3
    assert only(figures(store, "2024K4", Level.AFDELING))["status"] == "vises ikke"
    with reading(store) as reader, pytest.raises(NoDataError):
        rullende.read_rullende(reader, quarter=Quarter(2024, 4), level=Level.KOMMUNE)


class TestReferences:
    def reference(self, store: Store, unit: str, name: str = "Reference: Landet") -> str:
        put_lines(store, Line("2023", "14.9", noegletal=name, maaleenhed=unit, kilde="KRL"))
        with reading(store) as reader:
            denominator = reader.version.settings.denominator
            (found,) = read_references(reader, quarter=Quarter(2024, 4), denominator=denominator)
        assert (found.name, found.value, found.period, found.source) == (
            "Landet", 14.9, "2023", "KRL",
        )  # fmt: skip
        flagged = write_label(found).partition("(")[2].removesuffix(")")
        return f"{flagged}|{found.is_in_days}|{found.is_comparable}"

    @pytest.mark.parametrize(
        ("unit", "told"),
        [
            ("dagsværk pr. medarbejder", "|True|True"),
            ("dagsværk pr. fuldtidsstilling", "anden nævner: pr. fuldtidsstilling|True|False"),
            ("dagsværk", "nævneren er ikke oplyst|True|False"),
            ("%", "anden måleenhed: %|False|False"),
        ],
    )
    def test_what_it_is_counted_in_is_flagged(self, year: Store, unit: str, told: str) -> None:
        assert self.reference(year, unit) == told

    def test_it_is_no_noegletal_of_the_agenda(self, year: Store) -> None:
        self.reference(year, "dagsværk pr. medarbejder", "Reference – Landet")
        with pytest.raises(NoDataError):
            figures(year, "2024K4")


def test_the_sample_has_the_minutes_figures(store: Store, tmp_path: Path) -> None:
    put(store, [row("2024K4", "1340"), row("2024K4", "2210")])
    (file,) = (one for one in write(tmp_path / "eksempel") if one.name.startswith("Noegletal"))
    checked = check(store, file.read_bytes(), file_name=file.name, settings=Settings())
    assert {one.status for one in save(store, [checked], by="test")} == {"stored"}
    found = figures(store, "2024K4")
    assert len(found) >= 20
    by_name = found.set_index("noegletal")
    sent_in = by_name.loc["Klimamål indsendt"]
    assert sent_in["basis"] - sent_in["numerator"] == 2
    assert by_name.loc["Afvigelser ved ekstern audit, trin 1", "status"] == "opfyldt"
    assert by_name.loc["Lederdage planlagt", "value"] == 3
    assert by_name.loc["Seniorsamtaler tilbudt", "change"] == pytest.approx(418 / 532 - 356 / 515)
    audited = figures(store, "2024K4", Level.AFDELING)
    audited = audited[audited["noegletal"] == "Enheder udvalgt til intern audit"]
    assert (len(audited), audited["value"].sum()) == (6, 16)
    with open_reader(store, Scope.everything(), recipe=make_recipe(Settings())) as reader:
        wanting = agenda.find_missing(reader, quarter=Quarter(2024, 4))
        climate = [one.place for one in wanting if one.noegletal == "Klimamål indsendt"]
        assert climate == ["Enhed 1340", "Enhed 2210"]
        (reference,) = read_references(
            reader, quarter=Quarter(2024, 4), denominator=Settings().denominator
        )
    assert "(anden nævner: pr. fuldtidsstilling)" in write_label(reference)
