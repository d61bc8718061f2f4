"""The charts and tables that HR chose on the pages for a bilag of their own, in order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bilag import findings
from bilag.afdelinger import draw_figur_1
from bilag.cover import name_measure
from bilag.model import Bilag, ChartSection, Section
from bilag.sag import Sag
from bilag.target_cells import NONE
from charts import afdelinger, agenda, enheder, omraader, vandfald
from charts import langtidsfriske as friske_chart
from charts import maaltal as target_chart
from charts.images import Size
from core.errors import NoDataError, UsageError
from core.nodes import Level, NodeKey
from core.quarter import Quarter
from metrics import maaltal, rullende
from metrics.forklaring import ROLLING, read_node_changes
from metrics.langtidsfriske import read_langtidsfriske
from metrics.result import AgendaResult
from phrases.agenda_lines import AgendaStanding
from phrases.change_tables import make_part_table
from phrases.figure_tables import (
    make_friske_table,
    make_node_table,
    make_period_table,
    make_place_table,
)
from phrases.forklaring import write_change_title
from store.figures import Reader

_SIZE = Size(620)
_NODES = ("employees", "value", "previous", "change", "short", "long", "long_share")
_TARGETS = ("value", "target", "distance", "reported", "units")


@dataclass(frozen=True)
class ChosenPart:
    """A chart with its table, by its kind and by what it is of: a node's key, or a nøgletal."""

    kind: str
    of: str = ""

    @classmethod
    def parse(cls, text: str) -> "ChosenPart":
        """Read a part as it is kept, "enheder|afdeling:Miljø"; UsageError for an unknown kind."""
        kind, _, of = text.partition("|")
        if kind not in _MAKERS:
            raise UsageError(f"»{text}« er ikke en figur, der kan være i et bilag.")
        return cls(kind, of)

    def __str__(self) -> str:
        return f"{self.kind}|{self.of}" if self.of else self.kind

    @property
    def label(self) -> str:
        """What it is called in the list of what was chosen."""
        of = self.of if self.kind == "noegletal" or not self.of else NodeKey.parse(self.of).name
        return f"{_LABELS[self.kind]}{f': {of}' if of else ''}"

    @property
    def lowest_level(self) -> Level:
        """The lowest level that it has figures of."""
        return _LOWEST_LEVELS.get(self.kind, Level.AFDELING)


def make_bilag(reader: Reader, quarter: Quarter, sag: Sag, parts: Sequence[ChosenPart]) -> Bilag:
    """Return the bilag of some parts, in their order.

    Raises NoDataError where there are none, or the data have nothing for one of them.
    """
    if not parts:
        raise NoDataError(
            "Der er ikke valgt nogen figurer endnu. Tryk »Føj til bilag« ved en figur på siderne."
        )
    kommune = rullende.read_rullende(reader, quarter=quarter, level=Level.KOMMUNE)
    sections = [section for part in parts for section in make_sections(reader, quarter, part)]
    return findings.make_selection(kommune, sections, sag)


def make_sections(reader: Reader, quarter: Quarter, part: ChosenPart) -> list[Section]:
    """Return the chart of a part and its table; raises NoDataError where the data have none."""
    sections = list(_MAKERS[part.kind](reader, quarter, part.of))
    if not sections:
        raise NoDataError(f"Der er ingen tal til »{part.label}« i opgørelsen for {quarter.label}.")
    return sections


def _make_figur_1(reader: Reader, quarter: Quarter, _: str) -> Iterator[Section]:
    series = rullende.read_udvikling(reader, quarter=quarter, level=Level.KOMMUNE)
    targets = maaltal.read_if_any(reader, quarter=quarter, level=Level.KOMMUNE)
    for section in draw_figur_1(series, {Level.KOMMUNE: targets} if targets else NONE):
        yield section
        if section.table:
            yield section.table


def _make_omraader(reader: Reader, quarter: Quarter, _: str) -> Iterator[Section]:
    for result in rullende.read_parts(reader, quarter=quarter):
        table = make_node_table(result, _NODES, caption=f"{result.level.plural.capitalize()}ne")
        yield ChartSection(omraader.draw_chart(result), name_measure(result), _SIZE, table)
        yield table


def _make_afdelinger(reader: Reader, quarter: Quarter, selected: str) -> Iterator[Section]:
    series = rullende.read_udvikling(reader, quarter=quarter, level=Level.AFDELING)
    result = rullende.read_rullende(reader, quarter=quarter, level=Level.AFDELING)
    table = make_node_table(result, _NODES, caption="Afdelingerne")
    chart = afdelinger.draw_chart(series, selected=selected)
    yield ChartSection(chart, name_measure(result), _SIZE, table)
    yield table


def _make_enheder(reader: Reader, quarter: Quarter, afdeling: str) -> Iterator[Section]:
    result = rullende.read_rullende(reader, quarter=quarter, level=Level.ENHED)
    units = replace(result, rows=tuple(row for row in result.rows if row.parent == afdeling))
    if units.rows:
        caption = f"Enhederne i {NodeKey.parse(afdeling).name}"
        table = make_node_table(units, _NODES, caption=caption)
        chart = enheder.draw_chart(units, afdeling=afdeling)
        yield ChartSection(chart, name_measure(units), _SIZE, table)
        yield table


def _make_langtidsfriske(reader: Reader, quarter: Quarter, _: str) -> Iterator[Section]:
    result = read_langtidsfriske(reader, quarter=quarter, level=Level.AFDELING)
    table = make_friske_table(result)
    chart = friske_chart.draw_chart(result)
    yield ChartSection(chart, "andel af medarbejderne", _SIZE, table, bars=("value",))
    yield table


def _make_maaltal(reader: Reader, quarter: Quarter, _: str) -> Iterator[Section]:
    result = maaltal.read_maaltal(reader, quarter=quarter, level=Level.AFDELING)
    table = make_node_table(result, _TARGETS, caption="Afdelingerne og deres måltal")
    chart = target_chart.draw_chart(result)
    measure = name_measure(result)
    yield ChartSection(chart, measure, _SIZE, table, bars=("value",), marks=("target",))
    yield table


def _make_forklaring(reader: Reader, quarter: Quarter, key: str) -> Iterator[Section]:
    level = NodeKey.parse(key).level
    result = read_node_changes(reader, ROLLING, quarter=quarter, level=level, against=quarter - 1)
    for node in result.rows:
        if node.key == key and node.value is not None:
            title = write_change_title(result, node)
            chart = vandfald.draw_chart(result, node, title=title)
            yield ChartSection(chart, name_measure(result), _SIZE)
            yield make_part_table(result, node)


def _make_agenda(reader: Reader, quarter: Quarter, noegletal: str) -> Iterator[Section]:
    standing = AgendaStanding.read(reader, quarter)
    for result in _select_noegletal(standing.by_place, noegletal):
        table = make_place_table(result)
        chart = agenda.draw_places(result)
        yield ChartSection(chart, table.caption, _SIZE, table, bars=("value",), marks=("target",))
        yield table
    for result in _select_noegletal(standing.over_time, noegletal):
        table = make_period_table(result)
        chart = agenda.draw_periods(result)
        yield ChartSection(chart, table.caption, _SIZE, table, bars=("value",), lines=("target",))
        yield table


def _select_noegletal(results: Sequence[AgendaResult], noegletal: str) -> list[AgendaResult]:
    return [result for result in results if result.rows[0].noegletal == noegletal]


_MAKERS: dict[str, Callable[[Reader, Quarter, str], Iterator[Section]]] = {
    "figur-1": _make_figur_1,
    "omraader": _make_omraader,
    "afdelinger": _make_afdelinger,
    "enheder": _make_enheder,
    "langtidsfriske": _make_langtidsfriske,
    "maaltal": _make_maaltal,
    "forklaring": _make_forklaring,
    "noegletal": _make_agenda,
}
_LABELS = {
    "figur-1": "Figur 1",
    "omraader": "Områderne",
    "afdelinger": "Afdelingerne",
    "enheder": "Enhederne",
    "langtidsfriske": "Langtidsfriske",
    "maaltal": "Måltal",
    "forklaring": "Hvad ligger bag udviklingen",
    "noegletal": "Øvrige nøgletal",
}
_LOWEST_LEVELS = {
    "figur-1": Level.KOMMUNE,
    "omraader": Level.OMRAADE,
    "enheder": Level.ENHED,
    "forklaring": Level.KOMMUNE,
}
