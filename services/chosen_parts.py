"""What HR chose for a bilag of its own, in order: charts with their tables, and texts between."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import NamedTuple

from bilag import findings
from bilag import noegletal as agenda_bilag
from bilag.afdelinger import draw_figur_1
from bilag.cover import name_measure
from bilag.development import draw_development
from bilag.model import Bilag, ChartSection, Section, TextSection
from bilag.sag import Sag
from charts import afdelinger, enheder, omraader
from charts.afdelinger import AfdelingFigures
from charts.chart import Chart
from charts.images import Size
from core.errors import NoDataError, UsageError
from core.nodes import Level, NodeKey
from core.quarter import Quarter
from metrics import maaltal, rullende
from metrics.forklaring import ROLLING, read_contributions, read_node_changes
from metrics.langtidsfriske import read_langtidsfriske
from metrics.result import AnyResult, MaaltalResult, RullendeResult
from metrics.rows import index_by_key
from phrases.agenda_lines import AgendaStanding
from phrases.figure_tables import make_node_table
from phrases.text_tables import TextTable
from store.figures import Reader

_TEXT = "tekst"
_LONGEST_LABEL = 60
_SIZE = Size(620)
_MOST_LINES = 24  # of a chart on a page
_NODES = ("employees", "value", "previous", "change", "long_share")  # as a page that stands holds


class DrawnFigure(NamedTuple):
    """A chart, the table of its figures, and the result that they are from."""

    result: AnyResult
    chart: ChartSection
    table: TextTable


@dataclass(frozen=True)
class ChosenPart:
    """A chart with its table, by its kind and by what it is of: a node's key, or a nøgletal.

    Or a text that the author wrote, of that text: its heading, if any, on the first line.
    """

    kind: str
    of: str = ""

    @classmethod
    def parse(cls, text: str) -> "ChosenPart":
        """Read a part as it is kept, "enheder|afdeling:Miljø"; UsageError for an unknown kind."""
        kind, _, of = text.partition("|")
        if kind not in _LABELS:
            raise UsageError(f"»{text}« er ikke en figur, der kan være i et bilag.")
        return cls(kind, of)

    @classmethod
    def of_text(cls, heading: str, text: str) -> "ChosenPart":
        """Return an author's text as a part; UsageError where it is empty."""
        if not text.strip():
            raise UsageError("Der står ingen tekst i feltet. Skriv den, og føj den så til bilaget.")
        return cls(_TEXT, f"{' '.join(heading.split())}\n{text.strip()}")

    def __str__(self) -> str:
        return f"{self.kind}|{self.of}" if self.of else self.kind

    @property
    def label(self) -> str:
        """What it is called in the list of what was chosen."""
        if self.author_text:
            return f"{_LABELS[self.kind]}: {shorten(self.of, _LONGEST_LABEL, placeholder='…')}"
        of = self.of if self.kind == "noegletal" or not self.of else NodeKey.parse(self.of).name
        return f"{_LABELS[self.kind]}{f': {of}' if of else ''}"

    @property
    def author_text(self) -> str:
        """The text that its author wrote; "" where it is a chart."""
        return self.of if self.kind == _TEXT else ""

    @property
    def lowest_level(self) -> Level:
        """The lowest level that it has figures of."""
        if self.kind == "forklaring":  # of what the node is made of
            is_low = NodeKey.parse(self.of).level in {Level.AFDELING, Level.ENHED}
            return Level.ENHED if is_low else Level.AFDELING
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
    results: list[AnyResult] = []
    sections: list[Section] = []
    for part in parts:
        if part.author_text:
            sections.append(_make_text_section(part.author_text))
            continue
        for figure in draw_part(reader, quarter, part):
            results.append(figure.result)
            sections += [figure.chart, figure.table]
    return findings.make_selection(kommune, results, sections, sag)


def _make_text_section(text: str) -> TextSection:
    heading, *lines = text.splitlines()
    return TextSection(heading, tuple(line.strip() for line in lines if line.strip()))


def draw_part(reader: Reader, quarter: Quarter, part: ChosenPart) -> list[DrawnFigure]:
    """Return the charts of a part, mostly one; raises NoDataError where the data have none."""
    drawn = list(_DRAWERS[part.kind](reader, quarter, part.of))
    if not drawn:
        raise NoDataError(f"Der er ingen tal til »{part.label}« i opgørelsen for {quarter.label}.")
    return drawn


def _draw_figur_1(reader: Reader, quarter: Quarter, _: str) -> Iterator[DrawnFigure]:
    series = rullende.read_udvikling(reader, quarter=quarter, level=Level.KOMMUNE)
    targets = maaltal.read_if_any(reader, quarter=quarter, level=Level.KOMMUNE)
    for chart in draw_figur_1(series, targets):
        if chart.table:
            yield DrawnFigure(series, chart, chart.table)


def _draw_omraader(reader: Reader, quarter: Quarter, _: str) -> Iterator[DrawnFigure]:
    for result in rullende.read_parts(reader, quarter=quarter):
        caption = f"{result.level.plural.capitalize()}ne"
        yield _draw_nodes(result, omraader.draw_chart(result), caption=caption)


def _draw_afdelinger(reader: Reader, quarter: Quarter, selected: str) -> Iterator[DrawnFigure]:
    figures = AfdelingFigures.read(reader, quarter)
    chart = afdelinger.draw_chart(figures, selected=selected)
    result, targets = figures.rullende, figures.maaltal
    yield _draw_nodes(result, chart, caption="Afdelingerne", targets=targets)


def _draw_development(reader: Reader, quarter: Quarter, afdeling: str) -> Iterator[DrawnFigure]:
    series = rullende.read_udvikling(reader, quarter=quarter, level=Level.AFDELING)
    rows = series.select_node(afdeling).rows
    if any(row.value is not None for row in rows):
        section = draw_development(
            series,
            afdeling,
            maaltal=maaltal.read_if_any(reader, quarter=quarter, level=Level.AFDELING),
            kommune=rullende.read_udvikling(reader, quarter=quarter, level=Level.KOMMUNE),
            caption=f"De seneste opgørelser for {rows[-1].name}",
        )
        if section.table:
            yield DrawnFigure(series.select_node(afdeling), section, section.table)


def _draw_enheder(reader: Reader, quarter: Quarter, afdeling: str) -> Iterator[DrawnFigure]:
    result = rullende.read_rullende(reader, quarter=quarter, level=Level.ENHED)
    targets = maaltal.read_if_any(reader, quarter=quarter, level=Level.ENHED)
    name = NodeKey.parse(afdeling).name
    for units, chart in enheder.draw_parts(
        result, afdeling=afdeling, maaltal=targets, lines=_MOST_LINES
    ):
        if units.rows:
            yield _draw_nodes(units, chart, caption=f"Enhederne i {name}", targets=targets)


def _draw_nodes(
    result: RullendeResult, chart: Chart, *, caption: str, targets: MaaltalResult | None = None
) -> DrawnFigure:
    table = make_node_table(result, _NODES, caption=caption, maaltal=targets, is_file=True)
    section = ChartSection(
        chart, name_measure(result), _SIZE, table, bars=("value",), marks=("target",)
    )
    return DrawnFigure(result, section, table)


def _draw_langtidsfriske(reader: Reader, quarter: Quarter, _: str) -> Iterator[DrawnFigure]:
    result = read_langtidsfriske(reader, quarter=quarter, level=Level.AFDELING)
    yield DrawnFigure(result, *findings.draw_langtidsfriske(result))


def _draw_maaltal(reader: Reader, quarter: Quarter, _: str) -> Iterator[DrawnFigure]:
    result = maaltal.read_maaltal(reader, quarter=quarter, level=Level.AFDELING)
    yield DrawnFigure(result, *findings.draw_maaltal(result))


def _draw_forklaring(reader: Reader, quarter: Quarter, key: str) -> Iterator[DrawnFigure]:
    level = NodeKey.parse(key).level
    result = read_node_changes(reader, ROLLING, quarter=quarter, level=level, against=quarter - 1)
    node = index_by_key(result.rows).get(key)
    if node and node.value is not None:
        contributions = read_contributions(reader, ROLLING, result, node)
        yield DrawnFigure(result, *findings.draw_change(result, node, contributions))


def _draw_agenda(reader: Reader, quarter: Quarter, noegletal: str) -> Iterator[DrawnFigure]:
    standing = AgendaStanding.read(reader, quarter)
    for results, draw in (
        (standing.by_place, agenda_bilag.draw_places),
        (standing.over_time, agenda_bilag.draw_periods),
    ):
        for result in results:
            chart = draw(result)
            if chart.table and result.rows[0].noegletal == noegletal:
                yield DrawnFigure(result, chart, chart.table)


_DRAWERS: dict[str, Callable[[Reader, Quarter, str], Iterator[DrawnFigure]]] = {
    "figur-1": _draw_figur_1,
    "omraader": _draw_omraader,
    "afdelinger": _draw_afdelinger,
    "udvikling": _draw_development,
    "enheder": _draw_enheder,
    "langtidsfriske": _draw_langtidsfriske,
    "maaltal": _draw_maaltal,
    "forklaring": _draw_forklaring,
    "noegletal": _draw_agenda,
}
_LABELS = {
    "figur-1": "Figur 1",
    "omraader": "Områderne",
    "afdelinger": "Afdelingerne",
    "udvikling": "Udviklingen",
    "enheder": "Enhederne",
    "langtidsfriske": "Langtidsfriske",
    "maaltal": "Måltal",
    "forklaring": "Hvad ligger bag udviklingen",
    "noegletal": "Øvrige nøgletal",
    _TEXT: "Tekst",
}
_LOWEST_LEVELS = {
    "figur-1": Level.KOMMUNE,
    "omraader": Level.OMRAADE,
    "enheder": Level.ENHED,
    _TEXT: Level.KOMMUNE,
}
