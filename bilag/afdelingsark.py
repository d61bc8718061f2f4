"""The Afdelingsark: what one afdeling's own AfdelingsMED needs of an opgørelse, on two pages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bilag import cover, result_tables, target_cells
from bilag.model import Bilag, ChartSection, Section, TextSection
from bilag.numbered_notes import NumberedNotes
from bilag.sag import Sag
from bilag.target_cells import Targets
from charts import udvikling as own_chart
from charts.images import Size
from core.nodes import Level
from metrics.result import (
    KpiResult,
    LangtidsfriskeResult,
    NodeChangeResult,
    RullendeResult,
    SeriesResult,
)
from metrics.rows import RowT, RullendeRow, index_by_key
from phrases import forklaring, headlines, langtidsfriske, maaltal
from phrases.figure_tables import make_quarter_table
from phrases.text_tables import TextRow, TextTable

_COLUMNS = ("employees", "value", "previous", "change", "year_ago")
_SERIES = ("value", "short", "long", "long_share")
_SIZE = Size(620, 230)
_NOT_IN_NAMES = str.maketrans("/\\:", "---")


@dataclass(frozen=True)
class SheetFigures:
    """The results that the sheets of all afdelinger are made of; what the data lack is None.

    `rullende` has kommune, afdeling and enhed; the others are of the afdelinger.
    """

    rullende: Mapping[Level, RullendeResult]
    series: SeriesResult
    targets: Targets
    langtidsfriske: LangtidsfriskeResult | None
    changes: NodeChangeResult | None


def make_bilag(figures: SheetFigures, afdeling: RullendeRow, sag: Sag) -> Bilag:
    """Make the sheet of one afdeling: itself beside the kommune, its way there, and its enheder."""
    result = _select(figures.rullende[Level.AFDELING], afdeling.key)
    enheder = figures.rullende[Level.ENHED]
    shown = {
        Level.KOMMUNE: figures.rullende[Level.KOMMUNE],
        Level.AFDELING: result,
        Level.ENHED: replace(
            enheder, rows=tuple(row for row in enheder.rows if row.parent == afdeling.key)
        ),
    }
    numbered = NumberedNotes()
    made = cover.make_bilag(
        f"afdelingsark {afdeling.name.translate(_NOT_IN_NAMES)}",
        sag,
        results=shown,
        maaltal=figures.targets,
        sections=tuple(_make_sections(figures, shown, numbered)),
        notes=numbered.paragraphs,
    )
    limits = tuple(section for section in made.method if isinstance(section, TextSection))
    return replace(made, news=headlines.write_news(result), landscape=False, method=limits)


def _make_sections(
    figures: SheetFigures, shown: Mapping[Level, RullendeResult], numbered: NumberedNotes
) -> Iterator[Section]:
    (afdeling,) = shown[Level.AFDELING].rows
    together = (afdeling, *shown[Level.KOMMUNE].rows)
    yield _make_table(shown[Level.AFDELING], "Afdelingen og kommunen", together, figures, numbered)
    if any(row.key == afdeling.key and row.value is not None for row in figures.series.rows):
        yield _draw_series(figures.series, afdeling)
    yield from _write_findings(figures, afdeling)
    enheder = shown[Level.ENHED]
    if enheder.rows:
        yield _make_table(enheder, "Afdelingens enheder", enheder.rows, figures, numbered)
    if happened := figures.series.events.find_touching(afdeling):
        yield TextSection("Hændelser", tuple(event.sentence for event in happened))


def _make_table(
    result: RullendeResult,
    caption: str,
    rows: tuple[RullendeRow, ...],
    figures: SheetFigures,
    numbered: NumberedNotes,
) -> TextTable:
    names, targets = target_cells.OF_ENHEDER, figures.targets
    heads = result_tables.make_columns(
        result, "", _COLUMNS, extra=target_cells.make_columns(targets, names)
    )
    lines = (
        result_tables.format_cells(
            result,
            row,
            _COLUMNS,
            numbered=numbered,
            extra=target_cells.format_cells(targets, row.key, names),
        )
        for row in rows
    )
    return TextTable(caption, heads, tuple(map(TextRow, lines)))


def _draw_series(series: SeriesResult, afdeling: RullendeRow) -> ChartSection:
    own = _select(series, afdeling.key)
    table = make_quarter_table(own, _SERIES, caption="Figur 1")
    return ChartSection(
        own_chart.draw_chart(series, key=afdeling.key),
        cover.name_measure(series),
        _SIZE,
        table,
        bars=("long", "short"),
        newest_first=True,
    )


def _write_findings(figures: SheetFigures, afdeling: RullendeRow) -> Iterator[TextSection]:
    """Say what moved the afdeling, who is langtidsfrisk there, and how far its targets are."""
    key = afdeling.key
    changes = figures.changes
    if changes and (node := index_by_key(changes.rows).get(key)) and not node.missing:
        text = forklaring.write_paragraph(changes, node)
        yield TextSection("Hvad ligger bag udviklingen", (text,))
    if figures.langtidsfriske and key in index_by_key(figures.langtidsfriske.rows):
        of_afdeling = _select(figures.langtidsfriske, key)
        yield TextSection("Langtidsfriske", (langtidsfriske.write_paragraph(of_afdeling),))
    targets = figures.targets.get(Level.AFDELING)
    if targets and key in index_by_key(targets.rows):
        yield TextSection("Måltal", (maaltal.write_paragraph(_select(targets, key)),))


def _select(result: KpiResult[RowT], key: str) -> KpiResult[RowT]:
    """Return a result with the rows of one node alone."""
    return replace(result, rows=tuple(row for row in result.rows if row.key == key))
