"""How many problems of a code are kept one by one, and what is said of the others."""

import pytest

from data_loaders.codes import problem
from data_loaders.table.problem_collector import ProblemCollector


@pytest.mark.parametrize(
    ("count", "closing"),
    [
        (1_000, []),
        (1_001, ["Der er 1 problem mere af samme slags."]),
        (1_002, ["Der er 2 problemer mere af samme slags."]),
    ],
)
def test_a_thousand_of_a_code_are_kept_and_the_others_counted(
    count: int, closing: list[str]
) -> None:
    collector = ProblemCollector()
    for number in range(1, count + 1):
        collector.add(problem("missing_value", "Tom.", sheet="Ark1", cell=f"A{number}"))
    problems = collector.problems
    assert [one.cell for one in problems[:1_000]] == [f"A{n}" for n in range(1, 1_001)]
    assert [one.message for one in problems[1_000:]] == closing
