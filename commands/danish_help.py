"""The help of the commands in Danish: click's own few words are English and cannot be set."""

import re
from collections.abc import Iterable

import click

_HEADINGS = {"Options": "Valg", "Commands": "Kommandoer"}
_WORDS = {
    "Show this message and exit.": "Vis denne hjælp.",
    "[OPTIONS]": "[VALG]",
    "COMMAND [ARGS]...": "KOMMANDO [ARGUMENTER]...",
    "[required]": "[skal angives]",
    "[default: ": "[ellers: ",
    " TEXT": " TEKST",
    " PATH": " STI",
    " FILE": " FIL",
    " INTEGER": " TAL",
    " DIRECTORY": " MAPPE",
}
_ENGLISH = re.compile("|".join(rf"{re.escape(word)}(?!\w)" for word in _WORDS))


def translate(text: str) -> str:
    """Put click's own words in a text of the help into Danish."""
    return _ENGLISH.sub(lambda match: _WORDS[match.group()], text)


class DanishHelp(click.HelpFormatter):
    """Writes a help text as click does, in Danish."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how a command is typed."""
        super().write_usage(prog, translate(args), prefix or "Brug: ")

    def write_heading(self, heading: str) -> None:
        """Write the heading of options or commands."""
        super().write_heading(_HEADINGS.get(heading, heading))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write options or commands, and what each is."""
        danish = [(translate(name), translate(text)) for name, text in rows]
        super().write_dl(danish, col_max, col_spacing)


class DanishContext(click.Context):
    """A context whose help is in Danish."""

    formatter_class = DanishHelp


def speak_danish(command: click.Command) -> click.Command:
    """Let the help of a command, and of those below it, be in Danish; returns the command."""
    command.context_class = DanishContext
    if isinstance(command, click.Group):
        for below in command.commands.values():
            speak_danish(below)
    return command
