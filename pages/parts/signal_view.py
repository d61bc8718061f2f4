"""Signal or noise: a sentence for all, and charts for analysts, folded."""

import streamlit as st

from charts import tragt, udsving
from core.nodes import Level
from core.quarter import Quarter
from metrics.result import RullendeResult
from metrics.signal import kpi
from pages.parts import chart_view, frame
from pages.parts.escaping import escape_text
from phrases.signal import describe_verdict, explain_verdict
from store.figures import Reader

_CLEARED = {
    True: "Hvert kvartal, når årstiden er regnet fra, {unit}; i teksten nedenfor er årstiden med",
    False: "Hvert kvartals forskel fra samme kvartal året før, {unit}",
}
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
    if verdict is None:
        return
    unit = f"dagsværk {reader.version.settings.denominator.per}"
    st.markdown(escape_text(describe_verdict(verdict)))
    with st.expander("For analytikere: udsving", icon=":material/query_stats:"):
        if verdict.points:
            state = " (foreløbig)" if verdict.is_preliminary else ""
            cleared = _CLEARED[verdict.by_season].format(unit=escape_text(unit))
            st.markdown(f"**{cleared}{state}**")
            chart_view.draw_chart(
                udsving.draw_chart(verdict, key=key, unit=unit, dark=frame.is_dark())
            )
        st.caption(escape_text(explain_verdict(verdict, unit=unit)))
        if units is not None and any(row.value is not None for row in units.rows):
            drawn = tragt.draw_chart(units, dark=frame.is_dark())
            st.markdown(f"**{escape_text(drawn.title)}**")
            st.caption(_FUNNEL.format(unit=escape_text(unit)))
            chart_view.draw_chart(drawn)
