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


_EACH_CUT = "".join(
    f'#text(font: "{FAMILY}", weight: {weight}, style: "{style}")[a]' for weight, style in FILES
)


@cache
def load_typst_fonts() -> typst.Fonts:
    """Return the four cuts that are used, and Typst's own embedded fonts for rarer letters.

    They are copied to a folder, as the package holds each cut twice (.otf and .ttf), and which of
    them is found first depends on the file system. Typst reads a cut when it is first used, so each
    is used once, and the folder is gone again.
    """
    with TemporaryDirectory(prefix="chefforum-fonts-", ignore_cleanup_errors=True) as folder:
        for path in FILES.values():
            copyfile(path, Path(folder) / path.name)
        fonts = typst.Fonts(include_system_fonts=False, font_paths=[folder])
        typst.compile(_EACH_CUT.encode(), font_paths=fonts)
    return fonts
