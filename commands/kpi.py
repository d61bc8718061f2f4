"""Figures."""

import click

from access.viewer import local
from commands.opened import opened
from commands.parts import command, line
from core.moment import parse_moment
from core.organisation import Level
from core.quarter import Quarter
from metrics import noegletal, rullende
from services import told
from services.configuration import Configuration
from services.contract import kpi_csv, kpi_object
from services.figures import open_figures


@click.command()
@click.argument("name")
@click.option("--quarter", required=True, help="Opgørelsens kvartal, f.eks. 2024K4.")
@click.option("--level", type=click.Choice([level.value for level in Level]), default="kommune")
@click.option("--as-of", help="Data som de var, f.eks. 2025-01-20.")
@click.option("--json", "form", flag_value="json", help="Ét JSON-objekt.")
@click.option("--csv", "form", flag_value="csv", help="Kommasepareret, med decimalpunktum.")
@command
def kpi(
    configuration: Configuration,
    *,
    name: str,
    quarter: str,
    level: str,
    as_of: str | None,
    form: str | None,
) -> None:
    """Hent et nøgletal."""
    noegletal.named(name)
    at, wanted = Quarter.parse(quarter), Level(level)
    moment = parse_moment(as_of) if as_of else None
    with (
        opened(configuration) as store,
        open_figures(store, local(), settings=configuration.settings, as_of=moment) as reader,
    ):
        result = rullende.rullende(reader, quarter=at, level=wanted)
    if form == "json":
        click.echo(line(kpi_object(result)))
    elif form == "csv":
        click.echo(kpi_csv(result), nl=False)
    else:
        click.echo(told.of_result(result))
