"""Figur 1 in a bilag shows what was sent, and the notes say where data are others now."""

from datetime import datetime
from pathlib import Path

from bilag.model import TextSection
from bilag.sag import Sag
from core.nodes import Scope
from core.quarter import Quarter
from core.settings import Settings
from services import bilag, opgoerelser
from store.database import Store
from tests.clock import Clock
from tests.stored_rows import put, reading, row

PEAK = Quarter(2023, 4)


def put_quarter(store: Store, quarter: Quarter, days: str, name: str) -> None:
    rows = [row(str(quarter), enhed, days=days, heads="30") for enhed in ("1", "2")]
    put(store, rows, name=name)


def notes(store: Store, quarter: Quarter) -> list[str]:
    """Those of the notes that are about Figur 1."""
    with reading(store, scope=Scope.everything().as_printed()) as reader:
        annex = bilag.make(reader, kind="afdelinger", quarter=quarter, sag=Sag())
    texts = [section for section in annex.sections if isinstance(section, TextSection)]
    return [text for section in texts for text in section.paragraphs if text.startswith("Figur 1:")]


def test_a_corrected_point_is_told_with_its_upload_as_long_as_it_is_shown(tmp_path: Path) -> None:
    """The 4th quarter of 2023 was sent as 9.0; its data now give 9.2."""
    store = Store(tmp_path / "s.duckdb", clock=Clock(datetime(2025, 1, 14, 8)))
    for step in range(14):
        put_quarter(store, Quarter(2023, 1) + step, "60" if step else "90", f"k{step}.xlsx")
    opgoerelser.release(store, PEAK, settings=Settings(), by="hr")
    opgoerelser.send(store, PEAK, settings=Settings(), by="hr")
    assert notes(store, PEAK + 2) == []
    put_quarter(store, PEAK - 3, "96", "ret.xlsx")
    note = (
        "Figur 1: Opgørelserne vises, som de blev udsendt; data giver nu andre tal: 9,2 for 4. "
        "kvartal 2023."
    )
    assert notes(store, PEAK + 2) == [note]  # the peak's own note names the upload
    assert notes(store, PEAK + 8) == [note]
    assert notes(store, PEAK + 9) == []
    store.close()
