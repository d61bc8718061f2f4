"""The enheder's own targets for a year: what they come to together, and how far it is to there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from core import danish
from core.errors import NoDataError
from core.nodes import Level, NodeKey
from core.quarter import Quarter
from core.settings import Denominator
from metrics import figures, provenance, rullende, sendings
from metrics.corrections import (
    CorrectionFinder,
    correct_rows,
    list_corrected_quarters,
    name_compared_columns,
)
from metrics.declaration import Noegletal, declare_count, declare_days
from metrics.memoize import memoize
from metrics.nodes import read_upper_nodes
from metrics.noegletal import RULLENDE
from metrics.own_line import read_own_line
from metrics.result import KpiResult
from metrics.rows import Figure, MaaltalRow, RullendeRow, index_by_key, subtract_figures
from store.figures import Reader

_LIST = "Enhedernes indmeldte måltal og KMD OPUS"
_WEIGHTED = (
    "Enhedens eget måltal for året. For flere enheder det gennemsnit, som deres måltal giver, når "
    "de alle er nået: vejet med enhedernes antal medarbejdere i de fire kvartaler."
)
YEARS_END = 4
_days = partial(declare_days, source=_LIST)
_target = partial(_days, is_of_group=False)
_count = partial(declare_count, source=_LIST)
DECLARED = Noegletal(
    name="maaltal",
    label="Måltal for sygefravær",
    description=_WEIGHTED,
    source=_LIST,
    measures=(
        _days("value", "Sygefravær", RULLENDE.description),
        _target("target", "Måltal (vægtet)", _WEIGHTED),
        _target("distance", "Afstand", "Sygefraværet minus måltallet, pr. medarbejder."),
        _count(
            "distance_total", "Afstand i alt", "Afstanden ganget med antallet.", counts="dagsværk"
        ),
        _target("expected_reported", "Forventet for indmeldte", _WEIGHTED),
        _target(
            "expected_all",
            "Forventet for alle",
            "Gennemsnittet, når måltallene er nået og de øvrige enheder bliver på deres niveau.",
        ),
        _count(
            "reported",
            "Enheder med måltal",
            "Enheder, der har indmeldt et måltal for året.",
            counts="enheder",
        ),
        _count(
            "units",
            "Enheder i alt",
            "Enheder, der findes ved opgørelsen og ikke er lukket.",
            counts="enheder",
        ),
        _days(
            "pace",
            "Højst pr. kvartal",
            "Det fravær, som der er plads til i hvert kvartal i resten af året, hvis måltallet "
            "skal nås og antallet af medarbejdere er uændret.",
        ),
        _days(
            "forecast",
            "Næste opgørelse",
            "Det rullende tal i næste kvartal, hvis fraværet pr. medarbejder bliver som i samme "
            "kvartal året før og antallet af medarbejdere er uændret.",
        ),
        _count(
            "quarters_in_year",
            "Kvartaler i året",
            "Hvor mange af de fire er i måltallets år.",
            counts="kvartaler",
        ),
    ),
    words=("denominator", "target_year", "deadline", "leader"),
)


@dataclass(frozen=True)
class NotHandedIn:
    """An enhed without a target for a year, and who should be reminded of it.

    `afdeling` is "" for what stands under none, `deadline` None where the list has none. `leader`
    is the enhed that the leader belongs to, where that is another one; else "".
    """

    year: int
    enhed: str
    afdeling: str
    deadline: date | None
    leader: str


@memoize
def read_maaltal(reader: Reader, *, quarter: Quarter, level: Level) -> KpiResult[MaaltalRow]:
    """Read figures of every node of a level against a year's target, in the organisation's order.

    In a 4th quarter that is the year that comes, where it has targets; the year that ends is then
    told in the fields that begin with `ended`. Raises NoDataError where there are no targets.
    """
    result = _read_result(reader, quarter=quarter, level=level, against=None)
    if quarter.number != YEARS_END:
        return result
    last = (
        read_ended_maaltal(reader, quarter=quarter, level=level)
        if _has_ended_year(reader, quarter)
        else result
    )
    ended = index_by_key(row for row in last.rows if row.target_year == quarter.year)
    return replace(
        result, rows=tuple(_add_ended_year(row, ended.get(row.key)) for row in result.rows)
    )


def read_if_any(reader: Reader, *, quarter: Quarter, level: Level) -> KpiResult[MaaltalRow] | None:
    """Read what `read_maaltal` does; None where there are no targets for the opgørelse."""
    try:
        return read_maaltal(reader, quarter=quarter, level=level)
    except NoDataError:
        return None


def _add_ended_year(row: MaaltalRow, ended_row: MaaltalRow | None) -> MaaltalRow:
    """Put the figures against the target of the year that ends into a row."""
    if ended_row is None:
        return row
    return replace(
        row,
        ended_year=ended_row.target_year,
        ended_target=ended_row.target,
        ended_distance=ended_row.distance,
        is_ended_met=_is_met(ended_row.distance),
        ended_reported=ended_row.reported,
        ended_units=ended_row.units,
    )


def _is_met(distance: Figure) -> bool | None:
    """Whether a target was met by what is shown of the distance; None where it is not known."""
    if distance is None:
        return None
    return danish.round_half_up(distance, DECLARED.measure("distance").decimals) <= 0


def read_ended_maaltal(reader: Reader, *, quarter: Quarter, level: Level) -> KpiResult[MaaltalRow]:
    """Read figures of every node of a level against targets of the year that a quarter ends.

    Raises NoDataError where that year has no targets, or does not end.
    """
    against = quarter if _has_ended_year(reader, quarter) else None
    result = _read_result(reader, quarter=quarter, level=level, against=against)
    years = {row.target_year for row in result.rows}
    if quarter.number != YEARS_END or years != {quarter.year}:
        raise NoDataError(f"Der er ingen måltal for et år, der slutter med {quarter.label}.")
    return result


def find_not_handed_in(
    reader: Reader,
    *,
    quarter: Quarter,
    within: str = Level.KOMMUNE.value,
    only_own: bool = False,
) -> tuple[NotHandedIn, ...]:
    """Return the enheder that have not handed in a target, in the organisation's order.

    They are `within` a node, and with `only_own` those alone that the reader leads.
    """
    result = read_maaltal(reader, quarter=quarter, level=Level.ENHED)
    rows = result.rows
    names = {row.node.name: row.name for row in rows}
    above = {node.key: node.parent for node in read_upper_nodes(reader, str(quarter))}
    return tuple(
        NotHandedIn(
            year=row.target_year,
            enhed=row.name,
            afdeling=NodeKey.parse(row.parent).name if row.parent else "",
            deadline=row.deadline,
            leader=_name_leader(row, names),
        )
        for row in rows
        if not row.reported
        and within in {Level.KOMMUNE.value, row.key, row.parent, above.get(row.parent)}
        and (not only_own or result.own_line.holds(row))
    )


def _name_leader(row: MaaltalRow, names: Mapping[str, str]) -> str:
    return "" if row.leader in {row.node.name, row.name} else names.get(row.leader, row.leader)


def _read_result(
    reader: Reader, *, quarter: Quarter, level: Level, against: Quarter | None
) -> KpiResult[MaaltalRow]:
    answer = figures.read_at(
        reader, DECLARED, MaaltalRow, quarter=quarter, level=level, against=against
    )
    if not answer:
        raise NoDataError(_explain_no_data(reader, quarter, level))
    base = rullende.read_rullende(reader, quarter=quarter, level=level)
    rates = index_by_key(_correct_previous(reader, base))
    rows = tuple(
        _add_rate(row if reader.is_exact else _subtract_printed(row, rate), rate)
        for row in answer
        for rate in [rates.get(row.key)]
    )
    lists = provenance.read_list_sources(reader, kinds=("maaltal",), years=(rows[0].target_year,))
    earlier = sendings.find_opgoerelser_before(
        reader, quarter, corrected=list_corrected_quarters(rows)
    )
    return KpiResult(
        noegletal=DECLARED,
        quarter=quarter,
        level=level,
        denominator=Denominator(rows[-1].denominator),
        settings=reader.version.settings,
        own_line=read_own_line(reader, quarter=quarter),
        sources=(*base.sources, *lists),
        rows=rows,
        period=quarter.rolling_period,
        changes_since_sent=sendings.find_changes_since_sent(
            reader, quarter, DECLARED, level=level, earlier=earlier
        ),
        reservation=base.reservation,
    )


def _correct_previous(reader: Reader, base: KpiResult[RullendeRow]) -> tuple[RullendeRow, ...]:
    """Tell what was corrected in the opgørelse before: no other one is shown here."""
    finder, before = CorrectionFinder(reader, base.quarter), base.quarter - 1
    return correct_rows(
        [replace(row, corrections=()) for row in base.rows],
        RULLENDE,
        name_compared_columns("previous"),
        start=lambda _: finder.start_rolling(before),
    )


def _subtract_printed(row: MaaltalRow, rate: RullendeRow | None) -> MaaltalRow:
    """Make the distance of the figures that are printed, and the distance in all of that."""
    distance = subtract_figures(row.value, row.target)
    if distance is None or row.distance is None:
        return row
    employees = rate.employees if rate else None
    in_all = None if employees is None else float(danish.round_half_up(distance * employees, 0))
    return replace(row, distance=distance, distance_total=in_all)


def _add_rate(row: MaaltalRow, rate: RullendeRow | None) -> MaaltalRow:
    """Put the change of the rolling figure into a row, and say which averages are hidden in it."""
    unseen = not row.masked and row.target is None and row.reported > 0
    expected = not row.masked and not row.missing and row.expected_all is None
    marked = replace(row, target_masked=unseen, expected_masked=unseen or expected)
    if rate is None:
        return marked
    return replace(
        marked,
        change=rate.change,
        previous_masked=rate.previous_masked,
        corrections=rate.corrections,
    )


def _has_ended_year(reader: Reader, quarter: Quarter) -> bool:
    """Whether a quarter's own year, which ends with it, is shown beside the year to come."""
    frame = reader.query(
        "SELECT 1 FROM figures WHERE kpi = 'maaltal' AND against = $quarter LIMIT 1",
        {"quarter": str(quarter)},
    )
    return not frame.empty


def _explain_no_data(reader: Reader, quarter: Quarter, level: Level) -> str:
    computed = reader.query("SELECT quarter, level FROM figures WHERE kpi = 'maaltal'")
    if computed.empty:
        return "Der er ingen måltal endnu. Indlæs en liste over enhedernes måltal."
    if str(quarter) in set(computed["quarter"]):
        return f"Måltal er ikke opgjort på niveauet {level.label.lower()}."
    first, last = (Quarter.parse(computed["quarter"].agg(end)).label for end in ("min", "max"))
    return (
        f"Der er ingen måltal til opgørelsen for {quarter.label}. Der er måltal til opgørelserne "
        f"for {first} til {last}."
    )
