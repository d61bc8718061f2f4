"""The bilag "afdelinger": every område and afdeling, the kommune last, and Figur 1."""

from collections.abc import Mapping, Sequence

from bilag import cover, tables, targets
from bilag.model import Bilag, ChartSection, TextSection
from bilag.notes import Numbered, as_sent, explanations
from bilag.sag import Sag
from bilag.targets import NONE, Targets
from charts import udvikling as figur_1
from charts.events import lettered
from charts.images import Size
from core.nodes import Level
from metrics.result import RullendeResult, SeriesResult
from metrics.rows import RullendeRow
from phrases.text_tables import TextRow, TextTable

_COLUMNS = (
    "employees", "value", "previous", "change", "year_ago", "change_year", "short", "long",
    "long_share",
)  # fmt: skip
_LEAST = 2
_SIZE = Size(620, 240)
_LEVELS = (Level.KOMMUNE, Level.OMRAADE, Level.AFDELING)

Group = tuple[
    RullendeRow, Sequence[RullendeRow]
]  # an område, and the afdelinger that are listed below it


def bilag(
    results: Mapping[Level, RullendeResult],
    udvikling: SeriesResult,
    sag: Sag,
    *,
    maaltal: Targets = NONE,
) -> Bilag:
    """Make the bilag from the `rullende` of kommune, område and afdeling, and the kommune's series.

    Data without områder have no Level.OMRAADE; `maaltal` is empty where there are no targets.
    """
    kommune = results[Level.KOMMUNE]
    numbered = Numbered()
    table = _table(results, maaltal, numbered)
    cells = [text for line in table.rows for text in line.cells]
    rows = [row for level in _LEVELS for row in _rows(results, level)]
    of_targets = targets.explained(maaltal, Level.AFDELING)
    said = (
        *of_targets,
        *explanations(kommune, rows, cells, targets=targets.rows_of(maaltal, rows)),
    )
    first = udvikling.quarter - (figur_1.QUARTERS - 1)
    stood = as_sent(udvikling, kommune, first=first)
    return cover.bilag(
        "afdelinger",
        sag,
        kommune=kommune,
        sections=(
            table,
            *_figur_1(udvikling),
            TextSection("Noter", (*numbered.paragraphs, *_marked(udvikling), *stood, *said)),
        ),
        attached=tuple(results[level] for level in _LEVELS if level in results),
        maaltal=tuple(maaltal[level] for level in _LEVELS if level in maaltal),
    )


def _figur_1(udvikling: SeriesResult) -> Sequence[ChartSection]:
    """The development, where there is one: a single opgørelse is no figure."""
    if sum(row.value is not None for row in udvikling.rows) < _LEAST:
        return []
    measure = cover.measure(udvikling)
    return [ChartSection(figur_1.chart(udvikling), measure, _SIZE)]


def _marked(udvikling: SeriesResult) -> tuple[str, ...]:
    """What the letters on Figur 1 stand for."""
    first = udvikling.quarter - (figur_1.QUARTERS - 1)
    touching = udvikling.events.touching(udvikling.rows[-1])
    letters = lettered(touching, first=first)
    told = " ".join(f"{letter}: {event.sentence}" for letter, event in letters.items())
    return (f"Mærket på Figur 1: {told}",) if told else ()


def _table(
    results: Mapping[Level, RullendeResult], maaltal: Targets, numbered: Numbered
) -> TextTable:
    """Each område in bold with its afdelinger below it; the kommune at the end."""
    kommune = results[Level.KOMMUNE]
    groups, loose = _groups(_rows(results, Level.OMRAADE), _rows(results, Level.AFDELING))

    def line(row: RullendeRow, *, strong: bool = False, indented: bool = False) -> TextRow:
        more = targets.cells(maaltal, row.key, targets.OF_GROUPS)
        cells = tables.cells(kommune, row, _COLUMNS, numbered=numbered, more=more)
        return TextRow(cells, strong=strong, indented=indented)

    lines: list[TextRow] = []
    for omraade, below in groups:
        lines.append(line(omraade, strong=True))
        lines.extend(line(row, indented=True) for row in below)
    lines.extend(line(row) for row in loose)
    lines.extend(line(row, strong=True) for row in _rows(results, Level.KOMMUNE))
    return TextTable(
        "Områder og afdelinger" if groups else "Afdelinger",
        tables.columns(
            kommune, "Område/afdeling", _COLUMNS, more=targets.columns(maaltal, targets.OF_GROUPS)
        ),
        tuple(lines),
    )


def _groups(
    omraader: Sequence[RullendeRow], afdelinger: Sequence[RullendeRow]
) -> tuple[list[Group], Sequence[RullendeRow]]:
    """Put afdelinger under their område; also return those that have none."""
    groups: list[Group] = []
    for omraade in omraader:
        below = [row for row in afdelinger if row.parent == omraade.key]
        groups.append((omraade, [] if _same(omraade, below) else below))
    keys = {row.key for row in omraader}
    return groups, [row for row in afdelinger if row.parent not in keys]


def _same(omraade: RullendeRow, below: Sequence[RullendeRow]) -> bool:
    """Whether an område is nothing but one afdeling of the same name: that is one line."""
    return [row.name for row in below] == [omraade.name]


def _rows(results: Mapping[Level, RullendeResult], level: Level) -> Sequence[RullendeRow]:
    return results[level].rows if level in results else ()
