"""The units that a list's rows are about: their numbers and names."""

import re

from data_loaders.files.columns import EncodedColumn
from data_loaders.table.body import TableBody
from data_loaders.table.cell_values import UNASSIGNED
from data_loaders.table.declaration import CellType, Field
from data_loaders.words.header_names import UNIT_NAME, UNIT_NO

# The columns by which a list's row names its enhed.
ENHED_FIELDS = (
    Field(
        "enhed", "Enhedsnr.", CellType.KEY, UNIT_NO, "Enhedens nummer, med foranstillede nuller."
    ),
    Field(
        "enhed_navn", "Enhed", CellType.NAME, UNIT_NAME, "Enhedens navn; kan stå alene uden nummer."
    ),
)

_JOINED = re.compile(r"(\d{3,}(?:[/.-]\d+)*)\s*[-–:]?\s+(\D.*)")
JOINED_SHARE = 0.9  # of the texts in a column whose numbers and names are split


def read_unit_names(body: TableBody) -> tuple[list[str | None], list[str | None]]:
    """Return each row's enhed, by number, and its name; one stands for the other where missing."""
    numbers, names = (column.cells() for column in read_unit_columns(body))
    pairs = list(zip(numbers, names, strict=True))
    return [number or name for number, name in pairs], [name or number for number, name in pairs]


def read_unit_columns(
    body: TableBody,
) -> tuple[EncodedColumn[str | None], EncodedColumn[str | None]]:
    """Return the units' numbers and their names, None where a row has only one of them.

    "3100 Børnehuset Solen" is split where nearly all of a column is written like that.
    """
    keys = body.read_field("enhed")
    if not body.has_field("enhed_navn") and (parts := _split_up(keys)):
        return parts.map(lambda pair: pair and pair[0]), parts.map(lambda pair: pair and pair[1])
    return keys, body.read_field("enhed_navn")


def _split_up(keys: EncodedColumn[str | None]) -> EncodedColumn[tuple[str, str] | None] | None:
    texts = [text for text in keys.values if text and text != UNASSIGNED]
    if sum(bool(split_unit(text)) for text in texts) < max(1, len(texts) * JOINED_SHARE):
        return None
    return keys.map(lambda text: None if text is None else split_unit(text) or (text, text))


def split_unit(text: str) -> tuple[str, str] | None:
    """Split "3100 Børnehuset Solen" into number and name; None where it is not written so."""
    parts = _JOINED.fullmatch(text)
    return (parts[1], parts[2]) if parts else None
