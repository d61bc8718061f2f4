"""From cells to rows: what each unit's row says, with the parts that follow from the others."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from core.quarter import Period, Quarter
from core.settings import Settings
from data_loaders.files.values import format_cell
from data_loaders.kinds.extract import unit_names
from data_loaders.kinds.extract.extract_rows import ExtractRows
from data_loaders.kinds.extract.regions import HeadedTable
from data_loaders.report import UnitQuarter
from data_loaders.words.numbers import Number

Amounts = Sequence[Decimal | None]
DatedRow = tuple[Period, UnitQuarter]


def make_unit_quarters(table: HeadedTable, body: ExtractRows, settings: Settings) -> list[DatedRow]:
    """Write each unit's row, with the time that it covers; its quarter is the one that ends then.

    Rows without a readable time are left out: they are a problem of their own.
    """
    afdelinger, omraader = body.groups
    figures_of = {field: _read_amounts(column.units) for field, column in body.columns.items()}
    missing: list[Decimal | None] = [None] * len(body.named_units)
    short, long = figures_of.get("korttid", missing), figures_of.get("langtid", missing)
    days = _fill_amounts(figures_of.get("dagsvaerk", missing), _add_amounts(short, long))
    short, long = (
        _fill_amounts(short, _subtract_amounts(days, long)),
        _fill_amounts(long, _subtract_amounts(days, short)),
    )
    staff = figures_of.get("medarbejdere", missing)
    full_time = figures_of.get("fuldtidsstillinger", missing)
    staff_groups = _read_staff_groups(table, body, settings)
    return [
        (
            period,
            UnitQuarter(
                quarter=Quarter.from_day(period.last),
                enhed=body.named_units[i].number,
                enhed_navn=body.named_units[i].name,
                afdeling=afdelinger[i],
                omraade=omraader[i],
                dagsvaerk=days[i],
                korttid=short[i],
                langtid=long[i],
                medarbejdere=staff[i],
                fuldtidsstillinger=full_time[i],
                sheet=table.sheet.name,
                row=table.sheet.row_number(body.lines.units[i]),
                personalegruppe=staff_groups[i],
            ),
        )
        for i, period in enumerate(body.periods)
        if period is not None
    ]


def _read_staff_groups(
    table: HeadedTable, body: ExtractRows, settings: Settings
) -> list[str | None]:
    """Read the part of its enhed's people that each row is of; None where a file has no parts."""
    column = table.layout.columns.get("personalegruppe")
    texts = (
        [format_cell(value) for value in body.lines.list_cells(column)]
        if column is not None
        else []
    )
    if not any(texts):
        return [None] * len(body.named_units)
    return [settings.translate_personalegruppe(unit_names.name_unassigned(text)) for text in texts]


def _read_amounts(column: Iterable[Number]) -> list[Decimal | None]:
    return [number if isinstance(number, Decimal) else None for number in column]


def _fill_amounts(amounts: Amounts, derived: Amounts) -> list[Decimal | None]:
    """Take what is given, and what follows from the other columns where nothing is."""
    pairs = zip(amounts, derived, strict=True)
    return [second if first is None else first for first, second in pairs]


def _add_amounts(first: Amounts, second: Amounts) -> list[Decimal | None]:
    pairs = zip(first, second, strict=True)
    return [None if a is None or b is None else a + b for a, b in pairs]


def _subtract_amounts(first: Amounts, second: Amounts) -> list[Decimal | None]:
    pairs = zip(first, second, strict=True)
    return [None if a is None or b is None else a - b for a, b in pairs]
