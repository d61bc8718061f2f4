"""Every kind of data that a file can hold, in the order in which they are offered."""

from types import MappingProxyType

from data_loaders.kinds import (
    bemanding,
    fravaer,
    grupper,
    haendelser,
    kvartal,
    maaltal,
    noegletal,
    opfoelgning,
    organisation,
    personer,
)
from data_loaders.kinds.kind import make_list_kind

_LISTS = (
    fravaer,
    bemanding,
    personer,
    maaltal,
    organisation,
    haendelser,
    opfoelgning,
    grupper,
    noegletal,
)
_KINDS = (
    kvartal.KVARTAL,
    kvartal.RULLENDE,
    *(make_list_kind(module.DECLARATION, module.build) for module in _LISTS),
)
KINDS = MappingProxyType({kind.name: kind for kind in _KINDS})
LABELS = MappingProxyType({kind.name: kind.label for kind in _KINDS})
