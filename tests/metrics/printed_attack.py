"""What somebody can tell of hidden cells who has all that was printed in releases, and a solver.

How many are employed is no secret, so it is known exactly of each enhed: more than whole numbers
tell. Days are known as far as rows are printed. A row that was corrected between two releases is
another unknown than it was before, and the attacker knows which were.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations_with_replacement
from math import inf
from typing import TypeVar

import numpy as np

from access.roles import Role, make_scope
from core.edition import Edition
from tests.metrics.organisations import Figures
from tests.metrics.programme import Columns, Programme
from tests.metrics.releases import Ground, PrintedRow, Releases

State = tuple[str, int, int]  # an enhed in a quarter, and which of its rows
States = frozenset[State]
PARTS = ("short", "long")
MEASURES = {"value": PARTS, "short": PARTS[:1], "long": PARTS[1:]}
_NOISE = 1e-6
_ALL = (-inf, inf)
Key = TypeVar("Key")


@dataclass(frozen=True)
class Secret:
    """Cells with too few employees to be seen: of a node in a quarter, in releases.

    `lines` are the nodes whose leaders lead all of it.
    """

    key: str
    q: int
    states: States
    lines: frozenset[str]


class KnownStates:
    """The rows that enheder had in releases, each different one once."""

    def __init__(self, releases: Releases) -> None:
        self._grounds = releases.grounds
        self.figures: dict[State, Figures] = {}
        self._numbered = [dict(self._number(ground)) for ground in releases.grounds]

    def _number(self, ground: Ground) -> Iterator[tuple[tuple[str, int], State]]:
        for (enhed, q), figures in ground.figures.items():
            turn = 0
            while self.figures.setdefault((enhed, q, turn), figures) != figures:
                turn += 1
            yield (enhed, q), (enhed, q, turn)

    def find_behind(self, row: PrintedRow, until: int) -> States:
        """The rows behind a printed one, in the window that ends with a quarter."""
        ground, numbered = self._grounds[row.release], self._numbered[row.release]
        return frozenset(
            numbered[enhed, q]
            for q in range(until - row.length + 1, until + 1)
            for enhed in ground.members.get((row.settings.organisation.value, row.key, q), ())
            if (enhed, q) in numbered
            and (row.settings.closed_units or ground.closed.get(enhed, inf) > until)
        )

    def list_secrets(self, limit: float) -> Iterator[Secret]:
        """The cells of nodes with fewer employees than a limit, in any release."""
        secrets: dict[States, tuple[str, int, set[str]]] = {}
        for ground, numbered in zip(self._grounds, self._numbered, strict=True):
            above: dict[tuple[str, int], set[str]] = defaultdict(set)
            nodes = [(key, q, of) for (at, key, q), of in ground.members.items() if at == "nu"]
            for key, q, enheder in nodes:
                for enhed in enheder if key != "kommune" else ():
                    above[enhed, q].add(key)
            for key, q, enheder in nodes:
                states = frozenset(numbered[e, q] for e in enheder if (e, q) in numbered)
                people = sum(self.figures[one].employees for one in states)
                tells = people > 0 or any(self.figures[one].days for one in states)
                if tells and people < limit:
                    lines = secrets.setdefault(states, (key, q, set()))[2]
                    lines |= set.intersection(*(above[e, q] for e in enheder)) | {key}
        for states, (key, q, lines) in secrets.items():
            yield Secret(key, q, states, frozenset(lines))


class PrintedAttacker:
    """Has rows as they are printed."""

    def __init__(self, known: KnownStates, rows: Iterable[PrintedRow]) -> None:
        self._known = known
        every = [(state, part) for state in known.figures for part in PARTS]
        self._columns = {name: place for place, name in enumerate(every)}
        self._programme = Programme()
        self._programme.add_unknowns(len(every))
        sums: dict[tuple[States, tuple[str, ...]], tuple[float, float]] = {}
        shares: dict[States, tuple[float, float]] = {}
        changes: dict[tuple[States, States], tuple[float, float]] = {}
        for row in rows:
            now = known.find_behind(row, row.q)
            if row.against is not None:
                before = known.find_behind(row, row.against)
                _narrow(changes, (now, before), row.measures["value"], row.step)
                continue
            people = self._count_people(now)
            for measure, parts in MEASURES.items():
                if measure in row.measures:
                    total = row.measures[measure] * people
                    _narrow(sums, (now, parts), total, row.step * people)
            if "long_share" in row.measures:
                _narrow(shares, now, row.measures["long_share"], 0.01)
        self._take_sums(sums)
        self._take_shares(shares)
        self._take_changes(changes)

    def _take_sums(
        self, sums: Mapping[tuple[States, tuple[str, ...]], tuple[float, float]]
    ) -> None:
        for (of, parts), (low, high) in sums.items():
            truth, columns = self._sum(of, parts), self._place(of, parts)
            if not low - 1e-4 <= truth <= high + 1e-4:
                raise AssertionError(f"{parts} of {sorted(of)} are {truth}, not {low} to {high}")
            slack = _NOISE * max(1, truth)
            self._programme.is_between(columns, np.ones(len(columns)), low - slack, high + slack)

    def _take_shares(self, shares: Mapping[States, tuple[float, float]]) -> None:
        for of, (low, high) in shares.items():
            short, long = (self._place(of, [part]) for part in PARTS)
            columns = np.concatenate([short, long])
            for share, ends in ((low, (-_NOISE, inf)), (high, (-inf, _NOISE))):
                factors = [np.full(len(short), -share), np.full(len(long), 1 - share)]
                self._programme.is_between(columns, np.concatenate(factors), *ends)

    def _take_changes(self, changes: Mapping[tuple[States, States], tuple[float, float]]) -> None:
        for (now, before), (low, high) in changes.items():
            terms: dict[int, float] = defaultdict(float)
            for of, sign in ((now, 1), (before, -1)):
                for column in self._place(of, PARTS):
                    terms[int(column)] += sign / self._count_people(of)
            columns, factors = np.array([*terms], dtype=np.int32), np.array([*terms.values()])
            self._programme.is_between(columns, factors, low - _NOISE, high + _NOISE)

    def _count_people(self, states: States) -> float:
        people = sum(self._known.figures[one].employees for one in states)
        return people / len({q for _, q, _ in states})

    def _sum(self, states: Iterable[State], parts: Iterable[str]) -> float:
        total = 0.0
        for one in states:
            figures = self._known.figures[one]
            short = figures.short or 0.0
            total += sum(short if part == "short" else figures.days - short for part in parts)
        return total

    def _place(self, states: Iterable[State], parts: Iterable[str]) -> Columns:
        columns = [self._columns[one, part] for one in sorted(states) for part in parts]
        return np.array(columns, dtype=np.int32)

    def learn(self, enhed: str) -> None:
        """Know all of an enhed, as who leads it does."""
        for (state, part), column in self._columns.items():
            if state[0] == enhed:
                truth = self._sum([state], [part])
                self._programme.limit(column, truth, truth)

    def list_narrowed(self, secret: Secret) -> Iterator[str]:
        """What is known too well of a secret: days, short, or long."""
        is_split = all(self._known.figures[one].short is not None for one in secret.states)
        for measure, parts in MEASURES.items() if is_split else [("value", PARTS)]:
            truth = self._sum(secret.states, parts)
            columns = self._place(secret.states, parts)
            low, high = self._programme.seen(columns)
            if not is_wide(low, high, truth):
                low = self._programme.least(columns, np.ones(len(columns)))
            if not is_wide(low, high, truth) and low < 0.8 * truth + _NOISE:
                high = -self._programme.least(columns, -np.ones(len(columns)))
            if not is_wide(low, high, truth):
                yield f"{measure} of {secret.key} in {secret.q}: {low:.2f}-{high:.2f} ({truth:.2f})"


def is_wide(low: float, high: float, truth: float) -> bool:
    """Whether days may be a fifth less and a fifth more, and nothing is known to be nothing."""
    return low < 0.8 * truth + _NOISE and high > max(1.2 * truth, low + 0.5) - _NOISE


def _narrow(ends: dict[Key, tuple[float, float]], key: Key, printed: float, step: float) -> None:
    low, high = ends.get(key, _ALL)
    ends[key] = max(low, printed - step / 2), min(high, printed + step / 2)


@dataclass(frozen=True)
class Seat:
    """A role at a place: the keys of its own line, which its holder sees as a leader does."""

    role: Role
    line: frozenset[str]

    def __str__(self) -> str:
        return f"{self.role}:{'+'.join(sorted(self.line))}"


def list_seats(releases: Releases) -> list[Seat]:
    """Each role that sees figures at each place; HR has the files, and nothing to work out."""
    keys = sorted({key for ground in releases.grounds for _, key, _ in ground.members})
    seats = []
    for role in Role:
        if role is not Role.HR and role.rights.sees_figures:
            lines = [frozenset[str]()]
            if role.own_level:
                lines = [frozenset({key}) for key in keys if key.startswith(f"{role.own_level}:")]
            seats += [Seat(role, make_scope(role, line).within) for line in lines]
    return seats


class Attack:
    """All who may attack what was released: readers of an edition, pairs of roles, and members.

    `seen` are the rows that each seat was shown; without them each was shown what there was of its
    own line, and the public edition.
    """

    def __init__(
        self,
        releases: Releases,
        limits: Mapping[Edition, float],
        seen: Mapping[Seat, Sequence[PrintedRow]] | None = None,
    ) -> None:
        self._known = KnownStates(releases)
        self._releases = releases
        self._rows = releases.rows
        self._secrets = {
            edition: list(self._known.list_secrets(limit)) for edition, limit in limits.items()
        }
        self._public = [row for row in self._rows if row.edition is Edition.OFFENTLIG]
        self._enheder: dict[str, set[str]] = defaultdict(set)
        for ground in releases.grounds:
            for (_, key, _), enheder in ground.members.items():
                self._enheder[key] |= enheder
        self._seen = seen or {
            seat: [row for row in self._rows if _is_shown(row, seat)]
            for seat in list_seats(releases)
        }

    def count_secrets(self, edition: Edition) -> int:
        """How many hidden cells there are to be had."""
        return len(self._secrets[edition])

    def list_of_edition(self, edition: Edition) -> list[str]:
        """What is had from an edition; who sees the internal one sees the other one too."""
        rows = self._rows if edition is Edition.INTERN else self._public
        attacker = PrintedAttacker(self._known, rows)
        return [text for one in self._secrets[edition] for text in attacker.list_narrowed(one)]

    def list_of_members(self) -> list[str]:
        """What who leads a hidden enhed, and sees all that there is, has of the others.

        It may be hidden for its own sake, or as a partner.
        """
        secrets = self._secrets[Edition.INTERN]
        narrowed = []
        for enhed in sorted(self._find_hidden()):
            attacker = PrintedAttacker(self._known, self._rows)
            attacker.learn(enhed)
            for one in secrets:
                if all(own != enhed for own, _, _ in one.states):
                    narrowed += [f"{enhed}: {text}" for text in attacker.list_narrowed(one)]
        return narrowed

    def _find_hidden(self) -> set[str]:
        """The enheder that the internal edition hides in a quarter, in any release."""
        shown = {
            (row.release, row.key, row.q)
            for row in self._rows
            if row.edition is Edition.INTERN and row.length == 1 and row.against is None
        }
        return {
            enhed
            for release, ground in enumerate(self._releases.grounds)
            for enhed, q in ground.figures
            if (release, f"enhed:{enhed}", q) not in shown
        }

    def find_had_by_pairs(self, edition: Edition) -> Iterator[str]:
        """Find what any two seats have together of what is too small to be seen in an edition.

        What is hidden in the public edition alone, those may see whose own line it is in. The
        others are asked together first: where they have nothing, no two of them do.
        """
        of_all = {secret.states for secret in self._secrets[Edition.INTERN]}
        for secret in self._secrets[edition]:
            seats = [*self._seen]
            if edition is Edition.OFFENTLIG:
                if secret.states in of_all:
                    continue
                seats = [seat for seat in seats if not self._leads_any(seat, secret)]
            if self._list_had(secret, seats):
                for pair in combinations_with_replacement(self._list_largest(seats), 2):
                    names = " and ".join(map(str, pair))
                    yield from (f"{names}: {text}" for text in self._list_had(secret, pair))

    def _leads_any(self, seat: Seat, secret: Secret) -> bool:
        """Whether any of a secret is in a seat's own line."""
        enheder = {enhed for enhed, _, _ in secret.states}
        return any(self._enheder[key] & enheder for key in seat.line)

    def _list_largest(self, seats: Sequence[Seat]) -> list[Seat]:
        """Those seats that see what no other one sees all of."""
        largest: list[Seat] = []
        for seat in sorted(seats, key=lambda seat: (-len(self._places[seat]), str(seat))):
            if not any(self._places[seat] <= self._places[other] for other in largest):
                largest.append(seat)
        return largest

    @cached_property
    def _places(self) -> dict[Seat, frozenset[int]]:
        return {seat: frozenset(map(id, rows)) for seat, rows in self._seen.items()}

    def _list_had(self, secret: Secret, seats: Sequence[Seat]) -> list[str]:
        of = frozenset[int]().union(*(self._places[seat] for seat in seats))
        if of not in self._attackers:
            rows = {id(row): row for seat in seats for row in self._seen[seat]}
            self._attackers[of] = PrintedAttacker(self._known, rows.values())
        return list(self._attackers[of].list_narrowed(secret))

    @cached_property
    def _attackers(self) -> dict[frozenset[int], PrintedAttacker]:
        return {}


def _is_shown(row: PrintedRow, seat: Seat) -> bool:
    return row.edition is Edition.OFFENTLIG or not seat.line.isdisjoint({"kommune", *row.above})
