"""What is kept no longer: say it, and erase it for good."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from access.log_lines import Action, Detail
from core import danish
from core.moment import find_beginning, find_danish_day
from core.month import Month
from core.opgoerelse import Act
from core.quarter import Quarter
from core.retention import RetainedKind, find_last_kept_day
from core.settings import Settings
from data_loaders.kinds.registry import LABELS
from phrases.periods import list_periods
from services.access_log import find_roles, log_change, open_log
from services.retry import retry_on_collision
from store import cases, erased_figures, erased_uploads, erasure, erasure_list, uploads
from store.connection import Cursor
from store.database import Store
from store.erasure_list import ErasedKind, Erasure
from store.kinds import SICK_LEAVE
from store.log_anchors import read_anchors
from store.opgoerelser import read_all_steps
from store.uploads import UploadRecord

AUTOMATIC = "automatisk"
_QUARTERS_COMPARED = 12  # nine opgørelser, as Figur 1 shows, rest on twelve quarters
_LISTS_COMPARED = 3  # years of people: the newest pair, and the one that was valid before it
_TARGETS_COMPARED = 2  # years: the one that ends, and the one that comes
_LONGEST_PAUSE = 100  # days between two that the program was used on
_DAYS_WATCHED = 7  # days of use after a pause, in which people see that the clock is right
_CLOCK_JUMPED = (
    "Uret er gået fra {before} til {after} mellem to dage, programmet blev brugt, så intet slettes "
    "af sig selv, før det har været brugt {days} dage mere. Er uret rigtigt, så slet med "
    "»cli.py retention«."
)
_KIND_OF = {
    **dict.fromkeys(SICK_LEAVE, RetainedKind.SYGEFRAVAER),
    "personer": RetainedKind.PERSONER,
    "maaltal": RetainedKind.MAALTAL,
}


@dataclass(frozen=True)
class DueErasure:
    """Something that is kept no longer: what it is in words, and for how many years it was kept.

    `period` is the newest that it is of, and `upload_id` its own, where it is an upload. It is not
    erased yet where it `waits_for` something. With `asks_journalised` it was sent, and somebody
    must say that it lies in the municipality's records.
    """

    kind: ErasedKind
    text: str
    years: int
    period: str
    upload_id: str = ""
    waits_for: str = ""
    asks_journalised: bool = False

    @property
    def reason(self) -> str:
        """Why it is erased, as the list of erasures keeps it."""
        return f"opbevaringsfristen på {self.years} år er udløbet"


def list_due(
    store: Store, settings: Settings, *, journalised: Collection[Quarter] = ()
) -> tuple[DueErasure, ...]:
    """List what is kept no longer today, oldest first, also what still waits for something.

    `journalised` are the opgørelser that somebody says lie in the municipality's records.
    """
    at = store.clock()
    with store.session(facts=False) as cursor:
        due = _find_due(cursor, at, settings, journalised)
    return (*due, *_find_due_lines(store, at, settings))


@retry_on_collision
def erase_due(
    store: Store, settings: Settings, *, by: str, journalised: Collection[Quarter] = ()
) -> tuple[DueErasure, ...]:
    """Erase what is kept no longer, all of it or nothing; returns what `list_due` would list.

    What it leaves in the file is overwritten afterwards.
    """
    at = store.clock()
    due = list_due(store, settings, journalised=journalised)
    lines = [item for item in due if item.kind is ErasedKind.LOG]
    if any(not item.waits_for for item in due if item not in lines):
        with (
            log_change(store, Action.SLETTET, by=by) as details,
            store.computing_lock,
            store.transaction(facts=False) as cursor,
        ):
            due = _find_due(cursor, at, settings, journalised)
            gone = [item for item in due if not item.waits_for]
            for item in gone:
                _erase(cursor, store, item, settings=settings, by=by, at=at)
            erased_figures.forget_unshown_sets(cursor)
            details |= {Detail.ANTAL: str(len(gone)), Detail.GRUND: "opbevaringsfrist"}
        erasure.overwrite_erased_bytes(store)
        due = (*due, *lines)
    if lines:
        first_kept = _find_first_kept(at, lines[0].years)
        open_log(store.path).cut_head(before=first_kept, by=by, role=find_roles(by))
    return due


def find_clock_jump(store: Store) -> str:
    """Say that the clock has gone far ahead in the last days that the program was used; "" if not.

    What is kept no longer by a clock that is wrong must not be erased without a person's word. The
    days are those that the store has kept the log's last line of.
    """
    with store.session(facts=False) as cursor:
        anchors = read_anchors(cursor)[-_DAYS_WATCHED:]
    days = [find_danish_day(at) for at in (*(anchor.at for anchor in anchors), store.clock())]
    jumps = [
        (before, after)
        for before, after in pairwise(days)
        if after - before > timedelta(days=_LONGEST_PAUSE)
    ]
    if not jumps:
        return ""
    before, after = map(danish.format_date_long, jumps[-1])
    return _CLOCK_JUMPED.format(before=before, after=after, days=_DAYS_WATCHED)


def list_reminders(store: Store) -> tuple[str, ...]:
    """List what nobody but the municipality itself can erase: copies that lie beside the store."""
    return tuple(
        f"Kopien {name} ligger ved siden af databasen og har stadig det, der er slettet i den. "
        "Slet den, når den ikke længere skal bruges til at gå tilbage."
        for name in erasure_list.list_copies_beside(store.path)
    )


def find_held_until(today: date, settings: Settings) -> date | None:
    """Return the day that all backups made before today are gone; None where it is not known."""
    return today + timedelta(days=settings.backup_days) if settings.backup_days else None


def _find_due(
    cursor: Cursor, at: datetime, settings: Settings, journalised: Collection[Quarter]
) -> tuple[DueErasure, ...]:
    today = find_danish_day(at)
    limits = {
        kind: (years, find_last_kept_day(today, years))
        for kind in RetainedKind
        if (years := settings.find_years_kept(kind)) is not None
    }
    history = [past for past in uploads.read_history(cursor) if past.status != "slettet"]
    due_uploads = _find_due_uploads(cursor, history, limits)
    going = {item.upload_id for item in due_uploads if not item.waits_for}
    sent = {step.quarter for step in read_all_steps(cursor) if step.act is Act.UDSENDT}
    quarters = _list_fact_quarters(history, without=going)
    confirmed = (sent, journalised)
    return (
        *due_uploads,
        *_find_due_figures(cursor, limits, quarters, confirmed),
        *_find_due_cases(cursor, limits, confirmed),
    )


def _find_due_lines(store: Store, at: datetime, settings: Settings) -> list[DueErasure]:
    """Find the lines of the access log that are kept no longer, as one thing."""
    years = settings.find_years_kept(RetainedKind.ADGANGSLOG)
    if years is None:
        return []
    first_kept = _find_first_kept(at, years)
    count = open_log(store.path).count_head(before=first_kept)
    lines = danish.format_count(count, "linje", "linjer")
    text = f"{lines} i adgangsloggen fra før {danish.format_moment_date(first_kept)}"
    return [DueErasure(ErasedKind.LOG, text, years, "")] if count else []


def _find_first_kept(at: datetime, years: int) -> datetime:
    """Return the moment (UTC) from which on the lines of the access log are kept."""
    return find_beginning(find_last_kept_day(find_danish_day(at), years))


def _list_fact_quarters(
    history: Collection[UploadRecord], *, without: Collection[str] = ()
) -> set[Quarter]:
    """List the quarters of all uploads of sick leave, counted or not, without some uploads."""
    return {
        _find_quarter(period)
        for past in history
        if past.kind in SICK_LEAVE and past.upload_id not in without
        for period in past.periods
    }


def _find_quarter(period: str) -> Quarter:
    return Month.parse(period).quarter if Month.matches(period) else Quarter.parse(period)


def _find_last_day(kind: str, period: str) -> date:
    if kind in SICK_LEAVE:
        return _find_quarter(period).period.last
    return date(int(period), 12, 31)


Limits = Mapping[RetainedKind, tuple[int, date]]


def _find_due_uploads(
    cursor: Cursor, history: Collection[UploadRecord], limits: Limits
) -> list[DueErasure]:
    last_events = erased_uploads.read_last_events(cursor)
    due = []
    for past in sorted(history, key=lambda past: (past.kind, past.periods, past.loaded_at)):
        years = _find_years_over(past, limits, last_events)
        if years is not None:
            waits_for = _find_comparison(past, history) if past.counts else ""
            text = f"{LABELS.get(past.kind, past.kind)}: {past.file_name}"
            periods = list_periods(past.periods)
            due.append(
                DueErasure(
                    ErasedKind.UPLOAD,
                    f"{text}, {periods}" if periods else text,
                    years,
                    max(past.periods),
                    past.upload_id,
                    waits_for,
                )
            )
    return due


def _find_years_over(
    past: UploadRecord, limits: Limits, last_events: Mapping[str, datetime]
) -> int | None:
    """Return the years that an upload was to be kept, where they are over; else None."""
    kind = _KIND_OF.get(past.kind)
    if kind is not None and kind in limits:
        years, last_kept = limits[kind]
        if all(_find_last_day(past.kind, period) < last_kept for period in past.periods):
            return years
    if not past.counts and RetainedKind.ERSTATTEDE in limits:
        years, last_kept = limits[RetainedKind.ERSTATTEDE]
        if find_danish_day(last_events[past.upload_id]) < last_kept:
            return years
    return None


def _find_comparison(past: UploadRecord, history: Collection[UploadRecord]) -> str:
    """Say what an upload that counts is still needed for; "" where it is for nothing."""
    newest = max(past.periods)
    if past.kind in SICK_LEAVE:
        first = max(_list_fact_quarters(history)) - (_QUARTERS_COMPARED - 1)
        if _find_quarter(newest) >= first:
            return f"tallene fra {first.label} sammenlignes der stadig med"
        return ""
    years = {period for other in history if other.kind == past.kind for period in other.periods}
    compared = _LISTS_COMPARED if past.kind == "personer" else _TARGETS_COMPARED
    if newest in sorted(years)[-compared:]:
        return "de nyeste års lister sammenlignes der stadig med"
    return ""


def _find_due_figures(
    cursor: Cursor,
    limits: Limits,
    fact_quarters: set[Quarter],
    confirmed: tuple[Collection[Quarter], Collection[Quarter]],
) -> list[DueErasure]:
    """Find the quarters whose figures are due: from the oldest on, as far as nothing waits."""
    quarters = erased_figures.list_figure_quarters(cursor)
    if RetainedKind.OPGOERELSER not in limits or not quarters:
        return []
    years, last_kept = limits[RetainedKind.OPGOERELSER]
    first_compared = max((*quarters, *fact_quarters)) - (_QUARTERS_COMPARED - 1)
    due: list[DueErasure] = []
    for quarter in quarters:
        if quarter.period.last >= last_kept:
            break
        item = DueErasure(ErasedKind.FIGURES, f"tallene for {quarter.label}", years, str(quarter))
        if quarter >= first_compared:
            waits_for = f"tallene fra {first_compared.label} sammenlignes der stadig med"
        elif quarter in fact_quarters:
            waits_for = "de data, som tallene er regnet af, er ikke slettet endnu"
        elif due and due[-1].waits_for:
            waits_for = "de ældre tal er ikke slettet endnu"
        else:
            item, waits_for = _ask_journalised(item, quarter, *confirmed)
        due.append(replace(item, waits_for=waits_for))
    return due


def _find_due_cases(
    cursor: Cursor,
    limits: Limits,
    confirmed: tuple[Collection[Quarter], Collection[Quarter]],
) -> list[DueErasure]:
    if RetainedKind.SAGER not in limits:
        return []
    years, last_kept = limits[RetainedKind.SAGER]
    due = []
    for case in cases.read_cases(cursor):
        if case.quarter.period.last < last_kept:
            item = DueErasure(
                ErasedKind.CASE,
                f"sagen til opgørelsen for {case.quarter.label}",
                years,
                str(case.quarter),
            )
            item, waits_for = _ask_journalised(item, case.quarter, *confirmed)
            due.append(replace(item, waits_for=waits_for))
    return due


def _ask_journalised(
    item: DueErasure,
    quarter: Quarter,
    sent: Collection[Quarter],
    journalised: Collection[Quarter],
) -> tuple[DueErasure, str]:
    """Mark an item as one that was sent, and say what it waits for until that is journalised."""
    if quarter not in sent:
        return item, ""
    waits_for = (
        f"opgørelsen for {quarter.label} er udsendt. Ligger den i sagen i SBSYS, så bekræft det "
        f"med --journalised {quarter}"
    )
    return replace(item, asks_journalised=True), "" if quarter in journalised else waits_for


def _erase(
    cursor: Cursor, store: Store, item: DueErasure, *, settings: Settings, by: str, at: datetime
) -> None:
    number = erasure_list.take_number(cursor)
    if item.kind is ErasedKind.UPLOAD:
        count = erased_uploads.erase_upload(cursor, item.upload_id, number=number, at=at, by=by)
    elif item.kind is ErasedKind.CASE:
        count = cases.erase_case(cursor, Quarter.parse(item.period))
    else:
        count = erased_figures.erase_figures_of(cursor, Quarter.parse(item.period))
    erasure_list.add_erasure(
        cursor,
        Erasure(
            number,
            item.kind,
            at,
            by,
            item.reason,
            True if item.asks_journalised else None,
            item.period,
            erasure_list.list_copies_beside(store.path),
            find_held_until(find_danish_day(at), settings),
            count,
        ),
    )
