"""Load files. What takes time to import is imported while the first file is being read."""

import sys
from itertools import chain
from pathlib import Path
from typing import Unpack

import click

from commands.load_options import LoadOptions
from commands.parts import REFUSED, command
from commands.terminal import get_terminal, read_file
from core import danish
from core.errors import UsageError
from data_loaders.files.process import start_reading
from services.configuration import Configuration
from store.kinds import KINDS


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--as", "kind", type=click.Choice(list(KINDS)), help="Hvad filerne er.")
@click.option("--mapping", help="En husket opsætnings navn, eller en TOML-fil med én.")
@click.option(
    "--problems", type=click.Path(path_type=Path), help="Skriv problemerne i denne Excel-fil."
)
@click.option(
    "--answer",
    "answers",
    multiple=True,
    metavar="ID=SVAR",
    help="Svar på et spørgsmål om filerne; kan gives flere gange.",
)
@click.option(
    "--foreloebig",
    "preliminary",
    is_flag=True,
    help="Gem også perioder, der ikke er slut, som foreløbige.",
)
@click.option("--dry-run", is_flag=True, help="Kontrollér kun; gem intet.")
@click.option("--json", "as_json", is_flag=True, help="Ét JSON-objekt pr. fil.")
@command
def load(
    configuration: Configuration, *, files: tuple[Path, ...], **options: Unpack[LoadOptions]
) -> None:
    """Kontrollér og gem filer, hver for sig."""
    terminal = get_terminal()
    absent = [str(file) for file in files if not terminal.is_file(file)]
    if absent:
        raise UsageError(f"{danish.join_words(absent)} findes ikke; intet er læst.")
    if options["problems"] and len(files) > 1:
        raise UsageError("--problems skriver problemerne i én fil; nævn kun én fil ad gangen.")
    begin = bytes if terminal.served_store else start_reading  # there, it is read apart as a whole
    contents = ((file, begin(read_file(file))) for file in files)
    first = next(contents)
    from commands.loading import load_all  # noqa: PLC0415 - the reading has begun meanwhile

    if load_all(configuration, chain([first], contents), options):
        sys.exit(REFUSED)
