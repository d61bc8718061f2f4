"""Replace aliases in a file's facts by official names, and find names that are unknown."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher, get_close_matches
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from core import danish
from data_loaders.codes import problem
from data_loaders.guidance.mapping import ALIAS_LEVELS, Mapping
from data_loaders.guidance.proposal import Choice, Question
from data_loaders.problem import Problem
from data_loaders.report import UnitQuarter
from data_loaders.words.header_names import normalize

Names = dict[str, tuple[str, ...]]
NamesByAlias = dict[str, dict[str, str]]
_BETWEEN = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Aliases:
    """The official names of each level and their aliases.

    Both are by level; `names_by_alias` gives for each alias the official name.
    """

    official_names: Names = field(default_factory=dict)
    names_by_alias: NamesByAlias = field(default_factory=dict)

    def add_answers(self, mapping: Mapping) -> "Aliases":
        """Return the aliases with those added that a mapping's answers give."""
        names_by_alias = {level: dict(self.names_by_alias.get(level, {})) for level in ALIAS_LEVELS}
        for level, alias, name in mapping.aliases:
            names_by_alias[level][alias] = name
        return replace(self, names_by_alias=names_by_alias)

    def resolve_name(self, level: str, name: str) -> str:
        """Return the official name of a name in any spelling; itself where none is known."""
        return self._by_key.get((level, make_name_key(name)), name)

    def is_known(self, level: str, name: str) -> bool:
        """Whether a name, in any spelling, is official or an alias."""
        return (level, make_name_key(name)) in self._by_key

    def count_known(self, names: Iterable[str]) -> dict[str, int]:
        """Count by level how many of some names, in any spelling, are official there or aliases."""
        keys = [make_name_key(name) for name in names]
        return {level: sum((level, key) in self._by_key for key in keys) for level in ALIAS_LEVELS}

    @cached_property
    def _by_key(self) -> dict[tuple[str, str], str]:
        names_by_key = {
            (level, make_name_key(name)): name
            for level, names in self.official_names.items()
            for name in names
        }
        for level, names in self.names_by_alias.items():
            for alias, name in names.items():
                names_by_key[level, make_name_key(alias)] = names_by_key.get(
                    (level, make_name_key(name)), name
                )
        return names_by_key


def make_name_key(name: str) -> str:
    """Return a key that all spellings of a name share, whatever word order, case and "og"."""
    words = sorted(normalize(word) for word in _BETWEEN.split(name) if word.casefold() != "og")
    return " ".join(filter(None, words)) or name.casefold()


LEVEL_WORDS = {"omraade": "området", "afdeling": "afdelingen", "enhed": "enheden"}
_WHICH = {"omraade": "Hvilket område", "afdeling": "Hvilken afdeling", "enhed": "Hvilken enhed"}
_PLURAL = {"omraade": "områder", "afdeling": "afdelinger", "enhed": "enheder"}
_GROUPS = ("omraade", "afdeling")
_NEAR = 0.8
_SHOWN = 5


@dataclass(frozen=True)
class _NameCells:
    """The cells of a facts table that hold names of one level: a column and a mask of its rows."""

    level: str
    column: str
    rows: pa.ChunkedArray | None = None

    def collect_names(self, facts: pa.Table) -> list[str]:
        """Return the different names in the cells."""
        rows_of_level = facts if self.rows is None else facts.filter(self.rows)
        return [name for name in pc.unique(rows_of_level[self.column]).to_pylist() if name]


def rename_in_facts(facts: pa.Table, aliases: Aliases) -> tuple[pa.Table, list[Problem]]:
    """Replace aliases in the facts by official names; also returns one warning per level."""
    changed: dict[str, dict[str, str]] = {level: {} for level in ALIAS_LEVELS}
    for place in list(_locate_names(facts)):
        new_names = _find_new_names(place.collect_names(facts), place.level, aliases)
        changed[place.level] |= new_names
        if new_names:
            facts = _replace_names(facts, place, new_names)
    return facts, [
        _describe_new_names(level, new_names) for level, new_names in changed.items() if new_names
    ]


def rename_in_row(row: UnitQuarter, aliases: Aliases) -> UnitQuarter:
    """Return a row of the extract with official names."""
    new_names = {
        level: aliases.resolve_name(level, name)
        for level in _GROUPS
        if (name := getattr(row, level))
    }
    if row.enhed == row.enhed_navn:
        new_names["enhed"] = new_names["enhed_navn"] = aliases.resolve_name("enhed", row.enhed)
    return replace(row, **new_names)  # type: ignore[arg-type]


def find_unknown_names(facts: pa.Table, aliases: Aliases) -> list[tuple[Problem, Question]]:
    """Return a problem and a question for each unknown name that resembles an official one.

    Official names that the file has as well are not offered.
    """
    names_in_file: dict[str, dict[str, None]] = {level: {} for level in ALIAS_LEVELS}
    for place in _locate_names(facts):
        names_in_file[place.level] |= dict.fromkeys(place.collect_names(facts))
    questions = []
    for level, names in names_in_file.items():
        absent = [name for name in aliases.official_names.get(level, ()) if name not in names]
        for name in names:
            near = get_close_matches(name, absent, n=1, cutoff=_NEAR)
            if near and not aliases.is_known(level, name):
                questions.append(_ask_about_name(level, name, near[0], aliases))
    return questions


def _locate_names(facts: pa.Table) -> Iterator[_NameCells]:
    """Yield where the facts hold names; an enhed with a number is known by that instead."""
    columns = set(facts.column_names)
    yield from (_NameCells(level, level) for level in _GROUPS if level in columns)
    if {"enhed", "enhed_navn"} <= columns:
        unnumbered = pc.fill_null(pc.equal(facts["enhed"], facts["enhed_navn"]), False)  # noqa: FBT003
        yield _NameCells("enhed", "enhed", unnumbered)
        yield _NameCells("enhed", "enhed_navn", unnumbered)
    if {"niveau", "omfang"} <= columns:
        for level in _GROUPS:
            of_level = pc.fill_null(pc.equal(facts["niveau"], level), False)  # noqa: FBT003
            yield _NameCells(level, "omfang", of_level)


def _find_new_names(names: Iterable[str], level: str, aliases: Aliases) -> dict[str, str]:
    resolved_names = {name: aliases.resolve_name(level, name) for name in names}
    return {name: new_name for name, new_name in resolved_names.items() if name != new_name}


def _replace_names(facts: pa.Table, place: _NameCells, new_names: dict[str, str]) -> pa.Table:
    old = facts[place.column].combine_chunks()
    encoded = old.dictionary_encode()
    words = pa.array(
        [new_names.get(word, word) for word in encoded.dictionary.to_pylist()], pa.string()
    )
    changed = words.take(encoded.indices)
    if place.rows is not None:
        changed = pc.if_else(place.rows.combine_chunks(), changed, old)
    return facts.set_column(facts.column_names.index(place.column), place.column, changed)


def _describe_new_names(level: str, new_names: dict[str, str]) -> Problem:
    pairs = [f"»{name}« som »{new_name}«" for name, new_name in new_names.items()]
    unlisted = [f"{len(pairs) - _SHOWN} mere"] if len(pairs) > _SHOWN else []
    count = danish.format_count(len(pairs), "navn", "navne")
    message = f"{count} på {_PLURAL[level]} er læst som et kendt: "
    return problem("renamed", f"{message}{danish.join_words(pairs[:_SHOWN] + unlisted)}.")


def _ask_about_name(
    level: str, name: str, similar_name: str, aliases: Aliases
) -> tuple[Problem, Question]:
    word = LEVEL_WORDS[level]
    unknown_name = problem(
        "unknown_name",
        f"Navnet på {word}, »{name}«, er ikke kendt, men ligner »{similar_name}«. Er det den "
        "samme, skal de hedde det samme, ellers tæller de som to.",
        value=name,
    )
    nearest_names = sorted(
        aliases.official_names.get(level, ()),
        key=lambda known_name: -SequenceMatcher(None, name, known_name).ratio(),
    )
    choices = [Choice(known_name, known_name) for known_name in nearest_names[:_SHOWN]]
    question = Question(
        f"{level}:{name}",
        f"{_WHICH[level]} er »{name}«?",
        (*choices, Choice(name, f"Ikke en af dem: »{name}« er ny")),
        code="unknown_name",
    )
    return unknown_name, question
