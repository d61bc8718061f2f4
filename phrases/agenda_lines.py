"""How the agenda's other nøgletal stand at a quarter: all levels together, item by item."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from core import danish
from core.nodes import Level
from core.quarter import Quarter
from metrics import agenda
from metrics.result import AgendaResult, AgendaSeriesResult, KpiResult
from metrics.rows import AgendaRow
from phrases import agenda as phrases
from phrases.cell_text import write_cell, write_change
from phrases.periods import write_period
from store.figures import Reader

PLACES, PERIODS = 3, 2  # so many are told of by a chart
_TREND = 4
AgendaRowT = TypeVar("AgendaRowT", bound=AgendaRow)
_NO_SOURCE = "Uden kilde"

Line = Mapping[str, str]  # what is written of one figure, by the names in `write_lines`


@dataclass(frozen=True)
class AgendaStanding:
    """Each level's newest figures and its series, and who is wanting."""

    now: tuple[AgendaResult, ...]
    series: tuple[AgendaSeriesResult, ...]
    missing: tuple[agenda.MissingFigure, ...]

    @classmethod
    def read(cls, reader: Reader, quarter: Quarter) -> "AgendaStanding":
        """Read all levels at a quarter."""
        levels = agenda.find_levels(reader, quarter=quarter)
        return cls(
            tuple(agenda.read_noegletal(reader, quarter=quarter, level=level) for level in levels),
            tuple(
                agenda.read_noegletal_series(reader, quarter=quarter, level=level)
                for level in levels
            ),
            agenda.find_missing(reader, quarter=quarter),
        )

    def select_item(self, source: str) -> "AgendaStanding":
        """Return what is of one item of the agenda."""
        names = {name for name, item in self.sources.items() if item == source}
        return AgendaStanding(
            tuple(_select_noegletal(part, names) for part in self.now),
            tuple(_select_noegletal(part, names) for part in self.series),
            tuple(part for part in self.missing if part.noegletal in names),
        )

    @property
    def sources(self) -> dict[str, str]:
        """The item of the agenda that each nøgletal is from, in the order of the agenda."""
        rows = [row for result in self.now for row in result.rows]
        source_by_noegletal: dict[str, str] = {}
        for row in rows:
            source_by_noegletal.setdefault(row.noegletal, row.source or _NO_SOURCE)
        return dict(
            sorted(source_by_noegletal.items(), key=lambda pair: phrases.make_sort_key(pair[1]))
        )

    @property
    def meetings(self) -> dict[str, list[str]]:
        """The items of the agenda of each meeting, the newest meeting first."""
        items: dict[str, list[str]] = {}
        for source in dict.fromkeys(self.sources.values()):
            items.setdefault(phrases.find_meeting(source), []).append(source)
        newest_first = sorted(items, key=phrases.find_meeting_day, reverse=True)
        return {meeting: items[meeting] for meeting in newest_first}

    @property
    def about_people(self) -> tuple[str, ...]:
        """The nøgletal that count people, or what they did, in the order of the agenda."""
        names = {row.noegletal for result in self.now for row in result.rows if row.about_people}
        return tuple(name for name in self.sources if name in names)

    @property
    def by_place(self) -> list[AgendaResult]:
        """The figures of each nøgletal that several places of a level have."""
        results = []
        for name in self.sources:
            places = [_select_noegletal(result, {name}) for result in self.now]
            levels = {result.level for result in places if result.rows}
            results += [
                result
                for result in places
                if len(result.rows) >= PLACES
                # The afdelinger tell the same as the områder, and more.
                and not (result.level is Level.OMRAADE and Level.AFDELING in levels)
            ]
        return results

    @property
    def over_time(self) -> list[AgendaSeriesResult]:
        """The series of each nøgletal that one place of a level has several periods of."""
        results = []
        for name in self.sources:
            for now, series in zip(self.now, self.series, strict=True):
                places = {row.key for row in now.rows if row.noegletal == name}
                periods = replace(
                    series, rows=tuple(row for row in series.rows if row.key in places)
                )
                if len(places) == 1 and len(periods.rows) >= PERIODS:
                    results.append(periods)
        return results


def _select_noegletal(
    result: KpiResult[AgendaRowT], names: Collection[str]
) -> KpiResult[AgendaRowT]:
    """Return a result with the rows of some nøgletal alone."""
    return replace(result, rows=tuple(row for row in result.rows if row.noegletal in names))


def write_lines(standing: AgendaStanding) -> list[Line]:
    """Write a line a figure: the kommune's, and where it has none those of its places.

    Of many places it says only how they stand. A line has `name, value, target, status, direction,
    change, trend, period, deadline`; `fraction` ("93 af 95") and `outstanding`, how many of them
    are wanting; `note`, all that must be known of it, and `caveats`, what the others do not tell;
    `change_in_words` says of no change that it is "uændret".
    """
    return [line for line, _ in list_lines(standing)]


def list_lines(standing: AgendaStanding) -> list[tuple[Line, AgendaRow | None]]:
    """List what `write_lines` writes, each with the row that it is of; None where it is of many."""
    lines: list[tuple[Line, AgendaRow | None]] = []
    written_names: set[str] = set()
    for now, series in zip(standing.now, standing.series, strict=True):
        rows = [row for row in now.rows if row.noegletal not in written_names]
        names = Counter(row.noegletal for row in rows)
        few = [row for row in rows if names[row.noegletal] < PLACES]
        lines += [(_write_line(now, row, series), row) for row in few]
        lines += [
            (_write_summary(now, rows, name), None)
            for name, count in names.items()
            if count >= PLACES
        ]
        written_names |= names.keys()
    return lines


def write_figures(result: AgendaResult, row: AgendaRow) -> dict[str, str]:
    """Write what is told of one figure, whatever place and period it is of."""
    return {
        "value": write_cell(result, row, "value"),
        "target": _join_per_cent_signs(phrases.write_target(result, row)),
        "status": row.status,
        "change": write_cell(result, row, "change") if row.change is not None else "",
        "change_in_words": write_change(result, row) if row.change is not None else "",
        "note": phrases.write_agenda_note(row) if row.missing else phrases.write_remarks(row),
    }


def _write_line(result: AgendaResult, row: AgendaRow, series: AgendaSeriesResult) -> Line:
    periods = [period for period in series.rows if period.key == row.key][-_TREND:]
    trend = (
        " → ".join(write_cell(result, earlier, "value") for earlier in periods)
        if len(periods) > 1
        else ""
    )
    return write_figures(result, row) | {
        "name": str(row.name),
        "value": _write_value_with_unit(result, row),
        "direction": row.direction,
        "trend": _join_per_cent_signs(trend),
        "period": write_period(row.period),
        "deadline": _write_deadline(row.deadline),
        "fraction": phrases.write_fraction(row),
        "outstanding": danish.format_number(row.outstanding, 0) if row.outstanding else "",
        "caveats": phrases.write_agenda_note(row) if row.missing else phrases.write_caveats(row),
    }


def _write_summary(result: AgendaResult, rows: Sequence[AgendaRow], name: str) -> Line:
    """Say of many places only how they stand: a chart names them."""
    places = [row for row in rows if row.noegletal == name]
    empty = dict.fromkeys(
        ("change", "change_in_words", "trend", "fraction", "outstanding", "note", "caveats"), ""
    )
    return empty | {
        "name": name,
        "value": f"{danish.format_number(len(places), 0)} {result.level.plural}",
        "target": phrases.write_target(result, places[0]),
        "status": phrases.write_met_places(places, result.level),
        "direction": places[0].direction,
        "period": write_period(places[0].period),
        "deadline": _write_deadline(places[0].deadline),
    }


def _join_per_cent_signs(text: str) -> str:
    """Keep each figure on one line with its per cent sign."""
    return text.replace(" %", "\N{NO-BREAK SPACE}%")


def _write_value_with_unit(result: AgendaResult, row: AgendaRow) -> str:
    text, unit = write_cell(result, row, "value"), row.measure_unit
    return text if unit == "%" or row.value is None else f"{text} {unit}".strip()


def _write_deadline(deadline: date | None) -> str:
    return danish.format_date_short(deadline) if deadline else ""
