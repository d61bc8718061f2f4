"""The sample data as files of every kind, in the order to load them."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from sample_data.agenda import make_agenda_list
from sample_data.events import make_event_list, make_group_list
from sample_data.extracts import make_sheet
from sample_data.files import write_content
from sample_data.follow_ups import make_follow_up_list
from sample_data.layouts import choose_layout
from sample_data.person_lists import make_person_lists
from sample_data.places import make_organisation_list
from sample_data.sheet import SampleFile
from sample_data.staff import make_staff_rows
from sample_data.targets import make_target_lists


def make_files() -> Iterator[SampleFile]:
    """Make all sample files: the organisation, the extracts 2022K1–2024K4, the lists and events."""
    yield make_organisation_list()
    for quarter, rows in groupby(make_staff_rows(), key=lambda row: row.quarter):
        layout = choose_layout(quarter)
        sheet = make_sheet(tuple(rows), layout)
        yield SampleFile("kvartal", f"{layout.stem}_{quarter}", layout.form, sheet)
    yield from make_person_lists()
    yield from make_target_lists()
    yield make_event_list()
    yield make_follow_up_list()
    yield make_group_list()
    yield make_agenda_list()


def write(folder: Path) -> tuple[Path, ...]:
    """Write the files into a folder and return them in the order to load.

    The folder is made where it is missing; files of the same names are replaced. The bytes are
    the same each time. Raises OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for file in make_files():
        path = folder / file.file_name
        path.write_bytes(write_content(file.sheet, file.form))
        paths.append(path)
    return tuple(paths)
