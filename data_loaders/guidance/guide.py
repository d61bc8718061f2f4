"""What is known before a file is read: what is said about it, and what earlier files taught."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.person_key import PersonKey
from data_loaders.guidance.aliases import Aliases
from data_loaders.guidance.mapping import Mapping, recognised


@dataclass(frozen=True)
class Guide:
    """`said` is about this file; `learned` are the mappings that are remembered, newest first.

    `key` makes persons marks that nobody can turn back.
    """

    said: Mapping = field(default_factory=Mapping)
    learned: tuple[Mapping, ...] = ()
    aliases: Aliases = field(default_factory=Aliases)
    key: PersonKey = field(default_factory=PersonKey.make_temporary)

    def remembers(self, headers: Sequence[str]) -> Mapping | None:
        """Return the mapping of a row of headers that was said in full or remembered, if any."""
        return recognised(headers, self.layouts)

    def kind_of(self, headers: Sequence[str]) -> str:
        """Return the kind that files of a layout were, "" where that is not known."""
        known = self.remembers(headers) if self.layouts else None
        return known.kind if known else ""

    @property
    def layouts(self) -> tuple[Mapping, ...]:
        """All whole layouts that are known."""
        return (self.said, *self.learned) if self.said.headers else self.learned

    def mapping_for(self, headers: Sequence[str]) -> Mapping:
        """Return all that is known of a layout, placed in its headers; what is said wins."""
        said = self.said.placed(headers)
        known = self.remembers(headers)
        if known is None or (said.kind and said.kind != known.kind):
            return said
        return said.over(known.placed(headers))
