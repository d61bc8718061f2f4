"""How far an opgørelse is, and whether its figures print as they were shown."""

from core.opgoerelse import Opgoerelse
from core.quarter import Quarter
from metrics import langtidsfriske, maaltal, sendings
from metrics.noegletal import RULLENDE
from metrics.reservations import read_reservation
from store.figures import Reader

_SHOWN = (RULLENDE, maaltal.DECLARED, langtidsfriske.DECLARED)


def read_opgoerelse(reader: Reader, quarter: Quarter) -> Opgoerelse:
    """Read an opgørelse: its steps, and whether its data or figures changed since the last one.

    The agenda's other nøgletal are not counted: those of a whole year go on changing in it.
    """
    reservation = read_reservation(reader, kpi=RULLENDE.name, quarter=quarter)
    is_preliminary = bool(reservation.preliminary)
    opgoerelse = Opgoerelse(quarter, reader.find_steps(quarter), is_preliminary=is_preliminary)
    step = opgoerelse.visible_step
    if step is None:
        return opgoerelse
    return Opgoerelse(
        quarter,
        opgoerelse.steps,
        any(sendings.find_node_corrections(reader, declared, step) for declared in _SHOWN),
        sendings.find_opgoerelse_corrections(reader, quarter, since=step.at),
        sendings.is_deferred(reader, quarter),
        is_preliminary,
    )
