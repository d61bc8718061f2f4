"""Two loads of one quarter at the same moment: one is stored, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from core.errors import LoadConflictError
from core.settings import Settings
from services import load
from services.load import check, save
from store.database import Store

ROUNDS = 15
HEAD = "Kvartal;Enhedsnr.;Enhed;Afdeling;Fraværsdagsværk;Medarbejdere\n"


def try_loading(store: Store, barrier: Barrier, quarter: str, days: int) -> str:
    content = f"{HEAD}{quarter};1001;Skolen;Skole;{days};10\n".encode()
    checked = check(store, content, file_name=f"{days}.csv", settings=Settings())
    barrier.wait()
    try:
        return save(store, [checked], by="test")[0].status
    except LoadConflictError as error:
        return str(error)


def load_at_once(store: Store, quarters: list[str], days: int) -> list[str]:
    barrier = Barrier(len(quarters))
    with ThreadPoolExecutor(len(quarters)) as pool:
        runs = [
            pool.submit(try_loading, store, barrier, quarter, days + number)
            for number, quarter in enumerate(quarters)
        ]
        return [run.result() for run in runs]


def test_of_two_loads_of_one_quarter_one_is_stored_and_one_is_told(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What a load does to the figures is computed before it is stored: without, they meet closer.
    monkeypatch.setattr(load, "_add_changes", lambda _, batch: list(batch))
    for number in range(ROUNDS):
        answers = sorted(load_at_once(store, ["2024K1", "2024K1"], 2 * number))
        assert answers[1] == "stored", answers
        assert "2024K1 blev ændret af en anden indlæsning" in answers[0]
        with store.session() as cursor:
            assert cursor.execute("SELECT count(*) FROM facts").fetchone() == (1,)


@pytest.mark.parametrize("number", range(3))
def test_loads_of_different_quarters_are_both_stored(store: Store, number: int) -> None:
    assert load_at_once(store, ["2024K1", "2024K2"], number) == ["stored", "stored"]
