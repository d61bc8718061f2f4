"""What drove the change between two opgørelser: in the enheder, between them, closed, new."""

import json
from dataclasses import replace
from datetime import date

import pandas as pd

from core.errors import NoDataError
from core.nodes import Level
from core.quarter import Quarter
from core.settings import Denominator
from metrics import corrected, figures, provenance
from metrics.declaration import Noegletal
from metrics.forklaring import notes, sent
from metrics.forklaring.declared import (
    CORRECTION,
    CORRECTIONS,
    PARTS,
    ROLLING,
    SINGLE,
    Movers,
    Named,
    of_nodes,
    of_units,
    parts,
)
from metrics.forklaring.notes import Row
from metrics.result import KpiResult
from metrics.words import known
from store.figures import Reader

__all__ = [
    "PARTS", "ROLLING", "SINGLE", "Movers", "Named", "forklaring", "kvartalsvis", "parts",
]  # fmt: skip

_MOST_SHOWN = 5
_ABOVE = {Level.OMRAADE: "above", Level.AFDELING: "parent"}


def forklaring(
    reader: Reader, *, quarter: Quarter, level: Level, against: Quarter | None = None
) -> KpiResult:
    """Parts of the change of every node of a level since an opgørelse: the one before, or another.

    A row a part, in the order of `PARTS`; `key` is its name, after the node's key where that is not
    the kommune, and `parent` is the node's key. `value` is its share of the change, in dagsværk per
    member of the denominator. Where the earlier opgørelse was sent with another figure than the
    data now give, `correction` is a part too, and together they are the change since what was sent.
    On the level of enheder it is a row an enhed, with what it moved the kommune by in the data now.
    Raises NoDataError where the two are not compared in the reader's figures.
    """
    since = against or quarter - 1
    return _result(reader, ROLLING, quarter=quarter, level=level, against=since)


def kvartalsvis(
    reader: Reader, *, quarter: Quarter, level: Level, against: Quarter | None = None
) -> KpiResult:
    """Parts of the change from one single quarter to another: the one a year before, or another.

    Rows as `forklaring`.
    """
    since = against or quarter - 4
    return _result(reader, SINGLE, quarter=quarter, level=level, against=since)


def nodes(
    reader: Reader, declared: Noegletal, *, quarter: Quarter, level: Level, against: Quarter
) -> KpiResult:
    """Change of every node of a level between two opgørelser, a row a node.

    `declared` is ROLLING or SINGLE. Columns: `value` (the change), `before, after`, the parts
    `within, mix, closed, new` (NaN where masked), `before_without, after_without` (without who is
    closed), and `closed_names, new_names` (tuples of Named). `before` is as it was sent, where it
    was: then `correction` is what the parts do not explain, NaN where that is nothing, `before_now`
    what the data now show and `corrected` says so. Raises NoDataError as `forklaring`.
    """
    read = of_nodes(declared)
    frame = figures.at(reader, read, quarter=quarter, level=level, against=against)
    if frame.empty:
        raise NoDataError(
            f"{quarter.label} er ikke sammenlignet med {against.label} på niveauet "
            f"{level.label.lower()}: der skal være data for begge."
        )
    frame = sent.with_sent(reader, frame, declared=declared, level=level, against=against)
    since, single = corrected.Since(reader, quarter), declared.covers == SINGLE.covers
    frame, beside = since.said(frame, declared, "before", of=against, single=single)
    for column in ("closed_names", "new_names"):
        frame[column] = frame[column].map(_named)
    frame["together"] = frame["together"].astype(int)
    frame["against"] = str(against)
    frame["note"] = [notes.of_node(row) for row in frame.to_dict("records")]
    made = _put_together(reader, read, quarter=quarter, level=level, frame=frame)
    return replace(made, sent=beside)


def movers(reader: Reader, result: KpiResult, node: Row) -> Movers:
    """Return the enheder that moved a node most: `node` is a row of a result of `nodes`.

    Corrections of what was sent are no enhed's doing.
    Only enheder that the reader may see are named. NoDataError where the node has no figures.
    """
    if not known(node["value"]):
        raise NoDataError(f"Der er ingen ændring at forklare for {node['name']}.")
    declared = SINGLE if result.noegletal.name == SINGLE.name else ROLLING
    against = Quarter.parse(str(node["against"]))
    frame = _units(reader, declared, quarter=result.quarter, against=against)
    column = "value"
    if result.level in _ABOVE:
        column = result.level.value
        frame = frame[frame[_ABOVE[result.level]] == node["key"]]
    effects = frame[column].dropna()
    order = effects.abs().sort_values(ascending=False, kind="stable").index[:_MOST_SHOWN]
    largest = tuple((str(frame["name"][at]), float(effects[at])) for at in order)
    correction = float(node[CORRECTION]) if known(node[CORRECTION]) else 0
    others = float(node["value"]) - correction - sum(effect for _, effect in largest)
    return Movers(largest, others, hidden=bool(frame["masked"].any()))


def _result(
    reader: Reader, declared: Noegletal, *, quarter: Quarter, level: Level, against: Quarter
) -> KpiResult:
    whole = None
    if level is Level.ENHED:
        frame = _units(reader, declared, quarter=quarter, against=against)
        if frame.empty:
            raise NoDataError(
                f"{quarter.label} er ikke sammenlignet med {against.label} enhed for enhed: der "
                "skal være data for begge."
            )
        frame["note"] = [notes.of_unit(row) for row in frame.to_dict("records")]
        frame["change"] = float("nan")
        frame = frame.drop(columns=["omraade", "afdeling", "above", "holes", "goes_on_for"])
    else:
        whole = nodes(reader, declared, quarter=quarter, level=level, against=against)
        rows = whole.frame.assign(denominator=whole.denominator.value).to_dict("records")
        frame = pd.DataFrame([_part(row, part) for row in rows for part in _told(row)])
    frame["against"] = str(against)
    made = _put_together(reader, declared, quarter=quarter, level=level, frame=frame)
    return replace(made, sent=whole.sent if whole else None)


def _told(row: Row) -> list[str]:
    """The parts of a node: without those that are not shown they would not be the change."""
    return [*PARTS, *(CORRECTIONS if known(row[CORRECTION]) else ())]


def _units(
    reader: Reader, declared: Noegletal, *, quarter: Quarter, against: Quarter
) -> pd.DataFrame:
    read = of_units(declared)
    return figures.at(reader, read, quarter=quarter, level=Level.ENHED, against=against)


def _part(row: Row, part: str) -> dict[str, object]:
    top = row["key"] == Level.KOMMUNE.value
    label = (PARTS | CORRECTIONS)[part]
    return {
        "key": part if top else f"{row['key']}/{part}",
        "name": label if top else f"{row['name']}: {label[0].lower()}{label[1:]}",
        "quarter": row["quarter"],
        "parent": row["key"],
        "masked": not known(row[part]) and not row["missing"],
        "missing": row["missing"],
        "value": row[part],
        "change": float("nan"),
        "note": notes.of_part(row, part),
        "denominator": row["denominator"],
    }


def _put_together(
    reader: Reader, declared: Noegletal, *, quarter: Quarter, level: Level, frame: pd.DataFrame
) -> KpiResult:
    """Put a frame together with what makes it checkable: the data behind both opgørelser."""
    single = declared.covers == SINGLE.covers
    first = Quarter.parse(str(frame["against"].iloc[0]))
    return KpiResult(
        noegletal=declared,
        quarter=quarter,
        level=level,
        denominator=Denominator(frame["denominator"].iloc[-1]),
        settings=reader.version.settings,
        edition=reader.version.edition,
        sources=provenance.sources(reader, first=first if single else first - 3, last=quarter),
        frame=frame.drop(columns="denominator"),
        covers=quarter.period if single else None,
    )


def _named(text: object) -> tuple[Named, ...]:
    """Read a list of enheder as the figures keep it; none where there is no list."""
    if not isinstance(text, str):
        return ()
    return tuple(
        Named(
            one["name"],
            date.fromisoformat(one["day"]) if one["day"] else None,
            one["cause"],
            hidden=one["hidden"],
        )
        for one in json.loads(text)
    )
