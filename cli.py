"""The service door: load, figures, bilag and history without a browser."""

import gc
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import click

from commands.danish_help import DanishContext, speak_danish
from commands.parts import REFUSED, WRONG_USE, Typed
from commands.terminal import echo
from core import cpr
from core.errors import UsageError, suggest_nearest

# Where each command is. It is imported when it is used: all of them take longer than most of them.
COMMANDS = {
    "accept": "commands.history",
    "aktindsigt": "commands.aktindsigt",
    "aliases": "commands.aliases",
    "backup": "commands.backup",
    "bilag": "commands.bilag",
    "erase": "commands.erase",
    "erase-unit": "commands.erase",
    "history": "commands.history",
    "kpi": "commands.kpi",
    "load": "commands.load",
    "log": "commands.log",
    "mappings": "commands.mappings",
    "redo": "commands.history",
    "release": "commands.release",
    "restore": "commands.backup",
    "retention": "commands.retention",
    "roles": "commands.roles",
    "sample": "commands.sample",
    "serve": "commands.serve",
    "undo": "commands.history",
}


class Commands(click.Group):
    """The commands of the service door."""

    context_class = DanishContext

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click asks so
        """Return the commands' names."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click asks so
        """Return a command; None, as click expects it, where there is none of the name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(
            import_module(COMMANDS[cmd_name]), cmd_name.replace("-", "_")
        )
        return speak_danish(command)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--store", type=click.Path(path_type=Path), help="Databasens fil.")
@click.pass_context
def main(context: click.Context, store: Path | None) -> None:
    """Sygefraværssagen til Chefforum: indlæs udtræk, hent nøgletal og bilag."""
    context.obj = replace(context.ensure_object(Typed), store=store)


def _translate_error(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    group = context.command if context and isinstance(context.command, click.Group) else main
    names = sorted(group.list_commands(context or click.Context(group)))
    commands = ", ".join(names)
    match error:
        case click.NoSuchCommand(command_name=name):
            return (
                f"Kommandoen »{name}« findes ikke. Gyldige er: "
                f"{commands}.{suggest_nearest(name, names)}"
            )
        case click.NoSuchOption(option_name=name):
            return f"{name} findes ikke."
        case click.MissingParameter(param=click.Parameter() as missing):
            return f"{_name_parameter(missing)} mangler."
        case click.BadParameter(param=click.Parameter(type=click.Choice(choices=valid)) as wrong):
            return f"{_name_parameter(wrong)} er ikke gyldig. Gyldige er: {', '.join(valid)}."
        case click.exceptions.NoArgsIsHelpError() | click.UsageError(message="Missing command."):
            return f"Der mangler en kommando. Gyldige er: {commands}."
    return error.format_message()


def _name_parameter(parameter: click.Parameter) -> str:
    is_option = isinstance(parameter, click.Option)
    return parameter.opts[0] if is_option else str(parameter.name).upper()


def run(words: Sequence[str]) -> int:
    """Run the command that was typed, saying what is wrong with it in Danish; return its code."""
    try:
        main.main(words, standalone_mode=False, obj=Typed(tuple(words)))
    except click.ClickException as error:
        message = f"{UsageError.title}: {_translate_error(error)} Se --help."
        echo(cpr.scrub_text(message), err=True)
        return WRONG_USE
    except click.Abort:
        return REFUSED
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


if __name__ == "__main__":
    gc.disable()  # a command ends soon, and looking for what can go is a tenth of a load
    sys.exit(run(sys.argv[1:]))
