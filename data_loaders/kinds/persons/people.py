"""Who and where the rows of a list of people are about, each different one once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from core.nodes import unit_identity
from data_loaders.files.columns import EncodedColumn
from data_loaders.files.values import Hidden, Value, format_cell
from data_loaders.kinds import list_columns
from data_loaders.kinds.list_columns import (
    AFDELING_FIELD,
    ENHED_FIELDS,
    OMRAADE_FIELD,
    read_unit_columns,
)
from data_loaders.table.body import TableBody
from data_loaders.table.cell_values import UNASSIGNED
from data_loaders.table.declaration import CellType, Field
from data_loaders.words.header_names import (
    CPR_NUMBER,
    NUMBER_OF_PERSON,
    STAFF_GROUP_PATTERNS,
)

Codes = npt.NDArray[np.int64]

WHO = (
    Field(
        "person",
        "Medarb.nr.",
        CellType.KEY,
        rf"(?!person(?:nummer|nr)$)(?:{NUMBER_OF_PERSON}|^(?:medarbejder|ansat|person|employee)$)",
        "Medarbejderens nummer. Det gemmes ikke; programmet laver et mærke af det med en nøgle.",
        ranked=(r"^(?!ans|tjeneste)", "^tjeneste"),
        spare="job",
    ),
    Field(
        "cpr",
        "CPR-nr.",
        CellType.KEY,
        CPR_NUMBER,
        "Kender en person med flere ansættelser. Nummeret gemmes ikke.",
        in_template=False,
    ),
)
JOB = Field(
    "job",
    "Ansættelsesnr.",
    CellType.KEY,
    r"^(?:ans(?:aettelses?)?|stillings?|tjeneste|kontrakt|job)(?:forholds?)?(?:loebe)?"
    r"(?:nr|nummer|id|no|number)$",
    "Skelner en medarbejders ansættelser fra hinanden, når de har samme medarbejdernummer.",
    in_template=False,
)
WHERE = (*ENHED_FIELDS, AFDELING_FIELD, OMRAADE_FIELD)
PART = Field(
    "personalegruppe",
    "Personalegruppe",
    CellType.TEXT,
    "|".join(pattern for _, pattern in STAFF_GROUP_PATTERNS),
    "Den del af enhedens medarbejdere, som rækken gælder, f.eks. SOSU eller pædagoger. Står der "
    "overenskomster, kan de samles i indstillingerne.",
    ranked=tuple(pattern for _, pattern in STAFF_GROUP_PATTERNS),
)
# The templates' own places.
PLADSEN = (*list_columns.PLADSEN, "By, Kultur, Miljø & Beskæftigelse")
HUSET, MAANEN = (
    (*unit, "Børn, Sundhed & Velfærd") for unit in (list_columns.HUSET, list_columns.MAANEN)
)
WORKERS, TEACHERS = "Driftspersonale", "Pædagogisk personale"

_FEW_PER_ROW = 8  # so many possible numbers a row are counted, more are sorted
PERSON_NEEDED = ("person", "cpr")
ENHED_NEEDED = ("enhed", "enhed_navn")


@dataclass(frozen=True)
class PersonsUnit:
    """An enhed as a list has it, or the part of it in one `personalegruppe`.

    `number` is its name where the list has no numbers.
    """

    number: str
    name: str
    afdeling: str | None
    omraade: str | None
    personalegruppe: str | None = None

    @property
    def identity(self) -> str:
        """What two spellings of the enhed have in common."""
        return unit_identity(self.number)

    def merge_with_earlier(self, before: "PersonsUnit") -> "PersonsUnit":
        """Return the enhed as it was named first, where it was put last."""
        afdeling, omraade = self.afdeling or before.afdeling, self.omraade or before.omraade
        return PersonsUnit(before.number, before.name, afdeling, omraade)


@dataclass(frozen=True)
class Units:
    """The enheder of a list, or their personalegrupper: row i is about `known[codes[i]]`."""

    distinct_units: list[PersonsUnit]
    codes: Codes

    def make_columns(self, places: Codes) -> dict[str, pa.Array]:
        """Return some enheder as the store's columns."""
        texts = {
            "enhed": [unit.number for unit in self.distinct_units],
            "enhed_navn": [unit.name for unit in self.distinct_units],
            "afdeling": [unit.afdeling for unit in self.distinct_units],
            "omraade": [unit.omraade for unit in self.distinct_units],
        }
        return {
            name: pa.array(values, pa.string()).take(pa.array(places))
            for name, values in texts.items()
        }

    def make_personalegrupper(self, places: Codes) -> pa.Array:
        """Return which parts of their enheder some are; null where they are all of them."""
        parts = pa.array([unit.personalegruppe for unit in self.distinct_units], pa.string())
        return parts.take(pa.array(places))


def mark_persons(
    body: TableBody, marks: Callable[[Sequence[str]], Sequence[str]] = list
) -> EncodedColumn[str]:
    """Return what tells each row's person from others, by the CPR number where there is one.

    That is the mark that a hidden cell has, or that of a number, which is the same with and without
    leading zeros; "" where a row has neither. Each person has one code.
    """
    for name in (*PERSON_NEEDED, JOB.name):
        body.read_field(name)  # which tells of numbers that were cut
    numbers = _identify_cells(body.cells("person"), marks)
    if body.has_field("cpr"):
        numbers = _prefer_first(_identify_cells(body.cells("cpr"), marks), numbers)
    return _merge_spellings(numbers)


def number_jobs(body: TableBody, units: Units) -> tuple[Codes, Codes]:
    """Return the person of each row, and the employment, by codes from 0.

    An employment is known by its own number beside the person's; where a list has CPR numbers
    alone, one enhed is one employment.
    """
    persons = mark_persons(body)
    job = person = persons.codes.astype(np.int64)
    numbered = ["job", *(["person"] if body.has_field("cpr") else [])]
    codes = [
        _merge_spellings(_identify_cells(body.cells(name), list)).codes.astype(np.int64)
        for name in numbered
        if body.has_field(name)
    ]
    if body.has_field("cpr") and not codes:
        codes = [units.codes]
    for of_person in codes:
        job = _number_distinct(job * (int(of_person.max(initial=0)) + 1) + of_person)
    return person, job


def _identify_cells(
    column: EncodedColumn[Value], marks: Callable[[Sequence[str]], Sequence[str]]
) -> EncodedColumn[str]:
    """Return what each cell tells its person by; "" where one is empty."""
    identities = [_identify_person(value) for value in column.values]
    new_marks = iter(marks([identity for identity in identities if identity]))
    identified = [next(new_marks) if identity else "" for identity in identities]
    for place, value in enumerate(column.values):
        if isinstance(value, Hidden):
            identified[place] = value.mark
    return EncodedColumn(identified, column.codes)


def read_units(body: TableBody) -> Units:
    """Return the enheder of the rows. Each is where its last row puts it that says so.

    Where the list has personalegrupper, each of an enhed's is one.
    """
    numbers, names = read_unit_columns(body)
    every = (
        numbers,
        names,
        body.read_field("afdeling"),
        body.read_field("omraade"),
        *_read_staff_groups(body),
    )
    codes, combinations = _combine_columns(every)
    by_identity: dict[str, PersonsUnit] = {}
    of_combinations: list[tuple[str, str | None]] = []
    for number, name, afdeling, omraade, *part in combinations:
        unit = PersonsUnit(number or name or "", name or number or "", afdeling, omraade)
        by_identity[unit.identity] = unit.merge_with_earlier(by_identity.get(unit.identity, unit))
        of_combinations.append((unit.identity, next(iter(part), None)))
    places = {key: place for place, key in enumerate(dict.fromkeys(of_combinations))}
    parts = [replace(by_identity[identity], personalegruppe=part) for identity, part in places]
    return Units(parts, np.array([places[key] for key in of_combinations], np.int64)[codes])


def _read_staff_groups(body: TableBody) -> list[EncodedColumn[str | None]]:
    """Return the rows' personalegrupper, by the names that are set; nothing without any."""
    if not body.has_field(PART.name) or not any(body.read_field(PART.name).values):
        return []
    meant = body.context.settings.translate_personalegruppe
    return [body.read_field(PART.name).map(lambda name: meant(name or UNASSIGNED))]


def _identify_person(value: Value) -> str:
    """Return what a cell says of who a person is; "" where it is empty or hidden."""
    if isinstance(value, float) and value.is_integer():  # as nearly all of a million are
        return str(int(value))
    text = "" if isinstance(value, Hidden) else format_cell(value)
    return text.lstrip("0") or text if text.isdecimal() else text.casefold()


def _merge_spellings(persons: EncodedColumn[str]) -> EncodedColumn[str]:
    """Let two spellings of one person have one code."""
    if len(set(persons.values)) == len(persons.values):
        return persons
    places: dict[str, int] = {}
    merged = [places.setdefault(person, len(places)) for person in persons.values]
    return EncodedColumn(list(places), np.array(merged, np.int32)[persons.codes])


def _prefer_first(first: EncodedColumn[str], second: EncodedColumn[str]) -> EncodedColumn[str]:
    codes, pairs = _combine_columns((first, second))
    return EncodedColumn(
        [preferred or fallback or "" for preferred, fallback in pairs], codes.astype(np.int32)
    )


def _combine_columns(
    every: tuple[EncodedColumn[str | None] | EncodedColumn[str], ...],
) -> tuple[Codes, list[tuple[str | None, ...]]]:
    """Return each row's combination of some columns, and them in the order of their first rows."""
    combined = np.zeros(len(every[0]), np.int64)
    for column in every:
        combined = _number_distinct(combined * max(len(column.values), 1) + column.codes)
    first = np.zeros(combined.max(initial=-1) + 1, np.int64)
    first[combined[::-1]] = np.arange(len(combined))[::-1]  # the last that is written stays
    order = np.argsort(first)
    places = np.zeros(len(order), np.int64)
    places[order] = np.arange(len(order))
    rows = first[order].tolist()
    return places[combined], [tuple(column[row] for column in every) for row in rows]


def _number_distinct(numbers: Codes) -> Codes:
    """Give each different number a place among them, from 0 on."""
    reach = int(numbers.max(initial=0)) + 1
    if reach > _FEW_PER_ROW * len(numbers):
        return np.unique(numbers, return_inverse=True)[1].astype(np.int64)
    places = np.zeros(reach, np.int64)
    distinct = np.flatnonzero(np.bincount(numbers, minlength=reach))
    places[distinct] = np.arange(len(distinct))
    return places[numbers]
