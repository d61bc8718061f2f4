"""The sample data as files: one quarterly extract per enhed for each of twelve quarters."""

from itertools import groupby
from pathlib import Path

from sample_data.files import content
from sample_data.layouts import layout_of
from sample_data.rows import rows
from sample_data.sheet import sheet_of


def write(folder: Path) -> tuple[Path, ...]:
    """Write the extracts 2022K1–2024K4 into a folder and return them in the order to load.

    The folder is made where it is missing; files of the same names are replaced. The bytes are
    the same each time. Raises OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for quarter, found in groupby(rows(), key=lambda row: row.quarter):
        layout = layout_of(quarter)
        path = folder / f"{layout.stem}_{quarter}.{layout.form}"
        path.write_bytes(content(sheet_of(tuple(found), layout), layout.form))
        paths.append(path)
    return tuple(paths)
