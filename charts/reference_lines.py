"""Figures from elsewhere, drawn as thin grey lines with their names on them."""

from collections.abc import Sequence

from charts.figure import SMALL, Figure, escape_label
from metrics.references import Reference
from phrases.references import describe_reference, write_label

_NAME_WIDTH = 44
ROOM = 1.25  # above the highest line, for two lines of its name in a low chart


def draw_references(fig: Figure, references: Sequence[Reference]) -> None:
    """Draw those of the municipality's own unit and denominator at their height on the y axis."""
    for reference in references:
        if reference.is_comparable:
            fig.add_horizontal(reference.value, line={"color": fig.inks.comparison, "width": 1.5})
            fig.add_text(
                escape_label(write_label(reference), width=_NAME_WIDTH),
                x=0,
                xref="paper",
                xanchor="left",
                y=reference.value,
                yanchor="bottom",
                align="left",
                font={"size": SMALL, "color": fig.inks.muted},
                bgcolor=fig.inks.ground,
            )


def find_highest(references: Sequence[Reference]) -> float:
    """Return the height of the highest line; 0 where there is none."""
    return max((reference.value for reference in references if reference.is_comparable), default=0)


def describe_references(references: Sequence[Reference]) -> str:
    """Return a sentence for each line, to end a chart's alt text."""
    return "".join(
        f" {describe_reference(reference)}" for reference in references if reference.is_comparable
    )
