from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

import pytest

from core.audiences import Audience, Opening
from core.opgoerelse import Act, Correction, Opgoerelse, OpgoerelseStep
from core.quarter import Quarter
from core.settings import Settings
from phrases import opgoerelser, way_out

QUARTER = Quarter(2024, 4)
LATE = Correction("ret.xlsx", "indlæst", datetime(2025, 2, 3, 9, 12), "bo")


def make_step(
    act: Act, day: int, audiences: Sequence[Audience] = tuple(Audience)
) -> OpgoerelseStep:
    at = datetime(2025, 1, day, 23, 30)  # the next day in Denmark
    openings = tuple(Opening(each, date(2025, 1, day + 1), at, "anna") for each in audiences)
    return OpgoerelseStep(QUARTER, act, at, "anna", "", {}, Settings(), day, openings=openings)


RELEASED = Opgoerelse(QUARTER, (make_step(Act.FRIGIVET, 13),))
SENT = Opgoerelse(QUARTER, (make_step(Act.FRIGIVET, 13), make_step(Act.UDSENDT, 20)))
AT_SECRETARIAT = Opgoerelse(QUARTER, (make_step(Act.FRIGIVET, 13, [Audience.SEKRETARIAT]),))
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
        (AT_SECRETARIAT, "Frigivet til sekretariatet den 14. januar 2025 af anna", ""),
        (
            replace(AT_SECRETARIAT, differs=True),
            "Frigivet til sekretariatet den 14. januar 2025 af anna",
            "Tallene er andre nu, efter ændringer i organisationen eller opgørelsesmåden. "
            "Sekretariatet ser det frigivne, indtil den frigives igen.",
        ),
    ],
)
def test_how_far_it_is_in_words(now: Opgoerelse, headline: str, difference: str) -> None:
    assert (opgoerelser.describe_status(now), opgoerelser.describe_differences(now)) == (
        headline,
        difference,
    )


@pytest.mark.parametrize(
    ("now", "today", "reached", "comes_next"),
    [
        (Opgoerelse(QUARTER), 14, "", "frigiv den til alle, eller først til sekretariatet"),
        (AT_SECRETARIAT, 14, "Sekretariat 14. jan.", "frigiv den til chefer. Filerne er mærket"),
        (RELEASED, 13, "", "sekretariat, chefer og enhedsledere fra den 14. januar 2025"),
        (
            RELEASED, 14, "Sekretariat 14. jan., Chefer 14. jan., Enhedsledere 14. jan.",
            "markér den som udsendt, når sagen er sendt",
        ),
        (
            SENT, 21,
            "Sekretariat 21. jan., Chefer 21. jan., Enhedsledere 21. jan., Udsendt 21. jan.", "",
        ),
    ],
)  # fmt: skip
def test_the_way_out_in_words(now: Opgoerelse, today: int, reached: str, comes_next: str) -> None:
    day = date(2025, 1, today)
    stops = [stop for stop in way_out.list_stops(now, day) if stop.is_reached]
    assert ", ".join(f"{stop.label} {stop.day_text}" for stop in stops) == reached
    assert way_out.describe_next(now, day).startswith(comes_next and f"Næste: {comes_next}")


def test_direktoerer_have_a_day_of_their_own_where_their_forum_meets_before() -> None:
    (step,) = RELEASED.steps
    early = Opening(Audience.DIREKTOERER, date(2025, 1, 10), step.at, "bo")
    now = Opgoerelse(QUARTER, (replace(step, openings=(*step.openings, early)),))
    assert way_out.list_first_days(now) == (
        "Sekretariat: fra den 14. januar 2025",
        "Direktører: fra den 10. januar 2025",
        "Afdelingschefer: fra den 14. januar 2025",
        "Enhedsledere: fra den 14. januar 2025",
    )
