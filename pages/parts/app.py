"""What every page is handed: who is asking, the open store, and the figures they may see."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from access.viewer import Viewer
from core.edition import Edition
from core.quarter import Quarter
from core.settings import Settings
from pages.parts import view_log
from services.configuration import Configuration
from services.downloads import LOCAL
from services.figures import open_comparison, open_figures
from services.opgoerelser import open_released, open_sent
from services.stores import share_store
from store.database import Store
from store.figures import Reader


@dataclass(frozen=True)
class App:
    """One visit to one page. `pages` are all pages by their address, for links.

    Figures are seen in an `edition`. `owner` tells who visits, and with which rights.
    """

    viewer: Viewer
    configuration: Configuration
    pages: dict[str, StreamlitPage]
    edition: Edition = Edition.INTERN
    owner: str = LOCAL

    @property
    def store(self) -> Store:
        """The store, opened by the first who asks. Raises ChefforumError where it cannot be."""
        return share_store(self.configuration.store)

    @property
    def settings(self) -> Settings:
        """What the municipality has chosen."""
        return self.configuration.settings

    @contextmanager
    def figures(self, settings: Settings | None = None) -> Iterator[Reader]:
        """Give the figures that the viewer may see, by other settings where there are any.

        Without them HR has the municipality's, and all others those of the release. Raises
        NoDataError when there are none.
        """
        opened = (
            open_figures(
                self.store, self.viewer, settings=settings or self.settings, edition=self.edition
            )
            if self.viewer.is_hr
            else open_released(self.store, self.viewer, settings=settings, edition=self.edition)
        )
        with opened as reader:
            yield view_log.watch(self.configuration.store, reader)

    @contextmanager
    def compared_figures(self, compared: tuple[Quarter, Quarter]) -> Iterator[Reader]:
        """Give the figures with what drove the change between two opgørelser.

        HR may compare any two; all others have those that a release is kept with. Raises
        NoDataError when there are none, UsageError where the first is not the earlier one.
        """
        opened = (
            open_comparison(
                self.store,
                self.viewer,
                settings=self.settings,
                compared=compared,
                edition=self.edition,
            )
            if self.viewer.is_hr
            else self.figures()
        )
        with opened as reader:
            yield view_log.watch(self.configuration.store, reader)

    @contextmanager
    def sent_figures(self, quarter: Quarter) -> Iterator[Reader]:
        """Give the figures of an opgørelse as it was sent; NoDataError where it never was."""
        opened = open_sent(self.store, self.viewer, quarter, edition=self.edition)
        with opened as reader:
            yield view_log.watch(self.configuration.store, reader, is_sent=True)

    def make_outgoing(self, edition: Edition) -> "App":
        """Return the visit with figures as they leave the program, in an edition."""
        return replace(self, viewer=self.viewer.as_outgoing(), edition=edition)

    def link(self, address: str, label: str) -> None:
        """Write a link to another page."""
        st.page_link(self.pages[address], label=label)


Render = Callable[[App], None]
