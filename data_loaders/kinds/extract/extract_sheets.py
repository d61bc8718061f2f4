"""Choose among a file's sheets: which are the extract, together or alone, and which are not."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from types import MappingProxyType

from core.danish import join_words
from core.errors import FileRefusedError
from core.quarter import Period, Quarter
from data_loaders.codes import problem
from data_loaders.context import Context
from data_loaders.files.grid import Sheet
from data_loaders.files.values import name_place
from data_loaders.guidance.mapping import Mapping, is_same_sheet
from data_loaders.guidance.proposal import Choice, Question, QuestionError
from data_loaders.kinds.extract import (
    extract_header,
    extract_header_problems,
    joined_tables,
    regions,
    unit_quarters,
)
from data_loaders.kinds.extract.extract_table import ExtractTable, read_table
from data_loaders.kinds.extract.period_lengths import QUARTERS, ROLLING
from data_loaders.kinds.extract.regions import HeadedTable, Region
from data_loaders.kinds.extract.table_period import TableSurroundings
from data_loaders.problem import Problem
from data_loaders.report import UnitQuarter
from data_loaders.table.column_contents import PersonColumnMeaning, judge_person_column
from data_loaders.table.header_rows import HeaderCandidate
from data_loaders.table.reading import Likeness, SheetCandidate, SheetsReading
from data_loaders.table.sheet_problems import find_overruled_header
from data_loaders.words.header_names import FIELD_LABELS

EXTRACT_LABELS = MappingProxyType(
    {
        QUARTERS: "Sygefravær pr. enhed og kvartal",
        ROLLING: "Sygefravær pr. enhed, rullende tolv måneder",
    }
)
_JUDGED_ROWS = 5_000  # a list of persons may have a million


@dataclass(frozen=True)
class ExtractCandidate(SheetCandidate):
    """A sheet whose tables, those with the extract's header among them, have been found."""

    regions: tuple[Region, ...]
    tables: tuple[HeadedTable, ...]


def judge_sheet(
    sheet: Sheet, _: Sequence[HeaderCandidate], context: Context
) -> ExtractCandidate | None:
    """Judge how much a sheet is like the extract per enhed; None where it has no such header."""
    top = sheet.cut(slice(_JUDGED_ROWS)) if len(sheet.rows) > _JUDGED_ROWS else sheet
    parts, tables = _find_tables(top, context)
    if not tables:
        return None
    nearest = next((table for table in tables if extract_header.is_near(table.layout)), tables[0])
    layout = nearest.layout
    kind = context.guidance.find_kind(layout.headers)
    missing = any(finding.code == "missing_column" for finding in layout.problems)
    missing = missing or (not kind and _is_of_persons(nearest))
    share = 1.0 if not missing else 2 / 3 if extract_header.is_near(layout) else 1 / 3
    named = [text for text in layout.headers if text]
    explained = (len(named) - len(layout.unused)) / max(1, len(named))
    confidence = share * (0.5 + 0.5 * explained)
    if kind:
        confidence = float(kind in (QUARTERS, ROLLING))
    pairs = [f"»{text}«" for text in layout.named.values()]
    reasons = (f"Kolonner, der passer: {join_words(pairs)}.",) if pairs else ()
    lacking = tuple(extract_header_problems.find_lacking({*layout.columns}).values())
    likeness = Likeness(
        QUARTERS,
        sheet.name,
        confidence,
        reasons,
        complete=not missing,
        lacking=lacking if missing else (),
    )
    return ExtractCandidate(sheet, layout, likeness, tuple(parts), tuple(tables))


def _find_tables(sheet: Sheet, context: Context) -> tuple[list[Region], list[HeadedTable]]:
    """Cut a sheet into tables, and find the header of each that has one."""
    parts, tables = regions.split_tables(sheet), []
    for region in parts:
        surroundings = TableSurroundings(context.file_name, region.title_lines)
        try:
            layout = extract_header.find_layout(region.sheet, context.guidance, surroundings.levels)
        except FileRefusedError:
            continue
        tables.append(HeadedTable(region, layout))
    return parts, tables


def _is_of_persons(table: HeadedTable) -> bool:
    """Whether the column that should say how many medarbejdere there are says who they are."""
    layout = table.layout
    place = layout.columns.get("medarbejdere")
    if place is None:
        return False
    keys = set(layout.columns.values()) - set(layout.number_columns.values())
    header = layout.headers[place]
    return (
        judge_person_column(table.sheet, layout.index, header=header, place=place, keys=keys)
        is PersonColumnMeaning.WHO
    )


def read_sheets(
    candidates: Sequence[ExtractCandidate], sheets: Sequence[Sheet], context: Context
) -> SheetsReading:
    """Read the extract's sheets; FileRefusedError where no sheet is one."""
    extracts, unread = read_extracts(candidates, sheets, context)
    first = extracts[0]
    rows = tuple(chain.from_iterable(extract.rows for extract in extracts))
    otherwise = _check_chosen_kind(first.kind, context, sorted({row.quarter for row in rows}))
    return SheetsReading(
        kind=first.kind,
        sheet=first.sheet,
        layout=first.layout,
        sheet_names=tuple(extract.sheet.name for extract in extracts),
        facts=unit_quarters.make_facts(rows),
        periods=tuple(sorted({row.period for row in rows})),
        problems=(
            *(finding for finding, _ in otherwise),
            *chain.from_iterable(map(_find_overruled, extracts)),
            *chain.from_iterable(extract.problems for extract in extracts),
        ),
        totals=tuple(chain.from_iterable(extract.totals for extract in extracts)),
        extract_date=next((extract.drawn for extract in extracts if extract.drawn), None),
        questions=(*(question for _, question in otherwise), *first.questions),
        rows=rows,
        unread=tuple(unread),
    )


def _find_overruled(extract: ExtractTable) -> list[Problem]:
    """Warn of columns that somebody has chosen though their headers speak of other figures."""
    layout = extract.layout
    chosen = {} if layout.periods else layout.mapping.columns
    return [
        warning
        for name, place in layout.number_columns.items()
        if name in chosen
        for warning in find_overruled_header(
            extract.sheet,
            layout.index,
            (place, layout.headers[place]),
            chosen_as=FIELD_LABELS[name],
        )
    ]


def _check_chosen_kind(
    kind: str, context: Context, quarters: Sequence[Quarter]
) -> list[tuple[Problem, Question]]:
    """Refuse an extract of quarters that was chosen as one of twelve months, or the other way."""
    chosen = context.guidance.user_mapping.kind
    if chosen not in (QUARTERS, ROLLING) or chosen == kind or not quarters:
        return []
    newest = quarters[-1]
    spans = {
        QUARTERS: f"kvartalets egne, f.eks. {newest.label}",
        ROLLING: f"af tolv måneder, f.eks. dem, der slutter med {newest.label}",
    }
    message = (
        f"Filen er valgt som »{EXTRACT_LABELS[chosen]}«, men efter perioden er dens tal "
        f"{spans[kind]}. Vælg »{EXTRACT_LABELS[kind]}«, eller ret perioden i filen, hvis den er "
        "forkert."
    )
    choice = Choice(kind, EXTRACT_LABELS[kind])
    question = Question("kind", "Hvad er filen?", (choice,), "other_kind")
    return [(problem("other_kind", message), question)]


def read_extracts(
    candidates: Sequence[ExtractCandidate], sheets: Sequence[Sheet], context: Context
) -> tuple[list[ExtractTable], list[Problem]]:
    """Read the tables that hold the extract, and name those that do not.

    Several, on one sheet or on several, are read together when each has units or a quarter of its
    own. One that has nearly the extract's header is read too, so that what is wrong with it refuses
    the file. Raises QuestionError: `no_header` where none has one, `several_sheets` or
    `several_tables` where several hold the same.
    """
    parts, headed = _choose_tables(candidates, sheets, context)
    if not headed:
        raise extract_header_problems.make_no_header_error()
    near = [table for table in headed if extract_header.is_near(table.layout)] or headed[:1]
    left_out = _find_left_out(near, context)
    near = [table for table in near if table not in left_out]
    extracts = _read_months(near, context) or _read_quarters(near, context)
    # A table that only has the header is a form, not an extract gone wrong.
    filled = [extract for extract in extracts if not _is_form(extract)] or extracts[:1]
    _check_disjoint([extract for extract in filled if extract.rows])
    _check_kinds(filled)
    done = [*(extract.table.region for extract in filled), *(table.region for table in left_out)]
    read_regions = [extract.table.region for extract in extracts]
    timeless = [t.region for t in near if not _is_among(t.region, read_regions)]
    unread = [
        _make_unread(region, is_timeless=_is_among(region, timeless))
        for region in parts
        if not _is_among(region, done)
    ]
    return joined_tables.take_afdelinger_from_names(filled), unread


def _is_among(region: Region, candidates: Sequence[Region]) -> bool:
    return any(region is candidate for candidate in candidates)


def _choose_tables(
    candidates: Sequence[ExtractCandidate], sheets: Sequence[Sheet], context: Context
) -> tuple[list[Region], list[HeadedTable]]:
    """Return the tables of the sheets, and those with a header: of what somebody has chosen."""
    chosen = context.guidance.user_mapping
    sheets_to_read = [
        s for s in sheets if not chosen.sheet or is_same_sheet(chosen.sheet, s.name)
    ] or sheets
    parts: list[Region] = []
    headed: list[HeadedTable] = []
    for sheet in sheets_to_read:
        judged = next((candidate for candidate in candidates if candidate.sheet is sheet), None)
        if judged and len(sheet.rows) <= _JUDGED_ROWS:
            parts += judged.regions
            headed += judged.tables
        else:
            of_sheet = _find_tables(sheet, context)
            parts += of_sheet[0]
            headed += of_sheet[1]
    chosen_parts = [region for region in parts if region.id in ("", chosen.table)]
    if not chosen_parts:
        return parts, headed
    return chosen_parts, [table for table in headed if table.region.id in ("", chosen.table)]


def _read_quarters(near: Sequence[HeadedTable], context: Context) -> list[ExtractTable]:
    # Beside other extracts a table tells its quarter itself; the file's name tells one only.
    extracts = [_read(table, context, alone=len(near) == 1) for table in near]
    if not any(extract.rows for extract in extracts):
        extracts = [_read(table, context, alone=True) for table in near]
    return extracts


def _read_months(near: Sequence[HeadedTable], context: Context) -> list[ExtractTable]:
    """Read tables of a month each; none where there are no such.

    Beside them, a table that tells no time is left out, and one that tells another is refused.
    """
    months = joined_tables.find_months(near, context.file_name)
    if not any(months):
        return []
    pairs = [
        (_read(table, context, alone=False, month=month), month)
        for table, month in zip(near, months, strict=True)
    ]
    extracts = [extract for extract, month in pairs if month or extract.rows]
    if joined_tables.has_overlap(extracts):
        raise _make_several_sheets_error(extracts)
    mapping = context.guidance.resolve_mapping(extracts[0].table.layout.headers)
    return joined_tables.join_months(extracts, mapping)


def _find_left_out(near: Sequence[HeadedTable], context: Context) -> list[HeadedTable]:
    """Return the tables of a layout in which another table was chosen before."""
    remembered = [(t, m) for t in near if (m := context.guidance.find_mapping(t.layout.headers))]
    choices = [(t, mapping) for t, mapping in remembered if mapping.sheet or mapping.table]
    chosen = [table for table, mapping in choices if _is_of(table.region, mapping)]
    return [table for table, _ in choices if table not in chosen] if chosen else []


def _is_of(region: Region, choice: Mapping) -> bool:
    is_sheet = not choice.sheet or is_same_sheet(choice.sheet, region.sheet.name)
    return is_sheet and (not choice.table or choice.table == region.id)


def _read(
    table: HeadedTable, context: Context, *, alone: bool, month: Period | None = None
) -> ExtractTable:
    surroundings = TableSurroundings(
        context.file_name, table.region.title_lines, alone=alone, month=month
    )
    return read_table(table, context, surroundings=surroundings)


def _is_form(extract: ExtractTable) -> bool:
    return any(finding.code == "no_rows" for finding in extract.problems)


def _make_unread(region: Region, *, is_timeless: bool) -> Problem:
    name = region.sheet.name
    if region.id:
        message = (
            f"Tabellen fra {region.id} {name_place(name)} er ikke læst, for den har ikke "
            "udtrækkets kolonner med tal under."
        )
        return problem("unread_table", message, sheet=name, cell=region.id)
    if is_timeless:
        message = (
            f"Arket »{name}« er ikke læst, for de andre ark er af hver sin måned, og det siger "
            "ingen tid. Skulle det have været med, så skriv måneden i dets navn eller titel."
        )
        return problem("unread_sheet", message, sheet=name)
    message = (
        f"Arket »{name}« er ikke læst, for det har ikke udtrækkets kolonner med tal under. "
        "Skulle det have været med, så ret dets kolonneoverskrifter."
    )
    return problem("unread_sheet", message, sheet=name)


def _check_disjoint(extracts: Sequence[ExtractTable]) -> None:
    places = Counter(
        place for extract in extracts for place in set(map(_identify_row, extract.rows))
    )
    # A sheet per afdeling beside one per enhed has other names, but the same figures.
    sums = Counter(total for extract in extracts for total in _sum_periods(extract).items())
    if max([*places.values(), *sums.values()], default=0) < 2:
        return
    if len({extract.sheet.name for extract in extracts}) == 1:
        raise _make_several_tables_error(extracts)
    raise _make_several_sheets_error(extracts)


def _identify_row(row: UnitQuarter) -> tuple[str, unit_quarters.UnitIdentity]:
    return row.period, unit_quarters.identify_unit(row)


def _make_several_sheets_error(extracts: Sequence[ExtractTable]) -> QuestionError:
    names = list(dict.fromkeys(extract.sheet.name for extract in extracts))
    choices = tuple(Choice(name, f"Arket »{name}«") for name in names)
    return QuestionError(
        f"Arkene {join_words([f'»{name}«' for name in names])} ligner alle udtrækket, men har "
        "hverken hvert sit kvartal eller hver sine enheder. Vælg det rigtige, eller slet de ark, "
        "der ikke skal læses; skal de alle læses, så skriv kvartalet i hvert arks navn eller "
        "titel.",
        code="several_sheets",
        question=Question("sheet", "Hvilket ark er udtrækket?", choices, "several_sheets"),
    )


def _make_several_tables_error(extracts: Sequence[ExtractTable]) -> QuestionError:
    places = [extract.table.region.id for extract in extracts]
    choices = tuple(Choice(place, f"Tabellen fra {place}") for place in places)
    return QuestionError(
        f"Der er flere tabeller {name_place(extracts[0].sheet.name)}, der ligner udtrækket, fra "
        f"{join_words(places)}, men de har hverken hvert sit kvartal eller hver sine enheder. Vælg "
        "den rigtige, eller slet de andre.",
        code="several_tables",
        question=Question("table", "Hvilken tabel er udtrækket?", choices, "several_tables"),
    )


def _check_kinds(extracts: Sequence[ExtractTable]) -> None:
    """Refuse a file of both quarters and rolling twelve months: they replace different data."""
    by_kind = {extract.kind: extract.sheet.name for extract in extracts if extract.rows}
    if len(by_kind) > 1:
        raise FileRefusedError(
            f"»{by_kind[QUARTERS]}« har kvartaler og »{by_kind[ROLLING]}« rullende tolv måneder. "
            "De kan ikke indlæses under ét: del dem i hver sin fil.",
            code="mixed_periods",
        )


def _sum_periods(extract: ExtractTable) -> dict[str, tuple[Decimal, Decimal]]:
    """Sum each quarter's or month's days and headcount; none where there are no days."""
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for row in extract.rows:
        days, heads = sums.get(row.period, (Decimal(0), Decimal(0)))
        people = row.medarbejdere or row.fuldtidsstillinger or Decimal(0)
        sums[row.period] = (days + (row.dagsvaerk or Decimal(0)), heads + people)
    return {
        period: sums_of_period for period, sums_of_period in sums.items() if all(sums_of_period)
    }
