"""PNG of charts, from their SVG."""

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
