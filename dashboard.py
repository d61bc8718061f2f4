"""The front door: who is asking, which pages there are, and the page that was asked for."""

import gc
import logging
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from access.roles import Rights
from core.error_places import describe_error
from core.errors import ChefforumError, NoAccessError, NoDataError
from pages import (
    adgang,
    afdelinger,
    bilag,
    enheder,
    forklaring,
    indlaes,
    langtidsfriske,
    maaltal,
    noegletal,
    om_tallene,
    organisation,
    overblik,
)
from pages.parts import daily_retention, frame, message, role_view, sign_in_view, states, view_log
from pages.parts.app import App, Render
from services.configuration import Configuration

_LOG = logging.getLogger("chefforum")


class MenuEntry(NamedTuple):
    """A page in the menu: its group, its address, what it is called and drawn with."""

    group: str
    address: str
    render: Render
    title: str
    icon: str

    def is_open_to(self, rights: Rights) -> bool:
        """Whether somebody with some rights may see the page."""
        if self.address == "adgang":
            return rights.reads_log or rights.grants_roles or rights.sees_operation
        if self.address in {"indlaes", "organisation"}:
            return rights.loads_data
        return rights.sees_figures


# An address is the name of the page's file: the first visit to a fresh server is answered by it.
PAGES = (
    MenuEntry("Sygefravær", "overblik", overblik.render, "Overblik", "monitoring"),
    MenuEntry("Sygefravær", "afdelinger", afdelinger.render, "Afdelinger", "grid_view"),
    MenuEntry("Sygefravær", "enheder", enheder.render, "Enheder", "view_list"),
    MenuEntry("Sygefravær", "langtidsfriske", langtidsfriske.render, "Langtidsfriske", "favorite"),
    MenuEntry("Sygefravær", "maaltal", maaltal.render, "Måltal", "flag"),
    MenuEntry(
        "Sygefravær",
        "forklaring",
        forklaring.render,
        "Hvad ligger bag udviklingen?",
        "waterfall_chart",
    ),
    MenuEntry("Sag", "noegletal", noegletal.render, "Øvrige nøgletal", "fact_check"),
    MenuEntry("Sag", "bilag", bilag.render, "Bilag", "description"),
    MenuEntry("Data", "indlaes", indlaes.render, "Indlæs data", "upload_file"),
    MenuEntry(
        "Data", "organisation", organisation.render, "Organisation og hændelser", "account_tree"
    ),
    MenuEntry("Data", "adgang", adgang.render, "Adgang og log", "policy"),
    MenuEntry("Data", "om_tallene", om_tallene.render, "Om tallene", "info"),
)
_LONGEST_ADDRESS = 60  # characters that are shown of it
_ICON = Path(__file__).parent / "pages" / "parts" / "icon.svg"


def main() -> None:
    """Show the page of the address; whatever goes wrong is said in Danish, without a traceback."""
    st.set_page_config(layout="wide", page_icon=_ICON)
    frame.write_style()
    try:
        configuration = Configuration.read()
        visitor = sign_in_view.admit_visitor(configuration)
        app = role_view.look_as_role(
            App(
                viewer=visitor.viewer,
                configuration=configuration,
                pages={},
                owner=visitor.owner,
            )
        )
    except ChefforumError as error:
        _show_closed(error)
        return
    view_log.begin_visit(visitor.viewer, seen_as=app.viewer)
    page = st.navigation(_build_navigation(app))
    sign_in_view.show_who(visitor)
    role_view.show_bar(app, visitor.viewer)
    with view_log.act_as_visitor():
        _run(app, page)
    daily_retention.begin(app)


def _show_closed(error: ChefforumError) -> None:
    """Say at every address why nothing is shown; the address stays the one that was asked for."""
    show = partial(sign_in_view.show_closed, error)
    pages = [
        st.Page(show, title=entry.title, url_path=entry.address, visibility="hidden")
        for entry in PAGES
    ]
    start = st.Page(show, title=sign_in_view.TITLE, default=True)
    st.navigation([start, *pages], position="hidden").run()


def _build_navigation(app: App) -> dict[str, list[StreamlitPage]]:
    """The pages by group. The start page alone has no address: all that have a name keep theirs."""
    start = st.Page(partial(_start, app), title="Start", default=True, visibility="hidden")
    groups = {group: [start] if group == PAGES[0].group else [] for group, *_ in PAGES}
    for entry in PAGES:
        is_open = entry.is_open_to(app.viewer.rights)
        page = st.Page(
            partial(_show_page if is_open else _refuse, app, entry),
            title=entry.title,
            icon=f":material/{entry.icon}:",
            url_path=entry.address,
            visibility="visible" if is_open else "hidden",
        )
        app.pages[entry.address] = page
        groups[entry.group].append(page)
    return groups


def _refuse(app: App, entry: MenuEntry) -> None:
    """Say that a page is not for those who have the viewer's roles."""
    frame.write_title(entry.title)
    view_log.log_refusal(app.configuration, entry.address)
    raise NoAccessError(f"Siden er ikke for dig som {app.viewer.title}.")


def _show_page(app: App, entry: MenuEntry) -> None:
    """Show a page; that it was shown, and what was looked up for it, stands in the access log."""
    message.show_notice()
    with view_log.log_page(app.configuration, entry.address):
        entry.render(app)
    view_log.keep_log_complete(lambda: app.store, app.configuration)


def _start(app: App) -> None:
    """Go on to the first page that the viewer may see."""
    for entry in PAGES:
        if entry.is_open_to(app.viewer.rights):
            if address := _read_address():
                message.leave_notice(f"Siden »{address}« findes ikke. Her er {entry.title}.")
            st.switch_page(app.pages[entry.address], query_params=st.query_params.to_dict())
    raise NoAccessError(f"Ingen af siderne er for dig som {app.viewer.title}.")


def _read_address() -> str:
    """Return what the address calls the page; "" for the front door itself."""
    return unquote(urlsplit(st.context.url or "").path).strip("/")[:_LONGEST_ADDRESS]


def _run(app: App, page: StreamlitPage) -> None:
    try:
        try:
            page.run()
        except NoDataError as error:
            states.show_empty(app, error, page_title=page.title)
    except ChefforumError as error:
        states.show_refusal(error)
    except Exception as error:  # noqa: BLE001 - the last door: a traceback would hold data
        _LOG.error("; ".join(describe_error(error)))
        states.show_failure()
    _set_loaded_aside()


@st.cache_resource(show_spinner=False)
def _set_loaded_aside() -> None:
    """Keep what the first page has loaded out of the collection of garbage after every run.

    It stays as long as the server: to look through it again and again is a third of a page's time.
    """
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    main()
