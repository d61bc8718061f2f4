"""The life of an opgørelse: release it, to all or step by step, mark it as sent, take it back."""

from datetime import date
from typing import TypedDict, Unpack

import click

from access.viewer import read_local_viewer
from commands.parts import command
from commands.stores import open_store
from commands.terminal import echo, show_progress
from core.audiences import CHEFER, Audience
from core.danish import format_count
from core.day import parse_day
from core.errors import UsageError
from core.opgoerelse import Opgoerelse
from core.quarter import Quarter
from phrases.opgoerelser import describe_status
from phrases.way_out import list_first_days
from services import opgoerelser
from services.configuration import Configuration
from services.way_out import (
    FirstDays,
    change_first_days,
    propose_first_days,
)
from store.database import Store

_CHEFER = "chefer"
_READERS = {
    Audience.SEKRETARIAT.value: frozenset({Audience.SEKRETARIAT}),
    _CHEFER: CHEFER,
    Audience.ENHEDSLEDERE.value: frozenset({Audience.ENHEDSLEDERE}),
}
_TAKES_NONE = {"withdraw", "defer"}


class Choices(TypedDict):
    """Which step is taken, with what note, and who sees the opgørelse from which day."""

    note: str
    step: str | None
    readers: str | None
    first_day: str | None
    direktoerforum: str | None


@click.command()
@click.argument("quarter")
@click.option("--note", default="", help="Hvad der ligger bag tallene.")
@click.option(
    "--to", "readers", type=click.Choice(list(_READERS)), help="Kun til dem; ellers til alle."
)
@click.option(
    "--from",
    "first_day",
    metavar="DATO",
    help="Med --to: den dag, de ser den fra, f.eks. 29.01.2025. Ellers er det straks; for "
    "enhedsledere dagen efter mødet.",
)
@click.option(
    "--direktoerforum",
    metavar="DATO",
    help="Med --to chefer: den dag, direktører ser den fra, når det ikke er chefernes.",
)
@click.option("--sent", "step", flag_value="sent", help="Markér den også som udsendt.")
@click.option("--withdraw", "step", flag_value="withdraw", help="Træk den tilbage i stedet.")
@click.option(
    "--defer", "step", flag_value="defer", help="Lad en rettelse af det udsendte vente til næste."
)
@command
def release(configuration: Configuration, *, quarter: str, **choices: Unpack[Choices]) -> None:
    """Frigiv opgørelsen for et kvartal, og gem alle de tal, som læserne kan vælge af den.

    Uden --to sker det på én gang: sekretariatet og chefer ser den straks, og enhedsledere dagen
    efter mødet, hvis sagen har en mødedato.
    """
    at = Quarter.parse(quarter)
    _require_together(choices)
    with open_store(configuration) as store:
        now = _take_step(configuration, store, at, choices)
    echo(f"Opgørelsen for {at.label}: {describe_status(now)}.")
    if choices["step"] not in _TAKES_NONE:
        for line in list_first_days(now):
            echo(f"  {line}")
        echo(
            "Beregnet og gemt med den er alt, hvad læserne kan vælge: dagens organisation og den, "
            "der var, med og uden nedlagte og overdragne, i begge udgaver."
        )
    if now.exposed:
        echo(
            f"{format_count(now.exposed, 'tal', 'tal')} kan ikke skjules helt, fordi tidligere "
            "versioner af programmet har vist for meget ved siden af."
        )


def _require_together(choices: Choices) -> None:
    """Raise UsageError for options that do not go together."""
    if choices["first_day"] and not choices["readers"]:
        raise UsageError("--from siger, hvornår nogle ser opgørelsen. Skriv hvem med --to.")
    if choices["direktoerforum"] and choices["readers"] != _CHEFER:
        raise UsageError("--direktoerforum hører til --to chefer.")
    if choices["readers"] and choices["step"] in _TAKES_NONE:
        raise UsageError(f"--to og --{choices['step']} kan ikke bruges sammen; vælg den ene.")


def _take_step(
    configuration: Configuration, store: Store, quarter: Quarter, choices: Choices
) -> Opgoerelse:
    by, settings, step = read_local_viewer().name, configuration.settings, choices["step"]
    if step == "withdraw":
        return opgoerelser.withdraw(store, quarter, by=by)
    if step == "defer":
        return opgoerelser.defer(store, quarter, settings=settings, by=by)
    first_days = _read_first_days(store, quarter, choices)
    if choices["readers"] == Audience.ENHEDSLEDERE:
        now = change_first_days(store, quarter, first_days or {}, settings=settings, by=by)
    else:
        now = opgoerelser.release(
            store,
            quarter,
            settings=settings,
            by=by,
            note=choices["note"],
            first_days=first_days,
            progress=show_progress,
        )
    if step == "sent":
        return opgoerelser.send(store, quarter, settings=settings, by=by)
    return now


def _read_first_days(store: Store, quarter: Quarter, choices: Choices) -> FirstDays | None:
    """Return the first days that are asked for; None for the usual ones of all."""
    if choices["readers"] is None:
        return None
    usual = propose_first_days(store, quarter)
    typed = parse_day(choices["first_day"], what="--from") if choices["first_day"] else None
    days: dict[Audience, date] = {
        audience: typed or usual[audience] for audience in _READERS[choices["readers"]]
    }
    if choices["direktoerforum"]:
        days[Audience.DIREKTOERER] = parse_day(choices["direktoerforum"], what="--direktoerforum")
    return days
