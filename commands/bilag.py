"""The command that writes a bilag."""

from pathlib import Path
from typing import TypedDict, Unpack

import click

from access.viewer import read_local_viewer
from commands.parts import command
from commands.stores import open_store
from core.quarter import Quarter
from services import bilag as bilag_service
from services.configuration import Configuration
from services.figures import open_figures
from services.opgoerelser import open_sent


class Files(TypedDict):
    """The folder that the bilag is written to, and the file about the case."""

    out: Path
    sag: Path | None


@click.command()
@click.argument("kind", type=click.Choice(bilag_service.KINDS))
@click.option("--quarter", required=True, help="Opgørelsens kvartal, f.eks. 2024K4.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Mappe til filerne.")
@click.option("--formats", default="pdf", help="Kommasepareret: pdf.")
@click.option("--sent", is_flag=True, help="Med de tal, som opgørelsen blev udsendt med.")
@click.option("--sag", type=click.Path(path_type=Path), help="TOML-fil med sagens oplysninger.")
@command
def bilag(
    configuration: Configuration,
    *,
    kind: str,
    quarter: str,
    formats: str,
    sent: bool,
    **files: Unpack[Files],
) -> None:
    """Lav et bilag."""
    bilag_service.require_formats(formats.split(","))
    at = Quarter.parse(quarter)
    with open_store(configuration) as store:
        figures = (
            open_sent(store, read_local_viewer(), at)
            if sent
            else open_figures(store, read_local_viewer(), settings=configuration.settings)
        )
        with figures as reader:
            file = bilag_service.write(
                reader, kind=kind, quarter=at, folder=files["out"], sag_file=files["sag"]
            )
    click.echo(file)
