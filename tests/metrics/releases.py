"""Opgørelser that are released one after another, with corrections between, and all that was shown.

`plan_all` works out what is shown without a store, for many organisations; see `staged` for one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import floor
from random import Random
from typing import Any

import pandas as pd
import pytest

from core.edition import Edition
from core.precision import COARSE_BELOW
from core.settings import Settings
from metrics.computing import recipes
from metrics.computing.inputs import FigureInputs
from tests.metrics.attacker import Cell
from tests.metrics.organisations import Figures, Organisation, drawn

NEWEST = (3, 3, 4, 5, 5)  # the newest quarter of each release: three opgørelser, two of them twice
USUAL = Settings()
LIMITS = {
    Edition.INTERN: USUAL.smallest_group,
    Edition.OFFENTLIG: USUAL.smallest_group_public,
}
_LENGTHS = (1, 4)
_DAYS = ("dagsvaerk", "korttid", "langtid")
Masks = set[tuple[str, int]]


@dataclass(frozen=True)
class Ground:
    """What a release rests on: figures of enheder, who is in each node, from when on one is closed.

    The nodes are those of an organisation ("nu" or "dengang") in a quarter.
    """

    figures: Mapping[Cell, Figures]
    members: Mapping[tuple[str, str, int], frozenset[str]]
    closed: Mapping[str, int]


@dataclass(frozen=True)
class PrintedRow:
    """A row over one or four quarters as it is printed, with the `step` of its figures per head.

    `above` are the node itself and those by which it is judged whose line it is in.
    """

    edition: Edition
    settings: Settings
    release: int
    key: str
    above: frozenset[str]
    q: int
    length: int
    step: float
    measures: Mapping[str, float]
    against: int | None = None


@dataclass
class Releases:
    """All that was released, and what it rested on."""

    grounds: list[Ground] = field(default_factory=list)
    rows: list[PrintedRow] = field(default_factory=list)


def draw_history(seed: int) -> list[Organisation]:
    """An organisation by its files at each release: enheder come, go, shrink, move, are late."""
    random, whole = Random(seed), drawn(seed)
    for enhed in sorted(whole.above):
        if random.random() < 0.2:  # of a size that the internal edition shows alone
            heads = random.randint(5, 9)
            for cell in [cell for cell in whole.figures if cell[0] == enhed]:
                whole.figures[cell] = _draw_figures(heads, random.uniform(0.5, 7), random)
    return correct_between(whole, random)


def correct_between(
    whole: Organisation, random: Random, *, newest: Sequence[int] = NEWEST, share: float = 0.4
) -> list[Organisation]:
    """An organisation by its files at each release, with a share of its enheder not as in others.

    Its quarters are numbered from 0; those of each release are up to the `newest`.
    """
    history = [
        Organisation(
            dict(whole.above), {cell: one for cell, one in whole.figures.items() if cell[1] <= q}
        )
        for q in newest
    ]
    for enhed in sorted(whole.above):
        if random.random() < share:
            kind = random.choice(["arrives", "leaves", "shrinks", "grows", "moves", "late", "late"])
            _change(history, enhed, kind, random)
    return history


def _draw_figures(heads: int, rate: float, random: Random) -> Figures:
    days = round(heads * rate, 2)
    return Figures(heads, days, round(days * random.random(), 2))


def _change(history: list[Organisation], enhed: str, kind: str, random: Random) -> None:
    """Let an enhed be another one in all releases up to one of them, or from it on."""
    turn = random.randrange(1, len(history))
    before, after = history[:turn], history[turn:]
    few = _draw_figures(random.randint(2, 4), random.uniform(2, 30), random)
    elsewhere, more, rate = (
        random.choice(sorted(history[0].above.values())), random.choice([1, 2, 15]), random.random()
    )  # fmt: skip
    if kind == "moves":
        for one in after:
            one.above[enhed] = elsewhere
    for cell in [(enhed, q) for q in range(before[-1].quarters[-1] + 1)]:
        if kind in {"arrives", "shrinks"}:
            _put(after, cell, few)
        if kind in {"leaves", "grows"}:
            _put(before, cell, few)
        if kind in {"arrives", "leaves"}:
            for one in before if kind == "arrives" else after:
                one.figures.pop(cell, None)
        was = history[-1].figures.get(cell)
        if kind == "late" and was and random.random() < 0.7:
            short = None if was.short is None else round(was.short + more * rate, 2)
            _put(after, cell, replace(was, days=was.days + more, short=short))


def _put(organisations: Iterable[Organisation], cell: Cell, figures: Figures) -> None:
    for one in organisations:
        if cell[1] <= one.quarters[-1]:
            one.figures[cell] = figures


def plan_all(
    history: Iterable[Organisation], monkeypatch: pytest.MonkeyPatch, *, primary_only: bool = False
) -> Releases:
    """What is shown of a history, in the variant that is not chosen, worked out without a store.

    Masks are those of the program, or with `primary_only` those that are small themselves.
    """
    releases = Releases()
    shown = {edition: [_NOTHING] for edition in Edition}
    monkeypatch.setattr(
        recipes,
        "read_shown_cells",
        lambda _, edition, **__: pd.concat(shown[edition], ignore_index=True),
    )
    monkeypatch.setattr(recipes, "find_hidden_for_erased", lambda *_: None)
    plan_masks: Any = recipes._plan_masks  # it needs no cursor here
    resting: dict[Cell, Figures] = {}
    covered = -1
    for turn, organisation in enumerate(history):
        resting = _let_wait(resting, organisation.figures, covered)
        covered = organisation.quarters[-1]
        ground = Organisation(organisation.above, resting)
        releases.grounds.append(_make_ground(ground))
        cells = ground.cells()
        seen = {}
        for edition in Edition:
            *_, planned = plan_masks(None, cells, _NO_GROUPS, FigureInputs("", USUAL, edition))
            masked, unsplit = (
                {(row.key, row.q) for row in plan.itertuples() if row.primary or not primary_only}
                for plan in (planned.days, planned.split)
            )
            printed = list(_print_rows(ground, masked, unsplit, edition, turn))
            releases.rows += printed
            splits = {
                (one.key, one.q) for one in printed if one.length == 1 and "short" in one.measures
            }
            places = pd.MultiIndex.from_frame(cells[["key", "q"]])
            seen[edition] = cells[["key", "q", "parent", "grandparent"]].assign(
                version=str(turn),
                hidden=places.isin(masked),
                split_hidden=~places.isin(splits),
                split=cells["q"].isin({q for _, q in splits}),
                older=False,
            )
        for edition, frame in seen.items():
            shown[edition].append(frame)
    return releases


_NOTHING = pd.DataFrame(
    {name: pd.Series(dtype=str) for name in ("version", "key", "parent", "grandparent")}
    | {name: pd.Series(dtype=bool) for name in ("hidden", "split_hidden", "split", "older")}
    | {"q": pd.Series(dtype=int)}
)
_NO_GROUPS = pd.DataFrame(
    {name: pd.Series(dtype=str) for name in ("afdeling", "personalegruppe")}
    | {name: pd.Series(dtype=float) for name in ("q", "employees", *_DAYS)}
)


def _let_wait(
    shown: Mapping[Cell, Figures], now: Mapping[Cell, Figures], covered: int
) -> dict[Cell, Figures]:
    """What figures rest on: files as they are now, or what was shown where a correction waits."""
    resting = dict(now)
    for cell in shown.keys() | now.keys():
        was, one = shown.get(cell), now.get(cell)
        if cell[1] <= covered and any(_waits(was, one, limit) for limit in LIMITS.values()):
            resting.pop(cell, None)
            resting |= {cell: was} if was else {}
    return resting


def _waits(was: Figures | None, now: Figures | None, limit: float) -> bool:
    if was is None or now is None:
        return any(one is not None and one.employees < limit for one in (was, now))
    if now.employees < limit <= was.employees:
        return now != was
    parts = [(was.days, now.days)]
    if was.short is not None and now.short is not None:
        parts += [(was.short, now.short), (was.days - was.short, now.days - now.short)]
    return any(
        (now.employees < limit and before < 0.25 * after)
        or (was.employees < limit and after < 0.25 * before)
        for before, after in parts
    )


def _make_ground(organisation: Organisation) -> Ground:
    nodes = organisation.nodes()
    return Ground(
        organisation.figures,
        {("nu", key, q): frozenset(of) for key, of in nodes.items() for q in organisation.quarters},
        {},
    )


def _print_rows(
    organisation: Organisation, masked: Masks, unsplit: Masks, edition: Edition, release: int
) -> Iterator[PrintedRow]:
    """The rows of single quarters and of four that an edition shows of an organisation."""
    is_public = edition is Edition.OFFENTLIG
    for key, enheder in organisation.nodes().items():
        paths = [[each for _, each in organisation.path(enhed)] for enhed in enheder]
        above = frozenset.intersection(*(frozenset(p[p.index(key) : -1]) for p in paths))
        for q in organisation.quarters:
            for length in _LENGTHS:
                window = range(q - length + 1, q + 1)
                cells = [(e, at) for e in enheder for at in window]
                there = [cell for cell in cells if cell in organisation.figures]
                people = sum(organisation.figures[cell].employees for cell in there) / length
                is_whole = {at for _, at in there} == {*window} and people > 0
                if is_whole and not any((key, at) in masked for at in window):
                    step = 1.0 if is_public and people < COARSE_BELOW else 0.1
                    splits = not any((key, at) in unsplit for at in window) and not (
                        is_public and key.startswith("enhed:")
                    )
                    those = [organisation.figures[cell] for cell in there]
                    measures = _print_measures(those, people, step, splits=splits)
                    yield PrintedRow(edition, USUAL, release, key, above, q, length, step, measures)


def _print_measures(
    those: list[Figures], people: float, step: float, *, splits: bool
) -> dict[str, float]:
    days = sum(one.days for one in those)
    figures = {"value": (days / people, step)}
    if splits and all(one.short is not None for one in those):
        short = sum(one.short or 0 for one in those)
        figures |= {"short": (short / people, step), "long": ((days - short) / people, step)}
        if days > 0:
            figures["long_share"] = ((days - short) / days, 0.01)
    return {name: floor(figure / of + 0.5 + 1e-9) * of for name, (figure, of) in figures.items()}
