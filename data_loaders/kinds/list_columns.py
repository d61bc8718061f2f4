"""Columns that several kinds of list have: enheder, places, years; and checks of their rows."""

import re
from collections.abc import Collection, Hashable, Sequence
from datetime import date
from decimal import Decimal

import numpy as np

from core.danish import format_count
from core.nodes import Level
from core.quarter import Period
from data_loaders.files.columns import EncodedColumn, Integers, Mask, join_columns, repeat_value
from data_loaders.guidance.proposal import Choice, Question
from data_loaders.table import sheet_problems
from data_loaders.table.body import TableBody
from data_loaders.table.cell_values import UNASSIGNED
from data_loaders.table.declaration import CellType, Field
from data_loaders.words import numbers, other_times
from data_loaders.words.days import OPEN_END
from data_loaders.words.header_names import AFDELING, OMRAADE, UNIT_NAME, UNIT_NO, normalize
from data_loaders.words.times import make_calendar_year

_NO_YEAR = (
    "Filen siger ikke, hvilket år rækkerne gælder: hverken i en kolonne, i en overskrift, i en "
    "titellinje, i arkets navn eller i filens navn. Gyldigt er ét helt år, f.eks. 2024."
)
ENHED_FIELDS = (
    Field(
        "enhed", "Enhedsnr.", CellType.KEY, UNIT_NO, "Enhedens nummer, med foranstillede nuller."
    ),
    Field(
        "enhed_navn", "Enhed", CellType.NAME, UNIT_NAME, "Enhedens navn; kan stå alene uden nummer."
    ),
)
AFDELING_FIELD = Field(
    "afdeling", "Afdeling", CellType.NAME, AFDELING, "Afdelingen, som enheden hører til."
)
OMRAADE_FIELD = Field(
    "omraade", "Område", CellType.NAME, OMRAADE, "Området, som afdelingen hører til."
)
# The templates' own places: number, name, afdeling.
PLADSEN = ("0310", "Genbrugspladsen", "Miljø & Teknik")
HUSET = ("3100", "Børnehuset Solsikken", "Dagtilbud & Skole")
MAANEN = ("3102", "Børnehuset Månen", "Dagtilbud & Skole")
_JOINED = re.compile(r"(\d{3,}(?:[/.-]\d+)*)\s*[-–:]?\s+(\D.*)")
JOINED_SHARE = 0.9  # of the texts in a column whose numbers and names are split
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
    r"^(?:org(?:anisations?)?|hierarki)?(?:niveau|level)(?:navn)?$",
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


def check_not_negative(body: TableBody, name: str) -> None:
    """Flag numbers below zero."""
    below = body.read_field(name).where(lambda number: number is not None and number < 0)
    body.flag("negative_value", "{value} er under 0. Gyldigt er 0 og derover.", name, below)


def check_at_most(body: TableBody, name: str, highest: Decimal, message: str) -> None:
    """Flag numbers above what they can be."""
    above = body.read_field(name).where(lambda number: number is not None and number > highest)
    body.flag("implausible_number", message, name, above)


def find_percent_rows(body: TableBody, name: str) -> Mask:
    """Say of each row whether the workbook shows the cell of a field as a percentage."""
    masks = [
        np.full(len(part.rows), part.columns.get(name, -1) in part.sheet.percent_columns, np.bool_)
        for part in body.parts
    ]
    return np.concatenate(masks) if masks else np.empty(0, np.bool_)


def check_not_percent(body: TableBody, name: str, message: str) -> None:
    """Flag the columns of a field that the workbook shows as percentages."""
    percent_rows = find_percent_rows(body, name) & body.read_field(name).where(
        lambda number: number is not None
    )
    body.flag("looks_like_share", message, name, np.flatnonzero(percent_rows)[:1])


def check_ends_after_start(body: TableBody, start: str, end: str, message: str) -> None:
    """Flag rows that end before they begin."""
    pairs = zip(body.read_field(start).cells(), body.read_field(end).cells(), strict=True)
    wrong = [bool(first and last and last < first) for first, last in pairs]
    body.flag("ends_before_start", message, end, np.array(wrong, np.bool_))


def check_header_times(
    body: TableBody, names: Sequence[str], periods: Collection[Period], *, of_people: bool = False
) -> None:
    """Ask whether figures are of the periods that they are read as, where their header says others.

    `names` are their fields. People may be counted on a day, if it only touches the periods, and
    columns of several times are each of one of them.
    """
    if not periods or body.find_answer(other_times.WHOLE) == other_times.YES:
        return
    for part in body.parts:
        is_lenient = of_people or bool(part.layout.periods)
        is_other = other_times.is_apart if is_lenient else other_times.is_of_other_time
        headers = map(part.find_header, names)
        header = next((text for text in headers if text and is_other(text, periods)), "")
        if header:
            whole = Period(min(p.first for p in periods), max(p.last for p in periods))
            finding, question = other_times.make_other_time(
                header, str(whole), sheet=part.sheet.name
            )
            body.collector.add(finding)
            body.collector.ask(question)


def read_years(body: TableBody) -> Integers:
    """Return each row's year: its own cell's, else the one that is said around it; else 0.

    Rows without one are told of once.
    """
    answer = body.context.guidance.user_mapping.answers.get("year", "")
    stated = body.stated_periods.map(lambda spans: int(answer) if answer else _pick_year(spans))
    of_cells = body.read_field("aar").map(lambda year: year or 0).to_integers()
    years = np.where(of_cells > 0, of_cells, stated.to_integers())
    if not years.all():
        body.note("no_year", _NO_YEAR)
        body.collector.ask(Question("year", "Hvilket år gælder filen?", code="no_year"))
    return years


def _pick_year(spans: Sequence[Period]) -> int:
    years = {span.first.year for span in spans if span == make_calendar_year(span.first.year)}
    return years.pop() if len(years) == 1 else 0


def read_end_days(body: TableBody, name: str = "til") -> EncodedColumn[date | None]:
    """Return a field's days; None also for one that stands for as long as anyone knows."""
    return body.read_field(name).map(lambda day: None if day == OPEN_END else day)


def are_blanks_zero(body: TableBody, name: str, blank: Mask, *, otherwise: Choice) -> bool:
    """Whether a field's blank cells mean 0, as answered; it is asked where any are.

    `blank` are their rows, and `otherwise` is the other answer.
    """
    if not blank.any():
        return False
    if answer := body.find_answer(f"blank:{name}"):
        return answer == sheet_problems.ZERO.value
    header = next(h for part in body.parts if (h := part.find_header(name)))
    message = sheet_problems.describe_blanks(int(blank.sum()), header)
    body.flag("blank_or_zero", message, name, np.flatnonzero(blank)[:1])
    body.collector.ask(sheet_problems.ask_for_blanks(name, header, otherwise=otherwise))
    return False


def find_blank_rows(body: TableBody, name: str) -> Mask:
    """Return the rows whose cell in a column of numbers is empty or a lone dash."""
    return body.cells(name).where(numbers.is_blank)


def write_answered(choice: str, rows: Mask) -> str:
    """Tell what was answered of who or what counts, and of how many rows it holds.

    The figures' own line of what they rest on has the choice out of this message.
    """
    count = format_count(int(rows.sum()), "række", "rækker")
    return f"Som besvaret: {choice}. Det gælder {count}."


def check_unique(body: TableBody, keys: Sequence[Hashable | None], name: str, message: str) -> None:
    """Flag each row whose key an earlier row has; a row without a key is passed over."""
    earlier: set[Hashable] = set()
    again = np.zeros(len(keys), np.bool_)
    for row, key in enumerate(keys):
        again[row] = key is not None and key in earlier
        earlier.add(key)
    body.flag("duplicate_row", message, name, again)


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
    """List the organisation's names, made plain, with their level; the kommune's own among them."""
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
    """Read the level that the header over each row's place says."""
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
