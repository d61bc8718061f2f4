"""What drove the change between two opgørelser: in the enheder, between them, closed, new."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from core.errors import NoDataError
from core.nodes import Level
from core.quarter import Quarter
from core.settings import Denominator
from metrics import figures, provenance
from metrics.corrections import CorrectionFinder
from metrics.declaration import Noegletal
from metrics.forklaring import sent_changes
from metrics.forklaring.contributions import (
    AfdelingChangeRow,
    Contribution,
    Contributions,
    make_contribution,
)
from metrics.forklaring.declarations import (
    CORRECTIONS,
    PARTS,
    ROLLING,
    SINGLE,
    LargestMovers,
    declare_afdelinger,
    declare_nodes,
    declare_units,
    name_parts,
)
from metrics.memoize import memoize
from metrics.own_line import read_own_line
from metrics.reservations import read_reservation
from metrics.result import KpiResult
from metrics.rows import ChangePartRow, NodeChangeRow, UnitChangeRow
from store.figures import Reader

__all__ = [
    "PARTS",
    "ROLLING",
    "SINGLE",
    "LargestMovers",
    "declare_afdelinger",
    "declare_nodes",
    "declare_units",
    "find_largest_movers",
    "name_parts",
    "read_contributions",
    "read_forklaring",
    "read_kvartal_forklaring",
    "read_node_changes",
]

_MOST_SHOWN = 5
_OTHERS = "Øvrige"
ChangeRowT = TypeVar("ChangeRowT", NodeChangeRow, UnitChangeRow)


def read_forklaring(
    reader: Reader, *, quarter: Quarter, level: Level, against: Quarter | None = None
) -> KpiResult[ChangePartRow] | KpiResult[UnitChangeRow]:
    """Read the parts of every node's change since an opgørelse: the one before, or another.

    A row a part, in the order of `PARTS`; `key` is its name, after the node's key where that is not
    the kommune, and `parent` is the node's key. `value` is its share of the change, in dagsværk per
    member of the denominator. Where the earlier opgørelse was sent with another figure than the
    data now give, `correction` is a part too, and together they are the change since what was sent.
    On the level of enheder it is a row an enhed, with what it moved the kommune by in the data now.
    Raises NoDataError where the two are not compared in the reader's figures.
    """
    since = against or quarter - 1
    return _read_parts(reader, ROLLING, quarter=quarter, level=level, against=since)


def read_kvartal_forklaring(
    reader: Reader, *, quarter: Quarter, level: Level, against: Quarter | None = None
) -> KpiResult[ChangePartRow] | KpiResult[UnitChangeRow]:
    """Read the parts of every node's change since one quarter: a year before, or another.

    Rows and errors are those of `read_forklaring`.
    """
    since = against or quarter - 4
    return _read_parts(reader, SINGLE, quarter=quarter, level=level, against=since)


@memoize
def read_node_changes(
    reader: Reader, declared: Noegletal, *, quarter: Quarter, level: Level, against: Quarter
) -> KpiResult[NodeChangeRow]:
    """Read the change of every node of a level between two opgørelser, a row a node.

    `declared` is ROLLING or SINGLE. Raises NoDataError where the two opgørelser are not compared.
    """
    read = declare_nodes(declared)
    rows = figures.read_at(
        reader, read, NodeChangeRow, quarter=quarter, level=level, against=against
    )
    if not rows:
        raise NoDataError(
            f"{quarter.label} er ikke sammenlignet med {against.label} på niveauet "
            f"{level.label.lower()}: der skal være data for begge, og den "
            "første må ikke være foreløbig."
        )
    rows = sent_changes.compare_with_sent(
        reader, rows, declared=declared, level=level, against=against
    )
    finder, single = CorrectionFinder(reader, quarter), declared.covers == SINGLE.covers
    corrected, changes = finder.correct_opgoerelse(
        rows, declared, "before", of=against, single=single
    )
    result = _make_result(reader, read, corrected, quarter=quarter, level=level)
    return replace(result, changes_since_sent=changes)


def find_largest_movers(
    reader: Reader, result: KpiResult[NodeChangeRow], node: NodeChangeRow
) -> LargestMovers:
    """Return the enheder that moved a node most; `node` is a row of a result of node changes.

    Corrections of what was sent are no enhed's doing.
    Only enheder that the reader may see are named. NoDataError where the node has no figures.
    """
    if node.value is None:
        raise NoDataError(f"Der er ingen ændring at forklare for {node.name}.")
    declared = SINGLE if result.noegletal.name == SINGLE.name else ROLLING
    units = _read_units(
        reader, declared, quarter=result.quarter, against=node.against, level=Level.ENHED
    )
    column = "value"
    if result.level is Level.OMRAADE:
        column, units = "omraade", [unit for unit in units if unit.above == node.key]
    elif result.level is Level.AFDELING:
        column, units = "afdeling", [unit for unit in units if unit.parent == node.key]
    effects = [
        (unit.name, effect)
        for unit in units
        if (effect := unit.figure(column)) is not None and (effect or not unit.coarse)
    ]
    largest = tuple(sorted(effects, key=lambda pair: -abs(pair[1]))[:_MOST_SHOWN])
    remainder = node.value - (node.correction or 0) - sum(effect for _, effect in largest)
    return LargestMovers(largest, remainder, hidden=any(unit.masked for unit in units))


def read_contributions(
    reader: Reader, declared: Noegletal, result: KpiResult[NodeChangeRow], node: NodeChangeRow
) -> Contributions:
    """Read what moved a node of a result of node changes: its afdelinger, or an afdeling's enheder.

    `declared` is ROLLING or SINGLE. Figures that an earlier version of the program kept have no
    contributions of afdelinger; there are no nodes then, as where the change is not shown.
    """
    if node.value is None:
        return Contributions(Level.AFDELING, ())
    if result.level is Level.AFDELING:
        movers = find_largest_movers(reader, result, node)
        nodes = tuple(Contribution(name, effect) for name, effect in movers.largest)
        others = Contribution(_OTHERS, movers.remainder)
        return Contributions(Level.ENHED, nodes, others, hides_enheder=movers.hidden)
    rows = figures.read_at(
        reader,
        declare_afdelinger(declared),
        AfdelingChangeRow,
        quarter=result.quarter,
        level=Level.AFDELING,
        against=node.against,
    )
    of_node = [row for row in rows if result.level is Level.KOMMUNE or row.parent == node.key]
    nodes = tuple(make_contribution(row, result.level) for row in of_node)
    return Contributions(Level.AFDELING, nodes)


def _read_parts(
    reader: Reader, declared: Noegletal, *, quarter: Quarter, level: Level, against: Quarter
) -> KpiResult[ChangePartRow] | KpiResult[UnitChangeRow]:
    if level is Level.ENHED:
        units = _read_units(reader, declared, quarter=quarter, against=against, level=Level.ENHED)
        if not units:
            raise NoDataError(
                f"{quarter.label} er ikke sammenlignet med {against.label} enhed for enhed: der "
                "skal være data for begge, og den første må ikke være foreløbig."
            )
        return _make_result(reader, declared, tuple(units), quarter=quarter, level=level)
    changes = read_node_changes(reader, declared, quarter=quarter, level=level, against=against)
    parts = tuple(_make_part(row, part) for row in changes.rows for part in _list_parts(row))
    return changes.derive(declared, parts)


def _list_parts(row: NodeChangeRow) -> list[str]:
    """List the parts that a node's change is the sum of: corrections only where it has them."""
    return [*PARTS, *(CORRECTIONS if row.correction is not None else ())]


@memoize
def _read_units(
    reader: Reader, declared: Noegletal, *, quarter: Quarter, against: Quarter, level: Level
) -> Sequence[UnitChangeRow]:
    """Read what moved each enhed; its `level` is told to those who watch the reader."""
    return figures.read_at(
        reader,
        declare_units(declared),
        UnitChangeRow,
        quarter=quarter,
        level=level,
        against=against,
    )


def _make_part(row: NodeChangeRow, part: str) -> ChangePartRow:
    top = row.node.level is Level.KOMMUNE
    label, value = (PARTS | CORRECTIONS)[part], row.figure(part)
    return ChangePartRow(
        key=part if top else f"{row.key}/{part}",
        name=label if top else f"{row.name}: {label[0].lower()}{label[1:]}",
        quarter=row.quarter,
        parent=row.key,
        masked=value is None and not row.missing,
        missing=row.missing,
        value=value,
        part=part,
        against=row.against,
        node_change=row,
    )


def _make_result(
    reader: Reader,
    declared: Noegletal,
    rows: tuple[ChangeRowT, ...],
    *,
    quarter: Quarter,
    level: Level,
) -> KpiResult[ChangeRowT]:
    """Put rows together with what makes them checkable: the data behind both opgørelser."""
    single, first = declared.covers == SINGLE.covers, rows[0].against
    return KpiResult(
        noegletal=declared,
        quarter=quarter,
        level=level,
        denominator=Denominator(rows[-1].denominator),
        settings=reader.version.settings,
        own_line=read_own_line(reader, quarter=quarter),
        sources=provenance.read_sources(reader, first=first if single else first - 3, last=quarter),
        rows=rows,
        period=quarter.period if single else quarter.rolling_period,
        reservation=read_reservation(
            reader, kpi="kvartal" if single else "rullende", quarter=quarter
        ),
    )
