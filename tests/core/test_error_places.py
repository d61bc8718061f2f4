import pytest

from core.error_places import describe_error, select_descriptions


def fail(secret: str) -> None:
    try:
        int(secret)
    except ValueError as error:
        raise KeyError(secret) from error


def test_every_link_of_the_chain_is_told_by_type_and_place_only() -> None:
    with pytest.raises(KeyError) as failed:
        fail("Ida Holm 010185-1234")
    lines = describe_error(failed.value)
    assert [line.partition(" in ")[0] for line in lines] == ["KeyError", "ValueError"]
    assert all("tests/core/test_error_places.py:" in line and " fail" in line for line in lines)
    assert "Ida" not in "".join(lines)
    assert select_descriptions("\n".join(lines)) == lines


def test_what_another_process_says_beside_places_is_left_out() -> None:
    said = "Traceback\nValueError: Ida Holm\nTypeError in a/b.py:7 read\nIda (syg) in Odense, 7\n"
    assert select_descriptions(said) == ["TypeError in a/b.py:7 read"]


def test_errors_that_arose_from_each_other_are_told_once() -> None:
    first, second = ValueError("a"), TypeError("b")
    first.__cause__, second.__cause__ = second, first
    assert describe_error(first) == ["ValueError in ?", "TypeError in ?"]
