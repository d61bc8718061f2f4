"""The templates are of one and the same invented kommune: loaded together, they agree."""

import pytest

from commands import answer_text
from core.settings import Settings
from data_loaders.kinds.registry import KINDS
from services.load import check, read_history, save
from services.templates import make_template
from store.database import Store


def store_template(store: Store, kind: str) -> list[str]:
    """Store a kind's template, and return what it was warned of."""
    checked = check(
        store, make_template(kind), file_name=f"Skabelon_{kind}.xlsx", settings=Settings()
    )
    (outcome,) = save(store, [checked], by="prøve")
    assert outcome.status == "stored"
    return [problem.message for problem in checked.report.problems]


@pytest.mark.parametrize("first", ["organisation", "kvartal"])
def test_every_template_can_follow_the_others_without_a_warning(store: Store, first: str) -> None:
    assert store_template(store, first) == []
    warned = {kind: store_template(store, kind) for kind in KINDS if kind != first}
    assert not any(warned.values()), warned


def test_the_command_line_names_a_figure_with_its_own_period_and_all_time_not_at_all(
    store: Store,
) -> None:
    store_template(store, "organisation")
    store_template(store, "noegletal")
    figures, organisation = map(answer_text.write_upload, read_history(store))
    assert "Klimamål indsendt (2025-01)" in figures
    assert "|" not in figures
    assert "alt" not in organisation
