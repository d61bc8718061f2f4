"""Hold sheets against a kind that is a list, and read those that are one."""

import re
from collections.abc import Callable, Iterator, Sequence

import pyarrow as pa

from core.danish import join_words
from data_loaders.context import Context
from data_loaders.files.grid import Sheet
from data_loaders.guidance.proposal import ColumnReason
from data_loaders.privacy.person_headers import tells_of_one_person
from data_loaders.problem import Problem, Severity
from data_loaders.report import Total
from data_loaders.table import sheet_parts, sheet_problems
from data_loaders.table.body import TableBody
from data_loaders.table.column_contents import (
    PersonColumnMeaning,
    judge_person_column,
)
from data_loaders.table.declaration import CellType, Declaration, ListFacts
from data_loaders.table.header_rows import HeaderCandidate
from data_loaders.table.header_search import find_layout, is_period
from data_loaders.table.layout import Layout
from data_loaders.table.problem_collector import ProblemCollector
from data_loaders.table.reading import Likeness, SheetCandidate, SheetsReading
from data_loaders.table.sheet_problems import collect_header_problems
from data_loaders.words.header_names import normalize
from data_loaders.words.times import strip_times

_AGAINST = 0.5
_UNSAID = 0.7
_BY_NAME = 0.9
_OF_ABSENCE = re.compile(r"fravaer|syg|absence|sick|rask")
_NO_PERSONS = "(ingen kolonne med medarbejdere eller fravær)"

Build = Callable[[TableBody], ListFacts]


def judge_sheet(
    sheet: Sheet, headers: Sequence[HeaderCandidate], declaration: Declaration, context: Context
) -> SheetCandidate | None:
    """Judge how much a sheet is like a kind of list; None where it names no two columns of it.

    `headers` are the rows that may be its header. A sheet is sure to be of a kind when all needed
    columns are there and no others.
    """
    layout = find_layout(sheet, headers, declaration, context.guidance)
    if layout is None:
        return None
    pairs = [f"»{text}« ({declaration[name].label})" for name, text in layout.named.items()]
    reasons = [f"Kolonner, der passer: {join_words(pairs)}."] if pairs else []
    if layout.unused:
        named_unused = join_words([f"»{header}«" for header in layout.unused])
        reasons.append(f"Kolonner, der ikke bruges: {named_unused}.")
    against = [text for text in layout.unused if declaration.is_unlikely_header(normalize(text))]
    if not layout.mapping.kind:
        against += _find_headcounts(sheet, layout, declaration)
        against += _find_person_headers(layout, declaration)
    is_open = declaration.bare_asked and _has_bare(layout, declaration)
    is_open = is_open and not context.guidance.find_kind(layout.headers)
    if is_open:
        titles = layout.list_titles(sheet)
        against += [line for line in titles if declaration.is_unlikely_header(normalize(line))]
    if context.guidance.find_kind(layout.headers) == declaration.name:
        against = []
    if against:
        named = join_words([f"»{text}«" for text in against])
        reasons.append(f"Kolonner, der taler imod: {named}.")
    if declaration.discreet and not _tells_of_people(layout, declaration):
        against.append(_NO_PERSONS)
    says_what = _is_named_above(sheet, layout, declaration, context)
    confidence = _weigh(layout, declaration, context, says_what=says_what)
    # A file that lacks one column of another kind is not to pass for this one.
    likeness = Likeness(
        declaration.name,
        sheet.name,
        confidence * (_AGAINST if against else 1),
        tuple(reasons),
        complete=layout.share == 1 and not against,
        unsaid=is_open and (bool(against) or not says_what),
        lacking=tuple(sheet_problems.name_lacking(layout, declaration)),
        against=tuple(against) if layout.share == 1 and not declaration.discreet else (),
    )
    return SheetCandidate(sheet, layout, likeness)


def _find_headcounts(sheet: Sheet, layout: Layout, declaration: Declaration) -> Iterator[str]:
    """Give the header of the column that should say who, where it says how many."""
    place = layout.shared.get("person")
    if place is not None:
        numbers = (field.name for field in declaration.fields if field.type is CellType.NUMBER)
        keys = {p for name, p in layout.shared.items() if name not in {"person", *numbers}}
        header = layout.headers[place]
        if (
            judge_person_column(sheet, layout.index, header=header, place=place, keys=keys)
            is PersonColumnMeaning.HOW_MANY
        ):
            yield header


def _find_person_headers(layout: Layout, declaration: Declaration) -> Iterator[str]:
    """Give the headers of a list of enheder that only a list of people has."""
    if declaration.is_of_units:
        yield from (text for text in layout.unused if tells_of_one_person(normalize(text)))


def _tells_of_people(layout: Layout, declaration: Declaration) -> bool:
    """Whether a header is of people or of their absence: a budget has dates and hours as well."""
    has_person = any(name in layout.columns for name in declaration.needs[0])
    return has_person or any(_OF_ABSENCE.search(normalize(header)) for header in layout.headers)


def _find_people(
    candidates: Sequence[SheetCandidate], declaration: Declaration, context: Context
) -> Iterator[Problem]:
    """Give a problem for each sheet of a list of enheder in which the enheder are people."""
    for candidate in candidates if declaration.is_of_units else ():
        yield from sheet_problems.find_people(
            candidate.sheet,
            candidate.layout,
            label=declaration.label,
            aliases=context.guidance.aliases,
        )


def _weigh(layout: Layout, declaration: Declaration, context: Context, *, says_what: bool) -> float:
    if kind := context.guidance.find_kind(layout.headers):
        return float(kind == declaration.name)
    headers = [header for header in layout.headers if header]
    explained = len(layout.used) + sum(map(len, layout.clashes.values()))
    confidence = layout.share * (0.5 + 0.5 * min(1.0, explained / max(1, len(headers))))
    return confidence if says_what else confidence * _UNSAID


def _is_named_above(
    sheet: Sheet, layout: Layout, declaration: Declaration, context: Context
) -> bool:
    """Whether columns that are headed only by their time are named above them."""
    if not _has_bare(layout, declaration):
        return True
    texts = (*layout.list_titles(sheet), sheet.name, context.file_name)
    field = declaration[declaration.bare]
    return any(field.fits_header(normalize(strip_times(text))) for text in texts)


def _has_bare(layout: Layout, declaration: Declaration) -> bool:
    place = layout.columns.get(declaration.bare)
    bare = layout.clashes.get(declaration.bare, () if place is None else (place,))
    return any(is_period(layout.headers[place]) for place in bare)


def read_sheets(
    candidates: Sequence[SheetCandidate], declaration: Declaration, build: Build, context: Context
) -> SheetsReading:
    """Read the sheets that hold a list; all that is wrong with them is in `problems`.

    Where a needed column is missing, or two fit equally well, or no row is left, nothing is built.
    """
    collector = ProblemCollector()
    for candidate in candidates:
        collect_header_problems(candidate.sheet, candidate.layout, declaration, collector)
    for finding in _find_people(candidates, declaration, context):
        collector.add(finding)
    built, totals, extract_date = ListFacts(pa.table({}), ()), tuple[Total, ...](), None
    if not any(problem.severity is Severity.ERROR for problem in collector.kept_problems):
        parts = [
            part
            for candidate in candidates
            for part in sheet_parts.read_parts(candidate, declaration, context, collector)
        ]
        body = sheet_parts.take_out_sums(TableBody(declaration, parts, context, collector))
        if len(body):
            built, extract_date = build(body), body.extract_date
            totals = sheet_parts.reconcile_parts(body)
        else:
            collector.add(
                sheet_problems.make_no_rows(candidates[0].sheet, candidates[0].layout.index)
            )
    first = candidates[0]
    return SheetsReading(
        kind=declaration.name,
        sheet=first.sheet,
        layout=first.layout,
        sheet_names=tuple(candidate.sheet.name for candidate in candidates),
        facts=built.facts,
        periods=built.periods,
        problems=collector.problems,
        totals=totals,
        extract_date=extract_date,
        questions=tuple(collector.questions.values()),
        reasons={name: _make_reason(declaration, name) for name in _list_fields(first.layout)},
    )


def _list_fields(layout: Layout) -> set[str]:
    return {*layout.shared, *(name for period in layout.periods for name in period.columns)}


def _make_reason(declaration: Declaration, name: str) -> ColumnReason:
    return ColumnReason(f"Overskriften er et navn for »{declaration[name].label}«.", _BY_NAME)
