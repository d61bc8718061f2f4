"""Om tallene is short, works each figure out with the reader's own, and holds the rest folded."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from services.configuration import STORE_VARIABLE
from services.stores import share_store
from tests.conftest import SampleStore

MOST_WORDS = 700


def _show(path: str) -> None:
    import os  # noqa: PLC0415 - the function is a script of its own
    from pathlib import Path  # noqa: PLC0415

    from access.viewer import read_local_viewer  # noqa: PLC0415
    from pages import om_tallene  # noqa: PLC0415
    from pages.parts.app import App  # noqa: PLC0415
    from services.configuration import STORE_VARIABLE, Configuration  # noqa: PLC0415

    os.environ[STORE_VARIABLE] = str(Path(path))
    om_tallene.render(App(read_local_viewer(), Configuration.read(), pages={}))


def test_all_that_is_shown_is_under_seven_hundred_words(
    sampled: SampleStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sampled.copy(tmp_path)
    monkeypatch.setenv(STORE_VARIABLE, str(path))
    page = AppTest.from_function(_show, args=(str(path),)).run(timeout=120)
    assert not page.exception
    shown = (*page.title, *page.header, *page.markdown, *page.caption)
    texts = [str(element.value) for element in shown]
    texts += [element.proto.body for element in page.get("html")]
    words = [word for text in texts for word in text.split()]
    assert 150 < len(words) < MOST_WORDS
    examples = [text for text in texts if text.startswith("**")]
    assert len(examples) == len(page.header) == 5
    assert any("/" in text and "14\\,0" in text for text in examples)
    share_store(path).close()
