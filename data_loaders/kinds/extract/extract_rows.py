"""The rows under a header, each with its unit, its time and its figures; sums put apart."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from core.quarter import Period
from core.settings import Settings
from data_loaders.guidance.mapping import Mapping
from data_loaders.kinds.extract import extract_lines, number_columns, unit_names
from data_loaders.kinds.extract.hierarchy import PlacedLines
from data_loaders.kinds.extract.number_columns import FigureColumn
from data_loaders.table import sheet_problems
from data_loaders.table.block_sums import BlockSum, find_block_sums_by_period, is_telling
from data_loaders.table.layout import Layout
from data_loaders.table.totals import (
    CheckedTotal,
    Groups,
    SummableColumn,
    TotalWords,
    find_rounding,
    fold_name,
    is_within,
    reconcile,
)
from data_loaders.words.numbers import Number

_DAYS = ("dagsvaerk", "korttid", "langtid")
_WHOLE = frozenset(
    {
        "alle", "alle afdelinger", "alle enheder", "alle områder", "hele kommunen",
        "hele organisationen", "kommune", "kommunen", "organisationen", "samtlige enheder",
    }
)  # fmt: skip
_FEWEST_FIGURES = 2
_FEWEST_SUMMED = 3  # rows whose days another row has: of two it may well be by chance
_LEVELS = 6  # of sums: of teams, enheder, afdelinger, områder, the kommune; one more to stop at

Vector = tuple[Decimal, ...]
Scope = tuple[object, ...]


@dataclass(frozen=True)
class ExtractRows:
    """The rows under a header, sorted by kind, with what each unit's row is about."""

    lines: extract_lines.Lines
    named_units: list[unit_names.NamedUnit]
    periods: list[Period | None]
    groups: list[list[str | None]]
    columns: dict[str, FigureColumn]


def build_rows(
    layout: Layout, placed: PlacedLines, periods: list[Period | None], mapping: Mapping
) -> ExtractRows:
    """Read the units and the figures of the rows whose places in the organisation are known."""
    named = unit_names.read_units(placed.lines, layout.columns, placed.groups[0])
    columns = number_columns.read_columns(layout, placed.lines, placed.groups, mapping)
    return ExtractRows(placed.lines, named, periods, placed.groups, columns)


@dataclass(frozen=True)
class SumsApart:
    """The units' rows without those that sum others, and what is known of these, by place.

    `unnamed` are the names and rows, by index, of sums that have a name of their own. `doubtful`
    are units, by place, that may be a sum or not: only the user can tell.
    """

    body: ExtractRows
    unnamed: dict[int, str]
    doubtful: list[int]

    def name_units(self, places: Sequence[int]) -> dict[int, str]:
        """Return the names of some units by the indexes of their rows."""
        units = self.body.named_units
        return {self.body.lines.units[place]: units[place].name for place in places}


def set_sums_apart(
    body: ExtractRows, layout: Layout, settings: Settings, mapping: Mapping
) -> SumsApart:
    """Count as totals the rows that sum others, level by level.

    A row is one if it is named so, or if its figures cannot be so by chance. `mapping` may say of
    the doubtful ones that they are sums, or of all that have a name of their own that they are not.
    In a sum's own row people who work in two of its units may be counted once: then its name or
    the sum of all others makes it doubtful.
    """
    allowed = list_sum_names(settings.municipality, body.groups)
    words = TotalWords(settings.total_words)
    answer = mapping.answers.get(sheet_problems.SUMS, "")
    unnamed: dict[int, str] = {}
    for level in range(_LEVELS):
        names = [unit.name for unit in body.named_units]
        sums_by_row = _find_sums(body, body.columns)
        named = {i for i, name in enumerate(names) if fold_name(name.strip("* ")) in allowed}
        # One row that repeats one other may be chance, but not in a file that has such sums.
        fewest = 1 if level else 2
        sums = {
            i
            for i in named & sums_by_row.keys()
            if sums_by_row[i].rows >= fewest and sums_by_row[i].is_likely
        }
        worded = {i for i, name in enumerate(names) if words.read_label(name)} | named
        days = _find_sums(body, _DAYS) if worded else {}
        likely = {i for i, of in sums_by_row.items() if of.rows > 1} | _find_grand_totals(body)
        likely |= {i for i in worded & days.keys() if days[i].rows > 1}
        doubtful = sorted(likely - sums)
        if answer != sheet_problems.ARE_UNITS:
            nameless = {i for i, of in sums_by_row.items() if of.is_sure and i not in named}
            nameless |= {*doubtful} if answer == sheet_problems.ARE_SUMS else set()
            unnamed |= {body.lines.units[i]: names[i] for i in nameless}
            sums |= nameless
        if not sums:
            return SumsApart(body, unnamed, [] if answer else doubtful)
        body = _take_out(body, layout, sums, mapping, named=named)
    return SumsApart(body, unnamed, [])


def reconcile_rows(body: ExtractRows, *, staffed: bool) -> list[CheckedTotal]:
    """Compare every total line with what it sums; also within its own time where it has one.

    Where the rows are of personalegrupper, `staffed`, an enhed may be summed as well.
    """
    kommune: list[str | None] = [""] * len(body.named_units)
    parted = [[unit.number for unit in body.named_units], [unit.name for unit in body.named_units]]
    levels = [*body.groups, *(parted if staffed else ())]
    by_time = [_name_in_periods(body.periods, level) for level in (*levels, kommune)]
    groups = [*levels, *by_time]
    summed = {
        field: SummableColumn(column.units, column.totals, groups)
        for field, column in body.columns.items()
        if column.settled
    }
    return reconcile(body.lines.totals, summed, groups=groups, units=len(body.lines.units))


def name_in_period(period: Period | None, group: str) -> str:
    """Return the key of a group in a time, "2024-10-01/2024-12-31 Skole"; "" without a time.

    The group "" is the whole kommune.
    """
    return f"{period.first}/{period.last} {group}" if period else ""


def _find_sums(body: ExtractRows, fields: Collection[str]) -> dict[int, BlockSum]:
    names = [unit.name for unit in body.named_units]
    columns = [column for field, column in body.columns.items() if field in fields]
    grand = [n for n, line in enumerate(body.lines.totals) if line.worded and not line.group]
    total = [column.totals[grand[-1]] for column in columns] if grand else []
    return find_sums(SummedRows(names, body.periods, body.groups, columns, total))


def _find_grand_totals(body: ExtractRows) -> set[int]:
    """Find the rows with the days of all others of their time, or of the file, by their place.

    Their people need not be: who works in two enheder may be counted once.
    """
    columns = [body.columns[field] for field in _DAYS if field in body.columns]
    vectors = list(zip(*([*map(_read_amount, c.units)] for c in columns), strict=True))
    pool = _Pool([column.decimals for column in columns])
    scopes_of: list[tuple[Scope, Scope]] = [((period,), ()) for period in body.periods]
    for vector, scopes in zip(vectors, scopes_of, strict=True):
        for scope in set(scopes):
            pool.add(scope, vector)
    return {
        place
        for place, (vector, scopes) in enumerate(zip(vectors, scopes_of, strict=True))
        if any(vector)
        and max(pool.count_summed_rows(s, vector, inside=True) for s in scopes) >= _FEWEST_SUMMED
    }


def _take_out(
    body: ExtractRows, layout: Layout, sums: Collection[int], mapping: Mapping, *, named: set[int]
) -> ExtractRows:
    """Take sums out of the units; those that are named so count as totals, each of its own time."""
    group_names = {fold_name(name) for level in body.groups for name in level if name}
    names = [unit.name for unit in body.named_units]
    covered = _name_in_periods(
        body.periods, [n if fold_name(n) in group_names else "" for n in names]
    )
    units_left = [i for i in range(len(body.named_units)) if i not in sums]
    lines = body.lines.move_to_totals({i: (names[i], covered[i] or "") for i in sums if i in named})
    lines = lines.keep_units([body.lines.units[i] for i in units_left])
    groups = [[level[i] for i in units_left] for level in body.groups]
    return ExtractRows(
        lines,
        [body.named_units[i] for i in units_left],
        [body.periods[i] for i in units_left],
        groups,
        number_columns.read_columns(layout, lines, groups, mapping),
    )


def _name_in_periods(
    periods: Sequence[Period | None], groups: Sequence[str | None]
) -> list[str | None]:
    pairs = zip(periods, groups, strict=True)
    return [None if group is None else name_in_period(period, group) for period, group in pairs]


def list_sum_names(municipality: str, groups: Groups) -> frozenset[str]:
    """Return the folded names that a sum without a word may bear: a group's or the kommune's."""
    kommune = fold_name(municipality)
    grouped = {fold_name(name) for level in groups for name in level if name is not None}
    return frozenset(_WHOLE | {kommune, kommune.removesuffix(" kommune")} | grouped)


@dataclass(frozen=True)
class SummedRows:
    """The units' rows: name, time and groups of each, the number columns, and the grand total's."""

    names: Sequence[str]
    periods: Sequence[object]
    groups: Groups
    columns: Sequence[FigureColumn]
    total: Sequence[Number] = ()


def find_sums(rows: SummedRows) -> dict[int, BlockSum]:
    """Find the rows that have, in every number column, the sum of others, by their place.

    The others are the rest of the row's time, of its afdeling or område, those of the group that
    it is named after, or a block beside it.
    """
    vectors = list(zip(*([*map(_read_amount, c.units)] for c in rows.columns), strict=True))
    pool = _Pool([c.decimals for c in rows.columns])
    scopes_of = [list(_list_scopes(rows, place)) for place in range(len(vectors))]
    for vector, scopes in zip(vectors, scopes_of, strict=True):
        for scope in scopes:
            pool.add(scope, vector)
    units = [column.units for column in rows.columns]
    sums = find_block_sums_by_period(units, rows.periods, rows.total)
    fewest = min(_FEWEST_FIGURES, len(rows.columns))
    for place, vector in enumerate(vectors):
        if sum(map(bool, vector)) < fewest:
            continue
        named = [(rows.periods[place], i, fold_name(rows.names[place])) for i in range(2)]
        inside = scopes_of[place]
        rests = [pool.count_summed_rows(scope, vector, inside=True) for scope in inside]
        rests += [pool.count_summed_rows(s, vector, inside=False) for s in named if s not in inside]
        if (most := max(rests)) and not (place in sums and sums[place].is_sure):
            is_sure = most > 1 and is_telling(vector)
            sums[place] = BlockSum(most, is_sure=is_sure, of_group=True)
    return sums


def _read_amount(number: Number) -> Decimal:
    return number if isinstance(number, Decimal) else Decimal(0)


def _list_scopes(rows: SummedRows, place: int) -> Iterator[Scope]:
    period = rows.periods[place]
    yield (period,)
    for level, groups in enumerate(rows.groups):
        group = groups[place]
        if group is not None:
            yield (period, level, fold_name(group))


@dataclass
class _Pool:
    """Sums by scope; `decimals` are the columns' printed ones."""

    decimals: Sequence[int]
    _sums: dict[Scope, tuple[Vector, int]] = field(default_factory=dict)

    def add(self, scope: Scope, vector: Vector) -> None:
        sums, count = self._sums.get(scope, ((Decimal(0),) * len(vector), 0))
        self._sums[scope] = (tuple(a + b for a, b in zip(sums, vector, strict=True)), count + 1)

    def count_summed_rows(self, scope: Scope, vector: Vector, *, inside: bool) -> int:
        """Count the scope's rows, without this one if it is `inside`, if they sum to it; else 0."""
        sums, count = self._sums.get(scope, (vector, 0))
        rows = count - inside
        for scope_sum, amount, places in zip(sums, vector, self.decimals, strict=True):
            rounding = find_rounding(places, rows) if places else Decimal(0)
            if not is_within(scope_sum - amount * (1 + inside), rounding, total=scope_sum):
                return 0
        return rows
