"""What a file without the headers that were sought has instead, said without showing its data."""

from collections.abc import Iterator, Sequence
from datetime import date

from core.danish import format_count, join_words
from data_loaders.files.grid import Sheet
from data_loaders.files.values import Row, Value, format_cell
from data_loaders.guidance.proposal import QuestionError
from data_loaders.kinds.registry import KINDS, LABELS
from data_loaders.privacy.person_headers import tells_of_one_person
from data_loaders.privacy.person_names import is_like_name
from data_loaders.table.header_rows import LONGEST_HEADER
from data_loaders.table.reading import Likeness
from data_loaders.words.header_names import find_rule, normalize

_SEARCHED_ROWS = 30
_MOST_SHEETS = 3
_MOST_CELLS = 12
_MOST_LOOKED_AT = 40  # cells of a row, and of each no more than a header may have
_MOST_KINDS = 3


def add_seen_headers(
    error: QuestionError, sheets: Sequence[Sheet], likenesses: Sequence[Likeness]
) -> QuestionError:
    """Add to a refusal for headers what the sheets have instead, and the kinds that are near."""
    cells = " ".join(filter(None, map(_describe_sheet, sheets[:_MOST_SHEETS])))
    near = describe_near_kinds(likenesses)
    text = " ".join(filter(None, (str(error), cells, near)))
    return QuestionError(text, code=error.code, question=error.question)


def describe_near_kinds(likenesses: Sequence[Likeness], *, but: str = "") -> str:
    """Say which kinds a file is somewhat like, and what each lacks; "" where there are none."""
    lacks: dict[str, tuple[str, ...]] = {}
    for likeness in likenesses:
        if likeness.kind != but and likeness.lacking:
            lacks.setdefault(likeness.kind, likeness.lacking)
    parts = [
        f"»{LABELS[kind]}« (der mangler {join_words(list(lacking))})"
        for kind, lacking in list(lacks.items())[:_MOST_KINDS]
    ]
    return f"Filen ligner {'også ' if but else ''}{join_words(parts)}." if parts else ""


def _describe_sheet(sheet: Sheet) -> str:
    """Name the cells of the row that is most like a header; others by their address and form."""
    rows = list(enumerate(sheet.rows[:_SEARCHED_ROWS]))
    index, row = max(rows, key=lambda pair: _rank_row(pair[1]), default=(0, []))
    texts = [format_cell(value) for value in row[:_MOST_LOOKED_AT] if isinstance(value, str)]
    shows_texts = not any(tells_of_one_person(normalize(text)) for text in texts)
    cells = list(_describe_cells(sheet, index, row, shows_texts=shows_texts))
    if not cells:
        return ""
    left_out = len(cells) - _MOST_CELLS
    ending = [format_count(left_out, "celle", "celler") + " mere"] if left_out > 0 else []
    where = f" på arket »{sheet.name}«" if sheet.name else ""
    return (
        f"I række {sheet.row_number(index)}{where} står {join_words(cells[:_MOST_CELLS] + ending)}."
    )


def _rank_row(row: Row) -> tuple[int, int]:
    texts = [format_cell(value) for value in row[:_MOST_LOOKED_AT] if isinstance(value, str)]
    return sum(map(_is_header_word, texts)), sum(map(bool, texts))


def _is_header_word(text: str) -> bool:
    """Whether a text is a header of some kind, and no person's name."""
    is_worded = sum(letter.isalpha() for letter in text) > 1
    if not is_worded or len(text) > LONGEST_HEADER or is_like_name(text):
        return False
    return bool(find_rule(text)) or any(
        kind.declaration.find_field_name(text) for kind in KINDS.values()
    )


def _describe_cells(sheet: Sheet, index: int, row: Row, *, shows_texts: bool) -> Iterator[str]:
    for column, value in enumerate(row[:_MOST_LOOKED_AT]):
        text = format_cell(value)
        if text:
            address = sheet.address(index, column)
            if not shows_texts:
                yield address
            else:
                is_word = isinstance(value, str) and _is_header_word(text)
                yield f"»{text}«" if is_word else f"{address}: {describe_form(value)}"


def describe_form(value: Value) -> str:
    """Say what a cell holds, and not what it says: "tekst, 14 tegn"."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return "tal"
    text = format_cell(value)
    if isinstance(value, date):
        return "dato"
    if not isinstance(value, str):
        return "fjernet"
    is_number = text.replace(".", "").replace(",", "").strip("-− ").isdecimal()
    return "tal" if is_number else f"tekst, {len(text)} tegn"
