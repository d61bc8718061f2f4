"""What is read of each kind fits the store's table, and counts when it is stored."""

import json
from pathlib import Path

import pytest

from core.settings import Settings
from data_loaders.kinds.registry import KINDS
from data_loaders.read import read_report
from services.templates import make_template
from store import kinds, uploads
from store.database import Store
from store.uploads import NewUpload


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_is_stored_and_replaces_itself(kind: str, tmp_path: Path) -> None:
    found = read_report(make_template(kind), file_name="Skabelon.xlsx", settings=Settings())
    known = kinds.find_kind(kind)
    assert found.facts.num_rows > 0
    assert set(found.periods) == set(found.facts[known.period].to_pylist())
    upload = NewUpload(
        kind=kind,
        file_name=found.file_name,
        sha256=found.sha256,
        extract_date=found.extract_date,
        facts=found.facts,
        periods=found.periods,
        problems=json.dumps([]),
        totals=json.dumps([]),
    )
    store = Store(tmp_path / "x.duckdb")
    with store.transaction() as cursor:
        columns = cursor.execute(f"SELECT * FROM {known.table} LIMIT 0").description  # noqa: S608
        assert {"upload_id", *found.facts.column_names} == {column[0] for column in columns}
        for _ in range(2):
            seq = uploads.take_turn(cursor, kind)
            uploads.add_upload(cursor, upload, seq=seq, at=store.clock(), by="HR")
        counts = cursor.execute(
            "SELECT count(DISTINCT upload_id) FROM current_uploads WHERE kind = $1", [kind]
        ).fetchone()
        assert counts == (1,)
    store.close()


@pytest.mark.parametrize("kind", ["maaltal", "organisation", "haendelser", "noegletal"])
def test_the_same_file_is_read_as_the_same_content(kind: str) -> None:
    def content() -> str:
        found = read_report(make_template(kind), file_name="Skabelon.xlsx", settings=Settings())
        return NewUpload(kind, "", "", None, found.facts, found.periods, "[]", "[]").content

    assert content() == content()
