"""The bilag "afdelinger": every område and afdeling, the kommune last, and Figur 1."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bilag import cover, result_tables, target_cells
from bilag.development import draw_development
from bilag.model import Bilag, ChartSection
from bilag.numbered_notes import NumberedNotes, explain_figur_1
from bilag.sag import Sag
from bilag.target_cells import NONE, Targets
from charts import udvikling as figur_1
from charts.event_marks import letter_events
from core.nodes import Level
from metrics.result import MaaltalResult, RullendeResult, SeriesResult
from metrics.rows import RullendeRow
from phrases.text_tables import TextRow, TextTable

_COLUMNS = (
    "employees", "value", "previous", "change", "year_ago", "change_year", "short", "long",
    "long_share",
)  # fmt: skip
_LEAST = 2
_LEVELS = (Level.KOMMUNE, Level.OMRAADE, Level.AFDELING)

Group = tuple[
    RullendeRow, Sequence[RullendeRow]
]  # an område, and the afdelinger that are listed below it


def make_bilag(
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
    by_level = {level: results[level] for level in _LEVELS if level in results}
    numbered = NumberedNotes()
    table = _make_table(by_level, maaltal, numbered)
    first = figur_1.find_first_quarter(udvikling, Level.KOMMUNE.value)
    figur_1_note = explain_figur_1(udvikling, kommune, first=first)
    made = cover.make_bilag(
        "afdelinger",
        sag,
        results=by_level,
        maaltal=maaltal,
        sections=(table, *draw_figur_1(udvikling, maaltal.get(Level.KOMMUNE))),
        notes=(*numbered.paragraphs, *explain_marks(udvikling), *figur_1_note),
    )
    return replace(made, numbered_notes=numbered.texts)


def draw_figur_1(
    udvikling: SeriesResult, maaltal: MaaltalResult | None = None
) -> Sequence[ChartSection]:
    """Draw Figur 1 of the kommune; none where there are fewer than two opgørelser with a figure."""
    if sum(row.value is not None for row in udvikling.rows) < _LEAST:
        return []
    return [draw_development(udvikling, udvikling.rows[-1].key, maaltal=maaltal)]


def explain_marks(udvikling: SeriesResult) -> tuple[str, ...]:
    """Say what the letters of events on Figur 1 stand for."""
    happened = udvikling.events.find_touching(udvikling.rows[-1])
    letters = letter_events(
        happened, first=figur_1.find_first_quarter(udvikling, Level.KOMMUNE.value)
    )
    text = " ".join(f"{letter}: {event.sentence}" for letter, event in letters.items())
    return (f"Mærket på Figur 1: {text}",) if text else ()


def _make_table(
    results: Mapping[Level, RullendeResult], maaltal: Targets, numbered: NumberedNotes
) -> TextTable:
    """Make the table: each område in bold, its afdelinger below it, and the kommune at the end."""
    kommune = results[Level.KOMMUNE]
    groups, loose = _group_by_omraade(
        _read_rows(results, Level.OMRAADE), _read_rows(results, Level.AFDELING)
    )

    def line(row: RullendeRow, *, strong: bool = False, indented: bool = False) -> TextRow:
        target_texts = target_cells.format_cells(maaltal, row.key, target_cells.OF_GROUPS)
        cells = result_tables.format_cells(
            kommune, row, _COLUMNS, numbered=numbered, extra=target_texts
        )
        return TextRow(cells, strong=strong, indented=indented)

    lines: list[TextRow] = []
    for omraade, below in groups:
        lines.append(line(omraade, strong=True))
        lines.extend(line(row, indented=True) for row in below)
    lines.extend(line(row) for row in loose)
    lines.extend(line(row, strong=True) for row in _read_rows(results, Level.KOMMUNE))
    return TextTable(
        "Områder og afdelinger" if groups else "Afdelinger",
        result_tables.make_columns(
            kommune,
            "Område/afdeling",
            _COLUMNS,
            extra=target_cells.make_columns(maaltal, target_cells.OF_GROUPS),
        ),
        tuple(lines),
    )


def _group_by_omraade(
    omraader: Sequence[RullendeRow], afdelinger: Sequence[RullendeRow]
) -> tuple[list[Group], Sequence[RullendeRow]]:
    """Put afdelinger under their område; also return those that have none."""
    groups: list[Group] = []
    for omraade in omraader:
        below = [row for row in afdelinger if row.parent == omraade.key]
        groups.append((omraade, [] if _is_one_line(omraade, below) else below))
    keys = {row.key for row in omraader}
    return groups, [row for row in afdelinger if row.parent not in keys]


def _is_one_line(omraade: RullendeRow, afdelinger: Sequence[RullendeRow]) -> bool:
    """Whether an område is nothing but one afdeling of the same name: that is one line."""
    return [row.name for row in afdelinger] == [omraade.name]


def _read_rows(results: Mapping[Level, RullendeResult], level: Level) -> Sequence[RullendeRow]:
    return results[level].rows if level in results else ()
