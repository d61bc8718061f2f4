"""The commands that make a backup, also of a store that is in use, and lay one in place."""

from pathlib import Path

import click

from access.viewer import read_user_name
from commands.door_client import find_server
from commands.parts import command, own_command
from commands.stores import open_store
from commands.terminal import echo, get_terminal
from core import danish
from core.errors import ChefforumError, StoreBusyError, UsageError
from services.backup import KEYS, make_backup
from services.configuration import Configuration, find_key_file
from services.restore import restore_backup


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", "replaces", is_flag=True, help="Træd i stedet for en fil, der er der.")
@command
def backup(configuration: Configuration, *, file: Path, replaces: bool) -> None:
    """Tag en sikkerhedskopi af alt i databasen, også mens den er i brug."""
    terminal = get_terminal()
    if terminal.is_file(file) and not replaces:
        raise UsageError(
            f"{file} findes allerede. Vælg et andet navn, eller skriv --replace, så kopien træder "
            "i stedet for den."
        )
    with (
        open_store(configuration) as store,
        make_backup(store, configuration, by=read_user_name()) as made,
    ):
        try:
            terminal.write_file(file, made.read_pieces(), replaces=replaces, is_careful=True)
        except OSError as error:
            raise ChefforumError(
                f"Kopien kunne ikke skrives i {file}, og der ligger ingen halv fil. Findes mappen, "
                "må den, der skriver kommandoen, skrive i den, og er der plads på disken?"
            ) from error
    contents = made.contents
    log = f", og adgangsloggen til nr. {made.last_line}" if made.last_line else ""
    echo(
        f"{file} er læst igennem og talt: {len(contents.tables)} tabeller med "
        f"{danish.format_count(contents.rows, 'række', 'rækker')}{log}. Alt er med."
    )
    echo(
        f"Ikke med i kopien er {danish.join_words(KEYS)}. Gem de to første for sig selv; mangler "
        "den sidste, laver serveren en ny, og alle logger ind igen."
    )


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", "replaces", is_flag=True, help="Læg det, der ligger der, til side.")
@own_command
def restore(configuration: Configuration, *, file: Path, replaces: bool) -> None:
    """Kontrollér en sikkerhedskopi, og læg den på databasens plads."""
    if server := find_server(configuration.store):
        server.close()
        raise StoreBusyError(
            "Den holdes af en kørende server. Stop serveren, læg kopien tilbage, og start den igen."
        )
    restored = restore_backup(file, configuration, by=read_user_name(), replaces=replaces)
    echo(
        f"Kopien fra {danish.format_moment(restored.made_at)}, taget af {restored.made_by}, ligger "
        f"nu i {configuration.store}: {danish.format_count(restored.rows, 'række', 'rækker')}, og "
        "alt er, som det blev gemt."
    )
    if restored.kept:
        echo(f"Uændret er {danish.join_words(restored.kept)}.")
    if restored.set_aside:
        echo(
            f"Det, der lå der før, ligger i {restored.set_aside}. Slet mappen, når alt er i orden."
        )
    echo(
        "Det, der er slettet for altid, efter at kopien blev taget, er der igen: kør »cli.py "
        "retention«, og slet det igen."
    )
    key = find_key_file()
    echo(
        f"Nøglen til personer er ikke en del af kopien; her bruges {key}."
        if restored.has_key
        else f"Nøglen til personer er ikke en del af kopien. Læg den i {key}, før der indlæses "
        "personlister, ellers genkendes ingen, der er indlæst før."
    )
