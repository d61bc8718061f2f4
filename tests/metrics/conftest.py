"""What the tests of the figures share."""

import pytest

from metrics.computing import recipes


@pytest.fixture(autouse=True)
def _compute_named_figures(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compute no other sick-leave figures than a module's `FIGURES`, where it names any.

    Each file of SQL takes its time for every store, and most tests look at the figures of one.
    """
    figures = getattr(request.module, "FIGURES", None)
    if figures is not None:
        monkeypatch.setattr(recipes, "_FIGURES", figures)
