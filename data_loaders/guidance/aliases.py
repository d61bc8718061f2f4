"""The names that områder, afdelinger and enheder go by: one of them counts."""

import re
from dataclasses import dataclass, field, replace
from functools import cached_property

from data_loaders.guidance.mapping import ALIAS_LEVELS, Mapping
from data_loaders.words.header_names import normalize

Names = dict[str, tuple[str, ...]]
Learned = dict[str, dict[str, str]]
_BETWEEN = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Aliases:
    """The names that are known at each level, and what else they are called.

    `known` are the names that count; `learned` says for other names which of those is meant.
    """

    known: Names = field(default_factory=dict)
    learned: Learned = field(default_factory=dict)

    def with_answers(self, said: Mapping) -> "Aliases":
        """Learn also the answers to questions of names: "afdeling:Skole" → its right name."""
        learned = {level: dict(self.learned.get(level, {})) for level in ALIAS_LEVELS}
        for level, alias, name in said.aliases:
            learned[level][alias] = name
        return replace(self, learned=learned)

    def canonical(self, level: str, written: str) -> str:
        """Return the name that counts for one as written; itself where it has no other."""
        return self._by_key.get((level, name_key(written)), written)

    def is_known(self, level: str, written: str) -> bool:
        """Whether a name, in whatever spelling, is one that counts or was learned."""
        return (level, name_key(written)) in self._by_key

    @cached_property
    def _by_key(self) -> dict[tuple[str, str], str]:
        found = {
            (level, name_key(name)): name for level, names in self.known.items() for name in names
        }
        for level, names in self.learned.items():
            for alias, name in names.items():
                found[level, name_key(alias)] = found.get((level, name_key(name)), name)
        return found


def name_key(name: str) -> str:
    """Return what spellings of a name have in common: its words, in any order, without "og"."""
    words = sorted(normalize(word) for word in _BETWEEN.split(name) if word.casefold() != "og")
    return " ".join(filter(None, words)) or name.casefold()
