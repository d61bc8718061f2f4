"""Pictures of charts: SVG drawn by the machine's own browser, PNG made from that SVG.

One browser is started for a batch of figures, bounded in time, and closed whatever happens.
"""

import asyncio
import os
import signal
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import kaleido
import plotly.graph_objects as go
import typst
from choreographer.browsers.chromium import Chromium

from charts.fonts import FAMILY, FILES, load_typst_fonts
from core.errors import ChefforumError

_SECONDS_PER_FIGURE = 30.0
_SECONDS_TO_START = 60.0
_SECONDS_TO_CLOSE = 15.0
_PIXELS_PER_INCH = 96
_FAMILIES = ("Source Sans", FAMILY)  # as charts name it: the first is the browser page's own
_STEADY_CHANCE = "let s=1;Math.random=()=>(s=s*16807%2147483647)/2147483647"


class ImageError(ChefforumError):
    """The browser gave no picture."""

    title = "Figuren kunne ikke tegnes"


class NoBrowserError(ImageError):
    """There is no browser on the machine that can draw."""

    title = "Der mangler en browser til at tegne figurer"


@dataclass(frozen=True)
class Size:
    """How large a picture is, in CSS pixels; without a height the figure's own is used."""

    width: int
    height: int | None = None


Picture = tuple[go.Figure, Size]


def find_browser() -> Path:
    """Return the path of Chrome, Chromium or Edge; BROWSER_PATH goes first.

    Raises NoBrowserError where there is none.
    """
    path = os.environ.get("BROWSER_PATH") or Chromium.find_browser(skip_local=False)
    if not path or not Path(path).is_file():
        raise NoBrowserError(
            "Figurer tegnes af Chrome, Chromium eller Edge, og ingen af dem er fundet på maskinen. "
            "Installér en af dem, eller angiv stien i miljøvariablen BROWSER_PATH."
        )
    return Path(path)


def draw_svgs(pictures: Sequence[Picture]) -> tuple[str, ...]:
    """Draw figures as SVG texts, each in its size: the same gives the same text each time.

    Raises NoBrowserError where there is no browser, ImageError where it fails or is too slow.
    """
    if not pictures:
        return ()
    browser = find_browser()
    with ThreadPoolExecutor(1) as thread:  # a page's own thread may have an event loop already
        drawn = thread.submit(asyncio.run, _draw(browser, pictures)).result()
    return tuple(image.decode("utf-8") for image in drawn)


def draw_png(figure: go.Figure, size: Size, *, scale: float = 2) -> bytes:
    """Draw a figure as PNG, `scale` picture points to a CSS pixel. Raises as `draw_svgs`."""
    return convert_svg(draw_svgs([(figure, size)])[0], scale=scale)


def convert_svg(svg: str, *, scale: float = 2) -> bytes:
    """Turn a chart's SVG into PNG with the project's own typeface.

    A browser would fall back to the machine's fonts here: inside a picture it does not see those
    that the page has loaded.
    """
    source = b'#set page(width: auto, height: auto, margin: 0pt)\n#set text(font: "%s")\n' % (
        FAMILY.encode()
    )
    source += b'#image(bytes(sys.inputs.svg), format: "svg")'
    picture = typst.compile(
        source,
        format="png",
        ppi=_PIXELS_PER_INCH * scale,
        font_paths=load_typst_fonts(),
        sys_inputs={"svg": svg},
    )
    return bytes(picture)


async def _draw(browser: Path, pictures: Sequence[Picture]) -> list[bytes]:
    limit = _SECONDS_TO_START + _SECONDS_PER_FIGURE * len(pictures)
    server = kaleido.Kaleido(
        page_generator=_DrawingPage(mathjax=False), timeout=_SECONDS_PER_FIGURE, path=browser
    )
    try:
        async with asyncio.timeout(limit):
            await server.open()
            return [
                await server.calc_fig(figure, _make_options(figure, size))
                for figure, size in pictures
            ]
    except Exception as error:
        _end_browser(server)
        raise ImageError(f"Browseren »{browser}« kunne ikke tegne figuren.") from error
    finally:
        await _close(server)


async def _close(server: kaleido.Kaleido) -> None:
    """Close the browser politely; if it does not answer, end it."""
    with suppress(Exception):
        async with asyncio.timeout(_SECONDS_TO_CLOSE):
            await server.close()
    _end_browser(server)


def _end_browser(server: kaleido.Kaleido) -> None:
    """End the browser and all that it has started, if it still runs."""
    process: subprocess.Popen[bytes] | None = getattr(server, "subprocess", None)
    if process is None or process.poll() is not None:
        return
    if os.name == "posix":  # it leads a process group of its own
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait(_SECONDS_TO_CLOSE)


def _make_options(figure: go.Figure, size: Size) -> dict[str, object]:
    return {"format": "svg", "width": size.width, "height": size.height or figure.layout.height}


class _DrawingPage(kaleido.PageGenerator):  # type: ignore[misc]
    """The page that figures are drawn on; it is loaded anew before each of them.

    It has the project's typeface, so that text is measured as it will be printed, and chance that
    always falls the same way: Plotly draws the ids in its SVG from it.
    """

    def generate_index(self) -> str:
        page: str = super().generate_index()
        page = page.replace(
            "<head>", f"<head><script>{_STEADY_CHANCE}</script>{_write_font_faces()}"
        )
        return page.replace("</body>", f"{_write_font_uses()}</body>")


def _write_font_faces() -> str:
    faces = (
        f"@font-face{{font-family:'{family}';font-weight:{weight};font-style:{style};"
        f"src:url('{path.as_uri()}')}}"
        for (weight, style), path in FILES.items()
        for family in _FAMILIES
    )
    return f"<style>{''.join(faces)} i{{position:absolute;opacity:0}}</style>"


def _write_font_uses() -> str:
    """Write a letter in each cut: a browser loads a typeface when something is written with it."""
    return "".join(
        f"<i style=\"font:{style} {weight} 9px '{family}'\">x</i>"
        for weight, style in FILES
        for family in _FAMILIES
    )
