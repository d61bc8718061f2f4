"""Groups before and after, in words: always with the caveat that it is no proof."""

from core import danish
from core.nodes import Level, NodeKey
from core.quarter import Quarter
from metrics.cells import Row
from metrics.grupper import NO_PROOF
from metrics.result import KpiResult
from metrics.words import known

_MOVES = {-1: "faldet med {size}", 0: "uændret", 1: "steget med {size}"}


def sentences(result: KpiResult) -> list[str]:
    """Say of each group how it and the rest have moved since the last opgørelse before it began."""
    rows = result.frame.to_dict("records")
    rests = {row["gruppe"]: row for row in rows if not is_group(row)}
    return [
        _sentence(result, row, rests[row["gruppe"]])
        for row in rows
        if is_group(row) and known(row["change"]) and known(rests[row["gruppe"]]["change"])
    ]


def is_group(row: Row) -> bool:
    """Whether a row is a group's own, and not that of the rest of the kommune beside it."""
    return str(row["key"]) == str(NodeKey(Level.GRUPPE, row["gruppe"]))


def _sentence(result: KpiResult, group: Row, rest: Row) -> str:
    before = Quarter.parse(str(group["before_quarter"])).label
    return (
        f"I gruppen {group['gruppe']} er sygefraværet siden opgørelsen for {before} "
        f"{_move(result, group)}; i resten af kommunen er det {_move(result, rest)}. {NO_PROOF}"
    )


def _move(result: KpiResult, row: Row) -> str:
    measure = result.noegletal.measure("value")
    size = danish.round_half_up(row["change"], measure.decimals)
    way = (size > 0) - (size < 0)
    said = danish.format_number(abs(size), measure.decimals)
    return _MOVES[way].format(size=f"{said} dagsværk {result.denominator.per}")
