"""All that a page can show: each of its tabs, with what is folded on it opened."""

from collections.abc import Iterator

from streamlit.testing.v1 import AppTest

TABS = "faner"  # the key of a page's tabs, which are run when they are opened


def show_all(page: AppTest, *, timeout: float) -> Iterator[AppTest]:
    """Run a page, open what is folded, and go through its tabs; yields it as it is each time."""
    page.run(timeout=timeout)
    yield page
    while folded := list_folded(page):  # there may be more within
        for key in folded:
            page.session_state[key] = True
        yield page.run(timeout=timeout)
    is_opened_by_run = TABS in page.session_state
    for tab in [tab.label for tab in page.tabs][1:] if is_opened_by_run else ():
        page.session_state[TABS] = tab
        yield page.run(timeout=timeout)


def list_folded(page: AppTest) -> list[str]:
    """The keys of what the page makes only when it is opened, and that is not open."""
    ids = [expander.proto.id for expander in page.expander]
    keys = [widget_id.split("-", 2)[2] for widget_id in ids if widget_id]
    return [key for key in keys if not page.session_state[key]]
