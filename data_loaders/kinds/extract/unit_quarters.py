"""From cells to rows: what each unit's row says, and the rows as the store keeps them."""

from collections.abc import Iterable
from decimal import Decimal

import pyarrow as pa

from core.nodes import unit_identity
from core.quarter import Period, Quarter
from core.settings import Settings
from data_loaders.files.values import format_cell
from data_loaders.kinds.extract import unit_names
from data_loaders.kinds.extract.extract_rows import ExtractRows
from data_loaders.kinds.extract.regions import HeadedTable
from data_loaders.report import UnitQuarter
from data_loaders.words.header_names import NUMBER_FIELDS, PARTS
from data_loaders.words.spell_lengths import is_of_middle_length, read_span_of_days

_HOURS_OF_DAGSVAERK = Decimal("7.4")
_PLACES = Decimal(1).scaleb(-12)  # as the store keeps figures
_TEXTS = ("enhed", "enhed_navn", "afdeling", "omraade", "personalegruppe")

DatedRow = tuple[Period, UnitQuarter]
UnitIdentity = tuple[str, str | None]


def identify_unit(row: UnitQuarter) -> UnitIdentity:
    """Return what tells a row from the others of its time: its enhed and its personalegruppe."""
    return unit_identity(row.enhed), row.personalegruppe


def make_unit_quarters(table: HeadedTable, body: ExtractRows, settings: Settings) -> list[DatedRow]:
    """Write each unit's row, with the time that it covers; its quarter is the one that ends then.

    Rows without a readable time are left out: they are a problem of their own.
    """
    afdelinger, omraader = body.groups
    staff_groups = _read_staff_groups(table, body, settings)
    limit = _find_limit(table)
    return [
        (
            period,
            UnitQuarter(
                quarter=Quarter.from_day(period.last),
                enhed=body.named_units[i].number,
                enhed_navn=body.named_units[i].name,
                afdeling=afdelinger[i],
                omraade=omraader[i],
                **_read_figures(body, i),
                sheet=table.sheet.name,
                row=table.sheet.row_number(body.lines.units[i]),
                personalegruppe=staff_groups[i],
                month=None,
                graense=limit,
            ),
        )
        for i, period in enumerate(body.periods)
        if period is not None
    ]


def _find_limit(table: HeadedTable) -> int | None:
    """Return the longest spell that is short by the headers of short or long; None for neither."""
    headers = table.layout.named
    short, long = (read_span_of_days(headers.get(field, "")) for field in PARTS)
    if short and short[0] <= 1:
        return short[1]
    return long[0] - 1 if long and not is_of_middle_length(long) else None


def _read_figures(body: ExtractRows, place: int) -> dict[str, Decimal | None]:
    """Return a row's figures; of the whole and its two parts, the one that follows is filled in."""
    figures: dict[str, Decimal | None] = dict.fromkeys(NUMBER_FIELDS)
    for field, column in body.columns.items():
        number = column.units[place]
        amount = number if isinstance(number, Decimal) else None
        figures[field] = amount and _count_dagsvaerk(amount) if column.in_hours else amount
    days, short, long = figures["dagsvaerk"], figures["korttid"], figures["langtid"]
    if days is None and short is not None and long is not None:
        figures["dagsvaerk"] = short + long
    elif days == 0 and short is None and long is None and {*PARTS} & body.columns.keys():
        figures["korttid"] = figures["langtid"] = days
    elif days is not None and short is None and long is not None:
        figures["korttid"] = days - long
    elif days is not None and short is not None and long is None:
        figures["langtid"] = days - short
    return figures


def _count_dagsvaerk(hours: Decimal) -> Decimal:
    return (hours / _HOURS_OF_DAGSVAERK).quantize(_PLACES)


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


def make_facts(rows: Iterable[UnitQuarter]) -> pa.Table:
    """Return the rows as a table of the store's columns, figures as exact text."""
    listed = list(rows)
    columns = {
        name: pa.array([_write_text(getattr(row, name)) for row in listed], pa.string())
        for name in (*_TEXTS, *NUMBER_FIELDS, "sheet")
    }
    periods = pa.array([row.period for row in listed], pa.string())
    return pa.table(
        {
            "quarter": periods,
            **columns,
            "graense": pa.array([row.graense for row in listed], pa.int32()),
            "source_row": pa.array([row.row for row in listed], pa.int64()),
        }
    )


def _write_text(cell: object) -> str | None:
    return None if cell is None else str(cell)
