"""A secret in a file: those who need it at once get the same one."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.secret_file import SecretFile


def test_of_two_that_make_it_at_once_one_wins_and_both_use_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once, link = threading.Barrier(2), os.link

    def link_at_once(draft: Path, place: Path) -> None:
        at_once.wait(timeout=10)
        link(draft, place)

    monkeypatch.setattr("os.link", link_at_once)
    file = SecretFile(tmp_path / "noegler" / "x", "loginnøgle", tmp_path / "data", "")
    with ThreadPoolExecutor(2) as pool:
        secrets = {fetched.result() for fetched in [pool.submit(file.fetch) for _ in range(2)]}
    assert secrets == {file.fetch()}
    assert [made.name for made in file.path.parent.iterdir()] == ["x"]
