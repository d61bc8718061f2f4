"""Signal or noise: a sentence for all, and charts for analysts, folded."""

import streamlit as st

from charts import tragt, udsving
from core.nodes import Level
from core.quarter import Quarter
from metrics.result import RullendeResult
from metrics.signal import kpi
from pages.parts import figure, frame
from pages.parts.text import plain
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


def show(
    reader: Reader, *, quarter: Quarter, level: Level, key: str, units: RullendeResult | None = None
) -> None:
    """Say whether the newest quarter of a node is more than the usual fluctuations.

    `units` are the enheder that an analyst sees by their size as well.
    """
    verdict = kpi.judged(reader, quarter=quarter, level=level).get(key)
    if verdict is None:
        return
    unit = f"dagsværk {reader.version.settings.denominator.per}"
    st.markdown(plain(describe_verdict(verdict)))
    with st.expander("For analytikere: udsving", icon=":material/query_stats:"):
        if verdict.points:
            st.markdown(f"**{_CLEARED[verdict.by_season].format(unit=plain(unit))}**")
            figure.plot(udsving.chart(verdict, key=key, unit=unit, dark=frame.is_dark()))
        st.caption(plain(explain_verdict(verdict, unit=unit)))
        if units is not None and any(row.value is not None for row in units.rows):
            drawn = tragt.chart(units, dark=frame.is_dark())
            st.markdown(f"**{plain(drawn.title)}**")
            st.caption(_FUNNEL.format(unit=plain(unit)))
            figure.plot(drawn)
