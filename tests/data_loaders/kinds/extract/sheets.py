"""One extract, to be laid out in many ways: four units in two afdelinger of two områder."""

from collections.abc import Sequence
from dataclasses import dataclass

from data_loaders.files.values import Value

Rows = Sequence[Sequence[Value]]

# number, name, afdeling, område, days, short, long, people
UNITS = (
    ("0310", "Genbrugspladsen", "Miljø & Teknik", "By", "12,50", "5,25", "7,25", "10,50"),
    ("0311", "Vejteamet", "Miljø & Teknik", "By", "211,25", "100,00", "111,25", "20,50"),
    ("3100", "Børnehuset Ærø", "Dagtilbud & Skole", "Børn", "80,00", "20,00", "60,00", "30,25"),
    ("3101", "Skovskolen", "Dagtilbud & Skole", "Børn", "1.045,75", "15,75", "1.030,00", "41,00"),
)
SUMS = {
    "Miljø & Teknik": ("223,75", "105,25", "118,50", "31,00"),
    "Dagtilbud & Skole": ("1.125,75", "35,75", "1.090,00", "71,25"),
    "": ("1.349,50", "141,00", "1.208,50", "102,25"),
}
TITLE: list[Value] = ["Periode: 01.10.2024 - 31.12.2024"]
AFDELINGER = ("Miljø & Teknik", "Dagtilbud & Skole")


@dataclass(frozen=True)
class Case:
    """A layout, and which quarters, names and afdelinger must come out of it."""

    sheets: dict[str, Rows]
    quarters: tuple[str, ...] = ("2024K4",)
    by_name: bool = False
    afdelinger: bool = True
    warned: tuple[str, ...] = ()
    file_name: str = "udtræk.xlsx"
    kind: str = "kvartal"


def one(rows: Rows, **known: object) -> Case:
    return Case({"Ark1": rows}, **known)  # type: ignore[arg-type]


def flat(*fields: int) -> Rows:
    return [[unit[field] for field in fields] for unit in UNITS]


def of(afdeling: str, *fields: int) -> Rows:
    return [[unit[field] for field in fields] for unit in UNITS if unit[2] == afdeling]


def total(label: list[Value], group: str, *, split: bool = False) -> list[Value]:
    days, short, long, people = SUMS[group]
    return [*label, days, *([short, long] if split else []), people]


def month(days: str, part: int) -> str:
    """A third of a quarter's days, in whole hundredths, with the rest in the last month."""
    whole = int(days.replace(".", "").replace(",", ""))
    cents = whole // 3 if part < 3 else whole - 2 * (whole // 3)
    return f"{cents // 100},{cents % 100:02d}"


def cells(*values: Value) -> list[Value]:
    return list(values)
