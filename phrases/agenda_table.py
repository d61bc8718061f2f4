"""The agenda's other nøgletal as rows of a table on a page: each figure against its target."""

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.agenda import MissingFigure
from metrics.rows import AgendaRow
from phrases import agenda as phrases
from phrases.agenda_lines import AgendaStanding, Line, list_lines

_MOST_NAMED = 2
_HALF = 0.5  # of a whole, from where a share is drawn as part of it


@dataclass(frozen=True)
class TargetBar:
    """A bar of a figure, with marks at the ends of its target: all from 0 to 1 of the cell."""

    length: float
    targets: tuple[float, ...]


@dataclass(frozen=True)
class AgendaTableRow:
    """A row of the table: texts, and the bar that is drawn of the figure and its target, if any."""

    name: str
    remark: str
    value: str
    target: str
    status: str
    change: str
    deadline: str
    lacking: str
    bar: TargetBar | None = None


def list_table_rows(standing: AgendaStanding) -> list[AgendaTableRow]:
    """List the rows of some items of the agenda, in its order."""
    return [_make_row(line, row, standing.missing) for line, row in list_lines(standing)]


def _make_row(
    line: Line, row: AgendaRow | None, missing: Sequence[MissingFigure]
) -> AgendaTableRow:
    name = row.noegletal if row else line["name"]
    places = [figure for figure in missing if figure.noegletal == name]
    lacking = phrases.write_missing_places(places, limit=_MOST_NAMED)
    if not lacking and line["outstanding"]:
        total = line["fraction"].rpartition(" ")[2]
        lacking = f"{line['outstanding']} af {total}"
    remark = f"{line['period']}. {line['caveats']}" if line["caveats"] else line["period"]
    return AgendaTableRow(
        line["name"], remark, line["value"], line["target"], line["status"],
        line["change_in_words"],
        line["deadline"], lacking, _make_bar(row) if row else None,
    )  # fmt: skip


def _make_bar(row: AgendaRow) -> TargetBar | None:
    """Make the bar of a figure that has a target; None where either is not there, or negative."""
    limits = {limit for limit in (row.target_from, row.target_to) if limit is not None}
    if row.value is None or not limits or min(row.value, *limits) < 0:
        return None
    highest = max(row.value, *limits)
    is_share = row.measure_unit == "%" and _HALF <= highest <= 1
    most = 1 if is_share else highest or 1
    return TargetBar(row.value / most, tuple(sorted(limit / most for limit in limits)))
