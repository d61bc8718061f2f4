"""A chart with its finding above it, and its table and files one click away."""

import plotly.graph_objects as go
import streamlit as st

from bilag.csv_file import to_csv
from charts import images
from charts.chart import Chart
from metrics.result import AnyResult
from pages.parts import table_view as tables
from pages.parts.escaping import escape_text
from phrases.basis import describe_preliminary
from phrases.text_tables import TextTable

_CONFIG = {"displayModeBar": False, "locale": "da", "scrollZoom": False}
_PICTURE = images.Size(960)


def show(
    chart: Chart,
    result: AnyResult,
    *,
    table: TextTable,
    width: int = _PICTURE.width,
    narrow: Chart | None = None,
) -> None:
    """Show a chart of a result, with the table behind it; `width` is the picture's, in pixels.

    `narrow` is the same chart, shown in its place where there is little room.
    """
    st.header(escape_text(chart.title), anchor=False)
    st.caption(escape_text(table.caption))
    if narrow:
        _draw_wide_or_narrow(chart, narrow)
    else:
        draw_chart(chart)
    with st.expander("Tal og filer", icon=":material/table:"):
        with st.container(key=f"bag-{chart.name}"):
            tables.show(table)
        with st.container(horizontal=True):
            offer_csv(result, chart.name)
            _offer_png(chart, result, width)


def _draw_wide_or_narrow(wide: Chart, narrow: Chart) -> None:
    """Draw a wide and a narrow chart; the style sheet shows the one that there is room for."""
    with st.container(key="kurver"):
        with st.container(key="bred"):
            draw_chart(wide)
        with st.container(key="smal"):
            draw_chart(narrow)


def draw_chart(chart: Chart) -> None:
    """Draw a chart alone.

    Its properties are checked by tests: Plotly's check of each would take most of a page's time.
    """
    traces = [dict(trace) for trace in chart.figure["data"]]  # Plotly takes their type out
    figure = go.Figure(traces, chart.figure["layout"], _validate=False)
    st.plotly_chart(figure, theme=None, key=chart.name, config=_CONFIG, alt=chart.alt)


def offer_csv(result: AnyResult, name: str) -> None:
    """Offer the unrounded figures of a result as a file."""
    st.download_button(
        "Hent tal (CSV)",
        lambda: to_csv([result]),
        file_name=f"{_name_figures(result)} - {name}.csv",
        mime="text/csv",
        key=f"tal-{name}",
        icon=":material/download:",
        on_click="ignore",
    )


def _name_figures(result: AnyResult) -> str:
    return f"{result.noegletal.label} {result.quarter}{describe_preliminary(result)}"


def _offer_png(chart: Chart, result: AnyResult, width: int) -> None:
    """Offer the chart as a picture, drawn anew on a light ground and not taken from the screen."""
    st.download_button(
        "Hent billede (PNG)",
        lambda: images.draw_png(chart.figure, images.Size(width)),
        file_name=f"{_name_figures(result)} - {chart.name}.png",
        mime="image/png",
        key=f"billede-{chart.name}",
        icon=":material/image:",
        on_click="ignore",
    )
