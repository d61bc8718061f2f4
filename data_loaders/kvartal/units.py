"""Who a row is about: the unit, its afdeling and område, and the quarter."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from core.danish import listed
from core.quarter import Quarter
from data_loaders.codes import problem
from data_loaders.files.grid import Value, text_of
from data_loaders.problem import Problem
from data_loaders.tables.figures import Spot
from data_loaders.tables.period import PeriodError, Stated, of_cells
from data_loaders.tables.table import Lines

UNASSIGNED = "Ikke tilknyttet"

_UNASSIGNED = frozenset({"#", "ikke tilknyttet", "ikke tilordnet", "not assigned"})
_JOINED = re.compile(r"(\d{3,}(?:[/.-]\d+)*)\s*[-–:]?\s+(\D.*)")
_WHOLE = re.compile(r"^(\d+)[.,]0$")  # a number that passed through a column of decimals
_JOINED_SHARE = 0.9
_AS_ABOVE_SHARE = 0.25


@dataclass(frozen=True)
class Unit:
    """A row's unit; `number` is its name where the file has no numbers."""

    number: str
    name: str


def groups(lines: Lines, column: int | None) -> list[str | None]:
    """Read the afdeling or område of each unit; a blank that means "as above" is filled.

    None where the file does not say.
    """
    if column is None:
        return [None] * len(lines.units)
    names = [_group(value) for value in lines.column(column)]
    return _filled_down(names) if _means_as_above(names) else names


def units(lines: Lines, columns: dict[str, int], afdelinger: Sequence[str | None]) -> list[Unit]:
    """Read each row's unit: its number as written and its name."""
    numbers = [_WHOLE.sub(r"\1", text_of(value)) for value in lines.column(columns["enhed"])]
    if "enhed_navn" in columns:
        names = [text_of(value) for value in lines.column(columns["enhed_navn"])]
        found = [
            Unit(number or name, name or number)
            for number, name in zip(numbers, names, strict=True)
        ]
    else:
        found = _split_up(numbers)
    return [_placed(unit, afdeling) for unit, afdeling in zip(found, afdelinger, strict=True)]


def quarters(
    spot: Spot, lines: Lines, stated: Stated
) -> tuple[list[Quarter | None], list[Problem]]:
    """Decide each row's quarter: its own cells', else the one that the sheet states.

    None, with a problem, where a row says something that is not one quarter.
    """
    places = period_columns(spot.layout.columns)
    if not places or all(text_of(row[c]) == "" for c in places.values() for row in _rows(lines)):
        other_years = _other_years(spot, lines, stated.quarter)
        return [stated.quarter] * len(lines.units), [*stated.problems, *other_years]
    known: dict[str, Quarter | PeriodError] = {}
    found: list[Quarter | None] = []
    problems = []
    for index, source in zip(lines.units, _sources(lines, places), strict=True):
        cells = {field: lines.rows[source][place] for field, place in places.items()}
        key = _key(cells.values())
        if key not in known:
            known[key] = _quarter(cells)
        quarter = known[key]
        if isinstance(quarter, PeriodError):
            column = next(iter(places.values()))
            problems.append(spot.problem(quarter.code, str(quarter), index, column=column))
        found.append(quarter if isinstance(quarter, Quarter) else None)
    return found, problems + _other_quarters(spot, found, stated)


def not_begun(
    spot: Spot, lines: Lines, quarters: Sequence[Quarter | None], *, today: date
) -> list[Problem]:
    """Find each quarter that has not begun, by its first row."""
    found: dict[Quarter, Problem] = {}
    column = next(iter(period_columns(spot.layout.columns).values()), spot.layout.columns["enhed"])
    for index, quarter in zip(lines.units, quarters, strict=True):
        if quarter and quarter.period.first > today and quarter not in found:
            message = (
                f"Rækken er læst som {quarter.label}, der ikke er begyndt endnu. Kontrollér "
                "kvartalet i filens kolonne eller titel, i arkets navn og i filens navn."
            )
            found[quarter] = spot.problem("future_quarter", message, index, column=column)
    return list(found.values())


def _other_years(spot: Spot, lines: Lines, quarter: Quarter | None) -> list[Problem]:
    """Warn of a column of years, without quarters, that contradicts the file's quarter."""
    column = spot.layout.columns.get("aar")
    if column is None or quarter is None:
        return []
    for index, value in zip(lines.units, lines.column(column), strict=True):
        year = text_of(value)
        if year not in ("", str(quarter.year)):
            message = f"Rækken siger {year}, men filen er læst som {quarter.label}."
            return [spot.problem("quarter_conflict", message, index, column=column)]
    return []


def _other_quarters(spot: Spot, rows: Iterable[Quarter | None], stated: Stated) -> list[Problem]:
    """Warn where the title, the sheet's name or the file's name says what no row says."""
    covered = {quarter for quarter in rows if quarter}
    strange = [quarter for quarter in stated.said if quarter not in covered]
    if not strange or not covered:
        return []
    said = listed([quarter.label for quarter in strange])
    first, last = min(covered).label, max(covered).label
    span = first if first == last else f"{first} til {last}"
    message = (
        f"Titlen, arkets navn eller filens navn siger {said}, men rækkerne er efter deres egen "
        f"kolonne læst som {span}."
    )
    return [problem("quarter_conflict", message, sheet=spot.sheet.name)]


def _sources(lines: Lines, places: dict[str, int]) -> list[int]:
    """For each unit's row, the row that tells its quarter: an earlier one where blanks mean so."""
    keys = [_key(lines.rows[index][c] for c in places.values()) or None for index in lines.units]
    if not _means_as_above(keys):
        return list(lines.units)
    sources: list[int] = []
    for index, key in zip(lines.units, keys, strict=True):
        sources.append(index if key else sources[-1])
    return sources


def _key(cells: Iterable[Value]) -> str:
    return " ".join(map(text_of, cells)).strip()


def period_columns(columns: dict[str, int]) -> dict[str, int]:
    """The columns that tell a row's quarter; none of them when they do not suffice."""
    wanted = ("kvartal", "aar") if "kvartal" in columns else ("fra", "til")
    found = {field: columns[field] for field in wanted if field in columns}
    return found if wanted[0] in found and (len(found) > 1 or wanted[0] == "kvartal") else {}


def _rows(lines: Lines) -> list[list[Value]]:
    return [lines.rows[index] for index in lines.units]


def _quarter(cells: dict[str, Value]) -> Quarter | PeriodError:
    try:
        return of_cells(cells)
    except PeriodError as error:
        return error


def _group(value: Value) -> str | None:
    text = text_of(value)
    return UNASSIGNED if text.casefold() in _UNASSIGNED else text or None


def _means_as_above(names: Sequence[str | None]) -> bool:
    """Whether blanks continue the group above: names stand at the groups' starts, never repeated.

    In a column that is filled on every row a blank is a hole, and stays one.
    """
    blanks = sum(name is None for name in names)
    repeated = any(above == name for above, name in pairwise(names) if name is not None)
    enough = blanks >= len(names) * _AS_ABOVE_SHARE
    return bool(names) and names[0] is not None and bool(blanks) and enough and not repeated


def _filled_down(names: Sequence[str | None]) -> list[str | None]:
    filled: list[str | None] = []
    for name in names:
        filled.append(name if name is not None or not filled else filled[-1])
    return filled


def _split_up(texts: Sequence[str]) -> list[Unit]:
    """Split "3100 Børnehuset Solen" when nearly all of a column is written like that."""
    parts = [_JOINED.fullmatch(text) for text in texts]
    if sum(map(bool, parts)) < len(texts) * _JOINED_SHARE:
        return [Unit(text, text) for text in texts]
    return [
        Unit(part[1], part[2]) if part else Unit(text, text)
        for part, text in zip(parts, texts, strict=True)
    ]


def _placed(unit: Unit, afdeling: str | None) -> Unit:
    """Name the unassigned of an afdeling apart from those of the next."""
    if unit.number.casefold() not in _UNASSIGNED:
        return unit
    where = f" – {afdeling}" if afdeling and afdeling != UNASSIGNED else ""
    return Unit(UNASSIGNED + where, UNASSIGNED + where)
