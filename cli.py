"""The service door: load, figures, bilag and history without a browser."""

import csv
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path

import click

from access.viewer import local
from core import danish
from core.errors import ChefforumError, UsageError, suggestion
from core.moment import parse_moment
from core.organisation import Level
from core.quarter import Quarter
from data_loaders.problem import Problem, Severity
from metrics import noegletal, rullende
from metrics.cells import cell
from metrics.export import harmless
from metrics.result import KpiResult
from services import bilag as bilag_service
from services import load as load_service
from services.configuration import Configuration
from services.contract import Json, history_object, kpi_object, kpi_rows, load_object
from services.figures import open_figures
from services.sample import load_sample
from store import uploads
from store.database import Store

REFUSED, WRONG_USE = 1, 2


def _command(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command its --store, and say what was refused in Danish, without a traceback."""

    @click.option("--store", type=click.Path(path_type=Path), help="Databasens fil.")
    @wraps(function)
    def wrapped(store: Path | None, **arguments: object) -> None:
        named_before = click.get_current_context().obj
        try:
            function(Configuration.read(store or named_before), **arguments)
        except UsageError as error:
            _fail(error, WRONG_USE)
        except ChefforumError as error:
            _fail(error, REFUSED)

    return wrapped


def _fail(error: ChefforumError, code: int) -> None:
    click.echo(f"{error.title}: {error}", err=True)
    sys.exit(code)


@contextmanager
def _store(configuration: Configuration) -> Iterator[Store]:
    store = Store(configuration.store)
    try:
        yield store
    finally:
        store.close()


def _in_danish(error: click.ClickException) -> str:
    commands = ", ".join(sorted(main.commands))
    match error:
        case click.NoSuchCommand(command_name=name):
            hint = suggestion(name, main.commands)
            return f"Kommandoen »{name}« findes ikke. Gyldige er: {commands}.{hint}"
        case click.NoSuchOption(option_name=name):
            return f"{name} findes ikke."
        case click.MissingParameter(param=click.Parameter() as missing):
            return f"{_called(missing)} mangler."
        case click.BadParameter(param=click.Parameter(type=click.Choice(choices=valid)) as wrong):
            return f"{_called(wrong)} er ikke gyldig. Gyldige er: {', '.join(valid)}."
        case click.UsageError(message="Missing command."):
            return f"Der mangler en kommando. Gyldige er: {commands}."
    return error.format_message()


def _called(parameter: click.Parameter) -> str:
    is_option = isinstance(parameter, click.Option)
    return parameter.opts[0] if is_option else str(parameter.name).upper()


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--store", type=click.Path(path_type=Path), help="Databasens fil.")
@click.pass_context
def main(context: click.Context, store: Path | None) -> None:
    """Sygefraværssagen til Chefforum: indlæs udtræk, hent nøgletal og bilag."""
    context.obj = store


@main.command()
@_command
def sample(configuration: Configuration) -> None:
    """Lav eksempeldata og indlæs dem."""
    with _store(configuration) as store:
        outcomes = load_sample(
            store, settings=configuration.settings, by=local().name, progress=_progress
        )
    rows = sum(outcome.checked.report.facts.num_rows for outcome in outcomes)
    files = danish.counted(len(outcomes), "fil", "filer")
    click.echo(f"Eksempeldata er indlæst: {files}, {danish.counted(rows, 'række', 'rækker')}.")


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--as", "kind", type=click.Choice(["kvartal"]), help="Hvad filerne er.")
@click.option("--dry-run", is_flag=True, help="Kontrollér kun; gem intet.")
@click.option("--json", "as_json", is_flag=True, help="Ét JSON-objekt pr. fil.")
@_command
def load(
    configuration: Configuration,
    *,
    files: tuple[Path, ...],
    kind: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Kontrollér og gem filer, hver for sig."""
    refused = False
    absent = [str(file) for file in files if not file.is_file()]
    if absent:
        raise UsageError(f"{danish.listed(absent)} findes ikke; intet er læst.")
    with _store(configuration) as store:
        for file in files:
            checked = load_service.check(
                store,
                file.read_bytes(),
                file_name=file.name,
                settings=configuration.settings,
                kind=kind,
            )
            outcome = (
                load_service.Outcome(checked, checked.status, checked.upload_id)
                if dry_run
                else load_service.save(store, [checked], by=local().name)[0]
            )
            refused = refused or outcome.status == "rejected"
            click.echo(_line(load_object(outcome)) if as_json else _told(outcome))
    if refused:
        sys.exit(REFUSED)


@main.command()
@click.argument("name")
@click.option("--quarter", required=True, help="Opgørelsens kvartal, f.eks. 2024K4.")
@click.option("--level", type=click.Choice([level.value for level in Level]), default="kommune")
@click.option("--as-of", help="Data som de var, f.eks. 2025-01-20.")
@click.option("--json", "form", flag_value="json", help="Ét JSON-objekt.")
@click.option("--csv", "form", flag_value="csv", help="Kommasepareret, med decimalpunktum.")
@_command
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
        _store(configuration) as store,
        open_figures(store, local(), settings=configuration.settings, as_of=moment) as reader,
    ):
        result = rullende.rullende(reader, quarter=at, level=wanted)
    if form == "json":
        click.echo(_line(kpi_object(result)))
    elif form == "csv":
        _write_csv(kpi_rows(result))
    else:
        _print_kpi(result)


@main.command()
@click.argument("kind", type=click.Choice(bilag_service.KINDS))
@click.option("--quarter", required=True, help="Opgørelsens kvartal, f.eks. 2024K4.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Mappe til filerne.")
@click.option("--formats", default="pdf", help="Kommasepareret: pdf.")
@click.option("--sag", type=click.Path(path_type=Path), help="TOML-fil med sagens oplysninger.")
@_command
def bilag(
    configuration: Configuration,
    *,
    kind: str,
    quarter: str,
    out: Path,
    formats: str,
    sag: Path | None,
) -> None:
    """Lav et bilag."""
    bilag_service.require_formats(formats.split(","))
    with (
        _store(configuration) as store,
        open_figures(store, local(), settings=configuration.settings) as reader,
    ):
        file = bilag_service.write(
            reader, kind=kind, quarter=Quarter.parse(quarter), folder=out, sag_file=sag
        )
    click.echo(file)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Ét JSON-objekt pr. indlæsning.")
@_command
def history(configuration: Configuration, *, as_json: bool) -> None:
    """Vis indlæsningerne, nyeste først."""
    with _store(configuration) as store, store.session() as cursor:
        rows = uploads.history(cursor)
    for row in rows:
        click.echo(_line(history_object(row)) if as_json else _told_of(row))
    if not rows and not as_json:
        click.echo("Der er ikke indlæst noget endnu.")


@main.command()
@click.argument("upload")
@_command
def undo(configuration: Configuration, *, upload: str) -> None:
    """Fortryd en indlæsning; det, den erstattede, gælder igen."""
    with _store(configuration) as store:
        upload_id = load_service.undo(store, upload, by=local().name)
    click.echo(f"Indlæsningen {upload_id} er fortrudt.")


@main.command()
@_command
def serve(configuration: Configuration) -> None:
    """Start siderne på http://localhost:8501."""
    configuration.serve()


def _progress(done: float, text: str) -> None:
    if sys.stderr.isatty():
        end = "\n" if done >= 1 else ""
        sys.stderr.write(f"\r{danish.percent(done):>5}  {text:<60}{end}")


def _line(answer: Json) -> str:
    return json.dumps(answer, ensure_ascii=False)


def _write_csv(rows: list[Json]) -> None:
    writer = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)


def _cell(value: object) -> object:
    return harmless(value) if isinstance(value, str) else value


def _told(outcome: load_service.Outcome) -> str:
    words = {
        "stored": "gemt",
        "unchanged": "uændret (de samme data gælder allerede)",
        "checked": "kontrolleret, ikke gemt",
        "rejected": "afvist",
    }
    report = outcome.checked.report
    quarters = danish.listed([str(quarter) for quarter in report.quarters] or ["ingen kvartaler"])
    rows = danish.counted(report.facts.num_rows, "række", "rækker")
    lines = [f"{report.file_name}: {words[outcome.status]} – {rows}, {quarters}"]
    lines += [f"  {_placed(problem)}" for problem in report.problems]
    return "\n".join(lines)


def _placed(problem: Problem) -> str:
    kind = "Fejl" if problem.severity is Severity.ERROR else "Advarsel"
    place = "!".join(part for part in (problem.sheet, problem.cell) if part)
    return f"{kind}{f' i {place}' if place else ''}: {problem.message}"


def _told_of(row: uploads.Past) -> str:
    return (
        f"{row.upload_id[:8]}  {danish.moment(row.loaded_at)}  {row.status}  {row.file_name}  "
        f"{', '.join(row.periods)}  {danish.counted(row.row_count, 'række', 'rækker')}  "
        f"{row.loaded_by}"
    )


def _print_kpi(result: KpiResult) -> None:
    measure = result.noegletal.measure("value")
    click.echo(f"{result.noegletal.label}, dagsværk {result.denominator.per}")
    click.echo(f"Periode: {result.period_text}")
    for row in result.frame.to_dict("records"):
        shown = result.masked_text if row["masked"] else measure.text(row["value"])
        change = "" if row["masked"] else f"  ({cell(result, row, 'change')})"
        click.echo(f"  {row['name']}: {shown}{change}  {row['note']}".rstrip())


def run() -> None:
    """Run the command that was typed; what is wrong with it is said in Danish."""
    try:
        main.main(standalone_mode=False)
    except click.ClickException as error:
        click.echo(f"{UsageError.title}: {_in_danish(error)} Se --help.", err=True)
        sys.exit(WRONG_USE)
    except click.Abort:
        sys.exit(REFUSED)


if __name__ == "__main__":
    run()
