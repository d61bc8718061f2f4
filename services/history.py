"""What was loaded, when and by whom."""

from store import uploads
from store.database import Store
from store.uploads import UploadRecord


def read_history(store: Store) -> tuple[UploadRecord, ...]:
    """Return all uploads, newest first."""
    with store.session() as cursor:
        return uploads.read_history(cursor)
