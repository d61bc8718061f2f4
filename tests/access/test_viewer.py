import getpass

import pytest

from access.viewer import read_local_viewer
from core.nodes import Scope


def test_who_sits_at_the_machine_has_the_rights_of_hr() -> None:
    assert read_local_viewer().scope == Scope.everything()
    assert read_local_viewer().name == getpass.getuser()


def test_an_account_without_a_name_signs_as_hr(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise OSError

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert read_local_viewer().name == "HR"
