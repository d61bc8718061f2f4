"""Which quarters a list of spells covers wholly."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.danish import format_date_long, join_words
from core.day import parse_day
from core.quarter import Period, Quarter
from data_loaders.table.body import TableBody


@dataclass(frozen=True)
class CoveredQuarters:
    """The whole quarters of a list, in order; `left_out` are those that it covers only partly."""

    quarters: tuple[Quarter, ...]
    left_out: tuple[Quarter, ...]

    @property
    def span(self) -> Period:
        """From the first day to the last one, with the quarters that are covered only partly."""
        quarters = sorted((*self.quarters, *self.left_out))
        return Period(quarters[0].period.first, quarters[-1].period.last)


def find_last_known_day(body: TableBody) -> date:
    """Return the last day that the list can tell of: when it was drawn, else today."""
    drawn = body.extract_date
    if answer := body.context.guidance.user_mapping.answers.get("extract_date"):
        drawn = drawn or parse_day(answer, what="Datoen for udtrækket")
    return min(drawn or body.context.today, body.context.today)


def find_covered(body: TableBody, spans: Iterable[Period]) -> CoveredQuarters:
    """Return the quarters within some spans that had ended when the list was drawn."""
    end = find_last_known_day(body)
    complete: set[Quarter] = set()
    partly: set[Quarter] = set()
    for span in spans:
        quarter = Quarter.from_day(span.first)
        while quarter.period.first <= span.last:
            is_whole = span.first <= quarter.period.first and quarter.period.last <= span.last
            (complete if is_whole and quarter.period.last <= end else partly).add(quarter)
            quarter += 1
    return CoveredQuarters(tuple(sorted(complete)), tuple(sorted(partly - complete)))


def find_stated_periods(body: TableBody) -> tuple[Period, ...]:
    """Return the spans that the title, the sheets or the file's name say."""
    return tuple(dict.fromkeys(span for spans in body.stated_periods.values for span in spans))


def note_left_out(body: TableBody, quarters: CoveredQuarters) -> None:
    """Warn of the quarters that are covered only partly, and so not loaded."""
    if quarters.left_out:
        names = join_words([quarter.label for quarter in quarters.left_out])
        last_day = format_date_long(find_last_known_day(body))
        body.note(
            "incomplete_quarter",
            f"Filen dækker ikke hele {names} til og med {last_day}. Det er ikke indlæst.",
        )
