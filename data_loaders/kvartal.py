"""The quarterly extract per enhed: from a sheet and its layout to checked rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core import danish
from core.quarter import Quarter
from core.settings import Settings
from data_loaders import checks, figures, table, units
from data_loaders.codes import problem
from data_loaders.figures import Column, Spot
from data_loaders.grid import Sheet
from data_loaders.header import Layout
from data_loaders.numbers import Number
from data_loaders.period import extract_date, line_text, stated
from data_loaders.problem import Problem
from data_loaders.report import Total, UnitQuarter
from data_loaders.totals import Figures, Sum, reconcile

KIND = "kvartal"
_GROUPS = ("afdeling", "omraade")
_SHOWN_DECIMALS = 6


@dataclass(frozen=True)
class Extract:
    """What one sheet holds."""

    sheet: Sheet
    layout: Layout
    rows: tuple[UnitQuarter, ...]
    totals: tuple[Total, ...]
    problems: tuple[Problem, ...]
    drawn: date | None


def read(sheet: Sheet, layout: Layout, *, settings: Settings, file_name: str) -> Extract:
    """Read a sheet whose header has been found; all that is wrong with it is in `problems`.

    `file_name` is "" where the file's name must not decide the quarter.
    """
    if layout.problems:
        return Extract(sheet, layout, (), (), layout.problems, None)
    spot = Spot(sheet, layout)
    lines = table.split(sheet, layout, settings.total_words)
    if not lines.units:
        return Extract(sheet, layout, (), (), (_no_rows(spot),), None)
    groups = [units.groups(lines, layout.columns.get(level)) for level in _GROUPS]
    read_columns = figures.columns(layout, lines, groups)
    sums = _reconciled(lines, read_columns, groups)
    titles = [line_text(row) for row in sheet.rows[: layout.index]]
    said = stated(titles, headers=layout.headers, sheet=sheet.name, file_name=file_name)
    quarters, problems = units.quarters(spot, lines, said)
    found = units.units(lines, layout.columns, groups[0])
    rows = _rows(spot, lines, quarters, named=found, groups=groups, columns=read_columns)
    problems += figures.problems(spot, lines, read_columns)
    problems += _unit_less(spot, sums, lines)
    problems += checks.of_rows(spot, rows, columns=read_columns)
    problems += checks.of_lines(spot, lines)
    problems += [_mismatch(spot, read_columns, s) for s in sums if _disagrees(s, read_columns)]
    notes = titles + [line_text(sheet.rows[index]) for index in lines.texts]
    totals = tuple(_total(spot, s) for s in sums if s.line.worded or s.agrees)
    return Extract(sheet, layout, tuple(rows), totals, tuple(problems), extract_date(notes))


def _no_rows(spot: Spot) -> Problem:
    message = "Der er ingen rækker med enheder under kolonneoverskrifterne."
    cell = spot.sheet.address(spot.layout.index, 0)
    return problem("no_rows", message, sheet=spot.sheet.name, cell=cell)


def _reconciled(
    lines: table.Lines, columns: dict[str, Column], groups: figures.Groups
) -> list[Sum]:
    summed = {
        field: Figures(column.units, column.totals, groups)
        for field, column in columns.items()
        if column.settled
    }
    return reconcile(lines.totals, summed, groups=groups, units=len(lines.units))


def _rows(
    spot: Spot,
    lines: table.Lines,
    quarters: Sequence[Quarter | None],
    *,
    named: Sequence[units.Unit],
    groups: figures.Groups,
    columns: dict[str, Column],
) -> list[UnitQuarter]:
    afdelinger, omraader = groups
    figures_of = {field: _amounts(column.units) for field, column in columns.items()}
    missing: list[Decimal | None] = [None] * len(lines.units)
    short, long = figures_of.get("korttid", missing), figures_of.get("langtid", missing)
    days = _filled(figures_of.get("dagsvaerk", missing), _plus(short, long))
    short, long = _filled(short, _less(days, long)), _filled(long, _less(days, short))
    staff = figures_of.get("medarbejdere", missing)
    full_time = figures_of.get("fuldtidsstillinger", missing)
    return [
        UnitQuarter(
            quarter=quarter,
            enhed=named[i].number,
            enhed_navn=named[i].name,
            afdeling=afdelinger[i],
            omraade=omraader[i],
            dagsvaerk=days[i],
            korttid=short[i],
            langtid=long[i],
            medarbejdere=staff[i],
            fuldtidsstillinger=full_time[i],
            sheet=spot.sheet.name,
            row=spot.sheet.row_number(lines.units[i]),
        )
        for i, quarter in enumerate(quarters)
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


def _unit_less(spot: Spot, sums: Sequence[Sum], lines: table.Lines) -> list[Problem]:
    """Rows with figures but no unit: totals that lack their word, or else rows gone wrong."""
    agreeing = {s.line.index for s in sums} - {s.line.index for s in sums if not s.agrees}
    message = (
        "Rækken har tal, men ingen enhed, og tallene er ikke summen af andre rækker. Skriv "
        "enhedens nummer eller navn, eller slet rækken."
    )
    column = spot.layout.columns["enhed"]
    return [
        spot.problem("missing_unit", message, line.index, column=column)
        for line in lines.totals
        if not line.worded and line.index not in agreeing
    ]


def _disagrees(found: Sum, columns: dict[str, Column]) -> bool:
    """Whether a total is wrong on its own: not just because a row above it could not be read."""
    return found.line.worded and not found.agrees and not columns[found.column].has_faults


def _total(spot: Spot, found: Sum) -> Total:
    column = spot.layout.columns[found.column]
    return Total(
        label=found.line.label or "(uden navn)",
        column=spot.layout.headers[column],
        cell=spot.sheet.address(found.line.index, column),
        file=found.file,
        computed=found.computed,
        agrees=found.agrees,
    )


def _mismatch(spot: Spot, columns: dict[str, Column], found: Sum) -> Problem:
    column = spot.layout.columns[found.column]
    places = min(max(columns[found.column].decimals, 1), _SHOWN_DECIMALS)
    message = (
        f"«{found.line.label}» er {danish.number(found.file, places)} i filen, men rækkerne giver "
        f"tilsammen {danish.number(found.computed, places)} (forskel "
        f"{danish.signed(found.file - found.computed, places)}). Kontrollér, om der mangler rækker."
    )
    return spot.problem("total_mismatch", message, found.line.index, column=column)
