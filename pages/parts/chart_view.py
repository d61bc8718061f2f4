"""A chart with its finding above it, and its table and files one click away."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

import plotly.graph_objects as go
import streamlit as st

from bilag.csv_file import to_csv
from bilag.method import describe_extract_date
from charts import images
from charts.chart import Chart
from metrics.result import AnyResult
from pages.parts import frame
from pages.parts import table_view as tables
from pages.parts.escaping import escape_text
from pages.parts.file_button import offer_file
from phrases.basis import describe_period, describe_preliminary, mark_draft
from phrases.text_tables import TextTable

_CONFIG = {"displayModeBar": False, "locale": "da", "scrollZoom": False}
_PICTURE = images.Size(960)


class Draw(Protocol):
    """What draws a chart on a light or a dark ground."""

    def __call__(self, *, dark: bool) -> Chart:
        """Draw the chart."""


@dataclass(frozen=True)
class FileNames:
    """What the files of a chart are named by, its title, and how wide its picture is, in pixels."""

    name: str
    title: str
    width: int = _PICTURE.width


def show(
    draw: Draw,
    result: AnyResult,
    *,
    table: TextTable,
    width: int = _PICTURE.width,
    narrow: Draw | None = None,
    offer_part: Callable[[], None] | None = None,
) -> None:
    """Show a chart of a result, with the table behind it; `width` is the picture's, in pixels.

    `narrow` draws the same chart, shown in its place where there is little room. Below it stand
    its table and files, and `offer_part`: see `show_files`.
    """
    chart = draw(dark=frame.is_dark())
    st.header(escape_text(chart.title), anchor=False)
    st.caption(escape_text(table.caption))
    if narrow:
        _draw_wide_or_narrow(chart, narrow(dark=frame.is_dark()))
    else:
        draw_chart(chart)
    names = FileNames(chart.name, chart.title, width)
    show_files(draw, result, table=table, files=names, offer_part=offer_part)


def show_files(
    draw: Draw | None,
    result: AnyResult,
    *,
    table: TextTable,
    files: FileNames,
    offer_part: Callable[[], None] | None = None,
) -> None:
    """Offer the table and the files of what is shown above, made when they are opened.

    There is no picture of it without a `draw`. `offer_part` offers to put the chart into a bilag.
    """
    with st.container(horizontal=True, gap="small", key=f"under-{files.name}"):
        behind = st.expander(
            "Tal og filer",
            icon=":material/table:",
            key=f"tal-og-filer-{files.name}",
            on_change="rerun",
        )
        if offer_part:
            offer_part()
    if behind.open:
        with behind:
            with st.container(key=f"bag-{files.name}"):
                tables.show(table)
            with st.container(horizontal=True):
                offer_csv(result, files.name)
                if draw:
                    caption = _write_caption(files, result, table.caption)
                    _offer_picture(draw, result, caption, files)


def _draw_wide_or_narrow(wide: Chart, narrow: Chart) -> None:
    """Draw a wide and a narrow chart; the style sheet shows the one that there is room for."""
    with st.container(key=f"plads-{wide.name}"):
        with st.container(key=f"bred-{wide.name}"):
            draw_chart(wide)
        with st.container(key=f"smal-{wide.name}"):
            draw_chart(replace(narrow, name=f"{wide.name}-smal"))


def draw_chart(chart: Chart) -> None:
    """Draw a chart alone.

    Its properties are checked by tests: Plotly's check of each would take most of a page's time.
    """
    traces = [dict(trace) for trace in chart.figure["data"]]  # Plotly takes their type out
    figure = go.Figure(traces, chart.figure["layout"], _validate=False)
    st.plotly_chart(figure, theme=None, key=chart.name, config=_CONFIG, alt=chart.alt)


def offer_csv(result: AnyResult, name: str) -> None:
    """Offer the unrounded figures of a result as a file."""
    offer_file(
        "Hent tal (CSV)",
        lambda: to_csv([result]),
        file_name=f"{_name_figures(result)} - {name}.csv",
        key=f"tal-{name}",
    )


def _name_figures(result: AnyResult) -> str:
    name = f"{result.noegletal.label} {result.quarter}{describe_preliminary(result)}"
    return mark_draft(name, result)


def _write_caption(files: FileNames, result: AnyResult, counted: str) -> images.Caption:
    """Write what stands round the picture of a chart; `counted` says what its figures are."""
    return images.Caption(
        title=files.title,
        basis=mark_draft(f"{counted} · {describe_period(result)}", result),
        source=f"Kilde: {result.settings.municipality}. {describe_extract_date(result.sources)}. "
        f"{result.edition.label}.",
    )


def _offer_picture(
    draw: Draw, result: AnyResult, caption: images.Caption, files: FileNames
) -> None:
    """Offer a chart as PNG and SVG, drawn anew on a light ground and not taken from the screen."""
    size = images.Size(files.width)
    for ending, convert in (("png", images.convert_svg), ("svg", str.encode)):
        offer_file(
            f"Hent billede ({ending.upper()})",
            partial(_draw_picture, convert, draw, caption, size),
            file_name=f"{_name_figures(result)} - {files.name}.{ending}",
            icon=":material/image:",
            key=f"billede-{ending}-{files.name}",
        )


def _draw_picture(
    convert: Callable[[str], bytes], draw: Draw, caption: images.Caption, size: images.Size
) -> bytes:
    return convert(images.draw_captioned_svg(draw(dark=False).figure, caption, size))
