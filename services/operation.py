"""How the server is, for those who run it: versions, sizes and what is to be done; no figures."""

from importlib.metadata import version

from core import danish
from services.access_log import open_log
from services.configuration import Configuration
from services.load import read_history
from services.stores import FILE_IS_WHOLE, describe_store
from store.connection import find_wal
from store.database import Store
from store.migrate import read_schema_version

_PACKAGES = ("streamlit", "duckdb", "pandas")
_MEGABYTE = 1_000_000


def describe_operation(store: Store, configuration: Configuration) -> list[tuple[str, str]]:
    """Return what a server rests on and how large it is, as pairs of a name and a text."""
    with store.session(facts=False) as cursor:
        schema = read_schema_version(cursor)
    history = read_history(store)
    counting = sum(upload.counts for upload in history)
    files = [store.path, find_wal(store.path), open_log(store.path).path]
    sign_in = configuration.sign_in
    notes = describe_store(store) or [FILE_IS_WHOLE]
    newest = danish.format_moment(history[0].loaded_at) if history else "ingen"
    return [
        (
            "Login",
            sign_in.origin if sign_in else "slået fra: lokal brug",
        ),
        ("Databasens skema", f"version {schema}"),
        *((file.name, _write_size(file.stat().st_size)) for file in files if file.exists()),
        ("Indlæsninger", f"{len(history)}, heraf {counting} gældende"),
        ("Seneste indlæsning", newest),
        ("Pakker", ", ".join(f"{name} {version(name)}" for name in _PACKAGES)),
        ("Bemærkninger", " ".join(notes)),
    ]


def _write_size(size: int) -> str:
    return f"{danish.format_number(size / _MEGABYTE, 1)} MB"
