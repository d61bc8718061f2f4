"""Give the public edition of a period to whoever asks for it, as something that was shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from access.log_lines import Action, Detail
from access.viewer import Viewer
from bilag.sag import Sag
from core import danish
from core.cpr import require_no_cpr
from core.edition import Edition
from core.errors import NoDataError, StoreCollisionError, UsageError
from core.opgoerelse import Act, OpgoerelseStep
from core.quarter import Quarter
from core.settings import Settings
from metrics import rullende
from metrics.computing.recipes import make_recipe
from services import bilag as bilag_service
from services.access_log import log_change
from services.figures import open_figures
from services.retry import retry_on_collision
from store import opgoerelser
from store.database import Store
from store.figures import Reader

_KINDS = ("afdelinger", "enheder")
_LONGEST = 40  # quarters


@dataclass(frozen=True)
class Request:
    """What is asked for: the opgørelser of a period, and the case that it is for."""

    first: Quarter
    last: Quarter
    note: str
    formats: Sequence[str] = tuple(bilag_service.WRITERS)


@retry_on_collision
def make_files(
    store: Store, request: Request, *, viewer: Viewer, settings: Settings
) -> dict[str, bytes]:
    """Return the files of a period in the public edition, by their names: a folder a quarter.

    They are of the data as they are now, and planned beside all that was shown before; from now on
    they are something that was shown themselves. Raises UsageError for a period in the wrong order,
    NoDataError where it has no opgørelse.
    """
    _require_valid(request)
    with open_figures(
        store, viewer.as_outgoing(), settings=settings, edition=Edition.OFFENTLIG
    ) as reader:
        quarters = [
            quarter
            for quarter in reversed(rullende.find_quarters(reader))
            if request.first <= quarter <= request.last
        ]
        if not quarters:
            raise NoDataError(
                f"Der er ingen opgørelser fra {request.first.label} til {request.last.label}."
            )
        files = {
            f"{quarter}/{name}": content
            for quarter in quarters
            for name, content in _make_bilag(reader, quarter, request.formats).items()
        }
        version = reader.version.id
    step = OpgoerelseStep(
        quarters[-1],
        Act.UDLEVERET,
        store.clock(),
        viewer.name,
        f"Aktindsigt i {quarters[0].label} – {quarters[-1].label}: {request.note.strip()}",
        {Edition.OFFENTLIG: version},
        settings,
    )
    _store_step(store, step, version)
    return files


def _require_valid(request: Request) -> None:
    bilag_service.require_formats(request.formats)
    require_no_cpr(request.note)
    if request.last < request.first:
        raise UsageError(f"Perioden slutter {request.last.label}, før den begynder.")
    if request.last - _LONGEST >= request.first:
        raise UsageError(
            f"Perioden er for lang: højst {danish.format_number(_LONGEST, 0)} kvartaler ad gangen."
        )


def _make_bilag(reader: Reader, quarter: Quarter, formats: Sequence[str]) -> dict[str, bytes]:
    made = (bilag_service.make(reader, kind=k, quarter=quarter, sag=Sag()) for k in _KINDS)
    written = (bilag_service.write_formats(each, formats) for each in made)
    return {name: content for files in written for name, content in files.items()}


def _store_step(store: Store, step: OpgoerelseStep, version: str) -> None:
    """Store that figures were given out, unless data changed since they were read."""
    details = {
        Detail.OPGOERELSE: str(step.quarter),
        Detail.UDGAVE: Edition.OFFENTLIG.value,
        Detail.GRUND: step.note,
    }
    with (
        log_change(store, Action.FIL, details, by=step.by),
        store.transaction(facts=False) as cursor,
    ):
        seq = opgoerelser.take_turn(cursor)
        if make_recipe(step.settings, Edition.OFFENTLIG).read_version(cursor).id != version:
            raise StoreCollisionError(
                "Data blev ændret i det samme, så der er ikke udleveret noget. Prøv igen."
            )
        opgoerelser.add_step(cursor, replace(step, seq=seq))
