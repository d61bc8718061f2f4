"""Who a row is about: the unit, its afdeling and område."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from data_loaders.files.values import Value, format_cell
from data_loaders.kinds.extract.extract_lines import Lines
from data_loaders.kinds.list_columns import JOINED_SHARE, split_unit
from data_loaders.table.cell_values import UNASSIGNED, drop_zero_decimal, is_unassigned

_AS_ABOVE_SHARE = 0.25


@dataclass(frozen=True)
class NamedUnit:
    """A row's unit; `number` is its name where the file has no numbers."""

    number: str
    name: str


def read_groups(lines: Lines, column: int | None) -> list[str | None]:
    """Read the afdeling or område of each unit; a blank that means "as above" is filled.

    None where the file does not say.
    """
    if column is None:
        return [None] * len(lines.units)
    names = [_read_group(value) for value in lines.list_cells(column)]
    return _fill_down(names) if means_as_above(names) else names


def read_units(
    lines: Lines, columns: dict[str, int], afdelinger: Sequence[str | None]
) -> list[NamedUnit]:
    """Read each row's unit: its number as written and its name."""
    numbers = [
        drop_zero_decimal(format_cell(value)) for value in lines.list_cells(columns["enhed"])
    ]
    if "enhed_navn" in columns:
        names = [format_cell(value) for value in lines.list_cells(columns["enhed_navn"])]
        named_units = [
            NamedUnit(number or name, name or number)
            for number, name in zip(numbers, names, strict=True)
        ]
    else:
        named_units = _split_up(numbers)
    return [
        _name_apart(unit, afdeling) for unit, afdeling in zip(named_units, afdelinger, strict=True)
    ]


def name_unassigned(text: str) -> str:
    """Return a name as written; the unassigned and the nameless go by the same one."""
    return UNASSIGNED if not text or is_unassigned(text) else text


def _read_group(value: Value) -> str | None:
    text = format_cell(value)
    return name_unassigned(text) if text else None


def means_as_above(names: Sequence[str | None]) -> bool:
    """Whether blanks continue the group above: names stand at the groups' starts, never repeated.

    In a column that is filled on every row a blank is a hole, and stays one.
    """
    blanks = sum(name is None for name in names)
    repeated = any(above == name for above, name in pairwise(names) if name is not None)
    enough = blanks >= len(names) * _AS_ABOVE_SHARE
    return bool(names) and names[0] is not None and bool(blanks) and enough and not repeated


def _fill_down(names: Sequence[str | None]) -> list[str | None]:
    filled: list[str | None] = []
    for name in names:
        filled.append(name if name is not None or not filled else filled[-1])
    return filled


def _split_up(texts: Sequence[str]) -> list[NamedUnit]:
    """Split "3100 Børnehuset Solen" when nearly all of a column is written like that."""
    parts = [split_unit(text) for text in texts]
    is_joined = sum(map(bool, parts)) >= len(texts) * JOINED_SHARE
    return [
        NamedUnit(*(part if is_joined and part else (text, text)))
        for part, text in zip(parts, texts, strict=True)
    ]


def _name_apart(unit: NamedUnit, afdeling: str | None) -> NamedUnit:
    """Name the unassigned of an afdeling apart from those of the next."""
    if not is_unassigned(unit.number):
        return unit
    where = f" – {afdeling}" if afdeling and afdeling != UNASSIGNED else ""
    return NamedUnit(UNASSIGNED + where, UNASSIGNED + where)
