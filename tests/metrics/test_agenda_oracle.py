"""The agenda's nøgletal worked out a second way, in plain Python: period, change and status."""

import tempfile
from calendar import monthrange
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import isnan
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.errors import NoDataError
from core.nodes import Level
from core.quarter import Quarter
from tests.draws import draws
from tests.metrics.agenda import Line, figures, put_lines
from tests.stored_rows import fresh, put, row

FIGURES = ("rullende",)
QUARTERS = [Quarter(2023, 1) + n for n in range(9)]
LIMITS = ("", "4", "3-6", "4-", "-4")


def days(periode: str) -> tuple[date, date]:
    year = int(periode[:4])
    if len(periode) == 4:
        return date(year, 1, 1), date(year, 12, 31)
    first_month, months = int(periode[5:]), 1
    if "K" in periode:
        first_month, months = int(periode[5:]) * 3 - 2, 3
    last = first_month + months - 1
    return date(year, first_month, 1), date(year, last, monthrange(year, last)[1])


periods = st.one_of(
    st.sampled_from(["2023", "2024"]),
    st.builds("{}K{}".format, st.integers(2023, 2024), st.integers(1, 4)),
    st.builds("{}-{:02}".format, st.integers(2023, 2024), st.integers(1, 12)),
)
deadlines = st.none() | st.dates(date(2023, 1, 1), date(2025, 6, 30))


@st.composite
def lists(draw: st.DrawFn) -> list[Line]:
    """Twenty nøgletal of the kommune, each with a few periods, with or without their values."""
    lines = []
    for number in range(20):
        target = draw(st.sampled_from(LIMITS))
        direction = draw(st.sampled_from(["op", "ned", None]))
        for periode in draw(st.lists(periods, min_size=1, max_size=5, unique_by=days)):
            value = draw(st.none() | st.integers(0, 8))
            lines.append(
                Line(
                    periode,
                    None if value is None else str(value),
                    noegletal=f"N{number:02}",
                    target=target,
                    retning=direction,
                    frist=draw(deadlines),
                )
            )
    return lines


@dataclass(frozen=True)
class Answer:
    periode: str
    value: Fraction | None
    change: Fraction | None
    status: str


def expected(lines: Sequence[Line], quarter: Quarter) -> dict[str, Answer]:
    by_name = defaultdict(list)
    for line in lines:
        by_name[line.noegletal].append(line)
    answers = {}
    for name, own in by_name.items():
        chosen = newest(own, quarter)
        if chosen:
            answers[name] = answer(chosen, own, quarter)
    return answers


def newest(own: Sequence[Line], quarter: Quarter) -> Line | None:
    begun = [one for one in own if days(one.periode)[0] <= quarter.period.last]
    if begun:
        latest = max(days(one.periode)[1] for one in begun)
        ending = [one for one in begun if days(one.periode)[1] == latest]
        return max(ending, key=lambda one: days(one.periode)[0])
    soon = [one for one in own if days(one.periode)[0] <= (quarter + 1).period.last]
    return min(
        soon,
        key=lambda one: (days(one.periode)[1], -days(one.periode)[0].toordinal()),
        default=None,
    )


def answer(chosen: Line, own: Sequence[Line], quarter: Quarter) -> Answer:
    value = None if chosen.vaerdi is None else Fraction(chosen.vaerdi)
    ends = days(chosen.periode)[1]
    earlier = [one for one in own if one.vaerdi is not None and days(one.periode)[1] < ends]
    before = {
        Fraction(one.vaerdi or 0)
        for one in earlier
        if days(one.periode)[1] == max(days(other.periode)[1] for other in earlier)
    }
    change = value - before.pop() if value is not None and len(before) == 1 else None
    return Answer(chosen.periode, value, change, status(chosen, value, quarter))


def status(line: Line, value: Fraction | None, quarter: Quarter) -> str:
    if value is None:
        return "mangler"
    if not line.target:
        return "intet mål"
    low, dash, high = line.target.partition("-")
    least, most = (Fraction(text) if text else None for text in (low, high if dash else low))
    if line.retning == "op" and least is not None:
        most = None
    if line.retning == "ned" and most is not None:
        least = None
    if (least is None or value >= least) and (most is None or value <= most):
        return "opfyldt"
    first, last = days(line.periode)
    is_short = (last - first).days < 31
    known = last if is_short else max(first, min(last, quarter.period.last))
    return "i gang" if line.frist and line.frist > known else "ikke opfyldt"


@given(lists())
@draws(8)
def test_any_list_gives_what_the_second_way_of_computing_gives(lines: list[Line]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = fresh(Path(folder))
        put(store, [row(str(quarter)) for quarter in QUARTERS])
        put_lines(store, *lines)
        for quarter in QUARTERS:
            _require_equal(store, lines, quarter)
        store.close()


def _require_equal(store: object, lines: list[Line], quarter: Quarter) -> None:
    wanted = expected(lines, quarter)
    try:
        found = figures(store, str(quarter), Level.KOMMUNE).set_index("noegletal")  # type: ignore[arg-type]
    except NoDataError:
        assert not wanted
        return
    assert set(found.index) == set(wanted)
    for name, one in wanted.items():
        shown = found.loc[name]
        assert shown["period"] == one.periode
        assert shown["status"] == one.status
        assert _figure(shown["value"]) == one.value
        if not _ties(lines, name):
            assert _figure(shown["change"]) == one.change


def _figure(value: Any) -> Fraction | None:
    return None if isnan(value) else Fraction(value)


def _ties(lines: Sequence[Line], name: str) -> bool:
    """Whether two periods of a nøgletal end on one day: which of them came before is no matter."""
    ends = [days(one.periode)[1] for one in lines if one.noegletal == name]
    return len(set(ends)) < len(ends)
