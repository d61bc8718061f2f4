"""How a workbook's styles show cells, where it tells what the cells mean."""

import posixpath
import re
from dataclasses import dataclass, field

from data_loaders.files.dialects import package
from data_loaders.files.dialects.package import Package

_FORMAT = re.compile(r"<(?:\w+:)?numFmt\s([^>]*)>")
_STYLES = re.compile(r"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(r"<(?:\w+:)?xf\s([^>]*)>(?:\s*<(?:\w+:)?alignment\s([^>]*)>)?")
_PERCENT_FORMATS = frozenset({"9", "10"})  # the two that every workbook has
_FROM_THE_LEFT = frozenset({"", "general", "left"})


@dataclass(frozen=True)
class Styles:
    """The numbers of the styles that show a percentage, and how far in the others have their text.

    `indents` are counted as Excel does; a style that has none is not among them.
    """

    percents: frozenset[str] = frozenset()
    indents: dict[str, int] = field(default_factory=dict)


def read_styles(archive: Package, workbook: str) -> Styles:
    """Read the styles of a workbook, whose main part is named."""
    text = archive.read_text(posixpath.join(posixpath.dirname(workbook), "styles.xml"))
    formats = [package.read_attributes(tag) for tag in _FORMAT.findall(text)]
    percents = _PERCENT_FORMATS | {
        a.get("numFmtId", "") for a in formats if "%" in a.get("formatCode", "")
    }
    style_tags = _STYLE.findall("".join(_STYLES.findall(text)))
    format_numbers = [package.read_attributes(tag).get("numFmtId", "") for tag, _ in style_tags]
    indents = {
        str(number): _read_indent(alignment) for number, (_, alignment) in enumerate(style_tags)
    }
    return Styles(
        frozenset(str(number) for number, style in enumerate(format_numbers) if style in percents),
        {number: indent for number, indent in indents.items() if indent},
    )


def _read_indent(alignment: str) -> int:
    attributes = package.read_attributes(alignment)
    digits = attributes.get("indent", "")
    is_left = attributes.get("horizontal", "") in _FROM_THE_LEFT
    return int(digits) if is_left and digits.isdecimal() and len(digits) < 4 else 0
