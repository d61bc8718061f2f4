"""Signal or noise of every node, judged from its single quarters."""

from typing import Any

import pandas as pd

from core.nodes import Level
from core.quarter import Quarter
from metrics import kvartal
from metrics.declaration import Measure, Noegletal
from metrics.result import KpiResult
from metrics.signal.sentence import sentence
from metrics.signal.verdict import Kind, Verdict, judge
from store.figures import Reader

_TEXT = (
    "Om det seneste kvartal er mere end de sædvanlige udsving. Kvartalerne renses for årstid og "
    "holdes op mod deres gennemsnit ± 2,66 gange den gennemsnitlige forskel fra kvartal til "
    "kvartal; med højst 12 kvartaler er grænserne 1,41 gange så vide og foreløbige. De begynder "
    "forfra ved et databrud."
)
_SOURCE = "Kvartalernes egne tal; XmR-diagram (Wheeler; Provost & Murray)"
_MASKED = "Udsvingene kan ikke vises, fordi et eller flere af kvartalerne ikke vises."


def _measure(name: str, label: str, description: str) -> Measure:
    return Measure(name, label, "dagsværk", 2, None, description, _SOURCE)


DECLARED = Noegletal(
    name="signal",
    label="Udsving eller udvikling",
    description=_TEXT,
    source=_SOURCE,
    measures=(
        _measure("value", "Sygefravær i kvartalet", _TEXT),
        _measure("lower", "Nedre grænse", "Det laveste, som sædvanlige udsving forklarer."),
        _measure("upper", "Øvre grænse", "Det højeste, som sædvanlige udsving forklarer."),
    ),
    words=("verdict", "sentence"),
    covers="ét kvartal",
)


def signal(reader: Reader, *, quarter: Quarter, level: Level) -> KpiResult:
    """Judge the newest quarter of every node of a level.

    Columns: `value, change` of the quarter (see `kvartal`), `verdict` ("stigning", "fald", "ingen",
    "for få"), `lower, upper` (the limits of this quarter, in its own unit and season),
    `provisional, sentence`. Masked where any quarter behind it is. Raises NoDataError where the
    quarter has no rows.
    """
    now = kvartal.kvartal(reader, quarter=quarter, level=level)
    verdicts = judged(reader, quarter=quarter, level=level)
    rows = [_row(row, verdicts.get(row["key"])) for row in now.frame.to_dict("records")]
    return KpiResult(
        noegletal=DECLARED,
        quarter=quarter,
        level=level,
        denominator=now.denominator,
        settings=now.settings,
        edition=now.edition,
        sources=now.sources,
        frame=pd.DataFrame(rows),
        covers=now.covers,
        events=now.events,
        sent=now.sent,
    )


def judged(reader: Reader, *, quarter: Quarter, level: Level) -> dict[str, Verdict]:
    """Return the verdict on every node whose quarters may all be seen, by key."""
    series = kvartal.serie(reader, quarter=quarter, level=level)
    found = {}
    for key, rows in series.frame.groupby("key", sort=False):
        seen = rows[rows["value"].notna()]
        if rows["masked"].any() or seen.empty or seen["quarter"].iloc[-1] != str(quarter):
            continue
        points = [
            (Quarter.parse(text), float(value))
            for text, value in zip(seen["quarter"], seen["value"], strict=True)
        ]
        found[str(key)] = judge(points, breaks=series.events.breaks(rows.iloc[-1].to_dict()))
    return found


def _row(row: dict[Any, Any], verdict: Verdict | None) -> dict[str, Any]:
    kept = {name: row[name] for name in ("key", "name", "quarter", "parent", "missing")}
    if verdict is None:
        missing = row["missing"]
        return kept | {
            "masked": not missing, "value": float("nan"), "change": float("nan"),
            "verdict": None, "lower": float("nan"), "upper": float("nan"), "provisional": None,
            "sentence": "", "note": "" if missing else _MASKED,
        }  # fmt: skip
    few = sentence(verdict) if verdict.kind is Kind.FOR_FAA else ""
    return kept | {
        "masked": False,
        "value": row["value"],
        "change": row["change"],
        "verdict": verdict.kind.value,
        "lower": verdict.lower,
        "upper": verdict.upper,
        "provisional": verdict.provisional,
        "sentence": sentence(verdict),
        "note": " ".join(part for part in (few, row["corrected"]) if part),
    }
