"""The commands for the remembered mappings of files' columns."""

from pathlib import Path

import click

from access.viewer import read_local_viewer
from commands import answer_text
from commands.answer_json import describe_mapping
from commands.parts import command, read_text_file, write_json_line
from commands.stores import open_store
from commands.terminal import echo
from services import mappings as mappings_service
from services.configuration import Configuration


@click.group()
def mappings() -> None:
    """Huskede opsætninger af filers kolonner: se dem, giv dem videre, glem dem."""


@mappings.command("list")
@click.option("--json", "as_json", is_flag=True, help="Ét JSON-objekt pr. opsætning.")
@command
def list_mappings(configuration: Configuration, *, as_json: bool) -> None:
    """Vis opsætningerne, nyeste først."""
    with open_store(configuration) as store:
        for mapping in mappings_service.read_mappings(store):
            echo(
                write_json_line(describe_mapping(mapping))
                if as_json
                else answer_text.write_mapping(mapping)
            )


@mappings.command("export")
@click.argument("name")
@command
def export_mapping(configuration: Configuration, *, name: str) -> None:
    """Skriv en opsætning som TOML."""
    with open_store(configuration) as store:
        echo(mappings_service.export_mapping(store, name), nl=False)


@mappings.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@command
def import_mapping(configuration: Configuration, *, file: Path) -> None:
    """Husk en opsætning fra en TOML-fil."""
    with open_store(configuration) as store:
        mapping = mappings_service.import_mapping(
            store, read_text_file(file), by=read_local_viewer().name
        )
    echo(f"Opsætningen »{mapping.name}« huskes.")


@mappings.command("delete")
@click.argument("name")
@command
def delete_mapping(configuration: Configuration, *, name: str) -> None:
    """Glem en opsætning."""
    with open_store(configuration) as store:
        mappings_service.forget_mapping(store, name, by=read_local_viewer().name)
    echo(f"Opsætningen »{name}« er glemt.")
