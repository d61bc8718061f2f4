"""Bilag."""

from pathlib import Path

import click

from access.viewer import local
from commands.opened import opened
from commands.parts import command
from core.quarter import Quarter
from services import bilag as bilag_service
from services.configuration import Configuration
from services.figures import open_figures


@click.command()
@click.argument("kind", type=click.Choice(bilag_service.KINDS))
@click.option("--quarter", required=True, help="Opgørelsens kvartal, f.eks. 2024K4.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Mappe til filerne.")
@click.option("--formats", default="pdf", help="Kommasepareret: pdf.")
@click.option("--sag", type=click.Path(path_type=Path), help="TOML-fil med sagens oplysninger.")
@command
def bilag(
    configuration: Configuration,
    *,
    kind: str,
    quarter: str,
    out: Path,
    formats: str,
    sag: Path | None,
) -> None:
    """Lav et bilag."""
    bilag_service.require_formats(formats.split(","))
    with (
        opened(configuration) as store,
        open_figures(store, local(), settings=configuration.settings) as reader,
    ):
        file = bilag_service.write(
            reader, kind=kind, quarter=Quarter.parse(quarter), folder=out, sag_file=sag
        )
    click.echo(file)
