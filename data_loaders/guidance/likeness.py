"""How much a sheet is like each kind of data, and why."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Likeness:
    """How sure it is, from 0 to 1, that a sheet is of a kind; `reasons` are in Danish.

    `complete` says whether all that the kind needs is there, and `unsaid` that nothing says what
    its figures are: only their time stands above them.
    """

    kind: str
    sheet: str
    confidence: float
    reasons: tuple[str, ...]
    complete: bool
    unsaid: bool = False
