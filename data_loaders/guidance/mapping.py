"""What somebody has said about a file, now or earlier: its kind, its columns, its numbers' style.

A layout is known again by its headers, whatever their order, spelling, years and quarters.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256

from data_loaders.files.values import letters
from data_loaders.words.days import DANISH_MONTH
from data_loaders.words.header_names import normalize

ONE_FILE_ONLY = ("quarter", "year", "extract_date", "header_row")
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
    """What was said about a layout; whatever is empty was not said.

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
        """What the layout's files have in common; "" where no headers are known."""
        return fingerprint(self.headers)

    @property
    def texts(self) -> tuple[str, ...]:
        """All its words."""
        tables = (self.columns, self.styles, self.answers)
        words = (text for table in tables for pair in table.items() for text in pair)
        asked_about = (question.partition(":")[2] for question in self.answers)
        lists = (*self.headers, *self.ignored, *words, *asked_about)
        return (self.name, self.sheet, self.table, *lists)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said."""
        return self == Mapping(name=self.name, headers=self.headers)

    def answer(self, question: str, value: str) -> "Mapping":
        """Add the answer to a question, by its id."""
        about, _, of = question.partition(":")
        match about, of:
            case "kind", "":
                said = Mapping(kind=value)
            case "sheet", "":
                said = Mapping(sheet=value)
            case "table", "":
                said = Mapping(table=value)
            case "column", _:
                said = Mapping(columns={of: value})
            case "style", _:
                said = Mapping(styles={of: value})
            case _:
                said = Mapping(answers={question: value})
        return said.over(self)

    def without(self, label: str) -> "Mapping":
        """Say that a column must not be used."""
        return Mapping(ignored=(label,)).over(self)

    def over(self, other: "Mapping") -> "Mapping":
        """Put this one's words over another's about the same headers."""
        taken = {*self.columns.values(), *self.ignored}
        kept = {name: label for name, label in other.columns.items() if label not in taken}
        passed_over = (label for label in other.ignored if label not in self.columns.values())
        return Mapping(
            name=self.name or other.name,
            kind=self.kind or other.kind,
            headers=self.headers or other.headers,
            sheet=self.sheet or other.sheet,
            table=self.table or other.table,
            columns=kept | self.columns,
            styles=other.styles | self.styles,
            ignored=tuple(dict.fromkeys([*self.ignored, *passed_over])),
            answers=other.answers | self.answers,
        )

    def placed(self, headers: Sequence[str]) -> "Mapping":
        """Say the same about a file with these headers; what cannot be told there is left out."""
        known = labels(headers)
        new = {label: known[place] for label, place in self._places(headers).items()}
        return replace(
            self,
            headers=tuple(headers),
            columns={name: new[label] for name, label in self.columns.items() if label in new},
            styles={new[label]: style for label, style in self.styles.items() if label in new},
            ignored=tuple(new[label] for label in self.ignored if label in new),
        )

    def unplaced(self, headers: Sequence[str]) -> tuple[str, ...]:
        """Name the columns that cannot be told among these headers."""
        found = self._places(headers)
        return tuple(label for label in self._labels if label not in found)

    def remembered(self) -> "Mapping":
        """Leave out what is about one file only, and what is remembered as aliases."""
        passing = {*ONE_FILE_ONLY, *(f"{level}:{alias}" for level, alias, _ in self.aliases)}
        kept = {asked: value for asked, value in self.answers.items() if asked not in passing}
        return replace(self, answers=kept)

    @property
    def lasts(self) -> bool:
        """Whether anything was said that is remembered."""
        return bool(self.aliases) or not self.remembered().is_empty

    @property
    def aliases(self) -> tuple[tuple[str, str, str], ...]:
        """The answers to questions of names: level, alias and the right name."""
        parted = ((question.partition(":"), name) for question, name in self.answers.items())
        return tuple((at, alias, name) for (at, _, alias), name in parted if at in ALIAS_LEVELS)

    @property
    def _labels(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*self.columns.values(), *self.styles, *self.ignored]))

    def _places(self, headers: Sequence[str]) -> dict[str, int]:
        found = {label: place_of(label, self.headers, headers) for label in self._labels}
        return {label: place for label, place in found.items() if place is not None}


ALIAS_LEVELS = ("omraade", "afdeling", "enhed")


def header_key(header: str) -> str:
    """Reduce a header to what stays the same from quarter to quarter."""
    without = period_less(header)
    return normalize(without) or (_ONLY_PERIOD if normalize(header) != normalize(without) else "")


def period_less(text: str) -> str:
    """Leave out years, quarters, months and days, and what stood around them."""
    return " ".join(_PERIOD.sub(" ", text.replace("_", " ")).split()).strip(_EDGES)


def fingerprint(headers: Iterable[str]) -> str:
    """Return what all files of a layout have in common: their headers, in any order."""
    keys = sorted({key for header in headers if (key := header_key(header))})
    return sha256("\n".join(keys).encode()).hexdigest()[:16] if keys else ""


def labels(headers: Sequence[str]) -> tuple[str, ...]:
    """Name each column: by its header, its number among equal ones, or its letter."""
    seen: dict[str, int] = {}
    names = []
    for place, header in enumerate(headers):
        seen[header] = seen.get(header, 0) + 1
        again = f" #{seen[header]}" if seen[header] > 1 else ""
        names.append(f"{header}{again}" if header else f"kolonne {letters(place)}")
    return tuple(names)


def place_of(label: str, known: Sequence[str], headers: Sequence[str]) -> int | None:
    """Find among `headers` the column that a label meant among the `known` ones.

    It is the one with the same key, and the same place among those. None where it is not there or
    there are more or fewer of them than there were: then only asking can tell.
    """
    names = labels(known or headers)
    meant = names.index(label) if label in names else None
    if not known and meant is not None:
        return meant
    key = header_key(label if meant is None else known[meant])
    now = [place for place, header in enumerate(headers) if header_key(header) == key]
    then = [place for place, header in enumerate(known) if header_key(header) == key]
    if meant is None:
        return now[0] if len(now) == 1 else None
    return now[then.index(meant)] if len(now) == len(then) else None


def same_sheet(one: str, other: str) -> bool:
    """Whether two sheets' names differ at most in spelling and period."""
    return header_key(one) == header_key(other)


def recognised(headers: Sequence[str], learned: Iterable[Mapping]) -> Mapping | None:
    """Return the remembered mapping of these headers' layout; of several the first."""
    wanted = fingerprint(headers)
    return next((m for m in learned if wanted and m.fingerprint == wanted), None)


def assigned(automatic: dict[str, int], mapping: Mapping) -> dict[str, int]:
    """Put a mapping, which is `placed` in the file's headers, over an automatic choice by field."""
    names = labels(mapping.headers)
    said = {name: names.index(label) for name, label in mapping.columns.items()}
    taken = {*said.values(), *(names.index(label) for label in mapping.ignored)}
    return {name: place for name, place in automatic.items() if place not in taken} | said


def style_of(mapping: Mapping, place: int) -> str:
    """Return the said style of a column's numbers, of a `placed` mapping; "" where none was."""
    return mapping.styles.get(labels(mapping.headers)[place], "") if mapping.headers else ""
