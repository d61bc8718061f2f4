"""Aliases: other names of områder, afdelinger and enheder, and the official name of each."""

import re
from dataclasses import dataclass, field, replace
from functools import cached_property

from data_loaders.guidance.mapping import ALIAS_LEVELS, Mapping
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
