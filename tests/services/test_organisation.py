"""The organisation and its events in the store: what was typed counts, is told, and is undone."""

from datetime import date
from functools import partial
from threading import Thread

import pytest

from core.errors import UsageError
from core.event import Event, EventKind
from core.nodes import Level
from core.placement import Cause, Placement
from services import event_edits, organisation, placement_edits
from services.load import read_history, undo
from store.database import Store
from tests.stored_rows import put, row

SKOLE = "Dagtilbud & Skole"
SOL = Placement("1042", "Solsikken", SKOLE, "Børn", date(2020, 1, 1), aliasser=("Bh. A", "Bh. B"))
BREAK = Event(date(2024, 1, 1), None, EventKind.DATABRUD, Level.KOMMUNE, "", "Ny registrering")


def test_an_empty_store_has_no_organisation(store: Store) -> None:
    assert organisation.read_current(store) == organisation.CurrentOrganisation(
        (), (), is_proposed=True
    )


def test_the_facts_suggest_one_that_counts_when_it_is_confirmed(store: Store) -> None:
    put(store, [row(f"2024K{n}", "1001") for n in range(1, 5)])
    before = organisation.read_current(store)
    assert before.is_proposed
    assert [placement.enhed for placement in before.placements] == ["1001"]
    assert organisation.confirm(store, by="hr") == "organisationen er lavet ud fra data"
    now = organisation.read_current(store)
    assert (now.placements, now.is_proposed) == (before.placements, False)


def test_changes_are_kept_whole_told_and_undone_one_by_one(store: Store) -> None:
    organisation.change(store, partial(placement_edits.open_unit, new=SOL), by="anna")
    close = partial(
        placement_edits.close_unit, enhed="1042", til=date(2024, 6, 30), aarsag=Cause.NEDLAGT
    )
    message = organisation.change(store, close, by="bo")
    assert message == "Solsikken (1042) lukket 30.06.2024: nedlagt"
    (closed,) = organisation.read_current(store).placements
    assert (closed.til, closed.aarsag, closed.aliasser) == (
        date(2024, 6, 30), "nedlagt", ("Bh. A", "Bh. B"),
    )  # fmt: skip
    newest, first = read_history(store)
    assert newest.file_name == f"Rettet på siden: {message}"
    assert (newest.loaded_by, newest.status, first.status) == ("bo", "gældende", "erstattet")
    undo(store, newest.upload_id, by="bo")
    assert organisation.read_current(store).placements == (SOL,)


def test_a_change_that_is_refused_leaves_everything_as_it_was(store: Store) -> None:
    organisation.change(store, partial(placement_edits.open_unit, new=SOL), by="anna")
    with pytest.raises(UsageError):
        organisation.change(store, partial(placement_edits.open_unit, new=SOL), by="anna")
    assert len(read_history(store)) == 1


def test_changes_at_once_all_count(store: Store) -> None:
    def add(number: int) -> None:
        new = Placement(str(number), f"Enhed {number}", SKOLE, "", date(2024, 1, 1))
        organisation.change(store, partial(placement_edits.open_unit, new=new), by=str(number))

    threads = [Thread(target=add, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {placement.enhed for placement in organisation.read_current(store).placements} == set(
        "012345"
    )


def test_events_are_added_changed_and_taken_out(store: Store) -> None:
    added = partial(event_edits.add_event, new=BREAK, within=())
    assert organisation.change_events(store, added, by="a") == "Databrud 01.01.2024 tilføjet"
    assert organisation.read_current(store).events == (BREAK,)
    new = Event(
        date(2024, 8, 1), date(2025, 7, 31), EventKind.INDSATS, Level.ENHED, "1042", "Forsøg"
    )
    change = partial(event_edits.change_event, old=BREAK, new=new, within=(SOL,))
    assert organisation.change_events(store, change, by="a") == "Databrud 01.01.2024 rettet"
    assert organisation.read_current(store).events == (new,)
    gone = partial(event_edits.remove_event, old=new)
    assert organisation.change_events(store, gone, by="a") == "Indsats 01.08.2024 fjernet"
    assert organisation.read_current(store).events == ()
    undo(store, read_history(store)[0].upload_id, by="a")
    assert organisation.read_current(store).events == (new,)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"tekst": " "}, "Skriv kort, hvad der skete"),
        ({"tekst": "Aftale om 010190-1234"}, "et CPR-nummer i sig. Det må ikke stå her"),
        ({"tekst": "x" * 501}, "der er plads til 500 tegn"),
        ({"til": date(2023, 12, 31)}, "kan ikke slutte 31.12.2023, før den begynder 01.01.2024"),
        (
            {"niveau": Level.AFDELING, "omfang": "Dagtilbud & Skoler"},
            "har afdeling »Dagtilbud & Skoler« ikke. Mente du »Dagtilbud & Skole«?",
        ),
        ({"niveau": Level.ENHED, "omfang": ""}, "har enhed »« ikke"),
    ],
)
def test_an_event_that_cannot_be(change: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message.replace("?", r"\?")):
        event_edits.add_event((), new=Event(**(vars(BREAK) | change)), within=(SOL,))


def test_an_event_that_another_changed_meanwhile_is_left_alone() -> None:
    with pytest.raises(UsageError, match="imens blevet rettet eller fjernet"):
        event_edits.remove_event((), old=BREAK)
