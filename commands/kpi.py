"""The command that prints a nøgletal."""

from contextlib import AbstractContextManager
from typing import TypedDict, Unpack

import click

from commands import answer_text
from commands.answer_json import describe_result, write_csv
from commands.parts import command, write_json_line
from commands.stores import open_store
from commands.terminal import echo
from commands.viewer_option import choose_viewer, viewer_option
from core.edition import Edition
from core.errors import UsageError
from core.moment import parse_moment
from core.nodes import Level
from core.quarter import Quarter
from metrics import registry
from services.configuration import Configuration
from services.figures import open_comparison, open_figures
from services.opgoerelser import open_released
from store.database import Store
from store.figures import Reader


class Data(TypedDict):
    """Which data the figures shall rest on."""

    edition: str
    as_of: str | None
    released: bool
    against: str | None
    viewer: str | None


@click.command()
@click.argument("name")
@click.option("--quarter", required=True, help="Opgørelsens kvartal, f.eks. 2024K4.")
@click.option("--level", type=click.Choice([level.value for level in Level]), default="kommune")
@click.option(
    "--edition", type=click.Choice([edition.value for edition in Edition]), default="intern"
)
@click.option("--as-of", help="Data som de var, f.eks. 2025-01-20.")
@click.option("--against", help="Den opgørelse, der sammenlignes med: kun for forklaring.")
@click.option("--released", is_flag=True, help="Som Chefforum ser den: den frigivne opgørelse.")
@viewer_option
@click.option("--json", "form", flag_value="json", help="Ét JSON-objekt.")
@click.option("--csv", "form", flag_value="csv", help="Kommasepareret, med decimalpunktum.")
@command
def kpi(
    configuration: Configuration,
    *,
    name: str,
    quarter: str,
    level: str,
    form: str | None,
    **data: Unpack[Data],
) -> None:
    """Hent et nøgletal."""
    registry.find_kpi(name)
    at = Quarter.parse(quarter)
    since = Quarter.parse(data["against"]) if data["against"] else None
    if since:
        registry.find_comparing_kpi(name)
    with (
        open_store(configuration) as store,
        _open_figures(configuration, store, at, data) as reader,
    ):
        result = registry.read_result(reader, name, quarter=at, level=Level(level), against=since)
    if form == "json":
        echo(write_json_line(describe_result(result)))
    elif form == "csv":
        echo(write_csv(result), nl=False)
    else:
        echo(answer_text.write_result(result))


def _open_figures(
    configuration: Configuration, store: Store, quarter: Quarter, data: Data
) -> AbstractContextManager[Reader]:
    """Open the data that are asked for: as they are, as they were, or as Chefforum sees them."""
    settings, edition = configuration.settings, Edition(data["edition"])
    viewer = choose_viewer(store, data["viewer"], settings=settings)
    if data["released"] and data["as_of"]:
        raise UsageError("--released og --as-of kan ikke bruges sammen; vælg den ene.")
    if viewer.is_hr and not data["released"]:
        moment = parse_moment(data["as_of"]) if data["as_of"] else None
        if data["against"]:
            compared = Quarter.parse(data["against"]), quarter
            return open_comparison(
                store, viewer, settings=settings, compared=compared, as_of=moment, edition=edition
            )
        return open_figures(store, viewer, settings=settings, as_of=moment, edition=edition)
    if data["as_of"]:
        raise UsageError(
            "--as-of viser data, som de var, også kladder, og kladder ser kun HR. En rolle ser "
            "det, der er frigivet: udelad --as-of."
        )
    return open_released(store, viewer, settings=settings, edition=edition, quarter=quarter)
