"""What the alt text, the title and the letters of Figur 1 say, and do not say."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bilag import afdelinger
from charts import udvikling
from core.event import Event, EventKind
from core.nodes import Level
from metrics.events import Events
from tests import examples
from tests.charts.drawing import read_figure
from tests.charts.test_marks import three_quarters


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"value": 16.0, "short": 9.0, "long": 7.0},
            "Senest er det 16,0 dagsværk pr. medarbejder: korttid 9,0 og langtid 7,0. Gangen "
            "før var det 15,5. Det er det højeste af de viste.",
        ),
        (
            {"value": examples.NAN, "short": examples.NAN, "missing": True},
            "Senest: ingen data. Gangen før var det 15,5. Højest var det 15,5 i 3. kvartal 2024.",
        ),
        (
            {"short": examples.NAN, "has_split": True},
            "Senest er det 14,0 dagsværk pr. medarbejder. Gangen før var det 15,5. Højest var "
            "det 15,5 i 3. kvartal 2024. Opdelingen i korttid og langtid vises ikke for alle "
            "opgørelser.",
        ),
    ],
)
def test_the_alt_text_says_of_the_latest_only_what_is_so(change: dict[str, Any], said: str) -> None:
    *earlier, last = examples.lines_of(three_quarters())
    made = examples.result(Level.KOMMUNE, [*earlier, last | change])
    assert udvikling.draw_chart(made).alt.endswith(f" rullende fire kvartaler. {said}")


def test_a_mark_has_the_same_letter_on_the_chart_and_in_the_text_of_a_short_series() -> None:
    before, within = (
        Event(day, None, EventKind.INDSATS, Level.KOMMUNE, "", text)
        for day, text in ((date(2024, 1, 1), "Før"), (date(2024, 8, 1), "Kursus"))
    )
    series = replace(three_quarters(), events=Events((before, within)))
    letters = [note.text for note in read_figure(udvikling.draw_chart(series)).layout.annotations]
    assert "a" in letters
    assert "b" not in letters
    assert afdelinger.explain_marks(series) == (
        "Mærket på Figur 1: a: Indsats 1. august 2024: Kursus.",
    )


def test_the_title_compares_with_no_preliminary_quarter() -> None:
    first, second, last = examples.lines_of(three_quarters())
    lines = [first, second | {"preliminary": "2024K3"}, last]
    chart = udvikling.draw_chart(examples.result(Level.KOMMUNE, lines))
    assert chart.title == "Korttids- og langtidsfravær"
