"""The problems of a list: with addresses, grouped, and never so many that nobody can hold them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from core.danish import format_count, format_number
from data_loaders.codes import problem
from data_loaders.guidance.proposal import Question
from data_loaders.problem import Problem

MOST_OF_A_CODE = 1_000


@dataclass
class ProblemCollector:
    """Keeps the first problems of each code and counts the rest, and what must be asked."""

    kept_problems: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    cells_with_problems: set[tuple[str, str, str]] = field(default_factory=set)
    questions: dict[str, Question] = field(default_factory=dict)

    def count_room(self, code: str) -> int:
        """How many more problems of a code are kept one by one."""
        return max(0, MOST_OF_A_CODE - self.counts[code])

    def add(self, finding: Problem) -> None:
        """Keep a problem, or count it; the same cell is told of only once."""
        place = (finding.code, finding.sheet, finding.cell)
        if finding.cell and place in self.cells_with_problems:
            return
        self.cells_with_problems.add(place)
        if self.count_room(finding.code):
            self.kept_problems.append(finding)
        self.counts[finding.code] += 1

    def count(self, code: str, number: int) -> None:
        """Count problems that there was no room for."""
        self.counts[code] += number

    def ask(self, question: Question) -> None:
        """Keep a question, once."""
        self.questions.setdefault(question.id, question)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that is kept, and for each code that had more how many they are."""
        uncounted = {
            code: n - MOST_OF_A_CODE for code, n in self.counts.items() if n > MOST_OF_A_CODE
        }
        closing = [
            problem(code, f"Der er {format_count(n, 'problem', 'problemer')} mere af samme slags.")
            for code, n in uncounted.items()
        ]
        return (*self.kept_problems, *closing)


def cap_problems(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Keep the first problems of each code, and say of each other code how many more there are.

    A collector's closing problem, one above the limit, is kept.
    """
    counts, listed = Counter(finding.code for finding in problems), Counter[str]()
    kept_problems = []
    for finding in problems:
        listed[finding.code] += 1
        if counts[finding.code] <= MOST_OF_A_CODE + 1 or listed[finding.code] <= MOST_OF_A_CODE:
            kept_problems.append(finding)
    closing = [
        problem(code, f"Der er {format_number(n - MOST_OF_A_CODE, 0)} mere af samme slags.")
        for code, n in counts.items()
        if n > MOST_OF_A_CODE + 1
    ]
    return (*kept_problems, *closing)
