"""The table of roles: read, written, and who has what on a day."""

from datetime import date
from pathlib import Path

import pytest

from access.grants import (
    Grant,
    add_grant,
    end_grants,
    find_grants,
    make_grant,
    read_grants,
    write_grants,
)
from access.roles import Role
from core.errors import UsageError

ANNA = "anna@kommune.dk"
HR = Grant(person=ANNA, role=Role.HR)
CHEF = Grant(
    person="bo@kommune.dk", role=Role.AFDELINGSCHEF, place='Børn & "Familie"',
    first=date(2026, 1, 1), last=date(2026, 12, 31), deputy_for="carl@kommune.dk",
    granted_by=ANNA, granted_on=date(2025, 12, 1),
)  # fmt: skip


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "ny" / "roller.toml"
    write_grants(file, (HR, CHEF))
    assert read_grants(file) == (HR, CHEF)
    assert list(file.parent.iterdir()) == [file]


def test_without_a_file_nobody_has_a_role(tmp_path: Path) -> None:
    assert read_grants(tmp_path / "roller.toml") == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[rolle]]\nperson = "a"\nrolle = "hrr"', "1. [[rolle]]: »hrr« er ikke en rolle."),
        ('[[rolle]]\nrolle = "hr"', "Skriv, hvem rollen gives til"),
        ('[[rolle]]\nperson = "a"\nrolle = "afdelingschef"', "gælder en afdeling. Skriv hvilken."),
        ('[[rolle]]\nperson = "a"\nrolle = "hr"\nsted = "X"', "gælder ikke et sted. Udelad »X«."),
        (
            '[[rolle]]\nperson = "a"\nrolle = "hr"\nfra = "1.1"',
            "fra er '1.1', men skal være en dato",
        ),
        (
            '[[rolle]]\nperson = "a"\nrole = "hr"',
            "»role« er ikke et felt. Gyldige er: person, rolle",
        ),
        (
            '[[rolle]]\nperson = "a"\nrolle = "hr"\nfra = 2026-02-01\ntil = 2026-01-01',
            "slutter 2026-01-01, før den begynder 2026-02-01",
        ),
        ("[rolle]", "skal bestå af [[rolle]]-afsnit og intet andet"),
        ("andet = 1", "skal bestå af [[rolle]]-afsnit og intet andet"),
        ("[[", "kan ikke læses som TOML"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / "roller.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(UsageError) as refused:
        read_grants(file)
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (date(2025, 12, 31), False), (date(2026, 1, 1), True),
        (date(2026, 12, 31), True), (date(2027, 1, 1), False),
    ],
)  # fmt: skip
def test_a_role_holds_from_its_first_day_to_its_last(day: date, *, holds: bool) -> None:
    assert find_grants((HR, CHEF), "Bo@Kommune.dk", day=day) == ((CHEF,) if holds else ())


def test_a_role_that_is_ended_was_had_until_yesterday() -> None:
    ended = end_grants((HR, CHEF), "BO@kommune.dk", None, day=date(2026, 6, 1))
    assert find_grants(ended, CHEF.person, day=date(2026, 5, 31)) != ()
    assert find_grants(ended, CHEF.person, day=date(2026, 6, 1)) == ()
    assert end_grants((HR, CHEF), CHEF.person, None, day=date(2026, 1, 1)) == (HR,)
    with pytest.raises(UsageError, match="har ikke rollen it"):
        end_grants((HR, CHEF), ANNA, Role.IT, day=date(2026, 6, 1))


def test_the_same_role_given_again_replaces_the_line() -> None:
    again = make_grant(CHEF.person, "afdelingschef", CHEF.place, first=None, last=None)
    assert add_grant((HR, CHEF), again) == (HR, again)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("strau\u00df", "strauss"), ("\u212aim", "kim"), ("\u017fam", "sam"), ("\u0130da", "ida"),
        ("anna", "anna "), ("anna", "an\u200bna"), ("anna", "\u0430nna"), ("\ufb01n", "fin"),
    ],
)  # fmt: skip
def test_nobody_gets_the_role_of_one_with_a_name_that_looks_alike(name: str, other: str) -> None:
    for asking, granted in ((name, other), (other.strip(), name)):
        if asking != granted.strip():
            grants = [make_grant(granted, "hr", "", first=None, last=None)]
            assert find_grants(grants, asking, day=date(2026, 12, 1)) == ()


def test_capital_letters_make_no_other_person() -> None:
    grants = [make_grant("S\u00d8REN@Kommune.dk", "hr", "", first=None, last=None)]
    assert find_grants(grants, "s\u00f8ren@KOMMUNE.dk", day=date(2026, 12, 1))
