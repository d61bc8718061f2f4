"""Where the data now give another figure for an opgørelse than the one that was sent."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from core import danish
from core.quarter import Quarter
from metrics.cells import Row
from metrics.declaration import VARIES, Measure, Noegletal
from metrics.sent import BesideSent, Rests, behind, is_corrected, rolling
from metrics.words import known
from store.figures import Reader
from store.kinds import SICK_LEAVE

COMPARED = "her sammenlignes med"
SHOWN = "her vises"
_LATE = "ved efterregistrering"
_OTHERWISE = "efter ændringer i organisationen eller opgørelsesmåden"


class Compared(NamedTuple):
    """A measure, and its columns as it was sent and as the data have it now."""

    measure: str
    then: str
    now: str


def compared(column: str, *measures: str) -> tuple[Compared, ...]:
    """Name the columns of an earlier figure: "previous", "previous_short" and so on."""
    columns = {"value": column} | {name: f"{column}_{name}" for name in measures}
    return tuple(Compared(measure, name, f"{name}_now") for measure, name in columns.items())


class Since:
    """Tells how figures that were sent before an opgørelse came to be others now."""

    def __init__(self, reader: Reader, quarter: Quarter) -> None:
        self._reader = reader
        self._quarter = quarter
        self._known: dict[tuple[Quarter, Rests], str] = {}

    def begun(self, of: Quarter) -> str:
        """Begin the sentence on the rolling figure of an earlier opgørelse."""
        return f"Opgørelsen for {of.label} {self.changed(of, rolling(of))}"

    def changed(self, of: Quarter, rests: Rests) -> str:
        """Say how a figure that was sent has changed: by late data, or otherwise."""
        if (of, rests) not in self._known:
            late = is_corrected(self._reader, of, rests, later=self._quarter)
            self._known[of, rests] = f"er {_LATE if late else _OTHERWISE} ændret"
        return self._known[of, rests]

    def said(
        self, frame: pd.DataFrame, noegletal: Noegletal, column: str, *, of: Quarter, single: bool
    ) -> tuple[pd.DataFrame, BesideSent]:
        """Say where the figure of one earlier opgørelse is another now, and through which uploads.

        It is that of a `single` quarter, else the rolling one.
        """
        rests = Rests(SICK_LEAVE, (str(of),)) if single else rolling(of)
        called = "Tallet" if single else "Opgørelsen"
        told = said(
            frame,
            noegletal,
            compared(column),
            begun=lambda _: f"{called} for {of.label} {self.changed(of, rests)}",
        )
        changed = (told["corrected"] != "").any()
        earlier = behind(self._reader, self._quarter, {of: rests} if changed else {})
        return told, BesideSent(self._quarter, earlier=earlier)


def said(
    frame: pd.DataFrame,
    noegletal: Noegletal,
    columns: Sequence[Compared],
    *,
    begun: Callable[[Row], str],
    used: str = COMPARED,
) -> pd.DataFrame:
    """Keep what the data now say only where it shows, and say it in the column `corrected`.

    `begun` begins the sentence on a row ("" where it is said already), and `used` is what the
    figure as it was sent is used for.
    """
    if "corrected" not in frame:
        frame = frame.assign(corrected=pd.Series("", frame.index, dtype=object))
    if frame[[one.now for one in columns]].isna().to_numpy().all():
        return frame
    rows = frame.to_dict("records")
    moves = [_moves(row, noegletal, columns) for row in rows]
    told = [
        f"{row['corrected']} {_sentence(begun, row, moved, used)}".strip()
        for row, moved in zip(rows, moves, strict=True)
    ]
    frame = frame.assign(corrected=pd.Series(told, frame.index, dtype=object))
    for one in columns:
        frame.loc[[one.measure not in moved for moved in moves], one.now] = float("nan")
    return frame


def _moves(
    row: Mapping[Hashable, object], noegletal: Noegletal, columns: Sequence[Compared]
) -> dict[str, str]:
    """What differs as it is shown, by measure: "langtidsandel fra 42 % til 43 %"."""
    found = {}
    for one in columns:
        measure = noegletal.measure(one.measure)
        if not (known(row[one.then]) and known(row[one.now])):
            continue
        then, now = (_written(measure, row, row[column]) for column in (one.then, one.now))
        if then != now:
            named = "" if one.measure == "value" else f"{measure.label.lower()} "
            found[one.measure] = f"{named}fra {then} til {now}"
    return found


def _sentence(begun: Callable[[Row], str], row: Row, moved: Mapping[str, str], used: str) -> str:
    first = begun(row) if moved else ""
    if not first:
        return ""
    within = "" if "value" in moved else "i "
    sent = "det udsendte tal" if len(moved) == 1 else "de udsendte tal"
    return f"{first} {within}{danish.join_words([*moved.values()])}; {used} {sent}."


def _written(measure: Measure, row: Mapping[Hashable, object], value: object) -> str:
    number = float(str(value))
    if measure.unit == VARIES:
        measure = measure.counted_in(str(row["measure_unit"]), number)
    return measure.text(number)
