"""Signal or noise: a sentence for all, and charts for analysts, folded."""

import streamlit as st

from charts import tragt, udsving
from core.nodes import Level
from core.quarter import Quarter
from metrics.result import KpiResult
from metrics.signal import kpi
from metrics.signal.sentence import explanation, sentence
from pages.parts import figure, frame
from pages.parts.text import plain
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
    reader: Reader, *, quarter: Quarter, level: Level, key: str, units: KpiResult | None = None
) -> None:
    """Say whether the newest quarter of a node is more than the usual fluctuations.

    `units` are the enheder that an analyst sees by their size as well.
    """
    verdict = kpi.judged(reader, quarter=quarter, level=level).get(key)
    if verdict is None:
        return
    unit = f"dagsværk {reader.version.settings.denominator.per}"
    st.markdown(plain(sentence(verdict)))
    with st.expander("For analytikere: udsving", icon=":material/query_stats:"):
        if verdict.points:
            st.markdown(f"**{_CLEARED[verdict.by_season].format(unit=plain(unit))}**")
            figure.plot(udsving.chart(verdict, key=key, unit=unit, dark=frame.is_dark()))
        st.caption(plain(explanation(verdict, unit=unit)))
        if units is not None and units.frame["value"].notna().any():
            drawn = tragt.chart(units, dark=frame.is_dark())
            st.markdown(f"**{plain(drawn.title)}**")
            st.caption(_FUNNEL.format(unit=plain(unit)))
            figure.plot(drawn)
