"""What lines turn out to be when they are held against the rows around them: sums, or units."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate

from core.settings import Settings
from data_loaders.kinds.extract.extract_lines import Lines
from data_loaders.kinds.extract.number_columns import FigureColumn
from data_loaders.kinds.extract.regions import HeadedTable
from data_loaders.problem import Problem
from data_loaders.report import Total
from data_loaders.table.totals import (
    CheckedTotal,
    Groups,
    describe_mismatch,
    find_rounding,
    fold_name,
    is_within,
)
from data_loaders.words.numbers import Number

_KEYS = ("enhed", "enhed_navn", "afdeling", "omraade")
_WHOLE = frozenset(
    {
        "alle", "alle afdelinger", "alle enheder", "alle områder", "hele kommunen",
        "hele organisationen", "kommune", "kommunen", "organisationen", "samtlige enheder",
    }
)  # fmt: skip
_COMPARED_DECIMALS = 6
# Small whole numbers of neighbours add up by chance; this many digits do not.
_TELLING_DIGITS = 6
_FEWEST_FIGURES = 2

Vector = tuple[Decimal, ...]
Scope = tuple[object, ...]


def find_total_problems(
    table: HeadedTable,
    sums: Sequence[CheckedTotal],
    lines: Lines,
    columns: dict[str, FigureColumn],
    *,
    settings: Settings,
) -> list[Problem]:
    """Find totals that do not agree, and lines that are no totals although they look like one."""
    unclear = _find_unclear(table, sums, lines, settings)
    line_problems = _find_without_unit(table, sums, lines) + list(unclear.values())
    wrong = (s for s in sums if s.line.index not in unclear and _is_wrong(s, columns))
    return line_problems + [_make_mismatch(table, s) for s in wrong]


def _find_unclear(
    table: HeadedTable, sums: Sequence[CheckedTotal], lines: Lines, settings: Settings
) -> dict[int, Problem]:
    """Lines like "I alt Service" that sum nothing, where the unit's name is all there is to tell.

    Beside a number or an afdeling a unit with such a name is known for one.
    """
    if len([key for key in _KEYS if key in table.layout.columns]) > 1:
        return {}
    agreeing = {s.line.index for s in sums if s.agrees}
    kommune_names = list_sum_names(settings.municipality, ())
    message = (
        "»{}« har et ord for sum, men tallene er ikke summen af andre rækker. Er rækken en enhed, "
        "så giv filen en kolonne med enhedens nummer eller afdeling; er den en sum, så ret den."
    )
    column = table.layout.columns["enhed"]
    return {
        line.index: table.make_problem(
            "unclear_total", message.format(line.label), line.index, column=column
        )
        for line in lines.totals
        if line.worded and line.group and not line.stars
        if fold_name(line.group) not in kommune_names and line.index not in agreeing
    }


def _find_without_unit(
    table: HeadedTable, sums: Sequence[CheckedTotal], lines: Lines
) -> list[Problem]:
    """Rows with figures but no unit: totals that lack their word, or else rows gone wrong."""
    agreeing = {s.line.index for s in sums} - {s.line.index for s in sums if not s.agrees}
    message = (
        "Rækken har tal, men ingen enhed, og tallene er ikke summen af andre rækker. Skriv "
        "enhedens nummer eller navn, eller slet rækken."
    )
    column = table.layout.columns["enhed"]
    return [
        table.make_problem("missing_unit", message, line.index, column=column)
        for line in lines.totals
        if not line.worded and line.index not in agreeing
    ]


def _is_wrong(checked: CheckedTotal, columns: dict[str, FigureColumn]) -> bool:
    """Whether a total is wrong on its own: not just because a row above it could not be read."""
    return checked.line.worded and not checked.agrees and not columns[checked.column].has_faults


def make_total(table: HeadedTable, checked: CheckedTotal) -> Total:
    """Write a reconciled figure of a total line for the report."""
    column = table.layout.columns[checked.column]
    return Total(
        label=checked.line.label or "(uden navn)",
        column=table.layout.headers[column],
        cell=table.sheet.address(checked.line.index, column),
        file=checked.file,
        computed=checked.computed,
        agrees=checked.agrees,
    )


def _make_mismatch(table: HeadedTable, checked: CheckedTotal) -> Problem:
    column = table.layout.columns[checked.column]
    message = describe_mismatch(make_total(table, checked))
    return table.make_problem("total_mismatch", message, checked.line.index, column=column)


def list_sum_names(municipality: str, groups: Groups) -> frozenset[str]:
    """Return the folded names that a sum without a word may bear: a group's or the kommune's."""
    kommune = fold_name(municipality)
    grouped = {fold_name(name) for level in groups for name in level if name is not None}
    return frozenset(_WHOLE | {kommune, kommune.removesuffix(" kommune")} | grouped)


@dataclass(frozen=True)
class SummedRows:
    """The units' rows: name, quarter and groups of each, and the number columns."""

    names: Sequence[str]
    quarters: Sequence[object]
    groups: Groups
    columns: Sequence[FigureColumn]


def find_sums(rows: SummedRows) -> dict[int, int]:
    """Find the rows that have, in every number column, the sum of others.

    The others are the rest of the row's quarter, of its afdeling or område, those of the group that
    it is named after, or a block beside it. Returns how many they are, by the row's place.
    """
    vectors = [
        tuple(map(_read_amount, cells))
        for cells in zip(*(c.units for c in rows.columns), strict=True)
    ]
    pool = _Pool([c.decimals for c in rows.columns])
    scopes_of = [list(_list_scopes(rows, place)) for place in range(len(vectors))]
    for vector, scopes in zip(vectors, scopes_of, strict=True):
        for scope in scopes:
            pool.add(scope, vector)
    counts = _find_blocks(vectors)
    fewest = min(_FEWEST_FIGURES, len(rows.columns))
    for place, vector in enumerate(vectors):
        if sum(map(bool, vector)) >= fewest:
            named = [(rows.quarters[place], i, fold_name(rows.names[place])) for i in range(2)]
            rests = [
                pool.count_summed_rows(scope, vector, inside=True) for scope in scopes_of[place]
            ]
            rests += [
                pool.count_summed_rows(s, vector, inside=False)
                for s in named
                if s not in scopes_of[place]
            ]
            if most := max(rests):
                counts[place] = max(most, counts.get(place, 0))
    return counts


def _read_amount(number: Number) -> Decimal:
    return number if isinstance(number, Decimal) else Decimal(0)


def _list_scopes(rows: SummedRows, place: int) -> Iterator[Scope]:
    quarter = rows.quarters[place]
    yield (quarter,)
    for level, groups in enumerate(rows.groups):
        group = groups[place]
        if group is not None:
            yield (quarter, level, fold_name(group))


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


def _find_blocks(vectors: Sequence[Vector]) -> dict[int, int]:
    """Find the rows that are the sum of the rows right below or right above them."""
    start: Vector = (Decimal(0),) * (len(vectors[0]) if vectors else 0)
    sums = [_round_vector(s) for s in accumulate(vectors, _add_vectors, initial=start)]
    last = {vector: place for place, vector in enumerate(sums)}
    first = {vector: place for place, vector in reversed(list(enumerate(sums)))}
    counts = {}
    for place, vector in enumerate(vectors):
        if sum(map(bool, vector)) >= _FEWEST_FIGURES and _count_digits(vector) >= _TELLING_DIGITS:
            below = last.get(_round_vector(_add_vectors(sums[place + 1], vector)), 0) - place - 1
            above = place - first.get(_round_vector(_subtract_vectors(sums[place], vector)), place)
            if (most := max(below, above)) > 0:
                counts[place] = most
    return counts


def _count_digits(vector: Vector) -> int:
    amounts = (amount.normalize().as_tuple().digits for amount in vector if amount)
    return sum(map(len, amounts))


def _add_vectors(first: Vector, second: Vector) -> Vector:
    return tuple(a + b for a, b in zip(first, second, strict=True))


def _subtract_vectors(first: Vector, second: Vector) -> Vector:
    return tuple(a - b for a, b in zip(first, second, strict=True))


def _round_vector(vector: Vector) -> Vector:
    return tuple(round(amount, _COMPARED_DECIMALS) for amount in vector)
