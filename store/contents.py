"""Copy all that a store holds at one moment to a file of its own, and count what a store holds."""

from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import duckdb

from store.connection import Cursor, connect, explain_errors
from store.database import Store
from store.identity import StoreMark, read_mark
from store.migrate import read_schema_version, refuse_newer, refuse_other_tables

_OWNER_ONLY = 0o600


class TableContent(NamedTuple):
    """How many rows a table has, and a number that differs whenever any value in it does."""

    rows: int
    hash: str


class StoreContents(NamedTuple):
    """What a store holds: each table by its name, the schema's version, and the store's mark.

    `library` is the version of DuckDB: only hashes of one version can be compared.
    """

    tables: dict[str, TableContent]
    schema: int
    mark: StoreMark | None
    library: str

    @property
    def rows(self) -> int:
        """The rows of all tables."""
        return sum(table.rows for table in self.tables.values())

    def is_same(self, other: "StoreContents") -> bool:
        """Whether two stores hold the same: every value, or by another library every row."""
        if self.library == other.library:
            return self == other
        return (self._row_counts, self.schema, self.mark) == (
            *(other._row_counts, other.schema, other.mark),
        )

    @property
    def _row_counts(self) -> dict[str, int]:
        return {name: table.rows for name, table in self.tables.items()}


def read_contents(cursor: Cursor) -> StoreContents:
    """Read every row of every table. Raises duckdb.Error where the file is damaged anywhere."""
    names = cursor.execute(
        "SELECT table_name FROM duckdb_tables() WHERE NOT temporary "
        "AND database_name = current_database() ORDER BY table_name"
    ).fetchall()
    tables = {}
    for (name,) in names:
        query = "SELECT count(*), coalesce(sum(hash(whole_row)::HUGEINT), 0) FROM {} AS whole_row"
        rows, row_hash = cursor.execute(query.format(_quote(name))).fetchall()[0]
        tables[name] = TableContent(rows, str(row_hash))
    return StoreContents(tables, read_schema_version(cursor), read_mark(cursor), duckdb.__version__)


def copy_contents(store: Store, target: Path) -> StoreContents:
    """Copy what an open store holds at one moment to a new file; others go on meanwhile.

    Free space, and what was erased in it, is not copied. Raises duckdb.Error or OSError where the
    file cannot be written, ChefforumError where the store cannot be read.
    """
    alias = f"copy_{uuid4().hex}"
    path = str(target).replace("'", "''")
    with store.session(facts=False) as cursor:
        cursor.execute(f"ATTACH '{path}' AS {alias}")
    try:
        target.chmod(_OWNER_ONLY)
        with store.session(facts=False) as cursor:
            source = cursor.execute("SELECT current_database()").fetchall()[0][0]
            cursor.begin()
            contents = read_contents(cursor)
            cursor.execute(f"COPY FROM DATABASE {_quote(source)} TO {alias}")
            cursor.commit()
            cursor.execute(f"CHECKPOINT {alias}")  # detaching alone says nothing of a full disk
    finally:
        with store.session(facts=False) as cursor:
            cursor.execute(f"DETACH {alias}")
    return contents


def read_copy(path: Path) -> StoreContents:
    """Read all that a copy of a store holds; nothing is changed in it.

    Raises StoreTooNewError for one that a newer program wrote, ChefforumError for one that is
    damaged or no store's file.
    """
    with explain_errors(path), connect(path, read_only=True) as connection:
        refuse_other_tables(connection, path)
        refuse_newer(read_schema_version(connection))
        return read_contents(connection)


def _quote(name: str) -> str:
    return '"{}"'.format(name.replace('"', '""'))
