"""How much a sheet is like each kind of data, and why."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Likeness:
    """How sure it is, from 0 to 1, that a sheet is of a kind; `reasons` are in Danish.

    `complete` says whether all that the kind needs is there.
    """

    kind: str
    sheet: str
    confidence: float
    reasons: tuple[str, ...]
    complete: bool
