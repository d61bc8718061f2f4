"""Which part of the organisation a row is about, and on which level that is."""

import re
from collections.abc import Sequence

import numpy as np

from core.nodes import Level
from data_loaders.files.columns import join_columns, repeat_value
from data_loaders.table.body import Body
from data_loaders.table.cell_values import UNASSIGNED
from data_loaders.table.declaration import Field, Type
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
    Type.CHOICE,
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


def read(body: Body) -> list[Place]:
    """Return each row's level and the name there, "" for the whole kommune.

    Where no level stands, the name tells: the kommune's own, else one known from the organisation;
    else the header does.
    A row whose level cannot be told has none, and a warning.
    """
    names = body.typed("omfang")
    levels = body.typed("niveau")
    known = _known(body)
    guessed = names.map(lambda name: _guess(name, known)).cells()
    headed = _headed(body)
    found: list[Place] = []
    for row, (level, name) in enumerate(zip(levels.cells(), names.cells(), strict=True)):
        own = Level(level) if level else guessed[row] or headed[row]
        is_whole = own is Level.KOMMUNE
        found.append((own, "" if is_whole or name is None else name))
    unknown = [at for at, (level, _) in enumerate(found) if level is None]
    _tell(body, unknown)
    return found


def _known(body: Body) -> dict[str, Level]:
    """The names of the organisation, made plain, with their level; the kommune's own among them."""
    names = body.context.guide.aliases.known
    found = {
        normalize(name): level for level in _ORDER[::-1] for name in names.get(level.value, ())
    }
    own = normalize(body.context.settings.municipality)
    return found | dict.fromkeys([*_WHOLE, own], Level.KOMMUNE)


def _guess(name: str | None, known: dict[str, Level]) -> Level | None:
    if name is None or name == UNASSIGNED:
        return Level.KOMMUNE if name is None else None
    own = known.get(normalize(name))
    return own or (Level.ENHED if _NUMBER.fullmatch(name) else None)


def _headed(body: Body) -> list[Level | None]:
    """The level that the header over each row's place says."""
    found = [repeat_value(_level_of(part.named("omfang")), len(part.rows)) for part in body.parts]
    return join_columns(found).cells()


def _level_of(header: str) -> Level | None:
    text = normalize(header)
    return next((level for level, form in _BY_HEADER.items() if form.search(text)), None)


def _tell(body: Body, unknown: Sequence[int]) -> None:
    column = "niveau" if body.has("niveau") else "omfang"
    message = (
        "Det er uklart, om rækken gælder et område, en afdeling eller en enhed. Skriv niveauet i "
        "kolonnen »Niveau«. Gyldige er kommune, område, afdeling og enhed."
    )
    body.flag("unknown_place", message, column, np.array(unknown, np.int64))
