"""What the commands share: their refusals in Danish, and their lines of JSON."""

import json
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path

import click

from core import cpr, danish
from core.errors import ChefforumError, UsageError
from services.configuration import Configuration

REFUSED, WRONG_USE = 1, 2


def command(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command its --store, and say what was refused in Danish, without a traceback."""

    @click.option("--store", type=click.Path(path_type=Path), help="Databasens fil.")
    @wraps(function)
    def wrapped(store: Path | None, **arguments: object) -> None:
        named_before = click.get_current_context().obj
        try:
            function(Configuration.read(store or named_before), **arguments)
        except UsageError as error:
            _exit_with_error(error, WRONG_USE)
        except ChefforumError as error:
            _exit_with_error(error, REFUSED)

    return wrapped


def _exit_with_error(error: ChefforumError, code: int) -> None:
    click.echo(f"{error.title}: {cpr.scrub_text(str(error))}", err=True)
    sys.exit(code)


def show_progress(done: float, text: str) -> None:
    """Show on a terminal how much is done (0–1), and what was done last."""
    if sys.stderr.isatty():
        end = "\n" if done >= 1 else ""
        sys.stderr.write(f"\r{danish.format_percent(done):>5}  {text:<60}{end}")


def write_file(path: Path, content: bytes) -> None:
    """Write a file that was asked for. Raises ChefforumError where it cannot be written whole."""
    try:
        path.write_bytes(content)
    except OSError as error:
        if path.is_file() and not path.stat().st_size:
            path.unlink()
        raise ChefforumError(
            f"{path} kunne ikke skrives. Findes mappen, må programmets bruger skrive i den, og er "
            "der plads på disken?"
        ) from error


def write_json_line(answer: dict[str, object]) -> str:
    """Write an answer as a line of JSON."""
    return json.dumps(answer, ensure_ascii=False)
