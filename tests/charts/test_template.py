import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from charts import template
from charts.palette import DARK


def test_the_template_is_our_own_where_streamlit_has_changed_the_default() -> None:
    source = (
        "import streamlit, plotly.io as pio\n"
        "from charts import template\n"
        "fig = template.make_figure(dark=False, height=300)\n"
        "own = fig.layout.template.layout\n"
        "assert pio.templates.default == 'streamlit', pio.templates.default\n"
        "assert own.paper_bgcolor == '#FFFFFF' and own.separators == ',.', own\n"
        "assert not fig.layout.template.data.bar, 'the default template shines through'\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr


def test_dark_figures_have_the_dark_ground() -> None:
    assert (
        template.make_figure(dark=True, height=100).layout.template.layout.paper_bgcolor
        == DARK.ground
    )


@given(st.text(alphabet='ab <>&/"', max_size=60), st.integers(1, 30))
def test_a_label_holds_no_markup_but_line_breaks(text: str, width: int) -> None:
    label = template.escape_label(text, width=width)
    assert "<" not in label.replace("<br>", "")
    assert template.count_lines(label) == label.count("<br>") + 1


def test_a_long_name_is_wrapped_between_words_and_nothing_is_lost() -> None:
    label = template.escape_label("Borger, Arbejdsmarked & Erhverv", width=18)
    assert label.split("<br>") == ["Borger,", "Arbejdsmarked &amp;", "Erhverv"]
