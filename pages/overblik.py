"""Overblik: the news in one sentence, the key figures, how it came there and who moved it."""

import streamlit as st

from charts import omraader, udvikling
from core.nodes import Level
from core.quarter import Quarter
from metrics import rullende
from metrics.result import RullendeResult, SeriesResult
from pages.parts import (
    beside,
    cards,
    figure,
    frame,
    message,
    opgoerelse,
    signal,
    table,
    variant,
)
from pages.parts.app import App
from pages.parts.text import plain
from phrases import headlines
from phrases import rullende as phrases
from phrases.references import describe_reference
from store.figures import Reader

_SERIES = ("value", "short", "long", "long_share")
_NODES = ("value", "previous", "change")  # the column beside the chart holds no more


def render(app: App) -> None:
    """Show the page."""
    with variant.chosen(app) as (reader, quarter, _):
        kommune = rullende.rullende(reader, quarter=quarter, level=Level.KOMMUNE)
        series = rullende.udvikling(reader, quarter=quarter, level=Level.KOMMUNE)
        parts = _parts(reader, quarter)
        frame.title(headlines.write_headline(kommune))
        frame.rests_on(app, kommune)
        message.show()
        variant.difference(app, kommune)
        opgoerelse.show(app, quarter)
        frame.notes(kommune)
        cards.show(kommune)
        beside.show(app, reader, quarter=quarter, level=Level.KOMMUNE, key="kommune")
        signal.show(reader, quarter=quarter, level=Level.KOMMUNE, key="kommune")
        _in_words(kommune, parts)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _development(series, kommune)
    with right:
        for result in parts:
            _movers(result)


def _in_words(kommune: RullendeResult, parts: list[RullendeResult]) -> None:
    """The news as a case tells it, to be copied."""
    told = [
        phrases.status(kommune),
        *(phrases.parts(result) for result in parts),
        phrases.long_and_short(kommune),
    ]
    with st.expander("I ord, til sagen", icon=":material/notes:"):
        for paragraph in filter(None, told):
            st.code(paragraph, language=None, wrap_lines=True)


def _parts(reader: Reader, quarter: Quarter) -> list[RullendeResult]:
    """The kommune's parts at the highest level that the data have; none where they have none."""
    known = rullende.levels(reader, quarter=quarter)
    level = [one for one in (Level.OMRAADE, Level.AFDELING) if one in known][:1]
    return [rullende.rullende(reader, quarter=quarter, level=one) for one in level]


def _development(series: SeriesResult, kommune: RullendeResult) -> None:
    first = series.quarter - udvikling.QUARTERS + 1
    chart = udvikling.chart(series, dark=frame.is_dark())
    caption = f"Figur 1. Hele kommunen, dagsværk {series.denominator.per}, rullende fire kvartaler"
    figure.show(chart, series, table=table.of_quarters(series, _SERIES, caption=caption))
    if hidden := headlines.count_hidden(series):
        st.caption(plain(hidden))
    frame.happened(series, first=first)
    if said := phrases.as_sent(series, first=first):
        st.caption(plain(said))
        frame.behind(series, said=kommune)
    for one in series.references:
        st.caption(plain(describe_reference(one)))


def _movers(result: RullendeResult) -> None:
    chart = omraader.chart(result, dark=frame.is_dark())
    since = (result.quarter - 1).label
    caption = f"Dagsværk {result.denominator.per}; ændring siden {since} i parentes"
    figure.show(chart, result, table=table.of_nodes(result, _NODES, caption=caption), width=640)


if __name__ == "__main__":
    import dashboard

    dashboard.main()
