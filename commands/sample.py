"""The command that makes and loads the sample data."""

import click

from access.viewer import read_local_viewer
from commands.parts import command
from commands.stores import open_store
from commands.terminal import echo, show_progress
from core import danish
from services.configuration import Configuration
from services.sample import load_sample


@click.command()
@command
def sample(configuration: Configuration) -> None:
    """Lav eksempeldata og indlæs dem."""
    with open_store(configuration) as store:
        outcomes = load_sample(
            store,
            settings=configuration.settings,
            by=read_local_viewer().name,
            progress=show_progress,
        )
    rows = sum(outcome.checked.report.facts.num_rows for outcome in outcomes)
    files = danish.format_count(len(outcomes), "fil", "filer")
    echo(f"Eksempeldata er indlæst: {files}, {danish.format_count(rows, 'række', 'rækker')}.")
