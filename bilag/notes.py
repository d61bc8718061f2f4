"""What stands under a bilag's tables: numbered notes, and what the words in the cells mean."""

from collections.abc import Iterable

from core import danish
from core.quarter import Quarter
from metrics.cells import Row
from metrics.declaration import Measure
from metrics.result import KpiResult
from metrics.words import known
from phrases import rullende as phrases

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
        *([_hidden(result.smallest_group)] if danish.HIDDEN in shown else []),
        *([_MISSING] if danish.NO_DATA in shown else []),
        *([_ROUNDING] if _any_uneven(result.noegletal.measure("value"), rows) else []),
    )


def _beside_sent(result: KpiResult, rows: Iterable[Row]) -> list[str]:
    """Which opgørelse this one replaces, and what has changed behind those it is compared with."""
    if result.sent is None:
        return []
    said = (
        result.sent.replaced(signed=False),
        result.sent.corrected(signed=False, of=corrected(result.quarter, rows)),
    )
    return [text for text in said if text]


def as_sent(series: KpiResult, kommune: KpiResult, *, first: Quarter) -> tuple[str, ...]:
    """Say which points of Figur 1 are others now, and why where the kommune's note does not."""
    said = phrases.as_sent(series, first=first)
    if not said or series.sent is None:
        return ()
    told = corrected(kommune.quarter, kommune.frame.to_dict("records"))
    more = {one.quarter for one in series.sent.earlier if one.quarter >= first} - told
    why = series.sent.corrected(signed=False, of=more)
    return (f"Figur 1: {said} {why}".strip(),)


def corrected(quarter: Quarter, rows: Iterable[Row]) -> set[Quarter]:
    """Return the earlier opgørelser of which any row has another figure now."""
    found = set()
    for row in rows:
        earlier = {
            "previous_now": quarter - 1,
            "year_ago_now": quarter - 4,
            "peak_now": row.get("peak_quarter"),
        }
        found |= {Quarter.parse(str(of)) for now, of in earlier.items() if known(row.get(now))}
    return found


def _comparison(result: KpiResult) -> str:
    before, now = (result.quarter - 1).label, result.quarter
    return (
        f"Ændringen er i forhold til opgørelsen for {before}. Ved uændret antal "
        f"{result.denominator.value} svarer den til {now.label} i forhold til {(now - 4).label}."
    )


def _hidden(limit: int) -> str:
    return (
        f"»{danish.HIDDEN}«: færre end {limit} medarbejdere i mindst ét af kvartalerne, eller et "
        "tal, som et sådant kunne regnes ud af."
    )


def _any_uneven(measure: Measure, rows: Iterable[Row]) -> bool:
    """Whether the figures of any row, as shown, do not add up as shown."""
    sums = (("short", "long", "value"), ("previous", "change", "value"))
    more = (("year_ago", "change_year", "value"), ("target", "distance", "value"))
    return any(_uneven(measure, row, *parts) for row in rows for parts in (*sums, *more))


def _uneven(measure: Measure, row: Row, one: str, other: str, whole: str) -> bool:
    if not all(known(row.get(name)) for name in (one, other, whole)):
        return False
    first, second, total = (
        danish.round_half_up(row[name], measure.decimals) for name in (one, other, whole)
    )
    return first + second != total
