"""The rows of a result, a type for each nøgletal: one row a node; `records` makes them.

A figure is None where it is masked, missing, or there is none; a text is then "".
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from math import isnan
from typing import Self, TypeVar

from core.nodes import Level, NodeKey
from core.quarter import Quarter
from core.settings import Denominator
from metrics.figure_correction import FigureCorrection
from metrics.signal.verdict import Verdict

Figure = float | None
_ALL = 1 - 1e-9  # the target of a share that all are to be in


@dataclass(frozen=True, kw_only=True)
class Row:
    """What all rows have: `key` (level-qualified), `parent` (the key of the node above) and so on.

    `masked`: the figure is hidden; `missing`: there are no data; `coarse`: dagsværk are whole.
    """

    key: str
    name: str
    quarter: Quarter
    parent: str
    masked: bool
    missing: bool
    value: Figure
    coarse: bool = False

    @property
    def node(self) -> NodeKey:
        """The node that the row is of."""
        return NodeKey.parse(self.key)

    def figure(self, column: str) -> Figure:
        """Return a figure by its name; None where it is not known, AttributeError for no column."""
        value: Figure = getattr(self, column)
        return value


@dataclass(frozen=True, kw_only=True)
class SickLeaveRow(Row):
    """Sick leave in four quarters or one: dagsværk per member of the `denominator`, and its split.

    `employees` is the average number of members, `long_share` 0–1, `has_split` whether the data
    have short and long (None: untold). `preliminary` quarters were not over when they were drawn.
    """

    denominator: str = Denominator.MEDARBEJDERE.value
    short: Figure = None
    long: Figure = None
    long_share: Figure = None
    employees: Figure = None
    preliminary: str = ""
    has_split: bool | None = None

    def without_figures(self) -> Self:
        """Return the row without figures: they are per another denominator than the rest."""
        return replace(
            self, missing=True, value=None, short=None, long=None, long_share=None, employees=None
        )


@dataclass(frozen=True, kw_only=True)
class WindowRow(SickLeaveRow):
    """Sick leave over four quarters, with what its note tells of the data behind it.

    `holes` are unit-quarters without data, `unsplit` without short and long, `vanished` the enheder
    gone since the quarter before; `quarters` have data. `waits`: a small enhed's correction does.
    """

    holes: int = 0
    unsplit: int = 0
    vanished: int = 0
    quarters: int = 4
    waits: bool = False
    corrections: tuple[FigureCorrection, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RullendeRow(WindowRow):
    """Sick leave at one opgørelse beside the one before, the one a year before, and the peak.

    `previous`, `year_ago`, `peak` are as sent, if they were; `previous_now` is what data now give.
    """

    previous: Figure = None
    previous_masked: bool = False
    previous_preliminary: bool = False
    previous_denominator: str = ""
    previous_short: Figure = None
    previous_long: Figure = None
    previous_long_share: Figure = None
    previous_now: Figure = None
    previous_short_now: Figure = None
    previous_long_now: Figure = None
    previous_long_share_now: Figure = None
    change: Figure = None
    change_short: Figure = None
    change_long: Figure = None
    change_long_share: Figure = None
    year_ago: Figure = None
    year_ago_masked: bool = False
    year_ago_now: Figure = None
    change_year: Figure = None
    peak: Figure = None
    peak_quarter: Quarter | None = None
    peak_now: Figure = None
    since_peak: Figure = None


@dataclass(frozen=True, kw_only=True)
class SeriesRow(WindowRow):
    """Sick leave at one of many opgørelser; `value_now` and so on as in `RullendeRow`."""

    value_now: Figure = None
    short_now: Figure = None
    long_now: Figure = None
    long_share_now: Figure = None

    def without_figures(self) -> Self:
        """Return the row without figures: they are per another denominator than the rest."""
        return replace(super().without_figures(), value_now=None)


@dataclass(frozen=True, kw_only=True)
class KvartalRow(SickLeaveRow):
    """Sick leave in one quarter, beside a year before; `holes` are the enheder left out of it."""

    holes: int = 0
    year_ago: Figure = None
    year_ago_masked: bool = False
    year_ago_now: Figure = None
    change: Figure = None
    corrections: tuple[FigureCorrection, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SignalRow(Row):
    """A node's newest quarter and the verdict on it, None where it is masked or missing."""

    change: Figure
    verdict: Verdict | None
    corrections: tuple[FigureCorrection, ...] = ()

    @property
    def lower(self) -> Figure:
        """The lowest value that the usual fluctuations explain, where it can be judged."""
        return blank_nan(self.verdict.lower) if self.verdict else None

    @property
    def upper(self) -> Figure:
        """The highest value that the usual fluctuations explain, where it can be judged."""
        return blank_nan(self.verdict.upper) if self.verdict else None


@dataclass(frozen=True, kw_only=True)
class LangtidsfriskeRow(Row):
    """The share of langtidsfriske of two years, whom it counts, and the shares that it follows.

    `left_out` is the sum of `joined, departed, neither, elsewhere`. `basis` is "datoer" or
    "lister", `reason` why a share is missing. `previous` was valid at the opgørelse before, and
    `pair_before` is that of the two years before; both are as they were sent, where they were.
    """

    counted: int | None
    friske: int | None
    left_out: int | None
    joined: int | None
    departed: int | None
    neither: int | None
    elsewhere: int | None
    years: str
    basis: str
    reason: str
    previous: Figure = None
    previous_masked: bool = False
    previous_years: str | None = None
    previous_now: Figure = None
    pair_before: Figure = None
    pair_before_masked: bool = False
    pair_before_years: str | None = None
    pair_before_now: Figure = None
    change: Figure = None
    corrections: tuple[FigureCorrection, ...] = ()

    @property
    def is_moved(self) -> bool:
        """Whether the share is of other years than at the opgørelse before, and both are known."""
        return self.change is not None and self.previous_years != self.years


@dataclass(frozen=True, kw_only=True)
class MaaltalRow(Row):
    """Sick leave against a target; `ended_...` of the year that ends, `..._masked` are hidden."""

    denominator: str
    target: Figure
    distance: Figure
    distance_total: Figure
    expected_reported: Figure
    expected_all: Figure
    reported: int
    units: int
    pace: Figure
    forecast: Figure
    quarters_in_year: int
    target_year: int
    deadline: date | None
    leader: str
    change: Figure = None
    previous_masked: bool = False
    target_masked: bool = False
    expected_masked: bool = False
    corrections: tuple[FigureCorrection, ...] = ()
    ended_year: int | None = None
    ended_target: Figure = None
    ended_distance: Figure = None
    is_ended_met: bool | None = None
    ended_reported: int = 0
    ended_units: int = 0


@dataclass(frozen=True, kw_only=True)
class AgendaRow(Row):
    """A figure of HR's own list in one place and period, with its target and the one before.

    `period` and `until` are the period's code and last day, `status` as in `agenda.sql`.
    """

    change: Figure
    previous: Figure
    target: Figure
    target_from: Figure
    target_to: Figure
    numerator: Figure
    basis: Figure
    parts: Figure
    noegletal: str
    place: str
    period: str
    until: str
    previous_period: str
    previous_masked: bool
    status: str
    measure_unit: str
    direction: str
    deadline: date | None
    source: str
    about_people: bool = False
    corrections: tuple[FigureCorrection, ...] = ()

    @property
    def outstanding(self) -> int:
        """How many are wanting where all of them should be in: 2 of "93 af 95"; else 0."""
        if self.measure_unit != "%" or self.target is None or self.target < _ALL:
            return 0
        if self.numerator is None or self.basis is None:
            return 0
        return max(int(self.basis - self.numerator), 0)


@dataclass(frozen=True, kw_only=True)
class AgendaNowRow(AgendaRow):
    """The newest figure; `previous_now` is what the list now has of the one before."""

    previous_now: Figure = None


@dataclass(frozen=True, kw_only=True)
class AgendaPeriodRow(AgendaRow):
    """The figure of one of many periods; `value_now` is what the list now has of it."""

    value_now: Figure = None


@dataclass(frozen=True)
class ClosedOrNewEnhed:
    """An enhed that opened or closed: when, where that is known, and why ("" where nobody says).

    One that is `hidden` is too small to be shown by itself.
    """

    name: str
    day: date | None
    cause: str
    hidden: bool = False


@dataclass(frozen=True, kw_only=True)
class NodeChangeRow(Row):
    """The change of a node since an opgørelse, and the parts that it is made of.

    `value` is the change, `before` as it was sent where it was; `before_now` is what the data now
    give, and `correction` the part that this is of the change. `before_without` and
    `after_without` are without who is closed; `together` is how many hidden enheder are one.
    """

    before: Figure
    after: Figure
    within: Figure
    mix: Figure
    closed: Figure
    new: Figure
    correction: Figure = None
    before_without: Figure
    after_without: Figure
    holes: float
    closed_names: tuple[ClosedOrNewEnhed, ...] = ()
    new_names: tuple[ClosedOrNewEnhed, ...] = ()
    together: int
    denominator: str
    against: Quarter
    before_now: Figure = None
    corrections: tuple[FigureCorrection, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ChangePartRow(Row):
    """One part of a node's change; `node_change` is the node's own row."""

    part: str
    against: Quarter
    node_change: NodeChangeRow


@dataclass(frozen=True, kw_only=True)
class UnitChangeRow(Row):
    """What an enhed moved the kommune by (`value`), its område and its afdeling.

    `part` is "closed", "new" or ""; `above` is the key of its område, `goes_on_for` who it follows.
    """

    omraade: Figure
    afdeling: Figure
    holes: float
    part: str
    above: str
    goes_on_for: str
    denominator: str
    against: Quarter


@dataclass(frozen=True, kw_only=True)
class GruppeRow(Row):
    """A group of enheder, or the rest of the kommune, before the group began and now.

    `difference` is the group's change less that of the rest; `since` is the group's first day.
    """

    before: Figure
    change: Figure
    difference: Figure
    employees: Figure
    gruppe: str
    since: date
    before_quarter: Quarter
    denominator: str

    @property
    def is_group(self) -> bool:
        """Whether it is the group's own row, and not that of the rest of the kommune."""
        return self.key == str(NodeKey(Level.GRUPPE, self.gruppe))


@dataclass(frozen=True, kw_only=True)
class ReferenceRow(Row):
    """A figure from elsewhere, as HR's own list has it."""

    noegletal: str
    period: str
    source: str
    measure_unit: str


RowT = TypeVar("RowT", bound=Row)


def blank_nan(figure: float) -> Figure:
    """Return a figure, or None where it is not a number."""
    return None if isnan(figure) else figure


def subtract_figures(figure: Figure, subtrahend: Figure) -> Figure:
    """Subtract one figure from another; None where one is not known."""
    return None if figure is None or subtrahend is None else figure - subtrahend


def index_by_key(rows: Iterable[RowT]) -> dict[str, RowT]:
    """Return rows in a dict, by their node keys."""
    return {row.key: row for row in rows}
