"""The one message on an opgørelse that prints otherwise than it was sent."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bilag.model import TextSection
from bilag.sag import Sag
from commands import answer_text
from commands.answer_json import describe_result
from core.nodes import Level, Scope
from core.quarter import Quarter
from core.settings import Settings
from data_loaders.report import UnitQuarter
from metrics import maaltal, rullende
from metrics.langtidsfriske import read_langtidsfriske
from metrics.opgoerelser import read_opgoerelse
from metrics.result import KpiResult
from phrases.notes import write_note
from services import bilag, opgoerelser
from store.database import Store
from tests.clock import Clock
from tests.metrics.targets import Target, targets
from tests.store.employments import Employment, people, put_upload
from tests.store.spells import make_heads, make_spells
from tests.stored_rows import put, reading, row

FIGURES = ("rullende", "kvartal", "maaltal")
K3 = Quarter(2024, 3)


def make_rows(quarter: str, days: str) -> list[UnitQuarter]:
    return [row(quarter, enhed, days=days, heads="30") for enhed in ("1", "2")]


@pytest.fixture
def unsent(tmp_path: Path) -> Iterator[Store]:
    """Two enheder: 8.0 dagsværk at the opgørelse of the 3rd quarter of 2024."""
    store = Store(tmp_path / "s.duckdb", clock=Clock(datetime(2025, 1, 14, 8)))
    for back in range(4):
        put(store, make_rows(str(K3 - back), "60"), name=f"{K3 - back}.xlsx")
    yield store
    store.close()


@pytest.fixture
def filled(unsent: Store) -> Store:
    """The same, sent."""
    send(unsent)
    return unsent


def send(store: Store, quarter: Quarter = K3) -> None:
    opgoerelser.release(store, quarter, settings=Settings(), by="hr")
    opgoerelser.send(store, quarter, settings=Settings(), by="hr")


def read_result(store: Store, level: Level = Level.KOMMUNE) -> KpiResult[Any]:
    with reading(store) as reader:
        return rullende.read_rullende(reader, quarter=K3, level=level)


def test_a_correction_is_said_with_both_figures_and_erstatter_only_when_it_is_released(
    filled: Store,
) -> None:
    def said() -> str:
        return answer_text.write_result(read_result(filled)).split("\n", 3)[-1]

    assert "Udsendt" not in said()
    put(filled, make_rows("2024K3", "60.5"), name="lidt.xlsx")
    assert "Udsendt" not in said()  # a third decimal is not read
    put(filled, make_rows("2024K3", "66"), name="ret.xlsx")
    assert said().startswith(
        "Udsendt 14. januar 2025: 8,0. Med de data, der er nu: 8,2 (+0,2). Årsag: »ret.xlsx« (indl"
    )
    opgoerelser.defer(filled, K3, settings=Settings(), by="hr")
    assert "Udsendt" not in said()
    put(filled, make_rows("2024K2", "66"), name="mere.xlsx")
    assert "Med de data, der er nu: 8,4 (+0,4)" in said()
    opgoerelser.release(filled, K3, settings=Settings(), by="hr")
    assert "Udsendt 14. januar 2025: 8,0. Rettet 14. januar 2025: 8,4 (+0,4). Årsag:" in said()
    assert describe_result(read_result(filled))["sent"]["replaces"]  # type: ignore[index]


def test_of_several_nodes_the_first_are_named_with_their_figures(filled: Store) -> None:
    put(filled, make_rows("2024K3", "66"), name="ret.xlsx")
    text = answer_text.write_result(read_result(filled, Level.ENHED))
    assert (
        "Udsendt 14. januar 2025: Enhed 1 8,0 og Enhed 2 8,0. Med de data, der er nu: Enhed 1 8,2 "
        "(+0,2) og Enhed 2 8,2 (+0,2)."
    ) in text


def put_targets(store: Store, value: str, name: str = "maaltal.xlsx") -> None:
    put_upload(store, targets([Target(2024, enhed, value) for enhed in ("1", "2")], name))


def describe(store: Store, read: Any) -> str:
    with reading(store) as reader:
        return answer_text.write_result(read(reader, quarter=K3, level=Level.KOMMUNE))


def test_what_was_not_sent_is_not_corrected(filled: Store) -> None:
    put_targets(filled, "7")
    assert "Udsendt" not in describe(filled, maaltal.read_maaltal)


def test_maaltal_says_distance_and_average_as_they_were_sent(unsent: Store) -> None:
    put_targets(unsent, "7")
    send(unsent)
    put_targets(unsent, "6.5", "nye.xlsx")
    assert (
        "Udsendt 14. januar 2025: afstand 1,0 og forventet for alle 7,0. Med de data, der er nu: "
        "afstand 1,5 (+0,5) og forventet for alle 6,5 (−0,5). Årsag: »nye.xlsx« (indlæst"
    ) in describe(unsent, maaltal.read_maaltal)
    assert "Udsendt" not in describe(unsent, rullende.read_rullende)  # its figures are the same
    annex = make_annex(unsent)
    assert annex.count("Udsendt 14. januar 2025: afstand 1,0") == 1


def make_annex(store: Store) -> str:
    with reading(store, scope=Scope.everything().as_printed()) as reader:
        annex = bilag.make(reader, kind="afdelinger", quarter=K3, sag=Sag())
    notes = [section for section in annex.sections if isinstance(section, TextSection)]
    return "\n".join(text for section in notes for text in section.paragraphs)


def test_one_message_holds_the_figure_and_the_target_beside_it(unsent: Store) -> None:
    put_targets(unsent, "7")
    send(unsent)
    put(unsent, make_rows("2024K3", "66"), name="mere.xlsx")
    put_targets(unsent, "6.5", "nye.xlsx")
    annex = make_annex(unsent)
    assert (
        "Udsendt 14. januar 2025: 8,0 og måltal (vægtet) 7,0. Med de data, der er nu: 8,2 (+0,2) "
        "og måltal (vægtet) 6,5 (−0,5). Årsag: »mere.xlsx«"
    ) in annex
    assert annex.count("Udsendt 14. januar 2025") == 1
    assert "»nye.xlsx«" in annex.partition("Årsag")[2].partition("\n")[0]


def test_a_target_for_the_year_to_come_corrects_none_of_the_year_that_ends(unsent: Store) -> None:
    quarter = K3 + 1
    put(unsent, make_rows(str(quarter), "60"), name="k4.xlsx")
    put_targets(unsent, "7")
    send(unsent, quarter)
    put_upload(unsent, targets([Target(2025, "1", "5"), Target(2025, "2", "5")], "2025.xlsx"))
    with reading(unsent) as reader:
        result = maaltal.read_maaltal(reader, quarter=quarter, level=Level.KOMMUNE)
        assert "Udsendt" not in answer_text.write_result(result)
    put_targets(unsent, "6", "nye.xlsx")
    with reading(unsent) as reader:
        result = maaltal.read_maaltal(reader, quarter=quarter, level=Level.KOMMUNE)
    assert (
        "Udsendt 14. januar 2025: afstand i året, der slutter 1,0 og måltal (vægtet) i året, der "
        "slutter 7,0. Med de data, der er nu: afstand i året, der slutter 2,0 (+1,0)"
    ) in answer_text.write_result(result)


def test_langtidsfriske_that_were_sent_are_said_with_the_list_behind(unsent: Store) -> None:
    def put_list(year: int, well: int, name: str) -> None:
        employed = [
            Employment(f"p{n}", year, "0" if n < well else "9", str(n % 2 + 1)) for n in range(20)
        ]
        put_upload(unsent, people(employed, name))

    put_list(2022, 10, "2022.xlsx")
    put_list(2023, 10, "2023.xlsx")
    send(unsent)
    put_list(2023, 9, "rettet.xlsx")
    assert (
        "Udsendt 14. januar 2025: langtidsfriske 50 %. Med de data, der er nu: langtidsfriske 45 % "
        "(−5 procentpoint). Årsag: »rettet.xlsx« (indlæst"
    ) in describe(unsent, read_langtidsfriske)
    assert "Udsendt" not in describe(unsent, rullende.read_rullende)


def test_spells_that_went_on_are_a_line_of_their_own_and_no_correction(store: Store) -> None:
    """Of 120 dagsværk in a quarter 60 were short when it was sent; 6 of these became long."""

    def put_spells(quarter: Quarter, days: str, name: str) -> None:
        upload = make_spells(*((str(quarter), enhed, days) for enhed in ("1", "2")))
        put_upload(store, replace(upload, file_name=name, sha256=name))

    for back in range(-1, 4):
        put_upload(store, make_heads(*((str(K3 - back), enhed, "30") for enhed in ("1", "2"))))
        put_spells(K3 - back, "30/30/0/0", f"{K3 - back}.xlsx")
    send(store)
    put_spells(K3, "24/36/0/0", "fortsat.xlsx")
    text = describe(store, rullende.read_rullende)
    assert ("Forløb, der fortsatte, siden opgørelsen blev udsendt") in text
    assert (
        "korttidsfravær fra 4,0 til 3,8, langtidsfravær fra 4,0 til 4,2 og langtidsandel fra 50 % "
        "til 53 %. Sygefraværet i alt er det samme, så det er ingen rettelse"
    ) in text
    assert "Med de data, der er nu" not in text
    with reading(store) as reader:
        assert not read_opgoerelse(reader, K3).differs
        (as_sent,) = rullende.read_rullende(reader, quarter=K3, level=Level.KOMMUNE).rows
        series = rullende.read_udvikling(reader, quarter=K3, level=Level.KOMMUNE).rows
        for kept in (as_sent, series[-1]):
            assert (kept.short, kept.long, kept.long_share) == (4.0, 4.0, 0.5)
        later = rullende.read_rullende(reader, quarter=K3 + 1, level=Level.KOMMUNE)
    assert "Sygeforløb fortsatte, efter at opgørelsen for 3. kvartal 2024 blev udsendt: " in (
        write_note(later, later.rows[0])
    )
    put_spells(K3, "26/36/0/0", "ret.xlsx")  # now there are more of them as well
    text = describe(store, rullende.read_rullende)
    assert "Forløb, der fortsatte" not in text
    assert "Med de data, der er nu: 8,1 (+0,1)" in text
    with reading(store) as reader:
        (corrected,) = rullende.read_rullende(reader, quarter=K3, level=Level.KOMMUNE).rows
    assert corrected.long == pytest.approx(4.2)
