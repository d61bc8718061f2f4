"""Nobody with a solver and every row that a reader gives can tell what is hidden."""

from collections.abc import Callable, Hashable, Iterator
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from core.edition import Edition
from core.nodes import Level, Scope
from core.quarter import Quarter
from core.settings import Settings
from data_loaders.report import UnitQuarter
from metrics import kvartal, rullende
from metrics.computing.recipes import make_recipe
from store.database import Store
from store.figures import open_reader
from tests.frames import frame_of
from tests.metrics.attacker import Attacker, Shown
from tests.metrics.organisations import LEVELS, Organisation, number, sample, workbooks
from tests.metrics.test_attack import REAL, had, plans
from tests.stored_rows import put

USUAL = Settings()
GIVEN: dict[str, Callable[[], Organisation]] = {
    "eksempeldata": sample,
    "rigtige filer": lambda: workbooks(REAL),
    "en hundrededel af dem": lambda: workbooks(REAL, share=0.01),
}


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("name", GIVEN)
def test_rows_over_four_quarters_and_of_one_keep_what_is_hidden(
    store: Store, name: str, edition: Edition
) -> None:
    if name != "eksempeldata" and not REAL.exists():
        pytest.skip("../shared is not here")
    organisation = GIVEN[name]()
    put(store, unit_quarters(organisation, heads=name == "eksempeldata"))
    plan = list(plans(organisation))[list(Edition).index(edition)].cells
    shown = list(seen(store, organisation, edition))
    assert {one.measure for one in shown} >= {"employees", "days"}
    assert had(Attacker(organisation.figures, shown), organisation, plan, splits=True) == []


def seen(
    store: Store, organisation: Organisation, edition: Edition, settings: Settings = USUAL
) -> Iterator[Shown]:
    """All that is shown of all quarters, with who is closed or without."""
    nodes, newest = organisation.nodes(), quarter(organisation.quarters[-1])
    ends = organisation.ends() if not settings.closed_units else {}
    with open_reader(store, Scope.everything(), recipe=make_recipe(settings, edition)) as reader:
        for level in map(Level, LEVELS):
            four = frame_of(rullende.read_udvikling(reader, quarter=newest, level=level))
            one = frame_of(kvartal.read_kvartal_series(reader, quarter=newest, level=level))
            for length, frame in ((4, four), (1, one)):
                for row in frame.to_dict("records"):
                    until = number(Quarter.parse(row["quarter"]))
                    cells = {
                        (enhed, q)
                        for enhed in nodes[row["key"]]
                        if ends.get(enhed, until) >= until
                        for q in range(until - length + 1, until + 1)
                    }
                    yield from sums(row, cells & organisation.figures.keys(), length)


def sums(row: dict[Hashable, Any], cells: set[tuple[str, int]], length: int) -> Iterator[Shown]:
    """What a row tells, as sums over its cells."""
    if pd.notna(row["value"]):
        yield Shown.of(cells, "employees", row["employees"] * length)
        yield Shown.of(cells, "days", row["value"] * row["employees"])
    if pd.notna(row["short"]):
        yield Shown.of(cells, "short", row["short"] * row["employees"])


def unit_quarters(organisation: Organisation, *, heads: bool) -> Iterator[UnitQuarter]:
    """The rows of an extract; without `heads` with full-time posts only."""
    for (enhed, q), one in organisation.figures.items():
        afdeling, omraade = organisation.above[enhed]
        people, days = Decimal(str(one.employees)), Decimal(str(one.days))
        short = None if one.short is None else Decimal(str(one.short))
        yield UnitQuarter(
            quarter=quarter(q),
            enhed=enhed,
            enhed_navn=enhed,
            afdeling=afdeling,
            omraade=omraade,
            dagsvaerk=days,
            korttid=short,
            langtid=None if short is None else days - short,
            medarbejdere=people if heads else None,
            fuldtidsstillinger=None if heads else people,
            sheet="Ark1",
            row=1,
        )


def quarter(q: int) -> Quarter:
    return Quarter(q // 4, q % 4 + 1)
