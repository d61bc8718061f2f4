"""The enheder's own targets for a year: what they come to together, and how far it is to there."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

import pandas as pd

from core import danish
from core.errors import NoDataError
from core.nodes import Level, NodeKey
from core.quarter import Quarter
from core.settings import Denominator
from metrics import corrected, figures, provenance, rullende
from metrics.cells import Row
from metrics.declaration import Noegletal, count, days
from metrics.noegletal import RULLENDE
from metrics.result import KpiResult
from metrics.words import known
from store.figures import Reader

_LIST = "Enhedernes indmeldte måltal og KMD OPUS"
_WEIGHTED = (
    "Enhedens eget måltal for året. For flere enheder det gennemsnit, som deres måltal giver, når "
    "de alle er nået: vejet med enhedernes antal medarbejdere i de fire kvartaler."
)
_YEARS_END = 4
_days = partial(days, source=_LIST)
_count = partial(count, source=_LIST)
DECLARED = Noegletal(
    name="maaltal",
    label="Måltal for sygefravær",
    description=_WEIGHTED,
    source=_LIST,
    measures=(
        _days("value", "Sygefravær", RULLENDE.description),
        _days("target", "Måltal (vægtet)", _WEIGHTED),
        _days("distance", "Afstand", "Sygefraværet minus måltallet, pr. medarbejder."),
        _count(
            "distance_total", "Afstand i alt", "Afstanden ganget med antallet.", counts="dagsværk"
        ),
        _days("expected_reported", "Forventet, indmeldte", _WEIGHTED),
        _days(
            "expected_all",
            "Forventet, alle",
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


def maaltal(reader: Reader, *, quarter: Quarter, level: Level) -> KpiResult:
    """Figures of every node of a level against a year's target, in the organisation's order.

    In a 4th quarter that is the year that comes, where it has targets. Columns: `value` (the
    rolling figure) and its `change`; `target, distance, distance_total` (dagsværk in all),
    `expected_reported, expected_all, reported, units, pace, forecast`; `target_year` and how many
    of the four quarters lie in it, `quarters_in_year`. In a 4th quarter `ended_year, ended_target,
    ended_distance, ended_met` tell of the year that ends. `target_masked` and `expected_masked` are
    of averages that are hidden in a row that is seen. Raises NoDataError where there are none.
    """
    result = _result(reader, quarter=quarter, level=level, against=None)
    if quarter.number != _YEARS_END:
        return result
    last = met(reader, quarter=quarter, level=level) if _has(reader, quarter) else result
    told = last.frame.rename(columns={"target": "ended_target", "distance": "ended_distance"})
    told = told[told["target_year"] == quarter.year]
    reached = pd.Series([_is_met(row) for row in _rows(told)], index=told.index, dtype=object)
    told = told.assign(ended_year=quarter.year, ended_met=reached)
    columns = ["key", "ended_year", "ended_target", "ended_distance", "ended_met"]
    frame = result.frame.merge(told[columns], on="key", how="left")
    frame["note"] = [f"{row['note']} {ended(row)}".strip() for row in _rows(frame)]
    return replace(result, frame=frame)


def ended(row: Row) -> str:
    """Say of a row of a 4th quarter whether the target of the year that ends was met, if known."""
    if not known(row["ended_distance"]):
        return ""
    target = DECLARED.measure("target").text(row["ended_target"])
    was = "blev nået" if row["ended_met"] else "blev ikke nået"
    return f"Måltallet for {int(row['ended_year'])} på {target} {was}."


def met(reader: Reader, *, quarter: Quarter, level: Level) -> KpiResult:
    """Figures of every node of a level against the targets of the year that ends with a quarter.

    Columns as `maaltal`. Raises NoDataError where that year has no targets, or does not end.
    """
    against = quarter if _has(reader, quarter) else None
    result = _result(reader, quarter=quarter, level=level, against=against)
    if quarter.number != _YEARS_END or set(result.frame["target_year"]) != {quarter.year}:
        raise NoDataError(f"Der er ingen måltal for et år, der slutter med {quarter.label}.")
    return result


def missing(reader: Reader, *, quarter: Quarter) -> tuple[NotHandedIn, ...]:
    """Return the enheder that have not handed in a target, in the organisation's order."""
    frame = maaltal(reader, quarter=quarter, level=Level.ENHED).frame
    names = {NodeKey.parse(row["key"]).name: row["name"] for row in _rows(frame)}
    return tuple(
        NotHandedIn(
            year=row["target_year"],
            enhed=row["name"],
            afdeling=NodeKey.parse(row["parent"]).name if row["parent"] else "",
            deadline=date.fromisoformat(row["deadline"]) if row["deadline"] else None,
            leader=_leader(row, names),
        )
        for row in _rows(frame)
        if not row["reported"]
    )


def _leader(row: Row, names: Mapping[str, str]) -> str:
    own = NodeKey.parse(row["key"]).name
    leader = str(row["leader"])
    return "" if leader in {own, row["name"]} else names.get(leader, leader)


def _result(
    reader: Reader, *, quarter: Quarter, level: Level, against: Quarter | None
) -> KpiResult:
    frame = figures.at(reader, DECLARED, quarter=quarter, level=level, against=against)
    if frame.empty:
        raise NoDataError(_nothing(reader, quarter, level))
    base = rullende.rullende(reader, quarter=quarter, level=level)
    rates = _beside_the_one_before(reader, base)
    frame = frame.merge(
        rates[["key", "change", "previous_masked", "corrected"]], on="key", how="left"
    )
    frame["target_year"] = frame["target_year"].astype(int)
    for column in ("reported", "units", "quarters_in_year"):
        frame[column] = frame[column].astype(int)
    unseen = ~frame["masked"] & frame["target"].isna() & (frame["reported"] > 0)
    frame["target_masked"] = unseen
    frame["expected_masked"] = (
        unseen | ~frame["masked"] & ~frame["missing"] & frame["expected_all"].isna()
    )
    frame["note"] = [_note(row, quarter) for row in _rows(frame)]
    year = int(frame["target_year"].iloc[0])
    lists = provenance.whole(reader, kinds=("maaltal",), years=(year,))
    return KpiResult(
        noegletal=DECLARED,
        quarter=quarter,
        level=level,
        denominator=Denominator(frame["denominator"].iloc[-1]),
        settings=reader.version.settings,
        edition=reader.version.edition,
        sources=(*base.sources, *lists),
        frame=frame.drop(columns="denominator"),
        sent=base.sent and base.sent.beside(quarter - 1),
    )


def _beside_the_one_before(reader: Reader, base: KpiResult) -> pd.DataFrame:
    """Say of rolling figures what was corrected in the opgørelse before: no other is shown here."""
    since, before = corrected.Since(reader, base.quarter), base.quarter - 1
    return corrected.said(
        base.frame.drop(columns="corrected"),
        RULLENDE,
        corrected.compared("previous"),
        begun=lambda _: since.begun(before),
    )


def _has(reader: Reader, quarter: Quarter) -> bool:
    """Whether the year that ends with a quarter stands behind the one that comes."""
    frame = reader.query(
        "SELECT 1 FROM figures WHERE kpi = 'maaltal' AND against = $quarter LIMIT 1",
        {"quarter": str(quarter)},
    )
    return not frame.empty


def _nothing(reader: Reader, quarter: Quarter, level: Level) -> str:
    known = reader.query("SELECT quarter, level FROM figures WHERE kpi = 'maaltal'")
    if known.empty:
        return "Der er ingen måltal endnu. Indlæs en liste over enhedernes måltal."
    if str(quarter) in set(known["quarter"]):
        return f"Måltal er ikke opgjort på niveauet {level.label.lower()}."
    first, last = (Quarter.parse(known["quarter"].agg(end)).label for end in ("min", "max"))
    return (
        f"Der er ingen måltal til opgørelsen for {quarter.label}. Der er måltal til opgørelserne "
        f"for {first} til {last}."
    )


def _is_met(row: Row) -> bool | None:
    """Whether a target was met by what is shown of it; None where that is not known."""
    if not known(row["ended_distance"]):
        return None
    return danish.round_half_up(row["ended_distance"], DECLARED.measure("distance").decimals) <= 0


def _note(row: Row, quarter: Quarter) -> str:
    parts = [_of_year(row, quarter), _handed_in(row), _unseen(row), _uneven(row), row["corrected"]]
    return " ".join(part for part in parts if part)


def _of_year(row: Row, quarter: Quarter) -> str:
    year, inside = row["target_year"], row["quarters_in_year"]
    if year > quarter.year:
        return f"Måltallet gælder {year}; opgørelsen er for {quarter.year}."
    return f"{inside} af de fire kvartaler ligger i {year}." if inside < _YEARS_END else ""


def _handed_in(row: Row) -> str:
    if row["reported"] == row["units"]:
        return ""
    if NodeKey.parse(row["key"]).level is Level.ENHED:
        return "Måltal er ikke indmeldt."
    units = danish.format_count(row["units"], "enhed", "enheder")
    return f"Måltal fra {danish.format_number(row['reported'], 0)} af {units}."


def _unseen(row: Row) -> str:
    """Say why an expectation is not shown in a row that is."""
    if not row["expected_masked"]:
        return ""
    if row["reported"] == 1 and row["target_masked"]:
        return "Måltallet vises ikke: det ville røbe enheder, der ikke vises."
    return "Forventningen til alle enheder vises ikke: den ville røbe enheder, der ikke vises."


def _uneven(row: Row) -> str:
    """Say it where the distance, as it is shown, is not that between the figures beside it."""
    columns = ("value", "target", "distance")
    if not all(known(row[name]) for name in columns):
        return ""
    value, target, distance = (
        danish.round_half_up(row[name], DECLARED.measure(name).decimals) for name in columns
    )
    return "" if value - target == distance else "Afrunding: afstanden er af de uafrundede tal."


def _rows(frame: pd.DataFrame) -> list[dict[Hashable, Any]]:
    return frame.to_dict("records")
