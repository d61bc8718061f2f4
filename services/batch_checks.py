"""What files that are saved together do to the kommune's figures: asked about once for all."""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from statistics import median

from core import danish
from core.edition import Edition
from core.errors import NoDataError
from core.nodes import Level, Scope
from core.opgoerelse import OpgoerelseStep, find_visible_step
from core.quarter import Quarter
from core.settings import Denominator
from data_loaders.guidance.mapping import Mapping
from data_loaders.guidance.proposal import Choice
from metrics import rullende
from metrics.computing.recipes import make_recipe, make_rolling_recipe
from metrics.noegletal import RULLENDE
from metrics.rows import SeriesRow
from services.findings import Finding, ask_unless_answered, warn
from services.renumbering import ask_about_numbers
from services.stored_checks import (
    find_stored_renumbered,
    rehearse_upload,
    warn_together,
)
from store import opgoerelser, unit_figures
from store.connection import Cursor
from store.database import Store
from store.figures import DataVersion, make_rehearsal_reader, open_kept_set
from store.kinds import SICK_LEAVE
from store.uploads import NewUpload

_JOINED = ("fravaer", "bemanding")  # absence and people in a file each
_BY_QUARTER = ("kvartal", *_JOINED)
_LEAST_RATE, _LARGEST_RATE = Decimal("0.5"), Decimal(12)  # dagsværk a head and quarter
_MANY_HEADS = 50  # of fewer, a rate beyond these may be true
_FEWEST_CHANGES = 6
_FEW_CHANGES = 12
_WIDENED = 1.41  # the limits of so few changes are provisional
_LIMIT = 3 / 0.954  # three standard deviations by the median of the moving ranges
_LEAST_JUMP = 0.5  # dagsværk: a smaller change is never asked about
JUDGED_TOGETHER = frozenset(  # codes, of several uploads
    {"unit_absent", "unit_without_people", "lost_parts", "quarter_unfinished"}
)
_RIGHT = Choice("ja", "Tallene er rigtige")


def check_together(
    store: Store, batch: Sequence[NewUpload], mapping: Mapping
) -> tuple[Finding, ...]:
    """Check what uploads that are saved together make of the kommune's figures.

    Asked about are enheder under new numbers, figures that can hardly be, and a jump from the last
    released opgørelse that is larger than the changes from one opgørelse to another use to be;
    `mapping` has the answers.
    """
    counted = [upload for upload in batch if upload.kind in SICK_LEAVE]
    if not counted:
        return ()
    released = _find_last_released(store)
    with store.rehearsal() as cursor:
        for upload in batch:
            rehearse_upload(store, cursor, upload)
        periods = {
            period for upload in counted if upload.kind in _JOINED for period in upload.periods
        }
        implausible = tuple(_find_implausible(cursor, periods, mapping)) if periods else ()
        series = _read_series(cursor, released) if released else ()
        renumbered = find_stored_renumbered(cursor, list_quarters(counted))
        lacking = tuple(warn_together(cursor, counted, mapping)) if len(counted) > 1 else ()
    numbers = ask_about_numbers(mapping, renumbered)
    return (
        *numbers,
        *lacking,
        *implausible,
        *(_find_jump(store, released, series, mapping) if released else ()),
    )


def list_quarters(batch: Sequence[NewUpload]) -> list[Quarter]:
    """Return the quarters that some uploads of sick leave cover by quarters or months, in order."""
    periods = {
        period for upload in batch if upload.kind in _BY_QUARTER for period in upload.periods
    }
    return sorted({Quarter.parse(period) for period in periods})


def _find_implausible(
    cursor: Cursor, periods: Collection[str], mapping: Mapping
) -> Iterator[Finding]:
    """Find the first quarter in which absence and people, each from a file, do not go together."""
    for period in sorted(periods):
        rows = [
            (figures.dagsvaerk, figures.people)
            for figures in unit_figures.read_unit_figures(cursor, of=[period])
            if figures.dagsvaerk is not None and figures.people
        ]
        people = sum((heads for _, heads in rows), Decimal(0))
        if not people:
            continue
        rate = sum((days for days, _ in rows), Decimal(0)) / people
        if _LEAST_RATE <= rate <= _LARGEST_RATE:
            continue
        message = (
            f"Fravær og medarbejdere giver tilsammen {danish.format_number(rate, 2)} dagsværk pr. "
            f"medarbejder i {Quarter.parse(period).label}; "
            f"{danish.format_number(_LEAST_RATE)} til {danish.format_number(_LARGEST_RATE, 0)} er "
            "sandsynligt. Kontrollér, at de to filer er af de samme enheder, og at fraværet er i "
            "dagsværk."
        )
        if people < _MANY_HEADS:
            yield warn("implausible_pair", message)
            continue
        yield from ask_unless_answered(
            mapping,
            ("plausible", "Er fravær og medarbejdere rigtige, som de står?"),
            code="implausible_rate",
            message=message,
            choices=(_RIGHT,),
        )
        return


def _find_last_released(store: Store) -> OpgoerelseStep | None:
    """Return the newest opgørelse that Chefforum sees."""
    lives: dict[Quarter, list[OpgoerelseStep]] = {}
    with store.session(facts=False) as cursor:
        for step in opgoerelser.read_all_steps(cursor):
            lives.setdefault(step.quarter, []).append(step)
    visible = [visible_step for life in lives.values() if (visible_step := find_visible_step(life))]
    return max(visible, key=lambda step: step.quarter, default=None)


def _read_series(cursor: Cursor, released: OpgoerelseStep) -> Sequence[SeriesRow]:
    """Return the kommune's rolling figures as the cursor sees the data."""
    reader = make_rehearsal_reader(cursor, recipe=make_rolling_recipe(released.settings))
    quarters = rullende.find_quarters(reader)
    if not quarters:
        return ()
    return rullende.read_udvikling(reader, quarter=quarters[0], level=Level.KOMMUNE).rows


def _read_released_series(store: Store, released: OpgoerelseStep) -> Sequence[SeriesRow]:
    """Return the kommune's rolling figures as the released opgørelse has them."""
    edition = Edition.INTERN
    version = DataVersion(
        released.figures[edition], released.settings, released.at, edition, released.quarter
    )
    recipe = make_recipe(released.settings, edition)
    with open_kept_set(store, Scope.everything(), recipe=recipe, version=version) as reader:
        return rullende.read_udvikling(reader, quarter=released.quarter, level=Level.KOMMUNE).rows


def _find_jump(
    store: Store, released: OpgoerelseStep, series: Sequence[SeriesRow], mapping: Mapping
) -> tuple[Finding, ...]:
    """Ask about a kommune's figure that lies further from the released one than changes use to."""
    try:
        before = _read_released_series(store, released)
    except NoDataError:
        return ()
    released_rows = {row.quarter: row for row in before if row.value is not None}
    now = [row for row in series if row.value is not None and row.quarter >= released.quarter]
    limit = _find_limit([row.value for row in released_rows.values() if row.value is not None])
    last = released_rows.get(released.quarter)
    if limit is None or last is None or last.value is None:
        return ()
    for row in now:
        value = row.value_now if row.value_now is not None else row.value
        if value is None or row.denominator != last.denominator:
            continue
        if abs(value - last.value) > limit:
            return _ask_about_jump(mapping, row, last, value=value, limit=limit)
    return ()


def _find_limit(values: Sequence[float]) -> float | None:
    """Return how far one opgørelse may lie from another; None where too few are known."""
    changes = [abs(later - earlier) for earlier, later in pairwise(values)]
    if len(changes) < _FEWEST_CHANGES:
        return None
    limit = median(changes) * _LIMIT * (_WIDENED if len(changes) <= _FEW_CHANGES else 1)
    return max(limit, _LEAST_JUMP)


def _ask_about_jump(
    mapping: Mapping, row: SeriesRow, last: SeriesRow, *, value: float, limit: float
) -> tuple[Finding, ...]:
    earlier, measure = last.value or 0, RULLENDE.measure("value")
    now, before, usual = (measure.text(figure) for figure in (value, earlier, limit))
    change = measure.change_text(measure.subtract_shown(value, earlier))
    return ask_unless_answered(
        mapping,
        ("jump", f"Er {now} dagsværk rigtigt for {row.quarter.label}?"),
        code="kommune_jump",
        message=(
            f"Kommunens sygefravær bliver {now} dagsværk {Denominator(row.denominator).per} i "
            f"opgørelsen for {row.quarter.label}. Den seneste frigivne, for {last.quarter.label}, "
            f"siger {before}: {change}, og højst {usual} er sædvanligt fra en opgørelse til en "
            "anden. Kontrollér, at kolonner og perioder er læst rigtigt, og at alle enheder er med."
        ),
        choices=(_RIGHT,),
    )
