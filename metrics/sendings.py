"""What has changed since opgørelser were sent: their figures, and the uploads behind them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from core.edition import Edition
from core.opgoerelse import Act, Correction, Opgoerelse, OpgoerelseStep
from core.quarter import Quarter
from metrics.records import make_records
from store.figures import Reader
from store.kinds import SICK_LEAVE

_QUERIES = Path(__file__).parent / "queries"
_CORRECTIONS = (_QUERIES / "corrections.sql").read_text("utf-8")
_DIFFERENCES = (_QUERIES / "differences.sql").read_text("utf-8")
_YEARS_END = 4
_EVENTS = {"stored": "indlæst", "redone": "gendannet", "undone": "fortrudt"}


@dataclass(frozen=True)
class UnderlyingData:
    """The data that a figure is computed from: kinds of data, and their periods."""

    kinds: tuple[str, ...]
    periods: tuple[str, ...]


@dataclass(frozen=True)
class SentOpgoerelse:
    """An earlier opgørelse, sent at a moment (UTC), and the uploads that changed its data since."""

    quarter: Quarter
    at: datetime
    corrections: tuple[Correction, ...]


@dataclass(frozen=True)
class ChangesSinceSent:
    """What has changed in an opgørelse, and in earlier ones, since they were sent; moments in UTC.

    It `replaces` the one of the same quarter that was sent then; `corrections` are the uploads that
    since then changed the data behind it. `earlier` are those that it is compared with and that
    were sent: always the one of the quarter before, others where their figures are others now.
    """

    quarter: Quarter
    replaces: datetime | None = None
    corrections: tuple[Correction, ...] = ()
    earlier: tuple[SentOpgoerelse, ...] = ()

    @property
    def before(self) -> SentOpgoerelse | None:
        """The opgørelse of the quarter before, where it was sent."""
        return next(
            (opgoerelse for opgoerelse in self.earlier if opgoerelse.quarter == self.quarter - 1),
            None,
        )

    def limit_to(self, quarter: Quarter) -> "ChangesSinceSent":
        """Return a copy that tells of one earlier opgørelse only."""
        return replace(
            self,
            earlier=tuple(
                opgoerelse for opgoerelse in self.earlier if opgoerelse.quarter == quarter
            ),
        )


def read_opgoerelse(reader: Reader, quarter: Quarter) -> Opgoerelse:
    """Read an opgørelse: its steps, and whether its data or figures changed since the last one."""
    opgoerelse = Opgoerelse(quarter, reader.find_steps(quarter))
    if opgoerelse.visible_step is None:
        return opgoerelse
    changed = _find_opgoerelse_corrections(reader, quarter, since=opgoerelse.visible_step.at)
    return Opgoerelse(
        quarter, opgoerelse.steps, _has_other_figures(reader, opgoerelse.visible_step), changed
    )


def find_changes_since_sent(
    reader: Reader, quarter: Quarter, *, corrected: Iterable[Quarter] = ()
) -> ChangesSinceSent:
    """Find what has changed since an opgørelse, and that of the quarter before, were sent.

    `corrected` are other quarters whose figures as sent are shown and are others now.
    """
    replaces = _find_replaced_sending(reader, quarter)
    return ChangesSinceSent(
        quarter,
        replaces,
        _find_opgoerelse_corrections(reader, quarter, since=replaces) if replaces else (),
        find_sent_opgoerelser(
            reader, quarter, {of: list_rolling_data(of) for of in {quarter - 1, *corrected}}
        ),
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

    What came and went again since then changed nothing. The public edition names nobody.
    """
    named = reader.version.edition is Edition.INTERN
    answer = reader.query(
        _CORRECTIONS,
        {"since": since, "kinds": list(data.kinds), "periods": list(data.periods)},
    )
    return tuple(
        replace(upload, event=_EVENTS[upload.event], by=upload.by if named else "")
        for upload in make_records(answer, Correction)
    )


def _find_opgoerelse_corrections(
    reader: Reader, quarter: Quarter, *, since: datetime
) -> tuple[Correction, ...]:
    """Return the uploads since a moment that changed data behind any figure of an opgørelse."""
    friske = _find_langtidsfriske_quarter(quarter).year
    targets = (quarter.year, quarter.year + 1) if quarter.number == _YEARS_END else (quarter.year,)
    behind_it = (
        list_rolling_data(quarter),
        UnderlyingData(("personer",), (str(friske - 1), str(friske))),
        UnderlyingData(("maaltal",), tuple(str(year) for year in targets)),
    )
    corrections = {
        correction
        for data in behind_it
        for correction in find_corrections(reader, data, since=since)
    }
    return tuple(sorted(corrections, key=lambda correction: (correction.at, correction.file_name)))


def _find_langtidsfriske_quarter(quarter: Quarter) -> Quarter:
    """Return the quarter from which the langtidsfriske of another one are valid."""
    return quarter - quarter.number % _YEARS_END


def _find_replaced_sending(reader: Reader, quarter: Quarter) -> datetime | None:
    """Find when the opgørelse that this one replaces was sent: the last, or the one before that."""
    steps = reader.find_steps(quarter)
    sendings = [step for step in steps if step.act is Act.UDSENDT]
    if not sendings:
        return None
    if _has_other_figures(reader, sendings[-1]):
        return sendings[-1].at
    return sendings[-2].at if len(sendings) > 1 else None


def _has_other_figures(reader: Reader, step: OpgoerelseStep) -> bool:
    """Whether figures of a quarter are others than a step showed; what is hidden is no other."""
    frame = reader.query(
        _DIFFERENCES,
        {
            "quarter": str(step.quarter),
            "friske": str(_find_langtidsfriske_quarter(step.quarter)),
            "version": step.figures[reader.version.edition],
        },
    )
    return bool(frame["differences"].iloc[0])
