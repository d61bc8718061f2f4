"""What stands under a bilag's tables: numbered notes, and what the words in the cells mean."""

from collections.abc import Iterable

from core import danish
from metrics.cells import HIDDEN, Row
from metrics.declaration import Measure
from metrics.result import KpiResult
from metrics.words import known

_MISSING = f"»{danish.NO_DATA}«: tallet kan ikke beregnes af de indlæste udtræk. Det er ikke nul."
_ROUNDING = (
    "Afrunding: tallene er afrundet hver for sig, så de viste dele kan afvige fra den viste sum "
    "eller forskel."
)


class Numbered:
    """Notes in the order in which they were first met; the same text keeps its number."""

    def __init__(self) -> None:
        self._texts: dict[str, int] = {}

    def number(self, text: str) -> str:
        """Return what stands in the note column for a text: its number, "" for no text."""
        return str(self._texts.setdefault(text, len(self._texts) + 1)) if text else ""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The notes with their numbers."""
        return tuple(f"{number}. {text}" for text, number in self._texts.items())


def explanations(result: KpiResult, rows: Iterable[Row], cells: Iterable[str]) -> tuple[str, ...]:
    """Say what holds for a whole table: comparison, population, threshold, masks, rounding.

    `rows` are those that the table shows, `cells` all its texts: what does not occur in them is not
    explained.
    """
    shown, rows = set(cells), list(rows)
    settings = result.settings
    return (
        *_beside_sent(result, rows),
        *([_comparison(result)] if any(known(row["change"]) for row in rows) else []),
        *[one.text for one in result.references],
        f"Population: {settings.population}. Kort- og langtidsfravær: {result.split_text}.",
        *([_hidden(result.smallest_group)] if HIDDEN in shown else []),
        *([_MISSING] if danish.NO_DATA in shown else []),
        *([_ROUNDING] if _any_uneven(result.noegletal.measure("value"), rows) else []),
    )


def _beside_sent(result: KpiResult, rows: Iterable[Row]) -> list[str]:
    """Which opgørelse this one replaces, and what has changed behind the one before."""
    if result.sent is None:
        return []
    shown = any(known(row.get("previous_now")) for row in rows)
    said = (
        result.sent.replaced(signed=False),
        result.sent.corrected(signed=False) if shown else "",
    )
    return [text for text in said if text]


def _comparison(result: KpiResult) -> str:
    before, now = (result.quarter - 1).label, result.quarter
    return (
        f"Ændringen er i forhold til opgørelsen for {before}. Ved uændret antal "
        f"{result.denominator.value} svarer den til {now.label} i forhold til {(now - 4).label}."
    )


def _hidden(limit: int) -> str:
    return (
        f"»{HIDDEN}«: færre end {limit} medarbejdere i mindst ét af kvartalerne, eller et tal, som "
        "et sådant kunne regnes ud af."
    )


def _any_uneven(measure: Measure, rows: Iterable[Row]) -> bool:
    """Whether the figures of any row, as shown, do not add up as shown."""
    sums = (("short", "long", "value"), ("previous", "change", "value"))
    more = (("year_ago", "change_year", "value"),)
    return any(_uneven(measure, row, *parts) for row in rows for parts in (*sums, *more))


def _uneven(measure: Measure, row: Row, one: str, other: str, whole: str) -> bool:
    if not all(known(row[name]) for name in (one, other, whole)):
        return False
    first, second, total = (
        danish.rounded(row[name], measure.decimals) for name in (one, other, whole)
    )
    return first + second != total
