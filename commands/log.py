"""The command that searches and checks the access log."""

import sys
from collections.abc import Sequence
from datetime import UTC

import click

from access.log_lines import LogLine
from commands.parts import REFUSED, command, write_json_line
from commands.stores import open_store
from commands.terminal import echo
from core.day import parse_day
from phrases.log_lines import describe_check, describe_named_node, fold_views, write_line_cells
from services.access_log import read_checked_log
from services.configuration import Configuration
from services.log_csv import write_log_csv
from services.log_search import LogSearch, search_log


@click.command()
@click.option("--search", default="", help="En enheds navn eller nummer, en person, en fil.")
@click.option("--from", "first_day", help="Fra og med en dag, f.eks. 2025-01-20.")
@click.option("--to", "last_day", help="Til og med en dag.")
@click.option("--csv", "form", flag_value="csv", help="Kommasepareret, en kolonne pr. oplysning.")
@click.option("--json", "form", flag_value="json", help="Ét JSON-objekt pr. linje.")
@click.option("--check", is_flag=True, help="Kontrollér, at intet er ændret, fjernet eller byttet.")
@command
def log(
    configuration: Configuration,
    *,
    search: str,
    first_day: str | None,
    last_day: str | None,
    form: str | None,
    check: bool,
) -> None:
    """Søg i adgangsloggen, nyeste først: hvem så hvad hvornår."""
    first, last = (
        parse_day(day, what=option) if day else None
        for option, day in (("--from", first_day), ("--to", last_day))
    )
    with open_store(configuration) as store:
        lines, faults = read_checked_log(store)
        answer = search_log(store, lines, LogSearch(search, first, last))
    if check:
        echo("\n".join(describe_check(len(lines), faults)))
        sys.exit(0 if all(fault.is_harmless for fault in faults) else REFUSED)
    echo(_write_lines(answer.lines, form), nl=False)
    for node in answer.nodes if form is None else ():
        echo(describe_named_node(node.key, node.name))


def _write_lines(lines: Sequence[LogLine], form: str | None) -> str:
    if form == "csv":
        return write_log_csv(lines)
    if form == "json":
        return "".join(f"{write_json_line(_describe_line(line))}\n" for line in lines)
    if not lines:
        return "Loggen har ingen linjer om det.\n"
    return "".join(f"{_write_line(folded)}\n" for folded in fold_views(lines))


def _write_line(lines: Sequence[LogLine]) -> str:
    moment, numbers, person, roles, action, details = write_line_cells(lines)
    who = f"{person} ({roles})" if roles else person
    return "  ".join(text for text in (numbers, moment, who, action, details) if text)


def _describe_line(line: LogLine) -> dict[str, object]:
    entry = line.entry
    return {
        "number": line.number,
        "at": line.at.replace(tzinfo=UTC).isoformat(),
        "blanked": entry is None,
        "person": entry.person if entry else "",
        "role": entry.role if entry else "",
        "action": entry.action.value if entry else "",
        "details": dict(entry.details) if entry else {},
    }
