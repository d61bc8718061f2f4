"""Enheder that are looked at together from a day on, as those of a pilot are."""

from datetime import date

import numpy as np
import pyarrow as pa

from core.nodes import unit_identity
from data_loaders.kinds import list_columns
from data_loaders.kinds.list_columns import ENHED_FIELDS, read_unit_names
from data_loaders.table.body import TableBody
from data_loaders.table.declaration import CellType, Declaration, Field, ListFacts
from data_loaders.words.header_names import FIRST_DAY, LAST_DAY
from store.kinds import WHOLE

_NO_GROUP = "Rækken siger ikke, hvilken gruppe enheden er i. Skriv gruppens navn."
_TWICE = "Enheden {value} står to gange i gruppen fra samme dag."


def build(body: TableBody) -> ListFacts:
    """Make the rows of the store: one for each enhed of each group."""
    enhed, navn = read_unit_names(body)
    gruppe, fra = body.read_field("gruppe").cells(), body.read_field("fra").cells()
    body.flag("empty_cell", _NO_GROUP, "gruppe", np.array([not name for name in gruppe], np.bool_))
    list_columns.check_ends_after_start(
        body, "fra", "til", "{value} ligger før den dag, indsatsen begyndte."
    )
    keys = [
        (name.casefold(), unit_identity(unit), first) if name and unit else None
        for name, unit, first in zip(gruppe, enhed, fra, strict=True)
    ]
    list_columns.check_unique(
        body, keys, "enhed" if body.has_field("enhed") else "enhed_navn", _TWICE
    )
    facts = pa.table(
        {
            "period": pa.array([WHOLE] * len(body), pa.string()),
            "gruppe": pa.array(gruppe, pa.string()),
            "enhed": pa.array(enhed, pa.string()),
            "enhed_navn": pa.array(navn, pa.string()),
            "fra": pa.array(fra, pa.date32()),
            "til": list_columns.read_end_days(body).to_arrow(pa.date32()),
        }
    )
    return ListFacts(facts, (WHOLE,))


_PILOT = "Særlig lederunderstøttelse"
DECLARATION = Declaration(
    name="grupper",
    label="Grupper af enheder",
    about=(
        "Enheder, der ses for sig fra en dag, f.eks. dem, der er med i en indsats. En enhed kan "
        "være i flere grupper, med en række for hver. Filen erstatter alle grupper."
    ),
    fields=(
        Field(
            "gruppe",
            "Gruppe",
            CellType.NAME,
            r"^(?:indsats|pilot|projekt|enheds?)?gruppe(?:n|ns)?(?:navn)?$|^(?:indsats|pilot|projekt)(?:navn)?$",
            "Gruppens navn, stavet ens ved alle dens enheder.",
        ),
        *ENHED_FIELDS,
        Field(
            "fra",
            "Fra",
            CellType.DATE,
            rf"{FIRST_DAY}|^(?:indsats(?:en)?s?)?start(?:er|et)?(?:dato)?$|^(?:ind|med)(?:i|fra)?dato$",
            "Dagen, fra hvilken enheden er med.",
        ),
        Field("til", "Til", CellType.DATE, LAST_DAY, "Sidste dag. Tom, så længe enheden er med."),
    ),
    needs=(("gruppe",), ("enhed", "enhed_navn"), ("fra",)),
    fills=(("enhed", "enhed_navn"), ("fra",)),
    names=("gruppe",),
    against=r"timer|fravaer|syg|aarsag|stilling|medarb",
    examples=(
        (_PILOT, "0310", "Genbrugspladsen", date(2024, 9, 1), None),
        (_PILOT, "3100", "Børnehuset Solsikken", date(2024, 9, 1), date(2025, 6, 30)),
        ("Fælles vikarkorps", "3102", "Børnehuset Månen", date(2025, 1, 1), None),
    ),
)
