"""Breaks in the data and interventions: when, where in the organisation, and what."""

from datetime import date

import pyarrow as pa

from core.event import EventKind
from core.nodes import Level
from data_loaders.kinds import list_columns
from data_loaders.table.body import TableBody
from data_loaders.table.declaration import CellType, Declaration, Field, ListFacts
from data_loaders.words.header_names import LAST_DAY
from store.kinds import WHOLE

_KINDS = {
    EventKind.DATABRUD.value: r"databrud|brud|registrering|opgoerelsesmetode|break",
    EventKind.INDSATS.value: r"indsats|projekt|pilot|forsoeg|tiltag|intervention",
}


def build(body: TableBody) -> ListFacts:
    """Make the rows of the store."""
    list_columns.check_ends_after_start(
        body, "dato", "til", "{value} ligger før den dag, hændelsen begyndte."
    )
    places = list_columns.read_places(body)
    facts = pa.table(
        {
            "period": pa.array([WHOLE] * len(body), pa.string()),
            "dato": body.read_arrow_array("dato", pa.date32()),
            "til": list_columns.read_end_days(body).to_arrow(pa.date32()),
            "slags": body.read_arrow_array("slags", pa.string()),
            "niveau": pa.array([str(level) if level else None for level, _ in places], pa.string()),
            "omfang": pa.array([name for _, name in places], pa.string()),
            "tekst": body.read_arrow_array("tekst", pa.string()),
        }
    )
    return ListFacts(facts, (WHOLE,))


DECLARATION = Declaration(
    name="haendelser",
    label="Hændelser",
    about=(
        "Databrud og indsatser, som den, der læser tallene, skal kende. Filen erstatter alle "
        "hændelser."
    ),
    fields=(
        Field(
            "dato",
            "Dato",
            CellType.DATE,
            r"^(?:start|begynd\w*|haendelses?)?dato$|^(?:gyldig)?fra(?:dato)?$|^start$",
            "Dagen, det skete eller begyndte.",
        ),
        Field(
            "til",
            "Til",
            CellType.DATE,
            LAST_DAY,
            "Sidste dag. Tom, hvis det varer ved eller kun var én dag.",
        ),
        Field(
            "slags",
            "Slags",
            CellType.CHOICE,
            r"^slags|^type|haendelses?(?:type|slags)|^kategori",
            "Hvad det er.",
            choices=_KINDS,
        ),
        list_columns.LEVEL,
        Field(
            "omfang",
            "Omfang",
            CellType.TEXT,
            rf"omfang|gaelderfor|hvor|{list_columns.PLACE_HEADER}",
            list_columns.ABOUT_PLACE,
        ),
        Field(
            "tekst",
            "Tekst",
            CellType.TEXT,
            r"^(?:haendelses?)?tekst|^beskriv|^haendelsen?$|^hvad|^bemaerk|^forklar|^note",
            "Det, der skal stå ved tallene.",
        ),
    ),
    needs=(("dato",), ("slags",), ("tekst",)),
    fills=(("dato",), ("slags",), ("tekst",)),
    names=(),
    examples=(
        (
            date(2023, 1, 1),
            None,
            "databrud",
            Level.KOMMUNE.value,
            None,
            "Delvise sygedage registreres med timer fra 1. januar 2023.",
        ),
        (
            date(2024, 9, 1),
            date(2025, 8, 31),
            "indsats",
            Level.AFDELING.value,
            "Dagtilbud & Skole",
            "Ledersparring om den tidlige samtale.",
        ),
        (date(2024, 9, 1), None, "indsats", Level.ENHED.value, "3102", "Pilotarbejdsplads."),
    ),
)
