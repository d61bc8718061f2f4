"""The commands that list uploads, undo and redo them, and go on with a store that was laid back."""

from dataclasses import replace

import click

from access.viewer import Viewer, read_local_viewer
from commands import answer_text
from commands.answer_json import describe_upload
from commands.parts import command, write_json_line
from commands.stores import open_store
from commands.terminal import echo
from commands.viewer_option import choose_viewer, viewer_option
from core.errors import NoDataError
from services import load as load_service
from services.configuration import Configuration
from services.load import read_history
from services.opgoerelser import find_newest_moment
from services.stores import FILE_IS_WHOLE, accept_store, describe_store
from store.database import Store
from store.uploads import UploadRecord


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Ét JSON-objekt pr. indlæsning.")
@viewer_option
@command
def history(configuration: Configuration, *, as_json: bool, viewer: str | None) -> None:
    """Vis indlæsningerne, nyeste først; en rolle ser dem bag det, der er frigivet til den."""
    with open_store(configuration) as store:
        rows = _list_rows(store, choose_viewer(store, viewer, settings=configuration.settings))
        notes = describe_store(store) or [FILE_IS_WHOLE]
    for row in rows:
        echo(write_json_line(describe_upload(row)) if as_json else answer_text.write_upload(row))
    if not rows and not as_json:
        echo("Der er ikke indlæst noget endnu.")
    if not as_json:
        echo("\n".join(notes))


def _list_rows(store: Store, viewer: Viewer) -> list[UploadRecord]:
    """List the uploads that a viewer is told of: those behind what is released, but for HR."""
    if viewer.is_hr:
        return [*read_history(store)]
    try:
        until = find_newest_moment(store, viewer)
    except NoDataError:
        return []
    return [_hide_drafts(row) for row in read_history(store, until=until)]


def _hide_drafts(row: UploadRecord) -> UploadRecord:
    """Leave out what is HR's alone: who loaded, the file's mark, and exact figures of drafts."""
    return replace(row, loaded_by="", sha256="", changes="")


@click.command()
@command
def accept(configuration: Configuration) -> None:
    """Gå videre med den database, der ligger der, selv om den ikke er den, der var sidst."""
    accept_store(configuration.store, by=read_local_viewer().name)
    echo(f"{configuration.store} bruges fra nu af. Det står i »history«.")


@click.command()
@click.argument("upload")
@command
def undo(configuration: Configuration, *, upload: str) -> None:
    """Fortryd en indlæsning; det, den erstattede, gælder igen."""
    with open_store(configuration) as store:
        upload_id = load_service.undo(store, upload, by=read_local_viewer().name)
    echo(f"Indlæsningen {upload_id} er fortrudt.")


@click.command()
@click.argument("upload")
@command
def redo(configuration: Configuration, *, upload: str) -> None:
    """Lad en fortrudt indlæsning gælde igen."""
    with open_store(configuration) as store:
        upload_id = load_service.redo(store, upload, by=read_local_viewer().name)
    echo(f"Indlæsningen {upload_id} gælder igen.")
