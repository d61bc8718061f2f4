"""Text with a delimiter: UTF-8, UTF-16 or Windows-1252; semicolon, tab or comma."""

import codecs
import csv
import io
import re
from collections.abc import Iterator

from core.errors import FileRefusedError
from data_loaders.grid import Row, Sheet

NAME = "tekst"

_DELIMITERS = "\t;,"
_SAMPLE_LINES = 500
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ufffe\uffff]")
_PROSE_COMMA = re.compile(r",\s+[^\W\d]")
_LONGEST_QUOTED = 20  # line breaks inside one cell; more means that a quote was never closed
_REFUSAL = (
    "Filen er hverken et regneark eller en tekstfil med kolonner. Indlæs udtrækket som "
    "Excel-projektmappe (.xlsx) eller som tekstfil med semikolon, komma eller tabulator mellem "
    "kolonnerne."
)


def recognises(content: bytes) -> bool:  # noqa: ARG001 - last in line, so it takes what is left
    """Take whatever no other dialect took; `read` refuses what is no text."""
    return True


def read(content: bytes) -> Iterator[Sheet]:
    """Read the text as one sheet of text cells, a record a row, blank lines kept as rows.

    Raises FileRefusedError (`not_spreadsheet`, `empty_file`) for bytes that are no text, for
    running prose and for text that holds nothing.
    """
    text = decode(content).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise FileRefusedError("Filen er tom: der er ingen celler i den.", code="empty_file")
    lines = [line for line in text.split("\n", _SAMPLE_LINES)[:_SAMPLE_LINES] if line.strip()]
    yield Sheet("", _records(text, _delimiter(lines)))


def decode(content: bytes) -> str:
    """Turn bytes into text, by their marks, else by what they can be."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _text(content, encoding)
    zeros = content[:2000].count(0)
    if zeros * 4 > min(len(content), 2000):
        # Latin letters in UTF-16 have their zero byte second when the low byte comes first.
        little = content[1:2000:2].count(0) >= content[0:2000:2].count(0)
        return _text(content, "utf-16-le" if little else "utf-16-be")
    try:
        return _checked(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _text(content, "cp1252")


def _text(content: bytes, encoding: str) -> str:
    try:
        return _checked(content.decode(encoding))
    except UnicodeDecodeError as error:
        raise FileRefusedError(_REFUSAL, code="not_spreadsheet") from error


def _checked(text: str) -> str:
    if _CONTROL.search(text):
        raise FileRefusedError(_REFUSAL, code="not_spreadsheet")
    return text


def _delimiter(lines: list[str]) -> str:
    """Choose the delimiter that most lines have; decimal commas must not win over tab and ;."""
    counts = {mark: sum(mark in line for line in lines) for mark in _DELIMITERS}
    if sum(len(_PROSE_COMMA.findall(line)) for line in lines) * 2 > "".join(lines).count(","):
        counts[","] = 0
    best = max(counts.values())
    if best < min(len(lines), 2):
        raise FileRefusedError(_REFUSAL, code="not_spreadsheet")
    return next(mark for mark in _DELIMITERS if counts[mark] * 2 >= best)


def _records(text: str, delimiter: str) -> list[Row]:
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        if not any(
            "\n" in cell and cell.count("\n") > _LONGEST_QUOTED for row in rows for cell in row
        ):
            return [list(row) for row in rows]
    except csv.Error:
        # A cell longer than any cell is: a quote that was opened and never closed.
        pass
    unquoted = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, quoting=csv.QUOTE_NONE
    )
    try:
        return [list(row) for row in unquoted]
    except csv.Error as error:
        raise FileRefusedError(_REFUSAL, code="not_spreadsheet") from error
