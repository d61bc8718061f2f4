from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from core.audiences import Audience, Opening
from core.edition import Edition
from core.opgoerelse import (
    Act,
    Correction,
    Opgoerelse,
    OpgoerelseStep,
    Status,
    find_seen_step,
)
from core.quarter import Quarter
from core.settings import Settings

AT = datetime(2025, 1, 14, 8)
QUARTER = Quarter(2024, 4)
CORRECTION = Correction("ret.xlsx", "indlæst", AT, "hr")


def make_opgoerelse(*acts: Act) -> Opgoerelse:
    steps = tuple(
        OpgoerelseStep(
            QUARTER, act, AT + timedelta(days=n), "hr", "", {Edition.INTERN: f"{n}"}, Settings(), n
        )
        for n, act in enumerate(acts)
    )
    return Opgoerelse(QUARTER, steps)


@pytest.mark.parametrize(
    ("acts", "status", "visible", "last_sent"),
    [
        ((), Status.KLADDE, None, None),
        ((Act.FRIGIVET,), Status.FRIGIVET, 0, None),
        ((Act.FRIGIVET, Act.TRUKKET), Status.KLADDE, None, None),
        ((Act.FRIGIVET, Act.TRUKKET, Act.FRIGIVET), Status.FRIGIVET, 2, None),
        ((Act.FRIGIVET, Act.UDSENDT), Status.UDSENDT, 1, 1),
        ((Act.FRIGIVET, Act.UDSENDT, Act.FRIGIVET), Status.FRIGIVET, 2, 1),
        ((Act.FRIGIVET, Act.UDSENDT, Act.FRIGIVET, Act.TRUKKET), Status.UDSENDT, 1, 1),
        ((Act.FRIGIVET, Act.UDSENDT, Act.FRIGIVET, Act.UDSENDT), Status.UDSENDT, 3, 3),
    ],
)
def test_each_step_leads_from_one_status_to_the_next(
    acts: tuple[Act, ...], status: Status, visible: int | None, last_sent: int | None
) -> None:
    opgoerelse = make_opgoerelse(*acts)
    assert opgoerelse.status is status
    assert (opgoerelse.visible_step.seq if opgoerelse.visible_step else None) == visible
    assert (opgoerelse.last_sending.seq if opgoerelse.last_sending else None) == last_sent


def test_it_is_corrected_only_when_data_behind_what_was_sent_give_other_figures() -> None:
    last_sent = make_opgoerelse(Act.FRIGIVET, Act.UDSENDT)
    assert replace(last_sent, corrections=(CORRECTION,)).status is Status.UDSENDT
    assert replace(last_sent, differs=True).status is Status.UDSENDT
    assert replace(last_sent, differs=True, corrections=(CORRECTION,)).status is Status.RETTET
    released = replace(make_opgoerelse(Act.FRIGIVET), differs=True, corrections=(CORRECTION,))
    assert released.status is Status.FRIGIVET


@pytest.mark.parametrize(
    ("acts", "seen_before", "seen_after"),
    [
        ((Act.FRIGIVET,), None, 0),
        ((Act.FRIGIVET, Act.FRIGIVET), 0, 1),
        ((Act.FRIGIVET, Act.FRIGIVET, Act.TRUKKET), None, None),
        ((Act.FRIGIVET, Act.UDSENDT, Act.FRIGIVET), 1, 2),
        ((Act.FRIGIVET, Act.UDSENDT, Act.FRIGIVET, Act.TRUKKET), 1, 1),
        ((Act.FRIGIVET, Act.UDSENDT, Act.UDSKUDT, Act.FRIGIVET), 1, 3),
    ],
)
def test_an_audience_sees_the_newest_that_is_open_to_it(
    acts: tuple[Act, ...], seen_before: int | None, seen_after: int | None
) -> None:
    """The last release opens a day after those before it."""
    steps, last = (
        make_opgoerelse(*acts).steps,
        max(place for place, act in enumerate(acts) if act is Act.FRIGIVET),
    )
    opened = [
        replace(
            step,
            openings=(
                Opening(Audience.ENHEDSLEDERE, date(2025, 1, 31), AT, "hr"),  # said again below
                Opening(
                    Audience.ENHEDSLEDERE,
                    date(2025, 1, 15 if place == last else 14),
                    AT,
                    "hr",
                ),
            ),
        )
        for place, step in enumerate(steps)
    ]

    def find(audience: Audience, day: int) -> int | None:
        step = find_seen_step(opened, {audience}, date(2025, 1, day))
        return step.seq if step else None

    assert find(Audience.ENHEDSLEDERE, 13) is None
    assert find(Audience.ENHEDSLEDERE, 14) == seen_before
    assert find(Audience.ENHEDSLEDERE, 15) == seen_after
    assert find(Audience.SEKRETARIAT, 15) is None
