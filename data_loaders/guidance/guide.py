"""Guidance: all that users have answered about a file, and what earlier files taught."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.person_key import PersonKey
from data_loaders.guidance.aliases import Aliases
from data_loaders.guidance.mapping import Mapping, recognised


@dataclass(frozen=True)
class Guide:
    """What is known before a file is read.

    `said` is the user's mapping of this file; `learned` are the remembered ones, newest first.

    `key` makes persons marks that nobody can turn back.
    """

    said: Mapping = field(default_factory=Mapping)
    learned: tuple[Mapping, ...] = ()
    aliases: Aliases = field(default_factory=Aliases)
    key: PersonKey = field(default_factory=PersonKey.make_temporary)

    def remembers(self, headers: Sequence[str]) -> Mapping | None:
        """Return the known mapping of a row of headers, None where there is none."""
        return recognised(headers, self.layouts)

    def kind_of(self, headers: Sequence[str]) -> str:
        """Return the kind that files of a layout were, "" where that is not known."""
        mapping = self.remembers(headers) if self.layouts else None
        return mapping.kind if mapping else ""

    @property
    def layouts(self) -> tuple[Mapping, ...]:
        """All whole layouts that are known."""
        return (self.said, *self.learned) if self.said.headers else self.learned

    def mapping_for(self, headers: Sequence[str]) -> Mapping:
        """Return the remembered mapping for these headers under the user's own."""
        user_mapping = self.said.placed(headers)
        remembered_mapping = self.remembers(headers)
        if remembered_mapping is None or (
            user_mapping.kind and user_mapping.kind != remembered_mapping.kind
        ):
            return user_mapping
        return user_mapping.over(remembered_mapping.placed(headers))
