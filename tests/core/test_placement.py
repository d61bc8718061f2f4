"""Who goes on as whom, beside the statement by which the figures find it."""

from datetime import date, timedelta
from random import Random

import pytest

from core.edition import Edition
from core.placement import Cause, Placement, find_heirs
from core.settings import Settings
from metrics.computing.inputs import FigureInputs
from metrics.computing.recipes import read_mask_cells
from store.database import Store
from tests.store.placement_lists import place, put_list
from tests.stored_rows import put, row

BEGIN = date(2020, 1, 1)


def draw_list(random: Random) -> list[Placement]:
    """A list in which some enheder go on as others, in rings and as themselves too."""
    numbers = [str(number) for number in range(1, 8)]
    rows = []
    for number in numbers:
        for turn in range(random.randint(0, 2)):
            day = BEGIN + timedelta(100 * turn + random.randint(0, 90))
            cause, heir = random.choice([*Cause, None]), random.choice(["", *numbers, "07"])
            ended = {"til": day, "aarsag": cause.value, "efterfoelger": heir} if cause else {}
            rows.append(place(number, **ended))
    return rows or [place("1")]


@pytest.mark.parametrize("seed", range(12))
def test_who_goes_on_is_found_as_the_figures_find_it(store: Store, seed: int) -> None:
    rows = draw_list(Random(seed))
    put(store, [row("2024K4", "1")])
    put_list(store, rows)
    with store.session() as cursor:
        read_mask_cells(cursor, FigureInputs("", Settings(), Edition.INTERN))
        heirs = dict(
            cursor.execute("SELECT ltrim(same, '0'), ltrim(heir, '0') FROM heirs").fetchall()
        )
    assert find_heirs(rows) == {enhed: heir for enhed, heir in heirs.items() if enhed != heir}
