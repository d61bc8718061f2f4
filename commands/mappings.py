"""Remembered mappings of files' columns."""

from pathlib import Path

import click

from access.viewer import local
from commands.opened import opened
from commands.parts import command, line
from services import mappings as mappings_service
from services import told
from services.configuration import Configuration
from services.contract import mapping_object


@click.group()
def mappings() -> None:
    """Huskede opsætninger af filers kolonner: se dem, giv dem videre, glem dem."""


@mappings.command("list")
@click.option("--json", "as_json", is_flag=True, help="Ét JSON-objekt pr. opsætning.")
@command
def list_mappings(configuration: Configuration, *, as_json: bool) -> None:
    """Vis opsætningerne, nyeste først."""
    with opened(configuration) as store:
        for one in mappings_service.listed(store):
            click.echo(line(mapping_object(one)) if as_json else told.of_mapping(one))


@mappings.command("export")
@click.argument("name")
@command
def export_mapping(configuration: Configuration, *, name: str) -> None:
    """Skriv en opsætning som TOML."""
    with opened(configuration) as store:
        click.echo(mappings_service.exported(store, name), nl=False)


@mappings.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@command
def import_mapping(configuration: Configuration, *, file: Path) -> None:
    """Husk en opsætning fra en TOML-fil."""
    with opened(configuration) as store:
        one = mappings_service.imported(store, mappings_service.text_of_file(file), by=local().name)
    click.echo(f"Opsætningen »{one.name}« huskes.")


@mappings.command("delete")
@click.argument("name")
@command
def delete_mapping(configuration: Configuration, *, name: str) -> None:
    """Glem en opsætning."""
    with opened(configuration) as store:
        mappings_service.forget(store, name, by=local().name)
    click.echo(f"Opsætningen »{name}« er glemt.")
