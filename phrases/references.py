"""Figures from elsewhere in words, with what they are counted in where it is something else."""

from core import danish
from metrics.references import Reference
from phrases.periods import write_period


def write_label(reference: Reference) -> str:
    """Name a reference on its line: "Andre kommuner, 2023: 14,9 (anden nævner: …)"."""
    return f"{_write_reference(reference)}{_write_flag(reference)}"


def describe_reference(reference: Reference) -> str:
    """Tell a reference under a chart, with its unit and source."""
    unit = "" if reference.measure_unit == "%" else f" {reference.measure_unit}"
    source = f" Kilde: {reference.source}." if reference.source else ""
    return f"Reference: {_write_reference(reference)}{unit}{_write_flag(reference)}.{source}"


def _write_reference(reference: Reference) -> str:
    value = danish.format_number(reference.value)
    if reference.measure_unit == "%":
        value = danish.format_percent(reference.value, 1)
    return f"{reference.name}, {write_period(reference.period)}: {value}"


def _write_flag(reference: Reference) -> str:
    """In what it differs from the municipality's own figures, in brackets; "" where it does not."""
    if reference.is_comparable:
        return ""
    if not reference.is_in_days:
        return f" (anden måleenhed: {reference.measure_unit or 'ikke oplyst'})"
    divisor = reference.denominator
    return f" (anden nævner: {divisor.per})" if divisor else " (nævneren er ikke oplyst)"
