"""Which part of the organisation a row is about, and on which level that is."""

import re
from collections.abc import Sequence

import numpy as np

from core.nodes import Level
from data_loaders.files.columns import join_columns, repeat_value
from data_loaders.table.body import TableBody
from data_loaders.table.cell_values import UNASSIGNED
from data_loaders.table.declaration import CellType, Field
from data_loaders.words.header_names import normalize

_LEVELS = {
    Level.KOMMUNE.value: r"kommune|hele|samlet|ialt|koncern",
    Level.OMRAADE.value: r"omraade|direkt|forvaltning",
    Level.AFDELING.value: r"afdeling|^afd",
    Level.ENHED.value: r"enhed|arbejdsplads|institution|team|skole",
}
PLACE_HEADER = (
    r"^(?:(?:org|organisat\w*)?enh(?:ed)?(?:er)?|afdeling(?:er)?|omraade(?:r)?|arbejdsplads|hvem|sted|"
    r"organisation(?:sdel)?|enhedafdeling|afdelingenhed)(?:navn|nr|nummer)?$"
)
LEVEL = Field(
    "niveau",
    "Niveau",
    CellType.CHOICE,
    r"niveau|level",
    "Hvilket niveau rækken gælder. Kan være tom, når navnet er kendt fra organisationen.",
    choices=_LEVELS,
    words={Level.OMRAADE.value: "område"},
)
ABOUT_PLACE = "Områdets eller afdelingens navn eller enhedens nummer. Tom for hele kommunen."
_WHOLE = {"kommunen", "kommune", "helekommunen", "alle", "samlet", "ialt", ""}
_ORDER = (Level.AFDELING, Level.ENHED, Level.OMRAADE)
_BY_HEADER = {  # "Enhed" may be of any level
    Level.AFDELING: re.compile(r"^(?:afdeling(?:er|en)?s?|afd)(?:navn)?$"),
    Level.OMRAADE: re.compile(r"^\w*omraade(?:r|t)?s?(?:navn)?$"),
    Level.ENHED: re.compile(r"^(?:arbejdsplads(?:en)?s?|enheds?(?:nr|nummer))(?:navn)?$"),
}
_NUMBER = re.compile(r"\d{3,}(?:[/.-]\d+)*")
Place = tuple[Level | None, str]


def read_places(body: TableBody) -> list[Place]:
    """Return each row's level and the name there, "" for the whole kommune.

    Where no level stands, the name tells: the kommune's own, else one known from the organisation;
    else the header does.
    A row whose level cannot be told has none, and a warning.
    """
    names = body.read_field("omfang")
    levels = body.read_field("niveau")
    level_of = _list_known_names(body)
    guessed = names.map(lambda name: _guess_level(name, level_of)).cells()
    headed = _read_header_levels(body)
    places: list[Place] = []
    for row, (level, name) in enumerate(zip(levels.cells(), names.cells(), strict=True)):
        row_level = Level(level) if level else guessed[row] or headed[row]
        is_whole = row_level is Level.KOMMUNE
        places.append((row_level, "" if is_whole or name is None else name))
    unknown = [at for at, (level, _) in enumerate(places) if level is None]
    _warn_of_unknown(body, unknown)
    return places


def _list_known_names(body: TableBody) -> dict[str, Level]:
    """The names of the organisation, made plain, with their level; the kommune's own among them."""
    names = body.context.guidance.aliases.official_names
    by_name = {
        normalize(name): level for level in _ORDER[::-1] for name in names.get(level.value, ())
    }
    kommune = normalize(body.context.settings.municipality)
    return by_name | dict.fromkeys([*_WHOLE, kommune], Level.KOMMUNE)


def _guess_level(name: str | None, level_of: dict[str, Level]) -> Level | None:
    if name is None or name == UNASSIGNED:
        return Level.KOMMUNE if name is None else None
    level = level_of.get(normalize(name))
    return level or (Level.ENHED if _NUMBER.fullmatch(name) else None)


def _read_header_levels(body: TableBody) -> list[Level | None]:
    """The level that the header over each row's place says."""
    of_parts = [
        repeat_value(_find_header_level(part.find_header("omfang")), len(part.rows))
        for part in body.parts
    ]
    return join_columns(of_parts).cells()


def _find_header_level(header: str) -> Level | None:
    text = normalize(header)
    return next((level for level, form in _BY_HEADER.items() if form.search(text)), None)


def _warn_of_unknown(body: TableBody, unknown: Sequence[int]) -> None:
    column = "niveau" if body.has_field("niveau") else "omfang"
    message = (
        "Det er uklart, om rækken gælder et område, en afdeling eller en enhed. Skriv niveauet i "
        "kolonnen »Niveau«. Gyldige er kommune, område, afdeling og enhed."
    )
    body.flag("unknown_place", message, column, np.array(unknown, np.int64))
