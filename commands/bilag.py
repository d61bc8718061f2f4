"""The command that writes a bilag."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TypedDict, Unpack

import click

from access.log_lines import Detail
from access.viewer import read_local_viewer
from bilag.sag import Sag
from commands.parts import command
from commands.stores import open_store
from commands.terminal import echo, read_file, write_files
from commands.viewer_option import choose_viewer, viewer_option
from core.edition import Edition
from core.nodes import Level
from core.quarter import Quarter
from services import bilag as bilag_service
from services.access_log import log_files, name_levels, name_person, open_log
from services.case import CaseOrder, make_annex, make_files, order_case
from services.configuration import Configuration
from services.figures import open_figures
from services.kept_cases import read_case
from services.opgoerelser import open_released, open_sent
from store.database import Store
from store.figures import Reader

_CASE = "sag"


class Choices(TypedDict):
    """Where the bilag is written to, the file about the case, and which figures it has."""

    out: Path
    sag: Path | None
    edition: str
    viewer: str | None
    sent: bool


@click.command()
@click.argument("kind", type=click.Choice((*bilag_service.KINDS, *bilag_service.SHEETS, _CASE)))
@click.option("--quarter", required=True, help="Opgørelsens kvartal, f.eks. 2024K4.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Mappe til filerne.")
@click.option("--formats", help="Kommasepareret: pdf, xlsx. Ellers pdf; for »sag« alle.")
@click.option("--sent", is_flag=True, help="Med de tal, som opgørelsen blev udsendt med.")
@click.option(
    "--edition", type=click.Choice([edition.value for edition in Edition]), default="offentlig"
)
@viewer_option
@click.option(
    "--sag",
    type=click.Path(path_type=Path),
    help="TOML-fil med sagens oplysninger; ellers dem, der er gemt.",
)
@command
def bilag(
    configuration: Configuration,
    *,
    kind: str,
    quarter: str,
    formats: str | None,
    **choices: Unpack[Choices],
) -> None:
    """Lav et bilag, eller med »sag« dem alle og et udkast i Word; tallene er, som de skrives."""
    usual = ",".join(bilag_service.WRITERS) if kind == _CASE else "pdf"
    wanted = [name.strip() for name in (formats or usual).split(",")]
    bilag_service.require_formats(wanted)
    at, settings = Quarter.parse(quarter), configuration.settings
    sag = Sag.read(read_file(choices["sag"]), choices["sag"]) if choices["sag"] else None
    with open_store(configuration) as store, ExitStack() as opened:
        readers = {
            edition: opened.enter_context(_open_figures(configuration, store, at, edition, choices))
            for edition in _list_editions(kind, Edition(choices["edition"]))
        }
        kept = read_case(store, at)
        order = order_case(
            store,
            replace(kept, sag=sag) if sag else kept,
            decided_by=settings.internal_enheder_decided_by,
        )
        levels: set[Level] = set()
        for reader in readers.values():
            reader.lookups.watch(lambda level, _: levels.add(level))
        contents = _make_files(readers, kind, order, wanted)
    details = {
        Detail.OPGOERELSE: str(at),
        Detail.UDGAVE: choices["edition"],
        Detail.NIVEAU: name_levels(levels),
    }
    log_files(open_log(configuration.store), name_person(read_local_viewer()), contents, details)
    for file in write_files(contents, choices["out"]):
        echo(file)


def _list_editions(kind: str, edition: Edition) -> list[Edition]:
    """List the editions to make: a case with the internal one has the public one too."""
    both = {Edition.OFFENTLIG: None, edition: None}
    return list(both) if kind == _CASE else [edition]


def _open_figures(
    configuration: Configuration, store: Store, at: Quarter, edition: Edition, choices: Choices
) -> AbstractContextManager[Reader]:
    """Open the figures of an opgørelse as they leave the program: those now, or those sent."""
    settings = configuration.settings
    viewer = choose_viewer(store, choices["viewer"], settings=settings).as_outgoing()
    if choices["sent"]:
        return open_sent(store, viewer, at, edition=edition)
    if viewer.is_hr:
        return open_figures(store, viewer, settings=settings, edition=edition)
    return open_released(store, viewer, settings=settings, edition=edition, quarter=at)


def _make_files(
    readers: Mapping[Edition, Reader], kind: str, order: CaseOrder, wanted: Sequence[str]
) -> dict[str, bytes]:
    """Return the files of a bilag in the wanted formats, or those of the whole case, by name."""
    if kind == _CASE:
        return make_files(readers, order, formats=wanted)
    (reader,) = readers.values()
    if kind in bilag_service.SHEETS:
        level = bilag_service.SHEETS[kind]
        sheets = bilag_service.make_sheets(reader, level, order.quarter, order.sag)
        written = (bilag_service.write_formats(sheet, wanted) for sheet in sheets)
        return {name: content for files in written for name, content in files.items()}
    return bilag_service.write_formats(make_annex(reader, order, kind), wanted)
