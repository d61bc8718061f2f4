"""Nobody with a solver can tell what is hidden from all that was released and printed, together.

Three opgørelser, two of them released again after a correction: enheder come, go, shrink, grow and
move between them, and days come late. Readers of an edition try it, any two roles, and who leads a
hidden enhed. `ORGANISATIONS=200` in the environment attacks as many.
"""

from os import environ
from random import Random

import pytest

from core.edition import Edition
from tests.metrics.organisations import Organisation, sample, workbooks
from tests.metrics.printed_attack import Attack
from tests.metrics.releases import (
    LIMITS,
    correct_between,
    draw_history,
    plan_all,
)
from tests.metrics.test_attack import REAL

COUNT = int(environ.get("ORGANISATIONS", "3"))
IS_WIDE = "ORGANISATIONS" in environ
MOVED = 51  # a tiny enhed goes to another afdeling between two releases
SPREAD = 11  # an afdeling has an enhed of 9.5 in one område, and nobody in another one
ONE_LEADS_THE_REST = 20  # all but two enheder are in one område; one of the two has 8
TOLD_TO_TWO = 4  # primary masks alone would tell much to a direktør and an afdelingschef together
pytestmark = pytest.mark.slow


def attack(seed: int, monkeypatch: pytest.MonkeyPatch, *, primary_only: bool = False) -> Attack:
    with monkeypatch.context() as patch:
        return Attack(plan_all(draw_history(seed), patch, primary_only=primary_only), LIMITS)


@pytest.mark.parametrize("seed", [*range(COUNT), SPREAD, ONE_LEADS_THE_REST, MOVED])
def test_releases_keep_what_is_hidden(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    attacked = attack(seed, monkeypatch)
    for edition in Edition:
        assert attacked.count_secrets(edition) > 0
        assert attacked.list_of_edition(edition) == []
        assert [*attacked.find_had_by_pairs(edition)] == []
    assert attacked.list_of_members() == []


@pytest.mark.parametrize("edition", Edition)
def test_primary_masks_alone_give_it_away(
    monkeypatch: pytest.MonkeyPatch, edition: Edition
) -> None:
    attacked = attack(TOLD_TO_TWO, monkeypatch, primary_only=True)
    assert next(attacked.find_had_by_pairs(edition), "")


def number_from_last(organisation: Organisation, count: int) -> Organisation:
    """The last quarters of an organisation, numbered from 0."""
    first = organisation.quarters[-count]
    figures = {
        (enhed, q - first): one for (enhed, q), one in organisation.figures.items() if q >= first
    }
    return Organisation({enhed: organisation.above[enhed] for enhed, _ in figures}, figures)


def draw_given(name: str) -> list[Organisation]:
    """The sample, or the real workbooks of a municipality's size, corrected between releases."""
    if name == "eksempeldata":
        return correct_between(number_from_last(sample(), 6), Random(4), share=0.15)
    whole = number_from_last(workbooks(REAL, share=0.01), 4)
    return correct_between(whole, Random(1), newest=(3, 3, 3), share=0.3)


@pytest.mark.parametrize("name", ["eksempeldata", "rigtige filer"])
def test_given_organisations_that_are_corrected_keep_what_is_hidden(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if name != "eksempeldata" and not REAL.exists():
        pytest.skip("../shared is not here")
    history = draw_given(name)
    with monkeypatch.context() as patch:
        attacked = Attack(plan_all(history, patch), LIMITS)
        alone = Attack(plan_all(history, patch, primary_only=True), LIMITS)
    for edition in Edition if IS_WIDE else [Edition.INTERN]:
        assert attacked.list_of_edition(edition) == []
    assert not IS_WIDE or attacked.list_of_members() == []
    assert alone.list_of_edition(Edition.INTERN)
