"""What the alt text and the title of Figur 1 say, and do not say, of the latest quarter."""

from typing import Any

import pytest

from charts import udvikling
from core.nodes import Level
from tests import examples
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


def test_the_title_compares_with_no_preliminary_quarter() -> None:
    first, second, last = examples.lines_of(three_quarters())
    lines = [first, second | {"preliminary": "2024K3"}, last]
    chart = udvikling.draw_chart(examples.result(Level.KOMMUNE, lines))
    assert chart.title == "Korttids- og langtidsfravær"
