"""What was loaded, and how it is taken back."""

import click

from access.viewer import local
from commands.opened import opened
from commands.parts import command, line
from services import load as load_service
from services import told
from services.configuration import Configuration
from services.contract import history_object
from services.history import history as all_loads


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Ét JSON-objekt pr. indlæsning.")
@command
def history(configuration: Configuration, *, as_json: bool) -> None:
    """Vis indlæsningerne, nyeste først."""
    with opened(configuration) as store:
        rows = all_loads(store)
    for row in rows:
        click.echo(line(history_object(row)) if as_json else told.of_past(row))
    if not rows and not as_json:
        click.echo("Der er ikke indlæst noget endnu.")


@click.command()
@click.argument("upload")
@command
def undo(configuration: Configuration, *, upload: str) -> None:
    """Fortryd en indlæsning; det, den erstattede, gælder igen."""
    with opened(configuration) as store:
        upload_id = load_service.undo(store, upload, by=local().name)
    click.echo(f"Indlæsningen {upload_id} er fortrudt.")


@click.command()
@click.argument("upload")
@command
def redo(configuration: Configuration, *, upload: str) -> None:
    """Lad en fortrudt indlæsning gælde igen."""
    with opened(configuration) as store:
        upload_id = load_service.redo(store, upload, by=local().name)
    click.echo(f"Indlæsningen {upload_id} gælder igen.")
