"""What was decided and promised is carried from case to case until it is answered."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from core.errors import UsageError
from core.follow_up import FollowUp, FollowUpKind
from core.quarter import Quarter
from services import follow_ups
from services.follow_ups import OpenCount
from store.database import Store

Q4, NEXT = Quarter(2024, 4), Quarter(2025, 1)
DECISION = FollowUp(
    tekst="Perioden skal fremgå",
    slags=FollowUpKind.BESLUTNING,
    forum="Chefforum",
    moede=date(2025, 1, 29),
    punkt=3,
    ansvarlig="Økonomi & Stab",
    frist=date(2025, 4, 30),
    besvaret=None,
    svar="",
)
PROMISE = replace(DECISION, slags=FollowUpKind.LOEFTE, tekst="Påmindelser", frist=None)


def store_rows(store: Store, *rows: FollowUp) -> None:
    for row in rows:
        follow_ups.store_change(store, partial(follow_ups.add, new=row), by="Anna")


def test_what_is_added_changed_and_removed_is_kept(store: Store) -> None:
    store_rows(store, DECISION, PROMISE)
    assert follow_ups.read_all(store) == (DECISION, PROMISE)
    answered = replace(DECISION, besvaret=NEXT, svar="Den står i alle bilag.")
    words = follow_ups.store_change(
        store, lambda rows: follow_ups.change(rows, old=DECISION, new=answered), by="Anna"
    )
    assert words == "Beslutning 29.01.2025 rettet"
    follow_ups.store_change(store, lambda rows: follow_ups.remove(rows, old=PROMISE), by="Anna")
    assert follow_ups.read_all(store) == (answered,)


def test_each_next_case_lists_it_until_the_one_that_answers() -> None:
    answered = replace(DECISION, besvaret=NEXT)
    listed = {
        quarter: follow_ups.list_for_case((answered, PROMISE), quarter, before=None)
        for quarter in (Q4, NEXT, NEXT + 1)
    }
    assert listed == {Q4: (), NEXT: (answered, PROMISE), NEXT + 1: (PROMISE,)}


@pytest.mark.parametrize(
    ("meeting", "count"), [(date(2025, 1, 29), 0), (date(2025, 1, 30), 1), (None, 0)]
)
def test_a_case_lists_what_was_decided_before_its_meeting(meeting: date | None, count: int) -> None:
    assert len(follow_ups.list_for_case((DECISION,), Q4, before=meeting)) == count


def test_the_unanswered_are_counted_and_the_late_ones_with_them() -> None:
    rows = (DECISION, PROMISE, replace(PROMISE, besvaret=NEXT))
    assert follow_ups.count_open(rows, day=date(2025, 4, 30)) == OpenCount(2, 0)
    assert follow_ups.count_open(rows, day=date(2025, 5, 1)) == OpenCount(2, 1)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"tekst": " "}, "følges op på"),
        ({"ansvarlig": ""}, "funktion"),
        ({"tekst": "010190-1234"}, "CPR"),
        ({"frist": date(2025, 1, 1)}, "Fristen 01.01.2025 ligger før mødet 29.01.2025"),
        ({"svar": "Ja"}, "hvilken opgørelses sag"),
    ],
)
def test_a_row_that_cannot_stand_is_refused(
    store: Store, wrong: dict[str, object], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        store_rows(store, replace(DECISION, **wrong))  # type: ignore[arg-type]
    assert follow_ups.read_all(store) == ()


def test_two_who_change_the_same_row_do_not_overwrite_each_other(store: Store) -> None:
    store_rows(store, DECISION)
    follow_ups.store_change(store, lambda rows: follow_ups.remove(rows, old=DECISION), by="Anna")
    with pytest.raises(UsageError, match="imens"):
        follow_ups.store_change(
            store, lambda rows: follow_ups.change(rows, old=DECISION, new=PROMISE), by="Bo"
        )
