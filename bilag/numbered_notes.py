"""What stands under a bilag's tables: numbered notes, and what the words in the cells mean."""

from collections.abc import Iterable
from dataclasses import replace

from core import danish
from core.quarter import Quarter
from metrics.corrections import list_corrected_quarters
from metrics.declaration import Measure
from metrics.result import RullendeResult, SeriesResult
from metrics.rows import Figure, MaaltalRow, RullendeRow
from phrases import rullende as phrases
from phrases.basis import describe_threshold
from phrases.corrections import describe_changed_data
from phrases.hidden import describe_limits
from phrases.references import describe_reference
from phrases.text_tables import TextTable

_NUMBER_WIDTH = 0.5  # of a column with figures
_MISSING = f"»{danish.NO_DATA}«: tallet kan ikke beregnes af de indlæste udtræk. Det er ikke nul."
_ROUNDING = (
    "Afrunding: tallene er afrundet hver for sig, så de viste dele kan afvige fra den viste sum "
    "eller forskel."
)


class NumberedNotes:
    """Notes in the order in which they were first met; the same text keeps its number."""

    def __init__(self) -> None:
        self._texts: dict[str, int] = {}

    def number(self, text: str) -> str:
        """Return what stands in the note column for a text: its number, "" for no text."""
        return str(self._texts.setdefault(text, len(self._texts) + 1)) if text else ""

    @property
    def texts(self) -> tuple[str, ...]:
        """The notes, the first of which has the number 1."""
        return tuple(self._texts)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The notes with their numbers."""
        return tuple(f"{number}. {text}" for text, number in self._texts.items())


def number_notes(table: TextTable, numbered: NumberedNotes) -> TextTable:
    """Put numbers into a table's column of notes, if it has one, in place of their texts."""
    *columns, last = table.columns
    if last.key != "note":
        return table
    rows = tuple(
        replace(row, cells=(*row.cells[:-1], numbered.number(row.cells[-1]))) for row in table.rows
    )
    head = replace(last, numeric=True, width=_NUMBER_WIDTH)
    return replace(table, columns=(*columns, head), rows=rows)


def explain_table(
    result: RullendeResult,
    rows: Iterable[RullendeRow],
    cells: Iterable[str],
    *,
    targets: Iterable[MaaltalRow] = (),
) -> tuple[str, ...]:
    """Say what holds for a whole table: comparison, population, threshold, masks, rounding.

    `rows` are those that the table shows, `targets` their targets, and `cells` all its texts: what
    does not occur in them is not explained.
    """
    texts, rows = set(cells), list(rows)
    return (
        *_explain_sent(result, rows),
        *([_explain_comparison(result)] if any(row.change is not None for row in rows) else []),
        *[describe_reference(reference) for reference in result.references],
        f"Population: {result.settings.population}. "
        f"Kort- og langtidsfravær: {describe_threshold(result)}.",
        *([_explain_hidden(result)] if danish.HIDDEN in texts else []),
        *([_MISSING] if danish.NO_DATA in texts else []),
        *(
            [_ROUNDING]
            if _has_uneven_sums(result.noegletal.measure("value"), rows, targets)
            else []
        ),
    )


def _explain_sent(result: RullendeResult, rows: Iterable[RullendeRow]) -> list[str]:
    """Say which earlier figures, that these are compared with, have been corrected."""
    if result.changes_since_sent is None:
        return []
    of = list_corrected_quarters(rows)
    text = describe_changed_data(result.changes_since_sent, signed=False, of=of)
    return [text] if text else []


def explain_figur_1(
    series: SeriesResult, kommune: RullendeResult, *, first: Quarter
) -> tuple[str, ...]:
    """Say which points of Figur 1 differ from what was sent, and why where no other note does."""
    sentence = phrases.describe_changed_points(series, first=first)
    if not sentence or series.changes_since_sent is None:
        return ()
    quarters_explained = list_corrected_quarters(kommune.rows)
    other_quarters = {
        correction.quarter
        for correction in series.changes_since_sent.earlier
        if correction.quarter >= first
    } - quarters_explained
    why = describe_changed_data(series.changes_since_sent, signed=False, of=other_quarters)
    return (f"Figur 1: {sentence} {why}".strip(),)


def _explain_comparison(result: RullendeResult) -> str:
    before, now = (result.quarter - 1).label, result.quarter
    return (
        f"Ændringen er i forhold til opgørelsen for {before}. Ved uændret antal "
        f"{result.denominator.value} svarer den til {now.label} i forhold til {(now - 4).label}."
    )


def _explain_hidden(result: RullendeResult) -> str:
    return (
        f"»{danish.HIDDEN}«: {describe_limits(result)} i mindst ét af kvartalerne, eller et tal, "
        "som et sådant kunne regnes ud af."
    )


def _has_uneven_sums(
    measure: Measure, rows: Iterable[RullendeRow], targets: Iterable[MaaltalRow]
) -> bool:
    """Whether, in any row, figures as printed do not make the sum or difference beside them."""
    sums = [
        *((row.short, row.long, row.value) for row in rows),
        *((row.previous, row.change, row.value) for row in rows),
        *((row.year_ago, row.change_year, row.value) for row in rows),
        *((row.target, row.distance, row.value) for row in targets),
    ]
    return any(_is_uneven(measure, *figures) for figures in sums)


def _is_uneven(measure: Measure, first: Figure, second: Figure, total: Figure) -> bool:
    if first is None or second is None or total is None:
        return False
    rounded_first, rounded_second, rounded_total = (
        danish.round_half_up(figure, measure.decimals) for figure in (first, second, total)
    )
    return rounded_first + rounded_second != rounded_total
