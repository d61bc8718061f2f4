"""The agenda's other nøgletal, as HR's own list has them: value, target, status, who is missing."""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TypeVar

from core import danish
from core.errors import NoDataError
from core.nodes import TREE, Level
from core.quarter import Quarter
from metrics import figures, provenance
from metrics.agenda.sent_figures import SentAgenda
from metrics.declaration import VARIES, Measure, Noegletal, declare_count
from metrics.memoize import memoize
from metrics.own_line import read_own_line
from metrics.reservations import Reservation, is_draft
from metrics.result import KpiResult
from metrics.rows import AgendaNowRow, AgendaPeriodRow, AgendaRow, subtract_figures
from metrics.sendings import ChangesSinceSent
from store.figures import Reader

_LIST = "Kommunens egen liste over øvrige nøgletal"
_ABOUT = (
    "Det nyeste tal i hvert nøgletal: for den periode, der senest er begyndt i kvartalet eller "
    "før. Er der ingen, så den første i kvartalet efter, hvor opgørelsen forelægges. Tallet er "
    "værdien i listen eller tæller delt med nævner. En del af organisationen uden egen række får "
    "brøkerne under sig lagt sammen, tæller for sig og nævner for sig; andre tal lægges aldrig "
    "sammen. Er tallet om personer (og det er det, når listen ikke siger nej), vises det ikke, "
    "hvor der er få ansatte, hvor det tæller få, eller hvor en eller to er talt med eller udenfor. "
    "Sygefraværssamtaler vises som andel fra afdeling og op."
)
_TARGET = (
    "Målet i listen. Med retning op er det den nedre grænse, der tæller, med retning ned den øvre; "
    "uden retning skal tallet ligge i intervallet eller være lig med målet. Nås målet ikke, er "
    "nøgletallet »i gang«, når fristen ligger efter den dag, tallet er fra."
)


def _declare_measure(name: str, label: str, described: str) -> Measure:
    return Measure(
        name=name,
        label=label,
        unit=VARIES,
        decimals=0,
        falling_is_good=None,
        description=described,
        source=_LIST,
    )


_count = partial(declare_count, source=_LIST)
DECLARED = Noegletal(
    name="noegletal",
    label="Øvrige nøgletal",
    description=_ABOUT,
    source=_LIST,
    measures=(
        _declare_measure("value", "Værdi", _ABOUT),
        _declare_measure(
            "change", "Ændring", "Værdien minus den forrige, når de er målt i det samme."
        ),
        _declare_measure(
            "previous", "Forrige", "Værdien i den periode før, hvor stedet havde et tal."
        ),
        _declare_measure("target", "Mål", _TARGET),
        _declare_measure("target_from", "Mål fra", "Den nedre grænse, når der er en."),
        _declare_measure("target_to", "Mål til", "Den øvre grænse, når der er en."),
        _count("numerator", "Tæller", "Tælleren, når tallet er en brøk.", counts="som i listen"),
        _count("basis", "Nævner", "Nævneren, når tallet er en brøk.", counts="som i listen"),
        _count(
            "parts",
            "Lagt sammen af",
            "Hvor mange rækker et tal er lagt sammen af.",
            counts="rækker",
        ),
    ),
    words=(
        *("noegletal", "place", "period", "until", "previous_period", "previous_masked"),
        *("status", "measure_unit", "direction", "deadline", "source", "about_people"),
    ),
    covers="seneste tal",
)
SERIES = replace(DECLARED, name="noegletal-serie")
AgendaRowT = TypeVar("AgendaRowT", bound=AgendaRow)


@dataclass(frozen=True)
class MissingFigure:
    """A place that lacks its figure of a nøgletal, or `missing` of the `total` that it counts.

    `missing` is 0 where there is no figure at all; `deadline` None where the list has none.
    """

    noegletal: str
    place: str
    missing: int
    total: int
    deadline: date | None


@memoize
def read_noegletal(reader: Reader, *, quarter: Quarter, level: Level) -> KpiResult[AgendaNowRow]:
    """Read every nøgletal of every node of a level as it stands at a quarter, by source and name.

    Keys are the node's with the nøgletal's name after it; shares are fractions. `previous` is as it
    was sent last, where it was. Raises NoDataError where the level has none at the quarter.
    """
    rows = _read_at(reader, quarter, level)
    compared, changes = SentAgenda(
        reader, DECLARED, SERIES, quarter=quarter, level=level
    ).compare_newest(rows)
    return _make_result(reader, compared, quarter=quarter, level=level, changes=changes)


@memoize
def read_noegletal_series(
    reader: Reader, *, quarter: Quarter, level: Level
) -> KpiResult[AgendaPeriodRow]:
    """Read every nøgletal of every node of a level in each period up to that of a quarter.

    The periods of a node come after each other, the oldest first. Those before the newest are as
    they were sent last, where they were.
    """
    newest = {row.key: row.until for row in _read_at(reader, quarter, level)}
    rows = figures.read_up_to(reader, SERIES, AgendaPeriodRow, quarter=quarter + 1, level=level)
    rows_until_newest = [row for row in rows if row.until <= newest.get(row.key, "")]
    restored, changes = SentAgenda(
        reader, DECLARED, SERIES, quarter=quarter, level=level
    ).restore_sent(rows_until_newest)
    return _make_result(reader, restored, quarter=quarter, level=level, changes=changes)


def _read_at(reader: Reader, quarter: Quarter, level: Level) -> tuple[AgendaNowRow, ...]:
    rows = figures.read_at(reader, DECLARED, AgendaNowRow, quarter=quarter, level=level)
    if not rows:
        raise NoDataError(_explain_no_data(reader, quarter, level))
    return rows


@memoize
def find_quarters(reader: Reader) -> tuple[Quarter, ...]:
    """Return the quarters that have figures of the agenda, newest first."""
    answer = reader.query(
        "SELECT DISTINCT quarter FROM figures WHERE kpi = 'noegletal' ORDER BY quarter DESC"
    )
    return tuple(Quarter.parse(text) for text in answer["quarter"])


@memoize
def find_levels(reader: Reader, *, quarter: Quarter) -> tuple[Level, ...]:
    """Return the levels that have figures of the agenda at a quarter, from the kommune down."""
    answer = reader.query(
        "SELECT DISTINCT level FROM figures WHERE kpi = 'noegletal' AND quarter = $quarter",
        {"quarter": str(quarter)},
    )
    return tuple(level for level in TREE if level.value in set(answer["level"]))


@memoize
def find_missing(reader: Reader, *, quarter: Quarter) -> tuple[MissingFigure, ...]:
    """Return the places that lack a figure, or part of one, on the lowest level that lacks any.

    That the kommune lacks some does not say who they are, and is left to its own row.
    """
    by_noegletal: dict[str, list[MissingFigure]] = {}
    for level in find_levels(reader, quarter=quarter):
        of_level: dict[str, list[MissingFigure]] = {}
        for row in _read_at(reader, quarter, level):
            if row.missing or (row.outstanding and level is not Level.KOMMUNE):
                of_level.setdefault(row.noegletal, []).append(_make_missing_figure(row))
        by_noegletal |= of_level
    return tuple(place for places in by_noegletal.values() for place in places)


def _make_missing_figure(row: AgendaRow) -> MissingFigure:
    return MissingFigure(
        noegletal=row.noegletal,
        place=row.place,
        missing=row.outstanding,
        total=int(row.basis or 0),
        deadline=row.deadline,
    )


def _make_result(
    reader: Reader,
    rows: tuple[AgendaRowT, ...],
    *,
    quarter: Quarter,
    level: Level,
    changes: ChangesSinceSent,
) -> KpiResult[AgendaRowT]:
    return KpiResult(
        noegletal=DECLARED,
        quarter=quarter,
        level=level,
        denominator=reader.version.settings.denominator,
        settings=reader.version.settings,
        own_line=read_own_line(reader, quarter=quarter),
        sources=provenance.read_list_sources(reader, kinds=("noegletal",)),
        rows=rows if reader.is_exact else tuple(_subtract_printed(row) for row in rows),
        period=quarter.period,
        changes_since_sent=changes,
        reservation=Reservation(
            recomputed=reader.version.is_recomputed, draft=is_draft(reader, quarter)
        ),
    )


def _subtract_printed(row: AgendaRowT) -> AgendaRowT:
    """Make the change of a row of the figures that stand beside it."""
    if row.change is None:
        return row
    return replace(row, change=subtract_figures(row.value, row.previous))


def _explain_no_data(reader: Reader, quarter: Quarter, level: Level) -> str:
    known_quarters = find_quarters(reader)
    if not known_quarters:
        return "Der er ingen øvrige nøgletal endnu. Indlæs en liste; se skabelonen på Indlæs data."
    if quarter in known_quarters:
        valid = danish.join_words(
            [known_level.label.lower() for known_level in find_levels(reader, quarter=quarter)]
        )
        return (
            f"Der er ingen øvrige nøgletal på niveauet {level.label.lower()}. Der er nogle på "
            f"niveauet {valid}."
        )
    return (
        f"Der er ingen øvrige nøgletal for {quarter.label}. Der er nogle for "
        f"{known_quarters[-1].label} til {known_quarters[0].label}."
    )
