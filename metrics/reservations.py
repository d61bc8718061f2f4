"""What is reserved about figures: quarters that were not over, or hardly, when they were drawn."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.month import Month, describe_unfinished_quarter
from core.opgoerelse import find_visible_step
from core.quarter import Quarter
from metrics.memoize import memoize
from store.figures import Reader


@dataclass(frozen=True)
class Reservation:
    """The quarters (or for years, their last ones) behind figures that something is reserved about.

    `preliminary` were not over when their data were drawn: the figures are preliminary, and nothing
    is compared with them. `early` had just ended: absence in them was still being registered.
    Figures that are `recomputed` were not kept with their release, but computed later. Those of a
    `draft` are of an opgørelse that has gone no further than to the secretariat.
    """

    preliminary: tuple[Quarter, ...] = ()
    early: tuple[Quarter, ...] = ()
    recomputed: bool = False
    draft: bool = False


NOTHING_RESERVED = Reservation()


@memoize
def read_reservation(
    reader: Reader, *, kpi: str, quarter: Quarter, opgoerelse: Quarter | None = None
) -> Reservation:
    """Return what is reserved about the figures of a nøgletal of sick leave at a quarter.

    They are shown in the opgørelse of that quarter, or of a later one.
    """
    answer = reader.query(
        "SELECT DISTINCT coalesce(words['preliminary'], '') AS preliminary, "
        "coalesce(words['early'], '') AS early FROM figures "
        "WHERE kpi = $kpi AND quarter = $quarter AND against = ''",
        {"kpi": kpi, "quarter": str(quarter)},
    )
    preliminary, early = (_parse_quarters(answer[name]) for name in ("preliminary", "early"))
    return Reservation(
        preliminary,
        early,
        recomputed=reader.version.is_recomputed,
        draft=is_draft(reader, opgoerelse or quarter),
    )


def is_draft(reader: Reader, quarter: Quarter) -> bool:
    """Whether an opgørelse has gone no further than to the secretariat, who is told the same."""
    if reader.version.until is not None:  # what was released of it is what the reader has
        return reader.version.is_draft
    step = find_visible_step(reader.find_steps(quarter))
    return step is not None and step.is_draft


def _parse_quarters(texts: Iterable[str]) -> tuple[Quarter, ...]:
    """Read the quarters that some texts name, separated by spaces, in order."""
    return tuple(sorted({Quarter.parse(name) for text in texts for name in text.split()}))


def explain_unfinished(reader: Reader, quarter: Quarter) -> str:
    """Say which months a quarter lacks, where only some of them are loaded; "" otherwise."""
    answer = reader.query(
        "SELECT unnest(months) AS month FROM unfinished_quarters WHERE quarter = $quarter",
        {"quarter": str(quarter)},
    )
    months = [Month.parse(text) for text in answer["month"]]
    return describe_unfinished_quarter(quarter, months) if months else ""
