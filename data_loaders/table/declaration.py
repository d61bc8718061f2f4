"""What a kind of data is: its columns, the names that they go by, and what is made of them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property, lru_cache

import pyarrow as pa

from data_loaders.files.values import Value
from data_loaders.words.amount_words import (
    PEOPLE_FIELDS,
    is_plain_amount,
    names_average,
    names_other_measure,
)
from data_loaders.words.header_names import normalize

UNIT_FIELDS = ("enhed", "enhed_navn")


class CellType(Enum):
    """What the cells of a column hold; see `cell_values` for how each is read."""

    TEXT = auto()
    KEY = auto()
    NAME = auto()
    NUMBER = auto()
    DATE = auto()
    YEAR = auto()
    QUARTER = auto()
    PERIOD = auto()
    CHOICE = auto()


@dataclass(frozen=True)
class Field:
    """A column of a list.

    `label` is its header in the template and its name in messages, `about` what the template's
    guide says of it. `pattern` is searched in the header as `normalize` reduces it; the first
    field of the list that fits takes the header. `choices` maps each valid value of a CHOICE, or
    each word that may stand for a DATE, to the
    pattern, of a plain cell, of what is read as it; `words` are those that a user reads for it,
    where they differ. A `spread` field may have a column for each year, quarter or month, which its
    header names. A `counted` one is an amount or a number of people: a header with a word of a
    ratio, a plan or a part is none of it. One that is not `in_template` is understood, but stands
    in no template. Of several columns that fit, one that fits an earlier of the `ranked` patterns
    is taken, and those that are not are of the field `spare`, where there is one. `needed` says in
    the template whether a file must have the column, where the kind's `needs` do not tell it. Cells
    `in_hours` may be times, "7:24".
    """

    name: str
    label: str
    type: CellType
    pattern: str
    about: str
    choices: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    spread: bool = False
    counted: bool = False
    in_template: bool = True
    ranked: tuple[str, ...] = ()
    spare: str = ""
    needed: str = ""
    in_hours: bool = False

    def fits_header(self, plain_header: str) -> bool:
        """Whether a header, made plain, may be this column's."""
        return bool(re.search(self.pattern, plain_header))

    def counts_other(self, header: str) -> bool:
        """Whether a header is of another measure than the amount that the column holds."""
        if not self.counted:
            return False
        if self.name in PEOPLE_FIELDS:
            return not is_plain_amount(header, self.name)
        return names_other_measure(header) or names_average(header)

    def get_choice_word(self, choice: str) -> str:
        """The word that a user reads for a choice."""
        return self.words.get(choice, choice)


@dataclass(frozen=True)
class ListFacts:
    """What was made of a list: see `Report` for `facts` and `periods`."""

    facts: pa.Table
    periods: tuple[str, ...]


@dataclass(frozen=True)
class Declaration:
    """What a kind of data is.

    `needs` are groups of fields: a sheet without a column for one of each group is not of this
    kind. `fills` are groups of fields of which each row must fill one; a row that fills none is no
    row of the list. `names` are the fields in which a total line has its words; where one stands
    for several rows, blanks below it mean "as above". In the fields `words` a total line may have
    its words too, but a blank is a blank. A plain header that
    `against` fits makes the kind unlikely. With `discreet`, problems have addresses, never values.
    Headers that are nothing but a period, of so many `bare_months`, belong to the field `bare`;
    with `bare_asked`, only when somebody or a title says so. Total lines sum the fields `sums`.
    `title` is a line above the template's header, and `examples` its rows, by the order of
    `fields`. `words_of_fields` are what a user calls the fields where that is not their headers.
    A file that is `drawn_from_opus` has a day on which it was drawn; one that `names_units` says
    what they are called, so that no alias is replaced in it.
    """

    name: str
    label: str
    about: str
    fields: tuple[Field, ...]
    needs: tuple[tuple[str, ...], ...]
    fills: tuple[tuple[str, ...], ...]
    names: tuple[str, ...]
    examples: tuple[tuple[Value, ...], ...]
    against: str = r"(?!)"
    discreet: bool = False
    bare: str = ""
    bare_months: tuple[int, ...] = (1, 3, 12)
    bare_asked: bool = False
    sums: tuple[str, ...] = ()
    title: str = ""
    words: tuple[str, ...] = ()
    words_of_fields: Mapping[str, str] = field(default_factory=dict)
    drawn_from_opus: bool = False
    names_units: bool = False

    @cached_property
    def find_field_name(self) -> Callable[[str], str]:
        """What gives the name of the first field that a header fits, "" where it fits none.

        It remembers: the same headers are asked about for many rows.
        """
        patterns = [(field, re.compile(field.pattern)) for field in self.fields]

        def first(header: str) -> str:
            text = normalize(header)
            fits = (field for field, pattern in patterns if text and pattern.search(text))
            return next((field.name for field in fits if not field.counts_other(header)), "")

        return lru_cache(maxsize=20_000)(first)

    def __getitem__(self, name: str) -> Field:
        """Return a field by its name."""
        return next(field for field in self.fields if field.name == name)

    @property
    def field_words(self) -> dict[str, str]:
        """What a user calls each field that a column may be read as."""
        return dict(self.words_of_fields) or {field.name: field.label for field in self.fields}

    @property
    def is_of_units(self) -> bool:
        """Whether each row is about an enhed, and none about a person."""
        return not self.discreet and any(field.name in UNIT_FIELDS for field in self.fields)

    def is_unlikely_header(self, plain_header: str) -> bool:
        """Whether a header, made plain, makes the kind unlikely."""
        return bool(re.search(self.against, plain_header))
