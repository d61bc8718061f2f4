from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from core.edition import Edition
from core.opgoerelse import Act, Correction, Opgoerelse, OpgoerelseStep, Status
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
