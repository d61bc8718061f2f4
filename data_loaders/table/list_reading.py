"""Read the sheets of one kind of list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from core.danish import join_words
from data_loaders.codes import problem
from data_loaders.context import Context
from data_loaders.files.grid import Sheet
from data_loaders.guidance.likeness import Likeness
from data_loaders.guidance.proposal import Question
from data_loaders.problem import Problem, Severity
from data_loaders.report import Total
from data_loaders.table import header_problems, header_rows, sheet_parts, total_checks
from data_loaders.table.body import Body
from data_loaders.table.declaration import Listing, Type
from data_loaders.table.field_columns import is_period
from data_loaders.table.list_header import Found, find
from data_loaders.table.person_columns import Says, says
from data_loaders.table.problem_collector import Collector
from data_loaders.words.header_names import normalize
from data_loaders.words.stated_period import join_cells
from data_loaders.words.times import strip_times

_AGAINST = 0.5
_UNSAID = 0.7


@dataclass(frozen=True)
class Candidate:
    """A sheet with the header of a kind of list."""

    sheet: Sheet
    found: Found
    likeness: Likeness


@dataclass(frozen=True)
class Read:
    """What was made of a kind's sheets; see `Report`."""

    facts: pa.Table
    periods: tuple[str, ...]
    problems: tuple[Problem, ...]
    extract_date: date | None
    questions: tuple[Question, ...] = ()
    totals: tuple[Total, ...] = ()


def candidate(
    sheet: Sheet, heads: Sequence[header_rows.Candidate], listing: Listing, context: Context
) -> Candidate | None:
    """Judge how much a sheet is like a kind of list; None where it names no two columns of it.

    `heads` are the rows that may be its header.
    A sheet is sure to be of a kind when all needed columns are there and no others.
    """
    found = find(sheet, heads, listing, context.guide)
    if found is None:
        return None
    pairs = [f"»{header}« ({listing[name].label})" for name, header in found.named.items()]
    reasons = [f"Kolonner, der passer: {join_words(pairs)}."] if pairs else []
    if found.unused:
        others = join_words([f"»{header}«" for header in found.unused])
        reasons.append(f"Kolonner, der ikke bruges: {others}.")
    against = [header for header in found.unused if listing.speaks_against(normalize(header))]
    against += [] if found.mapping.kind else _no_persons(sheet, found, listing)
    is_open = listing.bare_asked and _has_bare(found, listing)
    is_open = is_open and not context.guide.kind_of(found.heading.headers)
    if is_open:
        against += [
            line for line in _titles(sheet, found) if listing.speaks_against(normalize(line))
        ]
    if against:
        reasons.append(
            f"Kolonner, der taler imod: {join_words([f'»{text}«' for text in against])}."
        )
    sure = _confidence(sheet, found, listing, context) * (_AGAINST if against else 1)
    # A file that lacks one column of another kind is not to pass for this one.
    is_whole = found.share == 1 and not against
    unsaid = is_open and (bool(against) or not _says_what(sheet, found, listing, context))
    likeness = Likeness(listing.name, sheet.name, sure, tuple(reasons), is_whole, unsaid)
    return Candidate(sheet, found, likeness)


def _no_persons(sheet: Sheet, found: Found, listing: Listing) -> Iterator[str]:
    """Give the header of the column that should say who, where it says how many."""
    place = found.columns.get("person")
    if place is not None:
        numbers = (one.name for one in listing.fields if one.type is Type.NUMBER)
        keys = {p for name, p in found.columns.items() if name not in {"person", *numbers}}
        header, index = found.heading.headers[place], found.heading.index
        if says(sheet, index, header=header, place=place, keys=keys) is Says.HOW_MANY:
            yield header


def _confidence(sheet: Sheet, found: Found, listing: Listing, context: Context) -> float:
    if kind := context.guide.kind_of(found.heading.headers):
        return float(kind == listing.name)
    headers = [header for header in found.heading.headers if header]
    explained = len(found.used) + sum(map(len, found.clashes.values()))
    sure = found.share * (0.5 + 0.5 * min(1.0, explained / max(1, len(headers))))
    return sure if _says_what(sheet, found, listing, context) else sure * _UNSAID


def _says_what(sheet: Sheet, found: Found, listing: Listing, context: Context) -> bool:
    """Whether columns that are headed only by their time are named above them."""
    if not _has_bare(found, listing):
        return True
    said = (*_titles(sheet, found), sheet.name, context.file_name)
    return any(listing[listing.bare].fits(normalize(strip_times(text))) for text in said)


def _has_bare(found: Found, listing: Listing) -> bool:
    one = found.places.get(listing.bare)
    bare = found.clashes.get(listing.bare, () if one is None else (one,))
    return any(is_period(found.heading.headers[place]) for place in bare)


def _titles(sheet: Sheet, found: Found) -> list[str]:
    top = found.heading.index - found.heading.depth + 1
    return [join_cells(row) for row in sheet.rows[:top]]


def read(candidates: Sequence[Candidate], listing: Listing, context: Context) -> Read:
    """Read the sheets that hold a list; all that is wrong with them is in `problems`.

    Where a needed column is missing, or two fit equally well, or no row is left, nothing is built.
    """
    collector = Collector()
    for one in candidates:
        header_problems.tell(one.sheet, one.found, listing, collector)
    if any(one.severity is Severity.ERROR for one in collector.found):
        return _empty(collector)
    of_sheets = [
        part
        for one in candidates
        for part in sheet_parts.of_sheet(one.sheet, one.found, listing, context, collector)
    ]
    body = Body(listing, of_sheets, context, collector)
    if not len(body):
        collector.add(_no_rows(candidates[0]))
        return _empty(collector)
    built = listing.build(body)
    totals = total_checks.reconcile(body)
    problems = (*body.problems, *built.problems)
    asked = tuple(collector.questions.values())
    return Read(built.facts, built.periods, problems, body.extract_date, asked, totals)


def _empty(collector: Collector) -> Read:
    return Read(pa.table({}), (), collector.problems, None, tuple(collector.questions.values()))


def _no_rows(one: Candidate) -> Problem:
    message = "Der er ingen rækker med indhold under kolonneoverskrifterne."
    cell = one.sheet.address(one.found.heading.index, 0)
    return problem("no_rows", message, sheet=one.sheet.name, cell=cell)
