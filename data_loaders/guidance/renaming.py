"""Give units, afdelinger and områder of a file the names that count, and find unknown ones."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher, get_close_matches

import pyarrow as pa
import pyarrow.compute as pc

from core import danish
from data_loaders.codes import problem
from data_loaders.guidance.aliases import Aliases
from data_loaders.guidance.mapping import ALIAS_LEVELS
from data_loaders.guidance.proposal import Choice, Question
from data_loaders.problem import Problem
from data_loaders.report import UnitQuarter

LEVEL_WORDS = {"omraade": "området", "afdeling": "afdelingen", "enhed": "enheden"}
_WHICH = {"omraade": "Hvilket område", "afdeling": "Hvilken afdeling", "enhed": "Hvilken enhed"}
_PLURAL = {"omraade": "områder", "afdeling": "afdelinger", "enhed": "enheder"}
_GROUPS = ("omraade", "afdeling")
_NEAR = 0.8
_SHOWN = 5


@dataclass(frozen=True)
class _Place:
    """Cells that hold names of one level: a column, and in which of its rows."""

    level: str
    column: str
    rows: pa.ChunkedArray | None = None

    def names(self, facts: pa.Table) -> list[str]:
        """The different names that are there."""
        kept = facts if self.rows is None else facts.filter(self.rows)
        return [name for name in pc.unique(kept[self.column]).to_pylist() if name]


def renamed(facts: pa.Table, aliases: Aliases) -> tuple[pa.Table, list[Problem]]:
    """Return the facts with the names that count, and one warning a level of what was changed."""
    changed: dict[str, dict[str, str]] = {level: {} for level in ALIAS_LEVELS}
    for place in list(_places(facts)):
        new = _new_names(place.names(facts), place.level, aliases)
        changed[place.level] |= new
        if new:
            facts = _replaced(facts, place, new)
    return facts, [_told(level, new) for level, new in changed.items() if new]


def renamed_row(row: UnitQuarter, aliases: Aliases) -> UnitQuarter:
    """Return a row of the extract with the names that count."""
    new = {
        level: aliases.canonical(level, name) for level in _GROUPS if (name := getattr(row, level))
    }
    if row.enhed == row.enhed_navn:
        new["enhed"] = new["enhed_navn"] = aliases.canonical("enhed", row.enhed)
    return replace(row, **new)  # type: ignore[arg-type]


def unknown(facts: pa.Table, aliases: Aliases) -> list[tuple[Problem, Question]]:
    """Find the names that are nearly a known one: perhaps the same, which only asking can tell.

    A known name that the file has as well is another one.
    """
    here: dict[str, dict[str, None]] = {level: {} for level in ALIAS_LEVELS}
    for place in _places(facts):
        here[place.level] |= dict.fromkeys(place.names(facts))
    found = []
    for level, names in here.items():
        absent = [name for name in aliases.known.get(level, ()) if name not in names]
        for name in names:
            near = get_close_matches(name, absent, n=1, cutoff=_NEAR)
            if near and not aliases.is_known(level, name):
                found.append(_asked(level, name, near[0], aliases))
    return found


def _places(facts: pa.Table) -> Iterator[_Place]:
    """Tell where a kind's facts have names; a unit with a number is known by that."""
    there = set(facts.column_names)
    yield from (_Place(level, level) for level in _GROUPS if level in there)
    if {"enhed", "enhed_navn"} <= there:
        unnumbered = pc.fill_null(pc.equal(facts["enhed"], facts["enhed_navn"]), False)  # noqa: FBT003
        yield _Place("enhed", "enhed", unnumbered)
        yield _Place("enhed", "enhed_navn", unnumbered)
    if {"niveau", "omfang"} <= there:
        for level in _GROUPS:
            of_level = pc.fill_null(pc.equal(facts["niveau"], level), False)  # noqa: FBT003
            yield _Place(level, "omfang", of_level)


def _new_names(names: Iterable[str], level: str, aliases: Aliases) -> dict[str, str]:
    right = {name: aliases.canonical(level, name) for name in names}
    return {name: other for name, other in right.items() if name != other}


def _replaced(facts: pa.Table, place: _Place, new: dict[str, str]) -> pa.Table:
    old = facts[place.column].combine_chunks()
    coded = old.dictionary_encode()
    words = pa.array([new.get(word, word) for word in coded.dictionary.to_pylist()], pa.string())
    changed = words.take(coded.indices)
    if place.rows is not None:
        changed = pc.if_else(place.rows.combine_chunks(), changed, old)
    return facts.set_column(facts.column_names.index(place.column), place.column, changed)


def _told(level: str, new: dict[str, str]) -> Problem:
    pairs = [f"»{name}« som »{right}«" for name, right in new.items()]
    more = [f"{len(pairs) - _SHOWN} mere"] if len(pairs) > _SHOWN else []
    count = danish.format_count(len(pairs), "navn", "navne")
    message = f"{count} på {_PLURAL[level]} er læst som et kendt: "
    return problem("renamed", f"{message}{danish.join_words(pairs[:_SHOWN] + more)}.")


def _asked(level: str, name: str, near: str, aliases: Aliases) -> tuple[Problem, Question]:
    word = LEVEL_WORDS[level]
    found = problem(
        "unknown_name",
        f"Navnet på {word}, »{name}«, er ikke kendt, men ligner »{near}«. Er det den samme, skal "
        "de hedde det samme, ellers tæller de som to.",
        value=name,
    )
    others = sorted(
        aliases.known.get(level, ()), key=lambda known: -SequenceMatcher(None, name, known).ratio()
    )
    choices = [Choice(known, known) for known in others[:_SHOWN]]
    question = Question(
        f"{level}:{name}",
        f"{_WHICH[level]} er »{name}«?",
        (*choices, Choice(name, f"Ikke en af dem: »{name}« er ny")),
        code="unknown_name",
    )
    return found, question
