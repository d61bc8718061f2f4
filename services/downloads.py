"""Files that pages offer: each has an address of its own, for the one that it was offered to."""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from access.log_lines import Detail

LOCAL = ""  # the owner of what is offered where nobody signs in
_MOST_VISITS = 200  # the oldest go first
_TOKEN_BYTES = 24


@dataclass(frozen=True)
class Download:
    """A file that is made when it is asked for; `details` are what the access log says of it."""

    file_name: str
    mime: str
    make: Callable[[], bytes]
    details: Mapping[Detail, str]


@dataclass
class _Visit:
    """What the pages of a visit offer: by token, and the token of each place on them.

    `owner` is the one that it is offered to. `earlier` is from before the page was shown again.
    """

    owner: str
    offers: dict[str, Download] = field(default_factory=dict)
    earlier: dict[str, Download] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)


class Downloads:
    """The files that are on offer, by visit."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._visits: OrderedDict[str, _Visit] = OrderedDict()

    def start(self, visit: str, owner: str) -> None:
        """Begin to show a page in a visit: what it does not offer anew goes the time after.

        `owner` names who it is for and what they may see; with another one all offers go.
        """
        with self._lock:
            shown = self._visits.pop(visit, None)
            if shown is None or shown.owner != owner:
                shown = _Visit(owner)
            shown.earlier, shown.offers = shown.offers, {}
            self._visits[visit] = shown
            while len(self._visits) > _MOST_VISITS:
                self._visits.popitem(last=False)

    def offer(self, visit: str, place: str, download: Download) -> str:
        """Offer a file at a place of a page; return the token of its address, the same each time.

        A visit that has not started is a local one.
        """
        with self._lock:
            shown = self._visits.setdefault(visit, _Visit(LOCAL))
            token = shown.tokens.setdefault(place, secrets.token_urlsafe(_TOKEN_BYTES))
            shown.offers[token] = download
            return token

    def find(self, token: str, owner: str) -> Download | None:
        """Return what is on offer at an address; None for all but the one it was offered to."""
        with self._lock:
            for shown in self._visits.values():
                download = shown.offers.get(token) or shown.earlier.get(token)
                if download and secrets.compare_digest(shown.owner.encode(), owner.encode()):
                    return download
        return None


DOWNLOADS = Downloads()
