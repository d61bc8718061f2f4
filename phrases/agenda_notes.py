"""What is said of a figure of the agenda: what it is made of, and what is wanting."""

from core import danish
from metrics.rows import AgendaRow
from phrases.corrections import write_corrections
from phrases.periods import write_period


def write_agenda_note(row: AgendaRow) -> str:
    """Say what must be known of one row."""
    if row.missing:
        return " ".join(part for part in (_explain_missing(row), _write_deadline(row)) if part)
    return f"Tallet er for {write_period(row.period)}. {write_remarks(row)}".strip()


def write_remarks(row: AgendaRow) -> str:
    """Say what must be known of a row that has its figure, beside the period."""
    waits = _write_deadline(row) if row.status == "i gang" else ""
    parts = [
        _write_fraction_note(row),
        _explain_pooling(row),
        _explain_change(row),
        write_corrections(row.corrections),
        waits,
    ]
    return " ".join(part for part in parts if part)


def write_caveats(row: AgendaRow) -> str:
    """Say of a row that has its figure what a table with all its figures does not tell."""
    plain = row.previous is not None and not row.previous_masked
    parts = [
        _explain_pooling(row),
        "" if plain else _explain_change(row),
        write_corrections(row.corrections),
    ]
    return " ".join(part for part in parts if part)


def write_fraction(row: AgendaRow) -> str:
    """Write what a figure is a share of: "93 af 95"; "" where it is none."""
    if row.numerator is None or row.basis is None:
        return ""
    return f"{_write_count(row.numerator)} af {_write_count(row.basis)}"


def _explain_missing(row: AgendaRow) -> str:
    text = f"Der er intet tal for {write_period(row.period)}"
    if not row.previous_period:
        return f"{text}."
    return f"{text}; det seneste er for {write_period(row.previous_period)}."


def _write_fraction_note(row: AgendaRow) -> str:
    text = write_fraction(row)
    if row.outstanding:
        text += f"; {danish.format_number(row.outstanding, 0)} mangler"
    return f"{text}." if text else ""


def _write_count(value: float) -> str:
    return danish.format_number(value, 0 if float(value).is_integer() else 1)


def _explain_pooling(row: AgendaRow) -> str:
    if not row.parts:
        return ""
    return f"Lagt sammen af {danish.format_count(int(row.parts), 'række', 'rækker')} i listen."


def _explain_change(row: AgendaRow) -> str:
    if row.masked or not row.previous_period:
        return ""
    before = write_period(row.previous_period)
    if row.previous_masked:
        return f"Ændringen vises ikke, fordi tallet for {before} ikke vises."
    if row.previous is None:
        return f"Ikke sammenlignet med {before}, hvor det er målt i noget andet."
    return f"Ændringen er siden {before}."


def _write_deadline(row: AgendaRow) -> str:
    return f"Frist {danish.format_date_long(row.deadline)}." if row.deadline else ""
