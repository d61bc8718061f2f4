"""What is new since the opgørelse before: unusual quarters, events, holes and decisions."""

from collections.abc import Mapping, Sequence

from core import danish
from metrics.nodes import Node
from metrics.result import RullendeResult
from metrics.rows import Row
from metrics.signal.verdict import Verdict
from phrases.notes import write_note
from phrases.signal import describe_verdict, name_signal


def list_news(
    result: RullendeResult,
    row: Row,
    parts: Sequence[Node],
    verdicts: Mapping[str, Verdict],
) -> list[str]:
    """List what is new for a node of a result, a sentence each, the most important first.

    `parts` are the nodes that it is the sum of, where they are judged on their own; `verdicts` tell
    by key how usual the newest quarter is.
    """
    own_verdict = verdicts.get(row.key)
    texts = [
        describe_verdict(own_verdict) if own_verdict else "",
        *_list_signals(parts, verdicts),
        *_list_events(result, row),
        write_note(result, row),
    ]
    return [text for text in texts if text]


def _list_signals(parts: Sequence[Node], verdicts: Mapping[str, Verdict]) -> list[str]:
    """Name the parts that are unusual, by which way: "Lavere end sædvanlige udsving: A og B."."""
    names: dict[str, list[str]] = {}
    for part in parts:
        verdict = verdicts.get(part.key)
        if verdict and (signal := name_signal(verdict)):
            names.setdefault(signal, []).append(part.name)
    return [f"{signal}: {danish.join_words(of)}." for signal, of in names.items()]


def _list_events(result: RullendeResult, row: Row) -> list[str]:
    """List the events of the opgørelse's own quarter that touch the node."""
    begin = result.quarter.period.first
    return [event.sentence for event in result.events.find_touching(row) if event.dato >= begin]
