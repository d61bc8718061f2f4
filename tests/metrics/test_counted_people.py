"""Nobody can tell how many people of a small enhed count: langtidsfriske, and the agenda.

Somebody has all that an edition prints, knows that people are whole, and has a solver; and knows
the enheder that they lead, or was shown them in the internal edition, as two may who join. That
people are whole narrows a count beyond what printed shares leave in 2 of 100 cases.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from os import environ
from random import Random

import numpy as np
import pandas as pd
import pytest

from core.edition import Edition
from core.settings import Settings
from metrics.computing.agenda import plan_agenda_masks
from metrics.computing.friske_counts import plan_friske_masks
from metrics.computing.inputs import FigureInputs
from metrics.masks import MaskLimits
from tests.metrics.programme import Columns, Programme
from tests.metrics.test_attack import wide

ENHEDER = [f"enhed:{n}" for n in range(12)]
INSIDE = (
    {enhed: [enhed] for enhed in ENHEDER}
    | {f"afdeling:{n}": ENHEDER[3 * n : 3 * n + 3] for n in range(4)}
    | {f"omraade:{n}": ENHEDER[6 * n : 6 * n + 6] for n in range(2)}
    | {"kommune": ENHEDER}
)
ABOVE = {
    key: [other for other in INSIDE if other != key and {*of} <= {*INSIDE[other]}]
    for key, of in INSIDE.items()
}
SEEN_WITH = 3
TOLD = 6  # where two who joined once had what was hidden
SEEDS = range(int(environ["ORGANISATIONS"])) if "ORGANISATIONS" in environ else (TOLD,)


@dataclass(frozen=True)
class Count:
    """Of the people of an enhed: those who count, and the others; who leads it."""

    counts: int
    others: int
    leader: str

    @property
    def people(self) -> int:
        return self.counts + self.others


Counts = Mapping[str, Count]


def sum_up(of: Iterable[Count]) -> Count:
    every = list(of)
    return Count(sum(one.counts for one in every), sum(one.others for one in every), "")


def plan_friske(counts: Counts, edition: Edition) -> set[str]:
    """The hidden nodes of langtidsfriske."""
    lines = []
    for key, enheder in INSIDE.items():
        node = sum_up(counts[enhed] for enhed in enheder)
        parent, grandparent = (*ABOVE[key], "", "")[:2]
        lines.append(
            {
                "year": "2024", "level": key.partition(":")[0], "key": key, "parent": parent,
                "grandparent": grandparent, "counted": node.people, "friske": node.counts,
                "leader": counts[key].leader if key in counts else None,
            }
        )  # fmt: skip
    nothing = pd.DataFrame({"key": [], "q": [], "hidden": pd.Series(dtype=bool)})
    sent = dict.fromkeys(Edition, nothing)
    return {*plan_friske_masks(pd.DataFrame(lines), give(edition), sent)["key"]}


def plan_agenda(counts: Counts, edition: Edition) -> set[str]:
    """The hidden nodes of a nøgletal of the agenda that is a part of the people there."""
    lines = []
    for key, enheder in INSIDE.items():
        node = sum_up(counts[enhed] for enhed in enheder)
        lines.append(
            {
                "noegletal": "N", "periode": "2024", "level": key.partition(":")[0], "node": key,
                "above": ABOVE[key], "basis": float(node.people), "amount": float(node.counts),
                "people": float(node.people), "remainder": float(node.others), "counts": False,
                "leader": counts[key].leader if key in counts else None,
            }
        )  # fmt: skip
    nothing = pd.DataFrame(columns=["noegletal", "periode", "node", "hidden"])
    return {
        *plan_agenda_masks(pd.DataFrame(lines), give(edition), dict.fromkeys(Edition, nothing))[
            "node"
        ]
    }


def give(edition: Edition) -> FigureInputs:
    return FigureInputs("", Settings(), edition)


class Reader:
    """Has the numbers of nodes as they are printed: all people, and the share that counts."""

    def __init__(self, counts: Counts, shown: Iterable[str], *, step: float, whole: bool) -> None:
        self._counts = counts
        self._programme = Programme()
        self._programme.add_unknowns(2 * len(ENHEDER))
        if whole:
            self._programme.are_whole()
        for key in shown:
            node = sum_up(counts[enhed] for enhed in INSIDE[key])
            every = np.concatenate([self._place(key, "counts"), self._place(key, "others")])
            self._programme.is_known(every, np.ones(len(every)), node.people, slack=0)
            printed = round(node.counts / node.people / step) * step if node.people else 0
            low, high = ((printed + way * step / 2) * node.people for way in (-1, 1))
            own = self._place(key, "counts")
            self._programme.is_between(own, np.ones(len(own)), low - 1e-7, high + 1e-7)

    def _place(self, key: str, kind: str) -> Columns:
        first = ("counts", "others").index(kind) * len(ENHEDER)
        return np.array([first + ENHEDER.index(enhed) for enhed in INSIDE[key]], dtype=np.int32)

    def learn(self, enheder: Iterable[str]) -> None:
        """Know all of some enheder."""
        for enhed in enheder:
            for kind in ("counts", "others"):
                truth = float(getattr(self._counts[enhed], kind))
                self._programme.limit(int(self._place(enhed, kind)[0]), truth, truth)

    def span(self, key: str, kind: str) -> tuple[float, float]:
        """The least and the most that the people of a kind can be."""
        columns = self._place(key, kind)
        ones = np.ones(len(columns))
        return self._programme.least(columns, ones), -self._programme.least(columns, -ones)

    def list_narrowed(self, key: str) -> Iterator[str]:
        """What is known too well of an enhed."""
        for kind in ("counts", "others"):
            truth, span = getattr(self._counts[key], kind), self.span(key, kind)
            if not wide(truth)(*span):
                yield f"{kind} of {key} are from {span[0]} to {span[1]}, and are {truth}"


@dataclass(frozen=True)
class Kind:
    """A kind of count: how its masks are planned, and which enheder are hidden for their own sake.

    `fewest` says how many may count, or not, and be seen; `step` is that of a printed share, and
    `levels` those that are seen beyond the own line.
    """

    plan: Callable[[Counts, Edition], set[str]]
    is_telling: Callable[[Count], bool]
    step: float
    levels: tuple[str, ...] = ("afdeling", "omraade", "kommune")

    def list_secrets(self, counts: Counts, edition: Edition) -> list[str]:
        limit = MaskLimits.from_settings(Settings(), edition).smallest_group
        return [
            key
            for key, of in counts.items()
            if of.people and (of.people < limit or self.is_telling(of))
        ]

    def list_shown(self, counts: Counts, edition: Edition) -> list[str]:
        """The nodes that everybody sees who sees an edition."""
        hidden = self.plan(counts, edition)
        return [
            key
            for key in INSIDE
            if key not in hidden
            and (edition is Edition.INTERN or key.partition(":")[0] in self.levels)
        ]


FRISKE = Kind(plan_friske, lambda of: min(of.counts, of.others) < SEEN_WITH, 0.01)
AGENDA = Kind(
    plan_agenda,
    lambda of: any(0 < one < SEEN_WITH for one in (of.counts, of.others)),
    1e-6,
    levels=("enhed", "afdeling", "omraade", "kommune"),
)


def list_members(kind: Kind, counts: Counts, *, whole: bool = True) -> Iterator[str]:
    """What who leads other enheder, and has the internal edition, knows of a small one."""
    shown = kind.list_shown(counts, Edition.INTERN)
    secrets = kind.list_secrets(counts, Edition.INTERN)
    for leader in sorted({of.leader for of in counts.values()}):
        reader = Reader(counts, shown, step=kind.step, whole=whole)
        reader.learn(key for key, of in counts.items() if of.leader == leader)
        for secret in secrets:
            if counts[secret].leader != leader:
                yield from (f"{leader}: {text}" for text in reader.list_narrowed(secret))


def list_pairs(kind: Kind, counts: Counts, *, whole: bool = True) -> Iterator[str]:
    """What two have of an enhed that only its own line is shown: each has the own line's rows.

    Where all others together have nothing, no two have.
    """
    public = {*kind.list_shown(counts, Edition.OFFENTLIG)}
    internal = {*kind.list_shown(counts, Edition.INTERN)}
    for secret in sorted(internal & {*kind.list_secrets(counts, Edition.OFFENTLIG)}):
        lines = [
            {key for key in internal if {*INSIDE[key]} <= {*line}}
            for line in list_lines(counts, secret)
        ]
        for those in ([lines], combinations(lines, 2)):
            narrowed: list[str] = []
            for some in those:
                reader = Reader(counts, public.union(*some), step=kind.step, whole=whole)
                narrowed += reader.list_narrowed(secret)
            if not narrowed:
                break
        yield from narrowed


def list_lines(counts: Counts, secret: str) -> Iterator[list[str]]:
    """The enheder of each line that an enhed is not in."""
    for leader in sorted({of.leader for of in counts.values()} - {counts[secret].leader}):
        yield [key for key, of in counts.items() if of.leader == leader]
    for key, enheder in INSIDE.items():
        if key not in counts and secret not in enheder:
            yield enheder


def drawn_counts(counts: list[tuple[int, int]], leaders: Mapping[int, int]) -> dict[str, Count]:
    """Counts of the enheder; `leaders` says which of them somebody else's leader leads too."""
    return {
        key: Count(*pair, leader=f"leader {leaders.get(n, n)}")
        for n, (key, pair) in enumerate(zip(ENHEDER, counts, strict=True))
    }


KINDS = pytest.mark.parametrize("kind", [FRISKE, AGENDA], ids=["langtidsfriske", "dagsorden"])


def draw_counts(seed: int) -> Counts:
    """Enheder of all sizes; some of them have a leader who leads another one too."""
    random = Random(seed)
    most = random.choice([3, 9, 20])
    sizes = [(random.randint(0, most), random.randint(0, 14)) for _ in ENHEDER]
    return drawn_counts(
        sizes, {random.randrange(12): random.randrange(12) for _ in range(random.randint(0, 5))}
    )


@KINDS
def test_who_leads_others_cannot_tell_who_counts_in_a_small_one(kind: Kind) -> None:
    for seed in SEEDS:
        assert [*list_members(kind, draw_counts(seed))] == [], seed


@KINDS
def test_two_who_join_cannot_tell_what_its_own_line_alone_is_shown(kind: Kind) -> None:
    for seed in SEEDS:
        assert [*list_pairs(kind, draw_counts(seed))] == [], seed


@KINDS
def test_those_who_are_hidden_together_have_three_leaders(kind: Kind) -> None:
    sizes = [(1, 2), *[(5, 9)] * 11]
    usual, of_one = drawn_counts(sizes, {}), drawn_counts(sizes, {2: 1})
    hidden = kind.plan(usual, Edition.INTERN)
    assert hidden == {"enhed:0", "enhed:1", "enhed:2"}
    reader = Reader(of_one, {*INSIDE} - hidden, step=kind.step, whole=True)
    reader.learn(["enhed:1", "enhed:2"])
    assert [*reader.list_narrowed("enhed:0")]
    pool = {*ENHEDER} & kind.plan(of_one, Edition.INTERN)
    assert len({of_one[enhed].leader for enhed in pool}) == 3
    assert [*list_members(kind, of_one)] == []
