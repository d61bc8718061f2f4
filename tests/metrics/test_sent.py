"""What was sent against what the data say now."""

import tempfile
from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as given_settings
from hypothesis import strategies as st

from bilag.notes import explanations
from core import danish
from core.edition import Edition
from core.organisation import Level, Scope
from core.quarter import Quarter
from core.settings import Settings
from data_loaders.report import UnitQuarter
from metrics import rullende
from metrics.compute import recipe
from metrics.result import KpiResult
from services import opgoerelser, told
from services.contract import kpi_object
from services.load import undo
from store.database import Store
from store.figures import open_reader
from tests.clock import Clock
from tests.support import figures, fresh, put, reading, row

QUARTERS = [str(Quarter(2023, 1) + step) for step in range(8)]
K3, K4 = Quarter(2024, 3), Quarter(2024, 4)


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Store]:
    """Two enheder: 8.0 dagsværk at every opgørelse, half of it short."""
    store = Store(tmp_path / "s.duckdb", clock=Clock(datetime(2025, 1, 14, 8)))
    for quarter in QUARTERS:
        put(store, rows(quarter, "60"), name=f"{quarter}.xlsx")
    yield store
    store.close()


def rows(quarter: str, days: str, afdeling: str = "A") -> list[UnitQuarter]:
    return [
        row(quarter, enhed, days=days, short="30", heads="30", afdeling=afdeling)
        for enhed in ("1", "2")
    ]


def sent(store: Store, quarter: Quarter, chosen: Settings | None = None) -> None:
    chosen = chosen or Settings()
    opgoerelser.release(store, quarter, settings=chosen, by="hr")
    opgoerelser.send(store, quarter, settings=chosen, by="hr")


def result(store: Store, quarter: Quarter, level: Level = Level.KOMMUNE) -> KpiResult:
    with reading(store) as reader:
        return rullende.rullende(reader, quarter=quarter, level=level)


def test_a_change_is_against_what_was_sent_and_both_figures_are_there(filled: Store) -> None:
    sent(filled, K3)
    put(filled, rows("2024K3", "66"), name="ret.xlsx")
    now = figures(filled, "2024K4").loc["kommune"]
    # 60 + 60 + 66 + 60 days of 30 in each of two enheder: 8.2; sent as 8.0
    assert (now["value"], now["previous"], now["previous_now"]) == pytest.approx((8.2, 8.0, 8.2))
    assert now["change"] == pytest.approx(0.2)
    assert now["change_short"] == pytest.approx(0)
    assert now["change_long"] == pytest.approx(0.2)
    assert now["change_long_share"] == pytest.approx(126 / 246 - 0.5)
    assert now["note"] == (
        "Opgørelsen for 3. kvartal 2024 er ved efterregistrering ændret fra 8,0 til 8,2, "
        "langtidsfravær fra 4,0 til 4,2 og langtidsandel fra 50 % til 51 %; her sammenlignes med "
        "de udsendte tal."
    )


def test_before_it_was_sent_or_of_another_variant_it_is_as_the_data_are(filled: Store) -> None:
    sent(filled, K3)
    put(filled, rows("2024K3", "66"), name="ret.xlsx")
    without = figures(filled, "2024K4", settings=Settings(closed_units=False)).loc["kommune"]
    earlier = figures(filled, "2024K4", as_of=datetime(2025, 1, 14, 8, 0, 9)).loc["kommune"]
    assert (without["previous"], without["note"]) == (pytest.approx(8.2), "")
    assert (earlier["previous"], earlier["note"]) == (8.0, "")
    assert pd.isna(earlier["previous_now"])


def test_a_difference_that_does_not_show_is_not_said(filled: Store) -> None:
    sent(filled, K3)
    put(filled, rows("2024K3", "60.5"), name="ret.xlsx")
    now = figures(filled, "2024K4").loc["kommune"]
    assert now["previous"] == 8.0
    assert pd.isna(now["previous_now"])
    assert now["note"] == ""


def test_the_year_before_is_as_it_was_sent_too(filled: Store) -> None:
    sent(filled, K4 - 4)
    put(filled, rows("2023K4", "66"), name="ret.xlsx")
    now = figures(filled, "2024K4").loc["kommune"]
    assert (now["year_ago"], now["year_ago_now"]) == pytest.approx((8.0, 8.2))
    assert now["change_year"] == pytest.approx(0)
    assert now["note"] == (
        "Opgørelsen for 4. kvartal 2023 er ved efterregistrering ændret fra 8,0 til 8,2; her "
        "sammenlignes med det udsendte tal."
    )


def test_a_move_in_the_organisation_is_no_late_registration(filled: Store) -> None:
    extra = [row(q, "3", days="90", heads="30", afdeling="B") for q in QUARTERS]
    put(filled, [*extra, *[row(q, "4", days="30", heads="30", afdeling="B") for q in QUARTERS]],
        name="b.xlsx")  # fmt: skip
    sent(filled, K3)
    put(filled, [row("2025K1", "3", days="90", heads="30", afdeling="A")], name="ny.xlsx")
    b = figures(filled, "2024K4", Level.AFDELING).loc["afdeling:B"]
    assert (b["previous"], b["previous_now"]) == (8.0, 4.0)
    assert "er efter ændringer i organisationen eller opgørelsesmåden ændret fra 8,0" in b["note"]


def test_a_node_that_was_not_there_is_compared_with_the_data(filled: Store) -> None:
    sent(filled, K3)
    put(filled, [row(q, "3", days="30", heads="30", afdeling="B") for q in QUARTERS], name="b")
    units = figures(filled, "2024K4", Level.ENHED)
    assert units.loc["enhed:3", "previous"] == 4.0
    assert units.loc["enhed:1", "previous"] == 8.0


def test_what_was_hidden_when_sent_stays_hidden(filled: Store) -> None:
    few = [row(q, "3", days="30", heads="4" if q == "2024K3" else "40") for q in QUARTERS]
    put(filled, few, name="c.xlsx")
    sent(filled, K3)
    put(filled, [row("2024K3", "3", days="30", heads="40")], name="ret.xlsx")
    put(filled, rows("2024K3", "60"), name="ret2.xlsx")
    with reading(filled) as reader:
        unit = rullende.rullende(reader, quarter=K3, level=Level.ENHED).frame.set_index("key")
    assert unit.loc["enhed:3", "masked"]
    now = figures(filled, "2024K4", Level.ENHED).loc["enhed:3"]
    assert now["previous_masked"]
    assert pd.isna(now["change"])
    assert pd.isna(now["previous_now"])


def test_what_was_sent_is_limited_to_what_a_viewer_may_see(filled: Store) -> None:
    sent(filled, K3)
    put(filled, rows("2024K3", "66"), name="ret.xlsx")
    own = Scope(frozenset({Level.KOMMUNE}), frozenset({"afdeling:A"}))
    with reading(filled, scope=own) as reader:
        assert set(reader.query("SELECT level FROM shown_rullende")["level"]) == {
            "kommune", "afdeling", "enhed",
        }  # fmt: skip
    with reading(filled, scope=Scope(frozenset({Level.KOMMUNE}))) as reader:
        assert set(reader.query("SELECT level FROM shown_rullende")["level"]) == {"kommune"}


def test_the_upload_that_did_it_is_named(filled: Store) -> None:
    sent(filled, K3)
    put(filled, rows("2024K3", "66"), name="ret.xlsx", at=datetime(2025, 2, 3, 9, 12))
    after = result(filled, K4)
    data = "Data bag opgørelsen for 3. kvartal 2024 er ændret, efter at den blev udsendt den 14."
    assert f"{data} januar 2025: »ret.xlsx« (indlæst 3. februar 2025 kl. 10.12 af test)." in (
        told.of_result(after)
    )
    assert after.sent is not None
    assert after.sent.previous is not None
    assert kpi_object(after)["sent"] == {
        "replaces": None,
        "corrections": [],
        "previous": f"{after.sent.previous.isoformat()}Z",
        "previous_corrections": [
            {"file": "ret.xlsx", "event": "indlæst", "at": "2025-02-03T09:12:00Z", "by": "test"}
        ],
    }
    replaced = "Denne opgørelse erstatter opgørelsen udsendt den 14. januar 2025. Siden da er data"
    assert replaced in told.of_result(result(filled, K3))


def test_a_bilag_says_it_without_the_person_and_only_where_it_shows(filled: Store) -> None:
    def notes(quarter: Quarter) -> str:
        one = result(filled, quarter)
        return " ".join(explanations(one, one.frame.to_dict("records"), []))

    sent(filled, K3)
    assert "udsendt" not in notes(K3)
    put(filled, rows("2024K3", "60.5"), name="lidt.xlsx", at=datetime(2025, 2, 1, 9))
    assert "lidt.xlsx" not in notes(K4)
    put(filled, rows("2024K3", "66"), name="ret.xlsx", at=datetime(2025, 2, 3, 9, 12))
    for quarter in (K3, K4):
        assert "»ret.xlsx« (indlæst 3. februar 2025 kl. 10.12)" in notes(quarter)


def test_the_public_edition_names_nobody(filled: Store) -> None:
    many = [row(q, str(n), days="240", heads="120") for q in QUARTERS for n in range(3, 9)]
    put(filled, many, name="flere.xlsx")
    sent(filled, K3)
    put(filled, rows("2024K3", "66"), name="ret.xlsx")
    public = recipe(Settings(), Edition.OFFENTLIG)
    with open_reader(filled, Scope.everything(), recipe=public) as reader:
        one = rullende.rullende(reader, quarter=K4, level=Level.KOMMUNE)
    assert one.frame["previous"].iloc[0] == 8.0
    assert one.sent is not None
    assert [by.by for by in one.sent.previous_corrections] == [""]


def test_a_correction_of_a_correction_is_told_by_who_counts(filled: Store) -> None:
    sent(filled, K3)
    put(filled, rows("2024K3", "66"), name="b.xlsx")
    third = put(filled, rows("2024K3", "72"), name="c.xlsx")
    assert _named(filled) == ["c.xlsx"]
    undo(filled, third, by="hr")
    assert _named(filled) == ["b.xlsx"]


def _named(store: Store) -> list[str]:
    beside = result(store, K4).sent
    return [one.file_name for one in beside.previous_corrections] if beside else []


@given(
    st.lists(st.integers(0, 400), min_size=8, max_size=8),
    st.integers(0, 7),
    st.integers(0, 400),
    st.sets(st.integers(3, 6)),
)
@given_settings(max_examples=15)
def test_any_correction_is_shown_beside_what_was_sent(
    days: list[int], place: int, corrected: int, sendings: set[int]
) -> None:
    """One enhed of 20: a rolling figure is the days of four quarters by 20."""
    after = [*days[:place], corrected, *days[place + 1 :]]
    with tempfile.TemporaryDirectory() as folder:
        store = fresh(Path(folder))
        for quarter, count in zip(QUARTERS, days, strict=True):
            put(store, [row(quarter, days=str(count), heads="20")], name=quarter)
        for at in sorted(sendings):
            sent(store, Quarter(2023, 1) + at)
        put(store, [row(QUARTERS[place], days=str(corrected), heads="20")], name="ret.xlsx")
        for at in range(4, 8):
            shown = figures(store, QUARTERS[at]).iloc[0]
            _require(shown, _rolling(after, at), (at - 1 in sendings, days, after), at)
        store.close()


def _require(
    shown: pd.Series, value: Fraction, past: tuple[bool, list[int], list[int]], at: int
) -> None:
    was_sent, days, after = past
    then, now = _rolling(days, at - 1), _rolling(after, at - 1)
    compared = then if was_sent else now
    assert shown["previous"] == pytest.approx(float(compared))
    assert shown["change"] == pytest.approx(float(value - compared))
    if was_sent and danish.number(float(then)) != danish.number(float(now)):
        assert shown["previous_now"] == pytest.approx(float(now))
        assert "ved efterregistrering ændret" in shown["note"]
    else:
        assert pd.isna(shown["previous_now"])


def _rolling(days: list[int], at: int) -> Fraction:
    return Fraction(sum(days[at - 3 : at + 1]), 20)
