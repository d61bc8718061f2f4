"""What must hold of the rows as they stand in a sheet, of their cells and of each other."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from core import danish
from core.nodes import unit_identity
from core.quarter import Quarter
from data_loaders.codes import problem
from data_loaders.files.values import format_cell
from data_loaders.kinds.extract.extract_lines import Lines
from data_loaders.kinds.extract.number_columns import FigureColumn
from data_loaders.kinds.extract.regions import HeadedTable
from data_loaders.kinds.extract.unit_quarters import DatedRow, UnitIdentity
from data_loaders.problem import Problem
from data_loaders.report import UnitQuarter
from data_loaders.table import sheet_problems
from data_loaders.table.cell_values import UNASSIGNED, find_key_damage
from data_loaders.table.totals import Groups, is_mean

_SPLIT = ("dagsvaerk", "korttid", "langtid")
_LONGEST_NAME = 200
_FIGURES = re.compile(r"-?[\d.]*,\d+")


def check_rows(
    table: HeadedTable, rows: Sequence[UnitQuarter], *, columns: dict[str, FigureColumn]
) -> list[Problem]:
    """Check each row and the rows against each other."""
    problems = _find_repeated(table, rows)
    if all(field in columns for field in _SPLIT):
        problems += _compare_split(table, rows, columns)
    elif "dagsvaerk" in columns:
        problems += _find_derived_below_zero(table, rows)
    problems += _find_without_denominator(table, rows) + _find_long_names(table, rows)
    return problems + _check_afdelinger(table, rows) + _check_omraader(table, rows)


def _find_repeated(table: HeadedTable, rows: Iterable[UnitQuarter]) -> list[Problem]:
    """Find units, or parts of them, that stand twice in a quarter, in one afdeling or in two.

    A row with a name and no number is of the one enhed that has the name.
    """
    listed = [*rows]
    numbers: dict[str, set[str]] = defaultdict(set)
    for row in listed:
        if row.enhed != row.enhed_navn:
            numbers[row.enhed_navn.casefold()].add(unit_identity(row.enhed))
    first: dict[tuple[Quarter, UnitIdentity], UnitQuarter] = {}
    problems = []
    for row in listed:
        of_name = numbers.get(row.enhed_navn.casefold(), set())
        is_of_name = row.enhed == row.enhed_navn and len(of_name) == 1
        number = min(of_name) if is_of_name else unit_identity(row.enhed)
        earlier = first.setdefault((row.quarter, (number, row.personalegruppe)), row)
        if earlier is not row:
            problems.append(_make_repeated(table, earlier, row))
    return problems


def _find_long_names(table: HeadedTable, rows: Iterable[UnitQuarter]) -> list[Problem]:
    problems = []
    for row in rows:
        for field in ("enhed", "enhed_navn", "afdeling", "omraade"):
            name = getattr(row, field)
            if name and len(name) > _LONGEST_NAME:
                message = f"Navnet har {len(name)} tegn. Gyldigt er højst {_LONGEST_NAME}."
                column = table.layout.columns.get(field, table.layout.columns["enhed"])
                problems.append(_make_problem(table, "name_too_long", message, row, column))
                break
    return problems


def _make_repeated(table: HeadedTable, earlier: UnitQuarter, row: UnitQuarter) -> Problem:
    name = f"{row.enhed} {row.enhed_navn}" if row.enhed != row.enhed_navn else row.enhed
    name += f" ({row.personalegruppe})" if row.personalegruppe else ""
    column = table.layout.columns["enhed"]
    if row.afdeling != earlier.afdeling:
        places = danish.join_words(
            [f"»{r.afdeling or 'ingen'}« (række {r.row})" for r in (earlier, row)]
        )
        message = f"Enheden {name} står i to afdelinger i {row.quarter.label}: {places}."
        return _make_problem(
            table, "unit_in_two_afdelinger", message + " Den må kun høre til én.", row, column
        )
    message = (
        f"Enheden {name} står to gange i {row.quarter.label}: i række {earlier.row} og {row.row}. "
        f"Den må kun stå én gang.{_describe_difference(table, earlier, row)}"
    )
    return _make_problem(table, "duplicate_unit", message, row, column)


def _describe_difference(table: HeadedTable, earlier: UnitQuarter, row: UnitQuarter) -> str:
    """Say which column that is not read tells two rows of an enhed apart, and the way out."""
    first, second = (r.row - table.sheet.top - 1 for r in (earlier, row))
    for place in table.layout.free:
        texts = [table.read_text(index, place) for index in (first, second)]
        if all(texts) and texts[0] != texts[1] and not any(map(_FIGURES.fullmatch, texts)):
            return (
                f" De skilles af kolonnen »{table.layout.headers[place]}«. Træk filen uden den, så "
                "hver enhed har én række med det hele, eller vælg den som personalegruppe, hvis "
                "det er det, den er."
            )
    return ""


def drop_wrong_splits(rows: Sequence[DatedRow], columns: dict[str, FigureColumn]) -> list[DatedRow]:
    """Return the rows, without short and long where these are not the whole: see `check_rows`."""
    wrong = set(_find_wrong_splits([row for _, row in rows], columns))
    return [
        (period, replace(row, korttid=None, langtid=None) if row in wrong else row)
        for period, row in rows
    ]


def _find_wrong_splits(
    rows: Iterable[UnitQuarter], columns: dict[str, FigureColumn]
) -> Iterator[UnitQuarter]:
    """Find rows whose short and long are not the whole; each may be off by its own rounding."""
    if not all(field in columns for field in _SPLIT):
        return
    coarsest = min(columns[field].decimals for field in _SPLIT)
    tolerance = Decimal(1).scaleb(-coarsest)
    for row in rows:
        if row.dagsvaerk is None or row.korttid is None or row.langtid is None:
            continue
        # A negative figure is a problem of its own, which says all there is to say.
        is_negative = min(row.dagsvaerk, row.korttid, row.langtid) < 0
        if abs(row.korttid + row.langtid - row.dagsvaerk) > tolerance and not is_negative:
            yield row


def _compare_split(
    table: HeadedTable, rows: Sequence[UnitQuarter], columns: dict[str, FigureColumn]
) -> list[Problem]:
    decimals = min(max(1, *(columns[field].decimals for field in _SPLIT)), 6)
    problems = []
    for row in _find_wrong_splits(rows, columns):
        parts, whole = (row.korttid or 0) + (row.langtid or 0), row.dagsvaerk or 0
        message = (
            f"Korttid og langtid giver tilsammen {danish.format_number(parts, decimals)}, men "
            f"fraværsdagsværk er {danish.format_number(whole, decimals)}. Enheden er læst uden "
            "opdeling."
        )
        column = table.layout.columns["dagsvaerk"]
        problems.append(_make_problem(table, "split_mismatch", message, row, column))
    return problems


def _find_derived_below_zero(table: HeadedTable, rows: Iterable[UnitQuarter]) -> list[Problem]:
    part_field = "korttid" if "korttid" in table.layout.columns else "langtid"
    problems = []
    for row in rows:
        part, derived = (row.korttid, row.langtid)[:: 1 if part_field == "korttid" else -1]
        if part is None or derived is None or row.dagsvaerk is None or derived >= 0:
            continue
        if row.dagsvaerk < 0:
            continue  # a problem of its own, or a month that corrects another
        message = (
            f"{danish.format_number(part, 2)} {part_field} er mere end rækkens fraværsdagsværk i "
            f"alt, {danish.format_number(row.dagsvaerk, 2)}."
        )
        column = table.layout.columns[part_field]
        problems.append(_make_problem(table, "negative_value", message, row, column))
    return problems


def _find_without_denominator(table: HeadedTable, rows: Iterable[UnitQuarter]) -> list[Problem]:
    problems = []
    for row in rows:
        denominators = [n for n in (row.medarbejdere, row.fuldtidsstillinger) if n is not None]
        if row.dagsvaerk and denominators and not any(denominators):
            field = "medarbejdere" if row.medarbejdere is not None else "fuldtidsstillinger"
            message = (
                f"Enheden {row.enhed} har {danish.format_number(row.dagsvaerk, 2)} "
                f"fraværsdagsværk, men 0 {field}. Fraværet regnes med i afdelingen."
            )
            column = table.layout.columns[field]
            problems.append(_make_problem(table, "zero_denominator", message, row, column))
    return problems


def _check_afdelinger(table: HeadedTable, rows: Sequence[UnitQuarter]) -> list[Problem]:
    column = table.layout.columns.get("afdeling")
    if column is None and any(row.afdeling for row in rows):
        column = table.layout.columns["enhed"]
    if column is None:
        message = (
            "Filen har ingen kolonne med afdeling. Enhederne regnes med i kommunen, men ikke i "
            "nogen afdeling."
        )
        cell = table.sheet.address(table.layout.index, 0)
        return [problem("no_afdeling", message, sheet=table.sheet.name, cell=cell)]
    message = "Enheden har ingen afdeling. Den regnes kun med i kommunen."
    return [
        _make_problem(table, "missing_value", message, row, column)
        for row in rows
        if row.afdeling is None
    ]


def _check_omraader(table: HeadedTable, rows: Iterable[UnitQuarter]) -> list[Problem]:
    """Find afdelinger that stand under two områder in one quarter."""
    first: dict[tuple[Quarter, str], UnitQuarter] = {}
    problems: dict[tuple[Quarter, str], Problem] = {}
    for row in rows:
        if row.afdeling in (None, UNASSIGNED) or row.omraade is None:
            continue
        place = (row.quarter, row.afdeling)
        earlier = first.setdefault(place, row)
        if earlier.omraade != row.omraade and place not in problems:
            message = (
                f"Afdelingen {row.afdeling} står under to områder i {row.quarter.label}: "
                f"»{earlier.omraade}« (række {earlier.row}) og »{row.omraade}« (række {row.row}). "
                "Enhederne tæller i det område, de selv står under."
            )
            column = table.layout.columns["omraade"]
            problems[place] = _make_problem(table, "afdeling_in_two_omraader", message, row, column)
    return list(problems.values())


def _make_problem(
    table: HeadedTable, code: str, message: str, row: UnitQuarter, column: int
) -> Problem:
    return table.make_problem(code, message, row.row - table.sheet.top - 1, column=column)


def check_cells(table: HeadedTable, lines: Lines, groups: Groups) -> list[Problem]:
    """Find cells beyond the header, blanks that were filled, and rows of text that are not read."""
    return (
        _find_ragged_rows(table, lines)
        + _find_damaged_keys(table, lines)
        + _find_filled_down(table, lines, groups)
        + _find_text_rows(table, lines)
    )


def _find_ragged_rows(table: HeadedTable, lines: Lines) -> list[Problem]:
    """Find rows with more cells than headers: a decimal comma that was taken for a delimiter."""
    layout = table.layout
    named = 1 + max(i for i, h in enumerate(layout.headers) if h or i in layout.columns.values())
    problems = []
    for index in sorted([*lines.units, *(line.index for line in lines.totals)]):
        row = table.sheet.rows[index]
        for column in range(named, len(row)):
            text = format_cell(row[column])
            # Words in a column without a header are a remark; digits have come there by a shift.
            is_shifted = isinstance(row[column], str) and text.isdecimal()
            if is_shifted or (text and column >= len(layout.headers)):
                problems.append(sheet_problems.make_ragged_row(table.sheet, index, column, text))
                break
    return problems


def _find_damaged_keys(table: HeadedTable, lines: Lines) -> list[Problem]:
    """Find numbers of enheder that a spreadsheet has made dates or rounded numbers of."""
    column = table.layout.columns["enhed"]
    damages = [(index, find_key_damage(lines.rows[index][column])) for index in lines.units]
    return [
        table.make_problem(
            "damaged_key",
            damage.replace("{value}", f"»{table.read_text(index, column)}«"),
            index,
            column=column,
        )
        for index, damage in damages
        if damage
    ]


def _find_filled_down(table: HeadedTable, lines: Lines, groups: Groups) -> list[Problem]:
    """Say, once, that blank names were read as the one above."""
    enheder = [format_cell(value) for value in lines.list_cells(table.layout.columns["enhed"])]
    for level, names in zip(("enhed", "afdeling", "omraade"), (enheder, *groups), strict=True):
        column = table.layout.columns.get(level)
        if column is None:
            continue
        cells = zip(lines.units, names, strict=True)
        filled = [index for index, name in cells if name and not table.read_text(index, column)]
        if filled:
            header, count = table.layout.headers[column], len(filled)
            return [
                sheet_problems.make_filled_down(
                    table.sheet, filled[0], column, header=header, count=count
                )
            ]
    return []


def _find_text_rows(table: HeadedTable, lines: Lines) -> list[Problem]:
    """Name averages, and the rows of running text before the last unit, since they are not read."""
    problems = []
    for index in lines.texts:
        texts = enumerate(map(format_cell, table.sheet.rows[index]))
        filled = [(place, text) for place, text in texts if text]
        means = [cell for cell in filled if is_mean(cell[1])] if len(filled) > 1 else []
        if means or index < lines.units[-1]:
            column, text = (means or filled)[0]
            problems.append(sheet_problems.make_text_row(table.sheet, index, column, text))
    return problems
