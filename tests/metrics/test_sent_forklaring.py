"""What drove a change since an opgørelse that was sent with other figures than those now."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from charts import bidrag
from commands import answer_text
from core.edition import Edition
from core.nodes import Level, Scope
from core.quarter import Quarter
from core.settings import Settings
from data_loaders.report import UnitQuarter
from metrics import forklaring, rullende
from metrics.computing.recipes import make_recipe
from metrics.forklaring import ROLLING
from metrics.forklaring.contributions import Contributions
from metrics.result import KpiResult
from metrics.rows import NodeChangeRow
from phrases import forklaring as phrases
from services import opgoerelser
from services.load import undo
from store.database import Store
from store.figures import open_reader
from tests.clock import Clock
from tests.frames import frame_of
from tests.stored_rows import put, reading, row

FIGURES = ("rullende", "kvartal", "forklaring_pairs", "forklaring", "forklaring_rows")
QUARTERS = [str(Quarter(2023, 1) + step) for step in range(8)]
K3, K4 = Quarter(2024, 3), Quarter(2024, 4)
CHANGED = (
    "Opgørelsen for 3. kvartal 2024 er ved efterregistrering ændret fra 8,0 til 8,2; her "
    "sammenlignes med det udsendte tal."
)


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Store]:
    """Two enheder of 30 with 60 days each quarter, and 72 in the newest: 8.0, then 8.4."""
    store = Store(tmp_path / "s.duckdb", clock=Clock(datetime(2025, 1, 14, 8)))
    for quarter in QUARTERS:
        put(store, rows(quarter, "72" if quarter == "2024K4" else "60"), name=f"{quarter}.xlsx")
    yield store
    store.close()


def rows(quarter: str, days: str) -> list[UnitQuarter]:
    return [row(quarter, enhed, days=days, heads="30", afdeling="A") for enhed in ("1", "2")]


def send(store: Store, quarter: Quarter) -> None:
    opgoerelser.release(store, quarter, settings=Settings(), by="hr")
    opgoerelser.send(store, quarter, settings=Settings(), by="hr")


def correct(store: Store) -> str:
    """Data of the 3rd quarter are corrected: 8.2 instead of 8.0 there, and 8.6 in the 4th."""
    return put(store, rows("2024K3", "66"), name="ret.xlsx")


def node(store: Store) -> tuple[KpiResult[Any], NodeChangeRow]:
    with reading(store) as reader:
        result = forklaring.read_node_changes(
            reader, ROLLING, quarter=K4, level=Level.KOMMUNE, against=K3
        )
    return result, result.rows[0]


def test_what_was_corrected_is_a_part_and_all_parts_are_the_change_that_is_shown(
    filled: Store,
) -> None:
    send(filled, K3)
    correct(filled)
    with reading(filled) as reader:
        result = forklaring.read_forklaring(reader, quarter=K4, level=Level.KOMMUNE)
        change = frame_of(rullende.read_rullende(reader, quarter=K4, level=Level.KOMMUNE))[
            "change"
        ].iloc[0]
    parts = frame_of(result).set_index("key")
    assert list(parts.index) == ["within", "mix", "closed", "new", "correction"]
    assert parts.loc["within", "value"] == pytest.approx(0.4)
    assert parts.loc["correction", "value"] == pytest.approx(0.2)
    assert parts.loc["correction", "name"] == "Rettelser"
    assert parts.loc["correction", "note"] == CHANGED
    assert parts["value"].sum() == pytest.approx(change) == pytest.approx(0.6)
    assert "»ret.xlsx« (indlæst 14. januar 2025 kl. 09.00 af test)." in answer_text.write_result(
        result
    )


def test_a_node_starts_from_what_was_sent(filled: Store) -> None:
    send(filled, K3)
    late = correct(filled)
    result, kommune = node(filled)
    assert [kommune.before, kommune.before_now, kommune.after, kommune.value] == [
        pytest.approx(size) for size in (8.0, 8.2, 8.6, 0.6)
    ]
    said = phrases.write_paragraph(result, kommune)
    assert said == (
        "Fra 3. til 4. kvartal 2024 er sygefraværet steget fra 8,0 til 8,6 dagsværk pr. "
        "medarbejder: udvikling i enhederne +0,4 og rettelser +0,2. Forskydninger mellem enhederne "
        f"betyder under 0,1. {CHANGED}"
    )
    assert CHANGED not in phrases.explain_change(result, kommune)
    contributions = Contributions(Level.AFDELING, ())
    alt = bidrag.draw_chart(result, kommune, contributions, title="").alt
    assert "Heraf rettelser af det, der var udsendt +0,2." in alt
    undo(filled, late, by="hr")
    result, kommune = node(filled)
    assert (kommune.before, kommune.value) == pytest.approx((8.0, 0.4))
    assert kommune.corrections == ()
    assert kommune.correction is None
    assert "ettelser" not in phrases.write_paragraph(result, kommune)
    assert result.changes_since_sent is not None
    assert not result.changes_since_sent.earlier


def test_who_moved_it_is_not_given_the_corrections(filled: Store) -> None:
    send(filled, K3)
    correct(filled)
    with reading(filled) as reader:
        result = forklaring.read_node_changes(
            reader, ROLLING, quarter=K4, level=Level.KOMMUNE, against=K3
        )
        found = forklaring.find_largest_movers(reader, result, result.rows[0])
    assert [effect for _, effect in found.largest] == pytest.approx([0.2, 0.2])
    assert found.remainder == pytest.approx(0)


def test_without_the_closed_the_change_is_of_the_data_now(filled: Store) -> None:
    closed = [row(q, "3", days="90", heads="30", afdeling="B") for q in QUARTERS[:6]]
    put(filled, closed, name="lukket.xlsx")
    send(filled, K3)
    correct(filled)
    result, kommune = node(filled)
    said = phrases.explain_workplaces(result, kommune)
    assert ", en stigning på 0,4 i forhold til 3. kvartal 2024 (8,2) i data, som de er nu." in said


def test_a_single_quarter_starts_from_what_was_sent_too(filled: Store) -> None:
    send(filled, K3)
    correct(filled)
    with reading(filled) as reader:
        result = forklaring.read_kvartal_forklaring(
            reader, quarter=K4, level=Level.AFDELING, against=K3
        )
    parts = frame_of(result).set_index("key")["value"]
    assert parts["afdeling:A/within"] == pytest.approx(0.2)
    assert parts["afdeling:A/correction"] == pytest.approx(0.2)
    assert (
        frame_of(result)["note"]
        .iloc[-1]
        .startswith("Tallet for 3. kvartal 2024 er ved efterregistrering ændret fra 2,0 til 2,2;")
    )


def test_what_was_never_sent_or_never_corrected_has_no_such_part(filled: Store) -> None:
    def keys() -> list[str]:
        with reading(filled) as reader:
            return list(
                frame_of(forklaring.read_forklaring(reader, quarter=K4, level=Level.KOMMUNE))["key"]
            )

    assert len(keys()) == 4
    send(filled, K3)
    assert len(keys()) == 4
    correct(filled)
    assert len(keys()) == 5
    send(filled, K3)
    assert len(keys()) == 4


def test_the_public_edition_starts_from_its_own(filled: Store) -> None:
    many = [row(q, str(n), days="240", heads="120") for q in QUARTERS for n in range(3, 9)]
    put(filled, many, name="flere.xlsx")
    send(filled, K3)
    again = [one for one in many if str(one.quarter) == "2024K3"]
    put(filled, [*rows("2024K3", "126"), *again], name="ret.xlsx")
    with open_reader(
        filled, Scope.everything(), recipe=make_recipe(Settings(), Edition.OFFENTLIG)
    ) as reader:
        result = forklaring.read_forklaring(reader, quarter=K4, level=Level.KOMMUNE)
    # 132 days more of 780 people
    assert frame_of(result).set_index("key").loc["correction", "value"] == pytest.approx(132 / 780)
    assert "»ret.xlsx« (indlæst 14. januar 2025 kl. 09.00)." in answer_text.write_result(result)


def test_what_was_hidden_when_it_was_sent_stays_hidden(filled: Store) -> None:
    few = [
        row(q, "3", days="30", heads="4" if q == "2024K3" else "40", afdeling="B") for q in QUARTERS
    ]
    others = [row(q, "4", days="60", heads="30", afdeling="C") for q in QUARTERS]
    put(filled, [*few, *others], name="c.xlsx")
    send(filled, K3)
    put(filled, [row("2024K3", "3", days="30", heads="40", afdeling="B")], name="ret.xlsx")
    put(filled, [*rows("2024K3", "60"), *[one for one in others if str(one.quarter) == "2024K3"]],
        name="ret2.xlsx")  # fmt: skip
    with reading(filled) as reader:
        result = forklaring.read_forklaring(reader, quarter=K4, level=Level.AFDELING)
    hidden = frame_of(result)[frame_of(result)["parent"] == "afdeling:B"]
    assert len(hidden) == 4
    assert hidden["masked"].all()
    assert hidden["value"].isna().all()
