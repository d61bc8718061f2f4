"""Text with a mark between the columns: semicolon, tab, comma and what else is in use."""

import csv
import io
import re
from collections.abc import Iterator

from core.errors import FileRefusedError
from data_loaders.files.dialects.cells import read_text_cell
from data_loaders.files.dialects.text import check_cells, decode, make_not_spreadsheet_refusal
from data_loaders.files.raw_sheet import Note, RawSheet
from data_loaders.files.values import Row

NAME = "tekst"
LABEL = "tekstfil"

# In the order in which they win, with the part that a mark must have of the lines of the commonest.
_DELIMITERS = {"\t": 0.5, ";": 0.5, "|": 0.9, "^": 0.9, ",": 0.5}
_RARE_DELIMITERS = "~¤:"
_SAMPLE_LINES = 500
_SAMPLE = 100_000
_PROSE_COMMA = re.compile(r",\s+[^\W\d]")
_GIVEN = re.compile(r"\"?sep=(.)\"?[^\S\t]*\n", re.IGNORECASE)


def recognises(content: bytes) -> bool:  # noqa: ARG001 - last in line, so it takes what is left
    """Take whatever no other dialect took; `read` refuses what is no text."""
    return True


def read(content: bytes) -> Iterator[RawSheet | Note]:
    """Read the text as one sheet of text cells, a record a row, blank lines kept as rows.

    Raises FileRefusedError (`not_spreadsheet`, `empty_file`) for bytes that are no text, for
    running prose and for text that holds nothing.
    """
    text, text_notes = decode(content)
    yield from text_notes
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise FileRefusedError("Filen er tom: der er ingen celler i den.", code="empty_file")
    stated = _GIVEN.match(text)
    # The line that gives the delimiter stays a line, so that rows keep their numbers.
    text = text[stated.end() - 1 :] if stated else text
    delimiter = stated[1] if stated else _choose_delimiter(text)
    check_cells(text, delimiter)
    yield RawSheet("", rows=_read_records(text, delimiter))


def _choose_delimiter(text: str) -> str:
    """Choose the delimiter that most lines have; decimal commas must not win over tab and ;."""
    lines = [line for line in text.split("\n", _SAMPLE_LINES)[:_SAMPLE_LINES] if line.strip()]
    counts = {mark: sum(mark in line for line in lines) for mark in _DELIMITERS}
    if sum(len(_PROSE_COMMA.findall(line)) for line in lines) * 2 > "".join(lines).count(","):
        counts[","] = 0
    best = max(counts.values())
    if best < min(len(lines), 2):
        return _find_rare_delimiter(lines)
    return next(mark for mark, part in _DELIMITERS.items() if counts[mark] >= part * best)


def _find_rare_delimiter(lines: list[str]) -> str:
    """Accept a mark that is odd between columns where every line has as many, at least two."""
    for mark in _RARE_DELIMITERS:
        counts = {line.count(mark) for line in lines}
        if len(lines) > 2 and len(counts) == 1 and min(counts) > 1:
            return mark
    raise make_not_spreadsheet_refusal()


def _read_records(text: str, delimiter: str) -> list[Row]:
    rows = _split(text, delimiter)
    if "#" in text or '="' in text or "Err:" in text:
        return [[read_text_cell(cell) for cell in row] for row in rows]
    return [list(row) for row in rows]


def _split(text: str, delimiter: str) -> list[list[str]]:
    quote = "'" if _is_single_quoted(text, delimiter) else '"'
    is_escaped = re.search(rf"\\{quote}(?![{re.escape(delimiter)}\n]|$)", text) is not None
    try:
        rows = list(
            csv.reader(
                io.StringIO(text, newline=""),
                delimiter=delimiter,
                quotechar=quote,
                doublequote=not is_escaped,
                escapechar="\\" if is_escaped else None,
            )
        )
    except csv.Error:
        # A cell longer than any cell is: a quote that was opened and never closed.
        return _split_unquoted(text, delimiter)
    if any("\n" in cell and delimiter in cell for row in rows for cell in row):
        # A cell with rows in it: a quote that another row closed.
        return _split_unquoted(text, delimiter)
    return rows


def _is_single_quoted(text: str, delimiter: str) -> bool:
    """Whether cells stand in single quotes: each that begins with one ends with one."""
    sample, edge = text[:_SAMPLE], rf"{re.escape(delimiter)}\n"
    if re.search(rf'(?<![^{edge}])"', sample):
        return False
    opening_quotes = len(re.findall(rf"(?<![^{edge}])'", sample))
    quoted_cells = len(re.findall(rf"(?<![^{edge}])'(?:[^'\\]|''|\\.)*+'(?![^{edge}])", sample))
    return opening_quotes - quoted_cells <= (len(text) > _SAMPLE) and quoted_cells > 1


def _split_unquoted(text: str, delimiter: str) -> list[list[str]]:
    """Split at every delimiter and line end; quotes count only around a whole cell."""
    lines = text.removesuffix("\n").split("\n")
    return [
        [_remove_quotes(cell) for cell in line.split(delimiter)] if line else [] for line in lines
    ]


def _remove_quotes(cell: str) -> str:
    is_quoted = len(cell) > 1 and cell[0] == cell[-1] == '"'
    return cell[1:-1].replace('""', '"') if is_quoted else cell
