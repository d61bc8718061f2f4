"""From bytes to text: by their marks, else by what they can be."""

import codecs
import re

from core.errors import FileRefusedError
from data_loaders.files.dialects import notes
from data_loaders.files.dialects.cells import MAX_ROWS, make_too_many_cells_refusal
from data_loaders.files.raw_sheet import Note
from data_loaders.files.values import MAX_CELLS

# UTF-32's mark begins with UTF-16's, so it is looked for first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 2_000
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ufffe\uffff]")
# Capital A with a tilde is no Danish letter, but the first half of æ, ø and å in UTF-8.
_HALF_LETTER = re.compile(rb"\xc3[\x80-\xbf]")
_TWICE = re.compile("Ã[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|ï»¿")
_BEYOND = re.compile(r"[^\x00-\x7f]+")
# The bytes of æøåÆØÅ in the sets that Danish systems have written, and the sets' names.
_SETS = (
    (b"\xe6\xf8\xe5\xc6\xd8\xc5", "cp1252", "Windows-1252"),
    (b"\x91\x9b\x86\x92\x9d\x8f", "cp850", "DOS (tegntabel 850)"),
    (b"\xbe\xbf\x8c\xae\xaf\x81", "mac_roman", "Macintosh"),
)
_REFUSAL = (
    "Filen er hverken et regneark eller en tekstfil med kolonner. Indlæs udtrækket som "
    "Excel-projektmappe (.xlsx) eller som tekstfil med semikolon, komma eller tabulator mellem "
    "kolonnerne."
)


def decode(content: bytes) -> tuple[str, list[Note]]:
    """Turn bytes into text with line ends as they are, and say what had to be guessed.

    Raises FileRefusedError: `not_spreadsheet` for bytes that are no text, `mixed_encoding`.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _undo_double_encoding(_decode_text(content, encoding))
    wide = _detect_wide_encoding(content[:_SAMPLE])
    if wide:
        return _undo_double_encoding(_decode_text(content, wide))
    try:
        return _undo_double_encoding(_check_text(content.decode("utf-8")))
    except UnicodeDecodeError as error:
        _check_one_encoding(content, error.start)
        return _decode_single_bytes(content)


def check_cells(text: str, delimiter: str) -> None:
    """Refuse a text with more lines or cells than can be held (`too_many_cells`)."""
    lines = text.count("\n")
    if lines > MAX_ROWS or lines + text.count(delimiter) > MAX_CELLS:
        raise make_too_many_cells_refusal()


def make_not_spreadsheet_refusal() -> FileRefusedError:
    """Make the refusal of what is neither a workbook nor a table in text."""
    return FileRefusedError(_REFUSAL, code="not_spreadsheet")


def _detect_wide_encoding(sample: bytes) -> str:
    """Tell UTF-16 and UTF-32 without a mark by where the zero bytes of Latin letters are."""
    zeros = [sample[place::4].count(0) * 4 > len(sample) // 2 for place in range(4)]
    if zeros in ([False, True, True, True], [True, True, True, False]):
        return "utf-32-le" if zeros[3] else "utf-32-be"
    if sample.count(0) * 4 <= len(sample):
        return ""
    return "utf-16-le" if sample[1::2].count(0) >= sample[0::2].count(0) else "utf-16-be"


def _check_one_encoding(content: bytes, stopped: int) -> None:
    if _HALF_LETTER.search(content):
        line = content.count(b"\n", 0, stopped) + 1
        raise FileRefusedError(
            "Filen er sat sammen af tekst i to tegnsæt (UTF-8 og Windows-1252), så æ, ø og å ikke "
            f"kan læses sikkert (se linje {line}). Træk udtrækket igen, eller gem det som UTF-8.",
            code="mixed_encoding",
        )


def _decode_single_bytes(content: bytes) -> tuple[str, list[Note]]:
    """Read one byte a letter, in the set that makes most of them Danish letters within words."""
    hits = [_count_hits(content, letters) for letters, _, _ in _SETS]
    _, encoding, name = _SETS[hits.index(max(hits))]
    text_notes = [] if encoding == "cp1252" else [notes.note_guessed_encoding(name)]
    return _decode_text(content, encoding), text_notes


def _count_hits(content: bytes, letters: bytes) -> int:
    """Count the letters that stand as a letter does: no quotation mark is a capital in a word."""
    small, large = (b"[" + re.escape(part) + b"]" for part in (letters[:3], letters[3:]))
    places = (
        b"(?<=[a-z])" + small,
        small + b"(?=[a-z])",
        b"(?<=[A-Z])" + large,
        b"(?<![a-z])" + large + b"(?=[A-Za-z])",
    )
    return len(re.findall(b"|".join(places), content))


def _decode_text(content: bytes, encoding: str) -> str:
    try:
        return _check_text(content.decode(encoding))
    except UnicodeDecodeError as error:
        if encoding == "cp1252":
            return _check_text(content.decode("latin-1"))
        raise make_not_spreadsheet_refusal() from error


def _check_text(text: str) -> str:
    if _CONTROL.search(text):
        raise make_not_spreadsheet_refusal()
    return text


def _undo_double_encoding(text: str) -> tuple[str, list[Note]]:
    """Undo a second turn into UTF-8, which makes two letters of each Danish one."""
    text = text.removeprefix("\ufeff")
    if not _TWICE.search(text):
        return text, []
    return _BEYOND.sub(_decode_once, text).removeprefix("\ufeff"), [notes.TWICE_ENCODED]


def _decode_once(run: re.Match[str]) -> str:
    try:
        return run[0].encode("cp1252", "as_latin_1").decode("utf-8")
    except UnicodeError:
        return run[0]


def _encode_as_latin_1(error: UnicodeError) -> tuple[bytes, int]:
    """Write what Windows-1252 has no letter for as the byte that it was."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return error.object[error.start : error.end].encode("latin-1"), error.end


codecs.register_error("as_latin_1", _encode_as_latin_1)
