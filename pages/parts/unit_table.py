"""A table with a row for each enhed: its way from the figure before to this one, and figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from typing import Self
from urllib.parse import quote

import streamlit as st

from charts import chart_lines
from charts.enheder import make_way_scale
from charts.palette import Palette, choose_palette
from charts.way_svg import WayScale, draw_axis, draw_way
from core import danish
from core.errors import NoDataError
from core.nodes import Level
from core.quarter import Quarter
from metrics import maaltal, rullende
from metrics.result import MaaltalResult, RullendeResult
from metrics.rows import MaaltalRow, RullendeRow, index_by_key
from pages.parts import frame
from pages.parts.addresses import write_address
from pages.parts.figure_cells import list_heads, write_figure_cells, write_figure_heads
from phrases.cell_text import write_cell
from store.figures import Reader

_COLUMNS = ("value", "change", "target", "distance")
_EDGE = 3  # percent of the axis, where there is no room for a number
_WITHOUT_AFDELING = "Uden afdeling"


@dataclass(frozen=True)
class LevelFigures:
    """The `rullende` of a level at an opgørelse, and its targets, None where there are none."""

    rullende: RullendeResult
    maaltal: MaaltalResult | None

    @classmethod
    def read(cls, reader: Reader, quarter: Quarter, level: Level) -> Self:
        """Read the figures of a level; raises NoDataError where it has none."""
        return cls(
            rullende.read_rullende(reader, quarter=quarter, level=level),
            maaltal.read_if_any(reader, quarter=quarter, level=level),
        )

    @classmethod
    def read_if_any(cls, reader: Reader, quarter: Quarter, level: Level) -> Self | None:
        """Read the figures of a level; None where it has none."""
        try:
            return cls.read(reader, quarter, level)
        except NoDataError:
            return None

    def select(self, rows: Iterable[RullendeRow]) -> Self:
        """Return the figures of some of the rows alone."""
        chosen = tuple(rows)
        keys = {row.key for row in chosen}
        targets = self.maaltal and replace(
            self.maaltal, rows=tuple(row for row in self.maaltal.rows if row.key in keys)
        )
        return replace(self, rullende=replace(self.rullende, rows=chosen), maaltal=targets)

    def find_target(self, key: str) -> MaaltalResult | None:
        """Return the targets with the row of a node alone, where it has one."""
        target = self._targets.get(key)
        return self.maaltal and replace(self.maaltal, rows=(target,) if target else ())

    @cached_property
    def _targets(self) -> Mapping[str, MaaltalRow]:
        return index_by_key(self.maaltal.rows) if self.maaltal else {}


@dataclass(frozen=True)
class _Look:
    """What all rows of a table share: columns with their heads, the axis, and the inks."""

    columns: Sequence[str]
    heads: Sequence[str]
    scale: WayScale
    inks: Palette


def show(
    units: LevelFigures,
    *,
    caption: str,
    afdelinger: LevelFigures | None = None,
    remarks: Mapping[str, str] | None = None,
) -> None:
    """Show a row for each enhed, in the organisation's order.

    With `afdelinger` each enhed stands under the row of its own. `remarks` are short texts below
    the names, by key.
    """
    st.html(write_html(units, caption=caption, afdelinger=afdelinger, remarks=remarks or {}))


def write_html(
    units: LevelFigures,
    *,
    caption: str,
    afdelinger: LevelFigures | None,
    remarks: Mapping[str, str],
    dark: bool | None = None,
) -> str:
    """Write the table as HTML."""
    result, targets = units.rullende, units.maaltal
    columns = chart_lines.choose_columns(targets, _COLUMNS)
    look = _Look(
        columns,
        list_heads(targets, columns),
        make_way_scale(result, targets),
        choose_palette(dark=frame.is_dark() if dark is None else dark),
    )
    axis = f"data:image/svg+xml,{quote(draw_axis(look.scale, look.inks))}"
    body = "".join(
        (_write_head_row(afdelinger, afdeling, look) if afdelinger else "")
        + "".join(_write_row(units, row, look, remark=remarks.get(row.key, "")) for row in rows)
        for afdeling, rows in _group_rows(result, afdelinger)
    )
    return (
        f'<table class="linjer veje" style="--streger:url({axis})"><caption>{escape(caption)} '
        f"{_write_key(result, targets)}</caption><thead><tr>"
        f"{_write_heads(result, look)}</tr></thead><tbody>{body}</tbody></table>"
    )


def _group_rows(
    units: RullendeResult, afdelinger: LevelFigures | None
) -> list[tuple[RullendeRow | None, list[RullendeRow]]]:
    """Return the enheder by afdeling, those of none last."""
    if afdelinger is None:
        return [(None, list(units.rows))]
    above = index_by_key(afdelinger.rullende.rows)
    groups: list[tuple[RullendeRow | None, list[RullendeRow]]] = [
        (afdeling, [row for row in units.rows if row.parent == key])
        for key, afdeling in above.items()
    ]
    groups.append((None, [row for row in units.rows if row.parent not in above]))
    return [(afdeling, rows) for afdeling, rows in groups if rows]


def _write_key(result: RullendeResult, targets: MaaltalResult | None) -> str:
    """Write what the dots and the tick stand for."""
    quarter = result.quarter
    entries = [("foer", (quarter - 1).short_label), ("nu", quarter.short_label)]
    if targets and targets.rows:
        entries.append(("maal", f"måltal {targets.rows[0].target_year}"))
    return "".join(f'<span class="{kind}">{escape(text)}</span>' for kind, text in entries)


def _write_heads(result: RullendeResult, look: _Look) -> str:
    employees = result.noegletal.measure("employees").label
    ticks = "".join(
        f'<i style="left:{look.scale.place(tick):.1f}%">{danish.format_number(tick, 0)}</i>'
        for tick in look.scale.ticks
        if _EDGE < look.scale.place(tick) < 100 - _EDGE
    )
    numbers = write_figure_heads(look.heads)
    return (
        f'<th scope="col">{result.level.label}</th><th scope="col" class="tal">{escape(employees)}'
        f'</th><th scope="col" class="skala"><span>{ticks}</span></th>{numbers}'
    )


def _write_head_row(afdelinger: LevelFigures, afdeling: RullendeRow | None, look: _Look) -> str:
    """Write the row of an afdeling above its enheder; its name leads to its own page."""
    if afdeling is None:
        empty = len(look.columns) + 2
        return (
            f'<tr class="afdeling"><th scope="row">{_WITHOUT_AFDELING}</th>'
            f'<td colspan="{empty}"></td></tr>'
        )
    address = escape(write_address("afdelinger", place=afdeling.key))
    name = f'<a class="vis" href="{address}">{escape(afdeling.name)}</a>'
    return f'<tr class="afdeling">{_write_cells(afdelinger, afdeling, look, name)}</tr>'


def _write_row(figures: LevelFigures, row: RullendeRow, look: _Look, *, remark: str) -> str:
    note = f"<small>{escape(remark)}</small>" if remark else ""
    return f"<tr>{_write_cells(figures, row, look, escape(row.name) + note)}</tr>"


def _write_cells(figures: LevelFigures, row: RullendeRow, look: _Look, name: str) -> str:
    """Write the cells of a row; on a narrow screen each has its head beside it."""
    result, targets = figures.rullende, figures.find_target(row.key)
    line = chart_lines.make_line(result, row, targets, look.columns)
    employees = result.noegletal.measure("employees").label
    count = "" if row.employees is None else write_cell(result, row, "employees")
    target = targets.rows[0].target if targets and targets.rows else None
    way = draw_way(row.previous, row.value, target, scale=look.scale, inks=look.inks)
    before = f"Forrige: {write_cell(result, row, 'previous')}"
    cells = write_figure_cells(line, look.heads)
    return (
        f'<th scope="row">{name}</th><td class="tal" data-label="{escape(employees)}">{count}</td>'
        f'<td class="skala"><img alt="{escape(before)}" src="data:image/svg+xml,{quote(way)}"></td>'
        f"{cells}"
    )
