"""Read a file as earlier files and its own mapping say, before it is compared with the store."""

from dataclasses import replace

from core.moment import find_danish_day
from core.settings import Settings
from data_loaders.guidance.mapping import Mapping
from data_loaders.read import read_report
from data_loaders.read_apart import read_report_apart
from data_loaders.report import Report
from services import mappings
from store.database import Store


def read_file(
    store: Store,
    content: bytes,
    *,
    file_name: str,
    settings: Settings,
    kind: str | None = None,
    file_mapping: Mapping | None = None,
) -> Report:
    """Read a file, guided by `file_mapping` and earlier files, and compare it with nothing."""
    return read_report(
        content,
        file_name=file_name,
        settings=settings,
        kind=kind,
        today=find_danish_day(store.clock()),
        guidance=mappings.make_guidance(store, file_mapping),
    )


def read_file_apart(
    store: Store,
    content: bytes,
    *,
    file_name: str,
    settings: Settings,
    kind: str | None = None,
    file_mapping: Mapping | None = None,
) -> Report:
    """Read a file as `read_file` does, in a process of its own: other visitors do not wait."""
    file_mapping = file_mapping or Mapping()
    guidance = mappings.make_guidance(store, replace(file_mapping, kind=kind or file_mapping.kind))
    return read_report_apart(
        content,
        file_name=file_name,
        settings=settings,
        today=find_danish_day(store.clock()),
        guidance=guidance,
    )
