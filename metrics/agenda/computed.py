"""The agenda's other nøgletal computed; those about few people are masked, period by period."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from core.edition import Edition
from core.nodes import Level, NodeKey
from metrics import masks
from metrics.cells import Row
from metrics.given import Given, run
from store.database import Cursor
from store.opgoerelser import read_sent_agenda

_FIGURE = ["noegletal", "periode"]
_REST = "rest:"
_MANY = float("inf")  # the kommune as a whole is nobody's small group


def write(cursor: Cursor, given: Given) -> None:
    """Write the figures of HR's own list; see `agenda.sql`. Needs the ground of `compute`."""
    run(cursor, "agenda_rows", given)
    people = cursor.execute("SELECT * FROM agenda_people ORDER BY noegletal, periode, node").df()
    sent = {
        edition: read_sent_agenda(cursor, edition) for edition in given.edition.broader_editions
    }
    cursor.register("agenda_masks", hidden(people, given, sent))
    run(cursor, "agenda", given)
    cursor.unregister("agenda_masks")


def hidden(
    people: pd.DataFrame, given: Given, sent: Mapping[Edition, pd.DataFrame]
) -> pd.DataFrame:
    """Return the figures that may not be seen: `noegletal, periode, node`.

    `people` has a row a figure about people: also `level`, the nodes `above` it, `basis` (how many
    people it is about) and `amount` (how many of them it counts). One below the smallest group is
    masked, and so is what it could be had from by subtraction. What was hidden in what was `sent`
    in an edition stays so: see `agenda_sent`.
    """
    found = [
        (*figure, node)
        for figure, rows in people.groupby(_FIGURE, sort=True)
        for node in _unseen(
            _cells(rows.to_dict("records")),
            given,
            {
                edition: frame[(frame[_FIGURE] == [*figure]).all(axis="columns")]
                for edition, frame in sent.items()
            },
        )
    ]
    return pd.DataFrame(found, columns=[*_FIGURE, "node"], dtype="str")


def _unseen(
    cells: pd.DataFrame, given: Given, sent: Mapping[Edition, pd.DataFrame]
) -> Iterable[str]:
    hidden = cells[cells["key"].str.startswith(_REST)]
    for edition in given.edition.broader_editions:
        group = masks.Limits.of(given.settings, edition).smallest_group
        told = sent[edition].assign(key=sent[edition]["node"], q=0)
        seen = ~told["hidden"].astype(bool)
        hidden = masks.plan(
            cells,
            limits=masks.Limits(group),
            already=pd.concat([hidden, told[~seen]]),
            sent=told[seen],
        )
    return (key for key in hidden["key"] if not key.startswith(_REST))


def _cells(rows: Sequence[Row]) -> pd.DataFrame:
    """Make a tree of the figures of one nøgletal and period, as masks are laid on.

    A figure with none below it is a leaf. What a figure holds beyond those below it is a leaf too,
    that nobody is shown.
    """
    keys = {row["node"] for row in rows}
    own = {row["node"]: next((key for key in row["above"] if key in keys), "") for row in rows}
    cells = []
    for row in rows:
        node, below = row["node"], [each for each in rows if own[each["node"]] == row["node"]]
        is_leaf = not below and row["level"] != "kommune"
        cells.append(_cell(row, row["node"], level="enhed" if is_leaf else row["level"]))
        if below:
            basis, amount = (
                row[name] - sum(each[name] for each in below) for name in ("basis", "amount")
            )
            if min(basis, amount) >= 0 and max(basis, amount) > 0:
                rest: Row = {"node": node, "above": row["above"], "basis": basis, "amount": amount}
                cells.append(_cell(rest, f"{_REST}{node}", level="enhed"))
    return pd.DataFrame(cells)


def _cell(row: Row, key: str, *, level: str) -> dict[str, object]:
    """One cell; a rest stands below the node that it is the rest of."""
    path = [row["node"], *row["above"]] if key.startswith(_REST) else [*row["above"]]
    omraade = next((key for key in path if NodeKey.parse(key).level is Level.OMRAADE), "")
    return {
        "key": key,
        "level": level,
        "parent": path[0] if path else "",
        "grandparent": omraade,
        "q": 0,
        "employees": _MANY if level == "kommune" else row["basis"],
        "dagsvaerk": row["amount"],
    }
