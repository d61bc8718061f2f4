"""The commands for who has which role: give one, end it, see the table."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from typing import TypedDict, Unpack

import click

from access.grants import Grant, make_grant, read_grants, read_role
from access.viewer import read_user_name
from commands.parts import command, write_json_line
from commands.stores import open_store
from commands.terminal import echo
from core import danish
from core.day import parse_day
from services.configuration import Configuration
from services.roles import end_roles, give_role, read_today


class Limits(TypedDict):
    """Where a role is for, from when until when, and whom somebody stands in for."""

    place: str
    first: str | None
    last: str | None
    deputy_for: str


@click.group()
def roles() -> None:
    """Hvem der har hvilken rolle: giv en, afslut den, se tabellen."""


@roles.command("add")
@click.argument("person")
@click.argument("role")
@click.option("--place", default="", help="Enhedens, afdelingens eller områdets nummer eller navn.")
@click.option("--from", "first", metavar="DATO", help="Første dag, f.eks. 1.1.2026.")
@click.option("--to", "last", metavar="DATO", help="Sidste dag.")
@click.option("--deputy-for", default="", help="Den, der vikarieres for.")
@command
def add_role(
    configuration: Configuration, *, person: str, role: str, **limits: Unpack[Limits]
) -> None:
    """Giv PERSON rollen ROLE, som login kalder dem, f.eks. anna@kommune.dk hr."""
    first, last = (parse_day(text) if text else None for text in (limits["first"], limits["last"]))
    grant = make_grant(person, role, limits["place"], first=first, last=last)
    grant = replace(grant, deputy_for=limits["deputy_for"].casefold())
    with open_store(configuration) if grant.role.own_level else nullcontext() as store:
        signed = give_role(configuration, grant, by=read_user_name(), store=store)
    echo(f"{_describe_grant(signed)} er givet.")


@roles.command("remove")
@click.argument("person")
@click.argument("role", required=False)
@command
def remove_role(configuration: Configuration, *, person: str, role: str | None) -> None:
    """Afslut PERSONs rolle ROLE, eller dem alle: den gælder til og med i går."""
    chosen = read_role(role) if role else None
    end_roles(configuration, person, chosen, by=read_user_name())
    echo(f"{person}: {chosen.label if chosen else 'alle roller'} er afsluttet.")


@roles.command("list")
@click.option("--person", help="Kun denne persons.")
@click.option("--json", "as_json", is_flag=True, help="Ét JSON-objekt pr. rolle.")
@command
def list_roles(configuration: Configuration, *, person: str | None, as_json: bool) -> None:
    """Vis tabellen over roller, også dem, der er slut."""
    grants, today = read_grants(configuration.grants_file), read_today()
    if person:
        grants = tuple(grant for grant in grants if grant.person == person.casefold())
    for grant in grants:
        if as_json:
            echo(write_json_line(_describe_as_json(grant, today)))
        else:
            ended = "" if grant.holds_on(today) else " (gælder ikke i dag)"
            echo(f"{_describe_grant(grant)}{ended}")


def _describe_grant(grant: Grant) -> str:
    """Say who has what: "anna@kommune.dk: afdelingschef for Skole fra 1. januar 2026"."""
    parts = [
        f"{grant.person}: {grant.role.label}",
        f"for {grant.place}" if grant.place else "",
        f"fra {danish.format_date_long(grant.first)}" if grant.first else "",
        f"til {danish.format_date_long(grant.last)}" if grant.last else "",
        f"som stedfortræder for {grant.deputy_for}" if grant.deputy_for else "",
    ]
    return " ".join(part for part in parts if part)


def _describe_as_json(grant: Grant, today: date) -> dict[str, object]:
    days = {"first": grant.first, "last": grant.last, "granted_on": grant.granted_on}
    return {
        "person": grant.person,
        "role": grant.role.value,
        "place": grant.place,
        "deputy_for": grant.deputy_for,
        "granted_by": grant.granted_by,
        "holds": grant.holds_on(today),
    } | {name: day.isoformat() if day else None for name, day in days.items()}
