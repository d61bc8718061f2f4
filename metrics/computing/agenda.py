"""The agenda's other nøgletal computed; those about few people are masked, period by period."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isnan
from typing import Any

import pandas as pd

from core.edition import Edition
from core.nodes import Level, NodeKey
from metrics import masks
from metrics.computing.inputs import FigureInputs, run_sql
from store.connection import Cursor
from store.opgoerelser import read_shown_agenda

_FIGURE = ["noegletal", "periode"]
_REST = "rest:"
_MANY = float("inf")  # the kommune as a whole is nobody's small group
_SOMEBODY = 1  # also a figure about nobody tells something of its place
_SEEN_WITH = 3  # one or two who are counted, or are not, are known to those who work there


@dataclass(frozen=True)
class _PeopleFigure:
    """A figure about people: its node and those above, how many it is about, how many it counts.

    `people` are all that are there, NaN where that is not known; `remainder` are those that it does
    not count, NaN where that is not known. One that only `counts` is divided by nothing. `leader`
    is who leads the place, "" where nobody is told of.
    """

    node: str
    level: str
    above: tuple[str, ...]
    basis: float
    amount: float
    people: float
    remainder: float
    counts: bool
    leader: str

    def is_small(self, smallest_group: float) -> bool:
        """Whether the figure tells of so few that it may not be seen."""
        is_of_kommune = self.level == Level.KOMMUNE
        few = self.people < smallest_group or (self.basis < smallest_group and not is_of_kommune)
        few |= self.counts and 0 < self.amount < smallest_group and not is_of_kommune
        return few or any(0 < count < _SEEN_WITH for count in (self.amount, self.remainder))


def write_agenda(cursor: Cursor, inputs: FigureInputs) -> None:
    """Write the figures of HR's own list; see `agenda.sql`. Needs the ground of `compute`."""
    run_sql(cursor, "agenda_rows", inputs)
    people = cursor.execute("SELECT * FROM agenda_people ORDER BY noegletal, periode, node").df()
    sent = {
        edition: read_shown_agenda(cursor, edition) for edition in inputs.edition.broader_editions
    }
    cursor.register("agenda_masks", plan_agenda_masks(people, inputs, sent))
    run_sql(cursor, "agenda", inputs)
    cursor.unregister("agenda_masks")


def plan_agenda_masks(
    people: pd.DataFrame, inputs: FigureInputs, sent: Mapping[Edition, pd.DataFrame]
) -> pd.DataFrame:
    """Return the figures that may not be seen: `noegletal, periode, node`.

    `people` has a row a figure about people: see `agenda_people`. One is masked where there are few
    people, where it is about few or counts few, and where one or two are counted or not, and so is
    what it could be had from by subtraction. What was hidden in what was `sent` in an edition stays
    so.
    """
    masked_figures = [
        (*figure, node)
        for figure, rows in people.groupby(_FIGURE, sort=True)
        for node in _plan_figure_masks(
            [_make_people_figure(line) for line in rows.itertuples()],
            inputs,
            {
                edition: frame[(frame[_FIGURE] == [*figure]).all(axis="columns")]
                for edition, frame in sent.items()
            },
        )
    ]
    return pd.DataFrame(masked_figures, columns=[*_FIGURE, "node"], dtype="str")


def _plan_figure_masks(
    figures: Sequence[_PeopleFigure], inputs: FigureInputs, sent: Mapping[Edition, pd.DataFrame]
) -> Iterable[str]:
    cells = _make_mask_cells(figures)
    hidden = cells[cells["key"].str.startswith(_REST)]
    for edition in inputs.edition.broader_editions:
        limits = masks.MaskLimits.from_settings(inputs.settings, edition)
        group = limits.smallest_group
        small = {figure.node for figure in figures if figure.is_small(group)} | inputs.erased
        sent_figures = sent[edition].assign(key=sent[edition]["node"], q=0)
        was_shown = ~sent_figures["hidden"].astype(bool)
        hidden = masks.plan_masks(
            cells.assign(sensitive=cells["key"].isin(small)),
            limits=replace(limits, is_printed=False, smallest_pool=group),
            already=pd.concat([hidden, sent_figures[~was_shown]]),
            sent=sent_figures[was_shown],
        )
    return (key for key in hidden["key"] if not key.startswith(_REST))


def _make_people_figure(line: Any) -> _PeopleFigure:  # noqa: ANN401 - a line of a frame
    return _PeopleFigure(
        line.node,
        line.level,
        tuple(line.above),
        line.basis,
        line.amount,
        line.people,
        line.remainder,
        bool(line.counts),
        line.leader if isinstance(line.leader, str) else "",
    )


def _make_mask_cells(figures: Sequence[_PeopleFigure]) -> pd.DataFrame:
    """Make a tree of the figures of one nøgletal and period, as masks are laid on.

    A figure with none below it is a leaf. What a figure holds beyond those below it is a leaf too,
    that nobody is shown.
    """
    nodes = {figure.node for figure in figures}
    parents = {
        figure.node: next((node for node in figure.above if node in nodes), "")
        for figure in figures
    }
    cells = []
    for figure in figures:
        below = [lower for lower in figures if parents[lower.node] == figure.node]
        is_leaf = not below and figure.level != "kommune"
        cells.append(
            _make_mask_cell(figure, figure.above, level="enhed" if is_leaf else figure.level)
        )
        if below:
            remainder = replace(
                figure,
                node=f"{_REST}{figure.node}",
                basis=figure.basis - sum(lower.basis for lower in below),
                amount=figure.amount - sum(lower.amount for lower in below),
                remainder=figure.remainder - sum(lower.remainder for lower in below),
                leader="",
            )
            if (
                min(remainder.basis, remainder.amount) >= 0
                and max(remainder.basis, remainder.amount) > 0
            ):
                cells.append(
                    _make_mask_cell(remainder, (figure.node, *figure.above), level="enhed")
                )
    return pd.DataFrame(cells)


def _make_mask_cell(figure: _PeopleFigure, path: Sequence[str], *, level: str) -> dict[str, object]:
    """One cell; `path` are the nodes that it stands below, the nearest first."""
    omraade = next((node for node in path if NodeKey.parse(node).level is Level.OMRAADE), "")
    return {
        "key": figure.node,
        "level": level,
        "parent": path[0] if path else "",
        "grandparent": omraade,
        "q": 0,
        "employees": _MANY if level == "kommune" else max(figure.basis, _SOMEBODY),
        "dagsvaerk": figure.amount,
        "dagsvaerk_hele": figure.amount if isnan(figure.remainder) else figure.remainder,
        "leader": figure.leader or figure.node,
    }
