"""The command that says what is kept no longer, and erases it."""

from collections.abc import Sequence

import click

from access.viewer import read_local_viewer
from commands.parts import command
from commands.stores import open_store
from commands.terminal import echo
from core.danish import format_count
from core.quarter import Quarter
from phrases.erasures import describe_erasure
from services.configuration import Configuration
from services.erasing import read_list
from services.retention import DueErasure, erase_due, list_due, list_reminders


@click.command()
@click.option("--dry-run", is_flag=True, help="Sig det, og slet intet.")
@click.option(
    "--journalised",
    multiple=True,
    metavar="KVARTAL",
    help="En udsendt opgørelse, der ligger i sagen i SBSYS, f.eks. 2018K4. Kan gives flere gange.",
)
@click.option("--list", "lists", is_flag=True, help="Vis i stedet alt, hvad der er slettet.")
@command
def retention(
    configuration: Configuration, *, dry_run: bool, journalised: tuple[str, ...], lists: bool
) -> None:
    """Slet det, hvis opbevaringsfrist er udløbet."""
    if lists:
        with open_store(configuration) as store:
            erasures = read_list(store)
        for erasure in erasures:
            echo(describe_erasure(erasure))
        return
    quarters = [Quarter.parse(text) for text in journalised]
    settings = configuration.settings
    with open_store(configuration) as store:
        if dry_run:
            due = list_due(store, settings, journalised=quarters)
        else:
            due = erase_due(store, settings, by=read_local_viewer().name, journalised=quarters)
        reminders = list_reminders(store)
    for line in (*_describe_due(due, dry_run=dry_run), *reminders):
        echo(line)
    if not settings.retention_years:
        echo("Der er ikke sat nogen opbevaringsfrister: se [retention_years] i docs/drift.md.")


def _describe_due(due: Sequence[DueErasure], *, dry_run: bool) -> list[str]:
    gone = [item for item in due if not item.waits_for]
    verb = "Ville slette" if dry_run else "Slettet"
    lines = [f"{verb}: {_describe(item)}" for item in gone]
    lines += [f"Venter: {_describe(item)}; {item.waits_for}." for item in due if item.waits_for]
    if not gone:
        return [*lines, "Der er intet at slette."]
    count = format_count(len(gone), "ting", "ting")
    return [*lines, f"{count} {'ville blive slettet' if dry_run else 'er slettet for altid'}."]


def _describe(item: DueErasure) -> str:
    return f"{item.text} ({item.reason})"
