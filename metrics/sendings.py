"""What has changed since opgørelser were sent: their figures, and the uploads behind them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from core.edition import Edition
from core.nodes import Level
from core.opgoerelse import Act, Correction, OpgoerelseStep, find_visible_step
from core.quarter import Quarter
from metrics.declaration import Noegletal
from metrics.figure_correction import CorrectedMeasure, NodeCorrection, is_move_to_long
from metrics.memoize import memoize
from metrics.records import make_records
from store.figures import Reader
from store.kinds import SICK_LEAVE, WHOLE

_QUERIES = Path(__file__).parent / "queries"
_CORRECTIONS = (_QUERIES / "corrections.sql").read_text("utf-8")
_DIFFERENCES = (_QUERIES / "differences.sql").read_text("utf-8")
# The figures that are compared, the first of them named first where it differs.
_PRINTED = {
    "rullende": ("value", "short", "long", "long_share", "employees"),
    "maaltal": ("distance", "expected_all", "target", "reported", "value"),
    "langtidsfriske": ("value",),
}
_OF_ENDED_YEAR = ("distance", "target")
_YEARS_END = 4
_EVENTS = {"stored": "indlæst", "redone": "gendannet", "undone": "fortrudt"}


@dataclass(frozen=True)
class UnderlyingData:
    """The data that a figure is computed from: kinds of data, and their periods."""

    kinds: tuple[str, ...]
    periods: tuple[str, ...]


@dataclass(frozen=True)
class SentOpgoerelse:
    """An earlier opgørelse, sent at a moment (UTC), and the uploads that changed its data since.

    It `is_corrected` where figures of it that are shown print otherwise now.
    """

    quarter: Quarter
    at: datetime
    corrections: tuple[Correction, ...]
    is_corrected: bool = True


@dataclass(frozen=True)
class _FigurePair:
    """A measure of a node in a set that was shown, and in the reader's."""

    key: str
    name: str
    level: str
    measure: str
    of_ended_year: bool
    sent: float | None
    now: float | None


@dataclass(frozen=True)
class ChangesSinceSent:
    """What has changed in an opgørelse, and in earlier ones, since they were sent; moments in UTC.

    `nodes` are those with figures that print otherwise than in the opgørelse sent at `sent_at`, and
    `corrections` the uploads that changed the data behind them. The correction was released at
    `corrected_at`; None where it was not, and it may be `is_deferred` to the next opgørelse.
    `earlier` are the opgørelser that this one is compared with and that were sent: always that of
    the quarter before, others where their figures are others now. `continued` are the nodes where
    days went from short to long since it was sent at `continued_since`, because spells went on.
    """

    quarter: Quarter
    sent_at: datetime | None = None
    corrected_at: datetime | None = None
    nodes: tuple[NodeCorrection, ...] = ()
    corrections: tuple[Correction, ...] = ()
    is_deferred: bool = False
    earlier: tuple[SentOpgoerelse, ...] = ()
    continued_since: datetime | None = None
    continued: tuple[NodeCorrection, ...] = ()

    @property
    def before(self) -> SentOpgoerelse | None:
        """The opgørelse of the quarter before, where it was sent."""
        return next(
            (opgoerelse for opgoerelse in self.earlier if opgoerelse.quarter == self.quarter - 1),
            None,
        )


def find_changes_since_sent(
    reader: Reader,
    quarter: Quarter,
    noegletal: Noegletal,
    *,
    level: Level,
    earlier: tuple[SentOpgoerelse, ...] = (),
) -> ChangesSinceSent:
    """Find what has changed in the figures of a nøgletal at a level since an opgørelse was sent.

    `earlier` are the opgørelser before it that are told of beside that.
    """
    changes = _add_continued_spells(
        reader, ChangesSinceSent(quarter, earlier=earlier), noegletal, level=level
    )
    sending, corrected_at = _find_corrected_sending(reader, quarter, noegletal)
    if sending is None:
        return changes
    nodes = find_node_corrections(reader, noegletal, sending)
    return replace(
        changes,
        sent_at=sending.at,
        corrected_at=corrected_at,
        nodes=tuple(node for node in nodes if node.level == level.value),
        corrections=_find_corrections_behind(
            reader, _list_data_behind(noegletal, quarter), since=sending.at
        ),
        is_deferred=corrected_at is None and is_deferred(reader, quarter),
    )


def find_opgoerelser_before(
    reader: Reader, quarter: Quarter, *, corrected: Iterable[Quarter]
) -> tuple[SentOpgoerelse, ...]:
    """Return the opgørelse of the quarter before, and others that are `corrected`, if sent.

    Those are the earlier quarters whose rolling figures as sent are shown and print otherwise now.
    """
    corrected_quarters = set(corrected)
    data = {of: list_rolling_data(of) for of in {quarter - 1, *corrected_quarters}}
    return tuple(
        replace(sending, is_corrected=sending.quarter in corrected_quarters)
        for sending in find_sent_opgoerelser(reader, quarter, data)
    )


def _find_corrected_sending(
    reader: Reader, quarter: Quarter, noegletal: Noegletal
) -> tuple[OpgoerelseStep | None, datetime | None]:
    """Find the sending that figures now correct, and when the correction was released.

    None where they print as they were sent, and once only, or were never sent in this variant.
    """
    variant = reader.version.settings.variant
    steps = [step for step in reader.find_steps(quarter) if step.settings.variant == variant]
    sendings = [step for step in steps if step.act is Act.UDSENDT]
    if not sendings:
        return None, None
    if not find_node_corrections(reader, noegletal, sendings[-1]):
        return (sendings[-2], sendings[-1].at) if len(sendings) > 1 else (None, None)
    visible = find_visible_step(steps)
    is_released = (
        visible is not None
        and visible.act is Act.FRIGIVET
        and not find_node_corrections(reader, noegletal, visible)
    )
    return sendings[-1], visible.at if visible and is_released else None


def find_node_corrections(
    reader: Reader, noegletal: Noegletal, step: OpgoerelseStep
) -> tuple[NodeCorrection, ...]:
    """Return the nodes with figures of a nøgletal that print otherwise now than a step showed.

    The kommune stands first. What is hidden in one of the two is no other, nor is a split that
    differs because spells went on.
    """
    nodes = _find_differing(reader, noegletal, step)
    continued = set(_select_continued(reader, nodes, step))
    return tuple(node for node in nodes if node not in continued)


def _select_continued(
    reader: Reader, nodes: Iterable[NodeCorrection], step: OpgoerelseStep
) -> tuple[NodeCorrection, ...]:
    moved = tuple(node for node in nodes if is_move_to_long(node.measures))
    if moved and are_spells_changed_alone(reader, step.quarter, step.at):
        return moved
    return ()


def are_spells_changed_alone(reader: Reader, quarter: Quarter, since: datetime) -> bool:
    """Whether of the data behind a rolling figure only lists of spells changed since a moment."""
    data = list_rolling_data(quarter)
    changed = find_corrections(reader, data, since=since)
    spells = replace(data, kinds=("fravaer",))
    return bool(changed) and changed == find_corrections(reader, spells, since=since)


def _add_continued_spells(
    reader: Reader, changes: ChangesSinceSent, noegletal: Noegletal, *, level: Level
) -> ChangesSinceSent:
    """Add the nodes of a level where days went from short to long since an opgørelse was sent."""
    sending = find_earlier_sendings(reader, changes.quarter + 1).get(changes.quarter)
    if sending is None or noegletal.name != "rullende":
        return changes
    nodes = _find_differing(reader, noegletal, sending)
    continued = tuple(
        node for node in _select_continued(reader, nodes, sending) if node.level == level.value
    )
    return replace(changes, continued_since=sending.at, continued=continued)


def _find_differing(
    reader: Reader, noegletal: Noegletal, step: OpgoerelseStep
) -> tuple[NodeCorrection, ...]:
    version = step.figures[reader.version.edition]
    return _compare_sets(reader, noegletal=noegletal, quarter=step.quarter, version=version)


@memoize
def _compare_sets(
    reader: Reader, *, noegletal: Noegletal, quarter: Quarter, version: str
) -> tuple[NodeCorrection, ...]:
    """Return the nodes with figures of an opgørelse that print otherwise than a set has them."""
    declared = {measure.name: measure for measure in noegletal.measures}
    frame = reader.query(
        _DIFFERENCES,
        {
            "kpi": noegletal.name,
            "quarter": str(quarter),
            "names": list(_PRINTED[noegletal.name]),
            "version": version,
            "moves_yearly": noegletal.name == "langtidsfriske",
        },
    )
    nodes: dict[str, NodeCorrection] = {}
    for row in make_records(frame, _FigurePair):
        if row.of_ended_year and row.measure not in _OF_ENDED_YEAR:
            continue  # it is the same beside the targets of both years
        measure = declared[row.measure]
        if row.of_ended_year:
            measure = replace(
                measure,
                name=f"ended_{measure.name}",
                label=f"{measure.label} i året, der slutter",
            )
        corrected = CorrectedMeasure(measure, row.sent, row.now)
        if len(set(corrected.texts)) > 1:
            node = nodes.get(row.key, NodeCorrection(row.key, row.name, row.level, ()))
            nodes[row.key] = replace(node, measures=(*node.measures, corrected))
    return tuple(nodes.values())


def is_deferred(reader: Reader, quarter: Quarter) -> bool:
    """Whether HR has let a correction wait for the next opgørelse, and no data changed since."""
    steps = [step for step in reader.find_steps(quarter) if step.act is not Act.UDLEVERET]
    if not steps or steps[-1].act is not Act.UDSKUDT:
        return False
    lists = UnderlyingData(("organisation", "haendelser"), (WHOLE,))
    since = steps[-1].at
    return not (
        find_opgoerelse_corrections(reader, quarter, since=since)
        or find_corrections(reader, lists, since=since)
    )


def find_sent_opgoerelser(
    reader: Reader, quarter: Quarter, data: dict[Quarter, UnderlyingData]
) -> tuple[SentOpgoerelse, ...]:
    """Return which earlier opgørelser were sent, each with the uploads that changed its data since.

    `data` says what the figures of each rest on. Those that were never sent are left out.
    """
    sendings = find_earlier_sendings(reader, quarter)
    return tuple(
        SentOpgoerelse(
            of, sendings[of].at, find_corrections(reader, data[of], since=sendings[of].at)
        )
        for of in sorted(data)
        if of in sendings
    )


def list_rolling_data(quarter: Quarter) -> UnderlyingData:
    """Return the data that the rolling figure of a quarter is computed from: four quarters."""
    return UnderlyingData(SICK_LEAVE, tuple(str(quarter - back) for back in range(4)))


def find_earlier_sendings(reader: Reader, quarter: Quarter) -> dict[Quarter, OpgoerelseStep]:
    """Return the last sending of each earlier opgørelse, the oldest first.

    Only those whose figures mean the same as the reader's.
    """
    variant = reader.version.settings.variant
    sendings: dict[Quarter, OpgoerelseStep] = {}
    for step in reader.all_steps:
        if step.act is Act.UDSENDT and step.quarter < quarter and step.settings.variant == variant:
            sendings[step.quarter] = step
    return dict(sorted(sendings.items()))


def find_sent_set(reader: Reader, quarter: Quarter) -> str:
    """Return the set of figures that an opgørelse was sent with; "" where it was not sent."""
    step = find_earlier_sendings(reader, quarter + 1).get(quarter)
    return step.figures[reader.version.edition] if step else ""


def list_sent_sets(reader: Reader, quarter: Quarter) -> dict[str, list[str]]:
    """Return the sets of figures that earlier opgørelser were sent with, as SQL takes them."""
    sendings = find_earlier_sendings(reader, quarter)
    return {
        "sent_quarters": [str(of) for of in sendings],
        "sent_sets": [step.figures[reader.version.edition] for step in sendings.values()],
    }


def list_kept_splits(reader: Reader, quarter: Quarter, noegletal: Noegletal) -> dict[str, object]:
    """Return whose split of a sent opgørelse stays as sent, since spells went on, as SQL takes it.

    They are keys of nodes, and the set of figures that was sent.
    """
    sending = find_earlier_sendings(reader, quarter + 1).get(quarter)
    if sending is None:
        return {"continued": [""], "sent_set": ""}
    nodes = _select_continued(reader, _find_differing(reader, noegletal, sending), sending)
    version = sending.figures[reader.version.edition]
    return {"continued": ["", *(node.key for node in nodes)], "sent_set": version}


def is_corrected(reader: Reader, quarter: Quarter, data: UnderlyingData, *, later: Quarter) -> bool:
    """Whether data behind an opgørelse that was sent before a later one have changed since."""
    return any(
        opgoerelse.corrections
        for opgoerelse in find_sent_opgoerelser(reader, later, {quarter: data})
    )


def find_corrections(
    reader: Reader, data: UnderlyingData, *, since: datetime
) -> tuple[Correction, ...]:
    """Return the uploads that changed data since a moment, oldest first.

    What came and went again since then changed nothing. Only HR is told who did it.
    """
    named = reader.version.edition is Edition.INTERN and reader.is_exact
    answer = reader.query(
        _CORRECTIONS,
        {"since": since, "kinds": list(data.kinds), "periods": list(data.periods)},
    )
    return tuple(
        replace(upload, event=_EVENTS[upload.event], by=upload.by if named else "")
        for upload in make_records(answer, Correction)
    )


def find_opgoerelse_corrections(
    reader: Reader, quarter: Quarter, *, since: datetime
) -> tuple[Correction, ...]:
    """Return the uploads since a moment that changed data behind any figure of an opgørelse."""
    data = (list_rolling_data(quarter), _list_friske_data(quarter), _list_target_data(quarter))
    return _find_corrections_behind(reader, data, since=since)


def _find_corrections_behind(
    reader: Reader, behind: Iterable[UnderlyingData], *, since: datetime
) -> tuple[Correction, ...]:
    corrections = {
        correction for data in behind for correction in find_corrections(reader, data, since=since)
    }
    return tuple(sorted(corrections, key=lambda correction: (correction.at, correction.file_name)))


def _list_data_behind(noegletal: Noegletal, quarter: Quarter) -> tuple[UnderlyingData, ...]:
    """List the data that the figures of a nøgletal in an opgørelse are computed from."""
    if noegletal.name == "langtidsfriske":
        return (_list_friske_data(quarter),)
    targets = (_list_target_data(quarter),) if noegletal.name == "maaltal" else ()
    return list_rolling_data(quarter), *targets


def _list_friske_data(quarter: Quarter) -> UnderlyingData:
    last = (quarter - quarter.number % _YEARS_END).year
    return UnderlyingData(("personer",), (str(last - 1), str(last)))


def _list_target_data(quarter: Quarter) -> UnderlyingData:
    years = (quarter.year, quarter.year + 1) if quarter.number == _YEARS_END else (quarter.year,)
    return UnderlyingData(("maaltal",), tuple(str(year) for year in years))
