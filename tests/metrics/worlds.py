"""Organisations that change while they are looked at, many of them in one store.

Each lives in six quarters of its own, with names of its own, and years apart from the others: no
window holds cells of two. So one set of figures shows all of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from random import Random

import pyarrow as pa

from core.placement import Placement
from core.quarter import Quarter
from data_loaders.report import UnitQuarter
from store.database import Store
from store.uploads import NewUpload
from tests.metrics.attacker import Cell
from tests.metrics.lists import put_groups
from tests.store.employments import FIGURE, put_upload
from tests.store.placement_lists import put_list
from tests.stored_rows import put

QUARTERS = 6
_APART = 12
_BEGINS = 1970 * 4
_GROUPS = ("Andre", "Lærere", "SOSU")
_DAYS = {"korttid": "short", "langtid": "long"}
_PARTS = {"korttid_delvis": "short_part", "langtid_delvis": "long_part"}
_COUNTS = {"medarbejdere": "heads", "fuldtidsstillinger": "posts"}
Place = tuple[str, str]  # afdeling, område


@dataclass
class World:
    """Enheder, where they stood and stand, and their figures.

    `figures` are by atom and quarter: an atom is an enhed, or one personalegruppe of it
    ("E/SOSU"); `possible` are those without rows: who has which personalegrupper inside an
    afdeling is shown nowhere. `closed` has the quarter from whose windows on an enhed is out.
    `uncounted` has the denominators that an enhed is without in a quarter, `pilot` the enheder of a
    group that began with the quarter `began`.
    """

    first: int
    then: dict[Cell, Place] = field(default_factory=dict)
    now: dict[str, Place] = field(default_factory=dict)
    closed: dict[str, int] = field(default_factory=dict)
    listed: list[Placement] = field(default_factory=list)
    rows: dict[Cell, Place] = field(default_factory=dict)
    figures: dict[Cell, dict[str, float]] = field(default_factory=dict)
    possible: set[Cell] = field(default_factory=set)
    uncounted: dict[Cell, set[str]] = field(default_factory=dict)
    pilot: list[str] = field(default_factory=list)
    began: int = 0
    name: str = ""

    def atoms(
        self,
        key: str,
        q: int,
        *,
        window: int,
        then: bool = False,
        closed: bool = True,
        by: str = "",
    ) -> frozenset[Cell]:
        """The cells of a node in a quarter of a window, in a variant; `by` one denominator."""
        out = frozenset() if closed else self._gone(window)
        known = key, q, then, by, out
        if known not in self._atoms:
            there = (self._then if then else self._now).get((key, q), [])
            units = [(atom, atom.partition("/")[0]) for atom in there]
            self._atoms[known] = frozenset(
                (atom, q)
                for atom, enhed in units
                if enhed not in out and by not in self.uncounted.get((enhed, q), ())
            )
        return self._atoms[known]

    @cached_property
    def _atoms(self) -> dict[tuple[str, int, bool, str, frozenset[str]], frozenset[Cell]]:
        return {}

    def _gone(self, window: int) -> frozenset[str]:
        return frozenset(enhed for enhed, since in self.closed.items() if since <= window)

    def usual(self, q: int) -> str:
        """The denominator of a quarter's window where medarbejdere are preferred."""
        return self._usual[q]

    @cached_property
    def _usual(self) -> dict[int, str]:
        found = {}
        for q in range(self.first, self.first + QUARTERS):
            four = range(max(self.first, q - 3), q + 1)
            has = {by: all(self._tells(by, each) for each in four) for by in _COUNTS.values()}
            found[q] = "posts" if has["posts"] and not has["heads"] else "heads"
        return found

    def _tells(self, by: str, q: int) -> bool:
        units = {enhed for enhed, at in self.then if at == q}
        return not units or any(by not in self.uncounted.get((one, q), ()) for one in units)

    def family(self, enhed: str) -> str:
        """The enhed that goes on for another one in the end; itself where none does."""
        while enhed in self._heirs:
            enhed = self._heirs[enhed]
        return enhed

    @cached_property
    def _heirs(self) -> dict[str, str]:
        return {line.enhed: line.efterfoelger for line in self.listed if line.efterfoelger}

    @property
    def nodes(self) -> set[str]:
        """The nodes of today's organisation, and the personalegrupper."""
        keys = {key for key, _ in self._now}
        return {key for key in keys if not (key.startswith("gruppe:") or key.endswith("/resten"))}

    @cached_property
    def _now(self) -> dict[Cell, list[str]]:
        return self._members({cell: self.now[cell[0]] for cell in self.then})

    @cached_property
    def _then(self) -> dict[Cell, list[str]]:
        return self._members(self.then)

    def _members(self, places: dict[Cell, Place]) -> dict[Cell, list[str]]:
        found = defaultdict(list)
        groups = {atom.partition("/")[2] for atom, _ in self.figures} - {""}
        for atom, q in self.figures:
            enhed, _, group = atom.partition("/")
            afdeling, omraade = places[enhed, q]
            keys = [f"enhed:{enhed}", f"afdeling:{afdeling}", f"omraade:{omraade}", "kommune"]
            own = f"personalegruppe:{group}"
            inside = self.family(enhed) in self.pilot or enhed in self.pilot
            keys.append(f"gruppe:{self.name}" + ("" if inside else "/resten"))
            keys += [f"personalegruppe:{other}/resten" for other in groups - {group}]
            for key in [*keys, *([own, f"afdeling:{afdeling}/{own}"] if group else [])]:
                found[key, q].append(atom)
        return dict(found)

    def sum(self, cells: Iterable[Cell], *parts: str) -> float:
        """The sum of some parts over some cells."""
        return sum(self.figures[cell].get(part, 0.0) for cell in cells for part in parts)


def world(seed: int, *, place: int, spells: bool) -> World:
    """One drawn at random; `place` is its place in a store.

    With `spells` part-days are told apart, else personalegrupper are.
    """
    random = Random(seed)
    made = World(_BEGINS + _APART * place)
    made.name = name = f"w{seed}"
    above = {f"{name}A{n}": f"{name}O{random.randint(1, 3)}" for n in range(1, 7)}
    above[f"{name}A7"] = f"{name}O4"  # an område of its own
    grouped = random.random() < 0.8
    for number in range(random.randint(12, 32)):
        enhed = f"{name}e{number:02}"
        afdeling = random.choice([*above, *list(above)[1:3] * 3])
        tells = grouped and random.random() < 0.9
        groups = random.sample(_GROUPS, random.randint(1, 3)) if tells else [""]
        atoms = [enhed] if spells or groups == [""] else [f"{enhed}/{one}" for one in groups]
        lives = _life(made, enhed, random)
        for atom in atoms:
            _fill(made, atom, lives, random, spells=spells)
        _stand(made, enhed, lives, afdeling, above, random)
    think(made)
    _leave_out(made, random)
    _begin(made, random)
    return made


def _leave_out(made: World, random: Random) -> None:
    """Leave some enheder, or a whole quarter, without one of the denominators."""
    if random.random() < 0.6:
        return
    quarters = range(made.first, made.first + QUARTERS)
    bare = random.choice(quarters) if random.random() < 0.3 else None
    without = random.choice(["heads", "posts"])
    for enhed in made.now:
        lacks = random.choice(["heads", "posts"]) if random.random() < 0.15 else ""
        since = random.choice(quarters)
        for q in (q for one, q in made.then if one == enhed):
            if q == bare:
                made.uncounted[enhed, q] = {without}
            elif lacks and q >= since:
                made.uncounted[enhed, q] = {lacks}


def _begin(made: World, random: Random) -> None:
    """Let a group begin: of large enheder, or of any."""
    sizes = defaultdict(list)
    for (atom, _), of in made.figures.items():
        sizes[atom.partition("/")[0]].append(of.get("heads", 0))
    large = sorted(one for one, heads in sizes.items() if max(heads) > 15)
    some = large if len(large) > 3 and random.random() < 0.8 else sorted(made.now)
    made.pilot = random.sample(some, random.randint(1, min(6, len(some))))
    made.began = made.first + random.randint(3, QUARTERS - 1)


def think(made: World) -> None:
    """Let each enhed possibly have all personalegrupper that its afdeling has in a quarter."""
    for enhed, q in made.then:
        here = {
            atom.partition("/")[2]
            for atom, at in made.figures
            if at == q and made.now[atom.partition("/")[0]] == made.now[enhed]
        }
        for group in here:
            atom = f"{enhed}/{group}" if group else enhed
            if (atom, q) not in made.figures:
                made.possible.add((atom, q))
    for cell in made.possible:
        made.figures[cell] = {}


def _life(made: World, enhed: str, random: Random) -> range:
    last = made.first + QUARTERS - 1
    opens = random.randint(made.first, last) if random.random() < 0.12 else made.first
    closes = random.randint(opens, last) if random.random() < 0.15 else last
    if closes < last:
        made.closed[enhed] = closes + 1
    return range(opens, closes + 1)


def _fill(made: World, atom: str, lives: range, random: Random, *, spells: bool) -> None:
    size = random.choice([random.randint(0, 4), random.randint(5, 40), random.randint(20, 120)])
    for q in lives:
        heads = max(0, size + random.randint(-1, 1)) + random.choice([0, 0, 0.5])
        days = 0.0 if random.random() < 0.1 else heads * random.uniform(0.5, 7)
        if random.random() < 0.03:
            heads, days = 0.0, random.choice([0.0, 4.5])  # all have left; some were away before
        short = random.random()
        part = random.choice([0, 0, 0.3, 1]) if spells else 0
        made.figures[atom, q] = {
            "heads": heads,
            "posts": round(heads * random.uniform(0.6, 1), 2),
            "short": round(days * short * (1 - part), 2),
            "long": round(days * (1 - short) * (1 - part), 2),
            "short_part": round(days * short * part, 2),
            "long_part": round(days * (1 - short) * part, 2),
        }


def _stand(
    made: World, enhed: str, lives: range, afdeling: str, above: dict[str, str], random: Random
) -> None:
    """Put an enhed somewhere; it may move, by its rows or by the list, or go on as another one."""
    here = (afdeling, above[afdeling])
    there = here
    turns, by_list = lives.stop, random.random() < 0.5
    if random.random() < 0.2 and len(lives) > 1:
        turns = random.randint(lives.start + 1, lives.stop - 1)
        other = random.choice(list(above))
        there = (other, above[other])
    for q in lives:
        made.then[enhed, q] = there if q >= turns else here
        made.rows[enhed, q] = here if by_list else made.then[enhed, q]
    made.now[enhed] = there
    if enhed in made.closed and random.random() < 0.5 and made.now:
        heirs = [one for one in made.now if one not in made.closed and one != enhed]
        if heirs and turns == lives.stop:
            heir = random.choice(heirs)
            made.now[enhed] = made.now[heir]
            del made.closed[enhed]
            made.listed.append(_line(enhed, here, None, _day(lives.stop), "sammenlagt", heir))
            return
    if turns < lives.stop and by_list:
        until = _day(lives.stop + 1) if enhed not in made.closed else _day(lives.stop)
        made.listed.append(_line(enhed, here, None, _day(turns)))
        made.listed.append(_line(enhed, there, turns, until))
        if enhed in made.closed:
            made.closed[enhed] = lives.stop - 1  # the quarter of its last day


def _line(
    enhed: str, at: Place, fra: int | None, til: date, cause: str = "", heir: str = ""
) -> Placement:
    begins = None if fra is None else _first_day(fra)
    return Placement(enhed, f"Enhed {enhed}", at[0], at[1], begins, til, cause, heir)


def _first_day(q: int) -> date:
    return date(q // 4, q % 4 * 3 + 1, 1)


def _day(q: int) -> date:
    """The last day before a quarter."""
    return date.fromordinal(_first_day(q).toordinal() - 1)


def load(store: Store, worlds: Iterable[World], *, spells: bool) -> None:
    """Load all that there is of some worlds."""
    kept = list(worlds)
    if spells:
        put_upload(store, _upload("fravaer", kept, _DAYS | _PARTS))
        put_upload(store, _upload("bemanding", kept, _COUNTS))
    else:
        put(store, _rows(kept))
    listed = [line for one in kept for line in one.listed]
    if listed:
        put_list(store, listed)
    began = {one.name: _first_day(one.began) for one in kept}
    put_groups(store, {one.name: one.pilot for one in kept}, fra=began)


def _rows(worlds: Iterable[World]) -> Iterator[UnitQuarter]:
    for made in worlds:
        for (atom, q), of in made.figures.items():
            if (atom, q) in made.possible:
                continue
            enhed, _, group = atom.partition("/")
            short, long = (Decimal(str(of[name])) for name in _DAYS.values())
            heads, posts = (_count(made, enhed, q, of, name) for name in _COUNTS.values())
            afdeling, omraade = made.rows[enhed, q]
            yield UnitQuarter(
                quarter=quarter(q), enhed=enhed, enhed_navn=f"Enhed {enhed}", afdeling=afdeling,
                omraade=omraade, dagsvaerk=short + long, korttid=short, langtid=long,
                medarbejdere=heads, fuldtidsstillinger=posts, sheet="Ark1", row=1,
                personalegruppe=group or None,
            )  # fmt: skip


def _count(made: World, enhed: str, q: int, of: Mapping[str, float], name: str) -> Decimal | None:
    return None if name in made.uncounted.get((enhed, q), ()) else Decimal(str(of[name]))


def _upload(kind: str, worlds: Iterable[World], figures: dict[str, str]) -> NewUpload:
    rows = [
        (enhed, q, made.rows[enhed, q], {name: _count(made, enhed, q, of, name) for name in of})
        for made in worlds
        for (enhed, q), of in made.figures.items()
    ]
    texts = {
        "quarter": [str(quarter(q)) for _, q, _, _ in rows],
        "enhed": [enhed for enhed, _, _, _ in rows],
        "enhed_navn": [f"Enhed {enhed}" for enhed, _, _, _ in rows],
        "afdeling": [at[0] for _, _, at, _ in rows],
        "omraade": [at[1] for _, _, at, _ in rows],
    }
    columns = {name: pa.array(values, pa.string()) for name, values in texts.items()}
    for column, name in figures.items():
        columns[column] = pa.array([of[name] for *_, of in rows], FIGURE)
    if kind == "fravaer":
        columns["graense"] = pa.array([30] * len(rows), pa.int32())
    return NewUpload(
        kind=kind,
        file_name=kind,
        sha256=kind,
        extract_date=None,
        facts=pa.table(columns),
        periods=tuple(sorted(set(texts["quarter"]))),
        problems="[]",
        totals="[]",
    )


def quarter(q: int) -> Quarter:
    """A cell's quarter."""
    return Quarter(q // 4, q % 4 + 1)
