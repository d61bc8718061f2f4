"""Believable results made by hand, for tests that need figures but no store."""

import math
import random
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd

from core.edition import Edition
from core.nodes import Level
from core.quarter import Quarter
from core.settings import Settings
from metrics.figure_correction import CorrectedMeasure, FigureCorrection
from metrics.noegletal import RULLENDE
from metrics.own_line import OwnLine
from metrics.records import make_records
from metrics.result import KpiResult, Source
from metrics.rows import GruppeRow, RullendeRow, SeriesRow
from tests.frames import frame_of

QUARTER = Quarter(2024, 4)
LOADED = datetime(2025, 1, 14, 8, 12, tzinfo=UTC)
SOURCES = tuple(
    Source(
        f"Sygefravær_{quarter}.xlsx",
        date(2025, 1, 13 + i),
        datetime(2025, 1, 14, 8, 12, tzinfo=UTC),
    )
    for i, quarter in enumerate(("2024K3", "2024K4"))
)
OEKONOMI, BY, BOERN = (
    "Økonomi & Stab",
    "By, Kultur, Miljø & Beskæftigelse",
    "Børn, Sundhed & Velfærd",
)
# afdeling: (område, medarbejdere, 3rd quarter whole and long, 4th quarter whole and long)
AFDELINGER: dict[str, tuple[str, int, float, float, float, float]] = {
    OEKONOMI: (OEKONOMI, 200, 12.37, 4.15, 10.31, 3.28),
    "Borger, Arbejdsmarked & Erhverv": (BY, 260, 11.15, 4.33, 10.70, 3.88),
    "Miljø & Teknik": (BY, 200, 13.86, 5.39, 12.56, 5.39),
    "Kultur, Fritid & Ejendomme": (BY, 240, 11.64, 4.54, 10.70, 4.54),
    "Dagtilbud & Skole": (BOERN, 1500, 15.19, 6.10, 14.70, 5.61),
    "Børn & Familie": (BOERN, 450, 12.95, 6.78, 12.85, 7.08),
    "Ældre, Sundhed & Social": (BOERN, 1150, 16.02, 6.99, 15.73, 7.29),
}
_FORMS = ("Børnehuset", "Plejecenter", "Team", "Bofællesskabet", "Skolen", "Værkstedet")
_PLACES = ("Sølvhøj", "Egelunden ved Store Vejleå", "Nordmarken", "Kærnehuset", "Toftegården")
NAN = math.nan


def key(level: Level, name: str) -> str:
    """Name a node of the organisation across levels: "afdeling:Miljø & Teknik", "enhed:3100"."""
    return level.value if level is Level.KOMMUNE else f"{level.value}:{name}"


def row(node: str, name: str, parent: str, now: tuple[float, float], **more: Any) -> dict[str, Any]:
    """One row of a `rullende` frame, from (whole, long) now and `before`, `year`, `employees`."""
    value, long = now
    before, before_long = more.get("before", (value + 0.4, long + 0.1))
    year = more.get("year", value + 1.0)
    return {
        "key": node, "name": name, "quarter": str(QUARTER), "parent": parent,
        "masked": False, "missing": False, "corrections": correction(more.get("note", "")),
        "value": value, "short": value - long, "long": long, "long_share": long / value,
        "employees": more.get("employees", 100.0),
        "previous": before, "change": value - before, "previous_masked": False,
        "change_short": value - long - before + before_long, "change_long": long - before_long,
        "change_long_share": long / value - before_long / before,
        "year_ago": year, "change_year": value - year, "year_ago_masked": False,
        "peak": max(value, before, year), "peak_quarter": "2023K2",
        "since_peak": value - max(value, before, year),
    }  # fmt: skip


def correction(of: str) -> tuple[FigureCorrection, ...]:
    """What makes a note that has a text in it; none for ""."""
    moved = CorrectedMeasure(RULLENDE.measure("value"), 1, 2)
    return (FigureCorrection(of, by_late_data=True, measures=(moved,)),) if of else ()


def without_figures(line: dict[str, Any], *, masked: bool) -> dict[str, Any]:
    """The same row masked or missing: no figure is left in it."""
    figures = {name: NAN for name, value in line.items() if isinstance(value, float)}
    return {**line, **figures, "masked": masked, "missing": not masked}


def result(level: Level, rows: list[dict[str, Any]], **settings: Any) -> KpiResult[Any]:
    """A `rullende`, or an `udvikling` where the rows are compared with nothing."""
    kind = GruppeRow if "gruppe" in rows[0] else RullendeRow if "previous" in rows[0] else SeriesRow
    chosen = Settings(**settings)
    began = {"since": "2024-01-01", "before_quarter": "2023K4", "denominator": "medarbejdere"}
    lines = [began | row for row in rows] if kind is GruppeRow else rows
    made = make_records(pd.DataFrame(lines), kind)
    return KpiResult(
        RULLENDE,
        QUARTER,
        level,
        chosen.denominator,
        chosen,
        SOURCES,
        made,
        QUARTER.rolling_period,
        OwnLine(Edition.INTERN),
    )


def lines_of(result: KpiResult[Any]) -> list[dict[str, Any]]:
    """The rows of a result, to be changed and made a result again."""
    records: list[dict[Any, Any]] = frame_of(result).to_dict("records")
    return [{str(name): cell for name, cell in line.items()} for line in records]


def afdelinger() -> KpiResult[Any]:
    rows = [
        row(key(Level.AFDELING, name), name, key(Level.OMRAADE, omraade), (now, long),
            before=(old, old_long), employees=float(count))
        for name, (omraade, count, old, old_long, now, long) in AFDELINGER.items()
    ]  # fmt: skip
    return result(Level.AFDELING, rows)


def omraader() -> KpiResult[Any]:
    rows = [
        row(key(Level.OMRAADE, name), name, "kommune", _pooled(name, 4), before=_pooled(name, 2),
            employees=float(sum(one[1] for one in AFDELINGER.values() if one[0] == name)))
        for name in (OEKONOMI, BY, BOERN)
    ]  # fmt: skip
    return result(Level.OMRAADE, rows)


def kommune() -> KpiResult[Any]:
    line = row("kommune", "Albertslund Kommune", "", _pooled("", 4), before=_pooled("", 2),
               year=15.4, employees=4000.0)  # fmt: skip
    return result(Level.KOMMUNE, [line])


def _pooled(omraade: str, at: int) -> tuple[float, float]:
    members = [one for one in AFDELINGER.values() if omraade in ("", one[0])]
    count = sum(one[1] for one in members)
    whole = sum(one[1] * (one[4] if at == 4 else one[2]) for one in members) / count
    long = sum(one[1] * (one[5] if at == 4 else one[3]) for one in members) / count
    return whole, long


def enheder(count: int = 98) -> KpiResult[Any]:
    """`count` enheder over the afdelinger, every 11th masked and every 17th missing."""
    chance = random.Random(7)
    rows = []
    for i in range(count):
        name, (_, _, _, _, now, long) = list(AFDELINGER.items())[min(i // 14, 6)]
        whole = now * chance.uniform(0.5, 1.6)
        line = row(
            key(Level.ENHED, str(3100 + i)),
            f"{_FORMS[i % 6]} {_PLACES[i % 5]} {i + 1}",
            key(Level.AFDELING, name),
            (whole, whole * long / now * chance.uniform(0.3, 1.5)),
            before=(whole * chance.uniform(0.8, 1.3), long),
            employees=chance.uniform(6, 70),
            note="Enheden er overtaget 1. maj 2024." if i == 3 else "",
        )
        hidden = i % 11 == 5 or i % 17 == 9
        rows.append(without_figures(line, masked=i % 11 == 5) if hidden else line)
    return result(Level.ENHED, rows)


def series(level: Level, nodes: dict[str, tuple[str, float, float]], **more: Any) -> KpiResult[Any]:
    """An `udvikling` of 12 quarters: nodes are key → (name, whole now, long now)."""
    rows = []
    for i, (node, (name, now, long)) in enumerate(nodes.items()):
        for back in range(11, -1, -1):
            rise = 1.8 * math.sin(back / 6 * math.pi / 2 + i * 0.2)
            line = {"key": node, "name": name, "quarter": str(QUARTER - back), "parent": "",
                    "masked": False, "missing": False, "value": now + rise,
                    "short": now - long + rise * 0.6, "long": long + rise * 0.4,
                    "long_share": (long + rise * 0.4) / (now + rise),
                    "employees": 100.0}  # fmt: skip
            rows.append(without_figures(line, masked=False) if back > 8 else line)
    return result(level, rows, **more)


def quarters(
    level: Level, nodes: dict[str, list[tuple[float, float]]], *, masked: tuple[int, ...] = ()
) -> KpiResult[Any]:
    """An `udvikling` by hand: names → (short, long) of each quarter up to the newest.

    The quarters in `masked`, counted from 0, are masked for every node.
    """
    rows = []
    for name, parts in nodes.items():
        for at, (short, long) in enumerate(parts):
            line = {"key": key(level, name), "name": name, "parent": "",
                    "quarter": str(QUARTER - (len(parts) - 1 - at)), "masked": False,
                    "missing": False, "value": short + long, "short": short, "long": long,
                    "long_share": long / (short + long), "employees": 100.0}  # fmt: skip
            rows.append(without_figures(line, masked=True) if at in masked else line)
    return result(level, rows)


def kommunens_udvikling() -> KpiResult[Any]:
    whole, long = _pooled("", 4)
    return series(Level.KOMMUNE, {"kommune": ("Albertslund Kommune", whole, long)})


def afdelingernes_udvikling() -> KpiResult[Any]:
    nodes = {key(Level.AFDELING, name): (name, one[4], one[5]) for name, one in AFDELINGER.items()}
    return series(Level.AFDELING, nodes)
