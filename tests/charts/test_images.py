"""PNG of charts, from their SVG."""

import re
from html import unescape

import pytest

from charts import images, udvikling
from charts.images import Size
from tests import examples


@pytest.fixture(scope="module")
def svg() -> str:
    return images.draw_svg(udvikling.draw_chart(examples.kommunens_udvikling()).figure, Size(700))


def test_the_picture_holds_the_figures_as_text(svg: str) -> None:
    for text in ("14,0", "4. kvt.", "2024", "Langtid"):
        assert f">{text}<" in svg


def test_png_is_as_large_as_asked_for(svg: str) -> None:
    picture = images.convert_svg(svg, scale=2)
    assert picture.startswith(b"\x89PNG")
    width, height = (int.from_bytes(picture[at : at + 4]) for at in (16, 20))
    assert abs(width - 1400) <= 2
    assert abs(height - 2 * udvikling.HEIGHT) <= 2


def test_a_picture_that_leaves_has_its_finding_its_period_and_its_source() -> None:
    chart = udvikling.draw_chart(examples.kommunens_udvikling())
    title = "Et meget langt fund, som ikke kan stå på én linje, " * 3 + "& med <tegn>"
    caption = images.Caption(title, "dagsværk pr. medarbejder · 1. januar 2024", "Kilde: KMD OPUS.")
    drawn = images.draw_captioned_svg(chart.figure, caption, Size(500))
    texts = [unescape(text) for text in re.findall(r">([^<>]+)</t", drawn)]
    assert [text for text in texts if text.startswith("Et meget")] != [title]
    assert " ".join(texts).startswith(title)
    assert {caption.basis, caption.source, "14,0"} <= set(texts)
    height = int(re.findall(r'height="(\d+)"', drawn)[0])
    assert height > udvikling.HEIGHT + 3 * 18
    assert images.convert_svg(drawn).startswith(b"\x89PNG")
