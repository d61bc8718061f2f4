"""What drove a change worked out a second way: plain Python and exact fractions, no SQL.

No enhed is hidden here, there are no lists with dates, and the data of each quarter are whole.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from core.quarter import Quarter
from data_loaders.report import UnitQuarter

Sums = tuple[Fraction, Fraction]  # days and people


def parts(
    rows: Sequence[UnitQuarter], earlier: Quarter, later: Quarter, *, quarters: int = 4
) -> dict[str, Fraction]:
    """The change and its four parts, of all the enheder in the rows."""
    windows = [[one - back for back in range(quarters)] for one in (earlier, later)]
    whole = [_sums(rows, window) for window in windows]
    usual = (_rate(whole[0], quarters) + _rate(whole[1], quarters)) / 2
    found = {"value": _rate(whole[1], quarters) - _rate(whole[0], quarters)} | dict.fromkeys(
        ("within", "mix", "closed", "new"), Fraction(0)
    )
    for enhed in {row.enhed for row in rows}:
        own = [row for row in rows if row.enhed == enhed]
        sums = [_sums(own, window) for window in windows]
        share = [one[1] / all_[1] for one, all_ in zip(sums, whole, strict=True)]
        per_member = [
            Fraction(quarters) * one[0] / all_[1] for one, all_ in zip(sums, whole, strict=True)
        ]
        effect = per_member[1] - share[1] * usual - per_member[0] + share[0] * usual
        lived = {row.quarter for row in own}
        if later not in lived:
            found["closed"] += effect
        elif not set(windows[0] + windows[1]) <= lived | _after(lived, windows):
            found["new"] += effect
        else:
            rate = [_rate(one, quarters) for one in sums]
            found["within"] += (rate[1] - rate[0]) * (share[0] + share[1]) / 2
            found["mix"] += (share[1] - share[0]) * ((rate[0] + rate[1]) / 2 - usual)
    return found


def contribution(
    part: Sequence[UnitQuarter],
    whole: Sequence[UnitQuarter],
    windows: tuple[Quarter, Quarter],
    *,
    quarters: int,
) -> Fraction:
    """What some enheder together moved the rate of all by."""
    before, after = (
        [_sums(rows, [end - back for back in range(quarters)]) for rows in (part, whole)]
        for end in windows
    )
    ((days0, people0), all0), ((days1, people1), all1) = before, after
    usual = (_rate(all0, quarters) + _rate(all1, quarters)) / 2
    grown = people1 / all1[1] - people0 / all0[1]
    return Fraction(quarters) * (days1 / all1[1] - days0 / all0[1]) - grown * usual


def _after(lived: Iterable[Quarter], windows: list[list[Quarter]]) -> set[Quarter]:
    """The quarters between the first that an enhed lived and the end: it is there in them."""
    return {quarter for window in windows for quarter in window if quarter >= min(lived)}


def _sums(rows: Iterable[UnitQuarter], window: list[Quarter]) -> Sums:
    inside = [row for row in rows if row.quarter in window]
    days = sum((Fraction(row.dagsvaerk or 0) for row in inside), Fraction(0))
    return days, sum((Fraction(row.medarbejdere or 0) for row in inside), Fraction(0))


def _rate(sums: Sums, quarters: int) -> Fraction:
    return Fraction(quarters) * sums[0] / sums[1]
