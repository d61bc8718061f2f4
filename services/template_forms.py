"""What a template of each kind shows: columns with what belongs in them, and rows as examples."""

from collections.abc import Sequence
from dataclasses import dataclass

from data_loaders.files.values import Value
from data_loaders.kinds.persons.people import PART, TEACHERS, WORKERS
from data_loaders.kinds.registry import EXTRACTS, LISTINGS
from data_loaders.table.declaration import Field, Listing, Type

_TYPES = {
    Type.TEXT: "Tekst",
    Type.KEY: "Nummer",
    Type.NAME: "Tekst",
    Type.NUMBER: "Tal",
    Type.DATE: "Dato (31.12.2024)",
    Type.YEAR: "År (2024)",
    Type.QUARTER: "Kvartal (2024K4)",
    Type.PERIOD: "Periode (2024, 2024K4, 2024-10)",
}


@dataclass(frozen=True)
class Column:
    """A column of a template: its header, what its cells are, and what it means.

    `needed` says whether a file must have the column: ja, nej, or "ja, eller …" another one.
    """

    header: str
    holds: str
    about: str
    needed: str


@dataclass(frozen=True)
class Form:
    """A template before it is written: `title` is a line above the header, "" where none is."""

    kind: str
    label: str
    about: str
    columns: tuple[Column, ...]
    rows: tuple[Sequence[Value], ...]
    title: str = ""


def form(kind: str) -> Form:
    """Return the form of a kind; KeyError for one that does not exist."""
    if kind in EXTRACTS:
        return _extract(kind)
    listing = LISTINGS[kind]
    asked = [place for place, one in enumerate(listing.fields) if one.asked]
    columns = tuple(_column(listing, listing.fields[place]) for place in asked)
    rows = tuple([row[place] for place in asked] for row in listing.examples)
    return Form(kind, listing.label, listing.about, columns, rows, listing.title)


def _column(listing: Listing, one: Field) -> Column:
    return Column(one.label, _holds(one), one.about, _needed(listing, one))


def _holds(one: Field) -> str:
    words = list(map(one.shown, one.choices))
    if one.type is Type.CHOICE:
        return f"Én af: {', '.join(words)}"
    return " eller ".join([_TYPES[one.type], *words])


def _needed(listing: Listing, one: Field) -> str:
    group = next((group for group in listing.needs if one.name in group), ())
    others = [listing[n].label for n in group if n != one.name and listing[n].asked]
    if not group:
        return "nej"
    return f"ja, eller {' eller '.join(f'»{label}«' for label in others)}" if others else "ja"


_OR_PARTS = "ja, eller korttid og langtid"
_COLUMNS = (
    Column("Enhedsnr.", "Nummer", "Nummeret, med foranstillede nuller.", "ja, eller »Enhed«"),
    Column("Enhed", "Tekst", "Enhedens navn.", "ja, eller »Enhedsnr.«"),
    Column("Afdeling", "Tekst", "Afdelingen, som enheden hører til.", "nej"),
    Column("Område", "Tekst", "Området, som afdelingen hører til.", "nej"),
    Column("Fraværsdagsværk", "Tal", "Sygefravær i dagsværk (7,4 timer).", _OR_PARTS),
    Column("Korttid", "Tal", "Den del af sygefraværet, der er korttidsfravær.", "nej"),
    Column("Langtid", "Tal", "Den del af sygefraværet, der er langtidsfravær.", "nej"),
    Column("Medarbejdere", "Tal", "Gennemsnitligt antal.", "ja, eller »Fuldtidsstillinger«"),
    Column("Fuldtidsstillinger", "Tal", "Gennemsnitligt antal.", "ja, eller »Medarbejdere«"),
    Column(PART.label, "Tekst", PART.about, "nej"),
)
_UNITS = (
    ("0310", "Genbrugspladsen", "Miljø & Teknik", "Teknik"),
    ("3100", "Børnehuset Solsikken", "Dagtilbud & Skole", "Børn"),
    ("3102", "Børnehuset Månen", "Dagtilbud & Skole", "Børn"),
)
_PARTS = (WORKERS, TEACHERS, TEACHERS)
_FIGURES = {
    "kvartal": (
        (31.5, 20.25, 11.25, 10.5, 9.75),
        (88, 40.5, 47.5, 24, 21.25),
        (65.75, 38, 27.75, 20.5, 18),
    ),
    "rullende": (
        (124.5, 81, 43.5, 10.25, 9.5),
        (351.25, 160, 191.25, 24.5, 21.5),
        (262, 150, 112, 20, 17.75),
    ),
}
_TITLES = {
    "kvartal": "Periode: 01.10.2024 - 31.12.2024",
    "rullende": "Periode: 01.01.2024 - 31.12.2024 (rullende tolv måneder)",
}
_ABOUT = {
    "kvartal": (
        "Sygefravær og medarbejdere i ét kvartal, en række pr. enhed. Kvartalet kan stå i titlen "
        "eller i en kolonne."
    ),
    "rullende": (
        "Sygefravær og medarbejdere i de tolv måneder, der slutter med et kvartal, en række pr. "
        "enhed."
    ),
}


def _extract(kind: str) -> Form:
    lines = zip(_UNITS, _FIGURES[kind], _PARTS, strict=True)
    rows = tuple((*unit, *figures, part) for unit, figures, part in lines)
    return Form(kind, EXTRACTS[kind], _ABOUT[kind], _COLUMNS, rows, _TITLES[kind])
