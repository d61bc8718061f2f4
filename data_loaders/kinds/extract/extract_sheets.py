"""Choose among a file's sheets: which are the extract, together or alone, and which are not."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from core.danish import join_words
from core.errors import FileRefusedError
from core.nodes import unit_identity
from core.quarter import Period, Quarter
from data_loaders.codes import problem
from data_loaders.context import Context
from data_loaders.files.grid import Grid, Sheet
from data_loaders.guidance.mapping import Mapping, same_sheet
from data_loaders.guidance.proposal import Choice, Question, QuestionError
from data_loaders.kinds.extract import extract_header, month_tables, regions
from data_loaders.kinds.extract.afdeling_sheets import with_afdelinger
from data_loaders.kinds.extract.extract_table import Extract
from data_loaders.kinds.extract.extract_table import read as read_table
from data_loaders.kinds.extract.month_tables import Tables
from data_loaders.kinds.extract.period_lengths import QUARTERS, ROLLING
from data_loaders.kinds.extract.regions import Region
from data_loaders.kinds.extract.table_period import Around
from data_loaders.problem import Problem
from data_loaders.report import UnitQuarter
from data_loaders.table.layout import Layout
from data_loaders.words.stated_period import join_cells


def shown(grid: Grid) -> tuple[list[Sheet], list[Problem]]:
    """Leave out empty sheets, and hidden ones unless there are no others; say so.

    Raises FileRefusedError (`empty_file`) where no sheet holds anything.
    """
    filled = [sheet for sheet in grid.sheets if any(v is not None for r in sheet.rows for v in r)]
    visible = [sheet for sheet in filled if not sheet.hidden]
    if not filled:
        raise FileRefusedError("Filen er tom: der er ingen celler i den.", code="empty_file")
    outcome = "er ikke læst" if visible else "er læst, fordi der ikke er andre"
    notes = [
        problem("hidden_sheet", f"Arket »{s.name}« er skjult og {outcome}.", sheet=s.name)
        for s in filled
        if s.hidden
    ]
    return visible or filled, notes


def extracts(sheets: Sequence[Sheet], context: Context) -> tuple[list[Extract], list[Problem]]:
    """Read the tables that hold the extract, and name those that do not.

    Several, on one sheet or on several, are read together when each has units or a quarter of its
    own. One that has nearly the extract's header is read too, so that what is wrong with it refuses
    the file. Raises QuestionError: `no_header` where none has one, `several_sheets` or
    `several_tables` where several hold the same.
    """
    tables = _chosen(sheets, context.guide.said)
    headed = _headed(tables, context)
    near = [(r, layout) for r, layout in headed if extract_header.is_near(layout)] or headed[:1]
    left_out = _left_out(near, context)
    near = [(r, layout) for r, layout in near if id(r.sheet) not in left_out]
    found = _of_months(near, context) or _of_quarters(near, context)
    # A table that only has the header is a form, not an extract gone wrong.
    filled = [e for e in found if not _is_form(e)] or found[:1]
    read = {id(extract.sheet) for extract in filled} | left_out
    _check_disjoint([extract for extract in filled if extract.rows])
    _check_kinds(filled)
    timeless = {id(r.sheet) for r, _ in near} - {id(extract.sheet) for extract in found}
    unread = [r for r in tables if id(r.sheet) not in read]
    notes = [_unread(r, is_timeless=id(r.sheet) in timeless) for r in unread]
    return with_afdelinger(filled), notes


def _of_quarters(near: Tables, context: Context) -> list[Extract]:
    # Beside other extracts a table tells its quarter itself; the file's name tells one only.
    found = [_read(r, f, context, alone=len(near) == 1) for r, f in near]
    if not any(extract.rows for extract in found):
        found = [_read(r, layout, context, alone=True) for r, layout in near]
    return found


def _of_months(near: Tables, context: Context) -> list[Extract]:
    """Read tables of a month each; none where there are no such.

    Beside them, a table that tells no time is left out, and one that tells another is refused.
    """
    of_month = month_tables.named(near, context.file_name)
    if not of_month:
        return []
    found = [
        _read(region, layout, context, alone=False, month=of_month.get(id(region.sheet)))
        for region, layout in near
    ]
    kept = [e for e in found if id(e.sheet) in of_month or e.rows]
    if month_tables.overlap(kept):
        raise _several_sheets(kept)
    return month_tables.together(kept)


def _chosen(sheets: Sequence[Sheet], said: Mapping) -> list[Region]:
    """Cut the sheets into tables, and keep what somebody has chosen among them."""
    wanted = [sheet for sheet in sheets if not said.sheet or same_sheet(said.sheet, sheet.name)]
    found = [region for sheet in wanted or sheets for region in regions.split(sheet)]
    return [region for region in found if region.id in ("", said.table)] or found


def _left_out(near: Tables, context: Context) -> set[int]:
    """The tables, by their sheets' ids, of a layout in which another was chosen before."""
    known = [(r, m) for r, layout in near if (m := context.guide.remembers(layout.headers))]
    choices = [(r, mapping) for r, mapping in known if mapping.sheet or mapping.table]
    chosen = {id(r.sheet) for r, mapping in choices if _is_of(r, mapping)}
    return {id(r.sheet) for r, _ in choices} - chosen if chosen else set()


def _is_of(region: Region, choice: Mapping) -> bool:
    is_sheet = not choice.sheet or same_sheet(choice.sheet, region.sheet.name)
    return is_sheet and (not choice.table or choice.table == region.id)


def _read(
    region: Region, layout: Layout, context: Context, *, alone: bool, month: Period | None = None
) -> Extract:
    around = Around(context.file_name, _titles(region), alone=alone, month=month)
    found = read_table(region.sheet, layout, context, around=around)
    return replace(found, table=region.id)


def _titles(region: Region) -> tuple[str, ...]:
    return tuple(map(join_cells, region.titles))


def _headed(found: Sequence[Region], context: Context) -> list[tuple[Region, Layout]]:
    headed = []
    refusal = None
    for region in found:
        try:
            levels = Around(context.file_name, _titles(region)).levels
            headed.append((region, extract_header.find(region.sheet, context.guide, levels)))
        except FileRefusedError as error:
            refusal = error
    if not headed and refusal:
        raise refusal
    return headed


def _is_form(extract: Extract) -> bool:
    return any(found.code == "no_rows" for found in extract.problems)


def _unread(region: Region, *, is_timeless: bool) -> Problem:
    name = region.sheet.name
    if region.id:
        message = (
            f"Tabellen fra {region.id} på arket »{name}« er ikke læst, for den har ikke udtrækkets "
            "kolonner med tal under."
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


def _check_disjoint(found: Sequence[Extract]) -> None:
    places = Counter(place for extract in found for place in set(map(_place, extract.rows)))
    # A sheet per afdeling beside one per enhed has other names, but the same figures.
    sums = Counter(total for extract in found for total in _sums(extract).items())
    if max([*places.values(), *sums.values()], default=0) < 2:
        return
    if len({extract.sheet.name for extract in found}) == 1:
        raise _several_tables(found)
    raise _several_sheets(found)


def _place(row: UnitQuarter) -> tuple[Quarter, str, str | None]:
    return row.quarter, unit_identity(row.enhed), row.personalegruppe


def _several_sheets(found: Sequence[Extract]) -> QuestionError:
    names = list(dict.fromkeys(extract.sheet.name for extract in found))
    choices = tuple(Choice(name, f"Arket »{name}«") for name in names)
    return QuestionError(
        f"Arkene {join_words([f'»{name}«' for name in names])} ligner alle udtrækket, men har "
        "hverken hvert sit kvartal eller hver sine enheder. Vælg det rigtige, eller slet de ark, "
        "der ikke skal læses; skal de alle læses, så skriv kvartalet i hvert arks navn eller "
        "titel.",
        code="several_sheets",
        question=Question("sheet", "Hvilket ark er udtrækket?", choices, "several_sheets"),
    )


def _several_tables(found: Sequence[Extract]) -> QuestionError:
    places = [extract.table for extract in found]
    choices = tuple(Choice(place, f"Tabellen fra {place}") for place in places)
    return QuestionError(
        f"Arket »{found[0].sheet.name}« har flere tabeller, der ligner udtrækket, fra "
        f"{join_words(places)}, men de har hverken hvert sit kvartal eller hver sine enheder. Vælg "
        "den rigtige, eller slet de andre.",
        code="several_tables",
        question=Question("table", "Hvilken tabel er udtrækket?", choices, "several_tables"),
    )


def _check_kinds(found: Sequence[Extract]) -> None:
    """Refuse a file of both quarters and rolling twelve months: they replace different data."""
    by_kind = {extract.kind: extract.sheet.name for extract in found if extract.rows}
    if len(by_kind) > 1:
        raise FileRefusedError(
            f"»{by_kind[QUARTERS]}« har kvartaler og »{by_kind[ROLLING]}« rullende tolv måneder. "
            "De kan ikke indlæses under ét: del dem i hver sin fil.",
            code="mixed_periods",
        )


def _sums(extract: Extract) -> dict[Quarter, tuple[Decimal, Decimal]]:
    """Sum each quarter's days and headcount; none where there are no days."""
    sums: dict[Quarter, tuple[Decimal, Decimal]] = {}
    for row in extract.rows:
        days, heads = sums.get(row.quarter, (Decimal(0), Decimal(0)))
        more = row.medarbejdere or row.fuldtidsstillinger or Decimal(0)
        sums[row.quarter] = (days + (row.dagsvaerk or Decimal(0)), heads + more)
    return {quarter: both for quarter, both in sums.items() if all(both)}
