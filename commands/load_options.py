"""The options of `load`."""

from pathlib import Path
from typing import TypedDict


class LoadOptions(TypedDict):
    """The options that the command line gives `load` beside the files."""

    kind: str | None
    mapping: str | None
    problems: Path | None
    answers: tuple[str, ...]
    preliminary: bool
    dry_run: bool
    as_json: bool
