"""Signal or noise, for analysts: a sentence, the limits of what is usual, and enheder by size."""

import streamlit as st

from charts import tragt, udsving
from core.nodes import Level
from core.quarter import Quarter
from metrics.result import RullendeResult
from metrics.signal import kpi
from metrics.signal.verdict import Verdict
from pages.parts import chart_view, frame
from pages.parts.escaping import escape_text
from phrases.signal import describe_verdict, explain_limits
from store.figures import Reader

_LIMITS = (
    "Hvert kvartal for sig, {unit}. De stiplede linjer er grænserne for de sædvanlige udsving."
)
_FUNNEL = (
    "Hver prik er en enhed, {unit} efter dens størrelse. De stiplede linjer viser, hvor langt "
    "tilfældet rækker."
)


def show_signal(
    reader: Reader, *, quarter: Quarter, level: Level, key: str, units: RullendeResult | None = None
) -> None:
    """Say whether the newest quarter of a node is more than the usual fluctuations.

    `units` are the enheder that an analyst sees by their size as well.
    """
    verdict = kpi.judge_nodes(reader, quarter=quarter, level=level).get(key)
    unit = f"dagsværk {reader.version.settings.denominator.per}"
    if verdict:
        _show_verdict(verdict, key=key, unit=unit)
    if units and any(row.value is not None for row in units.rows):
        drawn = tragt.draw_chart(units, dark=frame.is_dark())
        st.header(escape_text(drawn.title), anchor=False)
        st.caption(_FUNNEL.format(unit=escape_text(unit)))
        chart_view.draw_chart(drawn)


def _show_verdict(verdict: Verdict, *, key: str, unit: str) -> None:
    st.header(escape_text(describe_verdict(verdict)), anchor=False)
    if verdict.points:
        st.caption(_LIMITS.format(unit=escape_text(unit)))
        chart_view.draw_chart(udsving.draw_chart(verdict, key=key, unit=unit, dark=frame.is_dark()))
        st.caption(escape_text(explain_limits(verdict)))
