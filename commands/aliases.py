"""The commands for the remembered names of the organisation's parts."""

from pathlib import Path

import click

from access.viewer import read_local_viewer
from commands import answer_text
from commands.answer_json import describe_alias
from commands.parts import command, read_text_file, write_json_line
from commands.stores import open_store
from commands.terminal import echo
from core import danish
from data_loaders.guidance.mapping import ALIAS_LEVELS
from services import aliases as aliases_service
from services.configuration import Configuration


@click.group()
def aliases() -> None:
    """Huskede navne på områder, afdelinger og enheder: se dem, giv dem videre, glem dem."""


@aliases.command("list")
@click.option("--json", "as_json", is_flag=True, help="Ét JSON-objekt pr. navn.")
@command
def list_aliases(configuration: Configuration, *, as_json: bool) -> None:
    """Vis, hvilke navne der betyder det samme."""
    with open_store(configuration) as store:
        for alias in aliases_service.read_aliases(store):
            echo(
                write_json_line(describe_alias(alias))
                if as_json
                else answer_text.write_alias(alias)
            )


@aliases.command("export")
@command
def export_aliases(configuration: Configuration) -> None:
    """Skriv navnene som TOML."""
    with open_store(configuration) as store:
        echo(aliases_service.export_aliases(store), nl=False)


@aliases.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@command
def import_aliases(configuration: Configuration, *, file: Path) -> None:
    """Husk navne fra en TOML-fil."""
    with open_store(configuration) as store:
        count = aliases_service.import_aliases(
            store, read_text_file(file), by=read_local_viewer().name
        )
    echo(f"{danish.format_count(count, 'navn', 'navne')} huskes.")


@aliases.command("delete")
@click.argument("level", type=click.Choice(ALIAS_LEVELS))
@click.argument("alias")
@command
def delete_alias(configuration: Configuration, *, level: str, alias: str) -> None:
    """Glem et navn på et niveau."""
    with open_store(configuration) as store:
        aliases_service.forget_alias(store, level, alias, by=read_local_viewer().name)
    echo(f"»{alias}« er glemt.")
