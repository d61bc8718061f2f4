"""What pages read at every click is made once for a version of the data and a viewer."""

from collections.abc import Callable, Hashable
from functools import partial
from typing import Any

import pytest

from core.errors import NoDataError
from core.nodes import Level
from core.quarter import Quarter
from metrics import (
    agenda,
    events,
    forklaring,
    grupper,
    kvartal,
    langtidsfriske,
    maaltal,
    provenance,
    rullende,
)
from metrics.memoize import memoize
from metrics.signal import kpi

AT = Quarter(2024, 4)
AT_LEVEL: dict[str, Any] = {"quarter": AT, "level": Level.AFDELING}
CHANGE: dict[str, Any] = {"declared": forklaring.ROLLING, "against": AT - 1}
READ: dict[str, Callable[[Any], object]] = {
    "rullende": partial(rullende.read_rullende, **AT_LEVEL),
    "udvikling": partial(rullende.read_udvikling, **AT_LEVEL),
    "kvartal": partial(kvartal.read_kvartal, **AT_LEVEL),
    "langtidsfriske": partial(langtidsfriske.read_langtidsfriske, **AT_LEVEL),
    "måltal": partial(maaltal.read_maaltal, **AT_LEVEL),
    "udsving": partial(kpi.judge_nodes, **AT_LEVEL),
    "grupper": partial(grupper.read_grupper, **AT_LEVEL),
    "grupper, any": partial(grupper.has_begun, quarter=AT),
    "forklaring": partial(forklaring.read_node_changes, **AT_LEVEL, **CHANGE),
    "nøgletal": partial(agenda.read_noegletal, **AT_LEVEL),
    "nøgletal over time": partial(agenda.read_noegletal_series, **AT_LEVEL),
    "nøgletal, levels": partial(agenda.find_levels, quarter=AT),
    "nøgletal, missing": partial(agenda.find_missing, quarter=AT),
    "nøgletal, quarters": agenda.find_quarters,
    "files": partial(provenance.read_sources, first=AT, last=AT),
    "events": partial(events.read_events, quarter=AT),
}


class Remembering:
    """A reader that has made everything before, and can read nothing anew."""

    def compute_once(self, name: Hashable, make: Callable[[], object]) -> str:
        assert callable(make)
        hash(name)
        return "made before"


@pytest.mark.parametrize("read", READ.values(), ids=READ)
def test_what_pages_read_is_made_once(read: Callable[[Any], object]) -> None:
    assert read(Remembering()) == "made before"


class Keeping:
    """A reader that keeps what was made, as a store's does."""

    def __init__(self) -> None:
        self.kept: dict[Hashable, object] = {}

    def compute_once(self, name: Hashable, make: Callable[[], object]) -> object:
        if name not in self.kept:
            self.kept[name] = make()
        return self.kept[name]


def test_that_there_is_nothing_is_found_once_and_said_each_time() -> None:
    asked = []

    @memoize
    def read(_: Any) -> str:
        asked.append(1)
        raise NoDataError("Der er ingen måltal.")

    reader: Any = Keeping()
    for _ in range(2):
        with pytest.raises(NoDataError, match="ingen måltal"):
            read(reader)
    assert len(asked) == 1
