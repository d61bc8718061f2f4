"""The sample data: made by the generator, loaded like any other files."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

from core.errors import ChefforumError
from core.settings import Settings
from data_loaders.problem import Severity
from sample_data.write import write
from services.load import CheckedFile, Outcome, check, save
from store import uploads
from store.database import Store
from store.uploads import UploadRecord

AT_ONCE = 2  # files that are read at the same time, each in a process of its own


def load_sample(
    store: Store, *, settings: Settings, by: str, progress: Callable[[float, str], None]
) -> tuple[Outcome, ...]:
    """Write the sample files of every kind beside the store, and load them: all or none.

    `progress(done, text)` is told the share that is done (0–1) and what was done last. Raises
    ChefforumError when the store already counts files that are not the sample's, or when the
    settings are such that the sample cannot be read.
    """
    files = write(_find_folder(store))
    _require_no_other_data(store, {file.name for file in files})

    def check_file(file: Path) -> CheckedFile:
        return check(store, file.read_bytes(), file_name=file.name, settings=settings)

    batch: list[CheckedFile] = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for file, checked in zip(files, pool.map(check_file, files), strict=True):
            _require_read(checked)
            batch.append(checked)
            progress(len(batch) / (len(files) + 1), f"Har læst {file.name}")
    outcomes = save(store, batch, by=by)
    progress(1.0, "Eksempeldata er indlæst")
    return outcomes


def find_sample_uploads(store: Store, loads: Sequence[UploadRecord]) -> tuple[UploadRecord, ...]:
    """Return those of some loads that count and are the sample's, by the bytes of its files.

    None where the sample's files no longer lie beside the store.
    """
    folder = _find_folder(store)
    counting = [past for past in loads if past.counts and (folder / past.file_name).is_file()]
    names = {past.file_name for past in counting}
    hashes = {sha256((folder / name).read_bytes()).hexdigest() for name in names}
    return tuple(past for past in counting if past.sha256 in hashes)


def _find_folder(store: Store) -> Path:
    return store.path.parent / "eksempeldata"


def _require_read(checked: CheckedFile) -> None:
    if checked.report.refused:
        report = checked.report
        error = next(problem for problem in report.problems if problem.severity is Severity.ERROR)
        raise ChefforumError(
            f"Eksempeldata kan ikke læses med de indstillinger, der er valgt. {report.file_name}: "
            f"{error.message}"
        )


def _require_no_other_data(store: Store, names: set[str]) -> None:
    with store.session() as cursor:
        counting = {past.file_name for past in uploads.read_history(cursor) if past.counts}
    other_files = sorted(counting - names)
    if other_files:
        raise ChefforumError(
            f"Databasen har allerede andre data ({other_files[0]}), som eksempeldata ville blande "
            "sig med. Brug en tom database til eksempeldata."
        )
