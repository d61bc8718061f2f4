"""Whom a command answers: HR, who sits at the machine, or a role that HR looks as."""

import click

from access.viewer import Viewer, read_local_viewer
from core.settings import Settings
from services.viewers import read_viewer
from store.database import Store

viewer_option = click.option(
    "--viewer",
    metavar="ROLLE[:STED]",
    help='Som en rolle ser det, f.eks. "afdelingschef:Børn & Familie".',
)


def choose_viewer(store: Store, text: str | None, *, settings: Settings) -> Viewer:
    """Return the viewer that the option names; HR where it names none.

    Raises UsageError for a role or a place that is none.
    """
    viewer = read_local_viewer()
    return read_viewer(store, viewer, text, settings=settings) if text else viewer
