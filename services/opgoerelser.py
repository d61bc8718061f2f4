"""The life of an opgørelse: release it to Chefforum, take it back, keep it as it was sent."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from typing import TypedDict, Unpack

from access.audiences import find_audiences
from access.log_lines import Action
from access.viewer import Viewer
from core import danish
from core.audiences import Audience
from core.cpr import require_no_cpr
from core.edition import Edition
from core.errors import ChefforumError, NoDataError, StoreCollisionError
from core.nodes import Scope
from core.opgoerelse import (
    Act,
    Opgoerelse,
    OpgoerelseStep,
    find_last_sending,
    find_seen_step,
    list_standing_steps,
)
from core.quarter import Quarter
from core.settings import Settings
from metrics import rullende
from metrics.computing.recipes import find_models, make_recipe
from metrics.opgoerelser import read_opgoerelse
from services.access_log import log_change
from services.erased_data import require_data_behind, require_figures_of
from services.readers import make_recipes, open_viewer_figures
from services.retry import retry_on_collision
from services.way_out import (
    FirstDays,
    describe_openings,
    make_openings,
    open_further,
    propose_first_days,
    read_life,
    read_today,
    require_another,
    require_beyond_secretariat,
    require_order,
)
from store import opgoerelser
from store.database import Store
from store.figures import DataVersion, Reader, open_kept_set, open_reader

Progress = Callable[[float, str], None]


class ReleaseChoices(TypedDict, total=False):
    """How an opgørelse is released.

    `note` is what is behind it. `first_days` are those from which each audience sees it, and the
    secretariat at once; without them all do, from the usual days. `progress(done, text)` is told
    the share that is done (0–1) and what was done last.
    """

    note: str
    first_days: FirstDays | None
    progress: Progress


def _tell_nobody(done: float, text: str) -> None:
    """Let progress pass untold: `done` of the whole (0–1), and what was done last."""


def read_state(store: Store, quarter: Quarter, *, settings: Settings) -> Opgoerelse:
    """Return how far an opgørelse is. Raises NoDataError where there is none of the quarter."""
    with open_reader(store, Scope.everything(), recipe=make_recipe(settings)) as reader:
        return _read_opgoerelse(reader, quarter)


@retry_on_collision
def release(
    store: Store,
    quarter: Quarter,
    *,
    settings: Settings,
    by: str,
    **choices: Unpack[ReleaseChoices],
) -> Opgoerelse:
    """Let some audiences see an opgørelse with the data as they are now, each from a day on.

    All that readers may choose of it is computed and kept now: nothing of it is computed later for
    them. Where nothing is new since it was shown, it is only let out further. Raises NoDataError
    where the quarter has no opgørelse, UsageError where the note has a CPR number in it,
    ChefforumError where it is not the turn of an audience, or of who releases it.
    """
    note, first_days = choices.get("note", "").strip(), choices.get("first_days")
    require_no_cpr(note)
    now, figures = _compute_sets(store, quarter, settings)
    last, usual = now.visible_step, propose_first_days(store, quarter)
    if last and not now.differs and note in {"", last.note}:
        wanted = {**usual, **last.first_days} if first_days is None else first_days
        return open_further(store, now, wanted, settings=settings, by=by)
    if last and not now.differs and last.act is Act.UDSENDT:
        raise ChefforumError(
            f"{_name_opgoerelse(now)} er udsendt den {danish.format_moment_date(last.at)}, og "
            "tallene er de samme. Der er intet nyt at frigive."
        )
    wanted = (
        usual if first_days is None else {Audience.SEKRETARIAT: read_today(store), **first_days}
    )
    require_order(quarter, wanted)
    require_another(store, quarter, wanted, settings=settings, by=by)
    step = OpgoerelseStep(
        quarter,
        Act.FRIGIVET,
        store.clock(),
        by,
        note,
        figures,
        settings,
        variants=_compute_variants(store, settings, figures, choices.get("progress", _tell_nobody)),
        openings=make_openings(store, wanted, by=by),
    )
    with store.session(facts=False) as cursor:
        exposed = opgoerelser.count_exposed_cells(cursor, figures.values())
    return replace(_store_step(store, now, step), exposed=exposed)


@retry_on_collision
def send(store: Store, quarter: Quarter, *, settings: Settings, by: str) -> Opgoerelse:
    """Keep the figures of an opgørelse that is released as they are now sent, in both editions.

    Raises ChefforumError where it is not released to chefer, or other figures are than those now.
    """
    now, figures = _compute_sets(store, quarter, settings)
    last = now.visible_step
    if last is None:
        raise ChefforumError(
            f"{_name_opgoerelse(now)} er en kladde. Frigiv den, før den markeres som udsendt."
        )
    require_beyond_secretariat(last)
    if now.differs:
        raise ChefforumError(
            f"Tallene er ændret, siden opgørelsen for {quarter.label} blev {last.act.value} "
            f"den {danish.format_moment_date(last.at)}. Frigiv den igen, før den markeres som "
            "udsendt."
        )
    if last.act is Act.UDSENDT:
        return now
    is_kept = last.settings == settings and last.variants
    step = OpgoerelseStep(
        quarter,
        Act.UDSENDT,
        store.clock(),
        by,
        last.note,
        figures,
        settings,
        variants=last.variants
        if is_kept
        else _compute_variants(store, settings, figures, _tell_nobody),
        openings=last.openings,
    )
    return _store_step(store, now, step)


@retry_on_collision
def defer(store: Store, quarter: Quarter, *, settings: Settings, by: str) -> Opgoerelse:
    """Let a correction of an opgørelse that was sent wait for the next opgørelse.

    Raises ChefforumError where it was not sent, or there is no correction of it.
    """
    now, _ = _compute_sets(store, quarter, settings)
    last = now.visible_step
    if last is None or last.act is not Act.UDSENDT:
        raise ChefforumError(f"{_name_opgoerelse(now)} er ikke udsendt; der er intet at rette.")
    if not now.differs:
        raise ChefforumError(f"{_name_opgoerelse(now)} har de tal, den blev udsendt med.")
    step = OpgoerelseStep(quarter, Act.UDSKUDT, store.clock(), by, "", {}, settings)
    return replace(_store_step(store, now, step), differs=True, is_deferred=True)


@retry_on_collision
def withdraw(store: Store, quarter: Quarter, *, by: str) -> Opgoerelse:
    """Take a release back: Chefforum sees what was sent before it, or nothing.

    Raises ChefforumError where it is not released, or was sent.
    """
    now = read_life(store, quarter)
    last = now.visible_step
    if last is None:
        raise ChefforumError(
            f"{_name_opgoerelse(now)} er ikke frigivet, så intet kan trækkes tilbage."
        )
    if last.act is Act.UDSENDT:
        raise ChefforumError(
            f"{_name_opgoerelse(now)} er udsendt den {danish.format_moment_date(last.at)} og "
            "kan ikke trækkes tilbage. Ret data, og frigiv en ny, der erstatter den."
        )
    return _store_step(
        store,
        now,
        OpgoerelseStep(quarter, Act.TRUKKET, store.clock(), by, "", {}, last.settings),
    )


def open_released(
    store: Store,
    viewer: Viewer,
    *,
    settings: Settings | None = None,
    edition: Edition = Edition.INTERN,
    quarter: Quarter | None = None,
) -> AbstractContextManager[Reader]:
    """Open what a viewer is let to see today: an opgørelse with the data of its release.

    It is that of the quarter, or the newest one, which has the quarter among its earlier ones; for
    HR it is what Chefforum sees. Nothing tells of a newer one that is for others alone. Of
    `settings` is taken which organisation figures are summed by, and whether closed enheder count:
    that was kept with the release. For HR other variants that they ask for are computed of the same
    data. Raises NoDataError where none is released or the choice was not kept, ChefforumError where
    data behind a variant were erased.
    """
    visible = _find_seen_steps(store, viewer)
    newest = max(visible)
    if quarter is not None and quarter > newest:
        raise NoDataError(
            f"Opgørelsen for {quarter.label} er ikke frigivet. Den seneste frigivne er for "
            f"{newest.label}."
        )
    if quarter is not None:
        require_figures_of(store, quarter)
    step = visible.get(quarter or newest, visible[newest])
    wanted = step.settings.follow_choice(settings or step.settings)
    if settings and viewer.is_hr:
        wanted = replace(wanted, denominator=settings.denominator, part_days=settings.part_days)
    kept = step.find_figures(wanted)
    if kept is not None:
        return _open_step(store, viewer, replace(step, figures=kept, settings=wanted), edition)
    if not viewer.is_hr:
        raise NoDataError(
            f"Opgørelsen for {step.quarter.label} blev ikke frigivet med {wanted.choice_text}: det "
            "valg er ikke en del af den."
        )
    require_data_behind(store, step)
    return open_viewer_figures(
        store, viewer, make_recipes(wanted), edition=edition, as_of=step.at, until=step.quarter
    )


def find_newest_moment(store: Store, viewer: Viewer) -> datetime:
    """Return the moment (UTC) of the data of the newest opgørelse that a viewer sees today.

    Raises NoDataError where none is released to the viewer.
    """
    seen = _find_seen_steps(store, viewer)
    return seen[max(seen)].at


def _find_seen_steps(store: Store, viewer: Viewer) -> dict[Quarter, OpgoerelseStep]:
    """Find the step that a viewer sees today of each opgørelse that is released to the viewer."""
    audiences, today = find_audiences(viewer), read_today(store)
    seen = {
        quarter: step
        for quarter, life in _group_steps(store).items()
        if (step := find_seen_step(life, audiences, today))
    }
    if not seen:
        raise NoDataError("Ingen opgørelse er frigivet endnu.")
    return seen


def open_sent(
    store: Store, viewer: Viewer, quarter: Quarter, *, edition: Edition = Edition.INTERN
) -> AbstractContextManager[Reader]:
    """Open an opgørelse as it was sent last, of the sendings that a viewer is let to see today.

    Raises NoDataError where there is none.
    """
    audiences, today = find_audiences(viewer), read_today(store)
    steps = list_standing_steps(_group_steps(store).get(quarter, []))
    seen = [step for step in steps if viewer.is_hr or step.is_seen_by(audiences, today)]
    step = find_last_sending(seen)
    if step is None:
        raise NoDataError(f"Opgørelsen for {quarter.label} er ikke udsendt.")
    require_figures_of(store, quarter)
    return _open_step(store, viewer, step, edition)


def _open_step(
    store: Store, viewer: Viewer, step: OpgoerelseStep, edition: Edition
) -> AbstractContextManager[Reader]:
    edition = viewer.choose_edition(edition)
    version, public = (
        DataVersion(
            step.figures[of], step.settings, step.at, of, step.quarter, is_draft=step.is_draft
        )
        for of in (edition, Edition.OFFENTLIG)
    )
    scope = viewer.choose_scope(edition)
    return open_kept_set(
        store,
        scope,
        recipe=make_recipe(step.settings, edition),
        version=version,
        beyond=version if scope.is_of_everything else public,
    )


def _group_steps(store: Store) -> dict[Quarter, list[OpgoerelseStep]]:
    by_quarter: dict[Quarter, list[OpgoerelseStep]] = {}
    with store.session() as cursor:
        for step in opgoerelser.read_all_steps(cursor):
            by_quarter.setdefault(step.quarter, []).append(step)
    return by_quarter


def _read_opgoerelse(reader: Reader, quarter: Quarter) -> Opgoerelse:
    rullende.find_levels(reader, quarter=quarter)
    if quarter not in rullende.find_quarters(reader):
        raise NoDataError(
            f"Der er endnu ingen opgørelse for {quarter.label}: der mangler data i de fire "
            f"kvartaler {quarter.rolling_period}."
        )
    return read_opgoerelse(reader, quarter)


def _compute_sets(
    store: Store, quarter: Quarter, settings: Settings
) -> tuple[Opgoerelse, dict[Edition, str]]:
    """Return how far an opgørelse is, and its sets of figures as the data are now."""
    figures = {}
    for edition in Edition:
        edition_recipe = make_recipe(settings, edition)
        with open_reader(store, Scope.everything(), recipe=edition_recipe) as reader:
            figures[edition] = reader.version.id
            if edition is Edition.INTERN:
                now = _read_opgoerelse(reader, quarter)
    return now, figures


def _compute_variants(
    store: Store, settings: Settings, figures: Mapping[Edition, str], progress: Progress
) -> dict[str, dict[Edition, str]]:
    """Return the sets of figures of the other choices that readers have, by variant.

    `figures` are those of the usual choice. What is the same in a choice before is not computed.
    """
    choices = settings.list_other_choices()
    progress(1 / (len(choices) + 1), f"Har beregnet {settings.choice_text}")
    models = {}
    for edition in Edition:
        with store.session() as cursor:
            models[edition] = find_models(cursor, (settings, *choices), edition)
    sets = {settings: dict(figures)}
    for count, choice in enumerate(choices, start=2):
        sets[choice] = {}
        for edition, recipe in make_recipes(choice).items():
            model = models[edition][choice]
            if model != choice:
                sets[choice][edition] = sets[model][edition]
                continue
            with open_reader(store, Scope.everything(), recipe=recipe) as reader:
                sets[choice][edition] = reader.version.id
        progress(count / (len(choices) + 1), f"Har beregnet {choice.choice_text}")
    return {choice.variant: sets[choice] for choice in choices}


def _store_step(store: Store, before: Opgoerelse, step: OpgoerelseStep) -> Opgoerelse:
    """Store a step, unless data or the opgørelse changed since it was looked at."""
    details = describe_openings(step.quarter, step.first_days)
    with (
        log_change(store, Action(step.act.value), details, by=step.by),
        store.transaction(facts=False) as cursor,
    ):
        seq = opgoerelser.take_turn(cursor)
        is_unchanged = all(
            make_recipe(step.settings, edition).read_version(cursor).id == version
            for edition, version in step.figures.items()
        )
        if not is_unchanged or opgoerelser.read_steps(cursor, step.quarter) != before.steps:
            raise StoreCollisionError(
                f"Data eller opgørelsen for {step.quarter.label} blev ændret i det samme, så den "
                f"blev ikke {step.act.value}. Prøv igen."
            )
        stored = opgoerelser.add_step(cursor, replace(step, seq=seq, at=store.clock()))
    return Opgoerelse(step.quarter, (*before.steps, stored), is_preliminary=before.is_preliminary)


def _name_opgoerelse(opgoerelse: Opgoerelse) -> str:
    return f"Opgørelsen for {opgoerelse.quarter.label}"
