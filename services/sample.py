"""The sample data: made by the generator, loaded like any other file."""

from collections.abc import Callable

from core.errors import ChefforumError
from core.settings import Settings
from sample_data.write import write
from services.load import Outcome, check, save
from store import uploads
from store.database import Store


def load_sample(
    store: Store, *, settings: Settings, by: str, progress: Callable[[float, str], None]
) -> tuple[Outcome, ...]:
    """Write the sample extracts beside the store and load them, one after the other.

    `progress(done, text)` is told the share that is done (0–1) and what comes next. Raises
    ChefforumError when the store already counts files that are not the sample's.
    """
    files = write(store.path.parent / "eksempeldata")
    _require_no_other_data(store, {file.name for file in files})
    outcomes: list[Outcome] = []
    for number, file in enumerate(files):
        progress(number / len(files), f"Indlæser {file.name}")
        checked = check(store, file.read_bytes(), file_name=file.name, settings=settings)
        outcomes += save(store, [checked], by=by)
    progress(1.0, "Eksempeldata er indlæst")
    return tuple(outcomes)


def _require_no_other_data(store: Store, names: set[str]) -> None:
    with store.session() as cursor:
        counting = {past.file_name for past in uploads.history(cursor) if past.counts}
    others = sorted(counting - names)
    if others:
        raise ChefforumError(
            f"Databasen har allerede andre data ({others[0]}), som eksempeldata ville blande sig "
            "med. Brug en tom database til eksempeldata."
        )
