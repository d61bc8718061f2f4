"""A list of people shows nobody, also where it is read as something else."""

import pytest

from data_loaders.files.values import Value
from tests.data_loaders.builders import HEADER, report

SECRETS = ("Ida Vangdal", "Stress", "halv")


@pytest.mark.parametrize("header", ["Medarb.nr.", "Fornavn", "Efternavn, fornavn", "Ansat"])
def test_a_list_of_people_read_as_an_extract_shows_no_cell(header: str) -> None:
    rows: list[list[Value]] = [
        [*HEADER, header, "Årsag"],
        ["3100", "Hus", "Miljø", "halv", "halv", "Ida Vangdal", "Stress"],
        ["3101", "Vej", "Miljø", 1, 7, "Ida Vangdal", "Stress"],
    ]
    found = report(rows)
    assert {one.code for one in found.problems} >= {"invalid_number", "personal_data_removed"} or (
        header == "Medarb.nr."
    )
    assert [one.cell for one in found.problems if one.code == "invalid_number"] == ["D2", "E2"]
    assert found.grid is None
    assert [secret for secret in SECRETS if secret in repr(found)] == []


def test_an_extract_with_a_leader_a_unit_shows_its_other_cells() -> None:
    found = report([[*HEADER, "Leder"], ["3100", "Hus", "Miljø", "halv", 7, "Ida Vangdal"]])
    assert [one.value for one in found.problems if one.code == "invalid_number"] == ["halv"]
    assert found.grid is not None
