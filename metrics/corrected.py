"""Where the data now give another figure for an opgørelse than the one that was sent."""

from collections.abc import Callable, Hashable, Mapping
from typing import NamedTuple

import pandas as pd

from core import danish
from core.quarter import Quarter
from metrics.declaration import Measure, Noegletal
from metrics.words import known

_LATE = "ved efterregistrering"
_OTHERWISE = "efter ændringer i organisationen eller opgørelsesmåden"


class _Compared(NamedTuple):
    """A measure, and its columns as it was sent and as the data have it now."""

    measure: str
    then: str
    now: str


_BEFORE = (
    _Compared("value", "previous", "previous_now"),
    _Compared("short", "previous_short", "previous_short_now"),
    _Compared("long", "previous_long", "previous_long_now"),
    _Compared("long_share", "previous_long_share", "previous_long_share_now"),
)
_YEAR_AGO = (_Compared("value", "year_ago", "year_ago_now"),)


def said(
    frame: pd.DataFrame,
    noegletal: Noegletal,
    *,
    quarter: Quarter,
    late: Callable[[Quarter], bool],
) -> pd.DataFrame:
    """Keep what the data now say only where it shows, and say it in the column `corrected`.

    `late` tells whether data behind an opgørelse came after it was sent.
    """
    told = frame.assign(corrected="")
    for of, compared in ((quarter - 1, _BEFORE), (quarter - 4, _YEAR_AGO)):
        if frame[[one.now for one in compared]].notna().to_numpy().any():
            begun = f"Opgørelsen for {of.label} er {_LATE if late(of) else _OTHERWISE} ændret"
            _tell(told, noegletal, compared, begun)
    return told


def _tell(
    frame: pd.DataFrame, noegletal: Noegletal, compared: tuple[_Compared, ...], begun: str
) -> None:
    rows = frame.to_dict("records")
    moves = [_moves(row, noegletal, compared) for row in rows]
    frame["corrected"] = [
        f"{row['corrected']} {_sentence(begun, moved)}".strip()
        for row, moved in zip(rows, moves, strict=True)
    ]
    for one in compared:
        frame.loc[[one.measure not in moved for moved in moves], one.now] = float("nan")


def _moves(
    row: Mapping[Hashable, object], noegletal: Noegletal, compared: tuple[_Compared, ...]
) -> dict[str, str]:
    """What differs as it is shown, by measure: "langtidsandel fra 42 % til 43 %"."""
    found = {}
    for one in compared:
        measure = noegletal.measure(one.measure)
        if not (known(row[one.then]) and known(row[one.now])):
            continue
        then, now = (_written(measure, row[column]) for column in (one.then, one.now))
        if then != now:
            named = "" if one.measure == "value" else f"{measure.label.lower()} "
            found[one.measure] = f"{named}fra {then} til {now}"
    return found


def _sentence(begun: str, moved: Mapping[str, str]) -> str:
    if not moved:
        return ""
    within = "" if "value" in moved else "i "
    sent = "det udsendte tal" if len(moved) == 1 else "de udsendte tal"
    return f"{begun} {within}{danish.listed([*moved.values()])}; her sammenlignes med {sent}."


def _written(measure: Measure, value: object) -> str:
    return measure.text(float(str(value)))
