"""The value that pages show and bilag print."""

from dataclasses import dataclass

import plotly.graph_objects as go


@dataclass(frozen=True)
class Chart:
    """A figure, a title that says the finding, and an alt text that says it aloud.

    `name` is stable and unique on a page: the widget key and the file name are made of it.
    """

    name: str
    title: str
    alt: str
    figure: go.Figure
