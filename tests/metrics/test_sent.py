"""What was sent against what the data say now."""

import tempfile
from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilag.numbered_notes import explain_table
from commands import answer_text
from commands.answer_json import describe_result
from core import danish
from core.edition import Edition
from core.nodes import Level, Scope
from core.quarter import Quarter
from core.settings import Settings
from data_loaders.report import UnitQuarter
from metrics import kvartal, maaltal, rullende
from metrics.computing.recipes import make_recipe
from metrics.result import KpiResult
from metrics.sendings import SentOpgoerelse
from phrases.corrections import describe_changed_data
from phrases.notes import write_note
from services import opgoerelser
from services.load import undo
from store.database import Store
from store.figures import open_reader
from tests.clock import Clock
from tests.draws import draws
from tests.frames import frame_of
from tests.metrics.targets import Target, targets
from tests.store.employments import put_upload
from tests.stored_rows import figures, fresh, put, reading, row

FIGURES = ("rullende", "kvartal", "maaltal")
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


def result(store: Store, quarter: Quarter, level: Level = Level.KOMMUNE) -> KpiResult[Any]:
    with reading(store) as reader:
        return rullende.read_rullende(reader, quarter=quarter, level=level)


def before(one: KpiResult[Any]) -> SentOpgoerelse:
    """How the opgørelse of the quarter before stands, which was sent."""
    found = one.changes_since_sent.before if one.changes_since_sent else None
    assert found is not None
    return found


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
    assert (now.year_ago, now.year_ago_now) == pytest.approx((8.0, 8.2))
    assert now["change_year"] == pytest.approx(0)
    assert now["note"] == (
        "Opgørelsen for 4. kvartal 2023 er ved efterregistrering ændret fra 8,0 til 8,2; her "
        "sammenlignes med det udsendte tal."
    )


@pytest.fixture
def peaked(filled: Store) -> Store:
    """The 4th quarter of 2023 was sent as the peak, 9.0; its data now give 9.2."""
    put(filled, rows("2023K1", "90"), name="top.xlsx")
    sent(filled, K4 - 4)
    put(filled, rows("2023K1", "96"), name="ret.xlsx")
    return filled


def test_the_peak_is_as_it_was_sent_too(peaked: Store) -> None:
    one = result(peaked, K3)
    now = frame_of(one).iloc[0]
    assert (now["peak"], now["peak_quarter"], now["peak_now"]) == (9.0, "2023K4", 9.2)
    assert now["since_peak"] == pytest.approx(-1.0)
    assert now["note"] == (
        "Opgørelsen for 4. kvartal 2023 er ved efterregistrering ændret fra 9,0 til 9,2; her "
        "sammenlignes med det udsendte tal."
    )
    data = "Data bag opgørelsen for 4. kvartal 2023 er ændret, efter at den blev udsendt den 14."
    assert f"{data} januar 2025: »ret.xlsx«" in answer_text.write_result(one)
    assert data in " ".join(explain_table(one, one.rows, []))
    later = frame_of(result(peaked, K4)).iloc[0]  # where it is the year before as well
    assert (later["peak_now"], later["year_ago_now"]) == (9.2, 9.2)
    assert later["note"].count("ændret fra 9,0 til 9,2") == 1


def test_a_series_is_as_it_was_sent_up_to_the_newest(peaked: Store) -> None:
    sent(peaked, K4)
    with reading(peaked) as reader:
        one = rullende.read_udvikling(reader, quarter=K4, level=Level.KOMMUNE)
    shown = frame_of(one).set_index("quarter")
    assert shown.loc["2023K4":, "value"].tolist() == [9.0, 8.0, 8.0, 8.0, 8.0]
    assert shown.loc["2023K4", "value_now"] == pytest.approx(9.2)
    assert shown["value_now"].count() == 1
    assert shown.loc["2023K4", "note"] == (
        "Opgørelsen for 4. kvartal 2023 er ved efterregistrering ændret fra 9,0 til 9,2, "
        "langtidsfravær fra 5,0 til 5,2 og langtidsandel fra 56 % til 57 %; her vises de udsendte "
        "tal."
    )
    assert one.changes_since_sent is not None
    assert describe_changed_data(one.changes_since_sent).startswith(
        "Data bag opgørelsen for 4. kvartal 2023 er ændret"
    )


def test_one_upload_behind_several_opgoerelser_is_named_once(filled: Store) -> None:
    for quarter in (K3 - 1, K3):
        sent(filled, quarter)
    put(filled, rows("2024K2", "66"), name="ret.xlsx")
    with reading(filled) as reader:
        one = rullende.read_udvikling(reader, quarter=K4, level=Level.KOMMUNE)
    assert one.changes_since_sent is not None
    assert describe_changed_data(one.changes_since_sent, signed=False).startswith(
        "Data bag opgørelserne for 2. kvartal 2024 og 3. kvartal 2024 er ændret, efter at de blev "
        "udsendt: »ret.xlsx« ("
    )
    assert describe_changed_data(one.changes_since_sent).count("ret.xlsx") == 1


def test_a_point_that_was_hidden_when_sent_stays_hidden(filled: Store) -> None:
    few = [row(q, "3", days="30", heads="4" if q == "2024K3" else "40") for q in QUARTERS]
    put(filled, few, name="c.xlsx")
    sent(filled, K3)
    put(filled, [row("2024K3", "3", days="30", heads="40")], name="ret.xlsx")
    with reading(filled) as reader:
        series = frame_of(rullende.read_udvikling(reader, quarter=K4, level=Level.ENHED))
    point = series[(series["key"] == "enhed:3") & (series["quarter"] == "2024K3")].iloc[0]
    assert point["masked"]
    assert pd.isna(point["value"])
    assert pd.isna(point["value_now"])


def test_a_single_quarter_is_beside_the_year_before_as_it_was_sent(peaked: Store) -> None:
    put(peaked, rows("2023K4", "66"), name="ret igen.xlsx")
    with reading(peaked) as reader:
        one = kvartal.read_kvartal(reader, quarter=K4, level=Level.AFDELING)
    now = one.rows[0]
    assert (now.year_ago, now.year_ago_now) == pytest.approx((2.0, 2.2))
    assert now.change == pytest.approx(0)
    assert write_note(one, now).startswith(
        "Tallet for 4. kvartal 2023 er ved efterregistrering ændret fra"
    )
    assert "ret igen.xlsx" in answer_text.write_result(one)
    assert "»ret.xlsx«" not in answer_text.write_result(one)  # which is of another quarter


def test_the_targets_say_of_their_change_what_was_sent(filled: Store) -> None:
    put_upload(filled, targets([Target(2024, "1", "7")]))
    sent(filled, K3)
    put(filled, rows("2024K3", "66"), name="ret.xlsx")
    with reading(filled) as reader:
        one = maaltal.read_maaltal(reader, quarter=K4, level=Level.KOMMUNE)
    now = one.rows[0]
    assert now.change == pytest.approx(0.2)
    assert "er ved efterregistrering ændret fra 8,0 til 8,2" in write_note(one, now)
    assert "»ret.xlsx«" in answer_text.write_result(one)


def test_the_targets_say_nothing_of_the_year_before_or_the_peak(peaked: Store) -> None:
    put_upload(peaked, targets([Target(2024, "1", "7")]))
    with reading(peaked) as reader:
        one = maaltal.read_maaltal(reader, quarter=K4, level=Level.KOMMUNE)
    assert "ændret" in frame_of(result(peaked, K4))["note"].iloc[0]
    assert "ændret" not in f"{frame_of(one)['note'].iloc[0]} {answer_text.write_result(one)}"


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
        unit = frame_of(rullende.read_rullende(reader, quarter=K3, level=Level.ENHED)).set_index(
            "key"
        )
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
        answer_text.write_result(after)
    )
    behind = before(after)
    made = [{"file": "ret.xlsx", "event": "indlæst", "at": "2025-02-03T09:12:00Z", "by": "test"}]
    moment = f"{behind.at.isoformat()}Z"
    assert describe_result(after)["sent"] == {
        **{"replaces": None, "sent_at": None, "corrected_at": None, "deferred": False},
        **{"figures": [], "corrections": [], "continued": []},
        "previous": moment,
        "previous_corrections": made,
        "earlier": [{"quarter": "2024K3", "sent": moment, "corrections": made}],
    }


def test_a_bilag_says_it_without_the_person_and_only_where_it_shows(filled: Store) -> None:
    def notes(quarter: Quarter) -> str:
        one = result(filled, quarter)
        return " ".join(explain_table(one, one.rows, []))

    sent(filled, K3)
    assert "udsendt" not in notes(K3)
    put(filled, rows("2024K3", "60.5"), name="lidt.xlsx", at=datetime(2025, 2, 1, 9))
    assert "lidt.xlsx" not in notes(K4)
    put(filled, rows("2024K3", "66"), name="ret.xlsx", at=datetime(2025, 2, 3, 9, 12))
    assert "»ret.xlsx« (indlæst 3. februar 2025 kl. 10.12)" in notes(K4)


def test_the_public_edition_names_nobody(filled: Store) -> None:
    many = [row(q, str(n), days="240", heads="120") for q in QUARTERS for n in range(3, 9)]
    put(filled, many, name="flere.xlsx")
    sent(filled, K3)
    put(filled, rows("2024K3", "66"), name="ret.xlsx")
    public = make_recipe(Settings(), Edition.OFFENTLIG)
    with open_reader(filled, Scope.everything(), recipe=public) as reader:
        one = rullende.read_rullende(reader, quarter=K4, level=Level.KOMMUNE)
    assert frame_of(one)["previous"].iloc[0] == 8.0
    assert [by.by for by in before(one).corrections] == [""]


def test_a_correction_of_a_correction_is_told_by_who_counts(filled: Store) -> None:
    sent(filled, K3)
    put(filled, rows("2024K3", "66"), name="b.xlsx")
    third = put(filled, rows("2024K3", "72"), name="c.xlsx")
    assert _named(filled) == ["c.xlsx"]
    undo(filled, third, by="hr")
    assert _named(filled) == ["b.xlsx"]


def _named(store: Store) -> list[str]:
    return [one.file_name for one in before(result(store, K4)).corrections]


@given(
    st.lists(st.integers(0, 400), min_size=8, max_size=8),
    st.integers(0, 7),
    st.integers(0, 400),
    st.sets(st.integers(3, 6)),
)
@draws(6)
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
            line = [
                _rolling(days if back in sendings and back < at else after, back)
                for back in range(3, at + 1)
            ]
            assert shown["peak"] == pytest.approx(float(max(line)))
            assert _series(store, at) == pytest.approx([float(value) for value in line])
        store.close()


def _series(store: Store, at: int) -> list[float]:
    with reading(store) as reader:
        frame = frame_of(
            rullende.read_udvikling(reader, quarter=Quarter(2023, 1) + at, level=Level.KOMMUNE)
        )
    return [float(value) for value in frame["value"].dropna()]


def _require(
    shown: pd.Series, value: Fraction, past: tuple[bool, list[int], list[int]], at: int
) -> None:
    was_sent, days, after = past
    then, now = _rolling(days, at - 1), _rolling(after, at - 1)
    compared = then if was_sent else now
    assert shown["previous"] == pytest.approx(float(compared))
    assert shown["change"] == pytest.approx(float(value - compared))
    if was_sent and danish.format_number(float(then)) != danish.format_number(float(now)):
        assert shown["previous_now"] == pytest.approx(float(now))
        assert "ved efterregistrering ændret" in shown["note"]
    else:
        assert pd.isna(shown["previous_now"])


def _rolling(days: list[int], at: int) -> Fraction:
    return Fraction(sum(days[at - 3 : at + 1]), 20)
