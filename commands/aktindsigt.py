"""The command that gives the public edition of a period."""

from pathlib import Path

import click

from access.log_lines import Detail
from access.viewer import read_local_viewer
from commands.parts import command
from commands.stores import open_store
from commands.terminal import echo, write_files
from core.edition import Edition
from core.nodes import Level
from core.quarter import Quarter
from services import aktindsigt as aktindsigt_service
from services import bilag as bilag_service
from services.access_log import log_files, name_levels, name_person, open_log
from services.configuration import Configuration


@click.command()
@click.option("--from", "first", required=True, help="Det første kvartal, f.eks. 2023K1.")
@click.option("--to", "last", required=True, help="Det sidste kvartal, f.eks. 2024K4.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Mappe til filerne.")
@click.option("--note", default="", help="Hvad det er til, f.eks. sagsnummeret.")
@click.option("--formats", default=",".join(bilag_service.WRITERS), help="pdf, xlsx.")
@command
def aktindsigt(
    configuration: Configuration, *, first: str, last: str, out: Path, note: str, formats: str
) -> None:
    """Giv den offentlige udgave af en periodes tal; det tæller derefter som vist."""
    request = aktindsigt_service.Request(
        Quarter.parse(first),
        Quarter.parse(last),
        note,
        [name.strip() for name in formats.split(",")],
    )
    viewer = read_local_viewer()
    with open_store(configuration) as store:
        contents = aktindsigt_service.make_files(
            store, request, viewer=viewer, settings=configuration.settings
        )
    details = {
        Detail.OPGOERELSE: f"{request.first} – {request.last}",
        Detail.UDGAVE: Edition.OFFENTLIG.value,
        Detail.NIVEAU: name_levels({Level.ENHED}),
        Detail.GRUND: f"aktindsigt {note}".strip(),
    }
    log_files(open_log(configuration.store), name_person(viewer), contents, details)
    for file in write_files(contents, out):
        echo(file)
