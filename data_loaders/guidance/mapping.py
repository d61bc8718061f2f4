"""A mapping: the answers that a user gave about a file's kind, columns and number styles.

A layout is known again by its headers, whatever their order, spelling, years and quarters.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256

from data_loaders.files.values import to_column_letters
from data_loaders.words.days import DANISH_MONTH
from data_loaders.words.header_names import normalize

WHICH_FILE = "which_file"
# What is asked about the figures of one file, not about its layout.
_ABOUT_FIGURES = (
    WHICH_FILE,
    "foreloebig",
    "month",
    "plausible",
    "jump",
    "renumbered",
    "whole_period",
    "whole_file",
    "all_sick_leave",
)
ONE_FILE_ONLY = ("quarter", "year", "period", "extract_date", "header_row", "sums")
_PERIOD = re.compile(
    r"\d{1,2}[.-]\d{1,2}[.-](?:\d{4}|\d\d)|\b(?:19|20)\d\d[-.]\d\d(?:[-.]\d\d)?\b|"
    r"\b(?:19|20)\d\d ?[kq][1-4]\b|\b[kq][1-4](?:[ -]?(?:19|20)\d\d)?\b|"
    r"\b[1-4]\.? ?(?:kvartal|kvt|kv|quarter)\b\.?|\b(?:19|20)\d\d\b|"
    rf"\b(?:{DANISH_MONTH})\b\.?",
    re.IGNORECASE,
)
_ONLY_PERIOD = "~"
_EDGES = " -–.,:;()"


@dataclass(frozen=True)
class Mapping:
    """A user's answers about files of one layout; a field that is empty was not answered.

    `headers` are all of the layout's headers, and `columns` (by field), `styles` (»dansk« or
    »engelsk«) and `ignored` name columns by their `labels`. `sheet` and `table` are the chosen
    ones where there are several. `answers` are of other questions, by the question's id.
    """

    name: str = ""
    kind: str = ""
    headers: tuple[str, ...] = ()
    sheet: str = ""
    table: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    styles: dict[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)

    @cached_property
    def fingerprint(self) -> str:
        """The hash that files of the layout share; "" where no headers are known."""
        return compute_fingerprint(self.headers)

    @property
    def texts(self) -> tuple[str, ...]:
        """All texts in it: names, headers, choices and answers."""
        tables = (self.columns, self.styles, self.answers)
        words = (text for table in tables for pair in table.items() for text in pair)
        asked_about = (question.partition(":")[2] for question in self.answers)
        lists = (*self.headers, *self.ignored, *words, *asked_about)
        return (self.name, self.sheet, self.table, *lists)

    @property
    def is_empty(self) -> bool:
        """Whether it answers nothing."""
        return self == Mapping(name=self.name, headers=self.headers)

    def add_answer(self, question: str, value: str) -> "Mapping":
        """Return the mapping with the answer to a question added; `question` is its id."""
        about, _, of = question.partition(":")
        match about, of:
            case "kind", "":
                change = Mapping(kind=value)
            case "sheet", "":
                change = Mapping(sheet=value)
            case "table", "":
                change = Mapping(table=value)
            case "column", _:
                change = Mapping(columns={of: value})
            case "style", _:
                change = Mapping(styles={of: value})
            case _:
                change = Mapping(answers={question: value})
        return change.merge_over(self)

    def ignore_column(self, label: str) -> "Mapping":
        """Return the mapping with a column, named by its label, left out of the reading."""
        return Mapping(ignored=(label,)).merge_over(self)

    def merge_over(self, weaker: "Mapping") -> "Mapping":
        """Merge with a weaker mapping of the same headers: where both answer, this one counts."""
        used_labels = {*self.columns.values(), *self.ignored}
        weaker_columns = {
            name: label for name, label in weaker.columns.items() if label not in used_labels
        }
        weaker_ignored = (label for label in weaker.ignored if label not in self.columns.values())
        return Mapping(
            name=self.name or weaker.name,
            kind=self.kind or weaker.kind,
            headers=self.headers or weaker.headers,
            sheet=self.sheet or weaker.sheet,
            table=self.table or weaker.table,
            columns=weaker_columns | self.columns,
            styles=weaker.styles | self.styles,
            ignored=tuple(dict.fromkeys([*self.ignored, *weaker_ignored])),
            answers=weaker.answers | self.answers,
        )

    def place_in_headers(self, headers: Sequence[str]) -> "Mapping":
        """Return the mapping as it reads for a file with these headers, in any order and spelling.

        A column that cannot be recognised among them is left out.
        """
        names = label_columns(headers)
        new = {label: names[column] for label, column in self._find_columns(headers).items()}
        return replace(
            self,
            headers=tuple(headers),
            columns={name: new[label] for name, label in self.columns.items() if label in new},
            styles={new[label]: style for label, style in self.styles.items() if label in new},
            ignored=tuple(new[label] for label in self.ignored if label in new),
        )

    def find_unplaced_labels(self, headers: Sequence[str]) -> tuple[str, ...]:
        """Return the labels of the columns that cannot be recognised among these headers."""
        placed_labels = self._find_columns(headers)
        return tuple(label for label in self._labels if label not in placed_labels)

    def drop_one_file_answers(self) -> "Mapping":
        """Return what later files of the layout may use: no answer about one file or a name."""
        of_names = (f"{level}:{alias}" for level, alias, _ in self.aliases)
        skipped = {*ONE_FILE_ONLY, *of_names}
        answers = {
            id_: value
            for id_, value in self.answers.items()
            if id_ not in skipped and id_.partition(":")[0] not in _ABOUT_FIGURES
        }
        return replace(self, answers=answers)

    @property
    def holds_lasting_answers(self) -> bool:
        """Whether it has answers that later files use: names, or answers about the layout."""
        return bool(self.aliases) or not self.drop_one_file_answers().is_empty

    @property
    def aliases(self) -> tuple[tuple[str, str, str], ...]:
        """The answers to questions of names: level, alias and the right name."""
        parts = ((question.partition(":"), name) for question, name in self.answers.items())
        return tuple((lev, alias, name) for (lev, _, alias), name in parts if lev in ALIAS_LEVELS)

    @property
    def _labels(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*self.columns.values(), *self.styles, *self.ignored]))

    def _find_columns(self, headers: Sequence[str]) -> dict[str, int]:
        columns = {label: find_column(label, self.headers, headers) for label in self._labels}
        return {label: column for label, column in columns.items() if column is not None}


EMPLOYMENT_LEVEL = "ansaettelsesform"  # whose names say whether such employments count
ALIAS_LEVELS = ("omraade", "afdeling", "enhed", EMPLOYMENT_LEVEL)


def make_header_key(header: str) -> str:
    """Return what of a header stays the same from quarter to quarter."""
    timeless = strip_periods(header)
    return normalize(timeless) or (_ONLY_PERIOD if normalize(header) != normalize(timeless) else "")


def strip_periods(text: str) -> str:
    """Return a text without its years, quarters, months and days, and marks around them."""
    return " ".join(_PERIOD.sub(" ", text.replace("_", " ")).split()).strip(_EDGES)


def compute_fingerprint(headers: Iterable[str]) -> str:
    """Return a hash of a layout's headers that is the same in any order, period and spelling."""
    keys = sorted({key for header in headers if (key := make_header_key(header))})
    return sha256("\n".join(keys).encode()).hexdigest()[:16] if keys else ""


def label_columns(headers: Sequence[str]) -> tuple[str, ...]:
    """Return a unique label per column: its header, numbered among equal ones, or its letter."""
    count_by_header: dict[str, int] = {}
    names = []
    for index, header in enumerate(headers):
        count_by_header[header] = count_by_header.get(header, 0) + 1
        suffix = f" #{count_by_header[header]}" if count_by_header[header] > 1 else ""
        names.append(f"{header}{suffix}" if header else f"kolonne {to_column_letters(index)}")
    return tuple(names)


def find_column(label: str, old_headers: Sequence[str], headers: Sequence[str]) -> int | None:
    """Return the index in `headers` of the column that a label named among `old_headers`.

    Columns are recognised by their header's key and, among equal keys, by their order. None where
    the column is absent, or where equal ones have become more or fewer: then only asking can tell.
    """
    names = label_columns(old_headers or headers)
    old_index = names.index(label) if label in names else None
    if not old_headers and old_index is not None:
        return old_index
    key = make_header_key(label if old_index is None else old_headers[old_index])
    new_columns = [place for place, header in enumerate(headers) if make_header_key(header) == key]
    old_columns = [
        place for place, header in enumerate(old_headers) if make_header_key(header) == key
    ]
    if old_index is None:
        return new_columns[0] if len(new_columns) == 1 else None
    return (
        new_columns[old_columns.index(old_index)] if len(new_columns) == len(old_columns) else None
    )


def is_same_sheet(name: str, other_name: str) -> bool:
    """Whether two sheets' names differ at most in spelling and period."""
    return make_header_key(name) == make_header_key(other_name)


def find_remembered_mapping(headers: Sequence[str], mappings: Iterable[Mapping]) -> Mapping | None:
    """Return the first mapping of these headers' layout, None where there is none."""
    layout = compute_fingerprint(headers)
    return next((mapping for mapping in mappings if layout and mapping.fingerprint == layout), None)


def assign_columns(automatic: dict[str, int], mapping: Mapping) -> dict[str, int]:
    """Return the column index of each field: the mapping's choice before the automatic one."""
    names = label_columns(mapping.headers)
    chosen_columns = {name: names.index(label) for name, label in mapping.columns.items()}
    used_columns = {*chosen_columns.values(), *(names.index(label) for label in mapping.ignored)}
    free_columns = {
        name: column for name, column in automatic.items() if column not in used_columns
    }
    return free_columns | chosen_columns


def get_number_style(mapping: Mapping, place: int) -> str:
    """Return the number style that was chosen for a column; "" where none was."""
    return mapping.styles.get(label_columns(mapping.headers)[place], "") if mapping.headers else ""
