"""The key of people's marks: outside the data, for its owner only, never made twice."""

import os
from pathlib import Path

import pytest

from core.errors import ChefforumError
from core.person_key import PersonKey


def open_key(folder: Path, name: str = "nøgle/personnoegle") -> PersonKey:
    return PersonKey.from_file(folder / name, apart_from=folder / "data")


def test_the_key_is_made_when_it_is_first_needed(tmp_path: Path) -> None:
    key = open_key(tmp_path)
    assert not (tmp_path / "nøgle").exists()
    key.mark("12345")
    assert (tmp_path / "nøgle" / "personnoegle").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in (tmp_path / "nøgle").iterdir()] == ["personnoegle"]


def test_a_mark_is_the_same_the_next_time_and_tells_people_apart(tmp_path: Path) -> None:
    marks = [open_key(tmp_path).mark("12345") for _ in range(2)]
    assert marks[0] == marks[1] != open_key(tmp_path).mark("12346")
    assert len(marks[0]) == 32


def test_another_key_gives_another_mark(tmp_path: Path) -> None:
    assert open_key(tmp_path, "a").mark("12345") != open_key(tmp_path, "b").mark("12345")
    assert PersonKey.make_temporary().mark("12345") != PersonKey.make_temporary().mark("12345")


def test_a_passing_key_is_one_key() -> None:
    key = PersonKey.make_temporary()
    assert key.mark("12345") == key.mark("12345")


@pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX")
def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    open_key(tmp_path).mark("12345")
    (tmp_path / "nøgle" / "personnoegle").chmod(0o640)
    with pytest.raises(ChefforumError, match="læses af andre"):
        open_key(tmp_path).mark("12345")


def test_a_key_among_the_data_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ChefforumError, match="samme mappe som data"):
        open_key(tmp_path, "data/under/nøgle").mark("12345")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("text", ["", "00ff", "zz" * 32, "00" * 33])
def test_what_is_no_key_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "personnoegle"
    file.write_text(text, "ascii")
    file.chmod(0o600)
    with pytest.raises(ChefforumError, match="ikke en personnøgle"):
        open_key(tmp_path, "personnoegle").mark("12345")


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("")
    with pytest.raises(ChefforumError, match="kan ikke læses eller laves"):
        open_key(tmp_path, "fil/nøgle").mark("12345")
