"""Guidance: all that users have answered about a file, and what earlier files taught."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.person_key import PersonKey
from data_loaders.guidance.aliases import Aliases
from data_loaders.guidance.mapping import Mapping, find_remembered_mapping


@dataclass(frozen=True)
class Guidance:
    """What is known of a file before it is read: its user's answers, and earlier files' mappings.

    `remembered_mappings` stand newest first. `key` makes persons marks that nobody can turn back.
    """

    user_mapping: Mapping = field(default_factory=Mapping)
    remembered_mappings: tuple[Mapping, ...] = ()
    aliases: Aliases = field(default_factory=Aliases)
    key: PersonKey = field(default_factory=PersonKey.make_temporary)

    def find_mapping(self, headers: Sequence[str]) -> Mapping | None:
        """Return the known mapping of a row of headers, None where there is none."""
        return find_remembered_mapping(headers, self.layouts)

    def find_kind(self, headers: Sequence[str]) -> str:
        """Return the kind that files of a layout were, "" where that is not known."""
        mappings = (self.user_mapping, *self.remembered_mappings) if self.layouts else ()
        of_layout = (find_remembered_mapping(headers, (mapping,)) for mapping in mappings)
        return next((mapping.kind for mapping in of_layout if mapping and mapping.kind), "")

    @property
    def layouts(self) -> tuple[Mapping, ...]:
        """All whole layouts that are known."""
        return (
            (self.user_mapping, *self.remembered_mappings)
            if self.user_mapping.headers
            else self.remembered_mappings
        )

    def resolve_mapping(self, headers: Sequence[str]) -> Mapping:
        """Return the remembered mapping for these headers under the user's own."""
        user_mapping = self.user_mapping.place_in_headers(headers)
        remembered_mapping = find_remembered_mapping(headers, self.remembered_mappings)
        if remembered_mapping is None or (
            user_mapping.kind and user_mapping.kind != remembered_mapping.kind
        ):
            return user_mapping
        return user_mapping.merge_over(remembered_mapping.place_in_headers(headers))
