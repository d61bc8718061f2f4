"""Every kind of data that a file can hold, in the order in which they are offered."""

from types import MappingProxyType

from data_loaders.kinds import (
    bemanding,
    fravaer,
    grupper,
    haendelser,
    maaltal,
    noegletal,
    organisation,
    personer,
)
from data_loaders.table.declaration import Listing

_LISTINGS: tuple[Listing, ...] = (
    fravaer.LISTING,
    bemanding.LISTING,
    personer.LISTING,
    maaltal.LISTING,
    organisation.LISTING,
    haendelser.LISTING,
    grupper.LISTING,
    noegletal.LISTING,
)
LISTINGS = MappingProxyType({listing.name: listing for listing in _LISTINGS})
# The extract per enhed is read as one of two, by what its rows cover.
EXTRACTS = MappingProxyType(
    {
        "kvartal": "Sygefravær pr. enhed og kvartal",
        "rullende": "Sygefravær pr. enhed, rullende tolv måneder",
    }
)
LABELS = MappingProxyType(
    dict(EXTRACTS) | {name: listing.label for name, listing in LISTINGS.items()}
)
KINDS = tuple(LABELS)
