"""Text with a delimiter: UTF-8, UTF-16 or Windows-1252; semicolon, tab or comma."""

import codecs
import csv
import io
import re
from collections.abc import Iterator

from core.errors import FileRefusedError
from data_loaders.files.grid import Row, Sheet

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
# Capital A with a tilde is no Danish letter, but the first half of æ, ø and å in UTF-8.
_HALF_LETTER = re.compile(rb"\xc3[\x80-\xbf]")
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
    except UnicodeDecodeError as error:
        _check_one_encoding(content, error.start)
        return _text(content, "cp1252")


def _check_one_encoding(content: bytes, stopped: int) -> None:
    if _HALF_LETTER.search(content):
        line = content.count(b"\n", 0, stopped) + 1
        raise FileRefusedError(
            "Filen er sat sammen af tekst i to tegnsæt (UTF-8 og Windows-1252), så æ, ø og å ikke "
            f"kan læses sikkert (se linje {line}). Træk udtrækket igen, eller gem det som UTF-8.",
            code="mixed_encoding",
        )


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
    except csv.Error:
        # A cell longer than any cell is: a quote that was opened and never closed.
        return _unquoted(text, delimiter)
    if any("\n" in cell and delimiter in cell for row in rows for cell in row):
        # A cell with rows in it: a quote that another row closed.
        return _unquoted(text, delimiter)
    return [list(row) for row in rows]


def _unquoted(text: str, delimiter: str) -> list[Row]:
    """Split at every delimiter and line end; quotes count only around a whole cell."""
    lines = text.removesuffix("\n").split("\n")
    return [[_bare(cell) for cell in line.split(delimiter)] if line else [] for line in lines]


def _bare(cell: str) -> str:
    is_quoted = len(cell) > 1 and cell[0] == cell[-1] == '"'
    return cell[1:-1].replace('""', '"') if is_quoted else cell
