"""The situations that a case can be written in, each as the results that it is written from."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from bilag.case import AuthorsPart, Case, CaseFigures, write_case
from bilag.sag import Sag
from core.edition import Edition
from core.event import Event, EventKind
from core.nodes import Level
from core.quarter import Quarter
from core.settings import Denominator, Settings
from metrics import langtidsfriske, maaltal
from metrics.declaration import Noegletal
from metrics.events import Events
from metrics.figure_correction import CorrectedMeasure, FigureCorrection
from metrics.forklaring import PARTS, ROLLING
from metrics.forklaring.declarations import declare_nodes
from metrics.noegletal import declare_rullende
from metrics.own_line import OwnLine
from metrics.reservations import Reservation
from metrics.result import KpiResult
from metrics.rows import (
    ClosedOrNewEnhed,
    LangtidsfriskeRow,
    MaaltalRow,
    NodeChangeRow,
    RowT,
    RullendeRow,
)

AT = Quarter(2024, 4)


def make_result(noegletal: Noegletal, level: Level, *rows: RowT, **more: Any) -> KpiResult[RowT]:
    usual: dict[str, Any] = {
        "quarter": rows[0].quarter, "denominator": Denominator.MEDARBEJDERE,
        "settings": Settings(), "sources": (), "period": rows[0].quarter.rolling_period,
        "own_line": OwnLine(Edition.OFFENTLIG),
    }  # fmt: skip
    return KpiResult(noegletal=noegletal, level=level, rows=rows, **usual | more)


def make_row(key: str, name: str, now: tuple[float, float], before: Any, **more: Any) -> Any:
    """A row of whole and long absence now and before (None: no opgørelse before)."""
    value, long = now
    figures: dict[str, Any] = {"short": value - long, "long": long, "long_share": long / value}
    if before:
        was, was_long = before
        figures |= {
            "previous": was, "previous_long": was_long, "previous_short": was - was_long,
            "previous_long_share": was_long / was, "change": value - was,
            "change_long": long - was_long, "change_short": value - long - was + was_long,
            "change_long_share": long / value - was_long / was,
        }  # fmt: skip
    usual: dict[str, Any] = {
        "key": key, "name": name, "quarter": AT, "parent": "" if key == "kommune" else "kommune",
        "masked": False, "missing": False, "value": value, "employees": 4000.0, "has_split": True,
    }  # fmt: skip
    return RullendeRow(**usual | figures | more)


def make_kommune(now: tuple[float, float], before: Any, **more: Any) -> KpiResult[RullendeRow]:
    row = make_row("kommune", "Albertslund Kommune", now, before, **more)
    return make_result(declare_rullende(Denominator.MEDARBEJDERE), Level.KOMMUNE, row)


def make_parts(**moves: tuple[float | None, float | None]) -> KpiResult[RullendeRow]:
    """The områder with their figures now and before; None where one is hidden."""
    rows = [
        make_row(f"omraade:{name}", name, (now or 1.0, 1.0), (was, 1.0) if was else None)
        for name, (now, was) in moves.items()
    ]
    hidden = [
        replace(row, value=None, masked=True, change=None) if moves[row.name][0] is None else row
        for row in rows
    ]
    return make_result(declare_rullende(Denominator.MEDARBEJDERE), Level.OMRAADE, *hidden)


def make_friske(value: float | None, **more: Any) -> KpiResult[LangtidsfriskeRow]:
    usual: dict[str, Any] = {
        "key": "kommune", "name": "Albertslund Kommune", "quarter": AT, "parent": "",
        "masked": False, "missing": False, "value": value, "counted": 3276, "friske": 1114,
        "left_out": 0, "joined": 0, "departed": 0, "neither": 0, "elsewhere": 0,
        "years": "2023 og 2024", "basis": "datoer", "reason": "",
    }  # fmt: skip
    row = LangtidsfriskeRow(**usual | more)
    return make_result(langtidsfriske.DECLARED, Level.KOMMUNE, row)


def make_targets(reported: int, units: int, **more: Any) -> KpiResult[MaaltalRow]:
    usual: dict[str, Any] = {
        "key": "kommune", "name": "Albertslund Kommune", "quarter": AT, "parent": "",
        "masked": False, "missing": False, "value": 14.0, "denominator": "medarbejdere",
        "target": 13.0, "distance": 1.0, "distance_total": 4000.0, "expected_reported": 13.0,
        "expected_all": 13.1, "reported": reported, "units": units, "pace": None,
        "forecast": 13.8, "quarters_in_year": 0, "target_year": 2025, "deadline": None,
        "leader": "",
    }  # fmt: skip
    row = MaaltalRow(**usual | more)
    return make_result(maaltal.DECLARED, Level.KOMMUNE, row)


def make_changes(
    before: float, sizes: tuple[float | None, ...], **more: Any
) -> KpiResult[NodeChangeRow]:
    """A change with its parts: in the enheder, between them, closed, new."""
    after = before + sum(size or 0 for size in sizes)
    usual: dict[str, Any] = {
        "key": "kommune", "name": "Albertslund Kommune", "quarter": AT, "against": AT - 1,
        "parent": "", "masked": False, "missing": False, "value": after - before, "before": before,
        "after": after, "before_without": None, "after_without": None, "holes": 0.0, "together": 0,
        "denominator": "medarbejdere", **dict(zip(PARTS, sizes, strict=True)),
    }  # fmt: skip
    row = NodeChangeRow(**usual | more)
    return make_result(declare_nodes(ROLLING), Level.KOMMUNE, row)


def without_figure(kommune: KpiResult[RullendeRow], **more: Any) -> KpiResult[RullendeRow]:
    (row,) = kommune.rows
    absent = replace(row, value=None, short=None, long=None, long_share=None, change=None)
    return replace(kommune, rows=(replace(absent, **more),))


def make_figures(kommune: KpiResult[RullendeRow], **more: Any) -> CaseFigures:
    usual: dict[str, Any] = {"parts": [], "langtidsfriske": None, "maaltal": None, "changes": None}
    return CaseFigures(kommune, **usual | more)


def _fall() -> CaseFigures:
    """The case of January 2025."""
    return make_figures(
        make_kommune((14.0, 6.02), (14.5, 6.09), peak=15.8, peak_quarter=Quarter(2023, 2),
                     since_peak=-1.8),
        parts=[make_parts(Stab=(10.3, 12.4), By=(11.3, 12.2), Velfærd=(14.9, 15.3))],
        langtidsfriske=make_friske(
            0.34, previous=0.32, change=0.02, previous_years="2022 og 2023", left_out=653,
            joined=337, departed=316,
        ),
        maaltal=make_targets(
            86, 95, ended_year=2024, ended_target=14.2, ended_distance=-0.2, is_ended_met=True,
            ended_reported=90, ended_units=95,
        ),
        changes=make_changes(
            14.5, (-0.4, 0.02, -0.1, 0.01), before_without=14.4, after_without=14.0,
            closed_names=(ClosedOrNewEnhed("Kantinen", date(2024, 5, 31), "overdraget"),),
            new_names=(ClosedOrNewEnhed("Madservice", date(2024, 2, 1), "hjemtaget"),),
        ),
        deadlines=(date(2024, 12, 20),),
    )  # fmt: skip


def _rise() -> CaseFigures:
    """All opgørelser before were lower; all enheder have a target, in a year that is running."""
    at = Quarter(2024, 3)
    kommune = make_kommune((15.5, 6.8), (14.8, 6.3), quarter=at, peak=15.5, peak_quarter=at,
                           since_peak=0.0)  # fmt: skip
    return make_figures(
        replace(kommune, quarter=at, period=at.rolling_period),
        parts=[replace(make_parts(By=(13.2, 12.2), Velfærd=(15.9, 15.3)), quarter=at)],
        langtidsfriske=make_friske(
            0.32, years="2022 og 2023", previous_years="2022 og 2023", basis="lister", left_out=1,
            joined=1,
        ),
        maaltal=make_targets(
            6, 6, quarter=at, value=15.5, target=14.0, distance=1.5, distance_total=6000.0,
            target_year=2024, quarters_in_year=3, pace=3.1, forecast=15.4,
        ),
        changes=make_changes(14.8, (0.7, 0.0, 0, 0), quarter=at, against=at - 1),
        deadlines=(date(2023, 12, 1), date(2023, 12, 20)),
    )  # fmt: skip


def _unchanged() -> CaseFigures:
    return make_figures(
        make_kommune((14.82, 6.37), (14.78, 6.36)),
        parts=[make_parts(By=(13.2, 13.2), Velfærd=(15.3, 15.3))],
        langtidsfriske=make_friske(0.5, previous=0.5, change=0.0, previous_years="2022 og 2023"),
        maaltal=make_targets(0, 6, target=None, distance=None, expected_all=None),
        changes=make_changes(14.78, (0.03, 0.01, 0, 0)),
    )


def _first() -> CaseFigures:
    return make_figures(
        make_kommune((14.8, 6.4), None, peak=14.8, peak_quarter=AT, since_peak=0.0),
        parts=[make_parts(By=(13.2, None), Velfærd=(15.3, None))],
        langtidsfriske=make_friske(0.5),
        maaltal=make_targets(1, 6, value=14.8, target=11.0, distance=3.8, distance_total=15200.0,
                             expected_all=14.2),
    )  # fmt: skip


def _single_quarter() -> CaseFigures:
    return make_figures(
        without_figure(make_kommune((3.8, 1.6), None), missing=True, quarters=1),
        langtidsfriske=make_friske(None, missing=True, reason="uden nuller"),
    )


def _missing_quarter() -> CaseFigures:
    """One enhed lacks a quarter, and one is gone without a date."""
    gone = ClosedOrNewEnhed("Depotet", None, "")
    return make_figures(
        make_kommune((14.7, 6.3), (14.7, 6.3), holes=1, vanished=1),
        changes=make_changes(14.7, (0.1, 0, -0.1, 0), closed_names=(gone,), after_without=14.6,
                             before_without=14.6),
    )  # fmt: skip


def _break() -> CaseFigures:
    day = date(2024, 11, 1)
    registered = Event(day, None, EventKind.DATABRUD, Level.KOMMUNE, "", "Dele af dage registreres")
    kommune = make_kommune((15.1, 6.4), (14.8, 6.4))
    return make_figures(
        replace(kommune, events=Events((registered,))),
        parts=[make_parts(By=(12.8, 13.2), Velfærd=(16.5, 15.3), Kultur=(9.0, 9.0))],
        changes=make_changes(14.8, (0.25, 0.05, 0, 0)),
    )


def _closed_units() -> CaseFigures:
    closed = (
        ClosedOrNewEnhed("Kantinen", date(2024, 4, 30), "nedlagt"),
        ClosedOrNewEnhed("Vaskeriet", date(2024, 9, 30), "overdraget til leverandør"),
        ClosedOrNewEnhed("Depotet", date(2024, 9, 30), ""),
    )
    opened = (ClosedOrNewEnhed("Huset", date(2024, 8, 1), ""), ClosedOrNewEnhed("Haven", None, ""))
    return make_figures(
        make_kommune((14.9, 6.4), (15.1, 6.5), vanished=2),
        changes=make_changes(
            15.1, (0.02, -0.04, -0.04, -0.14), closed_names=closed, new_names=opened,
            before_without=14.9, after_without=14.7,
        ),
    )  # fmt: skip


def _no_split() -> CaseFigures:
    """Full-time equivalents, of which short and long are not told apart."""
    (row,) = make_kommune((15.9, 6.0), (16.3, 6.0)).rows
    row = replace(row, short=None, long=None, long_share=None, has_split=False,
                  denominator="fuldtidsstillinger")  # fmt: skip
    per = Denominator.FULDTIDSSTILLINGER
    changes = make_changes(16.3, (-0.4, 0, 0, 0))
    return make_figures(
        make_result(declare_rullende(per), Level.KOMMUNE, row, denominator=per),
        changes=replace(changes, denominator=per),
    )


def _hidden_kommune() -> CaseFigures:
    hidden = make_changes(14.5, (0, 0, 0, 0), value=None, masked=True)
    return make_figures(
        without_figure(make_kommune((14.0, 6.0), None), masked=True),
        parts=[make_parts(By=(None, None), Velfærd=(None, None))],
        langtidsfriske=make_friske(None, masked=True),
        changes=hidden,
    )


def _hidden_part() -> CaseFigures:
    return make_figures(
        make_kommune((14.0, 6.0), (14.5, 6.3)),
        parts=[make_parts(By=(13.2, 13.9), Velfærd=(None, None), Kultur=(9.0, None))],
        langtidsfriske=make_friske(0.34, previous_masked=True, previous_years="2022 og 2023"),
        changes=make_changes(
            14.5, (-0.5, 0.01, None, 0), together=2,
            closed_names=(ClosedOrNewEnhed("Depotet", date(2024, 6, 30), "nedlagt", hidden=True),),
        ),
    )  # fmt: skip


def _preliminary() -> CaseFigures:
    kommune = make_kommune((14.4, 6.1), None, previous_preliminary=True, peak=14.8,
                           peak_quarter=Quarter(2023, 2), since_peak=-0.4)  # fmt: skip
    return make_figures(replace(kommune, reservation=Reservation((AT - 1, AT))))


def _corrected() -> CaseFigures:
    moved = CorrectedMeasure(
        declare_rullende(Denominator.MEDARBEJDERE).measure("value"), 14.8, 15.5
    )
    late = FigureCorrection(AT - 1, by_late_data=True, is_rolling=True, measures=(moved,))
    return make_figures(
        make_kommune((15.2, 6.6), (14.8, 6.4), corrections=(late,)),
        changes=make_changes(
            14.8, (-0.3, 0.0, 0, 0), value=0.4, after=15.2, before_now=15.5, correction=0.7,
            corrections=(late,),
        ),
    )  # fmt: skip


SITUATIONS: dict[str, Callable[[], CaseFigures]] = {
    "fald": _fall,
    "stigning": _rise,
    "uændret": _unchanged,
    "første opgørelse": _first,
    "kun ét kvartal": _single_quarter,
    "ét kvartal mangler for en enhed": _missing_quarter,
    "databrud": _break,
    "lukkede og nye enheder": _closed_units,
    "uden opdeling, fuldtidsstillinger": _no_split,
    "kommunen er skjult": _hidden_kommune,
    "et område er skjult": _hidden_part,
    "foreløbig": _preliminary,
    "den forrige er rettet": _corrected,
}


def write_situation(name: str, sag: Sag | None = None) -> Case:
    """The draft of a case in a situation."""
    return write_case(
        SITUATIONS[name](), sag or Sag(), figur_1=[], annexes=[], authors=AuthorsPart()
    )
