"""The commands that erase an upload or an enhed for good."""

import click

from access.viewer import read_local_viewer
from commands.parts import command
from commands.stores import open_store
from commands.terminal import echo
from core import danish
from services import erasing
from services.configuration import Configuration
from services.erasing import Erased, ErasureOrder

_reason_option = click.option(
    "--reason", required=True, help="Hvorfor; det står i listen over sletninger."
)
_journalised_option = click.option(
    "--journalised",
    is_flag=True,
    help="Bekræft, at det udsendte med det i ligger i sagen i SBSYS.",
)


@click.command()
@click.argument("upload")
@_reason_option
@_journalised_option
@command
def erase(configuration: Configuration, *, upload: str, reason: str, journalised: bool) -> None:
    """Slet en indlæsning for altid; det, den erstattede, gælder igen."""
    order = ErasureOrder(read_local_viewer().name, reason, journalised)
    with open_store(configuration) as store:
        erased = erasing.erase_upload(store, upload, order, settings=configuration.settings)
    _tell("Indlæsningen", erased)


@click.command(name="erase-unit")
@click.argument("unit")
@_reason_option
@_journalised_option
@command
def erase_unit(configuration: Configuration, *, unit: str, reason: str, journalised: bool) -> None:
    """Slet en enhed, ved nummer eller navn, for altid og overalt."""
    order = ErasureOrder(read_local_viewer().name, reason, journalised)
    with open_store(configuration) as store:
        erased = erasing.erase_unit(store, unit, order, settings=configuration.settings)
    _tell("Enheden", erased)


def _tell(what: str, erased: Erased) -> None:
    for line in describe_erased(what, erased):
        echo(line)


def describe_erased(what: str, erased: Erased) -> list[str]:
    """Say what was erased, what it was found in, and which copies have it still."""
    erasure = erased.erasure
    rows = danish.format_count(erasure.row_count, "række", "rækker")
    lines = [f"{what} er slettet for altid: {rows}. Overalt ellers står der »{erasure.token}«."]
    if erased.texts:
        lines.append(f"Den var også nævnt i: {danish.join_words(erased.texts)}.")
    if erased.is_told_by_kommune:
        lines.append(
            "Enheden var så stor en del af kommunen, at dens tal omtrent kan regnes ud af "
            "kommunens, som de blev vist før, og som de er nu."
        )
    lines += [f"Kopien {name} har den stadig." for name in erasure.backups]
    if erasure.held_until:
        day = danish.format_date_long(erasure.held_until)
        lines.append(f"Andre sikkerhedskopier kan have den til {day}.")
    else:
        lines.append(
            "Sikkerhedskopier, I selv har taget, har den stadig; hvor længe, er ikke oplyst "
            "(backup_days)."
        )
    return lines
