"""Where an unexpected error arose, for the log: types and places, and never a value or a message.

An error's own text may quote a cell, and what is logged must hold no personal data.
"""

import re
from pathlib import Path
from traceback import extract_tb

ROOT = Path(__file__).resolve().parents[1]
_MOST_CALLS = 30  # of each error; one that called itself to the end has a thousand
_PLACE = re.compile(r"[A-Za-z_]\w* in [\w./\\: <>?-]{1,9000}")


def describe_error(error: BaseException) -> list[str]:
    """Describe an error and what it arose from, the last first: type, then file:line function.

    Each line has the calls that led to the error, the innermost first.
    """
    lines: list[str] = []
    link: BaseException | None = error
    described: set[int] = set()
    while link is not None and id(link) not in described:
        described.add(id(link))
        frames = reversed(extract_tb(link.__traceback__)[-_MOST_CALLS:])
        places = " < ".join(f"{_shorten(f.filename)}:{f.lineno} {f.name}" for f in frames)
        lines.append(f"{type(link).__name__} in {places or '?'}")
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return lines


def select_descriptions(text: str) -> list[str]:
    """Return the lines that `describe_error` could have written; another process may say more."""
    return [line for line in text.splitlines() if _PLACE.fullmatch(line)]


def _shorten(file: str) -> str:
    """Write a file's path from the program's folder, or from that of installed packages."""
    path = Path(file)
    if "site-packages" in path.parts:
        return "/".join(path.parts[path.parts.index("site-packages") + 1 :])
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
