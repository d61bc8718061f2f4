"""Each command that opens the store stands in the access log, and so does each that was refused."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from access.log_lines import Action, Detail, LogEntry
from access.viewer import read_local_viewer
from core.errors import ChefforumError, LogError
from core.nodes import Level
from services.access_log import name_person, open_log
from services.configuration import Configuration

_DETAILS = {
    "quarter": Detail.OPGOERELSE,
    "level": Detail.NIVEAU,
    "edition": Detail.UDGAVE,
    "viewer": Detail.SET_SOM,
}
_SUBJECTS = {"kpi": "name", "bilag": "kind"}  # what is asked for, of a fixed list


@contextmanager
def log_command(configuration: Configuration) -> Iterator[None]:
    """Write in the log which command is carried out, and afterwards where it was refused.

    Raises LogError where it cannot be written: then nothing is done.
    """
    log, person = open_log(configuration.store), name_person(read_local_viewer())
    details = _read_details()
    log.write(LogEntry(*person, Action.KOMMANDO, details))
    try:
        yield
    except LogError:
        raise
    except ChefforumError as error:
        refused = details | {Detail.GRUND: error.title}
        log.write(LogEntry(*person, Action.AFVIST, refused))
        raise


def _read_details() -> dict[Detail, str]:
    """Return what the command is asked for; nothing that may be a text of the user's own."""
    context = click.get_current_context()
    words = [context.info_name or ""]
    if context.parent and context.parent.parent:  # it is a command of a group
        words.insert(0, context.parent.info_name or "")
    asked = {name: str(value) for name, value in context.params.items() if value}
    details = {detail: asked[name] for name, detail in _DETAILS.items() if name in asked}
    if details.get(Detail.NIVEAU) not in set(Level):
        details.pop(Detail.NIVEAU, None)
    subject = asked.get(_SUBJECTS.get(words[-1], ""), "")
    return {Detail.KOMMANDO: " ".join(filter(None, (*words, subject))), **details}
