"""Nobody with a solver can tell what is hidden from all that was released and printed, together.

Three opgørelser, two of them released again after a correction. `ORGANISATIONS=200` in the
environment attacks as many.
"""

from collections.abc import Iterator
from itertools import count, islice
from os import environ
from pathlib import Path

import pytest

from core.edition import Edition
from tests.metrics.printed_attack import Attack
from tests.metrics.releases import LIMITS, draw_history, plan_all, release_all
from tests.stored_rows import fresh

COUNT = int(environ.get("ORGANISATIONS", "6"))
SECRETS = 20  # in each organisation, on average, at least


def attacks(monkeypatch: pytest.MonkeyPatch, *, primary_only: bool = False) -> Iterator[Attack]:
    for seed in range(COUNT):
        with monkeypatch.context() as patch:
            yield Attack(plan_all(draw_history(seed), patch, primary_only=primary_only), LIMITS)


@pytest.mark.parametrize("edition", Edition)
def test_an_edition_keeps_what_is_hidden(monkeypatch: pytest.MonkeyPatch, edition: Edition) -> None:
    every = list(attacks(monkeypatch))
    assert [text for one in every for text in one.list_of_edition(edition)] == []
    assert sum(one.count_secrets(edition) for one in every) > SECRETS * COUNT
