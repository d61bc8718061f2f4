"""Load files that are being read: check them, store them, tell of them."""

from collections.abc import Iterable
from pathlib import Path

import click

from access.viewer import local
from commands.load import Options
from commands.opened import opened
from commands.parts import line
from data_loaders.guidance.mapping import Mapping
from services import load as load_service
from services import mappings as mappings_service
from services import told
from services.configuration import Configuration
from services.contract import load_object
from store.database import Store


def load_all(
    configuration: Configuration, files: Iterable[tuple[Path, bytes]], options: Options
) -> bool:
    """Load files, each for itself; returns whether any was refused."""
    refused = False
    with opened(configuration) as store:
        said = mappings_service.chosen(store, options["mapping"] or "")
        for file, content in files:
            outcome = _loaded(configuration, store, (file, content), said=said, options=options)
            refused = refused or outcome.status == "rejected"
            click.echo(line(load_object(outcome)) if options["as_json"] else told.of_load(outcome))
    return refused


def _loaded(
    configuration: Configuration,
    store: Store,
    file: tuple[Path, bytes],
    *,
    said: Mapping,
    options: Options,
) -> load_service.Outcome:
    path, content = file
    checked = load_service.check(
        store,
        content,
        file_name=path.name,
        settings=configuration.settings,
        kind=options["kind"],
        said=said,
    )
    if options["problems"]:
        from services.problems import workbook  # noqa: PLC0415 - heavy, and seldom asked for

        options["problems"].write_bytes(workbook(checked.report))
    if options["dry_run"]:
        return load_service.Outcome(checked, checked.status, checked.upload_id)
    return load_service.save(store, [checked], by=local().name)[0]
