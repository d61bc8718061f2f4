"""Remembered names of the organisation's parts."""

from pathlib import Path

import click

from access.viewer import local
from commands.opened import opened
from commands.parts import command, line
from core import danish
from data_loaders.guidance.mapping import ALIAS_LEVELS
from services import aliases as aliases_service
from services import mappings as mappings_service
from services import told
from services.configuration import Configuration
from services.contract import alias_object


@click.group()
def aliases() -> None:
    """Huskede navne på områder, afdelinger og enheder: se dem, giv dem videre, glem dem."""


@aliases.command("list")
@click.option("--json", "as_json", is_flag=True, help="Ét JSON-objekt pr. navn.")
@command
def list_aliases(configuration: Configuration, *, as_json: bool) -> None:
    """Vis, hvilke navne der betyder det samme."""
    with opened(configuration) as store:
        for one in aliases_service.listed(store):
            click.echo(line(alias_object(one)) if as_json else told.of_alias(one))


@aliases.command("export")
@command
def export_aliases(configuration: Configuration) -> None:
    """Skriv navnene som TOML."""
    with opened(configuration) as store:
        click.echo(aliases_service.exported(store), nl=False)


@aliases.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@command
def import_aliases(configuration: Configuration, *, file: Path) -> None:
    """Husk navne fra en TOML-fil."""
    with opened(configuration) as store:
        count = aliases_service.imported(
            store, mappings_service.text_of_file(file), by=local().name
        )
    click.echo(f"{danish.format_count(count, 'navn', 'navne')} huskes.")


@aliases.command("delete")
@click.argument("level", type=click.Choice(ALIAS_LEVELS))
@click.argument("alias")
@command
def delete_alias(configuration: Configuration, *, level: str, alias: str) -> None:
    """Glem et navn på et niveau."""
    with opened(configuration) as store:
        aliases_service.forget(store, level, alias, by=local().name)
    click.echo(f"»{alias}« er glemt.")
