from dataclasses import replace
from datetime import datetime

import pytest

from core.opgoerelse import Act, Correction, Opgoerelse, OpgoerelseStep
from core.quarter import Quarter
from core.settings import Settings
from phrases import opgoerelser

QUARTER = Quarter(2024, 4)
LATE = Correction("ret.xlsx", "indlæst", datetime(2025, 2, 3, 9, 12), "bo")


def make_step(act: Act, day: int) -> OpgoerelseStep:
    return OpgoerelseStep(
        QUARTER, act, datetime(2025, 1, day, 23, 30), "anna", "", {}, Settings(), day
    )


RELEASED = Opgoerelse(QUARTER, (make_step(Act.FRIGIVET, 13),))
SENT = Opgoerelse(QUARTER, (make_step(Act.FRIGIVET, 13), make_step(Act.UDSENDT, 20)))
AGAIN = Opgoerelse(QUARTER, (*SENT.steps, make_step(Act.FRIGIVET, 27)))


@pytest.mark.parametrize(
    ("now", "headline", "difference"),
    [
        (Opgoerelse(QUARTER), "Kladde – kun HR ser den", ""),
        (RELEASED, "Frigivet til Chefforum den 14. januar 2025 af anna", ""),
        (
            replace(RELEASED, differs=True, corrections=(LATE,)),
            "Frigivet til Chefforum den 14. januar 2025 af anna",
            "Data er ændret siden: »ret.xlsx« (indlæst 3. februar 2025 kl. 10.12 af bo). Chefforum "
            "ser det frigivne, indtil den frigives igen.",
        ),
        (SENT, "Udsendt den 21. januar 2025 af anna", ""),
        (
            replace(SENT, differs=True),
            "Udsendt den 21. januar 2025 af anna",
            "Der er en rettelse af tallene, som ikke er frigivet.",
        ),
        (
            replace(SENT, differs=True, corrections=(LATE,), is_deferred=True),
            "Udsendt den 21. januar 2025 af anna",
            "En rettelse af tallene indgår i næste opgørelse.",
        ),
        (AGAIN, "Frigivet til Chefforum den 28. januar 2025 af anna", ""),
    ],
)
def test_how_far_it_is_in_words(now: Opgoerelse, headline: str, difference: str) -> None:
    assert (opgoerelser.describe_status(now), opgoerelser.describe_differences(now)) == (
        headline,
        difference,
    )
