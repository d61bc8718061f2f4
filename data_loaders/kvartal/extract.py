"""The quarterly extract per enhed: from a sheet and its layout to checked rows."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.quarter import Quarter
from core.settings import Settings
from data_loaders.codes import problem
from data_loaders.files.grid import Sheet
from data_loaders.kvartal import as_written, checks, plausible, units
from data_loaders.problem import Problem
from data_loaders.report import Total, UnitQuarter
from data_loaders.tables import figures, sum_rows, table, total_lines
from data_loaders.tables.figures import Column, Spot
from data_loaders.tables.header import Layout
from data_loaders.tables.numbers import Number
from data_loaders.tables.period import extract_date, line_text, stated
from data_loaders.tables.totals import Figures, Sum, folded, reconcile

KIND = "kvartal"
_GROUPS = ("afdeling", "omraade")
_DAYS = ("dagsvaerk", "korttid", "langtid")
_LEVELS = 6  # of sums: of teams, enheder, afdelinger, områder, the kommune; one more to stop at


@dataclass(frozen=True)
class Extract:
    """What one sheet holds."""

    sheet: Sheet
    layout: Layout
    rows: tuple[UnitQuarter, ...]
    totals: tuple[Total, ...]
    problems: tuple[Problem, ...]
    drawn: date | None


@dataclass(frozen=True)
class _Body:
    """The rows under a header, sorted by kind, with what each unit's row is about."""

    lines: table.Lines
    named: list[units.Unit]
    quarters: list[Quarter | None]
    groups: list[list[str | None]]
    columns: dict[str, Column]


def read(
    sheet: Sheet, layout: Layout, *, settings: Settings, file_name: str, today: date
) -> Extract:
    """Read a sheet whose header has been found; all that is wrong with it is in `problems`.

    `file_name` is "" where the file's name must not decide the quarter. A quarter that begins after
    `today` is an error. Raises FileRefusedError (`too_many_rows`).
    """
    if layout.problems:
        return Extract(sheet, layout, (), (), layout.problems, None)
    spot = Spot(sheet, layout)
    lines = table.split(sheet, layout, settings.total_words)
    if not lines.units:
        return Extract(sheet, layout, (), (), (_no_rows(spot),), None)
    titles = [line_text(row) for row in sheet.rows[: layout.index]]
    headers = [layout.headers[column] for column in layout.number_columns.values()]
    said = stated(titles, headers=headers, sheet=sheet.name, file_name=file_name)
    quarters, problems = units.quarters(spot, lines, said)
    body, suspects = _without_sums(_body(layout, lines, quarters), layout, settings)
    sums = _reconciled(body)
    rows = _rows(spot, body)
    problems += units.not_begun(spot, body.lines, body.quarters, today=today)
    problems += as_written.of_cells(spot, body.lines, body.groups)
    problems += figures.problems(spot, body.lines, body.columns)
    problems += _look_like_totals(spot, body, suspects)
    problems += total_lines.problems(spot, sums, body.lines, body.columns, settings=settings)
    problems += checks.of_rows(spot, rows, columns=body.columns)
    problems += plausible.of_rows(spot, rows)
    notes = titles + [line_text(sheet.rows[index]) for index in lines.texts]
    totals = tuple(total_lines.total(spot, s) for s in sums if s.line.worded or s.agrees)
    return Extract(sheet, layout, tuple(rows), totals, tuple(problems), extract_date(notes))


def _body(layout: Layout, lines: table.Lines, quarters: list[Quarter | None]) -> _Body:
    groups = [units.groups(lines, layout.columns.get(level)) for level in _GROUPS]
    named = units.units(lines, layout.columns, groups[0])
    return _Body(lines, named, quarters, groups, figures.columns(layout, lines, groups))


def _without_sums(body: _Body, layout: Layout, settings: Settings) -> tuple[_Body, list[int]]:
    """Count as totals the rows that sum others and are named so, level by level.

    Returns also the places of units that sum others, but have a name of their own.
    """
    allowed = sum_rows.names(settings.municipality, body.groups)
    for level in range(_LEVELS):
        names = [unit.name for unit in body.named]
        found = _sums(body, body.columns)
        named = {i for i, name in enumerate(names) if folded(name.strip("* ")) in allowed}
        # One row that repeats one other may be chance, but not in a file that has such sums.
        fewest = 1 if level else 2
        sums = {i for i, n in found.items() if n >= fewest and i in named}
        if not sums:
            # In a group's own row people who work in two of its units may be counted once.
            days = _sums(body, _DAYS) if named else {}
            found |= {i: n for i, n in days.items() if i in named}
            return body, [i for i, n in sorted(found.items()) if n > 1]
        body = _moved(body, layout, sums)
    return body, []


def _sums(body: _Body, fields: Collection[str]) -> dict[int, int]:
    names = [unit.name for unit in body.named]
    columns = [column for field, column in body.columns.items() if field in fields]
    return sum_rows.find(sum_rows.Rows(names, body.quarters, body.groups, columns))


def _moved(body: _Body, layout: Layout, sums: Collection[int]) -> _Body:
    """Count some units as totals after all, each of its own quarter."""
    known = {folded(name) for level in body.groups for name in level if name}
    names = [unit.name for unit in body.named]
    covered = _in_quarters(body.quarters, [n if folded(n) in known else "" for n in names])
    lines = body.lines.with_sums({i: (names[i], covered[i] or "") for i in sums})
    kept = [i for i in range(len(body.named)) if i not in sums]
    groups = [[level[i] for i in kept] for level in body.groups]
    return _Body(
        lines,
        [body.named[i] for i in kept],
        [body.quarters[i] for i in kept],
        groups,
        figures.columns(layout, lines, groups),
    )


def _in_quarters(
    quarters: Sequence[Quarter | None], groups: Sequence[str | None]
) -> list[str | None]:
    """Name each row's group in its quarter; "" is the whole kommune."""
    pairs = zip(quarters, groups, strict=True)
    return [None if group is None else f"{quarter} {group}" for quarter, group in pairs]


def _look_like_totals(spot: Spot, body: _Body, places: Sequence[int]) -> list[Problem]:
    column = spot.layout.columns["enhed"]
    return [
        spot.problem(
            "looks_like_total",
            f"Tallene for {body.named[i].name} er summen af andre rækkers, men rækken er læst som "
            "en enhed. Er den en sum, tæller fraværet dobbelt: slet den, eller kald den »I alt«.",
            body.lines.units[i],
            column=column,
        )
        for i in places
    ]


def _no_rows(spot: Spot) -> Problem:
    message = "Der er ingen rækker med enheder under kolonneoverskrifterne."
    cell = spot.sheet.address(spot.layout.index, 0)
    return problem("no_rows", message, sheet=spot.sheet.name, cell=cell)


def _reconciled(body: _Body) -> list[Sum]:
    whole: list[str | None] = [""] * len(body.named)
    groups = [*body.groups, *(_in_quarters(body.quarters, g) for g in (*body.groups, whole))]
    summed = {
        field: Figures(column.units, column.totals, groups)
        for field, column in body.columns.items()
        if column.settled
    }
    return reconcile(body.lines.totals, summed, groups=groups, units=len(body.lines.units))


def _rows(spot: Spot, body: _Body) -> list[UnitQuarter]:
    afdelinger, omraader = body.groups
    figures_of = {field: _amounts(column.units) for field, column in body.columns.items()}
    missing: list[Decimal | None] = [None] * len(body.named)
    short, long = figures_of.get("korttid", missing), figures_of.get("langtid", missing)
    days = _filled(figures_of.get("dagsvaerk", missing), _plus(short, long))
    short, long = _filled(short, _less(days, long)), _filled(long, _less(days, short))
    staff = figures_of.get("medarbejdere", missing)
    full_time = figures_of.get("fuldtidsstillinger", missing)
    return [
        UnitQuarter(
            quarter=quarter,
            enhed=body.named[i].number,
            enhed_navn=body.named[i].name,
            afdeling=afdelinger[i],
            omraade=omraader[i],
            dagsvaerk=days[i],
            korttid=short[i],
            langtid=long[i],
            medarbejdere=staff[i],
            fuldtidsstillinger=full_time[i],
            sheet=spot.sheet.name,
            row=spot.sheet.row_number(body.lines.units[i]),
        )
        for i, quarter in enumerate(body.quarters)
        if quarter is not None
    ]


def _amounts(column: Iterable[Number]) -> list[Decimal | None]:
    return [number if isinstance(number, Decimal) else None for number in column]


def _filled(
    given: Sequence[Decimal | None], derived: Sequence[Decimal | None]
) -> list[Decimal | None]:
    """Take what is given, and what follows from the other columns where nothing is."""
    pairs = zip(given, derived, strict=True)
    return [second if first is None else first for first, second in pairs]


def _plus(some: Sequence[Decimal | None], others: Sequence[Decimal | None]) -> list[Decimal | None]:
    pairs = zip(some, others, strict=True)
    return [None if a is None or b is None else a + b for a, b in pairs]


def _less(some: Sequence[Decimal | None], others: Sequence[Decimal | None]) -> list[Decimal | None]:
    pairs = zip(some, others, strict=True)
    return [None if a is None or b is None else a - b for a, b in pairs]
