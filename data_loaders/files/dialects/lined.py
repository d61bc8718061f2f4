"""SAP lists saved as text, drawn with lines: `|  A |  B |` between rules of dashes."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from core.errors import FileRefusedError
from data_loaders.files.dialects.cells import read_text_cell
from data_loaders.files.dialects.text import check_cells, decode
from data_loaders.files.raw_sheet import Note, RawSheet
from data_loaders.files.values import Row

NAME = "liste"
LABEL = "SAP-liste med streger"

_RULE_MARKS = " \t|+:=-─━═┼├┤┬┴│"
_DASHES = re.compile("-{3}|={3}|─{3}|━{3}|═{3}")
_SAMPLE_LINES = 500
_PIPES = str.maketrans("│┃║¦", "||||")


def recognises(content: bytes) -> bool:
    """Whether the bytes are text most of whose lines are drawn: rules, or cells between pipes."""
    try:
        text, _ = decode(content)
    except FileRefusedError:
        return False
    lines = [line.strip() for line in _split_lines(text)[:_SAMPLE_LINES] if line.strip()]
    drawn = sum(_is_cells(line) for line in lines)
    return drawn > 1 and (drawn + sum(_is_rule(line) for line in lines)) * 2 > len(lines)


def read(content: bytes) -> Iterator[RawSheet | Note]:
    """Read the list as one sheet, a line a row; rules, and headers of later pages, are blank rows.

    Raises FileRefusedError (`not_spreadsheet`, `mixed_encoding`).
    """
    text, text_notes = decode(content)
    check_cells(text, "|")
    yield from text_notes
    yield RawSheet("", rows=_read_rows(_split_lines(text)))


def _split_lines(text: str) -> list[str]:
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "").translate(_PIPES)
    return plain.removesuffix("\n").split("\n")


def _is_cells(line: str) -> bool:
    return len(line) > 2 and line[0] == line[-1] == "|" and not _is_rule(line)


def _is_rule(line: str) -> bool:
    return not line.strip(_RULE_MARKS) and _DASHES.search(line) is not None


def _read_rows(lines: Sequence[str]) -> list[Row]:
    rows: list[Row] = []
    bars: list[int] = []
    head: set[str] = set()
    is_head = True  # the first cells after a rule, until the next rule
    for line in map(str.strip, lines):
        if not _is_cells(line):
            is_head = is_head and not (head and _is_rule(line))
            rows.append([] if not line or _is_rule(line) else [read_text_cell(line)])
            continue
        is_again = line in head and not is_head
        bars = bars or _find_bars(line)
        if is_head:
            head.add(line)
        rows.append(
            [] if is_again else [read_text_cell(cell.rstrip()) for cell in _cut_cells(line, bars)]
        )
    return rows


def _find_bars(line: str) -> list[int]:
    return [place for place, mark in enumerate(line) if mark == "|"]


def _cut_cells(line: str, bars: Sequence[int]) -> list[str]:
    """Cut a line at its pipes; at the header's where a cell has a pipe in it."""
    line_bars = _find_bars(line)
    is_drawn_alike = len(line) == bars[-1] + 1 and all(line[place] == "|" for place in bars)
    cuts = bars if len(line_bars) > len(bars) and is_drawn_alike else line_bars
    return [line[first + 1 : last] for first, last in pairwise(cuts)]
