"""The sample data as files of every kind, in the order to load them."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from sample_data.agenda import agenda_list
from sample_data.events import event_list, group_list
from sample_data.extracts import sheet_of
from sample_data.files import content
from sample_data.layouts import layout_of
from sample_data.person_lists import person_lists
from sample_data.places import place_list
from sample_data.sheet import Document
from sample_data.staff import staff_rows
from sample_data.targets import target_lists


def documents() -> Iterator[Document]:
    """The organisation, the extracts 2022K1–2024K4, lists of persons, måltal and all the rest."""
    yield place_list()
    for quarter, found in groupby(staff_rows(), key=lambda row: row.quarter):
        layout = layout_of(quarter)
        sheet = sheet_of(tuple(found), layout)
        yield Document("kvartal", f"{layout.stem}_{quarter}", layout.form, sheet)
    yield from person_lists()
    yield from target_lists()
    yield event_list()
    yield group_list()
    yield agenda_list()


def write(folder: Path) -> tuple[Path, ...]:
    """Write the files into a folder and return them in the order to load.

    The folder is made where it is missing; files of the same names are replaced. The bytes are
    the same each time. Raises OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for document in documents():
        path = folder / document.file_name
        path.write_bytes(content(document.sheet, document.form))
        paths.append(path)
    return tuple(paths)
