"""What was loaded, when and by whom."""

from store import uploads
from store.database import Store
from store.uploads import Past


def history(store: Store) -> tuple[Past, ...]:
    """Return all uploads, newest first."""
    with store.session() as cursor:
        return uploads.history(cursor)
