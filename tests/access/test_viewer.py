import getpass

import pytest

from access.roles import Role, make_scope
from access.viewer import Position, Viewer, add_up_scopes, read_local_viewer
from core.edition import Edition
from core.nodes import Scope
from core.precision import Precision

NORD = frozenset({"afdeling:Nord"})


def test_who_sits_at_the_machine_has_the_rights_of_hr() -> None:
    assert read_local_viewer().scope == Scope.everything()
    assert read_local_viewer().name == getpass.getuser()


def test_an_account_without_a_name_signs_as_hr(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise OSError

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert read_local_viewer().name == "HR"


def test_who_makes_both_bilag_makes_the_internal_one_of_everything_as_printed() -> None:
    secretary = Viewer("s", (Position(Role.SEKRETARIAT),), make_scope(Role.SEKRETARIAT))
    assert secretary.choose_edition(Edition.INTERN) is Edition.OFFENTLIG
    outgoing = secretary.as_outgoing()
    assert outgoing.choose_edition(Edition.INTERN) is Edition.INTERN
    assert outgoing.scope == Scope.everything().as_printed()
    chef = Viewer("c", (Position(Role.AFDELINGSCHEF),), make_scope(Role.AFDELINGSCHEF, NORD))
    assert chef.as_outgoing().scope.within == NORD


def test_scopes_add_up_and_are_exact_for_hr_alone() -> None:
    chef = make_scope(Role.AFDELINGSCHEF, NORD)
    none = make_scope(Role.IT)
    assert add_up_scopes([none, chef]) == chef
    assert add_up_scopes([chef, make_scope(Role.HR)]).precision is Precision.EXACT
    assert add_up_scopes([]).levels == frozenset()
