"""The value that pages show and bilag print."""

from dataclasses import dataclass
from typing import Any

Properties = dict[str, Any]  # a part of Plotly's JSON


@dataclass(frozen=True)
class Chart:
    """A figure, a title that says the finding, and an alt text that says it aloud.

    `name` is stable and unique on a page: the widget key and the file name are made of it. `figure`
    is Plotly's JSON, and nobody changes it: visits share a chart.
    """

    name: str
    title: str
    alt: str
    figure: Properties
