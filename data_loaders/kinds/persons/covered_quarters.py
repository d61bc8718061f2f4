"""Which quarters a list of absence covers wholly, and what it knows of spells at its edges."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from core.danish import format_count, format_date_long, join_words
from core.day import parse_day
from core.quarter import Period, Quarter
from data_loaders.codes import problem
from data_loaders.files.columns import Integers
from data_loaders.guidance.proposal import Choice, Question
from data_loaders.kinds.persons.spells import make_day, number_day
from data_loaders.table.body import TableBody
from data_loaders.words.times import find_periods

PERIOD = "period"  # the question of which days a file covers
_EDGES = "edges"
_CUT = "klippet"
_SHOWN = 4  # quarters that are named
_SLACK = timedelta(days=14)  # between a quarter's edge and the nearest day of any absence


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


def find_known_drawn_day(body: TableBody) -> date | None:
    """Return the day that the list was drawn, as it says or as somebody has answered."""
    answer = body.context.guidance.user_mapping.answers.get("extract_date")
    if body.extract_date or not answer:
        return body.extract_date
    return parse_day(answer, what="Datoen for udtrækket")


def find_last_known_day(body: TableBody) -> date:
    """Return the last day that the list can tell of: when it was drawn, else today."""
    return min(find_known_drawn_day(body) or body.context.today, body.context.today)


def find_covered(
    body: TableBody,
    spans: Iterable[Period],
    *,
    slack: timedelta = timedelta(0),
    unfinished: bool = False,
) -> CoveredQuarters:
    """Return the quarters within some spans that had ended when the list was drawn.

    Where `unfinished`, those that had begun. With `slack` a span may begin so much after a
    quarter's first day, and end so much before its last one.
    """
    end = find_last_known_day(body)
    complete: set[Quarter] = set()
    partly: set[Quarter] = set()
    for span in spans:
        quarter = Quarter.from_day(span.first)
        while quarter.period.first <= span.last:
            begins = span.first <= quarter.period.first + slack
            is_whole = begins and quarter.period.last - slack <= span.last
            day = quarter.period.first if unfinished else quarter.period.last
            (complete if is_whole and day <= end else partly).add(quarter)
            quarter += 1
    return CoveredQuarters(tuple(sorted(complete)), tuple(sorted(partly - complete)))


def find_stated_periods(body: TableBody) -> tuple[Period, ...]:
    """Return the spans that somebody has answered, or the title, the sheets or the name say."""
    if answer := body.context.guidance.user_mapping.answers.get(PERIOD, ""):
        return find_periods(answer)
    return tuple(dict.fromkeys(span for spans in body.stated_periods.values for span in spans))


def infer_covered(body: TableBody, first: Integers, last: Integers) -> CoveredQuarters:
    """Return the quarters that the days of absence reach from edge to edge of.

    `first` are the first days of all rows, `last` the last ones of those that have ended: the
    earliest end and the latest beginning are near the edges of what the file covers.
    """
    nothing = CoveredQuarters((), ())
    if not len(first):
        return nothing
    begin, end = int((last if len(last) else first).min()), int(first.max())
    span = Period(make_day(min(begin, end)), make_day(max(begin, end)))
    coverage = find_covered(body, [span], slack=_SLACK)
    empty = _find_empty(coverage.quarters, np.concatenate((first, last)))
    if coverage.quarters and not empty:
        names = [quarter.label for quarter in (coverage.quarters[0], coverage.quarters[-1])]
        body.note(
            "period_inferred",
            "Filen siger ikke, hvilken periode den dækker. Efter datoerne er den læst som "
            f"{' til '.join(dict.fromkeys(names))}; skriv perioden over kolonneoverskrifterne, "
            "hvis det er forkert.",
        )
        return coverage
    reason = "de når ikke over noget helt kvartal"
    if empty:
        named_quarters = join_words([quarter.label for quarter in empty[:_SHOWN]])
        reason = f"intet fravær begynder eller slutter i {named_quarters}, så det kan mangle"
    message = (
        f"Filen siger ikke, hvilken periode den dækker. Datoerne er {span}: {reason}. "
        "Skriv perioden i en linje over kolonneoverskrifterne, f.eks. "
        "Periode: 01.10.2024 - 31.12.2024."
    )
    body.note("no_quarter", message)
    body.collector.ask(Question(PERIOD, "Hvilke dage dækker filen?", code="no_quarter"))
    return nothing


def _find_empty(quarters: Sequence[Quarter], days: Integers) -> list[Quarter]:
    """Find the quarters in which none of some days lies: the list is hardly of them."""
    edges = [(number_day(q.period.first), number_day(q.period.last), q) for q in quarters]
    return [q for first, last, q in edges if not ((first <= days) & (days <= last)).any()]


def note_left_out(body: TableBody, quarters: CoveredQuarters) -> None:
    """Warn of the quarters that are covered only partly, and so not loaded."""
    if quarters.left_out:
        names = join_words([quarter.label for quarter in quarters.left_out])
        last_day = format_date_long(find_last_known_day(body))
        body.note(
            "incomplete_quarter",
            f"Filen dækker ikke hele {names} til og med {last_day}. Det er ikke indlæst.",
        )


def find_cut_dates(
    body: TableBody, first: Integers, lengths: Integers, *, most: int, period: Period
) -> bool:
    """Whether the rows' dates are cut at the period's edges, as answered; it is asked where it may.

    It may be where no row begins before the period, some do on its first day, and one of those is
    of a spell of several days that is short, at `most` so many days, as it stands.
    """
    begins = first == number_day(period.first)
    may_be_long = begins & (lengths > 1) & (lengths <= most)
    if (first < number_day(period.first)).any() or not may_be_long.any():
        return False
    if answer := body.find_answer(_EDGES):
        if answer == _CUT:
            body.note("cut_spells", _CUT_SPELLS)
        return answer == _CUT
    rows = format_count(int(np.count_nonzero(begins)), "række", "rækker")
    message = (
        f"Ingen række begynder før {format_date_long(period.first)}, men {rows} den dag. Er "
        "datoerne klippet til perioden, kan et langt forløb se kort ud. Træk helst filen med "
        "forløbenes egne datoer."
    )
    body.collector.add(problem("dates_may_be_cut", message))
    choices = (
        Choice("egne", "Datoerne er forløbenes egne"),
        Choice(_CUT, "Datoerne er klippet til perioden: langtidsfraværet er et mindstetal"),
    )
    body.collector.ask(
        Question(_EDGES, "Er datoerne forløbenes egne?", choices, "dates_may_be_cut")
    )
    return False


_CUT_SPELLS = (
    "Datoerne er klippet til perioden: et forløb, der begyndte før eller fortsatte efter, er talt "
    "efter de dage, der er her. Langtid er et mindstetal."
)
