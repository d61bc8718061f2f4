"""Put what was read together as a Report."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from core import danish
from core.quarter import Quarter
from data_loaders.codes import problem
from data_loaders.context import Context
from data_loaders.files.grid import Grid, Sheet
from data_loaders.files.values import Value, text_of
from data_loaders.guidance.likeness import Likeness
from data_loaders.guidance.overruled import overruled
from data_loaders.guidance.proposal import Choice, Proposal, Question, Reason, columns_of
from data_loaders.kinds.extract import extract_facts, extract_sheets
from data_loaders.kinds.extract.extract_table import Extract
from data_loaders.kinds.registry import EXTRACTS, LABELS, LISTINGS
from data_loaders.problem import Problem
from data_loaders.recognition import Recognised
from data_loaders.report import Report
from data_loaders.table import list_reading
from data_loaders.table.declaration import Listing
from data_loaders.table.list_reading import Candidate
from data_loaders.words.header_names import FIELD_LABELS

_EXAMPLES = 3
_LONGEST_EXAMPLE = 60
_BY_NAME = 0.9


def of_extract(
    shown: Sequence[Sheet], grid: Grid, context: Context, *, digest: str, recognised: Recognised
) -> Report:
    """Read the quarterly extract; FileRefusedError where no sheet is one."""
    others = recognised.of_other_kinds(context.guide.said.sheet)
    own = [sheet for sheet in shown if sheet.name not in others] or shown
    kept = set(map(id, own))
    extracts, unlike = extract_sheets.extracts(own, context)
    first = extracts[0]
    unread = [
        _unread(sheet.name, first.kind, others[sheet.name])
        for sheet in shown
        if id(sheet) not in kept
    ]
    unread += [
        _unread(found.sheet, first.kind, other)
        if found.code == "unread_sheet" and (other := recognised.other(found.sheet))
        else found
        for found in unlike
    ]
    rows = tuple(chain.from_iterable(extract.rows for extract in extracts))
    otherwise = _otherwise(first.kind, context, sorted({row.quarter for row in rows}))
    proposal = _of_layout(first, context, recognised.likeness)
    return Report(
        file_name=context.file_name,
        sha256=digest,
        kind=first.kind,
        dialect=grid.dialect,
        sheet=", ".join(extract.sheet.name for extract in extracts),
        columns=first.layout.named,
        unused=first.layout.unused,
        extract_date=next((e.drawn for e in extracts if e.drawn), None),
        facts=extract_facts.table(rows),
        periods=tuple(sorted({str(row.quarter) for row in rows})),
        totals=tuple(chain.from_iterable(extract.totals for extract in extracts)),
        problems=(
            *unread,
            *(p for p, _ in otherwise),
            *chain.from_iterable(_overruled(e, context) for e in extracts),
            *chain.from_iterable(e.problems for e in extracts),
        ),
        rows=rows,
        proposal=replace(proposal, questions=(*(q for _, q in otherwise), *proposal.questions)),
        grid=grid,
    )


def _overruled(extract: Extract, context: Context) -> Iterator[Problem]:
    layout = extract.layout
    chosen = context.guide.mapping_for(layout.headers).columns
    for name, place in layout.number_columns.items():
        if name in chosen and not layout.periods:
            header = (place, layout.headers[place])
            yield from overruled(extract.sheet, layout.index, header, chosen_as=FIELD_LABELS[name])


def _otherwise(
    kind: str, context: Context, quarters: Sequence[Quarter]
) -> list[tuple[Problem, Question]]:
    """Refuse an extract of quarters that was chosen as one of twelve months, or the other way."""
    said = context.guide.said.kind
    if said not in EXTRACTS or said == kind or not quarters:
        return []
    newest = quarters[-1]
    spans = {
        "kvartal": f"kvartalets egne, f.eks. {newest.label}",
        "rullende": f"af tolv måneder, f.eks. dem, der slutter med {newest.label}",
    }
    message = (
        f"Filen er valgt som »{LABELS[said]}«, men efter perioden er dens tal {spans[kind]}. Vælg "
        f"»{LABELS[kind]}«, eller ret perioden i filen, hvis den er forkert."
    )
    question = Question("kind", "Hvad er filen?", (Choice(kind, LABELS[kind]),), "other_kind")
    return [(problem("other_kind", message), question)]


def of_list(
    shown: Sequence[Sheet], grid: Grid, context: Context, *, digest: str, recognised: Recognised
) -> Report:
    """Read a list of any other kind."""
    listing, first = LISTINGS[recognised.kind], recognised.lists[0]
    read = list_reading.read(recognised.lists, listing, context)
    names = {one.sheet.name for one in recognised.lists}
    unread = [
        _unread(sheet.name, listing.name, recognised.other(sheet.name))
        for sheet in shown
        if sheet.name not in names
    ]
    return Report(
        file_name=context.file_name,
        sha256=digest,
        kind=listing.name,
        dialect=grid.dialect,
        sheet=", ".join(one.sheet.name for one in recognised.lists),
        columns=first.found.named,
        unused=first.found.unused,
        extract_date=read.extract_date,
        facts=read.facts,
        periods=read.periods,
        totals=read.totals,
        problems=(*unread, *read.problems),
        proposal=_of_found(first, listing, read.questions, context),
        grid=None if listing.discreet else grid,
    )


def _unread(sheet: str, kind: str, other: str) -> Problem:
    """Say that a sheet was not read, and how it is if it is of another kind."""
    message = f"Arket »{sheet}« er ikke læst: filen er læst som »{LABELS[kind]}«"
    if other:
        message += (
            f", og arket ligner »{LABELS[other]}«. Indlæs filen en gang til med den slags valgt "
            f"(på kommandolinjen: --as {other}), så læses det ark"
        )
    return problem("unread_sheet", f"{message}.", sheet=sheet)


def _of_layout(first: Extract, context: Context, likeness: Likeness) -> Proposal:
    layout, sheet = first.layout, first.sheet
    known = context.guide.mapping_for(layout.headers)
    return Proposal(
        mapping=replace(known, kind=first.kind),
        columns=columns_of(
            layout.columns,
            mapping=known,
            cells=_addresses(sheet, layout.index, layout.headers),
            examples=_examples(sheet, layout.index, len(layout.headers)),
        ),
        questions=first.questions,
        learned=_learned(context, layout.headers),
        kind_reason=" ".join(likeness.reasons),
        confidence=likeness.confidence,
    )


def _of_found(
    one: Candidate, listing: Listing, questions: Sequence[Question], context: Context
) -> Proposal:
    found, index, headers = one.found, one.found.heading.index, one.found.heading.headers
    words = {column.name: column.label for column in listing.fields}
    columns = columns_of(
        found.places,
        mapping=found.mapping,
        cells=_addresses(one.sheet, index, headers),
        words=words,
        reasons={name: _named(words[name]) for name in found.places},
        examples=[] if listing.discreet else _examples(one.sheet, index, len(headers)),
    )
    again = {place: name for _, places in found.spread for name, place in places.items()}
    return Proposal(
        mapping=replace(found.mapping, kind=listing.name),
        columns=tuple(
            replace(column, field=again[place], reason=_named(words[again[place]]).text)
            if place in again
            else column
            for place, column in enumerate(columns)
        ),
        questions=tuple(questions),
        learned=_learned(context, headers),
        kind_reason=" ".join(one.likeness.reasons),
        confidence=one.likeness.confidence,
    )


def _named(word: str) -> Reason:
    return Reason(f"Overskriften er et navn for »{word}«.", _BY_NAME)


def _learned(context: Context, headers: Sequence[str]) -> str:
    known = context.guide.remembers(headers)
    return known.name if known else ""


def _addresses(sheet: Sheet, index: int, headers: Sequence[str]) -> list[str]:
    return [sheet.address(index, place) for place in range(len(headers))]


def _examples(sheet: Sheet, index: int, width: int) -> list[tuple[str, ...]]:
    rows = sheet.rows[index + 1 : index + 1 + _EXAMPLES]
    return [
        tuple(_example(row[place])[:_LONGEST_EXAMPLE] for row in rows if place < len(row))
        for place in range(width)
    ]


def _example(value: Value) -> str:
    """Write a cell as a spreadsheet in Danish shows it."""
    if not isinstance(value, float) or value.is_integer():
        return text_of(value)
    return f"{value:.4f}".rstrip("0").rstrip(".").replace(".", ",").replace("-", danish.MINUS)
