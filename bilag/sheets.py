"""Sheets of one node each: an afdeling or enhed for its own MED, a personalegruppe for a debate."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from bilag import cover, result_tables, target_cells
from bilag.development import draw_development
from bilag.model import Bilag, ChartSection, Section, TextSection
from bilag.numbered_notes import NumberedNotes
from bilag.sag import Sag
from bilag.target_cells import Targets
from charts.event_marks import letter_events
from charts.udvikling import find_first_quarter
from core.event import Event
from core.nodes import Level
from metrics.result import (
    LangtidsfriskeResult,
    NodeChangeResult,
    RullendeResult,
    SeriesResult,
)
from metrics.rows import RullendeRow, index_by_key
from phrases import forklaring, headlines, langtidsfriske, maaltal
from phrases.text_tables import TextRow, TextTable

_QUARTER = ("employees", "value", "previous", "change", "year_ago")
_YEAR = ("employees", "value", "year_ago", "change_year")
_SPLIT = ("short", "long", "long_share")
_HEIGHT, _LOW = 230, 190  # pixels of a chart
_Shown = Mapping[Level, RullendeResult]  # what one sheet shows of each level


@dataclass(frozen=True)
class _Columns:
    """The columns of a table: figures by their names, and the targets beside them."""

    names: tuple[str, ...]
    targets: Targets


@dataclass(frozen=True)
class SheetFigures:
    """The results that the sheets of all nodes of a level are made of; what the data lack is None.

    `rullende` has kommune, afdeling and enhed; the others are of the level, but for the `udvikling`
    of the `kommune`.
    """

    rullende: Mapping[Level, RullendeResult]
    series: SeriesResult
    kommune: SeriesResult
    targets: Targets
    langtidsfriske: LangtidsfriskeResult | None = None
    changes: NodeChangeResult | None = None


def make_afdelingsark(figures: SheetFigures, afdeling: RullendeRow, sag: Sag) -> Bilag:
    """Make the sheet of one afdeling: itself beside the kommune, its way there, and its enheder."""
    result = figures.rullende[Level.AFDELING].select_node(afdeling.key)
    enheder = figures.rullende[Level.ENHED]
    shown = {
        Level.KOMMUNE: figures.rullende[Level.KOMMUNE],
        Level.AFDELING: result,
        Level.ENHED: replace(
            enheder, rows=tuple(row for row in enheder.rows if row.parent == afdeling.key)
        ),
    }
    made = _make_bilag(
        f"afdelingsark {afdeling.name}", sag, figures, shown, _make_afdeling_sections
    )
    return replace(made, news=headlines.write_news(result))


def make_enhedsark(figures: SheetFigures, enhed: RullendeRow, sag: Sag) -> Bilag:
    """Make the sheet of one enhed for its yearly talk: itself, its afdeling and the kommune.

    An enhed whose figures are hidden talks without them: the sheet says so.
    """
    result = figures.rullende[Level.ENHED].select_node(enhed.key)
    afdelinger = figures.rullende[Level.AFDELING]
    shown = {
        Level.KOMMUNE: figures.rullende[Level.KOMMUNE],
        Level.AFDELING: replace(
            afdelinger, rows=tuple(row for row in afdelinger.rows if row.key == enhed.parent)
        ),
        Level.ENHED: result,
    }
    about = f"enhedsark {enhed.node.name} {enhed.name}"
    made = _make_bilag(about, sag, figures, shown, _make_enhed_sections)
    told = " ".join([made.period, *_list_texts(made.sections)])
    limits = [text for text in _list_texts(made.method) if text.removesuffix(".") not in told]
    method = (TextSection("", (" ".join(limits),)),)  # so that a page has room for it
    return replace(made, news=_write_enhed_news(result, enhed), method=method)


def _list_texts(sections: Sequence[Section]) -> list[str]:
    texts = (section.paragraphs for section in sections if isinstance(section, TextSection))
    return [*chain.from_iterable(texts)]


def make_theme_sheet(figures: SheetFigures, group: RullendeRow, sag: Sag) -> Bilag:
    """Make the sheet of a personalegruppe for a debate: beside the rest of the kommune, over time.

    `figures` have the personalegrupper too, each with the rest of the kommune below it.
    """
    groups = figures.rullende[Level.PERSONALEGRUPPE]
    rest = tuple(row for row in groups.rows if row.parent == group.key)
    shown = {
        Level.KOMMUNE: figures.rullende[Level.KOMMUNE],
        Level.PERSONALEGRUPPE: replace(groups, rows=(group, *rest)),
    }
    made = _make_bilag(f"temadebat {group.name}", sag, figures, shown, _make_theme_sections)
    return replace(made, news=headlines.compare_with_rest(shown[Level.PERSONALEGRUPPE]))


def _make_theme_sections(
    figures: SheetFigures, shown: _Shown, numbered: NumberedNotes
) -> Iterator[Section]:
    result = shown[Level.PERSONALEGRUPPE]
    together = (*result.rows, *shown[Level.KOMMUNE].rows)
    columns = _Columns(_QUARTER, target_cells.NONE)
    yield _make_table(result, "Personalegruppen og resten af kommunen", together, columns, numbered)
    split = _Columns(_SPLIT, target_cells.NONE)
    yield _make_table(result, "Korttid og langtid", together, split, numbered)
    for row in result.rows:
        for section in _draw_series(figures, row):
            title = f"{row.name}: {section.chart.title}"
            yield replace(section, chart=replace(section.chart, title=title))


def _make_bilag(
    about: str,
    sag: Sag,
    figures: SheetFigures,
    shown: _Shown,
    make_sections: Callable[[SheetFigures, _Shown, NumberedNotes], Iterator[Section]],
) -> Bilag:
    numbered = NumberedNotes()
    sections = tuple(make_sections(figures, shown, numbered))
    made = cover.make_bilag(
        about,
        sag,
        results=shown,
        maaltal=figures.targets,
        sections=sections,
        notes=numbered.paragraphs,
    )
    limits = tuple(section for section in made.method if isinstance(section, TextSection))
    return replace(made, landscape=False, method=limits, numbered_notes=numbered.texts)


def _write_enhed_news(result: RullendeResult, enhed: RullendeRow) -> str:
    if not enhed.masked:
        return headlines.compare_with_year_ago(result)
    return "Enhedens tal vises ikke, så få medarbejderes fravær ikke kan kendes: drøftes uden tal."


def _make_enhed_sections(
    figures: SheetFigures, shown: _Shown, numbered: NumberedNotes
) -> Iterator[Section]:
    result = shown[Level.ENHED]
    (enhed,) = result.rows
    together = (enhed, *shown[Level.AFDELING].rows, *shown[Level.KOMMUNE].rows)
    sizes = _Columns(_YEAR, figures.targets)
    yield _make_table(result, "Enheden, afdelingen og kommunen", together, sizes, numbered)
    if enhed.short is not None:
        split = _Columns(_SPLIT, target_cells.NONE)
        yield _make_table(result, "Korttid og langtid", together, split, numbered)
    yield from _draw_series(figures, enhed, kommune=figures.kommune, height=_LOW)
    yield from _list_events(figures.series, enhed)


def _make_afdeling_sections(
    figures: SheetFigures, shown: _Shown, numbered: NumberedNotes
) -> Iterator[Section]:
    result, enheder = shown[Level.AFDELING], shown[Level.ENHED]
    (afdeling,) = result.rows
    together = (afdeling, *shown[Level.KOMMUNE].rows)
    columns = _Columns(_QUARTER, figures.targets)
    yield _make_table(result, "Afdelingen og kommunen", together, columns, numbered)
    yield from _draw_series(figures, afdeling, kommune=figures.kommune)
    yield from _write_findings(figures, afdeling)
    if enheder.rows:
        yield _make_table(enheder, "Afdelingens enheder", enheder.rows, columns, numbered)
    yield from _list_events(figures.series, afdeling)


def _make_table(
    result: RullendeResult,
    caption: str,
    rows: tuple[RullendeRow, ...],
    columns: _Columns,
    numbered: NumberedNotes,
) -> TextTable:
    names, targets = target_cells.OF_ENHEDER, columns.targets
    heads = result_tables.make_columns(
        result, _name_levels(rows), columns.names, extra=target_cells.make_columns(targets, names)
    )
    lines = (
        result_tables.format_cells(
            result,
            row,
            columns.names,
            numbered=numbered,
            extra=target_cells.format_cells(targets, row.key, names),
        )
        for row in rows
    )
    return TextTable(caption, heads, tuple(map(TextRow, lines)))


def _name_levels(rows: tuple[RullendeRow, ...]) -> str:
    """Name what stands in the first column of a table: "Afdeling/kommune"."""
    levels = dict.fromkeys(row.node.level.value for row in rows)
    return "/".join(levels).capitalize()


def _draw_series(
    figures: SheetFigures,
    node: RullendeRow,
    *,
    kommune: SeriesResult | None = None,
    height: int = _HEIGHT,
) -> Iterator[ChartSection]:
    """Draw a node's way to its figure, where it has any figure, beside the kommune's."""
    series = figures.series
    if _has_figures(series, node):
        targets = figures.targets.get(series.level)
        yield draw_development(series, node.key, maaltal=targets, kommune=kommune, height=height)


def _has_figures(series: SeriesResult, node: RullendeRow) -> bool:
    return any(row.value is not None for row in series.select_node(node.key).rows)


def _list_events(series: SeriesResult, node: RullendeRow) -> Iterator[TextSection]:
    """Say what happened, each with the letter that the chart has for it."""
    happened = series.events.find_touching(node)
    letters: dict[Event, str] = {}
    if _has_figures(series, node):
        first = find_first_quarter(series, node.key)
        lettered = letter_events(happened, first=first)
        letters = {event: f"{letter}: " for letter, event in lettered.items()}
    if happened:
        lines = tuple(f"{letters.get(event, '')}{event.sentence}" for event in happened)
        yield TextSection("Hændelser", lines)


def _write_findings(figures: SheetFigures, afdeling: RullendeRow) -> Iterator[TextSection]:
    """Say what moved the afdeling, who is langtidsfrisk there, and how far its targets are."""
    key = afdeling.key
    changes = figures.changes
    if changes and (change := index_by_key(changes.rows).get(key)) and not change.missing:
        text = forklaring.write_paragraph(changes, change)
        yield TextSection("Hvad ligger bag udviklingen", (text,))
    if figures.langtidsfriske and key in index_by_key(figures.langtidsfriske.rows):
        of_afdeling = figures.langtidsfriske.select_node(key)
        yield TextSection("Langtidsfriske", (langtidsfriske.write_paragraph(of_afdeling),))
    targets = figures.targets.get(Level.AFDELING)
    if targets and key in index_by_key(targets.rows):
        yield TextSection("Måltal", (maaltal.write_paragraph(targets.select_node(key)),))
