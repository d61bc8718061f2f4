"""The pages in the access log: what a visitor looks up, before the figures are given, and files.

A line is written once for each view in a visit: another page, opgørelse, part or edition, or
figures further down than before. Where it cannot be written, the page says so and shows nothing.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from access.log import AccessLog
from access.log_lines import AS_SENT, Action, Detail, LogEntry
from access.viewer import Viewer
from core.errors import ChefforumError, NoAccessError
from core.nodes import TREE, Level, NodeKey
from core.quarter import Quarter
from pages.parts import filters
from services.access_log import (
    Details,
    Person,
    act_as,
    keep_anchor_once_a_minute,
    log_settings,
    name_levels,
    name_person,
    open_log,
)
from services.configuration import Configuration
from store.database import Store
from store.figures import Reader

_LOG = logging.getLogger("chefforum")
_KEY = "adgangslog"
_OVERVIEW = frozenset(TREE[:-1])  # these levels are looked up together on most pages
_PLACES = {"afdeling": Level.AFDELING, "enhed": Level.ENHED}  # choices of *Organisation*
_QUARTER_CHOICE = "kvartal"
_FILE_LEVELS: ContextVar[set[Level] | None] = ContextVar("file_levels", default=None)
View = tuple[tuple[Detail, str], ...]


@dataclass
class LoggedVisit:
    """A visit to the pages: who it is, seen as which role, what was looked up last.

    `levels` are those that were looked up of each view that has a line.
    """

    person: Person
    seen_as: str = ""
    page: str = ""
    last_view: Details = field(default_factory=dict)
    levels: dict[View, set[Level]] = field(default_factory=dict)

    def note(self, log: AccessLog, view: Details, level: Level | None = None) -> None:
        """Write a line of a view, unless the visit has one that goes as far down."""
        self.last_view, key = view, tuple(view.items())
        seen = self.levels.get(key, set())
        lowest = TREE[-2] if level in _OVERVIEW else level
        if key in self.levels and (lowest is None or lowest in seen):
            return
        if lowest is TREE[-2] and TREE[-1] in seen:
            return
        shown = {Detail.NIVEAU: lowest.value} if lowest else {}
        log.write(LogEntry(*self.person, Action.SIDE, {**view, **shown}))
        self.levels[key] = {*seen, *([lowest] if lowest else [])}


def begin_visit(visitor: Viewer, *, seen_as: Viewer) -> None:
    """Say who visits the pages, and as whom HR looks at them: the visitor, or another role."""
    person, visit = name_person(visitor), st.session_state.get(_KEY)
    if not isinstance(visit, LoggedVisit) or visit.person != person:
        visit = st.session_state[_KEY] = LoggedVisit(person)
    titles = (f"{position.role.value}:{position.place}" for position in seen_as.positions)
    is_other = seen_as.positions != visitor.positions
    visit.seen_as = " ".join(title.rstrip(":") for title in titles) if is_other else ""


def act_as_visitor() -> AbstractContextManager[None]:
    """Let what is changed within be logged with the roles of the visitor."""
    return act_as(_read_visit().person) if _KEY in st.session_state else nullcontext()


@contextmanager
def log_page(configuration: Configuration, address: str) -> Iterator[None]:
    """Log the page that is shown within, and what is looked up for it.

    Raises LogError before anything is shown where nothing can be written.
    """
    log, visit = open_log(configuration.store), _read_visit()
    log.require_writable()
    visit.page, visit.last_view = address, {}
    yield
    if not visit.last_view:
        visit.note(log, _describe_view(visit))


def log_refusal(configuration: Configuration, address: str) -> None:
    """Log, once in a visit, that a page was asked for that is not for the visitor."""
    visit = _read_visit()
    refused = {Detail.SIDE: address, Detail.GRUND: NoAccessError.title}
    if tuple(refused.items()) not in visit.levels:
        open_log(configuration.store).write(LogEntry(*visit.person, Action.AFVIST, refused))
        visit.levels[tuple(refused.items())] = set()


def _read_visit() -> LoggedVisit:
    visit: LoggedVisit = st.session_state[_KEY]
    return visit


def keep_log_complete(open_store: Callable[[], Store], configuration: Configuration) -> None:
    """Log settings that have changed, and keep the log's last line in the store, once a minute.

    What hinders it is no visitor's.
    """
    try:
        log_settings(open_store(), configuration)
        keep_anchor_once_a_minute(open_store())
    except ChefforumError as error:
        _LOG.warning("The log was not completed in the store (%s).", type(error).__name__)


def watch(store: Path, reader: Reader, *, is_sent: bool = False) -> Reader:
    """Let what is looked up through a reader be logged, before its figures are given.

    `is_sent` tells that they are those of an opgørelse as it was sent.
    """
    of_figures = {
        Detail.UDGAVE: reader.version.edition.value,
        Detail.TAL: AS_SENT if is_sent else "",
    }
    reader.lookups.watch(partial(_note_lookup, store, of_figures))
    return reader


def _note_lookup(store: Path, of_figures: Details, level: Level, quarter: Quarter | None) -> None:
    levels_of_file = _FILE_LEVELS.get()
    if levels_of_file is not None:
        levels_of_file.add(level)
    elif get_script_run_ctx(suppress_warning=True) and _KEY in st.session_state:
        visit = _read_visit()
        visit.note(open_log(store), _describe_view(visit, quarter, of_figures), level)


def _describe_view(
    visit: LoggedVisit, quarter: Quarter | None = None, of_figures: Details | None = None
) -> Details:
    """Return what the visit looks at, as the log tells it: the choices that were checked alone."""
    view = {
        Detail.SIDE: visit.page,
        Detail.OPGOERELSE: filters.read_choice(_QUARTER_CHOICE) or str(quarter or ""),
        Detail.NODE: _read_node(),
        **(of_figures or {}),
        Detail.SET_SOM: visit.seen_as,
    }
    return {detail: text for detail, text in view.items() if text}


def _read_node() -> str:
    """Return the key of the node that the address asks for; "" for the whole kommune."""
    nodes = [
        str(NodeKey(level, name))
        for choice, level in _PLACES.items()
        if (name := filters.read_choice(choice))
    ]
    keys = (filters.read_choice(filters.PLACE), *nodes[::-1])
    return next((key for key in keys if key not in {"", filters.KOMMUNE.key}), "")


def describe_last_view() -> Details:
    """Return what the log says of a file that the page offers now: what the page showed last."""
    if _KEY not in st.session_state:  # a page that is run without the front door
        return {}
    visit = _read_visit()
    view = visit.last_view or _describe_view(visit)
    return {**view, Detail.NIVEAU: name_levels(visit.levels.get(tuple(view.items()), set()))}


def note_levels(make: Callable[[], bytes], details: Details) -> Callable[[], bytes]:
    """Return what makes a file, and puts into its details which levels it looked up for it."""

    def make_noting() -> bytes:
        looked_up: set[Level] = set()
        before = _FILE_LEVELS.set(looked_up)
        try:
            return make()
        finally:
            _FILE_LEVELS.reset(before)
            if looked_up:
                details[Detail.NIVEAU] = name_levels(looked_up)

    return make_noting
