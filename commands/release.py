"""The life of an opgørelse: release it, mark it as sent, take it back."""

import click

from access.viewer import read_local_viewer
from commands.parts import command, show_progress
from commands.stores import open_store
from core.danish import format_count
from core.opgoerelse import Opgoerelse
from core.quarter import Quarter
from phrases.opgoerelser import describe_status
from services import opgoerelser
from services.configuration import Configuration
from store.database import Store


@click.command()
@click.argument("quarter")
@click.option("--note", default="", help="Hvad der ligger bag tallene.")
@click.option("--sent", "step", flag_value="sent", help="Markér den også som udsendt.")
@click.option("--withdraw", "step", flag_value="withdraw", help="Træk den tilbage i stedet.")
@click.option(
    "--defer", "step", flag_value="defer", help="Lad en rettelse af det udsendte vente til næste."
)
@command
def release(configuration: Configuration, *, quarter: str, note: str, step: str | None) -> None:
    """Frigiv opgørelsen for et kvartal, og gem alle de tal, som Chefforum kan vælge af den."""
    at = Quarter.parse(quarter)
    with open_store(configuration) as store:
        now = _take_step(configuration, store, at, note=note, step=step)
    click.echo(f"Opgørelsen for {at.label}: {describe_status(now)}.")
    if step not in {"withdraw", "defer"}:
        click.echo(
            "Beregnet og gemt med den er alt, hvad læserne kan vælge: dagens organisation og den, "
            "der var, med og uden nedlagte og overdragne, i begge udgaver."
        )
    if now.exposed:
        click.echo(
            f"{format_count(now.exposed, 'tal', 'tal')} kan ikke skjules helt, fordi tidligere "
            "versioner af programmet har vist for meget ved siden af."
        )


def _take_step(
    configuration: Configuration, store: Store, quarter: Quarter, *, note: str, step: str | None
) -> Opgoerelse:
    by, settings = read_local_viewer().name, configuration.settings
    if step == "withdraw":
        return opgoerelser.withdraw(store, quarter, by=by)
    if step == "defer":
        return opgoerelser.defer(store, quarter, settings=settings, by=by)
    now = opgoerelser.release(
        store, quarter, settings=settings, by=by, note=note, progress=show_progress
    )
    if step == "sent":
        return opgoerelser.send(store, quarter, settings=settings, by=by)
    return now
