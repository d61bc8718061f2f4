"""Once a day, when the first visitor comes, what is kept no longer is erased; no page waits."""

import logging
from datetime import date
from pathlib import Path
from threading import Thread

import streamlit as st

from core.error_places import describe_error
from core.errors import ChefforumError
from core.moment import find_danish_day
from core.settings import Settings
from pages.parts.app import App
from services.retention import AUTOMATIC, erase_due, find_clock_jump
from store.database import Store

_LOG = logging.getLogger("chefforum")


def begin(app: App) -> None:
    """Begin the day's run, unless it has begun; it goes on beside the pages."""
    if not app.settings.retention_years:
        return
    try:
        store = app.store
    except ChefforumError:  # the page has said why
        return
    _begin_once(store.path, find_danish_day(store.clock()), _store=store, _settings=app.settings)


@st.cache_resource(show_spinner=False, max_entries=1)
def _begin_once(path: Path, day: date, *, _store: Store, _settings: Settings) -> None:  # noqa: ARG001 - once for each
    Thread(target=erase_today, args=(_store, _settings), daemon=True).start()


def erase_today(store: Store, settings: Settings) -> None:
    """Erase what is due; where it is not done, the log says why."""
    try:
        if jump := find_clock_jump(store):
            _LOG.warning(jump)
            return
        erase_due(store, settings, by=AUTOMATIC)
    except Exception as error:  # noqa: BLE001 - the thread's last door: a traceback would hold data
        _LOG.error("; ".join(describe_error(error)))
