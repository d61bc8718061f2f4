import os
import subprocess
import sys
from pathlib import Path

import pytest

from charts import images, udvikling
from charts.images import ImageError, NoBrowserError, Size
from tests import examples


@pytest.fixture(scope="module")
def svg() -> str:
    try:
        images.find_browser()
    except NoBrowserError:
        pytest.skip("no Chrome, Chromium or Edge on this machine")
    figure = udvikling.draw_chart(examples.kommunens_udvikling()).figure
    first, second = images.draw_svgs([(figure, Size(700))] * 2)
    assert first == second
    return first


def test_the_same_figure_gives_the_same_text_in_another_process(svg: str) -> None:
    source = (
        "import sys\n"
        "from charts import images, udvikling\n"
        "from tests import examples\n"
        "figure = udvikling.draw_chart(examples.kommunens_udvikling()).figure\n"
        "sys.stdout.buffer.write(images.draw_svgs([(figure, images.Size(700))])[0].encode())\n"
    )
    ran = subprocess.run([sys.executable, "-c", source], capture_output=True, check=True)
    assert ran.stdout.decode() == svg


def test_the_picture_holds_the_figures_as_text(svg: str) -> None:
    for text in ("14,0", "4. kvt.", "2024", "Langtid"):
        assert f">{text}<" in svg


def test_png_is_as_large_as_asked_for(svg: str) -> None:
    picture = images.convert_svg(svg, scale=2)
    assert picture.startswith(b"\x89PNG")
    width, height = (int.from_bytes(picture[at : at + 4]) for at in (16, 20))
    assert abs(width - 1400) <= 2
    assert abs(height - 2 * udvikling.HEIGHT) <= 2


def test_no_figures_need_no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER_PATH", "/nowhere")
    assert images.draw_svgs([]) == ()


def test_a_machine_without_a_browser_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER_PATH", "/nowhere")
    with pytest.raises(NoBrowserError, match="Chrome, Chromium eller Edge"):
        images.draw_svgs([(udvikling.draw_chart(examples.kommunens_udvikling()).figure, Size(100))])


@pytest.mark.skipif(os.name != "posix", reason="the false browser is a shell script")
@pytest.mark.parametrize("script", ["exit 0", "exec sleep 1000"])
def test_a_browser_that_fails_is_an_error_and_leaves_nothing_running(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = tmp_path / "browser"
    browser.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\n{script}\n")
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER_PATH", str(browser))
    monkeypatch.setattr(images, "_SECONDS_TO_START", 1.0)
    monkeypatch.setattr(images, "_SECONDS_PER_FIGURE", 1.0)
    monkeypatch.setattr(images, "_SECONDS_TO_CLOSE", 1.0)
    with pytest.raises(ImageError):
        images.draw_svgs([(udvikling.draw_chart(examples.kommunens_udvikling()).figure, Size(100))])
    if (tmp_path / "pid").exists():
        with pytest.raises(ProcessLookupError):
            os.kill(int((tmp_path / "pid").read_text()), 0)
