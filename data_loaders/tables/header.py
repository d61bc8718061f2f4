"""Find the header row and say which column is what: by names and contents, never by place."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from core.danish import listed
from core.errors import FileRefusedError
from data_loaders.codes import problem
from data_loaders.files.grid import Sheet, Value, text_of
from data_loaders.problem import Problem
from data_loaders.tables.names import LABELS, NUMBER_FIELDS, rule_for

SEARCHED_ROWS = 30
_LONGEST_HEADER = 120
_SAMPLE = 200
_CODE = re.compile(r"(?=\S*\d)[\w./-]+|[A-ZÆØÅ]{2,6}")
_CODE_SHARE = 0.8
_UNIT_FIELDS = ("enhed", "enhed_navn")


@dataclass(frozen=True)
class Layout:
    """Where a sheet's header stands and which column holds which field.

    `index` counts rows of the sheet; `columns` maps a field of UnitQuarter (or "kvartal", "aar",
    "fra", "til") to a column's place; `headers` are all headers as written, "" where there is none.
    """

    index: int
    headers: tuple[str, ...]
    columns: dict[str, int]
    problems: tuple[Problem, ...]

    @property
    def named(self) -> dict[str, str]:
        """The header that each field is read from."""
        return {field: self.headers[column] for field, column in self.columns.items()}

    @property
    def unused(self) -> tuple[str, ...]:
        """The headers that are not needed."""
        used = set(self.columns.values())
        return tuple(h for i, h in enumerate(self.headers) if h and i not in used)

    @property
    def number_columns(self) -> dict[str, int]:
        """The columns that hold figures."""
        return {f: self.columns[f] for f in NUMBER_FIELDS if f in self.columns}


def find(sheet: Sheet) -> Layout:
    """Find the header among the first 30 rows: the row with the most columns that we know.

    What is wrong with it (a needed column missing, two that fit the same) stands in `problems`.
    Raises FileRefusedError (`no_header`) where no row names at least a unit or a figure and one
    column more.
    """
    rows = [_headers(row) for row in sheet.rows[:SEARCHED_ROWS]]
    known = [_known(headers) for headers in rows]
    best = max(range(len(rows)), key=lambda i: len(known[i]), default=0)
    if not rows or not known[best]:
        raise FileRefusedError(
            f"Der er ingen kolonneoverskrifter blandt de første {SEARCHED_ROWS} rækker. Der skal "
            "være én række med mindst enhed, fraværsdagsværk (eller korttid og langtid) og "
            "medarbejdere eller fuldtidsstillinger.",
            code="no_header",
        )
    columns, clashes = _assigned(sheet, best, rows[best])
    found = Layout(best, tuple(rows[best]), columns, ())
    lacking = _lacking(sheet, found, {clash.field for clash in clashes})
    problems = [_ambiguous(sheet, found, clash) for clash in clashes] + lacking
    return Layout(best, found.headers, columns, tuple(problems))


def is_near(layout: Layout) -> bool:
    """Whether a header is the extract's, or nearly: it has units, and days or people or both.

    An overview per afdeling has no units, and is another table.
    """
    rules = (rule_for(header) for header in layout.headers if header)
    named = {rule.field for rule in rules if rule}
    has_units = bool(named & {*_UNIT_FIELDS, "enhed?"})
    has_days = bool(named & {"dagsvaerk", "korttid", "langtid"})
    has_people = bool(named & {"medarbejdere", "fuldtidsstillinger"})
    return has_units and (has_days or has_people)


@dataclass(frozen=True)
class _Clash:
    field: str
    columns: tuple[int, ...]


def _headers(row: Sequence[Value]) -> list[str]:
    return [text_of(v) if isinstance(v, str) and len(v) <= _LONGEST_HEADER else "" for v in row]


def _known(headers: Sequence[str]) -> set[str]:
    """Return the fields that a row names, if it can be a header at all."""
    found = {rule.field for header in headers if header and (rule := rule_for(header))}
    is_header = len(found) > 1 and found & {"enhed", "enhed_navn", "enhed?", *NUMBER_FIELDS}
    return found if is_header else set()


def _assigned(
    sheet: Sheet, index: int, headers: Sequence[str]
) -> tuple[dict[str, int], list[_Clash]]:
    """Give each field the column that fits it best; a tie that contents do not settle clashes."""
    fitting: dict[str, dict[int, int]] = defaultdict(dict)
    for column, header in enumerate(headers):
        rule = rule_for(header) if header else None
        if rule:
            fitting[rule.field][column] = rule.score
    best = {
        field: [c for c, score in scores.items() if score == max(scores.values())]
        for field, scores in fitting.items()
    }
    contents = _Contents(sheet, index, headers)
    columns = contents.units(best)
    for field, places in best.items():
        if field not in (*_UNIT_FIELDS, "enhed?"):
            columns[field] = contents.worded(field, places)
    clashes = [_Clash(f, tuple(p)) for f, p in columns.items() if len(p) > 1]
    return {f: p[0] for f, p in columns.items() if len(p) == 1}, clashes


class _Contents:
    """Looks into the columns under a header, where their names leave a choice."""

    def __init__(self, sheet: Sheet, index: int, headers: Sequence[str]) -> None:
        self._rows = sheet.rows[index + 1 : index + 1 + _SAMPLE]
        self._headers = headers

    def units(self, best: dict[str, list[int]]) -> dict[str, list[int]]:
        """Tell the column with the units' numbers from the one with their names."""
        codes, names = best.get("enhed", []), best.get("enhed_navn", [])
        either = best.get("enhed?", [])
        if codes:
            return {"enhed": codes} | ({"enhed_navn": n} if (n := names or either) else {})
        coded = [column for column in either if self._is_coded(column)]
        worded = [column for column in either if column not in coded]
        if names:
            # "Enhed" beside "Enhedsnavn": a number, or a second name that nothing tells apart.
            return {"enhed": coded, "enhed_navn": names} if coded else {"enhed": names + either}
        if len(coded) == 1 and not worded:
            worded = self._beside(coded[0])
        if len(coded) == 1 and len(worded) == 1:
            return {"enhed": coded, "enhed_navn": worded}
        return {"enhed": either} if either else {}

    def worded(self, field: str, places: list[int]) -> list[int]:
        """Prefer names to numbers where both stand under the same header, or under a blank one."""
        if field not in ("afdeling", "omraade"):
            return places
        words = [column for column in places if not self._is_coded(column)]
        if len(places) == 1 and not words:
            return self._beside(places[0]) or places
        return words if len(words) == 1 else places

    def _beside(self, column: int) -> list[int]:
        """The column to the right, if it has no header and holds words: the text of a number."""
        beside = column + 1
        if beside < len(self._headers) and not self._headers[beside]:
            return [beside] if self._values(beside) and not self._is_coded(beside) else []
        return []

    def _is_coded(self, column: int) -> bool:
        values = self._values(column)
        coded = sum(bool(_CODE.fullmatch(value)) for value in values)
        return bool(values) and coded >= len(values) * _CODE_SHARE

    def _values(self, column: int) -> list[str]:
        cells = (text_of(row[column]) for row in self._rows if column < len(row))
        return [cell for cell in cells if cell]


def _ambiguous(sheet: Sheet, layout: Layout, clash: _Clash) -> Problem:
    headers = [layout.headers[column] or "(uden overskrift)" for column in clash.columns]
    cells = [sheet.address(layout.index, column) for column in clash.columns]
    named = listed([f"»{h}« ({c})" for h, c in zip(headers, cells, strict=True)])
    return problem(
        "ambiguous_column",
        f"Flere kolonner kan være {LABELS[clash.field]}: {named}. Giv den rigtige en entydig "
        "overskrift, eller slet de andre.",
        sheet=sheet.name,
        cell=cells[-1],
        column=headers[-1],
    )


def _lacking(sheet: Sheet, layout: Layout, clashing: set[str]) -> list[Problem]:
    """Name the needed columns that are not there, and the headers that are."""
    has = set(layout.columns) | clashing
    groups = {
        "enhed (nummer eller navn)": has & {*_UNIT_FIELDS},
        "fraværsdagsværk (eller både korttid og langtid)": (
            has & {"dagsvaerk"} or has >= {"korttid", "langtid"}
        ),
        "medarbejdere eller fuldtidsstillinger": has & {"medarbejdere", "fuldtidsstillinger"},
    }
    lacking = [name for name, present in groups.items() if not present]
    if not lacking:
        return []
    found = listed([f"»{header}«" for header in layout.headers if header])
    message = f"Der mangler en kolonne med {listed(lacking)}. Fundne overskrifter: {found}."
    row = sheet.address(layout.index, 0)
    return [problem("missing_column", message, sheet=sheet.name, cell=row)]
