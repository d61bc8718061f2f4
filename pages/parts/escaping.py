"""Texts from outside, shown as they are: names, files and addresses are never read as markup."""

import re
from string import punctuation

_BEGINS_LINK = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)
_BEGINS_MARKUP = re.compile(r"[\\*\[\]<>#|$~`]|(?<!\w)_|_(?!\w)|:(?=\S)")
_WORD_JOINER = "\u2060"  # not seen; keeps an address from becoming a link by itself


def escape_text(text: str) -> str:
    """Keep a text from being read as Markdown."""
    unlinked = _BEGINS_LINK.sub(_WORD_JOINER, text)
    return "".join(f"\\{letter}" if letter in punctuation else letter for letter in unlinked)


def escape_label(text: str) -> str:
    """Keep the label of a field from being read as Markdown.

    A screen reader reads it as it is written here, so only what would be markup is escaped.
    """
    unlinked = _BEGINS_LINK.sub(_WORD_JOINER, text)
    return _BEGINS_MARKUP.sub(lambda hit: f"\\{hit[0]}", unlinked)
