"""What a file's own remarks say of the whole: that it was cut off, or that it is preliminary."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from data_loaders.codes import problem
from data_loaders.files.grid import Sheet
from data_loaders.files.values import format_cell, name_place
from data_loaders.guidance.proposal import Choice, Question
from data_loaders.problem import Problem
from data_loaders.words.numbers import is_blank
from data_loaders.words.stated_period import join_cells

WHOLE_FILE, YES = "whole_file", "ja"  # the question whether a file has all of its rows
_LOOKED_AT = 30  # rows from the top of a sheet, and from its end
_LONGEST = 200
_MOST_CELLS = 2  # of a remark; a row of a list has more
_ROWS = r"(?:rækker|poster|linjer|forekomster|resultater|rows?|records?|entries|items|results)"
_COUNT = r"(\d{1,3}(?:[., ]\d{3})+|\d+)"
_CUT = re.compile(
    rf"\b(?:kun|only|højst|maks\w*\.?|max\w*\.?)\b[^;]{{0,20}}?\b\d[\d., ]*(?:af\b[^;]{{0,20}}?)?"
    rf"{_ROWS}|\b(?:første|first|top)\s+\d[\d., ]*{_ROWS}|"
    r"\b(?:limited to|begrænset til)\b[^;]{0,12}\d|"
    r"\bafkortet|\btruncated|\bfortsættes\b|\bto be continued\b|"
    r"\b(?:exceeded|overskredet|overskrider)\b[^;]{0,40}\b(?:volume|limit|rows|grænse\w*|antal|rækker)|"
    rf"\b(?:ikke alle|not all)\b[^;]{{0,20}}{_ROWS}|\bmay have been omitted\b",
    re.IGNORECASE,
)
_PART = re.compile(
    rf"\b(?:{_ROWS}|viser|vist|showing|side|page)\W{{0,3}}(?:{_COUNT}\s*(?:-|–|til|to)\s*)?{_COUNT}\s*"
    rf"(?:af|of|/)\s*{_COUNT}\b",
    re.IGNORECASE,
)
_ALL = re.compile(
    rf"\b{_ROWS}(?:\s+i alt)?\s*[:=]\s*{_COUNT}|\b{_COUNT}\s+{_ROWS}\b", re.IGNORECASE
)
_PRELIMINARY = re.compile(
    r"\b(?:foreløbig\w*|kladde\w*|udkast\w*|preliminary|provisional|draft)\b|"
    r"\bikke\s+(?:\w+\s+)?(?:afsluttet|endelig\w*|lukket)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class CutRemark:
    """A row that says that the file has only some of its rows: where it is, and its words."""

    sheet: Sheet
    index: int
    words: str


def find_cut_remarks(sheet: Sheet) -> Iterator[CutRemark]:
    """Find the rows at a sheet's ends that say that it was cut off.

    The words begin in the row's first cell, unless it has hardly any others: a row of a list may
    have a remark of its own.
    """
    for index in _list_outer_rows(sheet):
        row = sheet.rows[index]
        cells = [text for value in row if (text := format_cell(value))]
        match = _find_cut(join_cells(row)[:_LONGEST], sheet, index)
        if match and (len(cells) <= _MOST_CELLS or match.start() < len(cells[0])):
            yield CutRemark(sheet, index, match[0])


def find_preliminary_words(sheets: Sequence[Sheet], file_name: str) -> str:
    """Return the words by which a file says that its figures may change, "" where it does not."""
    texts = [file_name, *(sheet.name for sheet in sheets)]
    texts += [
        join_cells(sheet.rows[index])[:_LONGEST]
        for sheet in sheets
        for index in _list_outer_rows(sheet)
        if not _is_wide(sheet, index)
    ]
    matches = (_PRELIMINARY.search(text.replace("_", " ")) for text in texts)
    return next((match[0] for match in matches if match), "")


def make_cut_problem(remark: CutRemark) -> tuple[Problem, Question]:
    """Say that a file was cut off, and ask whether all of its rows are there."""
    sheet = remark.sheet
    message = (
        f"»{remark.words}« siger, at der kun er en del af rækkerne {name_place(sheet.name)}. "
        "Træk den igen med alle rækker, eller svar, at de er med."
    )
    choices = (Choice(YES, "Ja, alle rækker er med"),)
    question = Question(WHOLE_FILE, "Har filen alle rækker?", choices, "cut_file")
    cell = sheet.address(remark.index, 0)
    return problem("cut_file", message, sheet=sheet.name, cell=cell), question


def drop_remarks(sheet: Sheet, remarks: Sequence[CutRemark]) -> Sheet:
    """Empty the rows of remarks below a sheet's rows: with commas in them they look like others."""
    wide = (index for index in _list_outer_rows(sheet) if _is_wide(sheet, index))
    first = next(wide, sheet.height)
    places = [remark.index for remark in remarks if remark.sheet is sheet and remark.index > first]
    return sheet.empty_rows(places) if places else sheet


def _list_outer_rows(sheet: Sheet) -> list[int]:
    rows = range(sheet.height)
    return sorted({*rows[:_LOOKED_AT], *rows[-_LOOKED_AT:]})


def _is_wide(sheet: Sheet, index: int) -> bool:
    return sum(bool(format_cell(value)) for value in sheet.rows[index]) > _MOST_CELLS


def _find_cut(text: str, sheet: Sheet, index: int) -> re.Match[str] | None:
    """Find the words of a text that say that a file has fewer rows than there were."""
    if match := _CUT.search(text):
        return match
    if part := _PART.search(text):
        first, last, total = (_read_count(number) for number in part.groups())
        is_last = index >= sheet.height - _LOOKED_AT
        is_page = part[0].casefold().startswith(("side", "page"))
        is_part = last < total or first > 1
        return part if is_part and (is_last or not is_page) else None
    count = _ALL.search(text)
    return count if count and _read_count(count[1] or count[2]) > _count_filled(sheet) else None


def _count_filled(sheet: Sheet) -> int:
    filled = [~column.where(is_blank) for column in sheet.columns]
    return int(np.logical_or.reduce(filled).sum())


def _read_count(digits: str | None) -> int:
    return int(re.sub(r"\D", "", digits)) if digits else 0
