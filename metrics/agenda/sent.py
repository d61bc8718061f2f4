"""Earlier figures of the agenda as the opgørelse that was sent last before a quarter had them."""

from typing import Any

import pandas as pd

from core.nodes import Level
from core.quarter import Quarter
from metrics import corrected, figures
from metrics.cells import Row
from metrics.declaration import Noegletal
from metrics.periods import period_text
from metrics.sent import BesideSent, Rests, behind, kept, sent_before
from store.figures import Reader

_LISTS = ("noegletal",)
_PLACED = ("name", "parent")  # as they are now
_NAN = float("nan")


class Sent:
    """The figures of a level in the opgørelse that was sent last before a quarter.

    `now` and `series` declare the figures at a quarter, and those of all periods.
    """

    def __init__(
        self, reader: Reader, now: Noegletal, series: Noegletal, *, quarter: Quarter, level: Level
    ) -> None:
        self._reader = reader
        self._declared = now
        self._quarter = quarter
        self._of = max(sent_before(reader, quarter), default=None)
        self._since = corrected.Since(reader, quarter)
        self._rows = self._shown(series, level) if self._of else {}

    def _shown(self, series: Noegletal, level: Level) -> dict[tuple[str, str], Row]:
        """What was shown, by key and period: of each place up to its newest period then."""
        version = kept(self._reader, self._of) if self._of else ""
        at, periods = (
            figures.sent(self._reader, one, level=level, version=version).to_dict("records")
            for one in (self._declared, series)
        )
        newest = {row["key"]: row for row in at if row["quarter"] == str(self._of)}
        earlier = [
            row
            for row in periods
            if row["key"] in newest and row["until"] <= newest[row["key"]]["until"]
        ]
        return {
            (row["key"], row["period"]): row
            for row in (*earlier, *newest.values())
            if not row["missing"]
        }

    def compared(self, frame: pd.DataFrame) -> tuple[pd.DataFrame, BesideSent]:
        """Compare figures with those before as they were sent; `previous_now` is what they are now.

        What was hidden when it was sent is not compared with.
        """
        rows: list[dict[Any, Any]] = []
        for row in frame.to_dict("records"):
            before = self._rows.get((row["key"], row["previous_period"]))
            now = {"previous_now": row["previous"] if before else _NAN}
            rows.append(row | now | (_against(row, before) if before else {}))
        return self._said(frame, rows, column="previous", period="previous_period")

    def stood(self, frame: pd.DataFrame) -> tuple[pd.DataFrame, BesideSent]:
        """Give the periods before the newest of each place as they were sent.

        `value_now` is what they are now. The periods of a place come after each other.
        """
        newest = {row["key"]: row["until"] for row in frame.to_dict("records")}
        shown: dict[tuple[str, str], dict[Any, Any]] = {}
        for row in frame.to_dict("records"):
            cell = row["key"], row["period"]
            then = self._rows.get(cell) if row["until"] < newest[row["key"]] else None
            now = {"value_now": row["value"] if then else _NAN}
            placed = {name: row[name] for name in _PLACED}
            shown[cell] = {**row, **(then or {}), **placed, **now}
            if before := shown.get((row["key"], row["previous_period"])):
                shown[cell] |= _against(shown[cell], before)
        return self._said(frame, [*shown.values()], column="value", period="period")

    def _said(
        self, frame: pd.DataFrame, rows: list[dict[Any, Any]], *, column: str, period: str
    ) -> tuple[pd.DataFrame, BesideSent]:
        """Say where a figure is another one than was sent, and through which uploads."""
        made = pd.DataFrame(rows, columns=[*frame.columns, f"{column}_now"])

        def begun(row: Row) -> str:
            if self._of is None:
                return ""
            changed = self._since.changed(self._of, _rests(row, period))
            return f"Tallet for {period_text(row[period])} {changed}"

        told = corrected.said(
            made,
            self._declared,
            corrected.compared(column),
            begun=begun,
            used=corrected.SHOWN if column == "value" else corrected.COMPARED,
        )
        changed = told[told["corrected"] != ""].to_dict("records")
        periods = dict.fromkeys(one for row in changed for one in _rests(row, period).periods)
        rests = {self._of: Rests(_LISTS, tuple(periods))} if self._of and periods else {}
        return told, BesideSent(self._quarter, earlier=behind(self._reader, self._quarter, rests))


def _rests(row: Row, period: str) -> Rests:
    return Rests(_LISTS, (f"{row['noegletal']}|{row[period]}",))


def _against(row: Row, before: Row) -> dict[Any, Any]:
    """The comparison of a row with one before it, where they are counted in the same."""
    same = row["measure_unit"] == before["measure_unit"]
    previous = before["value"] if same else _NAN
    return {
        "previous": previous,
        "change": row["value"] - previous,
        "previous_masked": "ja" if before["masked"] else "",
    }
