"""Check files that are being read, store them, and print what became of them."""

from collections.abc import Iterable
from pathlib import Path

import click

from access.viewer import read_local_viewer
from commands import answer_text
from commands.answer_json import describe_load
from commands.load_options import LoadOptions
from commands.parts import write_file, write_json_line
from commands.stores import open_store
from core.errors import UsageError
from data_loaders.guidance.mapping import Mapping
from services import load as load_service
from services import mappings as mappings_service
from services.configuration import Configuration
from services.period_checks import PRELIMINARY, YES
from store.database import Store


def load_all(
    configuration: Configuration, files: Iterable[tuple[Path, bytes]], options: LoadOptions
) -> bool:
    """Load files, each for itself; returns whether any was refused."""
    refused = False
    with open_store(configuration) as store:
        mapping = _add_answers(
            mappings_service.choose_mapping(store, options["mapping"] or ""), options
        )
        checked_files: list[load_service.CheckedFile] = []
        for file, content in files:
            outcome = _load_file(
                configuration, store, (file, content), mapping=mapping, options=options
            )
            refused = refused or outcome.status in {"rejected", "asked"}
            checked_files.append(outcome.checked)
            click.echo(
                write_json_line(describe_load(outcome))
                if options["as_json"]
                else answer_text.write_load(outcome)
            )
        if options["dry_run"] and not options["as_json"]:
            change = load_service.compare_before_after(
                store, checked_files, settings=configuration.settings
            )
            if change.opgoerelser:
                click.echo(answer_text.write_before_after(change.opgoerelser))
    return refused


def _add_answers(mapping: Mapping, options: LoadOptions) -> Mapping:
    """Add what the options answer to a mapping; UsageError for an answer without its question."""
    for answer in options["answers"]:
        question, separator, value = answer.partition("=")
        if not separator or not question or not value:
            raise UsageError(
                f"--answer {answer} siger ikke, hvad der svares på. Skriv det som ID=SVAR, f.eks. "
                "--answer quarter=2024K4."
            )
        mapping = mapping.add_answer(question, value)
    return mapping.add_answer(PRELIMINARY, YES) if options["preliminary"] else mapping


def _load_file(
    configuration: Configuration,
    store: Store,
    file: tuple[Path, bytes],
    *,
    mapping: Mapping,
    options: LoadOptions,
) -> load_service.Outcome:
    path, content = file
    checked = load_service.check(
        store,
        content,
        file_name=path.name,
        settings=configuration.settings,
        kind=options["kind"],
        file_mapping=mapping,
    )
    (checked,) = load_service.ask_together(store, [checked])
    if options["problems"]:
        from services.problem_workbook import write_problem_workbook  # noqa: PLC0415 - heavy, and seldom asked for

        write_file(options["problems"], write_problem_workbook(checked.report))
    if options["dry_run"]:
        return load_service.Outcome(checked, checked.status, checked.upload_id)
    return load_service.save(store, [checked], by=read_local_viewer().name)[0]
