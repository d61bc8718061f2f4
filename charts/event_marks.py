"""What happened, drawn where it did: a thin line at the beginning of the quarter, with its day."""

from collections.abc import Sequence
from string import ascii_lowercase

from charts.figure import SMALL, Figure
from core.event import Event, EventKind
from core.quarter import Quarter


def mark_events(fig: Figure, events: Sequence[Event], quarters: Sequence[Quarter]) -> None:
    """Mark the events of the quarters along a chart's x axis, 0 for the first of them.

    Each has a letter above its line, by which the text under the chart names it (`letter_events`).
    """
    letters = letter_events(events, first=quarters[0])
    for place, quarter in enumerate(quarters):
        in_quarter = {
            letter: event
            for letter, event in letters.items()
            if Quarter.from_day(event.dato) == quarter
        }
        if not in_quarter:
            continue
        broken = EventKind.DATABRUD in {event.slags for event in in_quarter.values()}
        line = {"color": fig.inks.muted, "width": 1, "dash": "solid" if broken else "dot"}
        fig.add_vertical(place - 0.5, line=line)
        fig.add_text(
            ", ".join(in_quarter),
            x=place - 0.5,
            y=1,
            yref="paper",
            yanchor="bottom",
            font={"size": SMALL, "color": fig.inks.muted},
        )


def letter_events(events: Sequence[Event], *, first: Quarter) -> dict[str, Event]:
    """Give each event since the beginning of a quarter a letter, in their order."""
    since = [event for event in events if event.dato >= first.period.first]
    return dict(zip(ascii_lowercase, since, strict=False))


def draw_breaks(
    fig: Figure, breaks: Sequence[Quarter], quarters: Sequence[Quarter], *, panel: str
) -> None:
    """Draw the breaks in a panel that has no room for their text."""
    for quarter in breaks:
        if quarter in quarters:
            x = quarters.index(quarter) - 0.5
            line = {"color": fig.inks.muted, "width": 1}
            fig.add_vertical(x, panel=panel, line=line, layer="below")


def describe_events(events: Sequence[Event], quarters: Sequence[Quarter]) -> str:
    """Return the events of some quarters as sentences that end a chart's alt text."""
    sentences = [event.sentence for event in events if Quarter.from_day(event.dato) in quarters]
    return f" {' '.join(sentences)}" if sentences else ""
