"""From which day each audience sees an opgørelse, and who may say so."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from access.log_lines import Action, Detail
from access.viewer import unmark_local
from core.audiences import CHEFER, Audience, Opening
from core.errors import ChefforumError
from core.moment import find_danish_day
from core.opgoerelse import Act, Opgoerelse, OpgoerelseStep, list_standing_steps
from core.quarter import Quarter
from core.settings import Settings
from services.access_log import log_change
from services.kept_cases import read_case
from services.retry import retry_on_collision
from store import opgoerelser, uploads
from store.database import Store

FirstDays = Mapping[Audience, date]


def read_today(store: Store) -> date:
    """Return the day in Denmark by the store's clock."""
    return find_danish_day(store.clock())


def propose_first_days(store: Store, quarter: Quarter) -> dict[Audience, date]:
    """Return from which day each audience sees a release that is for all.

    That is at once; for enhedsledere it is the day after the meeting, where the case has one.
    """
    today = read_today(store)
    meeting = read_case(store, quarter).sag.moededato
    after = max(today, meeting + timedelta(days=1)) if meeting else today
    return dict.fromkeys(Audience, today) | {Audience.ENHEDSLEDERE: after}


def read_life(store: Store, quarter: Quarter) -> Opgoerelse:
    """Return the steps of an opgørelse's life, without looking at its data."""
    with store.session(facts=False) as cursor:
        return Opgoerelse(quarter, opgoerelser.read_steps(cursor, quarter))


@retry_on_collision
def change_first_days(
    store: Store, quarter: Quarter, first_days: FirstDays, *, settings: Settings, by: str
) -> Opgoerelse:
    """Let audiences see what is released of an opgørelse from other days, or more audiences.

    Raises ChefforumError where nothing is released, or an audience before it does not have it.
    """
    now = read_life(store, quarter)
    if now.visible_step is None:
        raise ChefforumError(
            f"Opgørelsen for {quarter.label} er en kladde. Frigiv den til chefer først."
        )
    return open_further(store, now, first_days, settings=settings, by=by)


def open_further(
    store: Store, now: Opgoerelse, first_days: FirstDays, *, settings: Settings, by: str
) -> Opgoerelse:
    """Store those of some first days that are others than those of the last release.

    Raises as `change_first_days`, StoreCollisionError where the opgørelse changed since `now`.
    """
    release = next(
        step for step in reversed(list_standing_steps(now.steps)) if step.act is Act.FRIGIVET
    )
    before, today = release.first_days, read_today(store)
    changed = {
        of: day
        for of, day in first_days.items()
        if before.get(of) != day and not (day <= today and release.is_seen_by({of}, today))
    }
    if not changed:
        return now
    require_order(now.quarter, {**before, **changed})
    if release.is_draft:
        require_another(store, now.quarter, changed, settings=settings, by=by)
    details = describe_openings(now.quarter, changed)
    with (
        log_change(store, Action.FRIGIVET, details, by=by),
        store.transaction(facts=False) as cursor,
    ):
        seq = opgoerelser.take_turn(cursor)
        opgoerelser.require_unchanged(cursor, now)
        openings = make_openings(store, changed, by=by)
        opgoerelser.add_openings(cursor, openings, seq=seq, release=release)
    return replace(now, steps=read_life(store, now.quarter).steps)


def describe_openings(quarter: Quarter, first_days: FirstDays) -> dict[Detail, str]:
    """Return what the access log says of a step: which opgørelse, and who sees it from when."""
    readers = [f"{audience.value} {day.isoformat()}" for audience, day in first_days.items()]
    return {Detail.OPGOERELSE: str(quarter), Detail.MODTAGERE: ", ".join(readers)}


def make_openings(store: Store, first_days: FirstDays, *, by: str) -> tuple[Opening, ...]:
    """Return the openings of some first days, in the order of an opgørelse's way out."""
    at = store.clock()
    return tuple(
        Opening(audience, first_days[audience], at, by)
        for audience in Audience
        if audience in first_days
    )


def require_order(quarter: Quarter, audiences: Iterable[Audience]) -> None:
    """Raise ChefforumError where enhedsledere would see what chefer do not."""
    if Audience.ENHEDSLEDERE in audiences and CHEFER - set(audiences):
        raise ChefforumError(
            f"Opgørelsen for {quarter.label} er ikke frigivet til chefer. Frigiv den til dem, før "
            "den frigives til enhedsledere."
        )


def require_beyond_secretariat(step: OpgoerelseStep) -> None:
    """Raise ChefforumError for a release that has gone no further than to the secretariat."""
    if step.is_draft:
        raise ChefforumError(
            f"Opgørelsen for {step.quarter.label} er kun frigivet til sekretariatet. HR frigiver "
            "den til chefer, før den markeres som udsendt."
        )


def require_another(
    store: Store, quarter: Quarter, audiences: Iterable[Audience], *, settings: Settings, by: str
) -> None:
    """Raise ChefforumError where one who loaded a quarter's data releases it to chefer.

    Only where the settings ask for another.
    """
    if not settings.release_approved_by_another or not CHEFER & set(audiences):
        return
    with store.session(facts=False) as cursor:
        loaders = uploads.list_loaders(cursor, quarter)
    if unmark_local(by) in {unmark_local(loader) for loader in loaders}:
        raise ChefforumError(
            f"Du ({by}) har selv indlæst data for {quarter.label}. En anden skal frigive "
            "opgørelsen til chefer: det kræver indstillingen release_approved_by_another. Du kan "
            "frigive den til sekretariatet."
        )
