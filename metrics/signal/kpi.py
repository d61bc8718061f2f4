"""Signal or noise of every node, judged from its single quarters."""

from collections.abc import Mapping
from dataclasses import replace

from core.nodes import Level
from core.quarter import Quarter
from metrics import figures, kvartal
from metrics.declaration import Measure, Noegletal
from metrics.memoize import memoize
from metrics.result import KpiResult
from metrics.rows import KvartalRow, SickLeaveRow, SignalRow
from metrics.signal.verdict import Verdict, judge
from store.figures import Reader

_TEXT = (
    "Om det seneste kvartal er mere end de sædvanlige udsving. Kvartalerne renses for årstid og "
    "holdes op mod deres gennemsnit ± 2,66 gange den gennemsnitlige forskel fra kvartal til "
    "kvartal; med højst 12 kvartaler er grænserne 1,41 gange så vide og foreløbige. De begynder "
    "forfra ved et databrud."
)
_SOURCE = "Kvartalernes egne tal; XmR-diagram (Wheeler; Provost & Murray)"


def _declare_measure(name: str, label: str, description: str) -> Measure:
    return Measure(name, label, "dagsværk", 1, None, description, _SOURCE)


DECLARED = Noegletal(
    name="signal",
    label="Udsving eller udvikling",
    description=_TEXT,
    source=_SOURCE,
    measures=(
        _declare_measure("value", "Sygefravær i kvartalet", _TEXT),
        _declare_measure("lower", "Nedre grænse", "Det laveste, som sædvanlige udsving forklarer."),
        _declare_measure("upper", "Øvre grænse", "Det højeste, som sædvanlige udsving forklarer."),
    ),
    words=("verdict", "sentence"),
    covers="ét kvartal",
)


def read_signal(reader: Reader, *, quarter: Quarter, level: Level) -> KpiResult[SignalRow]:
    """Judge a quarter of every node of a level; masked where any quarter behind it is.

    Raises NoDataError where the quarter has no rows.
    """
    now = kvartal.read_kvartal(reader, quarter=quarter, level=level)
    verdicts = judge_nodes(reader, quarter=quarter, level=level)
    return now.derive(DECLARED, tuple(_make_row(row, verdicts.get(row.key)) for row in now.rows))


@memoize
def judge_nodes(reader: Reader, *, quarter: Quarter, level: Level) -> Mapping[str, Verdict]:
    """Return the verdict on every node whose quarters may all be seen, by key.

    It is judged by the exact figures, whoever asks; its limits and points are as the reader sees
    figures.
    """
    series = kvartal.read_kvartal_series(reader, quarter=quarter, level=level)
    exact = figures.read_exact_values(reader, series.noegletal, quarter=quarter, level=level)
    by_node: dict[str, list[SickLeaveRow]] = {}
    for row in series.rows:
        by_node.setdefault(row.key, []).append(row)
    verdicts = {}
    for key, rows in by_node.items():
        points = [
            (row.quarter, exact[row.key, row.quarter])
            for row in rows
            if row.value is not None and (row.quarter == quarter or not row.preliminary)
        ]
        if any(row.masked for row in rows) or not points or points[-1][0] != quarter:
            continue
        verdict = replace(
            judge(points, breaks=series.events.find_breaks(rows[-1])),
            is_preliminary=bool(rows[-1].preliminary),
        )
        if not reader.is_exact:
            decimals = 0 if rows[-1].coarse else DECLARED.measure("value").decimals
            verdict = verdict.round_figures(decimals)
        verdicts[key] = verdict
    return verdicts


def _make_row(row: KvartalRow, verdict: Verdict | None) -> SignalRow:
    return SignalRow(
        key=row.key,
        name=row.name,
        quarter=row.quarter,
        parent=row.parent,
        masked=verdict is None and not row.missing,
        missing=row.missing,
        value=row.value if verdict else None,
        change=row.change if verdict else None,
        verdict=verdict,
        corrections=row.corrections if verdict else (),
    )
