"""Who has which role, where and from when until when: the table of `roller.toml`."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import tomli_w

from access.roles import Role
from core.errors import UsageError, suggest_nearest

FILE_NAME = "roller.toml"
_TABLE = "rolle"
_HEAD = (
    "# Hvem der har hvilken rolle. Filen skrives af programmet (»cli.py roles« og siden Adgang og\n"
    "# log) og kan rettes i hånden; en ændring virker, næste gang en side vises.\n\n"
)
_FIELDS = {
    "person": str,
    "rolle": str,
    "sted": str,
    "fra": date,
    "til": date,
    "stedfortraeder_for": str,
    "givet_af": str,
    "givet_den": date,
}
_KINDS = {str: 'en tekst i anførselstegn, f.eks. "anna@kommune.dk"', date: "en dato, 2026-12-31"}


@dataclass(frozen=True, kw_only=True)
class Grant:
    """A role that a person has: `person` as the sign-in names it, in small letters.

    `place` is the number or the name of the node that the role is for, "" where it is for none.
    It holds from `first` to `last`, both with it; None is without end. `deputy_for` is the person
    that somebody stands in for.
    """

    person: str
    role: Role
    place: str = ""
    first: date | None = None
    last: date | None = None
    deputy_for: str = ""
    granted_by: str = ""
    granted_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the role is had on a day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def is_same_role(self, other: "Grant") -> bool:
        """Whether it is the same person's same role at the same place."""
        return (self.person, self.role, self.place) == (other.person, other.role, other.place)


def make_grant(
    person: str, role_text: str, place: str, *, first: date | None, last: date | None
) -> Grant:
    """Make a grant of what somebody wrote.

    Raises UsageError for a person without a name, a role that is none, a place that is missing or
    that the role has no use for, and days in the wrong order.
    """
    role = read_role(role_text)
    if not person.strip():
        raise UsageError("Skriv, hvem rollen gives til, f.eks. anna@kommune.dk.")
    if role.own_level is None and place:
        raise UsageError(f"Rollen {role.value} gælder ikke et sted. Udelad »{place}«.")
    if role.own_level is not None and not place:
        raise UsageError(f"Rollen {role.value} gælder {role.own_level.singular}. Skriv hvilken.")
    if first and last and last < first:
        raise UsageError(f"Rollen slutter {last}, før den begynder {first}.")
    return Grant(person=fold_person(person.strip()), role=role, place=place, first=first, last=last)


def fold_person(name: str) -> str:
    """Return the name of a person in small letters; two people's names never become the same.

    A letter that no other is written small as is kept: ß is not ss, and the sign of kelvin no k.
    """
    return "".join(
        small if (small := letter.lower()).upper() == letter else letter for letter in name
    )


def read_role(text: str) -> Role:
    """Return the role of a word; UsageError names the valid ones."""
    valid = [role.value for role in Role]
    if text not in valid:
        raise UsageError(
            f"»{text}« er ikke en rolle. Gyldige er: {', '.join(valid)}."
            f"{suggest_nearest(text, valid)}"
        )
    return Role(text)


def read_grants(path: Path) -> tuple[Grant, ...]:
    """Read the table; none where there is no file.

    Raises UsageError that names the line, the field, what stands there and what is valid.
    """
    try:
        written = path.stat()
        return _read_table(path, (written.st_mtime_ns, written.st_size, written.st_ino))
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path.name} kan ikke læses som TOML: {error}.") from error


@lru_cache(maxsize=8)
def _read_table(path: Path, _: tuple[int, ...]) -> tuple[Grant, ...]:
    """Read the table as it was written then: it is asked for at each view of a page."""
    content = tomllib.loads(path.read_text("utf-8-sig"))
    entries = content.get(_TABLE, [])
    if set(content) - {_TABLE} or not isinstance(entries, list):
        raise UsageError(f"{path.name} skal bestå af [[{_TABLE}]]-afsnit og intet andet.")
    return tuple(_read_grant(path.name, place, entry) for place, entry in enumerate(entries, 1))


def _read_grant(file_name: str, number: int, entry: Mapping[str, object]) -> Grant:
    where = f"{file_name}, {number}. [[{_TABLE}]]"
    for name, value in entry.items():
        if name not in _FIELDS:
            raise UsageError(
                f"{where}: »{name}« er ikke et felt. Gyldige er: {', '.join(_FIELDS)}."
                f"{suggest_nearest(name, _FIELDS)}"
            )
        if type(value) is not _FIELDS[name]:
            raise UsageError(
                f"{where}: {name} er {value!r}, men skal være {_KINDS[_FIELDS[name]]}."
            )
    values: dict[str, str] = {name: str(entry.get(name, "")) for name in _FIELDS}
    days = {name: day for name, day in entry.items() if isinstance(day, date)}
    try:
        grant = make_grant(
            values["person"],
            values["rolle"],
            values["sted"],
            first=days.get("fra"),
            last=days.get("til"),
        )
    except UsageError as error:
        raise UsageError(f"{where}: {error}") from error
    return replace(
        grant,
        deputy_for=fold_person(values["stedfortraeder_for"]),
        granted_by=values["givet_af"],
        granted_on=days.get("givet_den"),
    )


def write_grants(path: Path, grants: Iterable[Grant]) -> None:
    """Write the table, whole or not at all. Raises OSError where it cannot be written."""
    entries = [_write_grant(grant) for grant in grants]
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = _find_draft(path)
    draft.write_text(_HEAD + tomli_w.dumps({_TABLE: entries}), "utf-8")
    draft.replace(path)


def remove_unfinished_grants(path: Path) -> None:
    """Take away what a program left that ended while it wrote the table."""
    _find_draft(path).unlink(missing_ok=True)


def _find_draft(path: Path) -> Path:
    return path.with_name(f".{path.name}.ny")


def _write_grant(grant: Grant) -> dict[str, object]:
    values = {
        "person": grant.person,
        "rolle": grant.role.value,
        "sted": grant.place,
        "fra": grant.first,
        "til": grant.last,
        "stedfortraeder_for": grant.deputy_for,
        "givet_af": grant.granted_by,
        "givet_den": grant.granted_on,
    }
    return {name: value for name, value in values.items() if value}


def add_grant(grants: Iterable[Grant], new: Grant) -> tuple[Grant, ...]:
    """Return a table with one more role; the same role of the same person is replaced."""
    return (*(grant for grant in grants if not grant.is_same_role(new)), new)


def end_grants(
    grants: Iterable[Grant], person: str, role: Role | None, *, day: date
) -> tuple[Grant, ...]:
    """Return a table where a person's roles, or one of them, ended the day before a day.

    The lines stay, so that it can be seen who had what; one that had not begun is left out.
    Raises UsageError where the person has no such role.
    """
    ended: list[Grant] = []
    others: list[Grant] = []
    for grant in grants:
        is_meant = grant.person == fold_person(person) and role in {None, grant.role}
        (ended if is_meant and (grant.last is None or grant.last >= day) else others).append(grant)
    if not ended:
        what = f"rollen {role.value}" if role else "nogen rolle"
        raise UsageError(f"»{person}« har ikke {what}.")
    yesterday = day - timedelta(days=1)
    begun = [grant for grant in ended if grant.first is None or grant.first <= yesterday]
    return (*others, *(replace(grant, last=yesterday) for grant in begun))


def has_hr(grants: Iterable[Grant], *, day: date) -> bool:
    """Whether somebody has the role HR on a day."""
    return any(grant.role is Role.HR and grant.holds_on(day) for grant in grants)


def find_grants(grants: Iterable[Grant], person: str, *, day: date) -> tuple[Grant, ...]:
    """Return the roles that a person has on a day."""
    return tuple(
        grant for grant in grants if grant.person == fold_person(person) and grant.holds_on(day)
    )
