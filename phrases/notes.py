"""What must be said beside a row of a result, whatever nøgletal it is of."""

from metrics.forloeb import ForloebRow
from metrics.result import AnyResult
from metrics.rows import (
    AgendaRow,
    ChangePartRow,
    GruppeRow,
    KvartalRow,
    LangtidsfriskeRow,
    MaaltalRow,
    NodeChangeRow,
    Row,
    SignalRow,
    UnitChangeRow,
    WindowRow,
)
from phrases.agenda import write_agenda_note
from phrases.cell_text import write_cell
from phrases.forklaring import write_node_note, write_part_note, write_unit_note
from phrases.forloeb import write_forloeb_note
from phrases.grupper import write_gruppe_note
from phrases.hidden import explain_hidden
from phrases.langtidsfriske import write_friske_note
from phrases.maaltal import write_maaltal_note
from phrases.signal import write_signal_note
from phrases.window_notes import write_kvartal_note, write_window_note


def write_note(result: AnyResult, row: Row) -> str:
    """Say what a reader must know of one row of a result; "" where there is nothing to say."""
    return f"{explain_hidden(result, row)} {write_details(result, row)}".strip()


def write_number_note(result: AnyResult, row: Row) -> str:
    """Say the same of a row whose figure stands as a number: 0 may be an effect that is small."""
    note = write_note(result, row)
    if not isinstance(row, ChangePartRow | UnitChangeRow) or row.value != 0:
        return note
    effect = write_cell(result, row, "value")
    return f"Værdien er {effect}. {note}".strip() if effect.startswith("under") else note


def write_details(result: AnyResult, row: Row) -> str:  # noqa: PLR0911 - one for each nøgletal
    """Say what a reader must know of one row, beside why it is not shown."""
    match row:
        case WindowRow():
            return write_window_note(result, row)
        case KvartalRow():
            return write_kvartal_note(row)
        case ForloebRow():
            return write_forloeb_note(result, row)
        case LangtidsfriskeRow():
            return write_friske_note(result, row)
        case MaaltalRow():
            return write_maaltal_note(row)
        case AgendaRow():
            return write_agenda_note(row)
        case GruppeRow():
            return write_gruppe_note(row)
        case SignalRow():
            return write_signal_note(row)
        case NodeChangeRow():
            return write_node_note(row)
        case ChangePartRow():
            return write_part_note(row.node_change, row.part)
        case UnitChangeRow():
            return write_unit_note(row)
    return ""
