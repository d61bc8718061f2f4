"""The one typeface of charts and bilag, from the package that is installed with the project.

Fonts of the machine are never used: text would be measured and broken differently from one
machine to the next.
"""

from functools import cache
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

import font_source_sans_pro
import typst

FAMILY = "Source Sans Pro"
_PACKAGE = Path(font_source_sans_pro.font_directory)
FILES = {
    (weight, style): _PACKAGE / f"SourceSansPro-{name}.ttf"
    for weight, style, name in (
        (400, "normal", "Regular"),
        (400, "italic", "It"),
        (600, "normal", "Semibold"),
        (700, "normal", "Bold"),
    )
}


@cache
def load_typst_fonts() -> typst.Fonts:
    """Return the four cuts that are used, and Typst's own embedded fonts for rarer letters."""
    return typst.Fonts(include_system_fonts=False, font_paths=[_copy_fonts().name])


@cache
def _copy_fonts() -> TemporaryDirectory[str]:
    """Copy the four cuts to a folder that lasts as long as the program: Typst reads them late.

    The package holds each cut twice (.otf and .ttf), and which of them is found first depends on
    the file system.
    """
    folder = TemporaryDirectory(prefix="chefforum-fonts-", ignore_cleanup_errors=True)
    for path in FILES.values():
        copyfile(path, Path(folder.name) / path.name)
    return folder
