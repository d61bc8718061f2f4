"""The command that starts the pages."""

import click

from commands.parts import own_command
from services.configuration import Configuration


@click.command()
@own_command
def serve(configuration: Configuration) -> None:
    """Start siderne på http://localhost:8501, eller på den næste ledige port."""
    configuration.serve()
