"""What each role may do and see."""

import pytest

from access.roles import Rights, Role, make_scope
from core.nodes import Level, Scope

WITHOUT_FIGURES = {Role.DATABESKYTTELSESRAADGIVER, Role.IT}


@pytest.mark.parametrize("role", Role)
def test_only_hr_loads_and_releases(role: Role) -> None:
    is_hr = role is Role.HR
    rights = role.rights
    assert (rights.loads_data, rights.releases, rights.grants_roles) == (is_hr, is_hr, is_hr)


@pytest.mark.parametrize("role", Role)
def test_who_watches_and_who_runs_the_server_see_no_figures(role: Role) -> None:
    sees = role not in WITHOUT_FIGURES
    assert role.rights.sees_figures == sees
    assert bool(make_scope(role).levels) == sees


def test_rights_add_up() -> None:
    both = Rights.add_up((Role.IT, Role.SEKRETARIAT))
    assert (both.sees_operation, both.marks_sent, both.loads_data) == (True, True, False)
    assert Rights.add_up(()) == Rights()


def test_an_afdelingschef_has_the_own_line_alone() -> None:
    scope = make_scope(Role.AFDELINGSCHEF, frozenset({"afdeling:Skole"}))
    assert scope.within == frozenset({"afdeling:Skole"})
    assert scope.levels == frozenset(Level)
    assert make_scope(Role.HR) == Scope.everything()


@pytest.mark.parametrize(
    ("role", "label"),
    [
        (Role.HR, "HR"),
        (Role.IT, "IT"),
        (Role.DIREKTOER, "direktør"),
        (Role.DATABESKYTTELSESRAADGIVER, "databeskyttelsesrådgiver"),
    ],
)
def test_a_role_has_a_danish_name(role: Role, label: str) -> None:
    assert role.label == label
