"""Enheder that come back under a new number: asked about, and remembered as who goes on."""

from collections.abc import Sequence
from dataclasses import dataclass

from core import danish
from core.nodes import unit_identity
from core.placement import Placement
from core.quarter import Quarter
from data_loaders.guidance.mapping import Mapping
from data_loaders.guidance.proposal import Choice
from services.findings import Finding, ask_unless_answered

_QUESTION = "renumbered"
_SAME, _OTHERS = "ja", "nej"
_SHOWN = 5


@dataclass(frozen=True)
class RenumberedUnit:
    """An enhed whose name stands under another number from a quarter on."""

    name: str
    former_number: str
    number: str
    quarter: Quarter


def find_renumbered_units(
    quarter: Quarter,
    *,
    before: dict[str, str],
    after: dict[str, str],
    placements: Sequence[Placement],
) -> list[RenumberedUnit]:
    """Find the enheder whose number is new in a quarter though their name was there before.

    `before` and `after` are the names of the enheder by number, in the quarter before and in the
    quarter. A name that several have tells nothing, and one that the organisation has a successor
    or an end for is settled.
    """
    settled = {
        unit_identity(row.enhed) for row in placements if row.efterfoelger or row.til is not None
    }
    gone = _index_by_name(before, without=after)
    new = _index_by_name(after, without=before)
    return [
        RenumberedUnit(after[number], gone[name], number, quarter)
        for name, number in new.items()
        if name in gone and unit_identity(gone[name]) not in settled
    ]


def _index_by_name(units: dict[str, str], *, without: dict[str, str]) -> dict[str, str]:
    """Return the numbers of the enheder that are not in both, by a name that nobody else has."""
    other_numbers = {unit_identity(number) for number in without}
    by_name: dict[str, list[str]] = {}
    for number, name in units.items():
        if unit_identity(number) != unit_identity(name):
            by_name.setdefault(name.casefold(), []).append(number)
    return {
        name: numbers[0]
        for name, numbers in by_name.items()
        if len(numbers) == 1 and unit_identity(numbers[0]) not in other_numbers
    }


def ask_about_numbers(mapping: Mapping, units: Sequence[RenumberedUnit]) -> tuple[Finding, ...]:
    """Ask whether enheder with the names of others, and new numbers, are the same."""
    if not units:
        return ()
    pairs = [f"{unit.name} ({unit.former_number}) står i filen som {unit.number}" for unit in units]
    plural = len(units) > 1
    listed = danish.join_words(pairs, limit=_SHOWN)
    return ask_unless_answered(
        mapping,
        (
            _QUESTION,
            f"{listed}: samme {'enheder' if plural else 'enhed'}?",
        ),
        code="renumbered_units",
        message=(
            f"{danish.format_count(len(units), 'enhed', 'enheder')} fra "
            f"{(units[0].quarter - 1).label} har et nyt nummer i {units[0].quarter.label}: "
            f"{listed}. Er {'de de' if plural else 'den den'} samme, fortsætter "
            "det nye nummer det gamle, også når udviklingen forklares."
        ),
        choices=(
            Choice(_SAME, "Samme enhed: det nye nummer fortsætter det gamle"),
            Choice(_OTHERS, "En anden enhed: den gamle er lukket, og den nye er ny"),
        ),
    )


def list_going_on(mapping: Mapping, units: Sequence[RenumberedUnit]) -> set[str]:
    """Return the former numbers of the enheder that may go on: not where it was answered no."""
    is_other = mapping.answers.get(_QUESTION) == _OTHERS
    return set() if is_other else {unit.former_number for unit in units}


def is_same_enhed(mapping: Mapping) -> bool:
    """Whether it was answered that the enheder with new numbers are the same as before."""
    return mapping.answers.get(_QUESTION) == _SAME
